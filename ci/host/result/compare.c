// SPDX-License-Identifier: GPL-2.0
/*
 * kit-result compare: compare the results of the same tests on two kernels. A test that
 * passed on the first must pass on the second. Differences are printed.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "../kit/table.h"
#include "result-command.h"

struct options {
	const char *path[3];	/* the suite, then the two results */
	int nr;
};

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (o->nr == 3)
			argp_usage(state);
		o->path[o->nr++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (o->nr < 3)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static struct result *load(const char *path)
{
	struct result *r = result_need(path);

	/* A test that never ran would match any result. */
	if (r->verdict >= VERDICT_SPLAT)
		errx(EXIT_TROUBLE, "%s: its boot ended as %s: %s", path,
		     verdict_name(r->verdict), r->reason ?: "");
	return r;
}

static bool is_of(const struct test_result *test, const char *suite)
{
	size_t len = strlen(suite);

	return !strncmp(test->name, suite, len) && test->name[len] == '.';
}

static bool is_good(enum outcome outcome)
{
	return outcome == OUTCOME_PASS || outcome == OUTCOME_XPASS;
}

/* A skip proves nothing, so it is worse than a pass and better than a failure. */
static int rank(enum outcome outcome)
{
	if (is_good(outcome))
		return 0;
	return outcome == OUTCOME_SKIP || outcome == OUTCOME_XFAIL ? 1 : 2;
}

static void add(struct table *table, const char *verdict, const char *name,
		enum outcome before, const char *after)
{
	table_add(table, verdict, NULL);
	table_add(table, name, NULL);
	table_addf(table, "%s -> %s", outcome_name(before), after);
	table_end_row(table);
}

/* Returns whether the test came out worse than before. */
static bool compare(struct table *table, const struct test_result *before,
		    struct result *second)
{
	const struct test_result *after = result_find_test(second, before->name);
	int change;

	if (!after) {
		add(table, "worse", before->name, before->outcome, "not there");
		return true;
	}
	change = rank(after->outcome) - rank(before->outcome);
	if (change)
		add(table, change > 0 ? "worse" : "better", before->name,
		    before->outcome, outcome_name(after->outcome));
	return change > 0;
}

/**
 * compare_main - compare a suite in two results
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0, or 1 when a test is worse than before.
 */
int compare_main(int argc, char **argv)
{
	static const struct argp argp = {
		NULL, on_option, "SUITE BEFORE AFTER",
		"Compare a suite in two result.json files, test by test.", 0, 0, 0,
	};
	int compared = 0, worse = 0, passed = 0;
	static const struct table_column columns[] = { { 0, 7, 0 }, { 1, 48, 0 }, { 1, 0, 0 } };
	struct table *table = table_new(columns, 3);
	struct result *first, *second;
	struct options o = {};

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	first = load(o.path[1]);
	second = load(o.path[2]);
	for (size_t i = 0; i < first->nr_tests; i++) {
		if (!is_of(&first->tests[i], o.path[0]))
			continue;
		compared++;
		passed += is_good(first->tests[i].outcome);
		worse += compare(table, &first->tests[i], second);
	}
	if (!passed)
		errx(EXIT_TROUBLE, "%s: no test of %s passed there, so nothing was compared",
		     o.path[1], o.path[0]);
	table_print(table, stdout, 0);
	table_free(table);
	printf("%s: %d tests compared, %d passed before, %d are worse\n",
	       second->cell, compared, passed, worse);
	result_free(first);
	result_free(second);
	return worse ? 1 : 0;
}
