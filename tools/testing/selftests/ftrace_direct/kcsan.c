// SPDX-License-Identifier: GPL-2.0
/*
 * KCSAN sets a watchpoint at one access of some thousand. A run of two hundred
 * switches stores an address two hundred times, and none of them would be watched.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "text.h"
#include "kcsan.h"

/* Documentation/dev-tools/kcsan.rst: how many accesses of a CPU it lets pass. */
#define SKIP		"/sys/module/kcsan/parameters/skip_watch"
#define FEW		"50"

static char before[32];

/*
 * From now on look at one access of @FEW. Returns 0, also where there is no KCSAN,
 * or a negative errno.
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

/* As it was when watch_closely() was called. Returns as that does. */
int watch_as_before(void)
{
	return before[0] ? write_text(SKIP, before) : 0;
}
