// SPDX-License-Identifier: GPL-2.0
/* The fates of all mutants, as JSON and as a table for people. */
#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
#include "../kit/table.h"
#include "../kit/text.h"
#include "mutant.h"

#define FORMAT	"kit-mutant 1"

/**
 * save_outcome - write the fate of a mutant
 * @path: the file, replaced as a whole
 * @m: the mutant
 * @cell: base/arch/flavor
 * @o: its fate
 *
 * Return: 0, or a negative errno after a message on stderr.
 */
int save_outcome(const char *path, const struct mutant *m, const char *cell,
		 const struct outcome_of *o)
{
	json_t *root = json_pack("{s:s, s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:f}",
				 "format", FORMAT, "number", m->number,
				 "mutant", m->name, "title", m->title,
				 "cell", cell, "breaks", m->breaks,
				 "fate", fate_name(o->fate),
				 "by", o->by ?: "", "seconds", o->seconds);
	char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
	int ret;

	json_decref(root);
	if (!text) {
		fprintf(stderr, "%s: it cannot be put into JSON\n", path);
		return -EINVAL;
	}
	ret = save_file(path, text, strlen(text));
	free(text);
	return ret;
}

struct count {
	size_t mutants, killed, equal, unknown;
	bool bad_baseline;
};

static void add_row(struct table *table, const char *path, const char *name,
		    struct count *count)
{
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	const char *fate = NULL, *by = "", *breaks = "", *mutant = name;
	double seconds = 0;
	int number = 0;

	count->mutants++;
	if (!root || json_unpack(root, "{s:i, s:s, s:s, s:s, s:s, s:F}",
				 "number", &number, "mutant", &mutant,
				 "breaks", &breaks, "fate", &fate, "by", &by,
				 "seconds", &seconds)) {
		table_add(table, "?", NULL);
		table_add(table, name, NULL);
		table_add(table, "", NULL);
		table_add(table, "UNKNOWN", NULL);
		count->unknown++;
	} else {
		table_addf(table, "%d", number);
		table_add(table, mutant, NULL);
		table_add(table, breaks, NULL);
		table_add(table, fate, NULL);
		table_addf(table, "%s (%.0f s)", by, seconds);
		count->killed += !strcmp(fate, fate_name(FATE_KILLED));
		count->equal += !strcmp(fate, fate_name(FATE_EQUAL));
	}
	table_end_row(table);
	json_decref(root);
}

/* If the baseline kernel fails, its mutants show little. */
static void print_baseline(const char *dir, const char *cell, struct count *count)
{
	char *path = text_format("%s/%s/baseline/result.json", dir, cell);
	char *why;
	struct result *r = result_load_why(path, &why);

	if (!r) {
		printf("%s: there is no result without a mutant (%s)\n", cell,
		       why);
		count->bad_baseline = true;
	} else if (r->verdict != VERDICT_PASS && r->verdict != VERDICT_XFAIL) {
		printf("%s: %s without any mutant: %s\n", cell,
		       verdict_name(r->verdict), r->reason ?: "");
		count->bad_baseline = true;
	} else {
		printf("%s: %s without a mutant\n", cell,
		       verdict_name(r->verdict));
	}
	if (r)
		result_free(r);
	free(why);
	free(path);
}

static void print_cell(const char *dir, const char *cell, struct count *count)
{
	static const struct table_column columns[] = {
		{ 2, 2, true }, { 2, 32, false }, { 1, 6, false }, { 1, 9, false }, { 1, 0, false },
	};
	struct table *table = table_new(columns, sizeof(columns) / sizeof(*columns));
	char *list = text_format("%s/%s/mutants", dir, cell);
	FILE *f = fopen(list, "re");
	char *name = NULL;
	size_t size = 0;

	print_baseline(dir, cell, count);
	while (f && getline(&name, &size, f) > 0) {
		char *path;

		name[strcspn(name, "\r\n")] = '\0';
		path = text_format("%s/%s/%s/mutant.json", dir, cell, name);
		add_row(table, path, name, count);
		free(path);
	}
	table_print(table, stdout, 0);
	table_free(table);
	if (f)
		fclose(f);
	free(name);
	free(list);
}

/**
 * print_table - print the table of mutants and what caught them
 * @dir: the directory of the cells' mutants
 * @cells: the cells, up to a NULL
 *
 * Return: 0 when each mutant was caught by a test that it names (by nothing, if it names
 * nobody), 1 when one was not, 2 when there is none, or one has no outcome.
 */
int print_table(const char *dir, char **cells)
{
	struct count count = {};

	for (; *cells; cells++)
		print_cell(dir, *cells, &count);
	printf("%zu of %zu mutants were killed by the test that names the guarantee.\n",
	       count.killed, count.mutants);
	if (count.equal)
		printf("%zu changed nothing that can be seen, as their headers argue.\n",
		       count.equal);
	if (count.bad_baseline)
		printf("Without a mutant a cell is not fine: first make it so.\n");
	if (!count.mutants || count.unknown)
		return 2;
	return count.killed + count.equal < count.mutants || count.bad_baseline;
}
