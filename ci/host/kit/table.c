// SPDX-License-Identifier: GPL-2.0
/* The only code that prints tables: for kit-report, kit-mutant and kit-table. */
#define _GNU_SOURCE
#include <err.h>
#include <stdarg.h>
#include <stdlib.h>

#include "table.h"
#include "text.h"

#define MAX_WIDTH	1000	/* columns of the terminal that a field may have */

struct field {
	char *text;
	const char *colour;
	size_t width;
};

struct row {
	struct field *field;
	size_t nr;
};

/**
 * struct table - rows that are kept until they are printed
 * @columns: how to print the columns; the last one is for all further columns
 * @nr_columns: how many
 * @rows: the rows
 * @nr_rows: number of complete rows
 * @widest: width of the widest field of each column
 * @nr_widest: the length of the longest row
 */
struct table {
	struct table_column *columns;
	size_t nr_columns;
	struct row *rows;
	size_t nr_rows;
	size_t *widest;
	size_t nr_widest;
};

static void *grow(void *array, size_t nr, size_t size)
{
	array = reallocarray(array, nr, size);
	if (!array)
		err(2, "table");
	return array;
}

static void begin_row(struct table *t)
{
	t->rows = grow(t->rows, t->nr_rows + 1, sizeof(*t->rows));
	t->rows[t->nr_rows] = (struct row) {};
}

/**
 * table_new - create a table without rows
 * @columns: how to print its columns; the last one is for all further columns
 * @nr: how many, at least 1
 *
 * Return: a table for table_free().
 */
struct table *table_new(const struct table_column *columns, size_t nr)
{
	struct table *t = calloc(1, sizeof(*t));

	if (!t)
		err(2, "table");
	t->columns = grow(NULL, nr, sizeof(*columns));
	for (t->nr_columns = 0; t->nr_columns < nr; t->nr_columns++)
		t->columns[t->nr_columns] = columns[t->nr_columns];
	begin_row(t);
	return t;
}

/**
 * table_free - free a table and its rows
 * @t: the table
 */
void table_free(struct table *t)
{
	for (size_t i = 0; i <= t->nr_rows; i++) {
		for (size_t j = 0; j < t->rows[i].nr; j++)
			free(t->rows[i].field[j].text);
		free(t->rows[i].field);
	}
	free(t->rows);
	free(t->widest);
	free(t->columns);
	free(t);
}

/**
 * table_add - add the next field of the row
 * @t: the table
 * @text: the field
 * @colour: the escape sequence to print it with, or NULL; is not copied
 */
void table_add(struct table *t, const char *text, const char *colour)
{
	struct row *row = &t->rows[t->nr_rows];
	size_t width = text_columns(text, MAX_WIDTH, NULL);

	row->field = grow(row->field, row->nr + 1, sizeof(*row->field));
	row->field[row->nr] = (struct field) { text_copy(text), colour, width };
	if (row->nr == t->nr_widest) {
		t->widest = grow(t->widest, ++t->nr_widest, sizeof(*t->widest));
		t->widest[row->nr] = 0;
	}
	if (width > t->widest[row->nr])
		t->widest[row->nr] = width;
	row->nr++;
}

/**
 * table_addf - add the next field of the row, formatted
 * @t: the table
 * @fmt: as for printf(3)
 */
void table_addf(struct table *t, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		err(2, "table");
	va_end(args);
	table_add(t, text, NULL);
	free(text);
}

/**
 * table_end_row - complete the row
 * @t: the table
 */
void table_end_row(struct table *t)
{
	t->nr_rows++;
	begin_row(t);
}

static const struct table_column *column_of(const struct table *t, size_t column)
{
	return &t->columns[column < t->nr_columns ? column : t->nr_columns - 1];
}

static size_t width_of(const struct table *t, size_t column)
{
	return column_of(t, column)->width ?: t->widest[column];
}

/*
 * Print a field with @indent blanks before it. The blanks that fill the column are
 * returned for the next field: at the end of a line they would disturb a reader who
 * copies it.
 */
static size_t put_field(const struct table *t, FILE *out, const struct field *field,
			size_t column, size_t indent)
{
	size_t width = width_of(t, column);
	size_t fill = width > field->width ? width - field->width : 0;
	bool right = column_of(t, column)->right;

	indent += column_of(t, column)->gap;
	if (!field->width)
		return indent + width;
	fprintf(out, "%*s%s%s%s", (int)(indent + (right ? fill : 0)), "",
		field->colour ?: "", field->text, field->colour ? "\033[0m" : "");
	return right ? 0 : fill;
}

/* The first column, and those from @first to before @last. */
static void put_row(const struct table *t, FILE *out, const struct row *row,
		    size_t first, size_t last)
{
	size_t indent = 0;

	if (row->nr)
		indent = put_field(t, out, &row->field[0], 0, 0);
	for (size_t i = first; i < last && i < row->nr; i++)
		indent = put_field(t, out, &row->field[i], i, indent);
	fputc('\n', out);
}

/* The number of columns that fit next to the first one: at least one. */
static size_t last_that_fits(const struct table *t, size_t first, size_t width)
{
	size_t used = column_of(t, 0)->gap + width_of(t, 0), last;

	for (last = first; last < t->nr_widest; last++) {
		used += column_of(t, last)->gap + width_of(t, last);
		if (width && used > width && last > first)
			break;
	}
	return last;
}

/**
 * table_print - print all rows
 * @t: the table
 * @out: the output
 * @width: columns of the terminal; further table columns are printed below, after an
 *	   empty line and with the first column again. 0: all side by side
 */
void table_print(const struct table *t, FILE *out, size_t width)
{
	size_t first = 1, last;

	if (!t->nr_widest)
		return;
	do {
		last = last_that_fits(t, first, width);
		if (first > 1)
			fputc('\n', out);
		for (size_t i = 0; i < t->nr_rows; i++)
			put_row(t, out, &t->rows[i], first, last);
		first = last;
	} while (first < t->nr_widest);
}
