// SPDX-License-Identifier: GPL-2.0
/* Descriptions of a cell, in words that every report uses. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "report.h"

static bool absent(const struct result *r)
{
	return r->status && !strcmp(r->status, "none");
}

static bool known_status(const struct result *r)
{
	return r->status && (!strcmp(r->status, "native") ||
			     !strcmp(r->status, "ported") || absent(r));
}

static const struct test_result *first_unmet(const struct result *r)
{
	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];

		if (t->required && t->outcome != OUTCOME_PASS &&
		    t->outcome != OUTCOME_XFAIL)
			return t;
	}
	return NULL;
}

/* The file's test results must support a good verdict. */
static char *contradiction(const struct cell *cell)
{
	const struct result *r = cell->r;
	const struct test_result *t = first_unmet(r);
	const char *word = verdict_name(r->verdict);

	if (r->verdict != VERDICT_PASS && r->verdict != VERDICT_XFAIL)
		return NULL;
	if (!known_status(r))
		return text_format("it says %s, but its port status is not known",
				   word);
	if (!cell->required)
		return text_format("it says %s, but no test was required",
				   word);
	if (t)
		return text_format("it says %s, but the required test %s has the outcome %s",
				   word, t->name, outcome_name(t->outcome));
	if (r->verdict == VERDICT_PASS && cell->held < cell->required)
		return text_format("it says PASS, but a required test failed as expected: that is XFAIL");
	return NULL;
}

/**
 * cell_judge - count a cell's required tests and check that its verdict is credible
 * @cell: the cell; its why is set when its verdict contradicts its tests
 */
void cell_judge(struct cell *cell)
{
	for (size_t i = 0; i < cell->r->nr_tests; i++) {
		const struct test_result *t = &cell->r->tests[i];

		cell->required += t->required;
		cell->held += t->required && t->outcome == OUTCOME_PASS;
	}
	if (!cell->why)
		cell->why = contradiction(cell);
}

/**
 * cell_fine - is this cell no obstacle to a good run?
 * @cell: the cell
 */
bool cell_fine(const struct cell *cell)
{
	return !cell->why && (cell->r->verdict == VERDICT_PASS ||
			      cell->r->verdict == VERDICT_XFAIL);
}

/**
 * cell_tone - the colour of a cell
 * @cell: the cell
 */
enum tone cell_tone(const struct cell *cell)
{
	if (cell->why)
		return TONE_UNKNOWN;
	switch (cell->r->verdict) {
	case VERDICT_PASS:
		return absent(cell->r) ? TONE_NONE : TONE_PASS;
	case VERDICT_XFAIL:
		return TONE_XFAIL;
	case VERDICT_SKIP:
		return TONE_SKIP;
	case VERDICT_BUILD:
	case VERDICT_CONFIG:
	case VERDICT_APPLY:
		return TONE_BUILD;
	default:
		return TONE_BAD;
	}
}

/**
 * test_tone - the colour of a test
 * @t: the test; a required test that was skipped is as bad as a failure
 */
enum tone test_tone(const struct test_result *t)
{
	switch (t->outcome) {
	case OUTCOME_PASS:
		return TONE_PASS;
	case OUTCOME_SKIP:
		return t->required ? TONE_BAD : TONE_SKIP;
	case OUTCOME_XFAIL:
		return TONE_XFAIL;
	case OUTCOME_XPASS:
		return TONE_BUILD;
	default:
		return TONE_BAD;
	}
}

/**
 * cell_word - the one word for a cell
 * @cell: the cell
 *
 * Return: the verdict, but "none" for a good cell without direct calls, because an absent
 * feature has not passed.
 */
const char *cell_word(const struct cell *cell)
{
	switch (cell_tone(cell)) {
	case TONE_UNKNOWN:
		return "no verdict";
	case TONE_NONE:
		return "none";
	default:
		return verdict_name(cell->r->verdict);
	}
}

/**
 * cell_text - the text of a cell in the terminal's matrix
 * @cell: the cell
 *
 * Return: "PASS native 14/14" and the like; to be freed.
 */
char *cell_text(const struct cell *cell)
{
	const char *word = cell_word(cell);

	switch (cell_tone(cell)) {
	case TONE_UNKNOWN:
		return text_format("%s", word);
	case TONE_NONE:
		return text_format("%s %zu/%zu", word, cell->held,
				   cell->required);
	default:
		break;
	}
	if (!cell->required)
		return text_format("%s%s%s", word, cell->r->status ? " " : "",
				   cell->r->status ?: "");
	return text_format("%s %s %zu/%zu", word, cell->r->status ?: "?",
			   cell->held, cell->required);
}

/**
 * cell_reason - why a cell is not PASS
 * @cell: the cell
 *
 * Return: a sentence, "" when there is no reason.
 */
const char *cell_reason(const struct cell *cell)
{
	return cell->why ?: cell->r->reason ?: "";
}

/**
 * cell_seconds - how long a cell took in this run
 * @cell: the cell
 */
double cell_seconds(const struct cell *cell)
{
	double sum = 0;

	for (size_t i = 0; i < cell->r->nr_stages; i++)
		sum += cell->r->stages[i].seconds;
	return sum;
}

static bool in_row(const struct cell *cell, const struct cell *row)
{
	return !row || (!strcmp(cell->r->base, row->r->base) &&
			!strcmp(cell->r->flavor, row->r->flavor));
}

/**
 * distinct_values - list the different values of one fact
 * @report: the run
 * @row: only cells of this cell's row; NULL for all
 * @get: returns the fact of a result
 *
 * Return: the values separated by commas, "" when there is none; to be freed.
 */
char *distinct_values(const struct report *report, const struct cell *row,
		      const char *(*get)(const struct result *r))
{
	char *list = text_format("%s", ""), *more;

	for (size_t i = 0; i < report->nr; i++) {
		const char *value = get(report->cells[i].r);
		bool new = value && in_row(&report->cells[i], row);

		for (size_t j = 0; new && j < i; j++) {
			const char *other = get(report->cells[j].r);

			new = !other || !in_row(&report->cells[j], row) ||
			      strcmp(other, value);
		}
		if (!new)
			continue;
		more = text_format("%s%s%s", list, *list ? ", " : "", value);
		free(list);
		list = more;
	}
	return list;
}

static const char *get_version(const struct result *r)
{
	return r->version;
}

/**
 * row_versions - the point releases of a row, usually one
 * @report: the run
 * @row: a cell of the row
 *
 * Return: as distinct_values().
 */
char *row_versions(const struct report *report, const struct cell *row)
{
	return distinct_values(report, row, get_version);
}

/**
 * closing_sentence - the run in one sentence
 * @report: the run
 *
 * Return: a string to be freed.
 */
char *closing_sentence(const struct report *report)
{
	size_t fine = 0, none = 0;
	char *absent, *all;

	for (size_t i = 0; i < report->nr; i++) {
		fine += cell_fine(&report->cells[i]);
		none += cell_tone(&report->cells[i]) == TONE_NONE;
	}
	absent = none ? text_format("; %zu of them %s no direct calls", none,
				    none == 1 ? "has" : "have") :
			text_format("%s", "");
	if (fine == report->nr)
		all = text_format("%s %s fine%s.",
				  report->nr == 1 ? "The cell" : "All cells",
				  report->nr == 1 ? "is" : "are", absent);
	else
		all = text_format("%zu of %zu cells %s not fine.",
				  report->nr - fine, report->nr,
				  report->nr - fine == 1 ? "is" : "are");
	free(absent);
	return all;
}
