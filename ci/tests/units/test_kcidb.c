// SPDX-License-Identifier: GPL-2.0
/* results.json against what KCIDB 5.3 takes (golden/kcidb-5.3.json). */
#include "hostile.h"

#include <jansson.h>
#include <regex.h>

#define MAX_EXCERPT	16384

static char *dir, *report;
static json_t *schema;

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	report = host_program("kit-report");
	schema = json_load_file("golden/kcidb-5.3.json", 0, NULL);
	return !schema;
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	free(report);
	json_decref(schema);
	return 0;
}

static bool matches(const char *pattern, const char *text)
{
	regex_t re;
	bool yes;

	assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB), 0);
	yes = !regexec(&re, text, 0, NULL, 0);
	regfree(&re);
	return yes;
}

/* No nulls anywhere, not even where anything goes. */
static bool has_null(const json_t *value)
{
	const char *key;
	json_t *item;
	size_t i;

	json_object_foreach((json_t *)value, key, item)
		if (has_null(item))
			return true;
	json_array_foreach((json_t *)value, i, item)
		if (has_null(item))
			return true;
	return json_is_null(value);
}

static bool value_fits(const char *kind, const json_t *value)
{
	if (!strcmp(kind, "number"))
		return json_is_number(value);
	if (!strcmp(kind, "boolean"))
		return json_is_boolean(value);
	if (!strcmp(kind, "misc"))
		return json_is_object(value) && !has_null(value);
	if (!json_is_string(value))
		return false;
	if (!strcmp(kind, "string"))
		return true;
	if (!strcmp(kind, "excerpt"))
		return json_string_length(value) <= MAX_EXCERPT;
	return matches(kind, json_string_value(value));
}

static void validate(const json_t *keys, json_t *object)
{
	const char *key, *kind;
	json_t *value, *want;
	char *required;

	assert_true(json_is_object(object));
	json_object_foreach(object, key, value) {
		required = text_format("%s!", key);
		want = json_object_get(keys, key) ?:
		       json_object_get(keys, required);
		free(required);
		if (!want)
			fail_msg("the key %s is not known there", key);
		if (json_is_object(want)) {
			validate(want, value);
			continue;
		}
		kind = json_string_value(want);
		if (!value_fits(kind, value))
			fail_msg("%s does not fit %s: %s", key, kind,
				 json_dumps(value, JSON_ENCODE_ANY));
	}
	json_object_foreach((json_t *)keys, key, value)
		if (key[strlen(key) - 1] == '!')
			assert_non_null(json_object_getn(object, key,
							 strlen(key) - 1));
}

static json_t *find(json_t *root, const char *list, const char *key,
		    const char *value)
{
	json_t *o;
	size_t i;

	json_array_foreach(json_object_get(root, list), i, o) {
		const char *s = json_string_value(json_object_get(o, key));

		if (s && !strcmp(s, value))
			return o;
	}
	return NULL;
}

static const char *string(json_t *o, const char *key)
{
	assert_non_null(o);
	return json_string_value(json_object_get(o, key));
}

/* Ids are unique, and what they refer to is there. */
static void validate_list(json_t *root, const char *list, const char *link,
			  const char *to)
{
	json_t *o, *keys = json_object_get(schema, list);
	size_t i;

	json_array_foreach(json_object_get(root, list), i, o) {
		validate(keys, o);
		assert_ptr_equal(find(root, list, "id", string(o, "id")), o);
		if (link)
			assert_non_null(find(root, to, "id", string(o, link)));
	}
}

static json_t *load(const char *cells)
{
	char *path = text_format("%s/results.json", dir), *out;
	json_t *root;

	host_run(&out, "'%s' --out '%s' %s", report, dir, cells);
	root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_int_equal(json_object_size(root), 4);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(root, "version"),
							    "major")), 5);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(root, "version"),
							    "minor")), 3);
	validate_list(root, "checkouts", NULL, NULL);
	validate_list(root, "builds", "checkout_id", "checkouts");
	validate_list(root, "tests", "build_id", "builds");
	free(path);
	free(out);
	return root;
}

static size_t size_of(json_t *root, const char *list)
{
	return json_array_size(json_object_get(root, list));
}

static void all_cells_are_valid(void **state)
{
	json_t *root = load(HOST_CELLS);

	(void)state;
	assert_int_equal(size_of(root, "checkouts"), 2);
	assert_int_equal(size_of(root, "builds"), 8);
	/* 5 cells with 15 tests, 2 with 5, one not built; and the verdicts */
	assert_int_equal(size_of(root, "tests"), 5 * 15 + 2 * 5 + 7);
	assert_string_equal(string(find(root, "checkouts", "id",
					"kit:6.1.158-1"), "patchset_hash"), "");
	json_decref(root);
}

