// SPDX-License-Identifier: GPL-2.0
/* The display: in place on a terminal, otherwise line by line. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../kit/text.h"
#include "progress.h"

#define HIDE_CURSOR	"\033[?25l"
#define SHOW_CURSOR	"\033[?25h"
#define CLEAR_LINE	"\033[K"
#define CLEAR_BELOW	"\033[J"

static struct winsize terminal_size(void)
{
	struct winsize size = {};

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col ||
	    !size.ws_row)
		size = (struct winsize) { .ws_row = 24, .ws_col = 80 };
	return size;
}

static char *verdict_line(const struct state *s)
{
	return text_format("done %s, %lld s", s->detail, s->begun - s->first);
}

/* The last column stays free: some terminals wrap as soon as it is used. */
static void put_line(struct progress *progress, const char *line, size_t width)
{
	size_t bytes;

	text_columns(line, width - 1, &bytes);
	printf("\r%.*s" CLEAR_LINE "\n", (int)bytes, line);
	progress->drawn++;
}

static void put_cell(struct progress *progress, const struct state *s,
		     size_t width, int name_width)
{
	char *line, *done;

	if (state_done(s)) {
		done = verdict_line(s);
		line = text_format("%-*s  %s", name_width, s->cell, done);
		free(done);
	} else {
		line = text_format("%-*s  %-6s %5lld s  %s", name_width,
				   s->cell, s->stage,
				   (long long)time(NULL) - s->begun, s->detail);
	}
	put_line(progress, line, width);
	free(line);
}

static int longest_name(const struct progress *progress)
{
	size_t longest = 0;

	for (size_t i = 0; i < progress->nr; i++) {
		size_t len = strlen(progress->cells[i].cell);

		longest = len > longest ? len : longest;
	}
	return longest;
}

static size_t count_done(const struct progress *progress)
{
	size_t done = 0;

	for (size_t i = 0; i < progress->nr; i++)
		done += state_done(&progress->cells[i]);
	return done;
}

/* On a screen with too few lines, finished cells are dropped first. */
static void put_cells(struct progress *progress, struct winsize size, bool done)
{
	int name_width = longest_name(progress);

	for (size_t i = 0; i < progress->nr; i++) {
		const struct state *s = &progress->cells[i];

		if (!s->stage || state_done(s) != done)
			continue;
		if (progress->drawn + 2 > size.ws_row)
			return;
		put_cell(progress, s, size.ws_col, name_width);
	}
}

/* This line stays, above the lines that are redrawn. */
static void put_event(const char *cell, const char *text)
{
	printf("\r%s: %s" CLEAR_LINE "\n", cell, text);
}

static void draw_terminal(struct progress *progress)
{
	struct winsize size = terminal_size();
	char *line;

	for (size_t i = 0; i < progress->nr; i++)
		state_update(&progress->cells[i], &progress->start);
	if (progress->drawn)
		printf("\033[%zuA", progress->drawn);
	progress->drawn = 0;
	for (size_t i = 0; i < progress->nr; i++)
		events_read(&progress->cells[i], &progress->start, put_event);
	line = text_format("%zu of %zu cells done, %lld s",
			   count_done(progress), progress->nr,
			   (long long)(time(NULL) - progress->start.tv_sec));
	put_line(progress, line, size.ws_col);
	free(line);
	put_cells(progress, size, false);
	put_cells(progress, size, true);
	printf(CLEAR_BELOW);
}

static void print_event(const char *cell, const char *text)
{
	printf("%s: %s\n", cell, text);
}

/* Events of a stage follow the stage's line and precede the verdict. */
static void draw_lines(struct progress *progress)
{
	for (size_t i = 0; i < progress->nr; i++) {
		struct state *s = &progress->cells[i];
		bool changed = state_update(s, &progress->start);
		char *done;

		if (changed && !state_done(s))
			printf("%s: %s\n", s->cell, s->stage);
		events_read(s, &progress->start, print_event);
		if (!changed || !state_done(s))
			continue;
		done = verdict_line(s);
		printf("%s: %s\n", s->cell, done);
		free(done);
	}
}

/**
 * draw - show the changes
 * @progress: the run
 */
void draw(struct progress *progress)
{
	if (progress->terminal)
		draw_terminal(progress);
	else
		draw_lines(progress);
	fflush(stdout);
}

static bool cursor_hidden;

static void show_cursor(void)
{
	if (!cursor_hidden)
		return;
	cursor_hidden = false;
	printf(SHOW_CURSOR);
	fflush(stdout);
}

/**
 * draw_begin - prepare the display; any exit() restores the cursor
 * @progress: the run
 */
void draw_begin(struct progress *progress)
{
	if (!progress->terminal)
		return;
	atexit(show_cursor);
	cursor_hidden = true;
	printf(HIDE_CURSOR);
}

/**
 * draw_end - leave the last state on the screen
 * @progress: the run
 */
void draw_end(struct progress *progress)
{
	draw(progress);
	show_cursor();
}
