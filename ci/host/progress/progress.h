/* SPDX-License-Identifier: GPL-2.0 */
/* Declarations that the parts of kit-progress share. */
#ifndef KIT_PROGRESS_H
#define KIT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

/**
 * struct event_file - a file "events" of a cell or of one of its parts
 * @path: its name
 * @first: time of its first event, which identifies the file; inodes are reused
 * @offset: how much of it was read
 */
struct event_file {
	char *path;
	char first[24];
	off_t offset;
};

/**
 * struct state - the current state of a cell
 * @cell: base/arch/flavor
 * @dir: its directory
 * @path: its state file
 * @events: its files of events
 * @nr_events: how many
 * @stage: the stage, or NULL while the cell waits
 * @detail: more about it; after "done" the verdict
 * @begun: when the stage began, seconds since the epoch
 * @first: when the cell's first stage of this run began
 */
struct state {
	const char *cell;
	char *dir, *path;
	struct event_file *events;
	size_t nr_events;
	char *stage, *detail;
	long long begun, first;
};

/**
 * struct progress - a run
 * @cells: its cells
 * @nr: how many
 * @start: when it began
 * @terminal: draw in place; otherwise print a line for each change
 * @drawn: number of lines on the screen
 */
struct progress {
	struct state *cells;
	size_t nr;
	struct timespec start;
	bool terminal;
	size_t drawn;
};

/* state.c */
bool state_update(struct state *state, const struct timespec *start);
bool state_done(const struct state *state);

/* events.c */
void events_read(struct state *state, const struct timespec *start,
		 void (*show)(const char *cell, const char *text));
void events_free(struct state *state);

/* draw.c */
void draw_begin(struct progress *progress);
void draw(struct progress *progress);
void draw_end(struct progress *progress);

/* child.c */
pid_t child_start(char **argv, const char *log);
int child_status(int wstatus);

#endif /* KIT_PROGRESS_H */
