// SPDX-License-Identifier: GPL-2.0
/* The matrix on the terminal. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

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

/* A row takes two lines: the verdicts, and, if it was run, what they took. */
static char *second_line(const struct cell *cell)
{
	if (cell->why)
		return text_format("%s", "");
	return text_format("%.0f s%s", cell_seconds(cell),
			   cell->r->kept ? " (kept)" : "");
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static size_t width_of(char *text)
{
	size_t width = text_columns(text, 1000, NULL);

	free(text);
	return width;
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

static size_t label_width(const struct report *report)
{
	const struct cell *row;
	size_t width = 0;

	for (size_t i = 0; (row = report_row(report, i)); i++)
		width = larger(width,
			       larger(width_of(row_name(row)),
				      width_of(row_release(report, row))));
	return width;
}

static size_t column_width(const struct report *report,
			   const struct cell *column)
{
	size_t width = text_columns(column->r->arch, 1000, NULL);
	const struct cell *row, *cell;

	for (size_t i = 0; (row = report_row(report, i)); i++) {
		cell = report_at(report, row, column);
		if (!cell)
			continue;
		width = larger(width,
			       larger(width_of(cell_text(cell)),
				      width_of(second_line(cell))));
	}
	return width;
}

/*
 * A text with @indent blanks before it. The blanks that fill it up to @width
 * are owed to the next text: at a line's end they would only be in the way of
 * whoever copies the matrix.
 */
static size_t put_padded(FILE *out, const char *text, size_t indent,
			 size_t width, const char *colour)
{
	size_t columns = text_columns(text, 1000, NULL);

	if (!columns)
		return indent + width;
	fprintf(out, "%*s%s%s%s", (int)indent, "", colour ?: "", text,
		colour ? "\033[0m" : "");
	return width > columns ? width - columns : 0;
}

static void put_cells(FILE *out, const struct report *report, size_t indent,
		      const struct cell *row, size_t first, size_t last,
		      bool second, bool colour)
{
	for (size_t i = first; i < last; i++) {
		const struct cell *column = report_column(report, i);
		const struct cell *cell = report_at(report, row, column);
		char *text;

		if (!cell)
			text = text_format("%s", second ? "" : "-");
		else
			text = second ? second_line(cell) : cell_text(cell);
		indent = put_padded(out, text, indent + GAP,
				    column_width(report, column),
				    cell && colour && !second ?
				    paint[cell_tone(cell)] : NULL);
		free(text);
	}
	fprintf(out, "\n");
}

static void put_heading(FILE *out, const struct report *report, size_t label,
			size_t first, size_t last, bool colour)
{
	for (size_t i = first; i < last; i++) {
		const struct cell *column = report_column(report, i);

		label = put_padded(out, column->r->arch, label + GAP,
				   column_width(report, column),
				   colour ? "\033[1m" : NULL);
	}
	fprintf(out, "\n");
}

static void put_block(FILE *out, const struct report *report, size_t label,
		      size_t first, size_t last, bool colour)
{
	const struct cell *row;

	put_heading(out, report, label, first, last, colour);
	for (size_t i = 0; (row = report_row(report, i)); i++) {
		char *name = row_name(row);
		char *release = row_release(report, row);
		size_t indent;

		indent = put_padded(out, name, 0, label,
				    colour ? "\033[1m" : NULL);
		put_cells(out, report, indent, row, first, last, false,
			  colour);
		if (*release) {
			indent = put_padded(out, release, 0, label, NULL);
			put_cells(out, report, indent, row, first, last, true,
				  colour);
		}
		free(name);
		free(release);
	}
	fprintf(out, "\n");
}

/* As many columns side by side as fit, the others below. */
static void put_matrix(FILE *out, const struct report *report, size_t width,
		       bool colour)
{
	size_t label = label_width(report), first = 0, last;

	while (report_column(report, first)) {
		size_t used = label;

		for (last = first; report_column(report, last); last++) {
			used += GAP + column_width(report,
						   report_column(report, last));
			if (used > width && last > first)
				break;
		}
		put_block(out, report, label, first, last, colour);
		first = last;
	}
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

static bool unmet(const struct test_result *t)
{
	return t->outcome == OUTCOME_FAIL || t->outcome == OUTCOME_MISSING ||
	       t->outcome == OUTCOME_XPASS ||
	       (t->outcome == OUTCOME_SKIP && t->required);
}

static void put_tests(FILE *out, const struct result *r)
{
	size_t nr = 0;

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];

		if (!unmet(t) || nr++ >= MAX_TESTS)
			continue;
		put_field(out, outcome_name(t->outcome), "%s%s%s%s%s%s",
			  t->name, t->contract ? " " : "", t->contract ?: "",
			  t->required ? " (required)" : "",
			  t->detail ? ": " : "", t->detail ?: "");
	}
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
 * print_matrix - the matrix, and all about every cell that is not fine
 * @out: where to
 * @report: the run
 * @width: columns of the terminal
 * @colour: may escape sequences be used?
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
