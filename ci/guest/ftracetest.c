// SPDX-License-Identifier: GPL-2.0
/*
 * Suite "ftracetest": the base's own ftrace tests, unmodified, one at a time.
 *
 * ftracetest prints KTAP only from 6.12 on. On every base, the outcome is therefore
 * taken from the counts that ftracetest prints at its end. Without counts, a test has
 * not passed.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

#define DIR	"/kit/ftracetest"
#define LIST	"/kit/ftracetest.list"
#define TAIL	30

struct outcome {
	int passed, failed, unresolved, untested, unsupported, xfailed,
	    undefined;
	int summary;		/* how many of the counts above were seen */
	char tail[TAIL][512];	/* the last lines, a ring */
	int lines;
	char reason[256];	/* why it is not supported */
};

static void take_line(void *arg, const char *line)
{
	struct outcome *o = arg;

	snprintf(o->tail[o->lines++ % TAIL], sizeof(o->tail[0]), "%s", line);
	if (!strncmp(line, "Required ", 9))
		snprintf(o->reason, sizeof(o->reason), "%s", line);
	o->summary += sscanf(line, "# of passed: %d", &o->passed) == 1;
	o->summary += sscanf(line, "# of failed: %d", &o->failed) == 1;
	o->summary += sscanf(line, "# of unresolved: %d", &o->unresolved) == 1;
	o->summary += sscanf(line, "# of untested: %d", &o->untested) == 1;
	o->summary += sscanf(line, "# of unsupported: %d", &o->unsupported) == 1;
	o->summary += sscanf(line, "# of xfailed: %d", &o->xfailed) == 1;
	o->summary += sscanf(line, "# of undefined(test bug): %d",
			     &o->undefined) == 1;
}

#define NR_COUNTS 7

static void explain(const struct ktap *k, const struct outcome *o)
{
	int i = o->lines > TAIL ? o->lines - TAIL : 0;

	for (; i < o->lines; i++)
		ktap_diag(k, "%s", o->tail[i % TAIL]);
}

static void judge(struct ktap *k, const struct outcome *o, bool ended_well,
		  const char *why, const char *name)
{
	bool bad = o->failed || o->unresolved || o->undefined || !ended_well;

	if (o->summary != NR_COUNTS || bad) {
		explain(k, o);
		ktap_diag(k, "ftracetest: %s%s", why,
			  o->summary == NR_COUNTS ? "" : ", no summary");
		ktap_result(k, false, name);
	} else if (o->xfailed) {
		ktap_xfail(k, name);
	} else if (o->passed) {
		ktap_result(k, true, name);
	} else if (o->unsupported || o->untested) {
		ktap_skip(k, name, o->reason[0] ? o->reason : o->unsupported ?
			  "unsupported by this kernel" : "untested");
	} else {
		ktap_diag(k, "ftracetest ran nothing");
		ktap_result(k, false, name);
	}
}

/* The name of test.d/direct/ftrace-direct.tc is direct/ftrace-direct. */
static void short_name(char *out, size_t size, const char *path)
{
	size_t len;

	if (!strncmp(path, "test.d/", 7))
		path += 7;
	snprintf(out, size, "%s", path);
	len = strlen(out);
	if (len > 3 && !strcmp(out + len - 3, ".tc"))
		out[len - 3] = '\0';
}

static void run_one(struct ktap *k, const char *path)
{
	const char *const argv[] = {
		DIR "/ftracetest", "--fail-unresolved", "-vv",
		"-l", "/tmp/ftracetest", path, NULL,
	};
	struct outcome o = {};
	struct child child = {
		.argv = argv,
		.dir = DIR,
		.seconds = number_option("kit.timeout", 300),
		.line = take_line,
		.arg = &o,
	};
	char why[128], name[256];
	bool ok;
	int code;

	short_name(name, sizeof(name), path);
	ok = run_child(&child, why, sizeof(why), &code);
	judge(k, &o, ok, why, name);
}

/* The test's name in the result model, where a name has no "/". */
static bool is_wanted(const char *path)
{
	char name[256];
	char *slash;

	short_name(name, sizeof(name), path);
	while ((slash = strchr(name, '/')))
		*slash = '_';
	return selected(ftracetest_suite.name, name);
}

static char **cases(int *count)
{
	int all, i;
	char **paths = read_list(LIST, &all);

	*count = 0;
	for (i = 0; i < all; i++)
		if (is_wanted(paths[i]))
			paths[(*count)++] = paths[i];
	return paths;
}

static int ftracetest_count(void)
{
	int count;

	cases(&count);
	return count;
}

static void ftracetest_run(struct ktap *k)
{
	int count, i;
	char **paths = cases(&count);

	for (i = 0; i < count; i++)
		run_one(k, paths[i]);
}

const struct suite ftracetest_suite = {
	"ftracetest", ftracetest_count, ftracetest_run
};
