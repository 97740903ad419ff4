// SPDX-License-Identifier: GPL-2.0
/* The table of the contract's numbers and the cells. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "../kit/contract.h"
#include "../kit/text.h"
#include "html.h"

struct tested {
	size_t held, failed, expected, skipped;
};

static struct tested count(const struct result *r, const char *id)
{
	struct tested n = {};

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];

		if (!contract_names(t->contract, id))
			continue;
		if (t->outcome == OUTCOME_PASS || t->outcome == OUTCOME_XPASS)
			n.held++;
		else if (t->outcome == OUTCOME_XFAIL)
			n.expected++;
		else if (t->outcome == OUTCOME_SKIP && !t->required)
			n.skipped++;
		else
			n.failed++;
	}
	return n;
}

static enum tone tone_of(const struct tested *n)
{
	if (n->failed)
		return TONE_BAD;
	if (n->expected)
		return TONE_XFAIL;
	return n->held ? TONE_PASS : TONE_SKIP;
}

static void contract_cell(xmlNode *row, const struct result *r, const char *id)
{
	struct tested n = count(r, id);
	size_t all = n.held + n.failed + n.expected;
	enum tone tone = tone_of(&n);
	xmlNode *td = element(row, "td", NULL);

	if (!all && !n.skipped) {
		line(td, "span", "quiet", "\xe2\x80\x93");
		attribute(td, "aria-label", "no test");
		return;
	}
	if (all) {
		char *word = text_format("%zu/%zu", n.held, all);

		badge(td, tone, word);
		free(word);
	} else {
		badge(td, tone, "skipped");
	}
}

static void contract_row(xmlNode *body, const struct report *report,
			 const struct guarantee *g)
{
	static const struct { const char *word; enum tone tone; } coverage[] = {
		[COVERED]	= { "tested", TONE_PASS },
		[NOT_RUN]	= { "not run", TONE_SKIP },
		[NOT_TESTED]	= { "missing", TONE_BUILD },
	};
	enum coverage c = contract_coverage(report, g->id);
	xmlNode *row = element(body, "tr", NULL);
	xmlNode *th = attribute(element(row, "th", NULL), "scope", "row");

	line(th, "code", NULL, g->id);
	textf(th, " %s", g->title);
	badge(element(row, "td", NULL), coverage[c].tone, coverage[c].word);
	for (size_t i = 0; i < report->nr; i++)
		contract_cell(row, report->cells[i].r, g->id);
}

/**
 * html_contract - append the table of contract and cells
 * @body: the parent element
 * @report: the run
 */
void html_contract(xmlNode *body, const struct report *report)
{
	xmlNode *section = element(body, "section", NULL), *table, *part;

	attribute(section, "id", "contract");
	line(section, "h2", NULL, "Contract");
	line(section, "p", "note",
	     "Each number is a guarantee of a direct call. n/m: n of its m tests that ran or were required passed. A number without a test in this run is missing.");
	table = element(scroller(section, "Contract by cell"), "table",
			"contract");
	part = element(element(table, "thead", NULL), "tr", NULL);
	attribute(line(part, "th", NULL, "guarantee"), "scope", "col");
	attribute(line(part, "th", NULL, "in this run"), "scope", "col");
	for (size_t i = 0; i < report->nr; i++) {
		const struct result *r = report->cells[i].r;
		xmlNode *th = element(part, "th", NULL);

		attribute(th, "scope", "col");
		textf(th, "%s %s %s", r->base, r->arch, r->flavor);
	}
	part = element(table, "tbody", NULL);
	for (const struct guarantee *g = contract; g->id; g++)
		contract_row(part, report, g);
}
