// SPDX-License-Identifier: GPL-2.0
/* Which parts of the suites are run. */
#define _GNU_SOURCE
#include <string.h>

#include "guest.h"

static bool is_word(const char *word, size_t len, const char *suite,
		    const char *program)
{
	size_t n = strlen(suite);

	if (len < n || strncmp(word, suite, n))
		return false;
	if (len == n)
		return true;
	if (word[n] != '.')
		return false;
	return !program || (len - n - 1 == strlen(program) &&
			    !strncmp(word + n + 1, program, len - n - 1));
}

static bool named(const char *list, char sign, const char *suite, const char *program)
{
	const char *word;
	size_t len;

	for (word = list; *word; word += len + (word[len] == ',')) {
		len = strcspn(word, ",");
		if (sign && *word != sign)
			continue;
		if (is_word(word + !!sign, len - !!sign, suite, program))
			return true;
	}
	return false;
}

/**
 * selected - must a suite or program run?
 * @suite: the suite
 * @program: one of its programs, NULL for any of them
 *
 * kit.only= holds names of suites, or suite.program, separated by commas. A name after a
 * minus sign is left out, whatever the others say.
 */
bool selected(const char *suite, const char *program)
{
	const char *list = option("kit.only");

	if (!list || !*list)
		return true;
	if (program && named(list, '-', suite, program))
		return false;
	return named(list, 0, suite, program);
}
