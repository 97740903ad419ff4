// SPDX-License-Identifier: GPL-2.0
/* The files of events, see Documentation/formats.rst. */
#define _GNU_SOURCE
#include <err.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "progress.h"

static struct event_file *find_file(struct state *state, const char *path)
{
	struct event_file *file;

	for (size_t i = 0; i < state->nr_events; i++)
		if (!strcmp(state->events[i].path, path))
			return &state->events[i];
	state->events = reallocarray(state->events, state->nr_events + 1, sizeof(*file));
	if (!state->events)
		err(125, "events");
	file = &state->events[state->nr_events++];
	*file = (struct event_file) { .path = text_copy(path) };
	return file;
}

/* Parse "EPOCH.NANOSECONDS TEXT": return the text, NULL if it is of an earlier run. */
static const char *current_text(const char *line, const struct timespec *start)
{
	long long seconds;
	long nanoseconds;
	int text = 0;

	if (sscanf(line, "%lld.%9ld %n", &seconds, &nanoseconds, &text) < 2 || !text ||
	    seconds < start->tv_sec ||
	    (seconds == start->tv_sec && nanoseconds < start->tv_nsec))
		return NULL;
	return line + text;
}

/* Read whole lines only; an incomplete line is read later. */
static void read_file(struct state *state, struct event_file *file,
		      const struct timespec *start,
		      void (*show)(const char *cell, const char *text))
{
	FILE *f = fopen(file->path, "re");
	char *line = NULL;
	char first[sizeof(file->first)] = "";
	size_t size = 0;
	ssize_t len;

	if (!f)
		return;
	/* Another file has this name: the parts of an older boot are removed. */
	if (fscanf(f, "%23s", first) != 1 || strcmp(first, file->first))
		file->offset = 0;
	strcpy(file->first, first);
	fseeko(f, file->offset, SEEK_SET);
	while ((len = getline(&line, &size, f)) > 0 && line[len - 1] == '\n') {
		const char *text = current_text(line, start);
		char *clean;

		file->offset += len;
		line[len - 1] = '\0';
		if (!text || !*text)
			continue;
		clean = text_line(text);
		show(state->cell, clean);
		free(clean);
	}
	free(line);
	fclose(f);
}

/**
 * events_read - show the new events of a cell
 * @state: the cell
 * @start: when this run began; older events are not shown
 * @show: called for each event
 */
void events_read(struct state *state, const struct timespec *start,
		 void (*show)(const char *cell, const char *text))
{
	char *own = text_format("%s/events", state->dir);
	char *parts = text_format("%s/part-*/events", state->dir);
	glob_t found = {};

	glob(own, 0, NULL, &found);
	glob(parts, GLOB_APPEND, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		read_file(state, find_file(state, found.gl_pathv[i]), start, show);
	globfree(&found);
	free(own);
	free(parts);
}

/**
 * events_free - free the event files of a cell
 * @state: the cell
 */
void events_free(struct state *state)
{
	for (size_t i = 0; i < state->nr_events; i++)
		free(state->events[i].path);
	free(state->events);
}
