// SPDX-License-Identifier: GPL-2.0
/* Write a file so that a reader sees either the old or the new one, never half of one. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "save.h"
#include "text.h"

static int write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		data += n;
		len -= n;
	}
	return 0;
}

/* mkstemp's mode 0600 would hide a report from users who may read the other files. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int fill(int fd, const char *data, size_t len)
{
	int ret = write_all(fd, data, len);

	if (!ret && fchmod(fd, usual_mode()))
		ret = -errno;
	if (!ret && fsync(fd))
		ret = -errno;
	if (close(fd) && !ret)
		ret = -errno;
	return ret;
}

/* Without this sync the new name may be lost in a power failure. */
static int sync_directory(const char *path)
{
	char *copy = text_format("%s", path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret = 0;

	if (fd < 0 || (fsync(fd) && errno != EINVAL))
		ret = -errno;
	if (fd >= 0)
		close(fd);
	free(copy);
	return ret;
}

static const char *advice(int ret)
{
	switch (-ret) {
	case ENOSPC:
	case EDQUOT:
		return "; free space there and run the same command again";
	case ENOENT:
		return "; its directory must exist";
	case EACCES:
	case EROFS:
		return "; it must be writable for you";
	}
	return "";
}

/**
 * save_file - replace a file as a whole
 * @path: its name
 * @data: its new contents
 * @len: their length
 *
 * Errors are reported on stderr; the old file is still there then.
 *
 * Return: 0, or a negative errno.
 */
int save_file(const char *path, const char *data, size_t len)
{
	char *temp = text_format("%s.XXXXXX", path);
	int fd = mkostemp(temp, O_CLOEXEC);
	int ret = fd < 0 ? -errno : fill(fd, data, len);

	if (!ret && rename(temp, path))
		ret = -errno;
	if (ret && fd >= 0)
		unlink(temp);
	if (!ret)
		ret = sync_directory(path);
	if (ret)
		fprintf(stderr, "%s: cannot be saved: %s%s\n", path,
			strerror(-ret), advice(ret));
	free(temp);
	return ret;
}
