// SPDX-License-Identifier: GPL-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

/* Some files, such as ftrace's filters, accept one word per write(). */
static int write_words(int fd, const char *text)
{
	size_t left = strlen(text);
	ssize_t written;

	while (left) {
		written = write(fd, text, left);
		if (written < 0)
			return -errno;
		if (!written)
			return -EIO;
		text += written;
		left -= written;
	}
	return 0;
}

/**
 * write_text() - truncate a file and write to it, as a shell's ">" does
 * @path: the file
 * @text: what to write
 *
 * Return: 0, or a negative errno after a message
 */
int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	int err = fd < 0 ? -errno : write_words(fd, text);

	if (fd >= 0 && close(fd) && !err)
		err = -errno;
	if (err)
		fprintf(stderr, "# %s: %s\n", path, strerror(-err));
	return err;
}
