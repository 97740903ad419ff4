// SPDX-License-Identifier: GPL-2.0
/* What a test said of its result, without what its harness says of every test. */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "report.h"

/* How the lines begin that kselftest's harness and others print around each test. */
static const char * const chatter[] = {
	"RUN  ", "OK  ", "FAIL  ", "XFAIL  ", "XPASS  ", "Starting ", "PASSED: ", "FAILED: ",
	"Totals: pass:", "TAP version ", "KTAP version ", "selftests: ", "timeout set to ",
	"[ RUN  ", "[       OK ]", "[  FAILED  ]", "[  PASSED  ]", "[====", "[----",
};

static bool is_chatter(const char *line, size_t len)
{
	for (size_t i = 0; i < sizeof(chatter) / sizeof(*chatter); i++) {
		size_t n = strlen(chatter[i]);

		if (len >= n && !strncmp(line, chatter[i], n))
			return true;
	}
	return !len || (len > 17 && !strncmp(line, "kit: ", 5) &&
			!strncmp(line + len - 16, "is still running", 16));
}

/* The harness repeats the reason of a skip, which is in the result's own line. */
static bool is_repeated(const char *detail, const char *line, size_t len)
{
	size_t first = strcspn(detail, "\n");

	if (line < detail + first || strncmp(line, "SKIP  ", len < 6 ? len : 6))
		return false;
	while (len && *line != ' ')
		line++, len--;
	while (len && *line == ' ')
		line++, len--;
	return len == first && !strncmp(line, detail, len);
}

/**
 * test_detail - what a test said of its result
 * @t: the test
 *
 * Return: the lines of its detail that are about this result, "" without one; to be
 * freed.
 */
char *test_detail(const struct test_result *t)
{
	const char *detail = t->detail ?: "", *next;
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);
	bool some = false;

	if (!out)
		err(2, "report");
	for (const char *p = detail; *p; p = next) {
		size_t whole = strcspn(p, "\n"), blanks = strspn(p, " \t");
		const char *line = p + (blanks < whole ? blanks : whole);
		size_t len = whole - (line - p);

		next = p + whole + (p[whole] == '\n');
		if (is_chatter(line, len) || is_repeated(detail, line, len))
			continue;
		fprintf(out, "%s%.*s", some ? "\n" : "", (int)whole, p);
		some = true;
	}
	if (fclose(out))
		err(2, "report");
	return text;
}
