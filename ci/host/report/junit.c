// SPDX-License-Identifier: GPL-2.0
/* JUnit XML, flat: a testsuite for each cell and suite, and one for verdicts. */
#define _GNU_SOURCE
#include <errno.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
#include "../kit/seen.h"
#include "../kit/text.h"
#include "report.h"

/* JUnit's view of an outcome. */
enum element { NO_ELEMENT, FAILURE, ERROR, SKIPPED };

static const char * const element_names[] = {
	[FAILURE]	= "failure",
	[ERROR]		= "error",
	[SKIPPED]	= "skipped",
};

struct counts {
	size_t tests, of[4];
	double seconds;
};

static void attribute(xmlTextWriter *w, const char *name, const char *value)
{
	char *clean = text_line(value);

	xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST clean);
	free(clean);
}

static void number(xmlTextWriter *w, const char *name, size_t value)
{
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%zu", value);
}

static void seconds(xmlTextWriter *w, double value)
{
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST "time", "%.3f", value);
}

static void element(xmlTextWriter *w, enum element kind, const char *message,
		    const char *text)
{
	char *clean = text_printable(text ?: "", text ? strlen(text) : 0);

	xmlTextWriterStartElement(w, BAD_CAST element_names[kind]);
	attribute(w, "message", message);
	xmlTextWriterWriteString(w, BAD_CAST clean);
	xmlTextWriterEndElement(w);
	free(clean);
}

static enum element test_element(const struct test_result *t)
{
	switch (t->outcome) {
	case OUTCOME_PASS:
		return NO_ELEMENT;
	case OUTCOME_SKIP:
		/* A required test that skipped did not do its job. */
		return t->required ? FAILURE : SKIPPED;
	case OUTCOME_XFAIL:
		return SKIPPED;
	default:
		return FAILURE;
	}
}

static enum element verdict_element(const struct cell *cell)
{
	switch (cell_tone(cell)) {
	case TONE_PASS:
		return NO_ELEMENT;
	case TONE_NONE:		/* an absent feature is not reported as passed */
	case TONE_XFAIL:
	case TONE_SKIP:
		return SKIPPED;
	default:
		return !cell->why && cell->r->verdict == VERDICT_FAIL ?
			FAILURE : ERROR;
	}
}

static char *suite_name(const struct result *r, const char *test)
{
	size_t len = suite_length(test);

	return text_format("%s.%s.%s.%.*s", r->base, r->arch, r->flavor,
			   len ? (int)len : 4, len ? test : "cell");
}

/* Readers identify a test by its name: a second test of one name gets a number. */
static char *unique_name(struct seen *names, const char *name)
{
	size_t len = suite_length(name), before = (*seen(names, name))++;

	name += len ? len + 1 : 0;
	if (before)
		return text_format("%s#%zu", name, before + 1);
	/* The cell's own case already uses this name. */
	return text_format("%s%s", name,
			   !len && !strcmp(name, "verdict") ? "#test" : "");
}

static void write_test(xmlTextWriter *w, const struct test_result *t,
		       const char *suite, struct seen *names)
{
	enum element kind = test_element(t);
	char *name = unique_name(names, t->name), *detail = test_detail(t);
	char *message;

	xmlTextWriterStartElement(w, BAD_CAST "testcase");
	attribute(w, "classname", suite);
	attribute(w, "name", name);
	seconds(w, t->seconds);
	if (kind) {
		message = text_format("%s%s%s", outcome_name(t->outcome),
				      *detail ? ": " : "", detail);
		element(w, kind, message, detail);
		free(message);
	}
	xmlTextWriterEndElement(w);
	free(name);
	free(detail);
}

static void write_verdict(xmlTextWriter *w, const struct cell *cell,
			  const char *suite)
{
	enum element kind = verdict_element(cell);
	char *text = cell_text(cell), *message;

	xmlTextWriterStartElement(w, BAD_CAST "testcase");
	attribute(w, "classname", suite);
	attribute(w, "name", "verdict");
	seconds(w, cell_seconds(cell));
	if (kind) {
		message = text_format("%s%s%s", text,
				      *cell_reason(cell) ? ": " : "",
				      cell_reason(cell));
		element(w, kind, message, cell->r->splat.excerpt);
		free(message);
	}
	xmlTextWriterEndElement(w);
	free(text);
}

static void start_suite(xmlTextWriter *w, const struct result *r,
			const char *name, const struct counts *n)
{
	char stamp[32];
	time_t started = r->started;

	xmlTextWriterStartElement(w, BAD_CAST "testsuite");
	attribute(w, "name", name);
	number(w, "tests", n->tests);
	number(w, "failures", n->of[FAILURE]);
	number(w, "errors", n->of[ERROR]);
	number(w, "skipped", n->of[SKIPPED]);
	seconds(w, n->seconds);
	if (started > 0 && strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S",
				    gmtime(&started)))
		attribute(w, "timestamp", stamp);
}

