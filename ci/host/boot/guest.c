// SPDX-License-Identifier: GPL-2.0
/* Start QEMU so that it cannot outlive kit-boot, and end it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot.h"

#define PIPE_SIZE	(1 << 20)

/* Runs in the child. Only async-signal-safe calls between fork and exec. */
static void __attribute__((noreturn))
run(const char *const *argv, pid_t parent, int input, int console, int channel)
{
	sigset_t none;

	/*
	 * This ends QEMU when kit-boot is killed. The setting survives the script's exec.
	 * If kit-boot died before this call, no signal would be sent.
	 */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != parent)
		_exit(125);
	setpgid(0, 0);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(input, 0) < 0 || dup2(console, 1) < 0 || dup2(console, 2) < 0 ||
	    dup2(channel, 3) < 0)
		_exit(125);
	execv(argv[0], (char *const *)argv);
	_exit(125);
}

/* dup2() sets up descriptors 0 to 3, so no pipe may be one of them. */
static int high_pipe(int *fds)
{
	int low[2];

	if (pipe2(low, O_CLOEXEC))
		return -errno;
	for (int i = 0; i < 2; i++) {
		fds[i] = fcntl(low[i], F_DUPFD_CLOEXEC, 10);
		close(low[i]);
	}
	if (fds[0] < 0 || fds[1] < 0)
		return -EMFILE;
	/* A larger pipe, if possible, so that a guest does not wait for kit-boot. */
	fcntl(fds[0], F_SETPIPE_SZ, PIPE_SIZE);
	return fcntl(fds[0], F_SETFL, O_NONBLOCK) ? -errno : 0;
}

/**
 * guest_start - start a guest
 * @g: filled in
 * @argv: the program and its arguments, NULL after them: it is QEMU or becomes it
 * @token: the token that the guest has to report at its end
 *
 * Return: 0 or a negative errno.
 */
int guest_start(struct guest *g, const char *const *argv, const char *token)
{
	pid_t parent = getpid();
	int input[2], console[2], channel[2];
	int ret = high_pipe(input) ?: high_pipe(console) ?: high_pipe(channel);

	if (ret)
		return ret;
	/* The guest may block when it reads. */
	if (fcntl(input[0], F_SETFL, 0) || setenv("KIT_TOKEN", token, 1))
		return -errno;
	*g = (struct guest) {
		.input = input[1], .console = console[0], .channel = channel[0],
	};
	fflush(NULL);
	g->pid = fork();
	if (g->pid < 0)
		return -errno;
	if (!g->pid)
		run(argv, parent, input[0], console[1], channel[1]);
	setpgid(g->pid, g->pid);	/* in parent and child, whichever is first */
	close(input[0]);
	close(console[1]);
	close(channel[1]);
	return 0;
}

/**
 * guest_reap - has the guest ended?
 * @g: the guest
 *
 * Return: whether it has; then @g->status is set.
 */
bool guest_reap(struct guest *g)
{
	if (g->pid && waitpid(g->pid, &g->status, WNOHANG) == g->pid) {
		/* Its group may hold children of the script. */
		kill(-g->pid, SIGKILL);
		g->pid = 0;
	}
	return !g->pid;
}

/**
 * guest_kill - end the guest now
 * @g: the guest; nothing happens when it has ended
 */
void guest_kill(struct guest *g)
{
	if (!g->pid)
		return;
	kill(-g->pid, SIGKILL);
	kill(g->pid, SIGKILL);
	while (waitpid(g->pid, &g->status, 0) < 0 && errno == EINTR)
		;
	g->pid = 0;
}
