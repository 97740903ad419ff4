// SPDX-License-Identifier: GPL-2.0
/* kit-boot as a whole, with shell scripts (guests/) that play the guest. */
#include "host.h"

#include "../../host/kit/result.h"
#include "fake.h"

static void assert_verdict(const char *guest, const char *options, int status,
			   const char *line)
{
	struct result *r;

	fake_cell(guest);
	assert_int_equal(fake_boot(options), status);
	fake_says("out", line);
	r = result_load("result.json");
	assert_non_null(r);
	assert_memory_equal(line, verdict_name(r->verdict), strcspn(line, " "));
	assert_string_equal(r->stages[0].name, "boot");
	/* Far from the clocks that are not meant to run out. */
	assert_true(r->stages[0].seconds > 0 && r->stages[0].seconds < 15);
	result_free(r);
}

#define VERDICT(fn, guest, options, status, line)		\
static void fn(void **state)					\
{								\
	(void)state;						\
	assert_verdict(guest, options, status, line);		\
}

VERDICT(passes, "pass", "", 0, "PASS 6.1/arm64/plain\n")
VERDICT(ends_in_a_burst, "burst", "", 0, "PASS 6.1/arm64/plain\n")
VERDICT(silent, "silent", "--boot-deadline 0.3", 1,
	"SILENT 6.1/arm64/plain: not one byte came over console or result channel in 0.3 s")
VERDICT(silent_end, "silent-end", "", 1, "SILENT 6.1/arm64/plain: QEMU ended with exit status 0 before")
VERDICT(hangs_early, "hang-early", "--boot-deadline 1.5", 1,
	"HANG 6.1/arm64/plain: boot deadline: no line on the result channel within 1.5 s")
VERDICT(hangs, "hang", "--silence 1.5", 1,
	"HANG 6.1/arm64/plain: silence: nothing on console and result channel for 1.5 s; the last test was suite.a")
VERDICT(scaled, "hang", "--silence 3 --scale 0.5", 1,
	"HANG 6.1/arm64/plain: silence: nothing on console and result channel for 1.5 s")
VERDICT(talks_too_long, "chatter", "--total 3 --silence 1.5", 1,
	"HANG 6.1/arm64/plain: total time: not finished after 3 s")
VERDICT(panics, "panic", "", 1,
	"CRASH 6.1/arm64/plain: Kernel panic - not syncing: Attempted to kill init! (console.log:2); the last test was suite.a")
/* Well before the silence of 20 s, which assert_verdict() would not take. */
VERDICT(panics_and_stays, "panic-stays", "", 1,
	"CRASH 6.1/arm64/plain: Kernel panic - not syncing: Fatal exception (console.log:1)")
VERDICT(dies_before_it_can_panic, "early-exception", "", 1,
	"CRASH 6.1/arm64/plain: PANIC: early exception 0x0d IP 10:ffffffff81000000 error 0 cr2 0xffff888003400000 (console.log:2)")
VERDICT(panics_in_half_a_line, "panic-half-line", "", 1,
	"CRASH 6.1/arm64/plain: Kernel panic - not syncing: VFS: Unable to mou (console.log:1)")
VERDICT(no_token, "no-token", "", 1,
	"LOST 6.1/arm64/plain: QEMU ended with exit status 0 and the token did not come")
VERDICT(wrong_token, "wrong-token", "", 1, "LOST 6.1/arm64/plain: QEMU ended with exit status 0 and the token that came is not this boot's")
VERDICT(half_a_line, "half-line", "", 1, "LOST 6.1/arm64/plain: ")
VERDICT(skips, "skips", "", 1, "FAIL 6.1/arm64/plain: required suite.a SKIP")
VERDICT(splat, "splat", "", 1, "SPLAT 6.1/arm64/plain: WARNING: at kernel/trace/ftrace.c:1 f (console.log:1)")
VERDICT(no_power_off, "no-power-off", "", 1,
	"HANG 6.1/arm64/plain: the token came, but the guest did not power off within 0.3 s")
VERDICT(bad_argument, "bad-argument", "", 1,
	"LOST 6.1/arm64/plain: QEMU did not boot the guest: qemu-system-aarch64: unable to find CPU model 'foo' (console.log:1)")

static void assert_framed(const char *how, int status, const char *says)
{
	fake_cell("framed");
	assert_int_equal(setenv("FRAMED", how, 1), 0);
	assert_int_equal(fake_boot("--whole"), status);
	fake_says("out", says);
}

/* What a frame carries is no message of the kernel. */
static void frames_come_over_console_or_channel(void **state)
{
	(void)state;
	assert_framed("", 0, "PASS 6.1/arm64/plain\n");
	fake_says("result.ktap", "KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n");
	fake_says("console.log", " kit-frame 0 ");
	assert_framed("serial", 0, "PASS 6.1/arm64/plain\n");
	fake_says("result.ktap", "without an end\nKTAP version 1\n");
}

