// SPDX-License-Identifier: GPL-2.0
/* Add a KTAP line to the tree, once its level is known. */
#define _GNU_SOURCE
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ktap-tree.h"
#include "text.h"

void ktap_note_problem(struct ktap *k, const char *fmt, ...)
{
	va_list args;

	if (k->problem)
		return;
	va_start(args, fmt);
	if (vasprintf(&k->problem, fmt, args) < 0)
		err(2, "ktap");
	va_end(args);
}

static struct ktap_level *deepest(const struct ktap *k)
{
	return k->open[k->nr_open - 1];
}

/* The innermost suite has ended without a line of its own. */
static void close_orphan(struct ktap *k)
{
	struct ktap_level *child = k->open[--k->nr_open];
	struct ktap_level *parent = deepest(k);
	struct ktap_node *node = ktap_node_new(k, parent);
	unsigned long number = parent->last + 1;

	if (!parent->planned || number <= parent->plan) {
		node->number = number;
		parent->last = number;
	}
	node->part = ktap_part(child->name ?: "", child->name ? strlen(child->name) : 0,
			       number);
	node->outcome = OUTCOME_MISSING;
	node->detail = text_format("the suite has no result line of its own");
	node->suite = child;
}

void ktap_close_down_to(struct ktap *k, size_t depth)
{
	while (k->nr_open > depth + 1)
		close_orphan(k);
}

/* A prefix of @len bytes of @text; NULL when that would nest too deeply. */
struct ktap_level *ktap_open_level(struct ktap *k, const char *text, size_t len)
{
	if (k->nr_open == KTAP_DEPTH) {
		ktap_note_problem(k, "suites are nested more than %d deep", KTAP_DEPTH - 1);
		return NULL;
	}
	k->open[k->nr_open] = ktap_level_new(text, len);
	return k->open[k->nr_open++];
}

static void new_stream(struct ktap *k)
{
	ktap_close_down_to(k, 0);
	k->done = reallocarray(k->done, k->nr_done + 1, sizeof(*k->done));
	if (!k->done)
		err(2, "ktap");
	k->done[k->nr_done++] = k->open[0];
	k->open[0] = ktap_level_new("", 0);
}

static bool is_fresh(const struct ktap_level *level)
{
	return !level->planned && !level->nr;
}

static void on_version(struct ktap *k, size_t depth)
{
	struct ktap_level *level = k->open[depth];

	if (!is_fresh(level) || k->nr_open > depth + 1) {
		if (!depth) {
			new_stream(k);
		} else {
			char *prefix = text_format("%s", level->prefix);

			ktap_close_down_to(k, depth - 1);
			ktap_open_level(k, prefix, strlen(prefix));
			free(prefix);
		}
	}
	deepest(k)->declared = true;
}

static void on_plan(struct ktap *k, size_t depth, const struct ktap_line *line)
{
	struct ktap_level *level = k->open[depth];

	if (line->number > KTAP_MAX_NUMBER) {
		ktap_note_problem(k, "a plan asks for more than %lu results", KTAP_MAX_NUMBER);
		return;
	}
	if (level->planned && !depth && ktap_complete(k)) {
		new_stream(k);
		level = k->open[0];
	}
	if (level->planned && level->plan != line->number) {
		ktap_note_problem(k, "a second plan, 1..%lu after 1..%lu", line->number,
				  level->plan);
		return;
	}
	level->declared = true;
	level->planned = true;
	level->plan = line->number;
	if (line->directive == KTAP_SKIP && !level->skip)
		level->skip = text_format("%s", line->why);
}

static char *result_detail(const struct ktap_line *line, struct notes *notes)
{
	const char *text = NULL;

	switch (line->directive) {
	case KTAP_PLAIN:
		break;
	case KTAP_SKIP:
		text = *line->why ? line->why : "skipped without a reason";
		break;
	case KTAP_TODO:
	case KTAP_XFAIL:
		text = *line->why ? line->why : line->word;
		break;
	case KTAP_TIMEOUT:
	case KTAP_ERROR:
	case KTAP_UNKNOWN:
		text = line->word;
		break;
	}
	if (text && notes->len)
		return text_format("%s\n%s", text, notes->s);
	if (text || notes->len)
		return text_format("%s", text ?: notes->s);
	return NULL;
}

/* The name so far: for a suite's parents, only what "# Subtest:" announced. */
static void set_last(struct ktap *k, const char *part)
{
	char *name = text_format("%s", part);

	for (size_t i = k->nr_open; i-- > 1;) {
		const char *suite = k->open[i]->name;
		char *up, *inner = name;

		if (!suite)
			continue;
		up = ktap_part(suite, strlen(suite), 0);
		name = text_format("%s.%s", up, inner);
		free(inner);
		free(up);
	}
	free(k->last);
	k->last = name;
}

/* Diagnostics after the suite's last result are about the suite. */
static struct ktap_level *take_suite(struct ktap *k, size_t depth)
{
	struct ktap_level *suite;

	ktap_close_down_to(k, depth + 1);
	if (k->nr_open == depth + 1)
		return NULL;
	suite = k->open[--k->nr_open];
	ktap_notes_add(&k->open[depth]->notes, suite->notes.s, suite->notes.len);
	return suite;
}

static bool has_failed(const struct ktap_level *suite)
{
	for (size_t i = 0; suite && i < suite->nr; i++)
		if (suite->nodes[i].outcome == OUTCOME_FAIL ||
		    has_failed(suite->nodes[i].suite))
			return true;
	return false;
}

static void on_result(struct ktap *k, size_t depth, const struct ktap_line *line)
{
	struct ktap_level *suite = take_suite(k, depth);
	struct ktap_level *level = k->open[depth];
	struct ktap_node *node = ktap_node_new(k, level);

	if (line->number > KTAP_MAX_NUMBER)
		ktap_note_problem(k, "a result's number is not from 1 to %lu", KTAP_MAX_NUMBER);
	else
		node->number = line->number ?: level->last + 1;
	level->last = node->number;
	node->part = ktap_part(line->text, line->len, node->number);
	node->outcome = ktap_line_outcome(line);
	node->detail = result_detail(line, &level->notes);
	node->suite = suite;
	ktap_notes_clear(&level->notes);
	set_last(k, node->part);
	k->result = k->now;
	if (k->seen)
		k->seen(k->seen_ctx, k->last, node->outcome, !has_failed(suite));
}

void ktap_take_notes(struct ktap *k, size_t depth, const char *text)
{
	struct ktap_level *level = k->open[depth];
	size_t len;

	if (*text == '#')
		text += 1 + (text[1] == ' ');
	len = strlen(text);
	ktap_notes_add(&level->notes, text, len);
	if (level->nr)
		ktap_notes_add(&level->nodes[level->nr - 1].after, text, len);
}

void ktap_take_line(struct ktap *k, size_t depth, const struct ktap_line *line,
		    const char *text)
{
	switch (line->type) {
	case KTAP_VERSION:
		on_version(k, depth);
		break;
	case KTAP_PLAN:
		on_plan(k, depth, line);
		break;
	case KTAP_RESULT:
		on_result(k, depth, line);
		break;
	case KTAP_SUBTEST:
		k->open[depth]->declared = true;
		free(k->open[depth]->name);
		k->open[depth]->name = text_format("%s", line->text);
		break;
	case KTAP_BAIL:
		ktap_note_problem(k, "Bail out! %s", line->text);
		break;
	case KTAP_DIAG:
	case KTAP_OTHER:
		ktap_take_notes(k, depth, text);
		break;
	}
}
