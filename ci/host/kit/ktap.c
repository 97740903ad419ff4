// SPDX-License-Identifier: GPL-2.0
/* Read a KTAP stream: find the level that each line belongs to. */
#define _GNU_SOURCE
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "ktap-tree.h"
#include "text.h"

#define DONE	"kit: done "

/* The number of open levels whose prefixes a line has; the outermost is depth 0. */
static size_t depth_of(const struct ktap *k, const char *text)
{
	size_t depth = 0;

	while (depth + 1 < k->nr_open) {
		const char *prefix = k->open[depth + 1]->prefix;

		if (strncmp(text, prefix, strlen(prefix)))
			break;
		depth++;
	}
	return depth;
}

static bool is_structure(const struct ktap_line *line)
{
	return line->type != KTAP_OTHER && line->type != KTAP_DIAG;
}

/*
 * Skip further indentation. After "# " only a version or a plan opens a level, because
 * no diagnostic looks like one.
 */
static size_t find_deeper(struct ktap_line *line, const char *text)
{
	bool hash = false;
	size_t n = 0;

	for (;;) {
		ktap_parse_line(line, text + n);
		if (is_structure(line))
			break;
		if (text[n] == ' ' || text[n] == '\t') {
			n++;
		} else if (text[n] == '#' && text[n + 1] == ' ') {
			hash = true;
			n += 2;
		} else {
			return 0;
		}
	}
	if (line->type == KTAP_BAIL)
		return 0;
	if (hash && line->type != KTAP_VERSION && line->type != KTAP_PLAN)
		return 0;
	return n;
}

/*
 * The line is deeper than the level at @depth. If an even deeper level is open, this is
 * the parent's line of a middle level that had no line before.
 */
static bool enter_level(struct ktap *k, size_t depth, const char *text, size_t len,
			const struct ktap_line *line)
{
	if (k->nr_open > depth + 1 && line->type == KTAP_RESULT &&
	    !strncmp(k->open[depth + 1]->prefix, text, len)) {
		if (k->nr_open == KTAP_DEPTH) {
			ktap_note_problem(k, "suites are nested more than %d deep",
					  KTAP_DEPTH - 1);
			return false;
		}
		memmove(&k->open[depth + 2], &k->open[depth + 1],
			(k->nr_open - depth - 1) * sizeof(*k->open));
		k->open[depth + 1] = ktap_level_new(text, len);
		k->nr_open++;
		return true;
	}
	ktap_close_down_to(k, depth);
	return ktap_open_level(k, text, len);
}

static void on_text(struct ktap *k, const char *text)
{
	size_t depth = depth_of(k, text), len = strlen(k->open[depth]->prefix), more;
	struct ktap_line line, deeper;

	ktap_parse_line(&line, text + len);
	if (is_structure(&line) && (depth || line.type != KTAP_SUBTEST)) {
		ktap_take_line(k, depth, &line, text + len);
		return;
	}
	more = find_deeper(&deeper, text + len);
	if (more && enter_level(k, depth, text, len + more, &deeper))
		ktap_take_line(k, depth + 1, &deeper, text + len + more);
	else
		ktap_take_notes(k, depth, text + len);
}

/* The token counts only on a line of its own, complete and unchanged. */
static bool on_token(struct ktap *k, const char *text, bool whole)
{
	if (!k->expect || strncmp(text, DONE, strlen(DONE)))
		return false;
	if (!whole || strcmp(text + strlen(DONE), k->expect))
		k->token = KTAP_TOKEN_WRONG;
	else
		k->token = ktap_complete(k) ? KTAP_TOKEN_GOOD : KTAP_TOKEN_EARLY;
	return true;
}

static bool has_ended(const struct ktap *k)
{
	return k->token == KTAP_TOKEN_GOOD || k->token == KTAP_TOKEN_EARLY;
}