static void frames_that_do_not_come_whole_are_lost(void **state)
{
	(void)state;
	assert_framed("lost", 1, "LOST 6.1/arm64/plain: frame 3 comes where frame 2 is due");
	assert_framed("serial lost", 1, "LOST 6.1/arm64/plain: frame 3 comes where frame 2 is due");
	assert_framed("damaged", 1, "LOST 6.1/arm64/plain: a frame after 2 whole ones is damaged");
	assert_framed("another", 1, "LOST 6.1/arm64/plain: a frame after 0 whole ones is damaged");
	assert_framed("changed", 1, "LOST 6.1/arm64/plain: of the results something was lost or changed");
	assert_framed("cut", 1, "LOST 6.1/arm64/plain: the console is not complete");
}

static void streams_without_an_end_are_lost_if_asked(void **state)
{
	(void)state;
	assert_verdict("pass", "", 0, "PASS 6.1/arm64/plain\n");
	assert_verdict("pass", "--whole", 1,
		       "LOST 6.1/arm64/plain: the results may not be whole: the guest told no sum");
}

/* A backend has the cell's directory as its argument; boot.sh is not run. */
static void a_backend_boots(void **state)
{
	(void)state;
	fake_cell("silent-end");
	fake_put("backend", "#!/bin/sh\n[ \"$#$1\" = 1. ] && exec sh \"$KIT_TESTS/guests/pass.sh\"\n");
	assert_return_code(chmod("backend", 0755), 0);
	assert_int_equal(fake_boot("--backend ./backend"), 0);
	fake_says("out", "PASS 6.1/arm64/plain\n");
	assert_int_equal(fake_boot("--backend ./backend --token abc"), 0);
	fake_says("result.ktap", "kit: done abc\n");
	assert_return_code(unlink("boot.sh"), 0);
	assert_int_equal(fake_boot("--backend ./backend"), 0);
	assert_int_equal(fake_boot("--backend ./another"), 2);
	fake_says("out", "./another cannot be run");
}

/* It takes longer than the boot may, before and after. */
static void a_backend_prepares(void **state)
{
	(void)state;
	fake_cell("slow-backend");
	assert_int_equal(fake_boot("--total 2 --boot-deadline 1 --silence 1 --power-off 1"), 1);
	fake_says("out", "HANG 6.1/arm64/plain: boot deadline: ");
	assert_int_equal(fake_boot("--total 2 --boot-deadline 1 --silence 1 --prepare 10"), 0);
	fake_says("out", "PASS 6.1/arm64/plain\n");
	assert_int_equal(fake_boot("--total 2 --boot-deadline 1 --silence 1 --prepare 0.5"), 1);
	fake_says("out", "LOST 6.1/arm64/plain: the kernel did not begin within 0.5 s");
}

/* What it started is in a session of its own, as pexpect and daemons are. */
static void a_backend_leaves_nothing(void **state)
{
	char *out;

	(void)state;
	fake_cell("pass");
	fake_put("backend", "#!/bin/sh\nsetsid sleep 4711 &\nsleep 0.3\npgrep -xf 'sleep 4711' >pid\n"
		 "case $KIT_APPEND in stay) exec sleep 4712 ;; esac\n");
	assert_return_code(chmod("backend", 0755), 0);
	assert_int_equal(fake_boot("--backend ./backend"), 1);
	assert_int_equal(host_run(&out, "kill -0 $(cat pid) 2>&1"), 1);
	free(out);
	assert_int_equal(setenv("KIT_APPEND", "stay", 1), 0);
	assert_int_equal(fake_boot("--backend ./backend --total 1 --boot-deadline 1"), 1);
	assert_int_equal(unsetenv("KIT_APPEND"), 0);
	assert_int_equal(host_run(&out, "sleep 0.5; kill -0 $(cat pid) 2>&1"), 1);
	free(out);
}

static void hangs_and_is_asked(void **state)
{
	(void)state;
	assert_verdict("hang-answers", "--silence 1.5", 1,
		       "HANG 6.1/arm64/plain: silence: nothing on console and result channel for 1.5 s");
	fake_says("out", "what its CPUs did: ./cpus.log");
	fake_says("cpus.log", "asked: \001cinfo registers -a\n");
	fake_says("cpus.log", "asked: info registers -a\n");
	fake_says("console.log", "Linux version toy\n");
}

static void an_answer_is_of_one_boot(void **state)
{
	(void)state;
	fake_cell("pass");
	fake_put("cpus.log", "an older hang");
	assert_int_equal(fake_boot(""), 0);
	assert_int_equal(access("cpus.log", F_OK), -1);
	fake_cell("hang");
	assert_int_equal(fake_boot("--silence 1"), 1);
	assert_int_equal(access("cpus.log", F_OK), -1);
}

