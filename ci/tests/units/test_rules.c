// SPDX-License-Identifier: GPL-2.0
/* Versions, selectors and the lists whose lines begin with them. */
#include "host.h"

#include <errno.h>

#include "../../host/kit/rules.h"
#include "../../host/kit/selector.h"
#include "../../host/kit/version.h"

#define MAX_FIELDS	7

static char *dir;

/*
 * Calls @check with the fields of each line of a table. ci/tests is where the
 * tables are; the working directory is another one by then.
 */
static void each_line(const char *name, size_t nr, void (*check)(char **field), size_t least)
{
	char *path = text_format("%s/golden/%s", getenv("KIT_TESTS"), name);
	char *text = NULL, *field[MAX_FIELDS], *save;
	size_t size = 0, lines = 0;
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	while (getline(&text, &size, f) > 0) {
		if (*text == '#')
			continue;
		for (size_t i = 0; i < nr; i++) {
			field[i] = strtok_r(i ? NULL : text, " \t\n", &save);
			if (!field[i])
				fail_msg("%s: a line has fewer than %zu fields", name, nr);
		}
		check(field);
		lines++;
	}
	assert_true(lines >= least);
	fclose(f);
	free(text);
	free(path);
}

/* A sentence comes with -1, and never else. */
static void expect(const char *what, const char *of, int got, int wanted, char *why)
{
	if (got != wanted)
		fail_msg("%s, %s: %d, not %d: %s", what, of, got, wanted, why ?: "");
	assert_int_equal(!why, got >= 0);
	free(why);
}

static void check_range(char **field)
{
	int wanted = !strcmp(field[0], "in") ? 1 : !strcmp(field[0], "out") ? 0 : -1;
	char *why = NULL;
	int got = version_in_range(field[1], field[2], &why);

	expect(field[2], field[1], got, wanted, why);
}

static void ranges_are_those_of_the_table(void **state)
{
	(void)state;
	each_line("ranges", 3, check_range, 50);
}

