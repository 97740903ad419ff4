/* SPDX-License-Identifier: GPL-2.0 */
/* Find the kernel's complaints on its console. */
#ifndef KIT_SPLAT_H
#define KIT_SPLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "result.h"
#include "rules.h"

#define SPLAT_EXCERPT	16384	/* most bytes of an excerpt, as KCIDB has it */
#define SPLAT_DUMP	"stack dump"	/* the kind of a call trace that nothing explains */

/* Where the needle of a kind is in the message. */
enum splat_where {
	SPLAT_WORD,		/* begins a word */
	SPLAT_START,		/* begins the message, perhaps after blanks */
	SPLAT_GLUED,		/* anywhere: the text before has no end of line */
};

/**
 * struct splat_kind - how to recognize one kind of complaint
 * @kind: its name
 * @needle: must be in the line
 * @also: must come after @needle, or NULL
 * @where: where @needle is
 * @fatal: the kernel may not survive it
 * @after: what happened is in the message before
 */
struct splat_kind {
	const char *kind;
	const char *needle;
	const char *also;
	enum splat_where where;
	bool fatal;
	bool after;
};

/**
 * struct splat_summary - the findings; valid until the scan is freed
 * @first: the first splat that is not allowed; its @line is 0 without one
 * @splats: number of splats that were not allowed
 * @allowed: number of splats that were allowed
 * @fatal: the first line of a panic or Oops, without time stamp, or NULL
 * @fatal_line: its line
 * @panic: the kernel reported a panic
 * @last_line: the last line that is not empty, or NULL
 * @last_number: its line
 */
struct splat_summary {
	const struct splat *first;
	size_t splats;
	size_t allowed;
	const char *fatal;
	size_t fatal_line;
	bool panic;
	const char *last_line;
	size_t last_number;
};

struct splat_scan;

struct splat_scan *splat_scan_new(const struct rules *allow);
void splat_scan_free(struct splat_scan *s);
void splat_scan_feed(struct splat_scan *s, const char *data, size_t len);
void splat_scan_end(struct splat_scan *s);
void splat_scan_flood(struct splat_scan *s, const char *where, size_t bytes);
bool splat_scan_panicked(const struct splat_scan *s);
void splat_scan_summary(const struct splat_scan *s, struct splat_summary *summary);
void splat_print(FILE *out, const struct splat_summary *sum);
void splat_copy(struct splat *to, const struct splat *from);

/* For splat*.c and their tests. */
const struct splat_kind *splat_kind(const char *text);
char *splat_title(const char *text);

struct splat_trace;

struct splat_trace *splat_trace_new(const char *kind, const char *title);
void splat_trace_line(struct splat_trace *t, const char *text);
char *splat_trace_end(struct splat_trace *t);

#endif /* KIT_SPLAT_H */
