// SPDX-License-Identifier: GPL-2.0
/* The parser of the subcommands that take one path. */
#define _GNU_SOURCE
#include "result-command.h"

/**
 * take_one_path - argp parser for exactly one argument
 * @key: for argp
 * @arg: for argp
 * @state: its input is where the path goes, a const char ** that is NULL before
 *
 * Return: 0, or ARGP_ERR_UNKNOWN. Ends the program if there is none, or more than one.
 */
error_t take_one_path(int key, char *arg, struct argp_state *state)
{
	const char **path = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*path)
			argp_usage(state);
		*path = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}
