// SPDX-License-Identifier: GPL-2.0
/* A number for each string, for lists that are too long to search again and again. */
#define _GNU_SOURCE
#include <err.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "seen.h"
#include "text.h"

struct counted {
	char *string;
	size_t number;
};

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct counted *)a)->string, ((const struct counted *)b)->string);
}

static void counted_free(void *p)
{
	free(((struct counted *)p)->string);
	free(p);
}

/**
 * seen - the number of a string
 * @s: the strings so far
 * @string: the string; it is added if it is new
 *
 * Return: where the number is, 0 for a new string. The caller counts with it, or keeps
 * an index.
 */
size_t *seen(struct seen *s, const char *string)
{
	struct counted *new = calloc(1, sizeof(*new)), *old;
	void *node;

	if (!new)
		err(2, "seen");
	new->string = text_copy(string);
	node = tsearch(new, &s->tree, compare);
	if (!node)
		err(2, "seen");
	old = *(struct counted **)node;
	if (old != new)
		counted_free(new);
	return &old->number;
}

/**
 * seen_free - forget all strings
 * @s: the strings
 */
void seen_free(struct seen *s)
{
	tdestroy(s->tree, counted_free);
	s->tree = NULL;
}
