// SPDX-License-Identifier: GPL-2.0
/*
 * The score of mutants that were made by chance. What survives in a cell is booted in its
 * debug flavor too, where another kind of failure is seen.
 */
#define _GNU_SOURCE
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../kit/table.h"
#include "../kit/text.h"
#include "mutant.h"

#define DEBUG	"debug"

struct score {
	size_t all, killed, in_debug, equal, survived, unbuilt, unbooted, unknown;
};

/* What a mutant.json says; the strings live as long as @root. */
struct fate_of {
	json_t *root;
	int number;
	const char *title, *fate, *by;
	double seconds;
};

static bool load_fate(struct fate_of *f, const char *dir, const char *cell, const char *name)
{
	char *path = text_format("%s/%s/%s/mutant.json", dir, cell, name);

	*f = (struct fate_of) { .root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL) };
	free(path);
	return f->root && !json_unpack(f->root, "{s:i, s:s, s:s, s:s, s:F}",
				       "number", &f->number, "title", &f->title,
				       "fate", &f->fate, "by", &f->by,
				       "seconds", &f->seconds);
}

static bool is(const struct fate_of *f, enum fate fate)
{
	return !strcmp(f->fate, fate_name(fate));
}

/* Any failure shows that the suite notices the change. */
static bool is_killed(const struct fate_of *f)
{
	return is(f, FATE_KILLED) || is(f, FATE_OTHER);
}

static char *debug_cell(const char *cell)
{
	return text_format("%.*s/" DEBUG, (int)(strrchr(cell, '/') - cell), cell);
}

static void add_row(struct table *table, const struct fate_of *f, const char *fate,
		    const char *by, double seconds)
{
	table_addf(table, "%d", f->number);
	table_add(table, fate, NULL);
	table_add(table, f->title, NULL);
	table_addf(table, "%s (%.0f s)", by, seconds);
	table_end_row(table);
}

/*
 * Does the cell pass without a mutant? If not, say so if @tell: nothing that fails with one
 * shows that the suite notices it.
 */
static bool passed(const char *dir, const char *cell, bool tell)
{
	char *path = text_format("%s/%s/baseline/result.json", dir, cell);
	char *why = NULL;
	struct result *r = result_load_why(path, &why);
	bool good = r && (r->verdict == VERDICT_PASS || r->verdict == VERDICT_XFAIL);

	if (!good && tell)
		printf("%s: %s without a mutant: first make it so that it passes\n", cell,
		       r ? verdict_name(r->verdict) : why);
	if (r)
		result_free(r);
	free(why);
	free(path);
	return good;
}

/* Of a mutant that survived: what its boot in the debug flavor says. */
static void add_survivor(struct table *table, const struct fate_of *plain, const char *dir,
			 const char *cell, const char *name, struct score *score)
{
	char *other = debug_cell(cell);
	struct fate_of f;

	if (strcmp(other, cell) && load_fate(&f, dir, other, name) && is_killed(&f) &&
	    passed(dir, other, false)) {
		char *by = text_format("%s: %s", DEBUG, f.by);

		score->killed++;
		score->in_debug++;
		add_row(table, plain, "killed", by, plain->seconds + f.seconds);
		free(by);
	} else {
		score->survived++;
		add_row(table, plain, "SURVIVED", "every test passed", plain->seconds);
	}
	if (strcmp(other, cell))
		json_decref(f.root);
	free(other);
}

static void add_mutant(struct table *table, const char *dir, const char *cell,
		       const char *name, struct score *score)
{
	struct fate_of f;

	score->all++;
	if (!load_fate(&f, dir, cell, name) || is(&f, FATE_APPLY)) {
		score->unknown++;
		table_add(table, "?", NULL);
		table_add(table, "UNKNOWN", NULL);
		table_add(table, name, NULL);
		table_end_row(table);
	} else if (is_killed(&f)) {
		score->killed++;
		add_row(table, &f, "killed", f.by, f.seconds);
	} else if (is(&f, FATE_EQUAL)) {
		score->equal++;
		add_row(table, &f, "equivalent", f.by, f.seconds);
	} else if (is(&f, FATE_BUILD)) {
		score->unbuilt++;
		add_row(table, &f, "did not build", f.by, f.seconds);
	} else if (is(&f, FATE_BOOT)) {
		score->unbooted++;
		add_row(table, &f, "did not boot", f.by, f.seconds);
	} else {
		add_survivor(table, &f, dir, cell, name, score);
	}
	json_decref(f.root);
}

