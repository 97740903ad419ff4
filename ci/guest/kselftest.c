// SPDX-License-Identifier: GPL-2.0
/*
 * Suite "ftrace_direct": the kit's kselftest programs. What they print is
 * passed on one level deeper; the program's own line comes after it, or never
 * when the kernel dies, so its name goes first.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "guest.h"

#define DIR	"/kit/ftrace_direct"
#define LIST	"/kit/ftrace_direct.list"
#define BENCH	"/kit/ftrace_direct.bench"
#define KSFT_SKIP 4

struct program {
	struct ktap inner;
	int results, skipped;
	bool failed, skipped_all;
};

static void take_line(void *arg, const char *line)
{
	struct program *p = arg;

	p->failed |= !strncmp(line, "not ok ", 7);
	p->results += !strncmp(line, "ok ", 3) || !strncmp(line, "not ok ", 7);
	p->skipped += !strncmp(line, "ok ", 3) && strstr(line, "# SKIP");
	p->skipped_all |= !strncmp(line, "1..0 # SKIP", 11);
	ktap_line(&p->inner, line);
}

/* Nothing that did not run may look as if it had passed. */
static bool skips(const struct program *p, int code)
{
	if (p->failed || p->skipped != p->results)
		return false;
	return code == KSFT_SKIP ? p->results || p->skipped_all :
	       !code && p->results;
}

static void run_one(struct ktap *k, const char *name)
{
	char path[256], why[128];
	const char *const argv[] = { path, NULL };
	struct program p = { .inner.depth = k->depth + 1 };
	struct child child = {
		.argv = argv,
		.dir = DIR,
		.seconds = number_option("kit.timeout", 300),
		.line = take_line,
		.arg = &p,
	};
	bool ok;
	int code;

	snprintf(path, sizeof(path), DIR "/%s", name);
	ktap_diag(&p.inner, "Subtest: %s", name);
	ok = run_child(&child, why, sizeof(why), &code);

	if (skips(&p, code)) {
		ktap_skip(k, name, "all its tests skip here");
		return;
	}
	if (!ok)
		ktap_diag(k, "%s: %s", name, why);
	if (!p.results)
		ktap_diag(k, "%s printed no results", name);
	ktap_result(k, ok && p.results && !p.failed, name);
}

static char **programs(int *count)
{
	int all, i;
	char **names = read_list(mode_is("bench") ? BENCH : LIST, &all);

	*count = 0;
	for (i = 0; i < all; i++)
		if (selected(kselftest_suite.name, names[i]))
			names[(*count)++] = names[i];
	return names;
}

static int kselftest_count(void)
{
	int count;

	programs(&count);
	return count;
}

static void kselftest_run(struct ktap *k)
{
	int count, i;
	char **names = programs(&count);

	for (i = 0; i < count; i++)
		run_one(k, names[i]);
}

const struct suite kselftest_suite = {
	"ftrace_direct", kselftest_count, kselftest_run
};
