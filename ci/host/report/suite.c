// SPDX-License-Identifier: GPL-2.0
/* The suite of a test: the first part of the test's name. */
#include <string.h>

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

/**
 * same_suite - do two tests belong to one suite?
 * @a: a test's name
 * @b: another test's name
 */
bool same_suite(const char *a, const char *b)
{
	size_t len = suite_length(a);

	return len == suite_length(b) && !strncmp(a, b, len);
}
