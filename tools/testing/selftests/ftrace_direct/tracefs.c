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

/* All bases have it there. Mounts it if necessary. */
static int find(const char *file, char *path, size_t size)
{
	if (access(ROOT "/trace", F_OK) &&
	    mount("tracefs", ROOT, "tracefs", 0, NULL))
		return complain("mounting tracefs on " ROOT);
	snprintf(path, size, ROOT "/%s", file);
	return 0;
}

/**
 * tracefs_write() - write to a file of tracefs as a shell's ">" does
 * @file: its name there
 * @text: what to write
 *
 * Return: 0, or a negative errno after a message
 */
int tracefs_write(const char *file, const char *text)
{
	char path[256];

	return find(file, path, sizeof(path)) ?: write_text(path, text);
}

/**
 * tracefs_lines_of() - count lines that contain two strings
 * @file: a file of tracefs
 * @what: the one string
 * @mark: the other, "" for none
 *
 * Return: the number, or a negative errno after a message
 */
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

/**
 * tracefs_lines() - count lines of the trace; as tracefs_lines_of()
 * @what: the one string
 * @mark: the other, "" for none
 *
 * Return: the number, or a negative errno after a message
 */
int tracefs_lines(const char *what, const char *mark)
{
	return tracefs_lines_of("trace", what, mark);
}

/**
 * tracefs_off() - end the tracer and remove the filter
 *
 * Return: 0, or a negative errno after a message
 */
int tracefs_off(void)
{
	int err = tracefs_write("current_tracer", "nop");

	return tracefs_write("set_ftrace_filter", "") ?: err;
}