static void count_test(struct counts *n, const struct test_result *t)
{
	n->tests++;
	n->of[test_element(t)]++;
	n->seconds += t->seconds;
}

/* The tests of one suite. */
struct group {
	const struct result *r;
	const size_t *test;
	size_t nr;
};

static const struct test_result *member(const struct group *g, size_t i)
{
	return &g->r->tests[g->test[i]];
}

/* A test case has no properties in the schema of Jenkins's xUnit plugin; a suite has. */
static void write_contract(xmlTextWriter *w, const struct group *g)
{
	bool open = false;

	for (size_t i = 0; i < g->nr; i++) {
		const struct test_result *t = member(g, i);
		size_t len = suite_length(t->name);
		char *name;

		if (!t->contract)
			continue;
		if (!open)
			xmlTextWriterStartElement(w, BAD_CAST "properties");
		open = true;
		name = text_format("contract.%s", t->name + (len ? len + 1 : 0));
		xmlTextWriterStartElement(w, BAD_CAST "property");
		attribute(w, "name", name);
		attribute(w, "value", t->contract);
		xmlTextWriterEndElement(w);
		free(name);
	}
	if (open)
		xmlTextWriterEndElement(w);
}

static void add_counts(struct counts *total, const struct counts *n)
{
	total->tests += n->tests;
	total->seconds += n->seconds;
	for (size_t i = 0; i < 4; i++)
		total->of[i] += n->of[i];
}

/* Tests without a suite of their own share "cell" with the verdict, which @cell has. */
static void write_suite(xmlTextWriter *w, const struct group *g,
			const struct cell *cell, struct counts *total)
{
	char *name = suite_name(g->r, cell ? "" : member(g, 0)->name);
	struct counts n = {};
	struct seen names = {};

	if (cell) {
		n.tests = 1;
		n.of[verdict_element(cell)]++;
		n.seconds = cell_seconds(cell);
	}
	for (size_t i = 0; i < g->nr; i++)
		count_test(&n, member(g, i));
	start_suite(w, g->r, name, &n);
	write_contract(w, g);
	if (cell)
		write_verdict(w, cell, name);
	for (size_t i = 0; i < g->nr; i++)
		write_test(w, member(g, i), name, &names);
	xmlTextWriterEndElement(w);
	add_counts(total, &n);
	seen_free(&names);
	free(name);
}

static void write_cell(xmlTextWriter *w, const struct cell *cell,
		       struct counts *total)
{
	const struct result *r = cell->r;
	struct suites s = suites_of(r);
	struct group own = { .r = r };

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < s.nr; i++) {
			struct group g = {
				r, s.test + s.start[i], s.start[i + 1] - s.start[i],
			};

			if (!suite_length(member(&g, 0)->name))
				own = g;
			else if (pass)
				write_suite(w, &g, NULL, total);
		}
		if (!pass)
			write_suite(w, &own, cell, total);
	}
	suites_free(&s);
}

/* The totals precede what they count, so the inner part is written first. */
static int write_document(const struct report *report, xmlBuffer *out)
{
	xmlBuffer *inner = xmlBufferCreate();
	xmlTextWriter *w = xmlNewTextWriterMemory(inner, 0);
	struct counts total = {};
	int ret = -ENOMEM;

	xmlTextWriterSetIndent(w, 1);
	for (size_t i = 0; i < report->nr; i++)
		write_cell(w, &report->cells[i], &total);
	xmlFreeTextWriter(w);
	w = xmlNewTextWriterMemory(out, 0);
	xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL);
	xmlTextWriterStartElement(w, BAD_CAST "testsuites");
	attribute(w, "name", report->title);
	number(w, "tests", total.tests);
	number(w, "failures", total.of[FAILURE]);
	number(w, "errors", total.of[ERROR]);
	seconds(w, total.seconds);
	xmlTextWriterWriteRaw(w, BAD_CAST "\n");
	xmlTextWriterWriteRaw(w, xmlBufferContent(inner));
	if (xmlTextWriterEndDocument(w) >= 0)
		ret = 0;
	xmlFreeTextWriter(w);
	xmlBufferFree(inner);
	return ret;
}

/**
 * write_junit - write JUnit XML
 * @report: the run
 * @path: the file
 *
 * Return: 0, or a negative errno after a message.
 */
int write_junit(const struct report *report, const char *path)
{
	xmlBuffer *out = xmlBufferCreate();
	int ret = out ? write_document(report, out) : -ENOMEM;

	if (ret)
		fprintf(stderr, "%s: out of memory\n", path);
	else
		ret = save_file(path, (const char *)xmlBufferContent(out),
				xmlBufferLength(out));
	xmlBufferFree(out);
	return ret;
}
