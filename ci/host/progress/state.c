// SPDX-License-Identifier: GPL-2.0
/* The state files, see Documentation/formats.rst. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../kit/text.h"
#include "progress.h"

/* A file of an earlier run says nothing about this run. */
static bool is_current(FILE *f, long long begun, const struct timespec *start)
{
	struct stat st;

	if (fstat(fileno(f), &st) || begun < start->tv_sec)
		return false;
	return st.st_mtim.tv_sec != start->tv_sec ?
	       st.st_mtim.tv_sec > start->tv_sec :
	       st.st_mtim.tv_nsec >= start->tv_nsec;
}

static bool differs(const char *a, const char *b)
{
	return !a || strcmp(a, b);
}

/**
 * state_update - read a cell's state again
 * @state: the known state
 * @start: when this run began; older states are not shown as current
 *
 * Return: whether the stage has changed.
 */
bool state_update(struct state *state, const struct timespec *start)
{
	FILE *f = fopen(state->path, "re");
	char stage[64] = "", detail[512] = "";
	long long begun = 0;
	bool changed = false;

	if (!f)
		return false;
	if (fscanf(f, "%lld %63s%*[ \t]%511[^\n]", &begun, stage, detail) >= 2 &&
	    is_current(f, begun, start)) {
		changed = differs(state->stage, stage);
		free(state->stage);
		free(state->detail);
		state->stage = text_line(stage);
		state->detail = text_line(detail);
		state->begun = begun;
		if (!state->first)
			state->first = begun;
	}
	fclose(f);
	return changed;
}

/**
 * state_done - does the cell have its verdict?
 * @state: the cell's state
 */
bool state_done(const struct state *state)
{
	return state->stage && !strcmp(state->stage, "done");
}
