// SPDX-License-Identifier: GPL-2.0
/*
 * Does a selector select a cell? ci/lib/selector.awk answers the same question for the
 * scripts; both are tested against the table ci/tests/golden/selectors.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "selector.h"
#include "text.h"
#include "version.h"

#define GRAMMAR \
	"write STATUS[RANGE][/ARCH[/FLAVOR]][+series|-series], as native, any[6.12,6.13)/riscv or direct-series; STATUS is any, direct, native, ported or none"

static int malformed(const char *text, char **why)
{
	*why = text_format("'%s' is not a selector; " GRAMMAR, text);
	return -1;
}

static bool is(const char *fact, const char *word)
{
	return fact && !strcmp(fact, word);
}

/* Returns 1, 0, or -1 if there is no such word. */
static int match_status(const char *word, const char *status)
{
	if (!strcmp(word, "any"))
		return 1;
	if (!strcmp(word, "direct"))
		return is(status, "native") || is(status, "ported");
	if (!strcmp(word, "native") || !strcmp(word, "ported") || !strcmp(word, "none"))
		return is(status, word);
	return -1;
}

/* Returns 1, 0, or -1 if a selector cannot have that name. */
static int match_name(const char *name, const char *fact)
{
	static const char word[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

	if (!strcmp(name, "*"))
		return 1;
	if (!*name || name[strspn(name, word)])
		return -1;
	return is(fact, name);
}

/* Cut off the end of an alternative, "+series" or "-series". */
static int match_series(char *text, const char *series)
{
	size_t len = strlen(text), word = strlen("+series");
	bool with;
	char *end;

	if (len < word)
		return 1;
	end = text + len - word;
	if ((*end != '+' && *end != '-') || strcmp(end + 1, "series"))
		return 1;
	with = *end == '+';
	*end = '\0';
	return is(series, with ? "kit" : "none");
}

/* Cut off a leading range of @text and what follows it. */
static int match_range(char **text, const char *version, char **why)
{
	char *end = strchr(*text, ')') ?: strchrnul(*text, '/') - 1;
	char *range = text_format("%.*s", (int)(end + 1 - *text), *text);
	int in;

	*text = end + 1;
	if (version) {
		in = version_in_range(version, range, why);
	} else {
		*why = text_format("'%s' cannot be compared: the version of the cell's tree is not known; build the cell again",
				   range);
		in = -1;
	}
	free(range);
	return in;
}

/* Each part is checked, so that a malformed part is reported for every cell. */
static int match_one(const char *one, const struct cell_facts *facts, char **why)
{
	char *copy = text_format("%s", one), *rest = copy, *arch, *flavor, *word;
	int series = match_series(copy, facts->series);
	int status, range = 1, names = 1, is_flavor = 1;

	rest += strcspn(copy, "[/");
	word = text_format("%.*s", (int)(rest - copy), copy);
	status = match_status(word, facts->status);
	free(word);
	if (status >= 0 && *rest == '[')
		range = match_range(&rest, facts->version, why);
	if (status >= 0 && range >= 0 && *rest == '/') {
		arch = rest + 1;
		rest = strchr(arch, '/');
		flavor = rest ? rest + 1 : NULL;
		if (rest)
			*rest = '\0';
		names = match_name(arch, facts->arch);
		is_flavor = flavor ? match_name(flavor, facts->flavor) : 1;
		rest = "";
	}
	if (range >= 0 && (status < 0 || names < 0 || is_flavor < 0 || *rest))
		range = malformed(one, why);
	free(copy);
	return range < 0 ? -1 : status && range && names && is_flavor && series;
}

/**
 * selector_match - does a selector select a cell?
 * @selector: alternatives separated by "|"
 * @facts: the known facts of the cell
 * @why: set to a sentence, to be freed, if -1 is returned
 *
 * Return: 1 if it does, 0 if it does not, -1 if it is malformed.
 */
int selector_match(const char *selector, const struct cell_facts *facts, char **why)
{
	int match = 0;

	for (;;) {
		size_t len = strcspn(selector, "|");
		char *one = text_format("%.*s", (int)len, selector);
		int ret = match_one(one, facts, why);

		free(one);
		if (ret < 0)
			return ret;
		match |= ret;
		if (!selector[len])
			return match;
		selector += len + 1;
	}
}
