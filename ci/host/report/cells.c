// SPDX-License-Identifier: GPL-2.0
/* The cells of a run: every requested cell is included, whatever happened. */
#define _GNU_SOURCE
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "report.h"

static char *html_id(const char *cell)
{
	char *id = text_format("cell-%s", cell);

	for (char *p = id; *p; p++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_",
			    *p))
			*p = '-';
	return id;
}

/* base/arch/flavor are the last three parts of a cell's directory. */
static struct result *named_result(const char *name)
{
	struct result *r = result_new();
	char *copy = text_format("%s", name), *slash;
	char **parts[] = { &r->flavor, &r->arch, &r->base };

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(copy);

		while (len && copy[len - 1] == '/')
			copy[--len] = '\0';
		slash = strrchr(copy, '/');
		*parts[i] = text_line(slash ? slash + 1 : *copy ? copy : "?");
		*(slash ?: copy) = '\0';
	}
	free(copy);
	r->cell = text_format("%s/%s/%s", r->base, r->arch, r->flavor);
	return r;
}

static const struct cell *find_cell(const struct report *report,
				    const char *name)
{
	for (size_t i = 0; i < report->nr; i++)
		if (!strcmp(report->cells[i].r->cell, name))
			return &report->cells[i];
	return NULL;
}

static void add_cell(struct report *report, const char *dir, struct result *r,
		     char *why)
{
	struct cell *cell;

	report->cells = reallocarray(report->cells, report->nr + 1,
				     sizeof(*cell));
	if (!report->cells)
		err(2, "report");
	cell = &report->cells[report->nr++];
	*cell = (struct cell) {
		.dir = dir ? text_format("%s", dir) : NULL,
		.r = r,
		.why = why,
		.id = html_id(r->cell),
	};
	cell_judge(cell);
}

/**
 * report_add_dir - add the cell of a directory
 * @report: the run
 * @dir: the directory; if it has no usable result.json, the cell is added without a
 *	verdict
 *
 * Return: 0, or -1 when the cell was added before.
 */
int report_add_dir(struct report *report, const char *dir)
{
	char *path = text_format("%s/result.json", dir);
	char *why;
	struct result *r = result_load_why(path, &why);

	free(path);
	if (!r)
		r = named_result(dir);
	if (find_cell(report, r->cell)) {
		warnx("%s: the cell %s is given twice; name each cell once",
		      dir, r->cell);
		result_free(r);
		free(why);
		return -1;
	}
	add_cell(report, dir, r, why);
	return 0;
}

/**
 * report_expect - make sure that cells are in the report
 * @report: the run, to which all directories have been added
 * @names: base/arch/flavor, separated by blanks or commas
 *
 * Return: 0, or -1 when a name is no cell's name.
 */
int report_expect(struct report *report, const char *names)
{
	char *copy = text_format("%s", names), *save;

	for (char *name = strtok_r(copy, " \t\n,", &save); name;
	     name = strtok_r(NULL, " \t\n,", &save)) {
		struct result *r = named_result(name);

		if (strcmp(r->cell, name)) {
			warnx("\"%s\" is no cell; a cell is base/arch/flavor, as in 6.1/arm64/plain",
			      name);
			result_free(r);
			free(copy);
			return -1;
		}
		if (find_cell(report, name))
			result_free(r);
		else
			add_cell(report, NULL, r,
				 text_format("the cell was asked for, but it has no result"));
	}
	free(copy);
	return 0;
}

/**
 * report_release - free the cells
 * @report: the run
 */
void report_release(struct report *report)
{
	for (size_t i = 0; i < report->nr; i++) {
		free(report->cells[i].dir);
		free(report->cells[i].why);
		free(report->cells[i].id);
		result_free(report->cells[i].r);
	}
	free(report->cells);
}

static bool same_row(const struct cell *a, const struct cell *b)
{
	return !strcmp(a->r->base, b->r->base) &&
	       !strcmp(a->r->flavor, b->r->flavor);
}

static bool same_column(const struct cell *a, const struct cell *b)
{
	return !strcmp(a->r->arch, b->r->arch);
}

/* The n-th cell that is the first in its row or column. */
static const struct cell *nth_first(const struct report *report, size_t n,
				    bool (*same)(const struct cell *,
						 const struct cell *))
{
	for (size_t i = 0; i < report->nr; i++) {
		size_t before = 0;

		while (before < i && !same(&report->cells[before],
					   &report->cells[i]))
			before++;
		if (before == i && !n--)
			return &report->cells[i];
	}
	return NULL;
}

/**
 * report_row - a row of the matrix: base and flavor
 * @report: the run
 * @row: its number, from 0
 *
 * Return: the first cell of that row; NULL after the last row.
 */
const struct cell *report_row(const struct report *report, size_t row)
{
	return nth_first(report, row, same_row);
}

/**
 * report_column - a column of the matrix: the architecture
 * @report: the run
 * @column: its number, from 0
 *
 * Return: the first cell of that column; NULL after the last column.
 */
const struct cell *report_column(const struct report *report, size_t column)
{
	return nth_first(report, column, same_column);
}

/**
 * report_at - the cell in a row and column
 * @report: the run
 * @row: a cell of the row
 * @column: a cell of the column
 *
 * Return: the cell, or NULL when it was not requested.
 */
const struct cell *report_at(const struct report *report,
			     const struct cell *row, const struct cell *column)
{
	for (size_t i = 0; i < report->nr; i++)
		if (same_row(&report->cells[i], row) &&
		    same_column(&report->cells[i], column))
			return &report->cells[i];
	return NULL;
}
