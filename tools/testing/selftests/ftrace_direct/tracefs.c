// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tracefs.h"

/* Where it is on every base, mounted by whoever mounted debugfs or tracefs. */
static const char *const roots[] = {
	"/sys/kernel/tracing", "/sys/kernel/debug/tracing",
};

static int tracefs_open(const char *file, int flags)
{
	char path[256];
	unsigned int i;
	int fd = -1;

	for (i = 0; i < 2 && fd < 0; i++) {
		snprintf(path, sizeof(path), "%s/%s", roots[i], file);
		fd = open(path, flags | O_CLOEXEC);
	}
	if (fd < 0)
		fprintf(stderr, "# tracefs: %s: %s (is it mounted?)\n", file,
			strerror(errno));
	return fd;
}

/* Write as a shell's ">" does; returns 0 or a negative errno. */
int tracefs_write(const char *file, const char *text)
{
	int fd = tracefs_open(file, O_WRONLY | O_TRUNC);
	ssize_t len = strlen(text);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (len && write(fd, text, len) != len)
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* How many lines of the trace have both in them; negative: no trace. */
int tracefs_lines(const char *what, const char *mark)
{
	int fd = tracefs_open("trace", O_RDONLY);
	char line[512];
	int count = 0;
	FILE *f;

	if (fd < 0)
		return -errno;
	f = fdopen(fd, "r");
	while (fgets(line, sizeof(line), f))
		count += strstr(line, what) && strstr(line, mark);
	fclose(f);
	return count;
}
