// SPDX-License-Identifier: GPL-2.0
/* The nodes of the KTAP tree, and the results that are missing from it. */
#define _GNU_SOURCE
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "ktap-tree.h"
#include "text.h"

void ktap_notes_add(struct notes *notes, const char *text, size_t len)
{
	if (!len || notes->len + len + 1 > KTAP_NOTES)
		return;
	notes->s = realloc(notes->s, notes->len + len + 2);
	if (!notes->s)
		err(2, "ktap");
	if (notes->len)
		notes->s[notes->len++] = '\n';
	memcpy(notes->s + notes->len, text, len);
	notes->len += len;
	notes->s[notes->len] = '\0';
}

void ktap_notes_clear(struct notes *notes)
{
	free(notes->s);
	*notes = (struct notes) {};
}

struct ktap_level *ktap_level_new(const char *prefix, size_t len)
{
	struct ktap_level *level = calloc(1, sizeof(*level));

	if (!level)
		err(2, "ktap");
	level->prefix = text_format("%.*s", (int)len, prefix);
	return level;
}

void ktap_level_free(struct ktap_level *level)
{
	if (!level)
		return;
	for (size_t i = 0; i < level->nr; i++) {
		struct ktap_node *node = &level->nodes[i];

		ktap_level_free(node->suite);
		free(node->part);
		free(node->detail);
		free(node->after.s);
	}
	free(level->nodes);
	free(level->prefix);
	free(level->name);
	free(level->skip);
	free(level->notes.s);
	free(level);
}

struct ktap_node *ktap_node_new(struct ktap *k, struct ktap_level *level)
{
	struct ktap_node *node;

	if (!(level->nr & (level->nr - 1))) {
		level->nodes = reallocarray(level->nodes, level->nr ? 2 * level->nr : 1,
					    sizeof(*node));
		if (!level->nodes)
			err(2, "ktap");
	}
	node = &level->nodes[level->nr++];
	*node = (struct ktap_node) { .seconds = k->now - k->before };
	k->before = k->now;
	k->nr_nodes++;
	return node;
}

static int by_number(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a, y = *(const unsigned long *)b;

	return (x > y) - (x < y);
}

/* The numbers of the received results, sorted; to be freed. */
static unsigned long *numbers_of(const struct ktap_level *level)
{
	unsigned long *numbers = calloc(level->nr + 1, sizeof(*numbers));

	if (!numbers)
		err(2, "ktap");
	for (size_t i = 0; i < level->nr; i++)
		numbers[i] = level->nodes[i].number;
	qsort(numbers, level->nr, sizeof(*numbers), by_number);
	return numbers;
}

/**
 * ktap_gaps - the missing results of a level
 * @level: the level
 * @fn: called for each run of numbers
 * @ctx: its first argument
 *
 * Without a plan, all numbers below the highest one are expected.
 */
void ktap_gaps(const struct ktap_level *level, ktap_gap_fn fn, void *ctx)
{
	unsigned long *numbers, next = 1;

	if (!level->declared)
		return;
	numbers = numbers_of(level);
	for (size_t i = 0; i < level->nr; i++) {
		if (level->planned && numbers[i] > level->plan)
			break;
		if (numbers[i] > next)
			fn(ctx, next, numbers[i] - 1);
		if (numbers[i] >= next)
			next = numbers[i] + 1;
	}
	if (level->planned && next <= level->plan)
		fn(ctx, next, level->plan);
	free(numbers);
}

/**
 * ktap_disorder - what is wrong with the numbers of the received results
 * @level: the level
 * @number: set to the number that is wrong
 *
 * Results may come in any order, but each only once and none beyond the plan.
 *
 * Return: what is wrong with @number, or NULL.
 */
const char *ktap_disorder(const struct ktap_level *level, unsigned long *number)
{
	unsigned long *numbers;
	const char *what = NULL;

	if (!level->declared)
		return NULL;
	numbers = numbers_of(level);
	for (size_t i = 0; i < level->nr && !what; i++) {
		*number = numbers[i];
		if (i && numbers[i] && numbers[i] == numbers[i - 1])
			what = "came twice";
		else if (level->planned && numbers[i] > level->plan)
			what = "is beyond the plan";
	}
	free(numbers);
	return what;
}
