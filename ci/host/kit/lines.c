// SPDX-License-Identifier: GPL-2.0
/* Split a byte stream into lines, independent of the chunks in which it comes. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lines.h"

/**
 * lines_init - begin a stream
 * @l: the splitter
 * @fn: called for each line
 * @ctx: its first argument
 * @wrap: a line that is too long comes in overlapping pieces, and nothing is lost
 */
void lines_init(struct lines *l, line_fn fn, void *ctx, bool wrap)
{
	*l = (struct lines) { .fn = fn, .ctx = ctx, .number = 1, .wrap = wrap };
}

static void deliver(struct lines *l, bool unfinished)
{
	struct line line = {
		.text = l->text, .len = l->len, .number = l->number,
		.cut = l->cut, .unfinished = unfinished,
	};

	l->text[l->len] = '\0';
	l->fn(l->ctx, &line);
	l->len = 0;
	l->cut = false;
}

/* Returns whether the byte belongs to a terminal sequence. */
static bool in_escape(struct lines *l, unsigned char c)
{
	unsigned char first_final = l->escape == ESC_CSI ? 0x40 : 0x30;

	switch (l->escape) {
	case ESC_NONE:
		if (c != 0x1b)
			return false;
		l->escape = ESC_START;
		return true;
	case ESC_START:
		if (c == '[')
			l->escape = ESC_CSI;
		else if (c == ']' || c == 'P' || c == '_' || c == '^')
			l->escape = ESC_STRING;
		else if (c >= 0x20 && c <= 0x2f)
			l->escape = ESC_ONE;
		else
			l->escape = ESC_NONE;
		return true;
	case ESC_CSI:
	case ESC_ONE:
		if (c >= first_final && c <= 0x7e)
			l->escape = ESC_NONE;
		return true;
	case ESC_STRING:
		if (c == 0x07 || c == 0x9c)
			l->escape = ESC_NONE;
		else if (c == 0x1b)
			l->escape = ESC_START;	/* ESC \ ends the string */
		return true;
	}
	return false;
}

/* A CR that is not part of a CR LF restarts the line, as on a terminal. */
static void line_break(struct lines *l, unsigned char c)
{
	l->escape = ESC_NONE;
	if (c == '\r') {
		if (l->len)
			deliver(l, false);
		l->after_cr = true;
		return;
	}
	if (l->len || !l->after_cr)
		deliver(l, false);
	l->after_cr = false;
	l->number++;
}

static void put(struct lines *l, unsigned char c)
{
	if (c == '\n' || c == '\r') {
		line_break(l, c);
		return;
	}
	if (in_escape(l, c) || c == 0x7f || (c < 0x20 && c != '\t'))
		return;
	if (l->len == LINES_MAX) {
		l->cut = true;
		if (!l->wrap)
			return;
		deliver(l, false);
		l->len = LINES_OVERLAP;
		memmove(l->text, l->text + LINES_MAX - LINES_OVERLAP, LINES_OVERLAP);
	}
	l->text[l->len++] = c;
}

/**
 * lines_feed - the next bytes of the stream
 * @l: the splitter
 * @data: any bytes
 * @len: how many
 */
void lines_feed(struct lines *l, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		put(l, data[i]);
}

/**
 * lines_end - end the stream and deliver the rest of a line
 * @l: the splitter
 */
void lines_end(struct lines *l)
{
	if (l->len)
		deliver(l, true);
}

static const char *skip_level(const char *p)
{
	const char *q = p + 1;

	if (*p != '<' || !isdigit((unsigned char)*q))
		return p;
	while (isdigit((unsigned char)*q))
		q++;
	return *q == '>' && q - p <= 4 ? q + 1 : p;
}

/* "[   12.345678]", or "[  T123]" and "[    C0]" when @caller */
static const char *skip_bracket(const char *p, bool caller)
{
	const char *q = p + 1;
	size_t n;

	if (*p != '[')
		return p;
	q += strspn(q, " ");
	if (caller && *q != 'T' && *q != 'C')
		return p;
	q += caller;
	n = strspn(q, "0123456789");
	if (!n || (!caller && q[n] != '.'))
		return p;
	q += n;
	if (!caller) {
		n = strspn(++q, "0123456789");
		q += n;
	}
	return n && *q == ']' ? q + 1 : p;
}

/**
 * line_skip_printk - skip the prefix that printk added
 * @text: a line, maybe with log level, time stamp and caller before the message
 *
 * Return: the place in @text after the prefix and the one blank that follows it.
 */
const char *line_skip_printk(const char *text)
{
	const char *p = skip_level(text);
	const char *stamp = skip_bracket(p, false);

	if (stamp == p)
		return p;
	if (*stamp == '[')
		p = skip_bracket(stamp, true);
	else
		p = stamp + strspn(stamp, " ");
	if (p != stamp && *stamp == ' ') {
		/* Some builds put a blank between the stamp and the caller. */
		const char *caller = skip_bracket(p, true);

		p = caller != p ? caller : stamp;
	}
	return *p == ' ' ? p + 1 : p;
}

/**
 * line_time - the time stamp that printk added
 * @text: a line
 *
 * Return: seconds; negative without a stamp.
 */
double line_time(const char *text)
{
	const char *p = skip_level(text);

	return skip_bracket(p, false) == p ? -1 : strtod(p + 1, NULL);
}

/**
 * line_next_printk - the second of several messages on one line
 * @text: a line: a program's unfinished output or a message, maybe with others after it
 *
 * printk ends no line that a program began. A CPU may print while another one does.
 *
 * Return: the place in @text where the next message begins with its stamp, or NULL.
 */
const char *line_next_printk(const char *text)
{
	const char *p = line_skip_printk(text);

	for (p = strchr(p, '['); p; p = strchr(p + 1, '['))
		if (p != text && skip_bracket(p, false) != p)
			return p;
	return NULL;
}
