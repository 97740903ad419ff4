// SPDX-License-Identifier: GPL-2.0
/*
 * Is a version in a range? ci/lib/versions.awk answers the same question for the scripts;
 * both are tested against the table ci/tests/golden/ranges.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "version.h"

#define DIGITS		"0123456789"
#define NR_PARTS	4	/* 2.6.32.61 */
#define NO_RC		99999UL	/* a release comes after its candidates */

/* The parts that decide the order, the most significant part first. */
struct version {
	unsigned long part[NR_PARTS + 1];
};

/* Read the leading number; 6.1.192-3 is 6.1.192, 7.3~rc4-1 is 7.3-rc4. */
static bool parse(const char *text, struct version *v)
{
	*v = (struct version) { .part[NR_PARTS] = NO_RC };
	if (!*text || !strchr(DIGITS, *text))
		return false;
	for (size_t i = 0; i < NR_PARTS; i++) {
		const char *digits = text + (i && *text == '.');
		size_t len = strspn(digits, DIGITS);

		if (!len)
			break;
		v->part[i] = strtoul(digits, NULL, 10);
		text = digits + len;
	}
	if (*text && strchr("-~.", *text))
		text++;
	if (!strncmp(text, "rc", 2) && strspn(text + 2, DIGITS))
		v->part[NR_PARTS] = strtoul(text + 2, NULL, 10);
	return true;
}

static int compare(const struct version *a, const struct version *b)
{
	for (size_t i = 0; i <= NR_PARTS; i++)
		if (a->part[i] != b->part[i])
			return a->part[i] < b->part[i] ? -1 : 1;
	return 0;
}

/* A bound consists only of numbers, with or without -rcN. */
static bool is_bound(const char *text, size_t len)
{
	const char *end = text + len;

	if (!len)
		return true;
	for (;;) {
		size_t digits = strspn(text, DIGITS);

		text += digits;
		if (!digits || text > end)
			return false;
		if (*text != '.')
			break;
		text++;
	}
	if (text == end)
		return true;
	return !strncmp(text, "-rc", 3) && strspn(text + 3, DIGITS) &&
	       text + 3 + strspn(text + 3, DIGITS) == end;
}

/* "[FROM,TO)": returns the comma, NULL if the range is malformed. */
static const char *find_comma(const char *range)
{
	size_t len = strlen(range);
	const char *comma = strchr(range, ',');

	if (*range != '[' || !comma || strchr(comma + 1, ',') || range[len - 1] != ')' ||
	    !is_bound(range + 1, comma - range - 1) ||
	    !is_bound(comma + 1, range + len - 1 - comma - 1))
		return NULL;
	return comma;
}

/**
 * version_in_range - is a version in a half-open range?
 * @version: of a kernel; except for -rcN, the text after its numbers does not count
 * @range: "[6.1,6.2)"; either bound may be left out
 * @why: set to a sentence, to be freed, if -1 is returned
 *
 * Return: 1 if it is, 0 if it is not, -1 if one of the two is malformed.
 */
int version_in_range(const char *version, const char *range, char **why)
{
	const char *comma = find_comma(range);
	struct version v, from, to;
	bool has_from, has_to;

	if (!comma) {
		*why = text_format("'%s' is not a range of versions; write [6.1,6.2), [6.4,) or [,5.15)",
				   range);
		return -1;
	}
	if (!parse(version, &v)) {
		*why = text_format("'%s' is not a version of a kernel; write it like 6.1.192",
				   version);
		return -1;
	}
	has_from = parse(range + 1, &from);
	has_to = parse(comma + 1, &to);
	if (has_from && has_to && compare(&from, &to) >= 0) {
		*why = text_format("'%s' is empty: no version is at least %.*s and before %.*s",
				   range, (int)(comma - range - 1), range + 1,
				   (int)strcspn(comma + 1, ")"), comma + 1);
		return -1;
	}
	return (!has_from || compare(&v, &from) >= 0) &&
	       (!has_to || compare(&v, &to) < 0);
}
