// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "text.h"
#include "tracefs.h"

#define ROOT	"/sys/kernel/tracing"

static int complain(const char *what)
{
	int err = -errno;

	fprintf(stderr, "# %s: %s\n", what, strerror(-err));
	return err;
}

/* Where it is on every base; it need not be mounted. */
static int find(const char *file, char *path, size_t size)
{
	if (access(ROOT "/trace", F_OK) &&
	    mount("tracefs", ROOT, "tracefs", 0, NULL))
		return complain("mounting tracefs on " ROOT);
	snprintf(path, size, ROOT "/%s", file);
	return 0;
}

/* Write as a shell's ">" does. Returns 0, or a negative errno after saying it. */
int tracefs_write(const char *file, const char *text)
{
	char path[256];

	return find(file, path, sizeof(path)) ?: write_text(path, text);
}

/* How many lines of a file have both in them; negative: no such file. */
int tracefs_lines_of(const char *file, const char *what, const char *mark)
{
	char path[256], line[512];
	int err = find(file, path, sizeof(path)), count = 0;
	FILE *f = err ? NULL : fopen(path, "re");

	if (err)
		return err;
	if (!f)
		return complain(path);
	while (fgets(line, sizeof(line), f))
		count += strstr(line, what) && strstr(line, mark);
	fclose(f);
	return count;
}

/* The same of the trace. */
int tracefs_lines(const char *what, const char *mark)
{
	return tracefs_lines_of("trace", what, mark);
}

/* No tracer and no filter; returns as tracefs_write() does. */
int tracefs_off(void)
{
	int err = tracefs_write("current_tracer", "nop");

	return tracefs_write("set_ftrace_filter", "") ?: err;
}
