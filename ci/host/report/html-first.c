// SPDX-License-Identifier: GPL-2.0
/* What failed first in a cell, and why: the other failures may only follow from it. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "html.h"

static size_t count_failed(const struct result *r)
{
	size_t nr = 0;

	for (size_t i = 0; i < r->nr_tests; i++)
		nr += test_failed(&r->tests[i]);
	return nr;
}

/* In a cell that was not built or not booted, all tests lack a result for one reason. */
static bool has_results(const struct result *r)
{
	for (size_t i = 0; i < r->nr_tests; i++)
		if (r->tests[i].outcome != OUTCOME_MISSING)
			return true;
	return false;
}

static void others(xmlNode *box, size_t nr)
{
	xmlNode *p = element(box, "p", "note");

	if (nr == 1)
		text(p, "no other test failed");
	else
		textf(p, "the first of %zu; the others may only follow from it", nr);
}

/**
 * html_first - append what failed first
 * @section: the parent element
 * @cell: the cell; nothing is appended if no test of it failed, or none has a result
 */
void html_first(xmlNode *section, const struct cell *cell)
{
	const struct test_result *t = result_first_failure(cell->r);
	xmlNode *box, *p;
	char *detail;

	if (!t || cell_fine(cell) || !has_results(cell->r))
		return;
	line(section, "h3", NULL, "What failed first");
	box = element(section, "div", "failed-first");
	p = element(box, "p", NULL);
	badge(p, test_tone(t), outcome_name(t->outcome));
	text(p, " ");
	line(p, "b", NULL, t->name);
	if (t->contract)
		textf(p, " %s", t->contract);
	others(box, count_failed(cell->r));
	detail = test_detail(t);
	if (*detail)
		line(scroller(box, "What the test said"), "pre", NULL, detail);
	free(detail);
}
