/* SPDX-License-Identifier: GPL-2.0 */
/* The meaning of a single KTAP line, independent of the lines around it. */
#ifndef KIT_KTAP_LINE_H
#define KIT_KTAP_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "result.h"

#define KTAP_MAX_NUMBER	1000000UL	/* a plan or number above is nonsense */

enum ktap_type {
	KTAP_OTHER,	/* a program's own output */
	KTAP_DIAG,	/* "# ..." */
	KTAP_VERSION,
	KTAP_PLAN,
	KTAP_RESULT,
	KTAP_SUBTEST,	/* "# Subtest: name" gives a suite's name in advance */
	KTAP_BAIL,
};

enum ktap_directive {
	KTAP_PLAIN,
	KTAP_SKIP,
	KTAP_TODO,
	KTAP_XFAIL,
	KTAP_TIMEOUT,
	KTAP_ERROR,
	KTAP_UNKNOWN,
};

/**
 * struct ktap_line - a parsed line
 * @type: what it is
 * @ok: the result is "ok"
 * @number: the result's number or the plan's; 0 when there is none, more than
 *	KTAP_MAX_NUMBER when it is too large
 * @text: the description, the suite's name or the reason of a bail-out
 * @len: length of @text
 * @directive: of a result or a plan
 * @word: the directive with its text, ends with the line
 * @why: the directive's text, ends with the line
 */
struct ktap_line {
	enum ktap_type type;
	bool ok;
	unsigned long number;
	const char *text;
	size_t len;
	enum ktap_directive directive;
	const char *word;
	const char *why;
};

void ktap_parse_line(struct ktap_line *line, const char *text);
enum outcome ktap_line_outcome(const struct ktap_line *line);
char *ktap_part(const char *text, size_t len, unsigned long number);

#endif /* KIT_KTAP_LINE_H */
