// SPDX-License-Identifier: GPL-2.0
/*
 * Which parts of the guest's suites are booted for a mutant, as lists for kit.only=:
 * names of suites and suite.program, separated by commas.
 */
#define _GNU_SOURCE
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "mutant.h"

/* "suite.program" of a kselftest's test, "suite" of any other */
static char *part_of(const char *test)
{
	const char *dot = strchr(test, '.');
	const char *second = dot ? strchr(dot + 1, '.') : NULL;
	const char *end = second ?: dot;

	return end ? text_format("%.*s", (int)(end - test), test) :
		     text_format("%s", test);
}

static bool matches(const struct mutant *m, const char *test)
{
	for (size_t i = 0; i < m->nr; i++)
		if (m->catchers[i].test && !fnmatch(m->catchers[i].test, test, 0))
			return true;
	return false;
}

/**
 * print_only - print the parts that are booted first
 * @out: the output
 * @m: the mutant
 * @baseline: the result of the cell without it
 *
 * They are those that its header names, or those of the tests that could catch it.
 * Nothing is printed if it names neither.
 */
void print_only(FILE *out, const struct mutant *m, const struct result *baseline)
{
	char *last;

	if (m->first) {
		fprintf(out, "%s\n", m->first);
		return;
	}
	last = text_format("%s", "");
	for (size_t i = 0; i < baseline->nr_tests; i++) {
		const char *name = baseline->tests[i].name;
		char *part;

		if (!matches(m, name) || !strchr(name, '.'))
			continue;
		part = part_of(name);
		if (strcmp(part, last))
			fprintf(out, "%s%s", *last ? "," : "", part);
		free(last);
		last = part;
	}
	fputc('\n', out);
	free(last);
}

static bool has_part(const char *list, const char *part)
{
	size_t len = strlen(part);

	for (; list; list = strchr(list, ',')) {
		list += *list == ',';
		if (!strncmp(list, part, len) && (!list[len] || list[len] == ','))
			return true;
	}
	return false;
}

/* These two frame every boot: is the machine fit, and what was done to it? */
static bool is_frame(const char *suite)
{
	return !strcmp(suite, "guest") || !strcmp(suite, "health");
}

/* Does an earlier test belong to @part? They are sorted by parts. */
static bool is_new(const struct result *baseline, size_t i, const char *part)
{
	size_t len = strlen(part);
	const char *before = i ? baseline->tests[i - 1].name : "";

	return strncmp(before, part, len) || (before[len] && before[len] != '.');
}

/* Print the suite, and the part if it was booted. Returns whether something is left. */
static bool print_left(FILE *out, const struct mutant *m, const struct result *baseline,
		       size_t i)
{
	const char *name = baseline->tests[i].name;
	char *suite = text_format("%.*s", (int)strcspn(name, "."), name);
	char *part = part_of(name);
	bool left = is_frame(suite) || !has_part(m->first, suite);

	if (left && is_new(baseline, i, suite))
		fprintf(out, "%s%s", i ? "," : "", suite);
	if (left && strchr(part, '.') && has_part(m->first, part)) {
		if (is_new(baseline, i, part))
			fprintf(out, ",-%s", part);
		left = false;
	}
	left &= !is_frame(suite);
	free(part);
	free(suite);
	return left;
}

/**
 * print_rest - print what is left when the first parts were booted
 * @out: the output
 * @m: the mutant
 * @baseline: the result of the cell without it
 *
 * Nothing is printed if nothing is left.
 */
void print_rest(FILE *out, const struct mutant *m, const struct result *baseline)
{
	bool left = false;
	char *list = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&list, &size);

	for (size_t i = 0; f && i < baseline->nr_tests; i++)
		left |= print_left(f, m, baseline, i);
	if (f)
		fclose(f);
	fprintf(out, "%s\n", left ? list : "");
	free(list);
}
