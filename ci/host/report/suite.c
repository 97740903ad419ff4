// SPDX-License-Identifier: GPL-2.0
/* The suite of a test: the first part of the test's name. */
#define _GNU_SOURCE
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/seen.h"
#include "../kit/text.h"
#include "report.h"

/**
 * suite_length - the length of the suite's name
 * @name: a test's name
 *
 * "cell" is the suite of the cell's verdict. Tests with that suite's name, or without a
 * suite, are added to it under their full names.
 *
 * Return: how much of @name is the suite, 0 without one.
 */
size_t suite_length(const char *name)
{
	size_t len = strcspn(name, ".");

	return name[len] && strncmp(name, "cell.", 5) ? len : 0;
}

static size_t *indices(size_t nr)
{
	size_t *array = calloc(nr + 1, sizeof(*array));

	if (!array)
		err(2, "report");
	return array;
}

/* The suite of each test, from 0 in the order in which they come. */
static size_t *number_suites(const struct result *r, size_t *nr)
{
	size_t *suite = indices(r->nr_tests);
	struct seen names = {};

	*nr = 0;
	for (size_t i = 0; i < r->nr_tests; i++) {
		const char *name = r->tests[i].name;
		char *of = text_format("%.*s", (int)suite_length(name), name);
		size_t *known = seen(&names, of);

		if (!*known)
			*known = ++*nr;
		suite[i] = *known - 1;
		free(of);
	}
	seen_free(&names);
	return suite;
}

/**
 * suites_of - sort the tests of a cell by their suites
 * @r: the cell's result
 *
 * Return: the suites, in the order in which they come; for suites_free().
 */
struct suites suites_of(const struct result *r)
{
	struct suites s = {};
	size_t *suite = number_suites(r, &s.nr), *next;

	s.start = indices(s.nr);
	s.test = indices(r->nr_tests);
	next = indices(s.nr);
	for (size_t i = 0; i < r->nr_tests; i++)
		s.start[suite[i] + 1]++;
	for (size_t i = 0; i < s.nr; i++) {
		next[i] = s.start[i];
		s.start[i + 1] += s.start[i];
	}
	for (size_t i = 0; i < r->nr_tests; i++)
		s.test[next[suite[i]]++] = i;
	free(next);
	free(suite);
	return s;
}

/**
 * suites_free - free what suites_of() allocated
 * @s: the suites
 */
void suites_free(struct suites *s)
{
	free(s->start);
	free(s->test);
	*s = (struct suites) {};
}
