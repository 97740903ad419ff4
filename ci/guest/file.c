// SPDX-License-Identifier: GPL-2.0
/* Small files, read and written whole, and the time. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

/**
 * read_text - read a small file
 * @path: the file
 * @buf: the buffer, always terminated
 * @size: bytes in @buf
 *
 * Returns: bytes read, -1 on error.
 */
int read_text(const char *path, char *buf, size_t size)
{
	size_t used = 0;
	ssize_t len;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	buf[0] = '\0';
	if (fd < 0)
		return -1;
	while (used < size - 1) {
		len = read(fd, buf + used, size - 1 - used);
		if (len <= 0)
			break;
		used += len;
	}
	close(fd);
	buf[used] = '\0';
	return used;
}

/**
 * write_text - write a setting in one write, as the kernel requires
 * @path: the file
 * @text: what to write
 *
 * Returns: 0, -1 on error.
 */
int write_text(const char *path, const char *text)
{
	ssize_t len = strlen(text);
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -1;
	err = write(fd, text, len) == len ? 0 : -1;
	close(fd);
	return err;
}

/**
 * has_line - look for text in a file of any size
 * @path: the file
 * @text: what to look for, within one line
 *
 * Returns: whether a line contains it.
 */
bool has_line(const char *path, const char *text)
{
	FILE *file = fopen(path, "re");
	bool found = false;
	size_t size = 0;
	char *line = NULL;

	if (!file)
		return false;
	while (!found && getline(&line, &size, file) > 0)
		found = strstr(line, text);
	free(line);
	fclose(file);
	return found;
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}
