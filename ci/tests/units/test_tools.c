// SPDX-License-Identifier: GPL-2.0
/* kit-result as a whole; compare.bats and judge.bats have more of it. */
#include "host.h"

#include "../../host/kit/result.h"

static char *dir;

static void put(const char *path, const char *text)
{
	host_write(path, text, strlen(text));
}

static void set_up_cell(void)
{
	assert_return_code(chdir(dir), 0);
	assert_int_equal(system("rm -rf cell && mkdir cell"), 0);
	put("cell/meta", "cell 6.1/s390/debug\nbase 6.1\narch s390\nflavor debug\nstatus native\n");
	put("cell/stages", "tree 1.5 kept\nconfig 2\n");
	put("cell/required", "suite.dc31_dc32_a\nsuite.b\n");
}

static int run(char **out, const char *command, const char *args)
{
	char *program = host_program("kit-result");
	int status = host_run(out, "'%s' %s %s", program, command, args);

	free(program);
	return status;
}

static int run_fail(char **out, const char *args)
{
	return run(out, "fail", args);
}

static void fail_writes_the_verdict(void **state)
{
	struct result *r;
	char *out;

	(void)state;
	set_up_cell();
	assert_int_equal(run_fail(&out, "--verdict CONFIG --reason 'FTRACE was dropped' --log cell/config.log cell"), 0);
	assert_string_equal(out, "CONFIG 6.1/s390/debug: FTRACE was dropped\n");
	r = result_load("cell/result.json");
	assert_non_null(r);
	assert_int_equal(r->verdict, VERDICT_CONFIG);
	assert_string_equal(r->reason, "FTRACE was dropped");
	assert_string_equal(r->status, "native");
	assert_string_equal(r->log, "cell/config.log");
	assert_int_equal(r->nr_stages, 2);
	assert_int_equal(r->nr_tests, 2);
	assert_int_equal(r->tests[0].outcome, OUTCOME_MISSING);
	assert_true(r->tests[0].required);
	assert_string_equal(r->tests[0].contract, "DC-31,DC-32");
	result_free(r);
	free(out);
}

static void fail_without_a_manifest(void **state)
{
	struct result *r;
	char *out;

	(void)state;
	set_up_cell();
	assert_return_code(unlink("cell/required"), 0);
	assert_int_equal(run_fail(&out, "--verdict SKIP --reason 'no such machine' cell"), 0);
	r = result_load("cell/result.json");
	assert_non_null(r);
	assert_int_equal(r->verdict, VERDICT_SKIP);
	assert_int_equal(r->nr_tests, 0);
	result_free(r);
	free(out);
}

static void fail_skip_skips_the_tests(void **state)
{
	struct result *r;
	char *out;

	(void)state;
	set_up_cell();
	assert_int_equal(run_fail(&out, "--verdict SKIP --reason 'no such machine' cell"), 0);
	r = result_load("cell/result.json");
	assert_non_null(r);
	assert_int_equal(r->tests[1].outcome, OUTCOME_SKIP);
	result_free(r);
	free(out);
}

static void fail_refuses(void **state)
{
	static const struct { const char *args, *says; } table[] = {
		{ "--verdict PASS --reason x cell", "must be CONFIG, BUILD, APPLY or SKIP" },
		{ "--verdict BUILD cell", "CELLDIR, --verdict and --reason are needed" },
		{ "--verdict BUILD --reason '' cell", "are needed" },
		{ "--reason x cell", "are needed" },
		{ "--verdict BUILD --reason x", "are needed" },
		{ "--verdict BUILD --reason x nowhere", "nowhere/meta: cannot be read" },
	};

	(void)state;
	set_up_cell();
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *out;

		assert_int_equal(run_fail(&out, table[i].args), 2);
		assert_contains(out, table[i].says);
		free(out);
	}
}

static int run_tally(char **out, const char *args)
{
	return run(out, "tally", args);
}

static void tally_adds_up(void **state)
{
	char *out;

	(void)state;
	assert_return_code(chdir(dir), 0);
	put("a.tap", "1..2\nok 1 - x\nok 2 - y # SKIP not root\n");
	put("b.tap", "TAP version 13\n1..2\n  1..1\n  ok 1 z\nok 1 suite\nok 2 - y\n");
	assert_int_equal(run_tally(&out, "a.tap b.tap"), 0);
	assert_string_equal(out, "skipped a.tap: y: not root\n3 passed, 0 failed, 1 skipped\n");
	free(out);
}

