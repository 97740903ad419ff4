// SPDX-License-Identifier: GPL-2.0
/* TAP: a line a test, so that one total can include host tests and cells. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
#include "../kit/text.h"
#include "report.h"

/*
 * A "#" in the text would begin a directive. Diagnostics that preceded a directive follow
 * it on lines of their own. For a skip, the reason is enough.
 */
static void line(FILE *out, size_t *n, bool ok, const struct cell *cell,
		 const char *name, const char *directive, const char *text)
{
	char *first = strndup(text ?: "", directive ? strcspn(text ?: "", "\n") :
						      strlen(text ?: ""));
	char *clean = text_line(first);

	for (char *c = clean; *c; c++)
		if (*c == '#')
			*c = '.';
	if (!ok && *clean)
		fprintf(out, "# %s: %s\n", name, clean);
	fprintf(out, "%s %zu %s %s", ok ? "ok" : "not ok", ++*n, cell->r->cell, name);
	if (directive)
		fprintf(out, " # %s %s", directive, clean);
	fputc('\n', out);
	free(clean);
	free(first);
}

/* A skip is not a pass; a required test that skipped is a failure. */
static void test_line(FILE *out, size_t *n, const struct cell *cell,
		      const struct test_result *t)
{
	bool skip = t->outcome == OUTCOME_SKIP && !t->required;
	bool xfail = t->outcome == OUTCOME_XFAIL;
	char *detail = test_detail(t);

	line(out, n, skip || t->outcome == OUTCOME_PASS, cell, t->name,
	     skip ? "SKIP" : xfail ? "XFAIL" : NULL, detail);
	free(detail);
}

static void verdict_line(FILE *out, size_t *n, const struct cell *cell)
{
	bool skip = !cell->why && cell->r->verdict == VERDICT_SKIP;

	line(out, n, skip || cell_fine(cell), cell, "verdict",
	     skip ? "SKIP" : NULL, cell_reason(cell));
}

/**
 * write_tap - write all tests and verdicts of a run as one flat TAP stream
 * @report: the run
 * @path: the file
 *
 * Return: 0, or a negative errno after a message on stderr.
 */
int write_tap(const struct report *report, const char *path)
{
	char *text = NULL;
	size_t len, n = 0;
	FILE *out = open_memstream(&text, &len);
	int ret;

	if (!out)
		return -ENOMEM;
	fputs("TAP version 13\n", out);
	for (size_t i = 0; i < report->nr; i++) {
		const struct cell *cell = &report->cells[i];

		for (size_t j = 0; !cell->why && j < cell->r->nr_tests; j++)
			test_line(out, &n, cell, &cell->r->tests[j]);
		verdict_line(out, &n, cell);
	}
	fprintf(out, "1..%zu\n", n);
	fclose(out);
	ret = save_file(path, text, len);
	free(text);
	return ret;
}
