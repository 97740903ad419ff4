// SPDX-License-Identifier: GPL-2.0
/* Every verdict, from the facts of a boot. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../host/kit/outcomes.h"
#include "../../host/kit/text.h"
#include "../../host/kit/boot-verdict.h"
#include "golden.h"

#define EXIT(n)		((n) << 8)
#define TOKEN		"kit: done " GOLDEN_TOKEN "\n"
#define GOOD		"1..2\nok 1 a\nok 2 b\n" TOKEN
#define CLEAN		"[ 0.1] run: /init\n"
#define PANIC		CLEAN "[ 0.2] Kernel panic - not syncing: no init\n"
#define OOPS		CLEAN "[ 0.2] Oops [#1]\n"
#define FAULT		CLEAN "[ 0.2] traps: a[7] general protection fault ip:1 sp:2 error:0\n"
#define WARN		CLEAN "[ 0.2] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"

/* Tests "a" and "b" are required unless the row says otherwise. */
struct row {
	const char *name;
	enum boot_end end;
	int status;
	const char *channel, *console;
	const char *required, *expected;
	enum verdict verdict;
	const char *reason;	/* must be in it; NULL: there is none */
};

static const struct row rows[] = {
	{ "all is well", END_EXIT, 0, GOOD, CLEAN, 0, 0, VERDICT_PASS, NULL },
	{ "and nothing on the console", END_EXIT, 0, GOOD, "", 0, 0, VERDICT_PASS, NULL },
	{ "a test that is not required skips", END_EXIT, 0,
	  "1..3\nok 1 a\nok 2 b\nok 3 c # SKIP no hw\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_PASS, NULL },
	{ "bytes after the token do not matter", END_EXIT, 0, GOOD "not ok 3 c\n",
	  CLEAN, 0, 0, VERDICT_PASS, NULL },

	{ "not a byte until the deadline", END_BOOT, 0, "", "", 0, 0,
	  VERDICT_SILENT, "not one byte came over console or result channel in 7 s" },
	{ "not a byte until the end", END_EXIT, EXIT(0), "", "", 0, 0,
	  VERDICT_SILENT, "exit status 0 before one byte came" },
	{ "killed before a byte", END_EXIT, SIGSEGV, "", "", 0, 0,
	  VERDICT_SILENT, "killed by signal 11" },

	{ "no line on the channel", END_BOOT, 0, "", CLEAN, 0, 0, VERDICT_HANG,
	  "boot deadline: no line on the result channel within 7 s; no test had a result; the last console line was \"[ 0.1] run: /init\" (console.log:1)" },
	{ "silence after a test", END_SILENCE, 0, "1..2\nok 1 a\n", "", 0, 0,
	  VERDICT_HANG, "for 7 s; the last test was a; the console was empty" },
	{ "total", END_TOTAL, 0, "1..2\nok 1 a\n", CLEAN, 0, 0, VERDICT_HANG,
	  "total time: not finished after 7 s; the last test was a" },
	{ "no power-off", END_POWER_OFF, 0, GOOD, CLEAN, 0, 0, VERDICT_HANG,
	  "did not power off within 7 s" },
	{ "a hang beats failed tests", END_POWER_OFF, 0, "1..1\nnot ok 1 a\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_HANG, "did not power off" },
	{ "a hang beats a splat", END_TOTAL, 0, "", WARN, 0, 0, VERDICT_HANG, "total" },

	{ "no kernel", END_PREPARE, 0, "", "a boot loader\n", 0, 0, VERDICT_LOST,
	  "the kernel did not begin within 7 s; no test had a result; the last console line was \"a boot loader\"" },
	{ "not a byte while it was prepared", END_PREPARE, 0, "", "", 0, 0,
	  VERDICT_SILENT, "not one byte came over console or result channel in 7 s" },

	{ "panic hidden by exit 0", END_EXIT, 0, "1..2\nok 1 a\n", PANIC, 0, 0,
	  VERDICT_CRASH, "Kernel panic - not syncing: no init (console.log:2); the last test was a" },
	{ "a panic because of a hang", END_EXIT, 0, "1..2\nok 1 a\n",
	  "Kernel panic - not syncing: hung_task: blocked tasks\n", 0, 0, VERDICT_HANG,
	  "hung_task: blocked tasks (console.log:1); the last test was a" },
	{ "panic beats hang", END_SILENCE, 0, "", PANIC, 0, 0, VERDICT_CRASH, "no init" },
	{ "panic and a guest that stays", END_PANIC, 0, "", PANIC, 0, 0,
	  VERDICT_CRASH, "no init" },
	{ "panic after the token", END_EXIT, 0, GOOD, PANIC, 0, 0, VERDICT_CRASH,
	  "no init" },
	{ "oops, then the end", END_EXIT, 0, "1..2\nok 1 a\n", OOPS, 0, 0,
	  VERDICT_CRASH, "Oops [#1] (console.log:2)" },
	{ "oops, then a hang", END_TOTAL, 0, "", OOPS, 0, 0, VERDICT_CRASH, "Oops" },
	{ "an oops that was survived", END_EXIT, 0, GOOD, OOPS, 0, 0, VERDICT_SPLAT,
	  "Oops" },
	{ "oops, token, no power-off", END_POWER_OFF, 0, GOOD, OOPS, 0, 0,
	  VERDICT_CRASH, "Oops" },

	{ "it dies before a panic can be printed", END_PANIC, 0, "",
	  "PANIC: early exception 0x0d IP 10:ffffffff81000000 error 0 cr2 0x0\n", 0, 0,
	  VERDICT_CRASH, "PANIC: early exception 0x0d IP 10:ffffffff81000000 error 0 cr2 0x0 (console.log:1)" },
	{ "it dies before it boots, and QEMU ends", END_EXIT, 0, "",
	  "Linux version 6.1 2020Kernel fault: interruption code 0005 ilc:2\nPSW : 00\n",
	  0, 0, VERDICT_CRASH, "Kernel fault: interruption code 0005 ilc:2 (console.log:1)" },
	{ "an oops without a blank, then silence", END_SILENCE, 0, "",
	  CLEAN "[ 0.2] Kernel bug detected[#1]:\n", 0, 0, VERDICT_CRASH,
	  "Kernel bug detected[#1]: (console.log:2)" },
	{ "a program's fault, then a hang", END_TOTAL, 0, "", FAULT, 0, 0, VERDICT_HANG,
	  "total time" },
	{ "a program's fault", END_EXIT, 0, GOOD, FAULT, 0, 0, VERDICT_PASS, NULL },

	{ "end without the token", END_EXIT, 0, "1..2\nok 1 a\nok 2 b\n", CLEAN, 0, 0,
	  VERDICT_LOST, "exit status 0 and the token did not come; the last test was b" },
	{ "killed", END_EXIT, SIGKILL, "1..2\nok 1 a\n", CLEAN, 0, 0,
	  VERDICT_LOST, "killed by signal 9" },
	{ "QEMU does not like its arguments", END_EXIT, EXIT(1), "",
	  "qemu-system-aarch64: unable to find CPU model 'foo'\n", 0, 0, VERDICT_LOST,
	  "QEMU did not boot the guest: qemu-system-aarch64: unable to find CPU model 'foo' (console.log:1)" },
	{ "another boot's token", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 b\nkit: done fedcba9876543210\n", CLEAN, 0, 0, VERDICT_LOST,
	  "the token that came is not this boot's" },
	{ "the token on the console", END_EXIT, 0, "1..2\nok 1 a\nok 2 b\n",
	  CLEAN TOKEN, 0, 0, VERDICT_LOST, "the token did not come" },
	{ "half a token", END_EXIT, 0, "1..2\nok 1 a\nok 2 b\nkit: done 0123", CLEAN,
	  0, 0, VERDICT_LOST, "not this boot's" },
	{ "QEMU fails after the token", END_EXIT, EXIT(1), GOOD, CLEAN, 0, 0,
	  VERDICT_LOST, "exit status 1 after the token" },

	{ "a required test fails", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "required b FAIL" },
	{ "a required test skips", END_EXIT, 0, "1..2\nok 1 a\nok 2 b # SKIP x\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "required b SKIP" },
	{ "a required test was not in the plan", END_EXIT, 0, "1..1\nok 1 a\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "required b MISSING" },
	{ "a required test says XFAIL of itself", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 b # XFAIL known\n" TOKEN, CLEAN, 0, 0, VERDICT_FAIL,
	  "required b FAIL" },
	{ "a test fails that ends the boot", END_FAILED, 0, "1..2\nnot ok 1 a\n", CLEAN,
	  0, 0, VERDICT_FAIL, "a failed, and the boot was ended there as asked" },
	{ "and an oops before it", END_FAILED, 0, "1..2\nnot ok 1 a\n", OOPS, 0, 0,
	  VERDICT_CRASH, "Oops" },
	{ "another test fails", END_EXIT, 0, "1..3\nok 1 a\nok 2 b\nnot ok 3 c\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "c FAIL" },
	{ "many tests fail, and the first is not required", END_EXIT, 0,
	  "1..6\nnot ok 1 z\nnot ok 2 a\nnot ok 3 b\nnot ok 4 c\nnot ok 5 d\nok 6 e\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL,
	  "required a FAIL, required b FAIL, z FAIL and 2 more; the first was z" },
	{ "another test is missing", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 b\n1..3\nok 1 c\nok 3 d\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_FAIL, "test_2 MISSING" },
	{ "the token comes too early", END_EXIT, 0, "1..3\nok 1 a\nok 2 b\n" TOKEN
	  "ok 3 c\n", CLEAN, 0, 0, VERDICT_FAIL, "test_3 MISSING" },
	{ "no plan", END_EXIT, 0, "ok 1 a\nok 2 b\n" TOKEN, CLEAN, 0, 0, VERDICT_FAIL,
	  "there was no plan" },
	{ "only the token", END_EXIT, 0, TOKEN, CLEAN, 0, 0, VERDICT_FAIL,
	  "there was no plan on the result channel; required a MISSING" },
	{ "all skipped", END_EXIT, 0, "1..0 # SKIP no ftrace\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_FAIL, "nothing was planned: SKIP no ftrace; required a MISSING" },
	{ "all skipped without a reason", END_EXIT, 0, "1..0 # SKIP\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_FAIL, "nothing was planned: SKIP; required a MISSING" },
	{ "a second stream is skipped", END_EXIT, 0,
	  "1..1\nok 1 a\n1..0 # SKIP no ftrace\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_FAIL, "required b MISSING" },
	{ "bail out", END_EXIT, 0, "1..2\nok 1 a\nok 2 b\nBail out! x\n" TOKEN, CLEAN,
	  0, 0, VERDICT_FAIL, "Bail out! x" },
	{ "a number twice", END_EXIT, 0, "1..2\nok 1 a\nok 1 b\nok 2 c\n" TOKEN, CLEAN,
	  0, 0, VERDICT_FAIL, "number 1 came twice" },
	{ "a suite better than its tests", END_EXIT, 0,
	  "1..3\nok 1 a\nok 2 b\n  KTAP version 1\n  1..1\n  not ok 1 x\nok 3 s\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "s.x FAIL, s FAIL" },
	{ "a suite worse than its tests", END_EXIT, 0,
	  "1..3\nok 1 a\nok 2 b\n  KTAP version 1\n  1..1\n  ok 1 x\nnot ok 3 s\n" TOKEN,
	  CLEAN, 0, 0, VERDICT_FAIL, "s FAIL" },
	{ "a made-up name is not the required one", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 a\n" TOKEN, CLEAN, "a\na_2\n", 0, VERDICT_FAIL,
	  "required a_2 MISSING" },
	{ "a required suite", END_EXIT, 0,
	  "1..1\n  KTAP version 1\n  1..1\n  ok 1 x\nok 1 s\n" TOKEN, CLEAN, "s\n", 0,
	  VERDICT_PASS, NULL },
	{ "failed tests beat a splat", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN,
	  WARN, 0, 0, VERDICT_FAIL, "required b FAIL; and a splat: WARNING: at a.c:1 f" },

	{ "a splat", END_EXIT, 0, GOOD, WARN, 0, 0, VERDICT_SPLAT,
	  "WARNING: at a.c:1 f (console.log:2)" },
	{ "two splats", END_EXIT, 0, GOOD, WARN "BUG: KASAN: x\n", 0, 0, VERDICT_SPLAT,
	  "WARNING: at a.c:1 f (console.log:2) and 1 more" },
	{ "flood", END_FLOOD, 0, "1..2\nok 1 a\n", CLEAN, 0, 0, VERDICT_SPLAT,
	  "so the boot was ended" },
	{ "a panic in a flood", END_FLOOD, 0, "", PANIC, 0, 0, VERDICT_CRASH, "no init" },

	{ "an expected failure", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN, CLEAN,
	  0, "any/arm64 b the base has this defect\n", VERDICT_XFAIL,
	  "failed as expected: required b XFAIL" },
	{ "expected in another cell", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN,
	  CLEAN, 0, "any/s390 b there\n", VERDICT_FAIL, "required b FAIL" },
	{ "an expected failure that passes", END_EXIT, 0, GOOD, CLEAN, 0,
	  "any b should fail\n", VERDICT_FAIL, "required b XPASS" },
	{ "a matter of luck, and it fails", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN,
	  CLEAN, 0, "any b sometimes: a race\n", VERDICT_XFAIL, "required b XFAIL" },
	{ "a matter of luck, and it passes", END_EXIT, 0, GOOD, CLEAN, 0,
	  "any b sometimes: a race\n", VERDICT_PASS, NULL },
	{ "a matter of luck, without a blank", END_EXIT, 0, GOOD, CLEAN, 0,
	  "any b sometimes:a race\n", VERDICT_PASS, NULL },
	{ "a matter of luck, and it skips", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 b # SKIP x\n" TOKEN, CLEAN, 0,
	  "any b sometimes: a race\n", VERDICT_FAIL, "required b SKIP" },
	{ "a matter of luck, and it is missing", END_EXIT, 0, "1..1\nok 1 a\n" TOKEN,
	  CLEAN, 0, "any b sometimes: a race\n", VERDICT_FAIL, "required b MISSING" },
	{ "an expected failure that is missing", END_EXIT, 0, "1..1\nok 1 a\n" TOKEN,
	  CLEAN, 0, "any b should fail\n", VERDICT_FAIL, "required b MISSING" },
	{ "an expected failure that skips", END_EXIT, 0,
	  "1..2\nok 1 a\nok 2 b # SKIP x\n" TOKEN, CLEAN, 0, "any b should fail\n",
	  VERDICT_FAIL, "required b SKIP" },
	{ "expected, and a splat", END_EXIT, 0, "1..2\nok 1 a\nnot ok 2 b\n" TOKEN,
	  WARN, 0, "any b known\n", VERDICT_SPLAT, "WARNING" },
	{ "its own XFAIL, not required", END_EXIT, 0,
	  "1..3\nok 1 a\nok 2 b\nnot ok 3 c # XFAIL known\n" TOKEN, CLEAN, 0, 0,
	  VERDICT_XFAIL, "failed as expected: c XFAIL" },
};

static char *temp_file(const char *text)
{
	char *path = text_format("/tmp/kit-verdict.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	return path;
}

static struct manifest load_manifest(const char *text)
{
	char *path = temp_file(text ?: "a\nb\n");
	struct manifest m;

	assert_int_equal(manifest_load(&m, path), 0);
	unlink(path);
	free(path);
	return m;
}

static struct rules *load_expected(const char *text)
{
	char *path = temp_file(text ?: "");
	static const struct cell_facts facts = { .status = "ported", .arch = "arm64" };
	struct rules *rules;

	assert_int_equal(rules_load(&rules, path, RULES_SHELL, &facts), 0);
	unlink(path);
	free(path);
	return rules;
}

static struct result *decide(const struct row *row)
{
	struct manifest manifest = load_manifest(row->required);
	struct rules *expected = load_expected(row->expected);
	struct ktap *k = ktap_new(GOLDEN_TOKEN);
	struct splat_scan *s = splat_scan_new(NULL);
	struct result *r = result_new();
	struct boot_facts f = {
		.end = row->end, .limit = 7, .status = row->status,
		.console_bytes = strlen(row->console),
		.channel_bytes = strlen(row->channel),
	};

	r->cell = text_format("6.1/arm64/plain");
	ktap_feed(k, row->channel, f.channel_bytes, 0);
	ktap_end(k);
	splat_scan_feed(s, row->console, f.console_bytes);
	splat_scan_end(s);
	if (row->end == END_FLOOD)
		splat_scan_flood(s, "console", f.console_bytes);
	splat_scan_summary(s, &f.console);
	f.token = ktap_token(k);
	f.planned = ktap_planned(k);
	f.complete = ktap_complete(k);
	f.skipped = ktap_skipped(k);
	f.problem = ktap_problem(k);
	f.last_test = ktap_last(k);
	f.failed_test = ktap_last(k);
	outcomes_reported(r, k, &manifest, expected);
	verdict_decide(r, &f);
	splat_scan_free(s);
	ktap_free(k);
	rules_free(expected);
	manifest_free(&manifest);
	return r;
}

static void verdict_of(void **state)
{
	const struct row *row = *state;
	struct result *r = decide(row);

	if (r->verdict != row->verdict)
		fail_msg("%s: %s, not %s: %s", row->name, verdict_name(r->verdict),
			 verdict_name(row->verdict), r->reason ?: "no reason");
	if (!row->reason != !r->reason ||
	    (row->reason && !strstr(r->reason, row->reason)))
		fail_msg("%s: the reason is \"%s\", without \"%s\"", row->name,
			 r->reason ?: "", row->reason ?: "");
	result_free(r);
}

static void tests_are_filled_in(void **state)
{
	static const struct row row = {
		.channel = "1..1\nnot ok 1 dc31_a # exit=3\n" TOKEN, .console = "",
		.required = "dc31_a\nb\n", .expected = "any dc31_a known here\n",
	};
	struct result *r = decide(&row);

	(void)state;
	assert_int_equal(r->nr_tests, 2);
	assert_true(r->tests[0].required);
	assert_string_equal(r->tests[0].contract, "DC-31");
	assert_int_equal(r->tests[0].outcome, OUTCOME_XFAIL);
	assert_string_equal(r->tests[0].detail, "expected: known here\nexit=3");
	assert_int_equal(r->tests[1].outcome, OUTCOME_MISSING);
	assert_string_equal(r->tests[1].name, "b");
	assert_null(r->tests[1].contract);
	result_free(r);
}

static void splat_is_filled_in(void **state)
{
	static const struct row row = {
		.channel = "1..1\nnot ok 1 a\n", .console = WARN,
	};
	struct result *r = decide(&row);

	(void)state;
	assert_string_equal(r->splat.kind, "WARNING");
	assert_int_equal(r->splat.line, 2);
	assert_int_equal(strlen(r->splat.fingerprint), 16);
	result_free(r);
}

#define NR_ROWS	(sizeof(rows) / sizeof(*rows))

int main(void)
{
	struct CMUnitTest tests[NR_ROWS + 2] = {
		cmocka_unit_test(tests_are_filled_in),
		cmocka_unit_test(splat_is_filled_in),
	};

	for (size_t i = 0; i < NR_ROWS; i++)
		tests[i + 2] = (struct CMUnitTest) {
			.name = rows[i].name, .test_func = verdict_of,
			.initial_state = (void *)&rows[i],
		};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
