// SPDX-License-Identifier: GPL-2.0
/* A cell's section of the page. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "html.h"

static void stage_bar(xmlNode *section, const struct result *r)
{
	xmlNode *bar, *list, *item;

	if (!r->nr_stages)
		return;
	line(section, "h3", NULL, "Time by step");
	bar = attribute(element(section, "div", "bar"), "aria-hidden", "true");
	list = element(section, "ul", "stages");
	for (size_t i = 0; i < r->nr_stages; i++) {
		const struct stage_result *s = &r->stages[i];
		char *class = text_format("stage-%s", s->name);
		char *style = text_format("flex-grow:%.3f", s->seconds + 0.001);

		attribute(element(bar, "span", class), "style", style);
		item = element(list, "li", class);
		textf(item, "%s ", s->name);
		put_time(element(item, "b", NULL), s->seconds);
		text(item, s->kept ? " (kept)" : "");
		free(class);
		free(style);
	}
}

/* What git and the tree itself say of the user's tree. */
static void tree_facts(xmlNode *list, const struct result *r)
{
	bool dirty = r->dirty && !strcmp(r->dirty, "yes");
	char *commit = text_format("%s%s", r->commit ?: "none",
				   dirty ? ", and changes to it" : "");

	fact(list, "Tree", r->tree_name);
	if (r->tree_name)
		fact(list, "Commit", commit);
	fact(list, "Described as", r->describe);
	fact(list, "Branch", r->branch);
	fact(list, "Extra version", r->extraversion);
	fact(list, "Local version", r->localversion);
	free(commit);
}

/* What became of the patches, where an answer other than "applied" is possible. */
static void patch_facts(xmlNode *list, const struct result *r)
{
	char *all;

	if (!r->patches_applied)
		return;
	all = text_format("%s applied, %s there already, %s merged",
			  r->patches_applied, r->patches_already ?: "0",
			  r->patches_merged ?: "0");
	fact(list, "Patches", all);
	free(all);
}

static void cell_facts(xmlNode *section, const struct cell *cell)
{
	xmlNode *list = element(section, "dl", "facts");
	const struct result *r = cell->r;
	char *emulation, *configuration;

	fact(list, "Direct calls", r->status);
	fact(list, "Source", r->version);
	tree_facts(list, r);
	fact(list, "Series", r->series);
	patch_facts(list, r);
	fact(list, "Series hash", r->patchset_hash);
	if (r->kconfig) {
		configuration = text_format("%s, %d option%s changed for the tests",
					    r->kconfig, r->config_changes,
					    r->config_changes == 1 ? "" : "s");
		fact(list, "Configuration", configuration);
		free(configuration);
	}
	fact(list, "Added options", r->fragment);
	fact(list, "Compiler", r->compiler);
	fact(list, "Compiler cache", r->compiler_cache);
	fact(list, "Emulator", r->qemu);
	if (r->accel || r->cpus) {
		emulation = text_format("%s, %d CPU%s", r->accel ?: "?",
					r->cpus, r->cpus == 1 ? "" : "s");
		fact(list, "Acceleration", emulation);
		free(emulation);
	}
	fact(list, "Boot command", r->command);
}

static void cell_splat(xmlNode *section, const struct splat *splat)
{
	xmlNode *box, *p;

	if (!splat->line)
		return;
	line(section, "h3", NULL, "First splat");
	box = element(section, "div", "splat");
	p = element(box, "p", NULL);
	badge(p, TONE_BAD, splat->kind ?: "splat");
	text(p, " ");
	line(p, "b", NULL, splat->title ?: "");
	p = element(box, "p", "note");
	text(p, "fingerprint ");
	line(p, "code", NULL, splat->fingerprint ?: "none");
	textf(p, ", console.log line %zu", splat->line);
	if (splat->excerpt)
		line(scroller(box, "Excerpt of the console"), "pre", NULL,
		     splat->excerpt);
}

