// SPDX-License-Identifier: GPL-2.0
/* Parse one line of KTAP version 1 or TAP version 13. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ktap-line.h"
#include "text.h"

#define PART_MAX	200

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t");
}

static bool ends_here(const char *p)
{
	return !*skip_blanks(p);
}

/* Parse a number that ends with its digits; returns NULL when there is none. */
static const char *parse_number(const char *p, unsigned long *number)
{
	size_t digits = strspn(p, "0123456789");

	if (!digits)
		return NULL;
	*number = digits > 9 ? KTAP_MAX_NUMBER + 1 : strtoul(p, NULL, 10);
	return p + digits;
}

static bool parse_version(const char *p)
{
	unsigned long number;

	if (*p == 'K')
		p++;
	if (strncmp(p, "TAP version ", 12))
		return false;
	p = parse_number(p + 12, &number);
	return p && ends_here(p);
}

/* In TAP "skipped" and "skip:" mean a skip too; a strict reader must accept them. */
static enum ktap_directive parse_word(const char *p)
{
	static const struct {
		const char *word;
		enum ktap_directive directive;
		bool prefix;
	} words[] = {
		{ "SKIP", KTAP_SKIP, true },
		{ "TODO", KTAP_TODO, true },
		{ "XFAIL", KTAP_XFAIL, false },
		{ "TIMEOUT", KTAP_TIMEOUT, false },
		{ "ERROR", KTAP_ERROR, false },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i].word);

		if (!strncasecmp(p, words[i].word, n) &&
		    (words[i].prefix || !isalnum((unsigned char)p[n])))
			return words[i].directive;
	}
	return KTAP_UNKNOWN;
}

static void take_directive(struct ktap_line *line, const char *hash,
			   const char *word)
{
	line->len = hash - line->text;
	line->directive = parse_word(word);
	line->word = word;
	line->why = line->directive == KTAP_UNKNOWN ?
		    word : skip_blanks(word + strcspn(word, " \t"));
}

/*
 * The directive follows " # ". A name may contain " # " as well, so the first known word
 * counts. Only when there is none, the first unknown word counts.
 */
static void find_directive(struct ktap_line *line)
{
	const char *unknown = NULL;
	const char *p = line->text;

	line->len = strlen(p);
	while ((p = strchr(p, '#'))) {
		const char *word = skip_blanks(p + 1);

		if (p != line->text && p[-1] != ' ' && p[-1] != '\t') {
			p++;
			continue;
		}
		if (parse_word(word) != KTAP_UNKNOWN) {
			take_directive(line, p, word);
			return;
		}
		if (!unknown && word != p + 1 && *word)
			unknown = p;
		p++;
	}
	if (unknown)
		take_directive(line, unknown, skip_blanks(unknown + 1));
}

static bool parse_plan(struct ktap_line *line, const char *p)
{
	if (strncmp(p, "1..", 3))
		return false;
	p = parse_number(p + 3, &line->number);
	if (!p)
		return false;
	line->text = skip_blanks(p);
	if (*line->text && *line->text != '#')
		return false;
	find_directive(line);
	return true;
}

/*
 * A result has a number. Without one, "not ok" is accepted, and "ok" only in TAP's own
 * form "ok - name", so that a program's other output cannot pass for a test.
 */
static bool parse_result(struct ktap_line *line, const char *p)
{
	const char *end;

	line->ok = strncmp(p, "not ok", 6);
	p += line->ok ? 2 : 6;
	if (*p && *p != ' ' && *p != '\t')
		return false;
	p = skip_blanks(p);
	end = parse_number(p, &line->number);
	if (end && (!*end || isspace((unsigned char)*end))) {
		if (!line->number)
			line->number = KTAP_MAX_NUMBER + 1;
		p = skip_blanks(end);
	} else {
		if (line->ok && strncmp(p, "- ", 2))
			return false;
		line->number = 0;
	}
	if (*p == '-' && (!p[1] || isblank((unsigned char)p[1])))
		p = skip_blanks(p + 1);
	line->text = p;
	find_directive(line);
	return true;
}

static enum ktap_type parse(struct ktap_line *line, const char *p)
{
	if (parse_version(p))
		return KTAP_VERSION;
	if (*p == '1' && parse_plan(line, p))
		return KTAP_PLAN;
	if ((!strncmp(p, "ok", 2) || !strncmp(p, "not ok", 6)) &&
	    parse_result(line, p))
		return KTAP_RESULT;
	if (!strncasecmp(p, "Bail out!", 9)) {
		line->text = skip_blanks(p + 9);
		line->len = strlen(line->text);
		return KTAP_BAIL;
	}
	if (!strncmp(p, "# Subtest: ", 11)) {
		line->text = p + 11;
		line->len = strlen(line->text);
		return KTAP_SUBTEST;
	}
	return *p == '#' ? KTAP_DIAG : KTAP_OTHER;
}

/**
 * ktap_parse_line - parse a line
 * @line: filled in; points into @text
 * @text: the line without its indentation
 */
void ktap_parse_line(struct ktap_line *line, const char *text)
{
	*line = (struct ktap_line) {};
	line->type = parse(line, text);
}

/**
 * ktap_line_outcome - the outcome in a result line
 * @line: the result line
 *
 * Return: the outcome. A time-out and an error are failures for both "ok" and "not ok".
 * In "ok # XFAIL" the directive counts, in "ok # TODO" the "ok".
 */
enum outcome ktap_line_outcome(const struct ktap_line *line)
{
	switch (line->directive) {
	case KTAP_SKIP:
		return OUTCOME_SKIP;
	case KTAP_XFAIL:
		return OUTCOME_XFAIL;
	case KTAP_TODO:
		return line->ok ? OUTCOME_PASS : OUTCOME_XFAIL;
	case KTAP_TIMEOUT:
	case KTAP_ERROR:
		return OUTCOME_FAIL;
	case KTAP_PLAIN:
	case KTAP_UNKNOWN:
		break;
	}
	return line->ok ? OUTCOME_PASS : OUTCOME_FAIL;
}

static bool in_name(unsigned char c)
{
	return c < 0x80 && (isalnum(c) || c == '_' || c == '-');
}

/**
 * ktap_part - one part of a test's name
 * @text: the description; need not end with a NUL
 * @len: its length
 * @number: the test's number, which names it when there is no description
 *
 * Return: a string to be freed.
 */
char *ktap_part(const char *text, size_t len, unsigned long number)
{
	char part[PART_MAX + 1];
	size_t n = 0;

	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	while (len && isspace((unsigned char)*text))
		text++, len--;
	if (!len)
		return text_format("test_%lu", number);
	for (size_t i = 0; i < len && n < PART_MAX; i++) {
		if (in_name(text[i]))
			part[n++] = text[i];
		else if (!i || in_name(text[i - 1]))
			part[n++] = '_';
	}
	part[n] = '\0';
	return text_format("%s", part);
}
