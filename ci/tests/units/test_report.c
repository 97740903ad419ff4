// SPDX-License-Identifier: GPL-2.0
/* The matrix on the terminal, and kit-report's exit status. */
#include "hostile.h"

#include <sys/resource.h>

static char *dir, *report;

static int update_golden(void)
{
	return getenv("KIT_UPDATE_GOLDEN") ? sample_write("golden/cells") : 0;
}

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	report = host_program("kit-report");
	return update_golden();
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	free(report);
	return 0;
}

static void expect_golden(const char *name, const char *got)
{
	char *path = text_format("golden/report/%s.txt", name), *want;

	if (getenv("KIT_UPDATE_GOLDEN"))
		host_write(path, got, strlen(got));
	want = host_read(path, NULL);
	assert_string_equal(got, want);
	free(want);
	free(path);
}

static void golden_cells_are_what_sample_h_says(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(sample_write(dir), 0);
	if (host_run(&out, "for b in 6.1 7.3; do diff -r golden/cells/$b '%s'/$b || exit 1; done",
		     dir))
		fail_msg("%s", out);
	free(out);
}

static void expect_report(const char *name, const char *before,
			  const char *arguments, int status)
{
	char *out;
	int got = host_run(&out, "%s '%s' %s", before, report, arguments);

	expect_golden(name, out);
	assert_int_equal(got, status);
	free(out);
}

static void all_cells(void **state)
{
	(void)state;
	expect_report("all", "", HOST_CELLS, 1);
}

static void good_cells_exit_0(void **state)
{
	(void)state;
	expect_report("good", "",
		      "golden/cells/6.1/x86/plain golden/cells/7.3/x86/plain golden/cells/6.1/riscv/plain",
		      0);
}

static void an_absent_cell_does_not_say_pass(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(host_run(&out, "'%s' golden/cells/6.1/arm64/plain",
				  report), 0);
	assert_contains(out, "none 3/3");
	assert_lacks(out, "PASS");
	free(out);
}

static void missing_and_broken_cells_have_no_verdict(void **state)
{
	(void)state;
	expect_report("no-verdict", "",
		      "--cells 6.1/x86/plain,6.1/x86/debug --cells 6.12/riscv/plain golden/cells/6.1/x86/plain golden/cells/6.1/mips/plain golden/broken/6.1/arm64/plain",
		      1);
}