/* Call @take with each name in the cell's list. */
static void for_each_name(const char *dir, const char *cell,
			  void (*take)(void *arg, const char *name), void *arg)
{
	char *path = text_format("%s/%s/mutants", dir, cell);
	FILE *f = fopen(path, "re");
	char *name = NULL;
	size_t size = 0;

	while (f && getline(&name, &size, f) > 0) {
		name[strcspn(name, "\r\n")] = '\0';
		take(arg, name);
	}
	if (f)
		fclose(f);
	free(name);
	free(path);
}

struct walk {
	const char *dir, *cell;
	struct table *table;
	struct score *score;
};

static void score_one(void *arg, const char *name)
{
	const struct walk *w = arg;

	add_mutant(w->table, w->dir, w->cell, name, w->score);
}

static void tell_survivor(void *arg, const char *name)
{
	const struct walk *w = arg;
	struct fate_of f;

	if (load_fate(&f, w->dir, w->cell, name) && is(&f, FATE_SURVIVED))
		printf("%d %s\n", f.number, name);
	json_decref(f.root);
}

/**
 * print_survivors - print number and name of the mutants that no test noticed
 * @dir: the directory of the cells' mutants
 * @cell: the cell
 *
 * Return: 0
 */
int print_survivors(const char *dir, const char *cell)
{
	struct walk w = { .dir = dir, .cell = cell };

	for_each_name(dir, cell, tell_survivor, &w);
	return 0;
}

static void print_line(const char *cell, const char *seed, const struct score *s)
{
	size_t counted = s->killed + s->survived;

	printf("%s, seed %s, %zu changes: %zu killed (%zu only in %s), %zu equivalent, %zu survived, %zu did not build",
	       cell, seed, s->all, s->killed, s->in_debug, DEBUG, s->equal, s->survived, s->unbuilt);
	if (s->unbooted)
		printf(", %zu did not boot", s->unbooted);
	if (s->unknown)
		printf(", %zu without an outcome", s->unknown);
	if (counted)
		printf("; %.1f%% of those that can be noticed were", 100.0 * s->killed / counted);
	putchar('\n');
}

/* Was something that survived booted there? Then its list is not empty. */
static bool is_asked(const char *dir, const char *cell)
{
	char *path = text_format("%s/%s/list", dir, cell);
	struct stat st;
	bool asked = !stat(path, &st) && st.st_size;

	free(path);
	return asked;
}

static int score_cell(const char *dir, const char *seed, const char *cell)
{
	static const struct table_column columns[] = {
		{ 2, 3, true }, { 2, 13, false }, { 2, 0, false }, { 2, 0, false },
	};
	struct table *table = table_new(columns, sizeof(columns) / sizeof(*columns));
	struct score score = {};
	struct walk w = { .dir = dir, .cell = cell, .table = table, .score = &score };
	bool good = passed(dir, cell, true);
	char *debug = debug_cell(cell);

	for_each_name(dir, cell, score_one, &w);
	if (strcmp(debug, cell) && is_asked(dir, debug))
		good &= passed(dir, debug, true);
	free(debug);
	table_print(table, stdout, 0);
	table_free(table);
	print_line(cell, seed, &score);
	if (!score.all || score.unknown)
		return 2;
	return score.survived || !good;
}

/**
 * print_score - print what became of mutants that were made by chance
 * @dir: the directory of the cells' mutants
 * @seed: what they were made from
 * @cells: the cells, up to a NULL
 *
 * The last line of each cell is its score.
 *
 * Return: 0 if none survived, 1 if one did, 2 if there is none, or one has no outcome.
 */
int print_score(const char *dir, const char *seed, char **cells)
{
	int ret = 0;

	for (; *cells; cells++) {
		int one = score_cell(dir, seed, *cells);

		ret = one > ret ? one : ret;
	}
	return ret;
}
