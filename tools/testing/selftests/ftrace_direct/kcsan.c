// SPDX-License-Identifier: GPL-2.0
/*
 * KCSAN sets a watchpoint at one access of some thousand. A run of 200 switches
 * stores an address 200 times, so probably none of these stores would be watched.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "text.h"
#include "kcsan.h"

/* Documentation/dev-tools/kcsan.rst: accesses of a CPU between two watchpoints. */
#define SKIP		"/sys/module/kcsan/parameters/skip_watch"
#define FEW		"50"

static char before[32];

/**
 * watch_closely() - have KCSAN watch one access of FEW from now on
 *
 * Return: 0, also without KCSAN, or a negative errno
 */
int watch_closely(void)
{
	int fd = open(SKIP, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	len = read(fd, before, sizeof(before) - 1);
	close(fd);
	if (len <= 0)
		return -EIO;
	before[len] = '\0';
	return write_text(SKIP, FEW);
}

/**
 * watch_as_before() - undo watch_closely()
 *
 * Return: 0 or a negative errno
 */
int watch_as_before(void)
{
	return before[0] ? write_text(SKIP, before) : 0;
}
