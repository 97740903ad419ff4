// SPDX-License-Identifier: GPL-2.0
#include "walk.h"

/* A number of its own for each state. */
static unsigned int state_of(const struct walk *walk)
{
	unsigned int i, state = 0;

	for (i = 0; i < walk->attached; i++)
		state = state * (WALK_USERS + 1) + walk->order[i] + 1;
	return state;
}

/* How many steps there are: from each ordered choice of users, one a user. */
static unsigned int count_steps(unsigned int nr)
{
	unsigned int chosen, orders = 1, states = 0;

	for (chosen = 0; chosen <= nr; chosen++) {
		states += orders;
		orders *= nr - chosen;
	}
	return states * nr;
}

/**
 * walk_begin() - begin a walk
 * @walk: its state
 * @nr: the number of users, WALK_USERS at most
 */
void walk_begin(struct walk *walk, unsigned int nr)
{
	*walk = (struct walk){ .nr = nr, .left = count_steps(nr) };
}

/**
 * walk_is_attached() - is a user attached now?
 * @walk: the walk
 * @user: the user
 *
 * Return: true if it is
 */
bool walk_is_attached(const struct walk *walk, unsigned int user)
{
	unsigned int i;

	for (i = 0; i < walk->attached; i++)
		if (walk->order[i] == user)
			return true;
	return false;
}

/*
 * The step that was taken least often from this state. Of several such steps attach
 * before detach: most states have many users.
 */
static unsigned int choose(const struct walk *walk)
{
	const unsigned int *steps = walk->steps[state_of(walk)];
	unsigned int i, best = 0;

	for (i = 1; i < walk->nr; i++)
		if (steps[i] < steps[best] ||
		    (steps[i] == steps[best] && walk_is_attached(walk, best) &&
		     !walk_is_attached(walk, i)))
			best = i;
	return best;
}

/**
 * walk_next() - choose the next step
 * @walk: the walk
 * @user: gets the user to attach, or to detach if it is attached
 *
 * Return: false if the walk is over
 */
bool walk_next(const struct walk *walk, unsigned int *user)
{
	if (!walk->left && !walk->attached)
		return false;
	*user = walk->left ? choose(walk) : walk->order[0];
	return true;
}

static void attach(struct walk *walk, unsigned int user)
{
	walk->order[walk->attached++] = user;
}

static void detach(struct walk *walk, unsigned int user)
{
	unsigned int from, to = 0;

	for (from = 0; from < walk->attached; from++)
		if (walk->order[from] != user)
			walk->order[to++] = walk->order[from];
	walk->attached = to;
}

/**
 * walk_take() - note that the step was taken
 * @walk: the walk
 * @user: the user that was attached or detached
 */
void walk_take(struct walk *walk, unsigned int user)
{
	walk->left -= !walk->steps[state_of(walk)][user]++;
	if (walk_is_attached(walk, user))
		detach(walk, user);
	else
		attach(walk, user);
}