static void ranges_are_explained(void **state)
{
	static const struct { const char *version, *range, *why; } table[] = {
		{ "6.1", "6.1", "'6.1' is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)" },
		{ "6.1", "", "'' is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)" },
		{ "6.1", "[6.2,6.1)", "'[6.2,6.1)' is empty: no version is at least 6.2 and before 6.1" },
		{ "v6.1", "[6.1,6.2)", "'v6.1' is not a version of a kernel; write it like 6.1.192" },
		{ "", "[6.1,6.2)", "'' is not a version of a kernel; write it like 6.1.192" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *why = NULL;

		assert_int_equal(version_in_range(table[i].version, table[i].range, &why), -1);
		assert_string_equal(why, table[i].why);
		free(why);
	}
}

static void check_selector(char **field)
{
	int wanted = !strcmp(field[0], "yes") ? 1 : !strcmp(field[0], "no") ? 0 : -1;
	const struct cell_facts facts = {
		.status = field[1], .version = field[2], .arch = field[3],
		.flavor = field[4], .series = field[5],
	};
	char *why = NULL, *cell;
	int got = selector_match(field[6], &facts, &why);

	cell = text_format("%s %s %s %s %s", field[1], field[2], field[3], field[4], field[5]);
	expect(field[6], cell, got, wanted, why);
	free(cell);
}

static void selectors_are_those_of_the_table(void **state)
{
	(void)state;
	each_line("selectors", 7, check_selector, 80);
}

/* What a cell does not know of itself is not what a selector asks for. */
static void unknown_facts_match_nothing(void **state)
{
	const struct cell_facts none = {};
	static const struct { const char *selector; int match; } table[] = {
		{ "any", 1 }, { "any/*/*", 1 }, { "direct", 0 }, { "none", 0 },
		{ "any/x86", 0 }, { "any/*/plain", 0 }, { "any+series", 0 },
		{ "any-series", 0 }, { "any[,)", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *why = NULL;
		int got = selector_match(table[i].selector, &none, &why);

		expect(table[i].selector, "nothing", got, table[i].match, why);
	}
}

static const struct cell_facts x86 = {
	.status = "native", .version = "6.1.158-1", .arch = "x86", .flavor = "plain",
	.series = "kit",
};

static int load_rules(const char *text, enum rules_kind kind,
		      const struct cell_facts *facts, struct rules **rules)
{
	int ret;

	host_write("rules", text, strlen(text));
	ret = rules_load(rules, "rules", kind, facts);
	unlink("rules");
	return ret;
}

static void rules_match_cell_and_text(void **state)
{
	static const char list[] =
		"# c\n\n  \nany[6.1,6.2) suite.a*  the base, as it is \n"
		"any/s390|any/x86/debug b known\n";
	struct cell_facts other = x86;
	struct rules *rules;

	(void)state;
	assert_int_equal(load_rules(list, RULES_SHELL, &x86, &rules), 0);
	assert_string_equal(rules_match(rules, "suite.ab"), "the base, as it is ");
	assert_null(rules_match(rules, "xsuite.ab"));
	assert_null(rules_match(rules, "b"));
	rules_free(rules);
	other.version = "6.12.8";
	other.flavor = "debug";
	assert_int_equal(load_rules(list, RULES_SHELL, &other, &rules), 0);
	assert_null(rules_match(rules, "suite.ab"));
	assert_string_equal(rules_match(rules, "b"), "known");
	rules_free(rules);
	assert_null(rules_match(NULL, "suite.ab"));
}

/* Also in a line for another cell: it would stay broken until that one is run. */
static void rules_need_reasons(void **state)
{
	static const char * const bad[] = {
		"any WARNING\n", "any WARNING   \n", "any\n", "any ( open\n",
		"any .* all of it\n", "any fine a reason\nany x\n",
		"any/s390 ( open\n", "none .* all of it\n",
		"6.1/*/* WARNING a cell, as it was once written\n", "* WARNING all\n",
		"any[6.1] WARNING no range\n", "any[6.2,6.1) WARNING empty\n",
	};
	struct rules *rules;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (load_rules(bad[i], RULES_REGEX, &x86, &rules) >= 0)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_null(rules);
	}
}

/* The lists of the kit itself, for a cell of each kind. */
static void lists_of_the_kit_are_in_order(void **state)
{
	static const char * const versions[] = { "5.10.200-1", "6.1.158-1", "6.12.8", "7.3.4-1" };
	char *splats = text_format("%s/../allow/splats", getenv("KIT_TESTS"));
	char *expected = text_format("%s/../allow/expected-failures", getenv("KIT_TESTS"));
	struct cell_facts facts = x86;
	struct rules *rules;

	(void)state;
	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		facts.version = versions[i];
		assert_int_equal(rules_load(&rules, splats, RULES_REGEX, &facts), 0);
		rules_free(rules);
		assert_int_equal(rules_load(&rules, expected, RULES_SHELL, &facts), 0);
		rules_free(rules);
	}
	facts.version = "7.3.4-1";
	assert_int_equal(rules_load(&rules, expected, RULES_SHELL, &facts), 0);
	assert_non_null(rules_match(rules, "ftrace_direct.reach.direct_dc08_unaligned"));
	rules_free(rules);
	facts.arch = "s390";
	assert_int_equal(rules_load(&rules, expected, RULES_SHELL, &facts), 0);
	assert_null(rules_match(rules, "ftrace_direct.reach.direct_dc08_unaligned"));
	rules_free(rules);
	free(splats);
	free(expected);
}

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	return chdir(dir);
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_those_of_the_table),
		cmocka_unit_test(ranges_are_explained),
		cmocka_unit_test(selectors_are_those_of_the_table),
		cmocka_unit_test(unknown_facts_match_nothing),
		cmocka_unit_test(rules_match_cell_and_text),
		cmocka_unit_test(rules_need_reasons),
		cmocka_unit_test(lists_of_the_kit_are_in_order),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
