// SPDX-License-Identifier: GPL-2.0
/* JUnit XML, flat: a testsuite for each cell and suite, and one for verdicts. */
#define _GNU_SOURCE
#include <errno.h>
#include <libxml/xmlwriter.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
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
static char *unique_name(const struct result *r, size_t i)
{
	const char *name = r->tests[i].name;
	size_t len = suite_length(name), before = 0;

	for (size_t j = 0; j < i; j++)
		before += !strcmp(r->tests[j].name, name);
	name += len ? len + 1 : 0;
	if (before)
		return text_format("%s#%zu", name, before + 1);
	/* The cell's own case already uses this name. */
	return text_format("%s%s", name,
			   !len && !strcmp(name, "verdict") ? "#test" : "");
}

static void write_test(xmlTextWriter *w, const struct result *r, size_t i,
		       const char *suite)
{
	const struct test_result *t = &r->tests[i];
	enum element kind = test_element(t);
	char *name = unique_name(r, i);
	char *message;

	xmlTextWriterStartElement(w, BAD_CAST "testcase");
	attribute(w, "classname", suite);
	attribute(w, "name", name);
	seconds(w, t->seconds);
	if (kind) {
		message = text_format("%s%s%s", outcome_name(t->outcome),
				      t->detail ? ": " : "", t->detail ?: "");
		element(w, kind, message, t->detail);
		free(message);
	}
	xmlTextWriterEndElement(w);
	free(name);
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

/* A test case has no properties in the schema of Jenkins's xUnit plugin; a suite has. */
static void write_contract(xmlTextWriter *w, const struct result *r, const char *of)
{
	size_t skip = suite_length(of) ? suite_length(of) + 1 : 0;
	bool open = false;

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];
		char *name;

		if (!t->contract || !same_suite(of, t->name))
			continue;
		if (!open)
			xmlTextWriterStartElement(w, BAD_CAST "properties");
		open = true;
		name = text_format("contract.%s", t->name + skip);
		xmlTextWriterStartElement(w, BAD_CAST "property");
		attribute(w, "name", name);
		attribute(w, "value", t->contract);
		xmlTextWriterEndElement(w);
		free(name);
	}
	if (open)
		xmlTextWriterEndElement(w);
}

/* Tests without a suite of their own share "cell" with the verdict. */
static void write_suite(xmlTextWriter *w, const struct cell *cell,
			const char *of, struct counts *total)
{
	const struct result *r = cell->r;
	bool verdict = !suite_length(of);
	char *name = suite_name(r, of);
	struct counts n = {};

	if (verdict) {
		n.tests = 1;
		n.of[verdict_element(cell)]++;
		n.seconds = cell_seconds(cell);
	}
	for (size_t i = 0; i < r->nr_tests; i++)
		if (same_suite(of, r->tests[i].name))
			count_test(&n, &r->tests[i]);
	start_suite(w, r, name, &n);
	write_contract(w, r, of);
	if (verdict)
		write_verdict(w, cell, name);
	for (size_t i = 0; i < r->nr_tests; i++)
		if (same_suite(of, r->tests[i].name))
			write_test(w, r, i, name);
	xmlTextWriterEndElement(w);
	total->tests += n.tests;
	total->seconds += n.seconds;
	for (size_t i = 0; i < 4; i++)
		total->of[i] += n.of[i];
	free(name);
}

static void write_cell(xmlTextWriter *w, const struct cell *cell,
		       struct counts *total)
{
	const struct result *r = cell->r;

	write_suite(w, cell, "", total);
	for (size_t i = 0; i < r->nr_tests; i++) {
		const char *name = r->tests[i].name;
		size_t first = 0;

		while (!same_suite(r->tests[first].name, name))
			first++;
		if (first == i && suite_length(name))
			write_suite(w, cell, name, total);
	}
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
