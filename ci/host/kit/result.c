// SPDX-License-Identifier: GPL-2.0
/*
 * The result model in memory. result-json.c and result-meta.c handle its files, and
 * result-strings.c knows its strings.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"
#include "text.h"

static const char * const verdict_names[NR_VERDICTS] = {
	[VERDICT_PASS]		= "PASS",
	[VERDICT_XFAIL]		= "XFAIL",
	[VERDICT_SKIP]		= "SKIP",
	[VERDICT_FAIL]		= "FAIL",
	[VERDICT_SPLAT]		= "SPLAT",
	[VERDICT_LOST]		= "LOST",
	[VERDICT_HANG]		= "HANG",
	[VERDICT_SILENT]	= "SILENT",
	[VERDICT_CRASH]		= "CRASH",
	[VERDICT_BUILD]		= "BUILD",
	[VERDICT_CONFIG]	= "CONFIG",
	[VERDICT_APPLY]		= "APPLY",
};

static const char * const outcome_names[NR_OUTCOMES] = {
	[OUTCOME_PASS]		= "PASS",
	[OUTCOME_FAIL]		= "FAIL",
	[OUTCOME_SKIP]		= "SKIP",
	[OUTCOME_XFAIL]		= "XFAIL",
	[OUTCOME_XPASS]		= "XPASS",
	[OUTCOME_MISSING]	= "MISSING",
};

/**
 * verdict_name - the word for a verdict
 * @verdict: the verdict
 *
 * Return: its name, "?" when there is no such verdict.
 */
const char *verdict_name(enum verdict verdict)
{
	return (unsigned int)verdict < NR_VERDICTS ? verdict_names[verdict] : "?";
}

/**
 * outcome_name - the word for a test's outcome
 * @outcome: the outcome
 *
 * Return: its name, "?" when there is no such outcome.
 */
const char *outcome_name(enum outcome outcome)
{
	return (unsigned int)outcome < NR_OUTCOMES ? outcome_names[outcome] : "?";
}

static void *grow(void *array, size_t nr, size_t size)
{
	/* Allocate only at powers of two. */
	if (nr & (nr - 1))
		return array;
	array = reallocarray(array, nr ? 2 * nr : 1, size);
	if (!array)
		err(2, "result");
	return array;
}

/**
 * result_new - create an empty result
 *
 * Its verdict is LOST, not PASS: a verdict that was never set must not look good.
 *
 * Return: a result for result_free(); never NULL, because the program exits when memory
 * runs out.
 */
struct result *result_new(void)
{
	struct result *r = calloc(1, sizeof(*r));

	if (!r)
		err(2, "result");
	r->verdict = VERDICT_LOST;
	return r;
}

/**
 * result_free - free a result and all its strings
 * @r: the result, or NULL
 */
void result_free(struct result *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->nr_tests; i++) {
		free(r->tests[i].name);
		free(r->tests[i].detail);
		free(r->tests[i].contract);
	}
	for (size_t i = 0; i < r->nr_stages; i++)
		free(r->stages[i].name);
	result_free_strings(r);
	free(r->splat.kind);
	free(r->splat.title);
	free(r->splat.fingerprint);
	free(r->splat.excerpt);
	free(r->tests);
	free(r->stages);
	free(r);
}

/**
 * result_add_test - append a test
 * @r: the result
 * @name: dotted path
 * @outcome: its outcome
 * @detail: more about that, or NULL
 *
 * Return: the new test; it may move when the next one is added.
 */
struct test_result *result_add_test(struct result *r, const char *name,
				    enum outcome outcome, const char *detail)
{
	struct test_result *t;

	r->tests = grow(r->tests, r->nr_tests, sizeof(*t));
	t = &r->tests[r->nr_tests++];
	*t = (struct test_result) {
		.name = text_copy(name), .outcome = outcome, .detail = text_copy(detail),
	};
	return t;
}

/**
 * test_failed - is a test's outcome no good?
 * @t: the test; a required test that was skipped did not do its job
 */
bool test_failed(const struct test_result *t)
{
	return t->outcome == OUTCOME_FAIL || t->outcome == OUTCOME_MISSING ||
	       t->outcome == OUTCOME_XPASS ||
	       (t->required && t->outcome == OUTCOME_SKIP);
}

/**
 * result_first_failure - the test that failed first
 * @r: the result, whose tests are in the order in which they ran
 *
 * Others may only follow from it. What is missing or was skipped comes after what failed.
 *
 * Return: the test, or NULL when none failed.
 */
const struct test_result *result_first_failure(const struct result *r)
{
	const struct test_result *first = NULL;

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];

		if (t->outcome == OUTCOME_FAIL)
			return t;
		if (!first && test_failed(t))
			first = t;
	}
	return first;
}

/**
 * result_find_test - find a test by its name
 * @r: the result
 * @name: dotted path
 *
 * Return: the first test of that name, or NULL.
 */
struct test_result *result_find_test(struct result *r, const char *name)
{
	for (size_t i = 0; i < r->nr_tests; i++)
		if (!strcmp(r->tests[i].name, name))
			return &r->tests[i];
	return NULL;
}

/**
 * result_add_stage - record a step, replacing one of the same name
 * @r: the result
 * @name: tree, config, build, image or boot
 * @seconds: wall time
 * @kept: its earlier output was used
 *
 * Return: the stage; it may move when the next one is added.
 */
struct stage_result *result_add_stage(struct result *r, const char *name,
				      double seconds, bool kept)
{
	struct stage_result *s = NULL;

	for (size_t i = 0; i < r->nr_stages; i++)
		if (!strcmp(r->stages[i].name, name))
			s = &r->stages[i];
	if (!s) {
		r->stages = grow(r->stages, r->nr_stages, sizeof(*s));
		s = &r->stages[r->nr_stages++];
		s->name = text_copy(name);
	}
	s->seconds = seconds;
	s->kept = kept;
	return s;
}

/**
 * result_stage_seconds - how long a step took
 * @r: the result
 * @name: the step
 *
 * Return: seconds, 0 if there was no such step.
 */
double result_stage_seconds(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->nr_stages; i++)
		if (!strcmp(r->stages[i].name, name))
			return r->stages[i].seconds;
	return 0;
}

/**
 * result_print - print the last line of each program that reaches a verdict
 * @r: the result
 */
void result_print(const struct result *r)
{
	printf("%s %s%s%s%s\n", verdict_name(r->verdict), r->cell,
	       r->kept ? " (kept)" : "", r->reason ? ": " : "", r->reason ?: "");
}
