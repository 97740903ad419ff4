// SPDX-License-Identifier: GPL-2.0
/*
 * Guests that go wrong on purpose (rdinit=/broken kit.break=WHAT), so that tests can
 * check that the kit notices. Apart from the fault they print a complete run: suite
 * "broken" with the tests "first" and "second", then the token.
 *
 *	none		nothing is broken
 *	hang		sleeps forever after "first", the console is quiet
 *	silent		never prints a result
 *	flood		prints to the console forever
 *	panic		init exits after "first"
 *	crash		the kernel crashes after "first"
 *	splat		the kernel prints a warning, all results are good
 *	fail		"second" fails
 *	skip		"second" is skipped
 *	missing		"second" is planned and has no result
 *	notoken		powers off without the token
 *	wrongtoken	ends with the token of another boot
 *	halfline	powers off in the middle of the result of "second"
 *	late		dies between the last result and the token
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "guest.h"

#define MODULE "/kit/ftrace_direct/ftrace_direct_test.ko"

static const char *broken;

static bool is(const char *what)
{
	return !strcmp(broken, what);
}

static void sleep_for_ever(void)
{
	for (;;)
		pause();
}

static void flood(void)
{
	for (;;)
		puts("kit: this guest floods the console on purpose");
}

static void crash(void)
{
	write_text("/proc/sys/kernel/sysrq", "1");
	write_text("/proc/sysrq-trigger", "c");
	sleep_for_ever();
}

/* A real warning of the kernel: the test module triggers one on request. */
static void splat(void)
{
	int fd = open(MODULE, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		give_up(MODULE);
	syscall(SYS_finit_module, fd, "complain=1", 0);
	close(fd);
}

static void between(void)
{
	if (is("hang"))
		sleep_for_ever();
	if (is("flood"))
		flood();
	if (is("panic"))
		exit(1);
	if (is("crash"))
		crash();
	if (is("splat"))
		splat();
}

static void results(void)
{
	struct ktap top, k;

	ktap_start(&top, 0, NULL, 1);
	ktap_start(&k, 1, "broken", 2);
	ktap_result(&k, true, "first");
	between();
	if (is("halfline")) {
		say("  ok 2 sec");
		poweroff();
	}
	if (is("skip"))
		ktap_skip(&k, "second", "skipped on purpose");
	else if (!is("missing"))
		ktap_result(&k, !is("fail"), "second");
	ktap_result(&top, !k.failed, "broken");
}

int main(void)
{
	const char *what;

	ensure_console();
	mount_filesystems();
	what = option("kit.break");
	broken = strdup(what ? what : "none");
	if (is("silent"))
		sleep_for_ever();
	open_channel();
	results();
	if (is("late"))
		crash();
	if (is("wrongtoken"))
		say("kit: done 0123456789abcdef0123456789abcdef\n");
	else if (!is("notoken"))
		say_done();
	poweroff();
}
