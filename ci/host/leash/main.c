// SPDX-License-Identifier: GPL-2.0
/*
 * kit-leash [--apart] [--caller PID] COMMAND...: run a command that ends, with all that it
 * started, when the caller ends, however that ends. PID is that of a caller that may have
 * ended before kit-leash began. With --apart the command is in a session of its own, with
 * a guard: SIGKILL to the caller's process group ends the other guard only.
 *
 * Two guards run the command: the caller's child is the outer one, its child the inner
 * one, and the inner one's child the command. Each is a subreaper, so that a process
 * whose parent has died stays below a guard, whatever session it is in. When its own
 * child or its own parent ends, a guard ends all that is below it. So SIGKILL to any one
 * process, of the guards too, leaves nothing behind.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "leash.h"

#define GUARDS	2
#define GRACE	2	/* seconds from SIGTERM to SIGKILL */
#define PAUSE	20	/* milliseconds between two SIGKILLs */

static sigset_t none, watched;

/* A parent that has ended before the call will send no signal. */
static void end_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM))
		err(2, "prctl");
	if (getppid() != parent)
		_exit(128 + SIGTERM);
}

static void __attribute__((noreturn)) run(char **command)
{
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(*command, command);
	warn("%s", *command);
	_exit(errno == ENOENT ? 127 : 126);
}

static int exit_status(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Returns whether a child is left. @first is the child whose status counts. */
static bool reap(pid_t first, int *status, bool *ended)
{
	pid_t pid;
	int how;

	while ((pid = waitpid(-1, &how, WNOHANG)) > 0) {
		if (pid != first)
			continue;
		*status = exit_status(how);
		*ended = true;
	}
	return !pid;
}

/* SIGINT and SIGQUIT come from the terminal, to the command as well: it decides. */
static int watch(pid_t first)
{
	bool ended = false;
	int status = 0;

	while (!ended) {
		int sig = sigwaitinfo(&watched, NULL);

		if (sig == SIGTERM || sig == SIGHUP)
			return 128 + sig;
		if (sig == SIGCHLD)
			reap(first, &status, &ended);
	}
	return status;
}

/* A process that is told to end may start another one: repeat until none is left. */
static void end_all(pid_t first)
{
	struct timespec now, until, pause = { .tv_nsec = PAUSE * 1000000L };
	bool ended;
	int status;

	if (!reap(first, &status, &ended))
		return;
	signal_descendants(SIGTERM);
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += GRACE;
	while (reap(first, &status, &ended)) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (now.tv_sec > until.tv_sec ||
		    (now.tv_sec == until.tv_sec && now.tv_nsec >= until.tv_nsec))
			signal_descendants(SIGKILL);
		sigtimedwait(&watched, NULL, &pause);
	}
}

static int guard(int guards, pid_t parent, bool apart, char **command)
{
	pid_t self = getpid(), first;
	int status;

	if (prctl(PR_SET_CHILD_SUBREAPER, 1))
		err(2, "prctl");
	end_with(parent);
	first = fork();
	if (first < 0)
		err(2, "fork");
	if (!first) {
		if (apart && setsid() < 0)
			err(2, "setsid");
		if (guards > 1)
			return guard(guards - 1, self, false, command);
		end_with(self);
		run(command);
	}
	status = watch(first);
	end_all(first);
	return status;
}

int main(int argc, char **argv)
{
	char **command = argv + 1;
	pid_t caller = getppid();
	bool apart = argc > 1 && !strcmp(argv[1], "--apart");

	command += apart;
	if (command[0] && command[1] && !strcmp(command[0], "--caller")) {
		caller = atoi(command[1]);
		command += 2;
	}
	if (!*command)
		errx(2, "no command; usage: kit-leash [--apart] [--caller PID] COMMAND...");
	sigemptyset(&watched);
	sigaddset(&watched, SIGTERM);
	sigaddset(&watched, SIGHUP);
	sigaddset(&watched, SIGINT);
	sigaddset(&watched, SIGQUIT);
	sigaddset(&watched, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &watched, &none))
		err(2, "sigprocmask");
	return guard(GUARDS, caller, apart, command);
}