static void a_long_detail_is_cut(void **state)
{
	char *out, *line, *save;

	(void)state;
	host_run(&out, "mkdir -p '%s/long' && jq '.verdict = \"FAIL\" | .tests[0].outcome = \"FAIL\" | .tests[0].detail = (\"said \" * 999)' golden/cells/6.1/x86/plain/result.json >'%s/long/result.json' && '%s' '%s/long'",
		 dir, dir, report, dir);
	assert_contains(out, "said said");
	assert_contains(out, "... (see the report)");
	for (line = strtok_r(out, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		assert_true(strlen(line) < 500);
	free(out);
}

static void many_arches_wrap(void **state)
{
	(void)state;
	expect_report("wrapped", "COLUMNS=60", HOST_CELLS, 1);
}

static void a_terminal_of_100_columns_holds_4_arches(void **state)
{
	char *out, *save, *line;

	(void)state;
	host_run(&out, "'%s' " HOST_CELLS, report);
	line = strtok_r(out, "\n", &save);
	for (int i = 0; i < 5; i++, line = strtok_r(NULL, "\n", &save))
		assert_in_range(text_columns(line, 1000, NULL), 1, 100);
	free(out);
}

/* Colour on a terminal, unless it is not wanted. */
static void colour_is_for_terminals(void **state)
{
	char *out;

	(void)state;
	host_run(&out, "TERM=xterm script -qec \"'%s' " HOST_CELLS "\" /dev/null",
		 report);
	assert_contains(out, "\033[32mPASS native 14/14\033[0m");
	free(out);
	host_run(&out, "NO_COLOR=1 TERM=xterm script -qec \"'%s' " HOST_CELLS "\" /dev/null",
		 report);
	assert_lacks(out, "\033");
	assert_contains(out, "PASS native 14/14");
	free(out);
	host_run(&out, "'%s' " HOST_CELLS, report);
	assert_lacks(out, "\033");
	free(out);
}

/* A cell that says it is good, with one thing wrong in it. */
static void expect_disbelief(void (*spoil)(struct result *), const char *said)
{
	struct result *r = sample_make("6.1", "x86", "x");
	char *path = text_format("%s/result.json", dir), *out;

	spoil(r);
	assert_int_equal(result_save(r, path), 0);
	assert_int_equal(host_run(&out, "'%s' '%s'", report, dir), 1);
	assert_contains(out, "no verdict");
	assert_contains(out, said);
	result_free(r);
	free(path);
	free(out);
}

static void required_failed(struct result *r)
{
	r->tests[3].outcome = OUTCOME_FAIL;
}

static void required_skipped(struct result *r)
{
	r->tests[3].outcome = OUTCOME_SKIP;
}

static void nothing_required(struct result *r)
{
	for (size_t i = 0; i < r->nr_tests; i++)
		r->tests[i].required = false;
}

static void no_status(struct result *r)
{
	sample_set(&r->status, "probably");
}

static void silent_xfail(struct result *r)
{
	r->tests[3].outcome = OUTCOME_XFAIL;
}

static void a_pass_that_its_tests_deny_is_not_believed(void **state)
{
	(void)state;
	expect_disbelief(required_failed, "has the outcome FAIL");
	expect_disbelief(required_skipped, "has the outcome SKIP");
	expect_disbelief(nothing_required, "no test was required");
	expect_disbelief(no_status, "port status is not known");
	expect_disbelief(silent_xfail, "that is XFAIL");
}

static void an_unknown_number_is_told(void **state)
{
	struct result *r = sample_make("6.1", "x86", "x");
	char *path = text_format("%s/result.json", dir), *out;

	(void)state;
	sample_set(&r->tests[0].contract, "DC-99");
	sample_set(&r->tests[1].contract, "DC-02,DC-03");
	assert_int_equal(result_save(r, path), 0);
	host_run(&out, "'%s' '%s'", report, dir);
	assert_contains(out, "DC-99, which boot.mounts names");
	assert_contains(out, "tested   DC-01 DC-02 DC-03 DC-05");
	result_free(r);
	free(path);
	free(out);
}

static void wrong_use_is_told(void **state)
{
	static const char * const uses[][2] = {
		{ "", "no cell is named" },
		{ "golden/cells/6.1/x86/plain golden/cells/6.1/x86/plain",
		  "given twice" },
		{ "--cells arm64", "\"arm64\" is no cell" },
		{ "--out /dev/null/x golden/cells/6.1/x86/plain",
		  "/dev/null/x" },
		{ "golden/cells/6.1/x86/plain >/dev/full",
		  "could not be printed" },
	};
	char *out;

	(void)state;
	for (size_t i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
		assert_int_equal(host_run(&out, "('%s' %s)", report,
					  uses[i][0]), 2);
		assert_contains(out, uses[i][1]);
		free(out);
	}
}

static void hostile_texts_do_not_reach_the_terminal(void **state)
{
	char *cell = hostile_cell(dir), *out;

	(void)state;
	assert_int_equal(host_run(&out, "'%s' '%s'", report, cell), 1);
	assert_lacks(out, "\033");
	assert_lacks(out, "\001");
	assert_contains(out, HOSTILE_SEEN);
	free(out);
	free(cell);
}

/* Seconds of processor time; it was a minute and a half when it was quadratic. */
#define MANY_SECONDS	20

static double children_seconds(void)
{
	struct rusage usage;

	assert_return_code(getrusage(RUSAGE_CHILDREN, &usage), 0);
	return usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
}

static void many_results_take_no_time(void **state)
{
	struct result *r = sample_make("7.3", "x86", "x");
	char *path = text_format("%s/result.json", dir), *out;
	double before;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		char *name = text_format("s%d.t%d", i / 2, i);

		result_add_test(r, i % 3 ? name : "again", OUTCOME_PASS, NULL);
		free(name);
	}
	assert_int_equal(result_save(r, path), 0);
	before = children_seconds();
	assert_int_equal(host_run(&out, "'%s' --out '%s' '%s'", report, dir, dir), 0);
	assert_true(children_seconds() - before < MANY_SECONDS);
	result_free(r);
	free(path);
	free(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_cells_are_what_sample_h_says),
		cmocka_unit_test(all_cells),
		cmocka_unit_test(good_cells_exit_0),
		cmocka_unit_test(an_absent_cell_does_not_say_pass),
		cmocka_unit_test(missing_and_broken_cells_have_no_verdict),
		cmocka_unit_test(a_long_detail_is_cut),
		cmocka_unit_test(many_arches_wrap),
		cmocka_unit_test(a_terminal_of_100_columns_holds_4_arches),
		cmocka_unit_test(colour_is_for_terminals),
		cmocka_unit_test(a_pass_that_its_tests_deny_is_not_believed),
		cmocka_unit_test(an_unknown_number_is_told),
		cmocka_unit_test(wrong_use_is_told),
		cmocka_unit_test(hostile_texts_do_not_reach_the_terminal),
		cmocka_unit_test(many_results_take_no_time),
	};

	return cmocka_run_group_tests_name("report", tests, begin, end);
}
