// SPDX-License-Identifier: GPL-2.0
/* kit-table: print tables for scripts. */
#define _GNU_SOURCE
#include <argp.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/table.h"

#define EXIT_TROUBLE	2
#define MAX_COLUMNS	32
#define MAX_BLANKS	999
#define NOT_SAID	(MAX_BLANKS + 1)

struct options {
	struct table_column column[MAX_COLUMNS];
	size_t nr;
	size_t gap;
};

static const struct argp_option option_table[] = {
	{ "gap", 'g', "BLANKS", 0, "Between two columns, where COLUMN does not say it (2)", 0 },
	{ 0 },
};

/* Parse a number from 0 to MAX_BLANKS and return what follows it, or NULL. */
static const char *number(const char *text, size_t *value)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 3)
		return NULL;
	*value = atoi(text);
	return text + digits;
}

/* [GAP:]WIDTH[r] */
static void add_column(struct options *o, struct argp_state *state, const char *arg)
{
	struct table_column column = { .gap = NOT_SAID };
	const char *width = strchr(arg, ':') ? number(arg, &column.gap) : arg;
	const char *end;

	if (width && *width == ':')
		width++;
	end = width ? number(width, &column.width) : NULL;
	if (end && !strcmp(end, "r"))
		column.right = true;
	else if (!end || *end)
		argp_error(state, "\"%s\" is no column; write [GAP:]WIDTH[r], as 12, 1:12r or 0 (as wide as its widest field)",
			   arg);
	if (o->nr == MAX_COLUMNS)
		argp_error(state, "more than %d columns", MAX_COLUMNS);
	o->column[o->nr++] = column;
}

/* One entry for the first column and one for all others, which have a gap before them. */
static void set_gaps(struct options *o)
{
	if (!o->nr)
		o->column[o->nr++] = (struct table_column) { .gap = NOT_SAID };
	if (o->nr == 1) {
		o->column[1] = o->column[0];
		o->nr++;
	}
	for (size_t i = 0; i < o->nr; i++)
		if (o->column[i].gap == NOT_SAID)
			o->column[i].gap = i ? o->gap : 0;
}

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;
	const char *end;

	switch (key) {
	case 'g':
		end = number(arg, &o->gap);
		if (!end || *end)
			argp_error(state, "\"%s\" must be a number from 0 to %d", arg, MAX_BLANKS);
		return 0;
	case ARGP_KEY_ARG:
		add_column(o, state, arg);
		return 0;
	case ARGP_KEY_END:
		set_gaps(o);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void add_row(struct table *t, char *line)
{
	char *field;

	while ((field = strsep(&line, "\t")))
		table_add(t, field, NULL);
	table_end_row(t);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		option_table, on_option, "[COLUMN...]",
		"Print the lines of standard input, fields with tabs between them, as a table.\v"
		"COLUMN is [GAP:]WIDTH[r]: blanks before the column, its least width (0: that of its widest field), r: aligned on the right. The last one is for all further columns. Without any, each column is as wide as its widest field.",
		0, 0, 0,
	};
	struct options o = { .gap = 2 };
	struct table *t;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &o);
	t = table_new(o.column, o.nr);
	while ((len = getline(&line, &size, stdin)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		add_row(t, line);
	}
	if (ferror(stdin))
		err(EXIT_TROUBLE, "standard input");
	table_print(t, stdout, 0);
	table_free(t);
	free(line);
	if (fflush(stdout) || ferror(stdout))
		err(EXIT_TROUBLE, "the table cannot be printed");
	return 0;
}
