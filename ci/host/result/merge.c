// SPDX-License-Identifier: GPL-2.0
/*
 * kit-result merge: make one result from several boots of a cell. Each boot ran a part of
 * the cell's tests (ci/lib/parts.sh). The verdict is the worst one, and so is the outcome
 * of a test that ran in several boots. The logs are concatenated.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/events.h"
#include "../kit/splat.h"
#include "../kit/text.h"
#include "result-command.h"

#define MAX_PARTS 64

struct options {
	const char *dir, *suite;
	const char *part[MAX_PARTS];
	size_t nr_parts;
};

static const struct argp_option option_table[] = {
	{ "suite", 's', "SUITE", 0,
	  "Write no result; say how many of this suite's required tests passed, also in CELLDIR/events", 0 },
	{ 0 },
};

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 's':
		o->suite = arg;
		return 0;
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

/* The combined log. Each part's log is copied to it, below a line that names the part. */
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
		err(EXIT_TROUBLE, "%s", path);
}

/* Returns how many lines precede the part's first line. */
static size_t log_add(struct log *log, const char *title, const char *path)
{
	FILE *from = fopen(path, "re");
	char *line = NULL;
	size_t size = 0, before;
	ssize_t len;

	if (!from)
		err(EXIT_TROUBLE, "%s", path);
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
		err(EXIT_TROUBLE, "%s", path);
	fclose(from);
	return before;
}

static void log_close(struct log *log, const char *path)
{
	int bad = ferror(log->file);

	if (fclose(log->file) || bad)
		err(EXIT_TROUBLE, "%s", path);
}

static int badness(enum outcome outcome)
{
	static const int rank[NR_OUTCOMES] = {
		[OUTCOME_XFAIL] = 1, [OUTCOME_SKIP] = 2, [OUTCOME_XPASS] = 3,
		[OUTCOME_FAIL] = 4, [OUTCOME_MISSING] = 5,
	};

	return rank[outcome];
}

static void take_test(struct result *r, const struct test_result *test)
{
	struct test_result *there = result_find_test(r, test->name);

	if (!there) {
		there = result_add_test(r, test->name, test->outcome, test->detail);
	} else if (badness(test->outcome) > badness(there->outcome)) {
		there->outcome = test->outcome;
		free(there->detail);
		there->detail = text_copy(test->detail);
	} else {
		return;
	}
	there->required = test->required;
	there->seconds = test->seconds;
	free(there->contract);
	there->contract = text_copy(test->contract);
}

static void take_splat(struct result *r, const struct splat *from, size_t before)
{
	if (r->splat.line || !from->line)
		return;
	splat_copy(&r->splat, from);
	r->splat.line += before;
}

static void take_verdict(struct result *r, const struct result *part, bool first)
{
	if (first || part->started < r->started)
		r->started = part->started;
	if (!first && part->verdict <= r->verdict)
		return;
	r->verdict = part->verdict;
	free(r->reason);
	r->reason = text_copy(part->reason);
}

static struct result *load_part(const char *dir, const char *cell)
{
	char *path = text_format("%s/result.json", dir);
	struct result *r = result_need(path);

	if (strcmp(r->cell, cell))
		errx(EXIT_TROUBLE, "%s is of %s, not of %s", path, r->cell, cell);
	free(path);
	return r;
}

/* The parts ran in parallel: together they took as long as the longest part. */
static void take_parts(struct result *r, struct result **part, size_t nr)
{
	double longest = 0;

	for (size_t i = 0; i < nr; i++) {
		double seconds = result_stage_seconds(part[i], "boot");

		for (size_t t = 0; t < part[i]->nr_tests; t++)
			take_test(r, &part[i]->tests[t]);
		take_verdict(r, part[i], !i);
		longest = seconds > longest ? seconds : longest;
	}
	result_add_stage(r, "boot", longest, false);
}

static void take_logs(struct result *r, struct result **part, size_t nr)
{
	struct log console, ktap;

	log_open(&console, r->console);
	log_open(&ktap, r->ktap);
	for (size_t i = 0; i < nr; i++) {
		char *title = text_format("kit: boot %zu of %zu\n", i + 1, nr);
		size_t before = log_add(&console, title, part[i]->console);

		log_add(&ktap, title, part[i]->ktap);
		take_splat(r, &part[i]->splat, before);
		free(title);
	}
	log_close(&console, r->console);
	log_close(&ktap, r->ktap);
}

static int save(struct result *r, struct result **part, const struct options *o)
{
	char *path = text_format("%s/result.json", o->dir);
	int ret;

	r->console = text_format("%s/console.log", o->dir);
	r->ktap = text_format("%s/result.ktap", o->dir);
	take_logs(r, part, o->nr_parts);
	ret = result_save(r, path);
	free(path);
	if (ret)
		return EXIT_TROUBLE;
	result_print(r);
	return r->verdict == VERDICT_PASS || r->verdict == VERDICT_XFAIL ? 0 : 1;
}

/* The other parts have not ended, so the cell has no verdict yet. */
static int tell_suite(const struct result *r, const struct options *o)
{
	size_t len = strlen(o->suite), required = 0, passed = 0;
	char *line;

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];

		if (!t->required || strncmp(t->name, o->suite, len) || t->name[len] != '.')
			continue;
		required++;
		passed += t->outcome == OUTCOME_PASS;
	}
	line = text_format("suite %s: %s %zu/%zu%s%s", o->suite, verdict_name(r->verdict),
			   passed, required, r->reason ? ": " : "", r->reason ?: "");
	event_write(o->dir, line);
	printf("%s: %s\n", r->cell, line);
	free(line);
	return 0;
}

/**
 * merge_main - make one result from several, or report on a suite in them
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0 if the cell is good, 1 if it is not; with --suite 0.
 */
int merge_main(int argc, char **argv)
{
	static const struct argp argp = {
		option_table, on_option, "CELLDIR PARTDIR...",
		"Make one result of several boots of a cell.", 0, 0, 0,
	};
	struct result *part[MAX_PARTS], *r = result_new();
	struct options o = {};
	int ret;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	if (result_read_meta(r, o.dir))
		errx(EXIT_TROUBLE, "%s: no meta data of a cell", o.dir);
	for (size_t i = 0; i < o.nr_parts; i++)
		part[i] = load_part(o.part[i], r->cell);
	take_parts(r, part, o.nr_parts);
	ret = o.suite ? tell_suite(r, &o) : save(r, part, &o);
	for (size_t i = 0; i < o.nr_parts; i++)
		result_free(part[i]);
	result_free(r);
	return ret;
}
