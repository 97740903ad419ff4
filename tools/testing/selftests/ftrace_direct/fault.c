// SPDX-License-Identifier: GPL-2.0
/* Documentation/fault-injection/fault-injection.rst: failslab and fail-nth. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include "fault.h"
#include "text.h"

#define DEBUGFS		"/sys/kernel/debug"
#define FAILSLAB	DEBUGFS "/failslab"
#define NTH		"/proc/thread-self/fail-nth"

bool fault_is_there(void)
{
	if (access(NTH, F_OK))
		return false;
	if (access(FAILSLAB, F_OK))
		mount("debugfs", DEBUGFS, "debugfs", 0, NULL);
	return !access(FAILSLAB, F_OK);
}

/* Those that may sleep as well, and without a word on the console. */
int fault_prepare(void)
{
	return write_text(FAILSLAB "/ignore-gfp-wait", "N") ?:
	       write_text(FAILSLAB "/verbose", "0");
}

static int nth_fd;

static int set_nth(unsigned int nth)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", nth);

	return pwrite(nth_fd, text, len, 0) == len ? 0 : -errno;
}

/*
 * The @nth from now on fails, once. Returns 0 or a negative errno. The file
 * stays open meanwhile: to open it takes memory.
 */
int fault_arm(unsigned int nth)
{
	int err;

	nth_fd = open(NTH, O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		return -errno;
	err = set_nth(nth);
	if (err)
		close(nth_fd);
	return err;
}

/* Returns 1 when it has failed, 0 when there were not so many, or an error. */
int fault_disarm(void)
{
	char text[16] = "";
	int err = 0;

	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0)
		err = -EIO;
	err = set_nth(0) ?: err;
	close(nth_fd);
	return err ?: strtoul(text, NULL, 10) == 0;
}
