/* SPDX-License-Identifier: GPL-2.0 */
/* The tree of results. Private to ktap*.c. */
#ifndef KIT_KTAP_TREE_H
#define KIT_KTAP_TREE_H

#include "ktap-line.h"
#include "ktap.h"
#include "lines.h"

#define KTAP_DEPTH	16	/* deepest nesting */
#define KTAP_NODES	1000000	/* most results, as KTAP_MAX_NUMBER */
#define KTAP_NOTES	4096	/* most bytes of diagnostics a result keeps */

/* Diagnostics; what does not fit is dropped. */
struct notes {
	char *s;
	size_t len;
};

/**
 * struct ktap_level - the results between a version line and the parent's line
 * @prefix: the prefix of its lines
 * @name: announced by "# Subtest:", or NULL
 * @declared: it has a version, a subtest or a plan line, so gaps are missing results
 * @planned: it has a plan
 * @plan: how many results were planned
 * @skip: why nothing was planned, or NULL
 * @last: number of the last result
 * @notes: diagnostics since the last result
 * @nodes: its results, in the order of arrival
 */
struct ktap_level {
	char *prefix;
	char *name;
	bool declared;
	bool planned;
	unsigned long plan;
	char *skip;
	unsigned long last;
	struct notes notes;
	struct ktap_node *nodes;
	size_t nr;
};

/**
 * struct ktap_node - one result
 * @part: its part of the name
 * @number: its number, 0 when none is known
 * @outcome: MISSING when only the tests in it were seen
 * @detail: see struct ktap_report
 * @after: see struct ktap_report
 * @seconds: see struct ktap_report
 * @suite: the tests in it, or NULL
 */
struct ktap_node {
	char *part;
	unsigned long number;
	enum outcome outcome;
	char *detail;
	struct notes after;
	double seconds;
	struct ktap_level *suite;
};

/**
 * struct ktap - a stream
 * @lines: splits it into lines
 * @expect: the token it must end with, or NULL
 * @token: the state of that token
 * @open: the levels that are open, the outermost first
 * @nr_open: how many
 * @done: outermost levels of streams that ended where another one began
 * @nr_done: how many
 * @nr_nodes: results in all
 * @last: full name of the last result, as far as it is known, or NULL
 * @problem: the first inconsistency, or NULL
 * @seen: the function that is called for each result as it comes, or NULL
 * @seen_ctx: for @seen
 * @now: time of the bytes that are being read
 * @before: time of the last result, including those that were added at the end
 * @result: time of the last result that came, or of the first bytes
 * @nr_lines: lines read
 */
struct ktap {
	struct lines lines;
	char *expect;
	enum ktap_token token;
	struct ktap_level *open[KTAP_DEPTH];
	size_t nr_open;
	struct ktap_level **done;
	size_t nr_done;
	size_t nr_nodes;
	char *last;
	char *problem;
	ktap_seen_fn seen;
	void *seen_ctx;
	double now, before, result;
	size_t nr_lines;
};

struct ktap_level *ktap_level_new(const char *prefix, size_t len);
void ktap_level_free(struct ktap_level *level);
struct ktap_node *ktap_node_new(struct ktap *k, struct ktap_level *level);
void ktap_notes_add(struct notes *notes, const char *text, size_t len);
void ktap_notes_clear(struct notes *notes);

void ktap_note_problem(struct ktap *k, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
struct ktap_level *ktap_open_level(struct ktap *k, const char *text, size_t len);
void ktap_close_down_to(struct ktap *k, size_t depth);
void ktap_take_notes(struct ktap *k, size_t depth, const char *text);
void ktap_take_line(struct ktap *k, size_t depth, const struct ktap_line *line,
		    const char *text);

/* An iterator over the missing numbers of a level. */
typedef void (*ktap_gap_fn)(void *ctx, unsigned long first, unsigned long last);

void ktap_gaps(const struct ktap_level *level, ktap_gap_fn fn, void *ctx);
const char *ktap_disorder(const struct ktap_level *level, unsigned long *number);

#endif /* KIT_KTAP_TREE_H */
