// SPDX-License-Identifier: GPL-2.0
/* The matrix on the terminal. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/table.h"
#include "../kit/text.h"
#include "report.h"

#define GAP	2

static const char * const paint[] = {
	[TONE_PASS]	= "\033[32m",
	[TONE_NONE]	= "\033[36m",
	[TONE_XFAIL]	= "\033[34m",
	[TONE_SKIP]	= "\033[33m",
	[TONE_BAD]	= "\033[1;31m",
	[TONE_BUILD]	= "\033[1;35m",
	[TONE_UNKNOWN]	= "\033[1;31m",
};

/* Below the verdict: how long the cell took, if it ran. */
static char *second_line(const struct cell *cell)
{
	if (cell->why)
		return text_format("%s", "");
	return text_format("%.0f s%s", cell_seconds(cell),
			   cell->r->kept ? " (kept)" : "");
}

static char *row_name(const struct cell *row)
{
	return text_format("%s %s", row->r->base, row->r->flavor);
}

static char *row_release(const struct report *report, const struct cell *row)
{
	char *versions = row_versions(report, row);
	char *text = text_format("%s%s", *versions ? "  " : "", versions);

	free(versions);
	return text;
}

#define BOLD	"\033[1m"

static void add_heading(struct table *table, const struct report *report, bool colour)
{
	const struct cell *column;

	table_add(table, "", NULL);
	for (size_t i = 0; (column = report_column(report, i)); i++)
		table_add(table, column->r->arch, colour ? BOLD : NULL);
	table_end_row(table);
}

/* A row of the matrix takes two lines. */
static void add_row(struct table *table, const struct report *report,
		    const struct cell *row, bool second, bool colour)
{
	const struct cell *column;

	for (size_t i = 0; (column = report_column(report, i)); i++) {
		const struct cell *cell = report_at(report, row, column);
		char *text;

		if (!cell)
			text = text_copy(second ? "" : "-");
		else
			text = second ? second_line(cell) : cell_text(cell);
		table_add(table, text, cell && colour && !second ?
			  paint[cell_tone(cell)] : NULL);
		free(text);
	}
	table_end_row(table);
}

/* Print as many columns as fit side by side, the others below. */
static void put_matrix(FILE *out, const struct report *report, size_t width,
		       bool colour)
{
	static const struct table_column columns[] = { { 0, 0, false }, { GAP, 0, false } };
	struct table *table = table_new(columns, 2);
	const struct cell *row;

	add_heading(table, report, colour);
	for (size_t i = 0; (row = report_row(report, i)); i++) {
		char *name = row_name(row);
		char *release = row_release(report, row);

		table_add(table, name, colour ? BOLD : NULL);
		add_row(table, report, row, false, colour);
		if (*release) {
			table_add(table, release, NULL);
			add_row(table, report, row, true, colour);
		}
		free(name);
		free(release);
	}
	table_print(table, out, width);
	table_free(table);
	fprintf(out, "\n");
}

static void put_field(FILE *out, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void put_field(FILE *out, const char *name, const char *fmt, ...)
{
	va_list args;
	char *text = NULL, *line;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		text = NULL;
	va_end(args);
	line = text_line(text);
	fprintf(out, "    %-8s %s\n", name, line);
	free(line);
	free(text);
}

#define MAX_TESTS	10
/* Bytes of what a test said: a person wants to see the next test, too. */
#define MAX_DETAIL	300

static void put_test(FILE *out, const struct test_result *t)
{
	char *detail = test_detail(t);

	put_field(out, outcome_name(t->outcome), "%s%s%s%s%s%.*s%s",
		  t->name, t->contract ? " " : "", t->contract ?: "",
		  t->required ? " (required)" : "", *detail ? ": " : "",
		  MAX_DETAIL, detail,
		  strlen(detail) > MAX_DETAIL ? " ... (see the report)" : "");
	free(detail);
}

static void put_tests(FILE *out, const struct result *r)
{
	size_t nr = 0;

	for (size_t i = 0; i < r->nr_tests; i++)
		if (test_failed(&r->tests[i]) && nr++ < MAX_TESTS)
			put_test(out, &r->tests[i]);
	if (nr > MAX_TESTS)
		put_field(out, "", "and %zu more, see the report",
			  nr - MAX_TESTS);
}

static void put_trouble(FILE *out, const struct cell *cell, bool colour)
{
	const struct result *r = cell->r;
	char *reason = text_line(cell_reason(cell));

	fprintf(out, "%s: %s%s%s%s%s\n", r->cell,
		colour ? paint[cell_tone(cell)] : "", cell_word(cell),
		colour ? "\033[0m" : "", *reason ? ": " : "", reason);
	free(reason);
	if (r->splat.line) {
		put_field(out, "splat", "%s [%s]",
			  r->splat.title ?: r->splat.kind ?: "?",
			  r->splat.fingerprint ?: "?");
		put_field(out, "", "%s/console.log:%zu", cell->dir ?: "?",
			  r->splat.line);
	}
	put_tests(out, r);
	if (r->log)
		put_field(out, "log", "%s", r->log);
	else if (cell->dir && !cell->why)
		put_field(out, "log", "%s/console.log", cell->dir);
	if (r->rerun)
		put_field(out, "again", "%s", r->rerun);
	else
		put_field(out, "again", "make rerun CELL=%s", r->cell);
	fprintf(out, "\n");
}

/**
 * print_matrix - print the matrix, and the details of every cell that is not fine
 * @out: the output
 * @report: the run
 * @width: columns of the terminal
 * @colour: whether escape sequences may be used
 */
void print_matrix(FILE *out, const struct report *report, int width,
		  bool colour)
{
	bool none = false;

	put_matrix(out, report, width, colour);
	for (size_t i = 0; i < report->nr; i++)
		none |= cell_tone(&report->cells[i]) == TONE_NONE;
	if (none)
		fprintf(out, "none n/m: no direct calls there; n of the m tests that must hold without them held.\n\n");
	for (size_t i = 0; i < report->nr; i++)
		if (!cell_fine(&report->cells[i]))
			put_trouble(out, &report->cells[i], colour);
}
