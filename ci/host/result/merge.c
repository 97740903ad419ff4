// SPDX-License-Identifier: GPL-2.0
/*
 * kit-merge: one result of several boots of a cell, each of which has run a
 * part of its tests (ci/lib/parts.sh). The verdict is that of the worst, and so is
 * the outcome of a test that ran in several; the logs come one after another.
 */
#define _GNU_SOURCE
#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/result.h"
#include "../kit/save.h"
#include "../kit/text.h"

#define MAX_PARTS 64

struct options {
	const char *dir;
	const char *part[MAX_PARTS];
	size_t nr_parts;
};

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (!o->dir)
			o->dir = arg;
		else if (o->nr_parts < MAX_PARTS)
			o->part[o->nr_parts++] = arg;
		else
			argp_error(state, "more than %d parts", MAX_PARTS);
		return 0;
	case ARGP_KEY_END:
		if (!o->nr_parts)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* A log that the parts' logs are copied to, each below a line that names it. */
struct log {
	FILE *file;
	size_t lines;
};

static void log_line(struct log *log, const char *text)
{
	fputs(text, log->file);
	log->lines++;
}

static void log_open(struct log *log, const char *path)
{
	log->lines = 0;
	log->file = fopen(path, "we");
	if (!log->file)
		err(2, "%s", path);
}

/* Returns how many lines were there before the first of the part's. */
static size_t log_add(struct log *log, const char *title, const char *path)
{
	FILE *from = fopen(path, "re");
	char *line = NULL;
	size_t size = 0, before;
	ssize_t len;

	if (!from)
		err(2, "%s", path);
	log_line(log, title);
	before = log->lines;
	while ((len = getline(&line, &size, from)) > 0) {
		fwrite(line, 1, len, log->file);
		log->lines++;
		if (line[len - 1] != '\n')
			fputc('\n', log->file);
	}
	free(line);
	if (ferror(from))
		err(2, "%s", path);
	fclose(from);
	return before;
}

static void log_close(struct log *log, const char *path)
{
	int bad = ferror(log->file);

	if (fclose(log->file) || bad)
		err(2, "%s", path);
}

static int badness(enum outcome outcome)
{
	static const int rank[NR_OUTCOMES] = {
		[OUTCOME_XFAIL] = 1, [OUTCOME_SKIP] = 2, [OUTCOME_XPASS] = 3,
		[OUTCOME_FAIL] = 4, [OUTCOME_MISSING] = 5,
	};

	return rank[outcome];
}

static char *copy(const char *text)
{
	return text ? text_format("%s", text) : NULL;
}

static void take_test(struct result *r, const struct test_result *test)
{
	struct test_result *there = result_find_test(r, test->name);

	if (!there) {
		there = result_add_test(r, test->name, test->outcome, test->detail);
	} else if (badness(test->outcome) > badness(there->outcome)) {
		there->outcome = test->outcome;
		free(there->detail);
		there->detail = copy(test->detail);
	} else {
		return;
	}
	there->required = test->required;
	there->seconds = test->seconds;
	free(there->contract);
	there->contract = copy(test->contract);
}

static void take_splat(struct result *r, const struct splat *from, size_t before)
{
	if (r->splat.line || !from->line)
		return;
	r->splat = (struct splat){
		copy(from->kind), copy(from->title), copy(from->fingerprint),
		copy(from->excerpt), from->line + before,
	};
}

static double boot_seconds(const struct result *r)
{
	for (size_t i = 0; i < r->nr_stages; i++)
		if (!strcmp(r->stages[i].name, "boot"))
			return r->stages[i].seconds;
	return 0;
}

static struct result *load(const char *dir, const char *cell)
{
	char *path = text_format("%s/result.json", dir);
	struct result *r = result_load(path);

	if (!r)
		errx(2, "%s: this boot came to no verdict", path);
	if (strcmp(r->cell, cell))
		errx(2, "%s is of %s, not of %s", path, r->cell, cell);
	free(path);
	return r;
}

/* The parts ran side by side: together they took as long as the longest. */
static void take_parts(struct result *r, const struct options *o)
{
	struct log console, ktap;
	double longest = 0;

	log_open(&console, r->console);
	log_open(&ktap, r->ktap);
	for (size_t i = 0; i < o->nr_parts; i++) {
		struct result *part = load(o->part[i], r->cell);
		char *title = text_format("kit: boot %zu of %zu\n", i + 1, o->nr_parts);
		size_t before = log_add(&console, title, part->console);

		log_add(&ktap, title, part->ktap);
		for (size_t t = 0; t < part->nr_tests; t++)
			take_test(r, &part->tests[t]);
		take_splat(r, &part->splat, before);
		if (!i || part->verdict > r->verdict) {
			r->verdict = part->verdict;
			free(r->reason);
			r->reason = copy(part->reason);
		}
		if (!i || part->started < r->started)
			r->started = part->started;
		if (boot_seconds(part) > longest)
			longest = boot_seconds(part);
		free(title);
		result_free(part);
	}
	log_close(&console, r->console);
	log_close(&ktap, r->ktap);
	result_add_stage(r, "boot", longest, false);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		NULL, on_option, "CELLDIR PARTDIR...",
		"Make one result of several boots of a cell.", 0, 0, 0,
	};
	struct options o = {};
	struct result *r = result_new();
	char *path;

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (!r || result_read_meta(r, o.dir))
		errx(2, "%s: no meta data of a cell", o.dir);
	r->console = text_format("%s/console.log", o.dir);
	r->ktap = text_format("%s/result.ktap", o.dir);
	take_parts(r, &o);
	path = text_format("%s/result.json", o.dir);
	if (result_save(r, path))
		return 2;
	printf("%s %s%s%s\n", verdict_name(r->verdict), r->cell,
	       r->reason ? ": " : "", r->reason ?: "");
	return r->verdict == VERDICT_PASS || r->verdict == VERDICT_XFAIL ? 0 : 1;
}