static void ends_when_it_is_decided(void **state)
{
	(void)state;
	fake_cell("fails-then-hangs");
	fake_put("until", "suite.a\nsuite.c\n");
	assert_int_equal(fake_boot("--until until"), 1);
	fake_says("out", "FAIL 6.1/arm64/plain: suite.a failed, and the boot was ended there as asked");
	fake_says("result.json", "MISSING");
	fake_says("result.json", "\"decided\": \"suite.a\"");
}

/* While the boot goes on: the next test hangs, and the verdict is far away. */
static void a_failure_is_told_at_once(void **state)
{
	(void)state;
	fake_cell("fails-then-hangs");
	fake_put("events", "1.000000000 FAILED of an older boot (1 s)\n");
	assert_int_equal(fake_boot("--silence 1.5"), 1);
	fake_says("events", " FAILED suite.a (0 s)\n");
	assert_int_equal(system("test $(grep -c . events) = 1"), 0);
	fake_cell("fails");
	assert_int_equal(fake_boot(""), 1);
	assert_int_equal(system("test $(grep -c . events) = 1"), 0);
	fake_cell("fails-then-hangs");
	fake_put("expected", "any suite.a known\n");
	assert_int_equal(fake_boot("--expected expected --silence 1.5"), 1);
	assert_int_equal(access("events", F_OK), -1);
	fake_cell("pass");
	assert_int_equal(fake_boot(""), 0);
	assert_int_equal(access("events", F_OK), -1);
}

/* A kernel that fails everywhere does not push all else off the screen. */
static void many_failures_are_told_in_part(void **state)
{
	(void)state;
	fake_cell("fails-often");
	assert_int_equal(fake_boot(""), 1);
	fake_says("events", " FAILED suite.t20 (");
	fake_says("events", " FAILED more than 20 tests; the report will have all\n");
	assert_int_equal(system("test $(grep -c . events) = 21"), 0);
}

static void goes_on_when_it_is_not(void **state)
{
	(void)state;
	fake_cell("fails-then-hangs");
	fake_put("until", "suite.b\n");
	assert_int_equal(fake_boot("--until until --silence 1.5"), 1);
	fake_says("out", "HANG 6.1/arm64/plain: silence: ");
	fake_says("result.json", "\"idle\": 1.");
	fake_put("until", "suite.a\n");
	fake_put("expected", "any[6.1,6.2)/arm64 suite.a sometimes: known\n");
	assert_int_equal(fake_boot("--until until --expected expected --silence 1.5"), 1);
	fake_says("out", "HANG 6.1/arm64/plain: silence: ");
	fake_cell("pass");
	fake_put("until", "suite.a\nsuite.b\n");
	assert_int_equal(fake_boot("--until until"), 0);
}

/* What a guest says meanwhile, that it is still at it, is no result. */
static void a_beat_is_no_result(void **state)
{
	(void)state;
	fake_cell("hang-beats");
	assert_int_equal(fake_boot("--total 2.5"), 1);
	fake_says("out", "HANG 6.1/arm64/plain: total time");
	fake_says("result.json", "\"idle\": 2.");
}

static void floods(void **state)
{
	struct stat st;

	(void)state;
	assert_verdict("flood", "--console-limit 100000", 1,
		       "SPLAT 6.1/arm64/plain: more than 100000 bytes came");
	assert_return_code(stat("console.log", &st), 0);
	assert_int_equal(st.st_size, 100000);
	fake_says("console.log", "Linux version");
	fake_says("result.json", "\"flood\"");
	fake_says("result.json", "more than 100000 bytes on the console");
}

static void floods_the_channel(void **state)
{
	struct stat st;

	(void)state;
	assert_verdict("flood-channel", "--console-limit 100000", 1,
		       "SPLAT 6.1/arm64/plain: more than 100000 bytes came");
	assert_return_code(stat("result.ktap", &st), 0);
	assert_int_equal(st.st_size, 100000);
	fake_says("result.json", "more than 100000 bytes on the result channel");
}

static void allowed_splat_passes(void **state)
{
	(void)state;
	fake_cell("splat");
	fake_put("allow", "any[6.1,6.2) at\\skernel/trace/ftrace\\.c:1\\s known in this base\n");
	assert_int_equal(fake_boot("--allow allow"), 0);
	fake_says("out", "PASS 6.1/arm64/plain\n");
}

static void keeps_what_came(void **state)
{
	(void)state;
	assert_verdict("panic-stays", "", 1, "CRASH");
	fake_says("console.log", "the rest\n");
	assert_verdict("pass", "", 0, "PASS");
	fake_says("result.ktap", "  ok 2 b\nok 1 suite\nkit: done ");
	fake_says("state", " done PASS\n");
}

