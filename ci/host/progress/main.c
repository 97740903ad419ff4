// SPDX-License-Identifier: GPL-2.0
/* kit-progress: run a command and show what the cells are doing meanwhile. */
#define _GNU_SOURCE
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../kit/text.h"
#include "progress.h"

/* An error of kit-progress and not of the command, as in env(1) and timeout(1). */
#define EXIT_OURS	125

static const struct argp_option options[] = {
	{ "cells-dir", 'd', "DIR", 0, "the directory of the cells: build/cells", 0 },
	{ "log", 'l', "FILE", 0, "where the command's output goes", 0 },
	{ }
};

struct arguments {
	const char *dir, *log;
	char **cells;
	size_t nr;
	char **command;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'd':
		args->dir = arg;
		return 0;
	case 'l':
		args->log = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (state->quoted && state->next > state->quoted) {
			args->command = &state->argv[state->next - 1];
			state->next = state->argc;
			return 0;
		}
		args->cells = reallocarray(args->cells, args->nr + 1,
					   sizeof(arg));
		if (!args->cells)
			err(EXIT_OURS, "cells");
		args->cells[args->nr++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (!args->dir)
			argp_error(state, "--cells-dir is missing");
		if (!args->command)
			argp_error(state, "no command is given; it comes after \"--\"");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "CELL... -- COMMAND [ARGUMENT...]",
	.doc = "Run COMMAND and show what each CELL does.\v"
	       "Exit status: that of COMMAND, 128 + n if signal n ended it, 125 if something is wrong here.",
};

static sigset_t our_signals(void)
{
	static const int signals[] = {
		SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH,
	};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(&set, signals[i]);
	return set;
}

/* SIGWINCH only has to interrupt the wait, because a redraw follows. */
static int watch(struct progress *progress, pid_t child, const sigset_t *set)
{
	const struct timespec pause = { .tv_nsec = 200000000 };
	int wstatus;

	for (;;) {
		int sig;

		draw(progress);
		sig = sigtimedwait(set, NULL, &pause);
		if (sig == SIGCHLD && waitpid(child, &wstatus, WNOHANG) == child)
			return wstatus;
		if (sig > 0 && sig != SIGCHLD && sig != SIGWINCH)
			kill(-child, sig);
	}
}

static bool can_redraw(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(term && !strcmp(term, "dumb"));
}

static void add_cells(struct progress *progress, const struct arguments *args)
{
	progress->cells = calloc(args->nr + 1, sizeof(*progress->cells));
	if (!progress->cells)
		err(EXIT_OURS, "cells");
	for (progress->nr = 0; progress->nr < args->nr; progress->nr++) {
		struct state *s = &progress->cells[progress->nr];

		s->cell = args->cells[progress->nr];
		s->dir = text_format("%s/%s", args->dir, s->cell);
		s->path = text_format("%s/state", s->dir);
	}
}

static void release(struct progress *progress)
{
	for (size_t i = 0; i < progress->nr; i++) {
		events_free(&progress->cells[i]);
		free(progress->cells[i].dir);
		free(progress->cells[i].path);
		free(progress->cells[i].stage);
		free(progress->cells[i].detail);
	}
	free(progress->cells);
}

int main(int argc, char **argv)
{
	struct progress progress = { .terminal = can_redraw() };
	struct arguments args = {};
	sigset_t set = our_signals();
	pid_t child;
	int status;

	argp_err_exit_status = EXIT_OURS;
	argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &args);
	/* The clock that the kernel uses for file times, for comparisons. */
	clock_gettime(CLOCK_REALTIME_COARSE, &progress.start);
	add_cells(&progress, &args);
	signal(SIGPIPE, SIG_IGN);	/* the work continues without a reader */
	sigprocmask(SIG_BLOCK, &set, NULL);
	child = child_start(args.command, args.log);
	draw_begin(&progress);
	status = child_status(watch(&progress, child, &set));
	draw_end(&progress);
	if (status && args.log)
		warnx("%s ended with status %d, its output is in %s",
		      args.command[0], status, args.log);
	release(&progress);
	free(args.cells);
	return status;
}
