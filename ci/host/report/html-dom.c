// SPDX-License-Identifier: GPL-2.0
/* Helpers that build the page's tree. */
#define _GNU_SOURCE
#include <err.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "html.h"

/* Append an element to its parent; class may be NULL. */
xmlNode *element(xmlNode *parent, const char *tag, const char *class)
{
	xmlNode *node = xmlNewChild(parent, NULL, BAD_CAST tag, NULL);

	if (!node)
		errx(2, "out of memory for the page");
	if (class)
		attribute(node, "class", class);
	return node;
}

xmlNode *attribute(xmlNode *node, const char *name, const char *value)
{
	char *clean = text_line(value);

	xmlNewProp(node, BAD_CAST name, BAD_CAST clean);
	free(clean);
	return node;
}

/* The reader and the browser see any string as text. */
xmlNode *text(xmlNode *node, const char *string)
{
	char *clean = text_printable(string, strlen(string));

	xmlAddChild(node, xmlNewText(BAD_CAST clean));
	free(clean);
	return node;
}

xmlNode *textf(xmlNode *node, const char *fmt, ...)
{
	va_list args;
	char *string;

	va_start(args, fmt);
	if (vasprintf(&string, fmt, args) < 0)
		err(2, "page");
	va_end(args);
	text(node, string);
	free(string);
	return node;
}

/* Append an element that contains only a text. */
xmlNode *line(xmlNode *parent, const char *tag, const char *class,
	      const char *string)
{
	return text(element(parent, tag, class), string);
}

/* For our own style and script only, which HTML does not escape. */
void raw(xmlNode *node, const char *string)
{
	xmlAddChild(node, xmlNewText(BAD_CAST string));
}

/* Unknown values are not listed. */
void fact(xmlNode *list, const char *name, const char *value)
{
	xmlNode *pair;

	if (!value || !*value)
		return;
	pair = element(list, "div", NULL);
	line(pair, "dt", NULL, name);
	line(pair, "dd", NULL, value);
}

/* Wide content scrolls on its own, with the keyboard too. */
xmlNode *scroller(xmlNode *parent, const char *label)
{
	xmlNode *node = element(parent, "div", "scroll");

	attribute(node, "role", "region");
	attribute(node, "tabindex", "0");
	attribute(node, "aria-label", label);
	return node;
}

const char *tone_name(enum tone tone)
{
	static const char * const names[] = {
		[TONE_PASS]	= "pass",
		[TONE_NONE]	= "none",
		[TONE_XFAIL]	= "xfail",
		[TONE_SKIP]	= "skip",
		[TONE_BAD]	= "bad",
		[TONE_BUILD]	= "build",
		[TONE_UNKNOWN]	= "unknown",
	};

	return names[tone];
}

const char *tone_glyph(enum tone tone)
{
	static const char * const glyphs[] = {
		[TONE_PASS]	= "\xe2\x9c\x93",	/* check mark */
		[TONE_NONE]	= "\xe2\x97\x8b",	/* circle */
		[TONE_XFAIL]	= "\xe2\x89\x88",	/* almost equal */
		[TONE_SKIP]	= "\xe2\x80\x93",	/* dash */
		[TONE_BAD]	= "\xe2\x9c\x95",	/* cross */
		[TONE_BUILD]	= "\xe2\x96\xb2",	/* triangle */
		[TONE_UNKNOWN]	= "?",
	};

	return glyphs[tone];
}

/* Append the word in its colour, with a sign for readers who do not see colours. */
xmlNode *badge(xmlNode *parent, enum tone tone, const char *word)
{
	char *class = text_format("badge tone-%s", tone_name(tone));
	xmlNode *node = element(parent, "span", class);

	attribute(line(node, "span", "glyph", tone_glyph(tone)),
		  "aria-hidden", "true");
	textf(node, " %s", word);
	free(class);
	return node;
}

void put_time(xmlNode *node, double seconds)
{
	if (seconds >= 99.5)
		textf(node, "%d min %02d s", (int)(seconds + 0.5) / 60,
		      (int)(seconds + 0.5) % 60);
	else if (seconds >= 9.95)
		textf(node, "%.0f s", seconds);
	else if (seconds >= 0.995)
		textf(node, "%.1f s", seconds);
	else
		textf(node, "%.0f ms", seconds * 1000);
}
