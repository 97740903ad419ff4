// SPDX-License-Identifier: GPL-2.0
/* The suite of a test: its name's first part. */
#include <string.h>

#include "report.h"

/**
 * suite_length - the length of the suite's name
 * @name: a test's name
 *
 * "cell" is the suite of the cell's verdict; tests that come with that name,
 * or with none, go in with it under their full names.
 *
 * Return: how much of @name is the suite, 0 without one.
 */
size_t suite_length(const char *name)
{
	size_t len = strcspn(name, ".");

	return name[len] && strncmp(name, "cell.", 5) ? len : 0;
}

/**
 * same_suite - are two tests of one suite?
 * @a: a test's name
 * @b: another one's
 */
bool same_suite(const char *a, const char *b)
{
	size_t len = suite_length(a);

	return len == suite_length(b) && !strncmp(a, b, len);
}