static void ids_are_stable(void **state)
{
	json_t *one = load(HOST_CELLS), *two = load(HOST_CELLS);

	(void)state;
	assert_true(json_equal(one, two));
	json_decref(one);
	json_decref(two);
}

static json_t *test_of(json_t *root, const char *arch, const char *path)
{
	char *part = text_format("/%s/", arch);
	json_t *o, *found = NULL;
	size_t i;

	json_array_foreach(json_object_get(root, "tests"), i, o)
		if (strstr(string(o, "id"), part) &&
		    !strcmp(string(o, "path"), path))
			found = o;
	free(part);
	assert_non_null(found);
	return found;
}

static void what_is_absent_has_not_passed(void **state)
{
	json_t *root = load("golden/cells/6.1/arm64/plain");

	(void)state;
	assert_string_equal(string(test_of(root, "arm64",
					   "ftrace_direct.register"), "status"),
			    "SKIP");
	assert_string_equal(string(test_of(root, "arm64", "cell.verdict"),
				   "status"), "DONE");
	json_decref(root);
}

static void outcomes_keep_their_meaning(void **state)
{
	json_t *root = load("golden/cells/6.1/s390/plain golden/cells/7.3/x86/plain");

	(void)state;
	assert_string_equal(string(test_of(root, "s390",
					   "ftrace_direct.call_once"),
				   "status"), "MISS");
	assert_string_equal(string(test_of(root, "s390", "cell.verdict"),
				   "status"), "FAIL");
	assert_string_equal(string(test_of(root, "s390", "cell.verdict"),
				   "log_excerpt"), sample_oops);
	assert_string_equal(string(test_of(root, "x86",
					   "ftracetest.kprobe-direct_Test_direct_calls_with_kprobes"),
				   "status"), "FAIL");
	assert_string_equal(string(test_of(root, "x86", "cell.verdict"),
				   "status"), "DONE");
	json_decref(root);
}

static void a_failed_build_has_no_tests(void **state)
{
	json_t *root = load("golden/cells/7.3/riscv/plain");
	json_t *build = json_array_get(json_object_get(root, "builds"), 0);

	(void)state;
	assert_string_equal(string(build, "status"), "FAIL");
	assert_contains(string(build, "log_excerpt"), "implicit declaration");
	assert_int_equal(size_of(root, "tests"), 0);
	json_decref(root);
}

static void a_cell_without_a_result_is_an_error(void **state)
{
	json_t *root = load("golden/broken/6.1/arm64/plain");
	json_t *build = json_array_get(json_object_get(root, "builds"), 0);

	(void)state;
	assert_string_equal(string(build, "status"), "ERROR");
	assert_int_equal(size_of(root, "tests"), 0);
	json_decref(root);
}

static void a_series_is_part_of_the_checkout(void **state)
{
	struct result *r = sample_make("6.1", "arm64", "x");
	char *path = text_format("%s/result.json", dir);
	json_t *root, *checkout;

	(void)state;
	r->patchset_hash = text_format("%064d", 7);
	r->overlay_hash = text_format("%064d", 1);
	r->verdict = VERDICT_APPLY;
	r->log = text_format("%s/apply.log", dir);
	host_write(r->log, "Hunk #2 FAILED at 17.\n", 22);
	assert_int_equal(result_save(r, path), 0);
	root = load(dir);
	checkout = json_array_get(json_object_get(root, "checkouts"), 0);
	assert_string_equal(string(checkout, "id"),
			    "kit:6.1.158-1+000000000000+files-000000000000");
	assert_string_equal(string(checkout, "patchset_hash"),
			    r->patchset_hash);
	assert_true(json_is_false(json_object_get(checkout, "valid")));
	assert_contains(string(checkout, "log_excerpt"), "Hunk #2");
	result_free(r);
	free(path);
	json_decref(root);
}