static void on_line(void *ctx, const struct line *line)
{
	const char *text = line_skip_printk(line->text);
	struct ktap *k = ctx;
	struct ktap_line parsed;

	k->nr_lines++;
	if (has_ended(k) || on_token(k, text, !line->cut && !line->unfinished))
		return;
	find_deeper(&parsed, text);
	if (is_structure(&parsed) && line->unfinished) {
		ktap_note_problem(k, "the stream ends within the line \"%.60s\"", text);
		return;
	}
	if (is_structure(&parsed) && line->cut)
		ktap_note_problem(k, "line %zu is longer than %d bytes", line->number, LINES_MAX);
	if (k->nr_nodes >= KTAP_NODES) {
		ktap_note_problem(k, "there are more than %d results", KTAP_NODES);
		return;
	}
	on_text(k, text);
}

/**
 * ktap_new - begin a stream
 * @token: the token that must end it, or NULL for a stream without a token
 *
 * Return: a parser for ktap_free().
 */
struct ktap *ktap_new(const char *token)
{
	struct ktap *k = calloc(1, sizeof(*k));

	if (!k)
		err(2, "ktap");
	lines_init(&k->lines, on_line, k, false);
	if (token)
		k->expect = text_format("%s", token);
	k->open[k->nr_open++] = ktap_level_new("", 0);
	k->before = -1;
	return k;
}

/**
 * ktap_free - free a parser and its results
 * @k: the parser, or NULL
 */
void ktap_free(struct ktap *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < k->nr_open; i++)
		ktap_level_free(k->open[i]);
	for (size_t i = 0; i < k->nr_done; i++)
		ktap_level_free(k->done[i]);
	free(k->done);
	free(k->expect);
	free(k->last);
	free(k->problem);
	free(k);
}

/**
 * ktap_on_result - set a function to call for each result when it comes
 * @k: the parser
 * @fn: called with the result's name, as far as it is known then, the outcome, and
 *	whether the result is news (the result of a suite in which a test failed is
 *	not); must not use @k
 * @ctx: for @fn
 */
void ktap_on_result(struct ktap *k, ktap_seen_fn fn, void *ctx)
{
	k->seen = fn;
	k->seen_ctx = ctx;
}

/**
 * ktap_feed - parse the next bytes of the stream
 * @k: the parser
 * @data: the bytes
 * @len: how many
 * @now: when they came, in seconds; only differences matter
 */
void ktap_feed(struct ktap *k, const char *data, size_t len, double now)
{
	if (k->before < 0)
		k->before = k->result = now;
	k->now = now;
	lines_feed(&k->lines, data, len);
}

/**
 * ktap_end - end the stream
 * @k: the parser
 *
 * Suites that are still open end without a result of their own.
 */
void ktap_end(struct ktap *k)
{
	lines_end(&k->lines);
	ktap_close_down_to(k, 0);
}

/**
 * ktap_token - how did the stream end?
 * @k: the parser
 *
 * Return: whether the token came, and when.
 */
enum ktap_token ktap_token(const struct ktap *k)
{
	return k->token;
}

/**
 * ktap_last - the last test that gave a result
 * @k: the parser
 *
 * Return: its name as far as it was known then, or NULL.
 */
const char *ktap_last(const struct ktap *k)
{
	return k->last;
}

/**
 * ktap_lines - how much was read
 * @k: the parser
 *
 * Return: the number of lines.
 */
size_t ktap_lines(const struct ktap *k)
{
	return k->nr_lines;
}

/**
 * ktap_results - how many results came
 * @k: the parser
 *
 * Return: their number, those of suites included.
 */
size_t ktap_results(const struct ktap *k)
{
	return k->nr_nodes;
}

/**
 * ktap_idle - how long has no result come?
 * @k: the parser
 * @now: the current time, as for ktap_feed()
 *
 * Return: seconds since the last result, or since the first bytes when there is no
 * result; 0 before the first bytes.
 */
double ktap_idle(const struct ktap *k, double now)
{
	return k->before < 0 || now < k->result ? 0 : now - k->result;
}
