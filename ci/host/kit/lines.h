/* SPDX-License-Identifier: GPL-2.0 */
/* A stream of bytes from a guest, split into lines that can be compared. */
#ifndef KIT_LINES_H
#define KIT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LINES_MAX	8192	/* what is kept of one line */
#define LINES_OVERLAP	200	/* of a piece of a wrapped line, in the next one */

/**
 * struct line - one line of a stream
 * @text: the line without its end, terminal sequences and control characters
 * @len: its length
 * @number: its line number in an editor, from 1
 * @cut: it is longer than LINES_MAX; the rest was dropped or comes next
 * @unfinished: the stream ended before the line did
 */
struct line {
	const char *text;
	size_t len;
	size_t number;
	bool cut;
	bool unfinished;
};

typedef void (*line_fn)(void *ctx, const struct line *line);

enum lines_escape { ESC_NONE, ESC_START, ESC_CSI, ESC_STRING, ESC_ONE };

/* Private to lines.c; here so that it can be a member. */
struct lines {
	line_fn fn;
	void *ctx;
	size_t len;
	size_t number;
	enum lines_escape escape;
	bool cut;
	bool wrap;
	bool after_cr;
	char text[LINES_MAX + 1];
};

void lines_init(struct lines *l, line_fn fn, void *ctx, bool wrap);
void lines_feed(struct lines *l, const char *data, size_t len);
void lines_end(struct lines *l);

const char *line_skip_printk(const char *text);
double line_time(const char *text);
const char *line_next_printk(const char *text);

#endif /* KIT_LINES_H */
