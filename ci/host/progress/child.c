// SPDX-License-Identifier: GPL-2.0
/* Run the command whose progress is shown. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "progress.h"

static int open_log(const char *log)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
		      0666);

	if (fd < 0)
		err(125, "%s: the log cannot be written", log);
	return fd;
}

/* Only messages before the command runs may go to kit-progress's own stderr. */
static void __attribute__((noreturn))
run(char **argv, int log, pid_t parent)
{
	int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int messages = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(125);
	setpgid(0, 0);
	dup2(in, STDIN_FILENO);
	if (log >= 0) {
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
	}
	signal(SIGPIPE, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(argv[0], argv);
	dprintf(messages, "kit-progress: %s cannot be run: %s\n", argv[0],
		strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

/**
 * child_start - start the command in a process group of its own
 * @argv: the command
 * @log: the file for its output; NULL leaves the output as it is
 *
 * The command ends when kit-progress ends, even when kit-progress is killed.
 *
 * Return: its process id, which is also its group id.
 */
pid_t child_start(char **argv, const char *log)
{
	int fd = log ? open_log(log) : -1;
	pid_t parent = getpid(), child = fork();

	if (child < 0)
		err(125, "%s cannot be started", argv[0]);
	if (!child)
		run(argv, fd, parent);
	/* Both processes do this, so the group exists before a signal is sent. */
	setpgid(child, child);
	if (fd >= 0)
		close(fd);
	return child;
}

/**
 * child_status - the exit status that corresponds to the child's
 * @wstatus: from waitpid(2)
 */
int child_status(int wstatus)
{
	return WIFSIGNALED(wstatus) ? 128 + WTERMSIG(wstatus) :
				      WEXITSTATUS(wstatus);
}
