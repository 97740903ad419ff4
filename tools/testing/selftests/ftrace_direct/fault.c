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

/**
 * fault_is_there() - check whether allocations can be made to fail
 *
 * Mounts debugfs if it is not mounted.
 *
 * Return: true if the kernel has failslab and fail-nth
 */
bool fault_is_there(void)
{
	if (access(NTH, F_OK))
		return false;
	if (access(FAILSLAB, F_OK))
		mount("debugfs", DEBUGFS, "debugfs", 0, NULL);
	return !access(FAILSLAB, F_OK);
}

/**
 * fault_may_change_nothing() - check whether the kernel makes allocations of
 * its own in addition to those of the code
 *
 * kmemleak records each allocation in an object, and takes the object from a
 * pool when it cannot allocate it.
 *
 * Return: true if an allocation may fail and the code not notice it
 */
bool fault_may_change_nothing(void)
{
	return !access(DEBUGFS "/kmemleak", F_OK);
}

/**
 * fault_prepare() - set up failslab
 *
 * Allocations that may sleep fail too, without a message on the console.
 *
 * Return: 0 or a negative errno
 */
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

/**
 * fault_arm() - make one allocation of this thread fail
 * @nth: which, counted from 1 and from now on
 *
 * The file stays open until fault_disarm(), since opening it allocates.
 *
 * Return: 0 or a negative errno
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

/**
 * fault_left() - tell how many allocations are left until one fails
 *
 * Return: 0 if one has failed, or a negative errno
 */
int fault_left(void)
{
	char text[16] = "";

	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0)
		return -EIO;
	return strtoul(text, NULL, 10);
}

/**
 * fault_disarm() - end what fault_arm() began
 *
 * Return: 1 if the allocation was made and failed, 0 if there were fewer
 * allocations than that, or a negative errno
 */
int fault_disarm(void)
{
	int left = fault_left();
	int err = set_nth(0);

	close(nth_fd);
	return left < 0 ? left : err ?: !left;
}

#define ME		"/proc/self/make-it-fail"

static int set_all(const char *text)
{
	return pwrite(nth_fd, text, 1, 0) == 1 ? 0 : -errno;
}

/**
 * fault_arm_all() - make all allocations of this process fail
 *
 * Return: 0 or a negative errno
 */
int fault_arm_all(void)
{
	int err = write_text(FAILSLAB "/task-filter", "Y") ?:
		  write_text(FAILSLAB "/times", "-1") ?:
		  write_text(FAILSLAB "/probability", "100");

	if (err)
		return err;
	nth_fd = open(ME, O_RDWR | O_CLOEXEC);
	return nth_fd < 0 ? -errno : set_all("1");
}

/**
 * fault_disarm_all() - end what fault_arm_all() began
 *
 * Return: 0 or a negative errno
 */
int fault_disarm_all(void)
{
	int err = set_all("0");

	close(nth_fd);
	return err ?: write_text(FAILSLAB "/probability", "0") ?:
	       write_text(FAILSLAB "/task-filter", "N");
}
