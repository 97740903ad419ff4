// SPDX-License-Identifier: GPL-2.0
/* What kit.only= has the guest run. */
#include "host.h"

#include "../../guest/guest.h"

static const char *only;

const char *option(const char *name)
{
	assert_string_equal(name, "kit.only");
	return only;
}

static void words_name_suites_and_programs(void **state)
{
	static const struct {
		const char *only, *suite, *program;
		bool is;
	} table[] = {
		{ NULL, "a", "x", true },
		{ "", "a", "x", true },
		{ "a", "a", NULL, true },
		{ "a", "a", "x", true },
		{ "a", "ab", NULL, false },
		{ "ab", "a", NULL, false },
		{ "b,a.x", "a", NULL, true },
		{ "b,a.x", "a", "x", true },
		{ "b,a.x", "a", "xy", false },
		{ "b,a.xy", "a", "x", false },
		{ "a,-a.x", "a", NULL, true },
		{ "a,-a.x", "a", "x", false },
		{ "-a.x,a", "a", "x", false },
		{ "a,-a.x", "a", "xy", true },
		{ "a,b,-a.x", "b", "x", true },
		{ "-a.x", "a", "y", false },
		{ "-a.x", "b", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		only = table[i].only;
		if (selected(table[i].suite, table[i].program) != table[i].is)
			fail_msg("kit.only=%s: %s %s should be %s", only, table[i].suite,
				 table[i].program ?: "", table[i].is ? "run" : "left out");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_name_suites_and_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
