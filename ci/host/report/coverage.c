// SPDX-License-Identifier: GPL-2.0
/* Which numbers of the contract were tested. An untested number is reported as such. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "../kit/contract.h"
#include "../kit/text.h"
#include "report.h"

static bool ran(enum outcome outcome)
{
	return outcome != OUTCOME_SKIP && outcome != OUTCOME_MISSING;
}

/**
 * contract_coverage - was a guarantee tested?
 * @report: the run
 * @id: its number
 *
 * Return: COVERED when a test of it ran in any cell; NOT_RUN when there are tests, but
 * all were skipped or gave no result; NOT_TESTED without any test.
 */
enum coverage contract_coverage(const struct report *report, const char *id)
{
	enum coverage coverage = NOT_TESTED;

	for (size_t i = 0; i < report->nr; i++) {
		const struct result *r = report->cells[i].r;

		for (size_t j = 0; j < r->nr_tests; j++) {
			if (!contract_names(r->tests[j].contract, id))
				continue;
			if (ran(r->tests[j].outcome))
				return COVERED;
			coverage = NOT_RUN;
		}
	}
	return coverage;
}

/* "  missing  DC-01 DC-02 ...", wrapped. */
static void put_numbers(FILE *out, const struct report *report, int width,
			const char *label, enum coverage coverage)
{
	int column = 0;

	for (const struct guarantee *g = contract; g->id; g++) {
		if (contract_coverage(report, g->id) != coverage)
			continue;
		if (!column)
			column = fprintf(out, "  %-8s", label);
		else if (column + 6 > width)
			column = fprintf(out, "\n  %-8s", "") - 1;
		column += fprintf(out, " %s", g->id);
	}
	if (column)
		fprintf(out, "\n");
}

static void put_unknown(FILE *out, const struct result *r)
{
	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];
		char *number;

		if (contract_knows(t->contract))
			continue;
		number = text_line(t->contract);
		fprintf(out, "  unknown  %s, which %s names in %s, is not in the contract\n",
			number, t->name, r->cell);
		free(number);
	}
}

/**
 * coverage_summary - how much of the contract was tested
 * @report: the run
 *
 * Return: "8 of 27 guarantees were tested in this run"; to be freed.
 */
char *coverage_summary(const struct report *report)
{
	size_t covered = 0, all = 0;

	for (const struct guarantee *g = contract; g->id; g++, all++)
		covered += contract_coverage(report, g->id) == COVERED;
	return text_format("%zu of %zu guarantees were tested in this run",
			   covered, all);
}

/**
 * print_coverage - print which numbers of the contract have a test in this run
 * @out: the output
 * @report: the run
 * @width: columns of the terminal
 */
void print_coverage(FILE *out, const struct report *report, int width)
{
	char *summary = coverage_summary(report);

	fprintf(out, "contract: %s\n", summary);
	free(summary);
	put_numbers(out, report, width, "tested", COVERED);
	put_numbers(out, report, width, "not run", NOT_RUN);
	put_numbers(out, report, width, "missing", NOT_TESTED);
	for (size_t i = 0; i < report->nr; i++)
		put_unknown(out, report->cells[i].r);
	fprintf(out, "\n");
}
