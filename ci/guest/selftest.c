// SPDX-License-Identifier: GPL-2.0
/*
 * Suite "selftest": results, in the log, of the kernel's own tests of its tracers, which
 * run at boot. Left out where the kernel has no such tests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>

#include "guest.h"

/* syslog(2) */
#define ACTION_READ_ALL		3
#define ACTION_SIZE_BUFFER	10

#define TRACER	"Testing tracer "
#define DIRECT	"Testing tracer function_graph with a direct call: "

static const char *log_text(void)
{
	static char *text;
	int len, size;

	if (text)
		return text;
	size = klogctl(ACTION_SIZE_BUFFER, NULL, 0);
	text = calloc(1, size < 0 ? 1 : size + 1);
	if (!text)
		give_up("the kernel's log");
	len = klogctl(ACTION_READ_ALL, text, size);
	text[len < 0 ? 0 : len] = '\0';
	return text;
}

/*
 * A test's verdict may be on a line of its own, because another message was printed
 * meanwhile. The next verdict belongs to this test: the tests run one after the other.
 */
static bool passed(struct ktap *k, const char *test)
{
	const char *pass = strstr(test, "PASSED"), *fail = strstr(test, "FAILED");
	int len = strcspn(test, "\n");

	if (pass && (!fail || pass < fail))
		return true;
	ktap_diag(k, "%.*s", len, test);
	return false;
}

static bool check_tracers(struct ktap *k)
{
	const char *test = log_text();
	bool ok = true;

	while ((test = strstr(test, TRACER))) {
		ok &= passed(k, test);
		test += strlen(TRACER);
	}
	return ok;
}

static const char *direct_call(void)
{
	return strstr(log_text(), DIRECT);
}

/*
 * On some bases the selftest does not check whether the function under a direct call
 * runs, and reports nothing about it. The manifest knows where it must.
 */
static int selftest_count(void)
{
	return !!strstr(log_text(), TRACER) + !!direct_call();
}

static void selftest_run(struct ktap *k)
{
	ktap_result(k, check_tracers(k), "tracers");
	if (direct_call())
		ktap_result(k, passed(k, direct_call()), "direct_call");
}

const struct suite selftest_suite = {
	"selftest", selftest_count, selftest_run
};
