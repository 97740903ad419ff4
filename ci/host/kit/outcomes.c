// SPDX-License-Identifier: GPL-2.0
/* Compare the received results with the manifest and the expected failures. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "outcomes.h"
#include "text.h"

struct outcomes {
	struct result *r;
	const struct manifest *manifest;
	const struct rules *expected;
};

static void set_detail(struct test_result *test, char *detail)
{
	free(test->detail);
	test->detail = detail;
}

/* A reason of a random failure begins with this word, and a pass is no surprise then. */
#define SOMETIMES	"sometimes:"

/*
 * A test may report its own failure as expected. A required test is only excused by the
 * list, which must give a reason.
 */
static void apply_expected(struct outcomes *o, struct test_result *test)
{
	const char *why = rules_match(o->expected, test->name);

	if (!why && test->required && test->outcome == OUTCOME_XFAIL)
		test->outcome = OUTCOME_FAIL;
	if (!why)
		return;
	if (test->outcome == OUTCOME_PASS) {
		if (!strncmp(why, SOMETIMES, strlen(SOMETIMES)))
			return;
		test->outcome = OUTCOME_XPASS;
		set_detail(test, text_format("passed, but is listed as an expected failure: %s",
					     why));
	} else if (test->outcome == OUTCOME_FAIL || test->outcome == OUTCOME_XFAIL) {
		test->outcome = OUTCOME_XFAIL;
		set_detail(test, text_format("expected: %s%s%s", why,
					     test->detail ? "\n" : "",
					     test->detail ?: ""));
	}
}

static struct test_result *add_test(struct result *r, const char *name,
				    enum outcome outcome, const char *detail, bool required)
{
	struct test_result *test = result_add_test(r, name, outcome, detail);

	test->contract = contract_of(name);
	test->required = required;
	return test;
}

static void on_report(void *ctx, const struct ktap_report *report)
{
	struct outcomes *o = ctx;
	/* A name that got a number added is not the required name. */
	bool required = !report->again && manifest_has(o->manifest, report->name);
	struct test_result *test;

	/* A suite mostly repeats the results of its tests. */
	if (report->suite && !report->telling && !required)
		return;
	test = add_test(o->r, report->name, report->outcome, report->detail, required);
	test->seconds = report->seconds;
	apply_expected(o, test);
}

static bool has_required(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->nr_tests; i++)
		if (r->tests[i].required && !strcmp(r->tests[i].name, name))
			return true;
	return false;
}

/* Why a required test may be missing: its suite was skipped, or everything was. */
static char *why_missing(const struct result *r, const struct ktap *k, const char *name)
{
	const char *all = ktap_skipped(k);

	if (all)
		return text_format("required, but nothing was planned: SKIP%s%s",
				   *all ? " " : "", all);
	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];
		size_t len = strlen(t->name);

		if (t->outcome == OUTCOME_SKIP && !strncmp(t->name, name, len) &&
		    name[len] == '.')
			return text_format("required, but %s was skipped: %s", t->name,
					   t->detail ?: "");
	}
	return text_copy("required, but no result came");
}

static void add_missing(struct result *r, const struct ktap *k, const char *name)
{
	char *why = why_missing(r, k, name);

	add_test(r, name, OUTCOME_MISSING, why, true);
	free(why);
}

/**
 * outcomes_reported - fill in the tests of a result
 * @r: the result, whose cell is set
 * @k: the guest's results, after ktap_end()
 * @manifest: the required tests
 * @expected: the expected failures, or NULL
 *
 * A required test without a result is added as MISSING.
 */
void outcomes_reported(struct result *r, struct ktap *k, const struct manifest *manifest,
		       const struct rules *expected)
{
	struct outcomes o = { .r = r, .manifest = manifest, .expected = expected };

	ktap_report(k, on_report, &o);
	for (size_t i = 0; i < manifest->nr; i++)
		if (!has_required(r, manifest->tests[i]))
			add_missing(r, k, manifest->tests[i]);
}

/**
 * outcomes_unrun - fill in the tests of a cell that was not booted
 * @r: the result
 * @manifest: the required tests
 * @outcome: the outcome of each of them
 * @why: the reason
 */
void outcomes_unrun(struct result *r, const struct manifest *manifest,
		    enum outcome outcome, const char *why)
{
	for (size_t i = 0; i < manifest->nr; i++)
		add_test(r, manifest->tests[i], outcome, why, true);
}
