// SPDX-License-Identifier: GPL-2.0
/*
 * The kit's kselftests, each a suite: "ftrace_direct", and "ftrace_direct_bpf" where the
 * guest has a distribution's tools. The output of their programs is passed on one level
 * deeper. A program's own line comes after its output, or never when the kernel dies, so
 * the program's name is printed first.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "guest.h"

#define SUITES	"/kit/"	/* a suite's directory, with lists of its programs next to it */
#define LIST	".list"
#define BENCH	".bench"
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

/* A test that did not run must not look as if it had passed. */
static bool skips(const struct program *p, int code)
{
	if (p->failed || p->skipped != p->results)
		return false;
	return code == KSFT_SKIP ? p->results || p->skipped_all :
	       !code && p->results;
}

static void run_one(struct ktap *k, const char *suite, const char *name)
{
	char dir[64], path[256], why[128];
	const char *const argv[] = { path, NULL };
	struct program p = { .inner.depth = k->depth + 1 };
	struct child child = {
		.argv = argv,
		.dir = dir,
		.seconds = number_option("kit.timeout", 300),
		.line = take_line,
		.arg = &p,
	};
	bool ok;
	int code;

	snprintf(dir, sizeof(dir), SUITES "%s", suite);
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	ktap_diag(&p.inner, "Subtest: %s", name);
	coverage_begin();
	ok = run_child(&child, why, sizeof(why), &code);
	coverage_end(suite, name);

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

static char **programs(const char *suite, int *count)
{
	int all, i;
	char list[64], **names;

	snprintf(list, sizeof(list), SUITES "%s%s", suite,
		 mode_is("bench") ? BENCH : LIST);
	names = read_list(list, &all);
	*count = 0;
	for (i = 0; i < all; i++)
		if (selected(suite, names[i]))
			names[(*count)++] = names[i];
	return names;
}

static int count_of(const char *suite)
{
	int count;

	programs(suite, &count);
	return count;
}

static void run(struct ktap *k, const char *suite)
{
	int count, i;
	char **names = programs(suite, &count);

	for (i = 0; i < count; i++)
		run_one(k, suite, names[i]);
}

static int direct_count(void)
{
	return count_of(direct_suite.name);
}

static void direct_run(struct ktap *k)
{
	run(k, direct_suite.name);
}

const struct suite direct_suite = {
	"ftrace_direct", direct_count, direct_run
};

static int bpf_count(void)
{
	return count_of(bpf_suite.name);
}

static void bpf_run(struct ktap *k)
{
	run(k, bpf_suite.name);
}

const struct suite bpf_suite = { "ftrace_direct_bpf", bpf_count, bpf_run };