static void stdin_is_nobody_s(void **state)
{
	(void)state;
	fake_cell("stdin");
	assert_int_equal(fake_boot("< meta"), 1);
	fake_says("console.log", "nothing on stdin");
}

static void assert_refused(const char *options, const char *what)
{
	assert_int_equal(fake_boot(options), 2);
	fake_says("out", what);
	assert_int_equal(access("result.json", F_OK), -1);
}

static void no_manifest(void **state)
{
	(void)state;
	fake_cell("pass");
	assert_return_code(unlink("required"), 0);
	assert_refused("", "required: the manifest of required tests cannot be read");
	fake_put("required", "# nothing\n");
	assert_refused("", "no test is required");
	fake_put("required", "suite.a\nsuite.a\n");
	assert_refused("", "required:2: the test suite.a is required twice");
	fake_put("required", "suite.b\nsuite.a DC-31\n");
	assert_refused("", "required:2: a line has one test's name, and \"DC-31\" follows it");
}

static void bad_lists(void **state)
{
	(void)state;
	fake_cell("pass");
	fake_put("list", "# fine\nany x a reason\nany WARNING\n");
	assert_refused("--allow list", "list:3: ");
	assert_refused("--expected list", "list:3: ");
	fake_put("list", "any ( a reason\n");
	assert_refused("--allow list", "list:1: \"(\" is not a regular expression");
	assert_refused("--allow nowhere", "nowhere: cannot be read");
	assert_refused("--until nowhere", "nowhere: ");
}

static void bad_usage(void **state)
{
	(void)state;
	fake_cell("pass");
	fake_put("result.json", "");
	assert_int_equal(fake_boot("--silence soon"), 2);
	fake_says("out", "\"soon\" must be a number greater than 0");
	assert_int_equal(fake_boot("--total -1"), 2);
	assert_int_equal(fake_boot("another"), 2);
}

static void qemu_is_missing(void **state)
{
	(void)state;
	fake_cell("no-qemu");
	assert_refused("", "qemu-system-aarch64-not-there cannot be started (./boot.sh asks for it); install the package qemu-system-misc");
	assert_return_code(unlink("boot.sh"), 0);
	assert_refused("", "./boot.sh cannot be read; build the cell first");
}

static void full_disk(void **state)
{
	(void)state;
	fake_cell("hang-early");
	assert_return_code(unlink("console.log"), 0);
	assert_return_code(symlink("/dev/full", "console.log"), 0);
	assert_refused("", "console.log cannot be written: No space left on device; free space there");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes),
		cmocka_unit_test(ends_in_a_burst),
		cmocka_unit_test(silent),
		cmocka_unit_test(silent_end),
		cmocka_unit_test(frames_come_over_console_or_channel),
		cmocka_unit_test(frames_that_do_not_come_whole_are_lost),
		cmocka_unit_test(streams_without_an_end_are_lost_if_asked),
		cmocka_unit_test(a_backend_boots),
		cmocka_unit_test(a_backend_prepares),
		cmocka_unit_test(a_backend_leaves_nothing),
		cmocka_unit_test(hangs_and_is_asked),
		cmocka_unit_test(an_answer_is_of_one_boot),
		cmocka_unit_test(hangs_early),
		cmocka_unit_test(hangs),
		cmocka_unit_test(scaled),
		cmocka_unit_test(talks_too_long),
		cmocka_unit_test(panics),
		cmocka_unit_test(panics_and_stays),
		cmocka_unit_test(dies_before_it_can_panic),
		cmocka_unit_test(panics_in_half_a_line),
		cmocka_unit_test(no_token),
		cmocka_unit_test(wrong_token),
		cmocka_unit_test(half_a_line),
		cmocka_unit_test(skips),
		cmocka_unit_test(splat),
		cmocka_unit_test(no_power_off),
		cmocka_unit_test(bad_argument),
		cmocka_unit_test(ends_when_it_is_decided),
		cmocka_unit_test(a_failure_is_told_at_once),
		cmocka_unit_test(many_failures_are_told_in_part),
		cmocka_unit_test(goes_on_when_it_is_not),
		cmocka_unit_test(a_beat_is_no_result),
		cmocka_unit_test(floods),
		cmocka_unit_test(floods_the_channel),
		cmocka_unit_test(allowed_splat_passes),
		cmocka_unit_test(keeps_what_came),
		cmocka_unit_test(stdin_is_nobody_s),
		cmocka_unit_test(no_manifest),
		cmocka_unit_test(bad_lists),
		cmocka_unit_test(bad_usage),
		cmocka_unit_test(qemu_is_missing),
		cmocka_unit_test(full_disk),
	};

	return cmocka_run_group_tests(tests, fake_begin, fake_end);
}
