// SPDX-License-Identifier: GPL-2.0
/*
 * Run a program with a time limit and pass on its output, line by line.
 *
 * Init can end all processes that a program left behind by killing every process. This
 * is needed because a test may have started process groups of its own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

#define LINE_MAX_BYTES	4096
#define KILL_SECONDS	5
#define BEAT_SECONDS	5	/* less than the host's clock of silence */

struct reader {
	const struct child *child;
	int fd;
	size_t used;
	char line[LINE_MAX_BYTES];
};

static pid_t start(const struct child *child, int *out)
{
	int fds[2], null;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC))
		give_up("pipe");
	pid = fork();
	if (pid < 0)
		give_up("fork");
	if (!pid) {
		setsid();
		null = open("/dev/null", O_RDONLY);
		dup2(null, 0);
		dup2(fds[1], 1);
		dup2(fds[1], 2);
		if (child->dir && chdir(child->dir))
			fprintf(stderr, "%s: %s\n", child->dir, strerror(errno));
		else
			execv(child->argv[0], (char *const *)child->argv);
		fprintf(stderr, "%s: %s\n", child->argv[0], strerror(errno));
		_exit(127);
	}
	close(fds[1]);
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	*out = fds[0];
	return pid;
}

static void end_line(struct reader *r)
{
	r->line[r->used] = '\0';
	r->used = 0;
	r->child->line(r->child->arg, r->line);
}

/* Returns false at the end of the output. A line that is too long is split. */
static bool read_lines(struct reader *r)
{
	char buf[1024];
	ssize_t len, i;

	while ((len = read(r->fd, buf, sizeof(buf))) > 0) {
		for (i = 0; i < len; i++) {
			if (buf[i] == '\n' || r->used == sizeof(r->line) - 1)
				end_line(r);
			if (buf[i] != '\n' && buf[i] != '\0')
				r->line[r->used++] = buf[i];
		}
	}
	return len < 0 && errno == EAGAIN;
}

static bool wait_for(pid_t pid, int *status, double deadline)
{
	while (waitpid(pid, status, WNOHANG) != pid) {
		if (now() > deadline)
			return false;
		pause_ms(10);
	}
	return true;
}

/*
 * Some of the base's tests print nothing for minutes. The runner must not take this
 * for silence: init is alive, and limits the program's time.
 */
static double beat(const struct reader *r, double last)
{
	if (now() < last + BEAT_SECONDS)
		return last;
	say("kit: %s is still running\n", r->child->argv[0]);
	return now();
}

/* Returns whether the program ended by itself within its time limit. */
static bool relay(struct reader *r, pid_t pid, int *status)
{
	double deadline = now() + r->child->seconds, last = now();
	struct pollfd p = { .fd = r->fd, .events = POLLIN };

	while (now() < deadline) {
		poll(&p, 1, 100);
		last = beat(r, last);
		if (!read_lines(r))
			return wait_for(pid, status, deadline);
		/* A grandchild may hold the pipe open after the child has ended. */
		if (waitpid(pid, status, WNOHANG) == pid)
			return true;
	}
	return false;
}

static void kill_everybody(void)
{
	double deadline = now() + 1;

	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, WNOHANG) >= 0 && now() < deadline)
		pause_ms(10);
}

/**
 * run_child - run a program until it ends or reaches its time limit
 * @child: what to run, and what receives its output
 * @why: what went wrong, for people
 * @size: size of @why
 * @code: its exit code, -1 when it has none
 *
 * Returns: whether it ended by itself with exit code 0.
 */
bool run_child(const struct child *child, char *why, size_t size, int *code)
{
	struct reader r = { .child = child };
	int status = 0;
	bool ended;
	pid_t pid;

	*code = -1;
	pid = start(child, &r.fd);
	ended = relay(&r, pid, &status);
	if (!ended) {
		kill(pid, SIGKILL);
		snprintf(why, size, wait_for(pid, &status, now() + KILL_SECONDS) ?
			 "no end after %ld seconds: killed" :
			 "no end after %ld seconds, and it cannot be killed: stuck in the kernel",
			 child->seconds);
	} else if (WIFSIGNALED(status)) {
		snprintf(why, size, "killed by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	} else {
		*code = WEXITSTATUS(status);
		snprintf(why, size, "exit code %d", *code);
	}
	kill_everybody();
	read_lines(&r);
	if (r.used)
		end_line(&r);
	close(r.fd);
	return !*code;
}