static void test_row(xmlNode *body, const struct test_result *t, size_t skip)
{
	xmlNode *row = element(body, "tr", NULL), *cell;
	char *detail = test_detail(t);

	badge(element(row, "td", "outcome"), test_tone(t),
	      outcome_name(t->outcome));
	cell = attribute(element(row, "th", "name"), "scope", "row");
	text(cell, t->name + skip);
	if (t->required) {
		text(cell, " ");
		line(cell, "span", "required", "required");
	}
	line(row, "td", "contract", t->contract ?: "");
	put_time(element(row, "td", "time"), t->seconds);
	line(row, "td", "detail", detail);
	free(detail);
}

static void suite_rows(xmlNode *table, const struct result *r, const size_t *test,
		       size_t nr)
{
	const char *of = r->tests[*test].name;
	size_t len = suite_length(of), held = 0;
	xmlNode *body = element(table, "tbody", NULL), *th;

	for (size_t i = 0; i < nr; i++)
		held += r->tests[test[i]].outcome == OUTCOME_PASS;
	th = element(element(body, "tr", "suite"), "th", NULL);
	attribute(th, "colspan", "5");
	attribute(th, "scope", "rowgroup");
	textf(th, "%.*s ", len ? (int)len : 5, len ? of : "tests");
	textf(element(th, "span", "sub"), "%zu of %zu passed", held, nr);
	for (size_t i = 0; i < nr; i++)
		test_row(body, &r->tests[test[i]], len ? len + 1 : 0);
}

static void test_heading(xmlNode *table)
{
	static const char * const names[] = {
		"outcome", "test", "contract", "time", "detail",
	};
	xmlNode *row = element(element(table, "thead", NULL), "tr", NULL);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		attribute(line(row, "th", NULL, names[i]), "scope", "col");
}

/* Sections that need attention are open. */
static void cell_tests(xmlNode *section, const struct cell *cell)
{
	const struct result *r = cell->r;
	xmlNode *details, *table;
	struct suites suites;
	size_t nr = 0;

	if (!r->nr_tests)
		return;
	for (size_t i = 0; i < r->nr_tests; i++)
		nr += r->tests[i].outcome == OUTCOME_PASS;
	details = element(section, "details", "tests");
	if (!cell_fine(cell))
		attribute(details, "open", "open");
	textf(element(details, "summary", NULL), "Tests: %zu of %zu passed",
	      nr, r->nr_tests);
	table = element(scroller(details, "Tests"), "table", "tests");
	test_heading(table);
	suites = suites_of(r);
	for (size_t i = 0; i < suites.nr; i++)
		suite_rows(table, r, suites.test + suites.start[i],
			   suites.start[i + 1] - suites.start[i]);
	suites_free(&suites);
}

static void reproduce(xmlNode *section, const struct result *r)
{
	xmlNode *p = element(section, "p", "again");

	line(p, "span", "label", "Reproduce");
	if (r->rerun)
		line(p, "code", "command", r->rerun);
	else
		textf(element(p, "code", "command"), "make rerun CELL=%s",
		      r->cell);
}

/**
 * html_cell - append all facts about a cell
 * @body: the parent element
 * @report: the run
 * @cell: the cell
 */
void html_cell(xmlNode *body, const struct report *report,
	       const struct cell *cell)
{
	char *class = text_format("cell edge-%s%s", tone_name(cell_tone(cell)),
				  cell_fine(cell) ? " fine" : "");
	xmlNode *section = element(body, "section", class), *h2;

	attribute(section, "id", cell->id);
	h2 = line(section, "h2", NULL, cell->r->cell);
	text(h2, " ");
	badge(h2, cell_tone(cell), cell_word(cell));
	if (cell->r->kept) {
		text(h2, " ");
		line(h2, "span", "sub", "kept from an earlier boot");
	}
	if (*cell_reason(cell))
		line(section, "p", "reason", cell_reason(cell));
	reproduce(section, cell->r);
	cell_splat(section, &cell->r->splat);
	html_first(section, cell);
	cell_facts(section, cell);
	stage_bar(section, cell->r);
	cell_tests(section, cell);
	html_logs(section, report, cell);
	free(class);
}