static void tally_names_failures(void **state)
{
	char *out;

	(void)state;
	assert_return_code(chdir(dir), 0);
	put("a.tap", "1..3\nok 1 - x\n# before\nnot ok 2 - y\n# 0x1 != 0x2\n# a.c:7\nnot ok 3 - w # TODO\n");
	assert_int_equal(run_tally(&out, "a.tap"), 1);
	assert_contains(out, "FAILED a.tap: y\n    before\n    0x1 != 0x2\n    a.c:7\n");
	assert_contains(out, "FAILED a.tap: w\n");
	assert_contains(out, "1 passed, 2 failed, 0 skipped\n");
	free(out);
}

/* Each of these is a test that did not run, or not to its end. */
static void tally_trusts_nothing(void **state)
{
	static const struct { const char *tap, *says; } table[] = {
		{ "", "FAILED a.tap: the file is empty" },
		{ "Segmentation fault\n", "FAILED a.tap: there is no plan" },
		{ "ok 1 x\n", "FAILED a.tap: there is no plan" },
		{ "1..0\n", "FAILED a.tap: there is no result in it" },
		{ "1..2\nok 1 x\n", "FAILED a.tap: test_2\n    planned, but no result came\n" },
		{ "1..1\nok 1 x\nok 2 y\n", "FAILED a.tap: result number 2 is beyond the plan" },
		{ "1..2\nok 1 x\nok 2 y", "FAILED a.tap: the stream ends within the line" },
		{ "1..1\nok 1 x\nBail out! broken\n", "FAILED a.tap: Bail out! broken" },
	};

	(void)state;
	assert_return_code(chdir(dir), 0);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *out;

		put("a.tap", table[i].tap);
		assert_int_equal(run_tally(&out, "a.tap"), 1);
		assert_contains(out, table[i].says);
		assert_lacks(out, " 0 failed");
		free(out);
	}
}

static void tally_of_nothing_fails(void **state)
{
	char *out;

	(void)state;
	assert_return_code(chdir(dir), 0);
	put("a.tap", "1..1\nok 1 x # SKIP all\n");
	assert_int_equal(run_tally(&out, "a.tap"), 1);
	free(out);
	assert_int_equal(run_tally(&out, "nowhere.tap"), 1);
	assert_contains(out, "FAILED nowhere.tap: No such file or directory");
	free(out);
	assert_int_equal(run_tally(&out, ""), 2);
	free(out);
}

static void commands_are_named(void **state)
{
	char *out;

	(void)state;
	assert_return_code(chdir(dir), 0);
	assert_int_equal(run(&out, "", ""), 2);
	assert_contains(out, "Usage: kit-result COMMAND");
	free(out);
	assert_int_equal(run(&out, "melt", "x"), 2);
	assert_contains(out, "kit-result: there is no command \"melt\"\n");
	free(out);
	assert_int_equal(run(&out, "--help", ""), 0);
	assert_contains(out, "  merge    make one result");
	free(out);
	assert_int_equal(run(&out, "keep", "--help"), 0);
	assert_contains(out, "Usage: kit-result keep [OPTION...] CELLDIR\n");
	free(out);
	assert_int_equal(run(&out, "keep", ""), 2);
	free(out);
}

static void get_prints_members(void **state)
{
	static const struct { const char *options, *members, *says; } table[] = {
		{ "", "verdict", "CRASH\n" },
		{ "", "cell cpus kept", "6.1/s390/plain\n2\nfalse\n" },
		{ "", "splat.line splat.kind", "41\nOops\n" },
		{ "", "stages.tree.seconds", "4.21\n" },
		{ "", "tests.ftrace_direct.call_once.outcome", "MISSING\n" },
		{ "", "tests.ftrace_direct.call_once.contract", "DC-05\n" },
		{ "", "splat.line", "41\n" },
		{ "--or none", "decided verdict", "none\nCRASH\n" },
		{ "--or ''", "tests.nowhere.outcome", "\n" },
	};

	(void)state;
	assert_return_code(chdir(getenv("KIT_TESTS")), 0);
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *args = text_format("%s golden/cells/6.1/s390/plain/result.json %s",
					 table[i].options, table[i].members);
		char *out;

		assert_int_equal(run(&out, "get", args), 0);
		assert_string_equal(out, table[i].says);
		free(out);
		free(args);
	}
}

