// SPDX-License-Identifier: GPL-2.0
/* Report the content of a KTAP stream: each test by its full name, once. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "ktap-tree.h"
#include "seen.h"
#include "text.h"

#define SINGLE_GAPS	64	/* more missing results in a row become one line */

struct teller {
	ktap_fn fn;
	void *ctx;
	struct seen names;	/* how often each was reported */
	const char *parent;
	size_t failed;		/* failures and missing results so far */
};

/* Two tests with the same name would hide each other in every report. */
static char *unique(struct teller *t, char *name, bool *again)
{
	size_t *times = seen(&t->names, name);

	while ((*times)++) {
		char *other = text_format("%s_%zu", name, *times);

		*again = true;
		if (!(*seen(&t->names, other))++) {
			free(name);
			return other;
		}
		free(other);
	}
	return name;
}

static char *full_name(const struct teller *t, const char *part)
{
	return text_format("%s%s%s", t->parent ?: "", t->parent ? "." : "", part);
}

static void tell(struct teller *t, const char *part, struct ktap_report *report)
{
	char *name = unique(t, full_name(t, part), &report->again);

	report->name = name;
	if (report->outcome == OUTCOME_FAIL || report->outcome == OUTCOME_MISSING)
		t->failed += !report->suite || report->telling;
	t->fn(t->ctx, report);
	free(name);
}

static void tell_gap(void *ctx, unsigned long first, unsigned long last)
{
	struct teller *t = ctx;
	bool single = last - first < SINGLE_GAPS;

	do {
		unsigned long end = single ? first : last;
		struct ktap_report report = {
			.outcome = OUTCOME_MISSING,
			.detail = "planned, but no result came",
		};
		char *part = end == first ? text_format("test_%lu", first) :
			     text_format("test_%lu-%lu", first, last);

		tell(t, part, &report);
		free(part);
		first = end + 1;
	} while (first <= last);
}

static void tell_level(struct teller *t, const struct ktap_level *level);

/*
 * A suite's own line is reported when it contains what no test in the suite says. It is
 * contradicted when it is better than the tests.
 */
static void judge_suite(struct ktap_report *report, const struct ktap_node *node,
			size_t failed)
{
	const struct ktap_level *suite = node->suite;

	report->suite = true;
	if (node->outcome == OUTCOME_PASS && failed) {
		report->outcome = OUTCOME_FAIL;
		report->detail = "the suite says ok, but a test in it failed or is missing";
		report->telling = true;
	} else if (node->outcome == OUTCOME_PASS && !suite->nr && !suite->planned) {
		report->outcome = OUTCOME_FAIL;
		report->detail = "the suite says ok, but it has no plan and no result";
		report->telling = true;
	} else if (node->outcome == OUTCOME_PASS && !suite->nr && !suite->plan) {
		report->outcome = OUTCOME_SKIP;
		report->detail = suite->skip && *suite->skip ? suite->skip :
				 "skipped without a reason";
		report->telling = true;
	} else {
		report->telling = node->outcome != OUTCOME_PASS && !failed;
	}
}

static void tell_node(struct teller *t, const struct ktap_node *node)
{
	struct ktap_report report = {
		.outcome = node->outcome, .detail = node->detail,
		.after = node->after.s, .seconds = node->seconds,
	};

	if (node->suite) {
		const char *parent = t->parent;
		char *name = full_name(t, node->part);
		size_t before = t->failed;

		t->parent = name;
		tell_level(t, node->suite);
		t->parent = parent;
		free(name);
		judge_suite(&report, node, t->failed - before);
	}
	tell(t, node->part, &report);
}

static void tell_level(struct teller *t, const struct ktap_level *level)
{
	for (size_t i = 0; i < level->nr; i++)
		tell_node(t, &level->nodes[i]);
	ktap_gaps(level, tell_gap, t);
}

/**
 * ktap_report - report every test of a stream
 * @k: the parser, after ktap_end()
 * @fn: called for each test; a suite follows the tests in it
 * @ctx: its first argument
 */
void ktap_report(struct ktap *k, ktap_fn fn, void *ctx)
{
	struct teller t = { .fn = fn, .ctx = ctx };

	for (size_t i = 0; i < k->nr_done; i++)
		tell_level(&t, k->done[i]);
	tell_level(&t, k->open[0]);
	seen_free(&t.names);
}

static const char *level_disorder(const struct ktap_level *level, unsigned long *number)
{
	const char *what = ktap_disorder(level, number);

	for (size_t i = 0; !what && i < level->nr; i++)
		if (level->nodes[i].suite)
			what = level_disorder(level->nodes[i].suite, number);
	return what;
}

/**
 * ktap_problem - the first inconsistency in the stream
 * @k: the parser, after ktap_end()
 *
 * Missing results do not count here, because ktap_report() reports them.
 *
 * Return: a description, or NULL.
 */
const char *ktap_problem(struct ktap *k)
{
	unsigned long number;
	const char *what = NULL;

	for (size_t i = 0; !what && !k->problem && i <= k->nr_done; i++) {
		what = level_disorder(i < k->nr_done ? k->done[i] : k->open[0], &number);
		if (what)
			k->problem = text_format("result number %lu %s", number, what);
	}
	return k->problem;
}

static void found_gap(void *ctx, unsigned long first, unsigned long last)
{
	*(bool *)ctx = first <= last;
}

/**
 * ktap_planned - was there a plan?
 * @k: the parser
 *
 * Return: whether the outermost level has one.
 */
bool ktap_planned(const struct ktap *k)
{
	return k->open[0]->planned;
}

/**
 * ktap_skipped - why was nothing planned?
 * @k: the parser
 *
 * Return: the reason that the outermost plan "1..0 # SKIP reason" gives, perhaps "";
 * NULL when there is no such plan, or a result came.
 */
const char *ktap_skipped(const struct ktap *k)
{
	const struct ktap_level *top = k->open[0];

	return top->planned && !top->plan && !k->nr_nodes ? top->skip : NULL;
}

/**
 * ktap_complete - did all planned results come?
 * @k: the parser
 *
 * Return: whether there is a plan and a result for each number of it.
 */
bool ktap_complete(const struct ktap *k)
{
	const struct ktap_level *top = k->open[0];
	bool gap = false;

	if (!top->planned || k->nr_open > 1 || top->nr < top->plan)
		return false;
	ktap_gaps(top, found_gap, &gap);
	return !gap;
}