/* Two states of a tree are two checkouts, also where the commit is the same. */
static void a_tree_of_git_has_its_commit(void **state)
{
	struct result *r = sample_make("6.1", "arm64", "x");
	char *path = text_format("%s/result.json", dir);
	json_t *root, *checkout, *misc;

	(void)state;
	r->tree_name = text_format("linux");
	r->commit = text_format("%040d", 5);
	r->describe = text_format("v6.1.83-vendor-2");
	r->branch = text_format("stable");
	r->dirty = text_format("no");
	r->extraversion = text_format("-x5");
	r->localversion = text_format("-rt");
	r->snapshot = text_format("%064d", 9);
	assert_int_equal(result_save(r, path), 0);
	root = load(dir);
	checkout = json_array_get(json_object_get(root, "checkouts"), 0);
	assert_string_equal(string(checkout, "id"),
			    "kit:6.1.158-1@000000000000");
	assert_string_equal(string(checkout, "tree_name"), "linux");
	assert_string_equal(string(checkout, "git_commit_hash"), r->commit);
	assert_string_equal(string(checkout, "git_commit_name"), r->describe);
	assert_string_equal(string(checkout, "git_repository_branch"),
			    "stable");
	misc = json_object_get(checkout, "misc");
	assert_true(json_is_false(json_object_get(misc, "dirty")));
	assert_string_equal(string(misc, "extraversion"), "-x5");
	assert_string_equal(string(misc, "localversion"), "-rt");
	json_decref(root);

	free(r->dirty);
	r->dirty = text_format("yes");
	free(r->snapshot);
	r->snapshot = text_format("abcdef%058d", 9);
	assert_int_equal(result_save(r, path), 0);
	root = load(dir);
	checkout = json_array_get(json_object_get(root, "checkouts"), 0);
	assert_string_equal(string(checkout, "id"),
			    "kit:6.1.158-1@abcdef000000");
	result_free(r);
	free(path);
	json_decref(root);
}

static void the_users_configuration_is_in_the_build(void **state)
{
	struct result *r = sample_make("6.1", "arm64", "x");
	char *path = text_format("%s/result.json", dir);
	json_t *root, *misc;

	(void)state;
	sample_set(&r->kconfig, "x5_defconfig");
	sample_set(&r->fragment, "driver.config");
	sample_set(&r->compiler_cache, "9 of 10 compilations (90.0%)");
	r->config_changes = 35;
	assert_int_equal(result_save(r, path), 0);
	root = load(dir);
	misc = json_object_get(json_array_get(json_object_get(root, "builds"), 0), "misc");
	assert_string_equal(string(misc, "kconfig"), "x5_defconfig");
	assert_string_equal(string(misc, "fragment"), "driver.config");
	assert_string_equal(string(misc, "compiler_cache"), "9 of 10 compilations (90.0%)");
	assert_int_equal(json_integer_value(json_object_get(misc, "config_changes")), 35);
	result_free(r);
	free(path);
	json_decref(root);
}

static bool would_fit(const char *kind, json_t *value)
{
	bool yes = value_fits(kind, value);

	json_decref(value);
	return yes;
}

/* Each check of the validator has to be able to fail, too. */
static void the_validator_is_awake(void **state)
{
	json_t *o = json_pack("{s:s, s:s}", "id", "kit:a", "origin", "kit");

	(void)state;
	validate(json_object_get(schema, "checkouts"), o);
	assert_false(would_fit("excerpt", json_integer(1)));
	assert_false(would_fit("^kit$", json_string("tik")));
	assert_false(would_fit("misc", json_pack("{s:n}", "a")));
	assert_false(would_fit("misc", json_pack("{s:[n]}", "a")));
	assert_false(would_fit("number", json_string("1")));
	json_decref(o);
}

static void hostile_texts_are_valid(void **state)
{
	char *cell = hostile_cell(dir);
	json_t *root = load(cell), *test;

	(void)state;
	test = test_of(root, "s390", "ftrace_direct._b____");
	assert_string_equal(string(test, "log_excerpt"), HOSTILE_SEEN);
	json_decref(root);
	free(cell);
}

static void long_excerpts_are_cut(void **state)
{
	struct result *r = sample_make("6.1", "s390", "x");
	char *path = text_format("%s/result.json", dir);
	json_t *root;

	(void)state;
	free(r->splat.excerpt);
	r->splat.excerpt = calloc(1, 30001);
	for (int i = 0; i < 30000; i += 3)
		memcpy(r->splat.excerpt + i, "\xe2\x9c\x93", 3);
	assert_int_equal(result_save(r, path), 0);
	root = load(dir);
	/* the last whole character of three bytes below the limit */
	assert_int_equal(strlen(string(test_of(root, "s390", "cell.verdict"),
				       "log_excerpt")), 16383);
	result_free(r);
	free(path);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_validator_is_awake),
		cmocka_unit_test(all_cells_are_valid),
		cmocka_unit_test(ids_are_stable),
		cmocka_unit_test(what_is_absent_has_not_passed),
		cmocka_unit_test(outcomes_keep_their_meaning),
		cmocka_unit_test(a_failed_build_has_no_tests),
		cmocka_unit_test(a_cell_without_a_result_is_an_error),
		cmocka_unit_test(a_series_is_part_of_the_checkout),
		cmocka_unit_test(a_tree_of_git_has_its_commit),
		cmocka_unit_test(the_users_configuration_is_in_the_build),
		cmocka_unit_test(hostile_texts_are_valid),
		cmocka_unit_test(long_excerpts_are_cut),
	};

	return cmocka_run_group_tests_name("kcidb", tests, begin, end);
}
