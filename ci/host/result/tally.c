// SPDX-License-Identifier: GPL-2.0
/* kit-result tally: add up the TAP files of the kit's own tests. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/ktap.h"
#include "../kit/text.h"
#include "result-command.h"

struct tally {
	const char *file;
	size_t passed, failed, skipped;
};

static void indent(const char *text)
{
	char *printable = text ? text_printable(text, strlen(text)) : NULL;
	char *save, *line = printable ? strtok_r(printable, "\n", &save) : NULL;

	for (; line; line = strtok_r(NULL, "\n", &save))
		printf("    %s\n", line);
	free(printable);
}

static void failure(struct tally *t, const char *what, const char *detail,
		    const char *after)
{
	t->failed++;
	printf("FAILED %s: %s\n", t->file, what);
	indent(detail);
	indent(after);
}

static void on_report(void *ctx, const struct ktap_report *report)
{
	const char *detail = report->detail ?: "no reason";
	struct tally *t = ctx;

	if (report->suite && !report->telling)
		return;
	switch (report->outcome) {
	case OUTCOME_PASS:
		t->passed++;
		break;
	case OUTCOME_SKIP:
		t->skipped++;
		printf("skipped %s: %s: %.*s\n", t->file, report->name,
		       (int)strcspn(detail, "\n"), detail);
		break;
	/* The kit's own tests have no list of expected failures. */
	case OUTCOME_FAIL:
	case OUTCOME_XFAIL:
	case OUTCOME_XPASS:
	case OUTCOME_MISSING:
	case NR_OUTCOMES:
		failure(t, report->name, report->detail, report->after);
		break;
	}
}

/* Returns -1 with errno set when the file cannot be read. */
static int read_file(struct ktap *k, const char *path)
{
	static char data[65536];
	FILE *f = fopen(path, "re");
	size_t n;
	int ret;

	if (!f)
		return -1;
	while ((n = fread(data, 1, sizeof(data), f)))
		ktap_feed(k, data, n, 0);
	ret = ferror(f) ? -1 : 0;
	fclose(f);
	ktap_end(k);
	return ret;
}

static void tally_file(struct tally *t, const char *path)
{
	size_t before = t->passed + t->failed + t->skipped;
	struct ktap *k = ktap_new(NULL);

	t->file = path;
	if (read_file(k, path)) {
		failure(t, strerror(errno), NULL, NULL);
	} else {
		ktap_report(k, on_report, t);
		if (ktap_problem(k))
			failure(t, ktap_problem(k), NULL, NULL);
		if (!ktap_lines(k))
			failure(t, "the file is empty: the test did not run", NULL, NULL);
		else if (!ktap_planned(k))
			failure(t, "there is no plan: the test did not begin", NULL, NULL);
		else if (t->passed + t->failed + t->skipped == before)
			failure(t, "there is no result in it", NULL, NULL);
	}
	ktap_free(k);
}

static error_t on_file(int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case ARGP_KEY_ARG:
		tally_file(state->input, arg);
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/**
 * tally_main - add up TAP files
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0 if at least one test passed and none failed, else 1.
 */
int tally_main(int argc, char **argv)
{
	static const struct argp argp = {
		NULL, on_file, "FILE.tap...",
		"Add up TAP files; print every failure.\v"
		"Exit status: 0 if some test passed and none failed.", 0, 0, 0,
	};
	struct tally t = {};

	argp_parse(&argp, argc, argv, 0, NULL, &t);
	printf("%zu passed, %zu failed, %zu skipped\n", t.passed, t.failed, t.skipped);
	return t.failed || !t.passed;
}