static void get_trusts_nothing(void **state)
{
	static const struct { const char *args, *says; int status; } table[] = {
		{ "a.json verdict nothing", "PASS\nkit-result get: a.json has no member \"nothing\"\n", 1 },
		{ "a.json verdict.x", "has no member \"verdict.x\"", 1 },
		{ "a.json verd", "has no member \"verd\"", 1 },
		{ "a.json verdicts", "has no member \"verdicts\"", 1 },
		{ "a.json tests.a.b", "has no member", 1 },
		{ "a.json", "Usage: kit-result get", 2 },
		{ "", "Usage: kit-result get", 2 },
		{ "nowhere verdict", "nowhere cannot be used: ", 2 },
		{ "half.json verdict", "half.json cannot be used: ", 2 },
		{ "list.json verdict", "list.json cannot be used: it is no JSON object", 2 },
	};

	(void)state;
	assert_return_code(chdir(dir), 0);
	put("a.json", "{\"verdict\": \"PASS\", \"tests\": [{\"name\": \"a\"}, 7]}");
	put("half.json", "{\"verdict\": \"PASS\", \"te");
	put("list.json", "[\"verdict\"]");
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *out;

		assert_int_equal(run(&out, "get", table[i].args), table[i].status);
		assert_contains(out, table[i].says);
		free(out);
	}
}

/* A part of a cell, as its guest's boot left it. */
static void put_part(const char *name, enum verdict verdict, const char *reason,
		     const char *test, enum outcome outcome)
{
	char *path = text_format("cell/%s", name);
	struct result *r = result_new();

	assert_return_code(mkdir(path, 0777), 0);
	assert_int_equal(result_read_meta(r, "cell"), 0);
	r->verdict = verdict;
	r->reason = text_copy(reason);
	r->console = text_format("%s/console.log", path);
	r->ktap = text_format("%s/result.ktap", path);
	put(r->console, "a line\n");
	put(r->ktap, "1..1\n");
	result_add_test(r, "guest.cpus", OUTCOME_PASS, NULL)->required = true;
	result_add_test(r, "suite.extra", OUTCOME_SKIP, NULL);
	result_add_test(r, test, outcome, NULL)->required = true;
	result_add_stage(r, "boot", 3, false);
	free(path);
	path = text_format("cell/%s/result.json", name);
	assert_int_equal(result_save(r, path), 0);
	free(path);
	result_free(r);
}

/* While others are still at work: no result of the cell is made. */
static void merge_tells_of_a_suite(void **state)
{
	char *out;

	(void)state;
	set_up_cell();
	put_part("part-1", VERDICT_PASS, NULL, "suite.a", OUTCOME_PASS);
	put_part("part-2", VERDICT_PASS, NULL, "suite.b.c", OUTCOME_PASS);
	assert_int_equal(run(&out, "merge", "--suite suite cell cell/part-1 cell/part-2"), 0);
	assert_string_equal(out, "6.1/s390/debug: suite suite: PASS 2/2\n");
	free(out);
	assert_int_equal(access("cell/result.json", F_OK), -1);
	out = host_read("cell/events", NULL);
	assert_contains(out, " suite suite: PASS 2/2\n");
	free(out);
	assert_int_equal(run(&out, "merge", "cell cell/part-1 cell/part-2"), 0);
	assert_string_equal(out, "PASS 6.1/s390/debug\n");
	free(out);
}

static void merge_tells_of_a_bad_suite(void **state)
{
	char *out;

	(void)state;
	set_up_cell();
	put_part("part-1", VERDICT_PASS, NULL, "suite.a", OUTCOME_PASS);
	put_part("part-2", VERDICT_FAIL, "required suites.b FAIL", "suite.b", OUTCOME_FAIL);
	put_part("part-3", VERDICT_PASS, NULL, "suites.b", OUTCOME_PASS);
	assert_int_equal(run(&out, "merge", "-s suite cell cell/part-1 cell/part-2 cell/part-3"), 0);
	assert_string_equal(out, "6.1/s390/debug: suite suite: FAIL 1/2: required suites.b FAIL\n");
	free(out);
	assert_int_equal(run(&out, "merge", "--suite suite cell cell/part-1 cell/nowhere"), 2);
	assert_contains(out, "cell/nowhere/result.json cannot be used");
	free(out);
}

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	return 0;
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
		cmocka_unit_test(commands_are_named),
		cmocka_unit_test(get_prints_members),
		cmocka_unit_test(get_trusts_nothing),
		cmocka_unit_test(merge_tells_of_a_suite),
		cmocka_unit_test(merge_tells_of_a_bad_suite),
		cmocka_unit_test(fail_writes_the_verdict),
		cmocka_unit_test(fail_without_a_manifest),
		cmocka_unit_test(fail_skip_skips_the_tests),
		cmocka_unit_test(fail_refuses),
		cmocka_unit_test(tally_adds_up),
		cmocka_unit_test(tally_names_failures),
		cmocka_unit_test(tally_trusts_nothing),
		cmocka_unit_test(tally_of_nothing_fails),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
