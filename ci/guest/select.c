// SPDX-License-Identifier: GPL-2.0
/* What of the suites is to be run. */
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

/**
 * selected - is it to be run?
 * @suite: the suite
 * @program: one of its programs, NULL for any of them
 *
 * kit.only= holds names of suites, or suite.program, with commas between.
 */
bool selected(const char *suite, const char *program)
{
	const char *word = option("kit.only");
	size_t len;

	if (!word || !*word)
		return true;
	for (; *word; word += len + (word[len] == ',')) {
		len = strcspn(word, ",");
		if (is_word(word, len, suite, program))
			return true;
	}
	return false;
}
