/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A walk over all states of a few users of one function. A state is the users that
 * are attached, in their order; a step attaches or detaches one of them. The walk
 * ends, with none attached, when every step was taken from every state.
 */
#ifndef FTRACE_DIRECT_WALK_H
#define FTRACE_DIRECT_WALK_H

#include <stdbool.h>

#define WALK_USERS	3
#define WALK_STATES	64	/* (WALK_USERS + 1) to the power of WALK_USERS */

struct walk {
	unsigned int nr;			/* users are 0 to @nr - 1 */
	unsigned int order[WALK_USERS];		/* those attached */
	unsigned int attached;			/* how many these are */
	unsigned int left;			/* steps never taken */
	unsigned int steps[WALK_STATES][WALK_USERS];	/* how often each was */
};

void walk_begin(struct walk *walk, unsigned int nr);
bool walk_next(const struct walk *walk, unsigned int *user);
void walk_take(struct walk *walk, unsigned int user);
bool walk_is_attached(const struct walk *walk, unsigned int user);

#endif /* FTRACE_DIRECT_WALK_H */
