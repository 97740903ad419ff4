// SPDX-License-Identifier: GPL-2.0
/* Keep on disk the guest's output and the state of the boot. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "boot.h"
#include "../kit/text.h"

static int complain(const char *path, int error)
{
	fprintf(stderr, "kit-boot: %s cannot be written: %s%s\n", path, strerror(error),
		error == ENOSPC || error == EDQUOT ?
		"; free space there and boot the cell again" : "");
	return -error;
}

/**
 * record_open - begin to record a stream, replacing that of an older boot
 * @rec: filled in
 * @dir: the cell's directory
 * @name: the file's name in it
 *
 * The file is locked: otherwise two runs of one cell would mix their output in it.
 *
 * Return: 0, or a negative errno after a message on stderr.
 */
int record_open(struct record *rec, const char *dir, const char *name)
{
	*rec = (struct record) { .path = text_format("%s/%s", dir, name) };
	rec->fd = open(rec->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (rec->fd < 0)
		return complain(rec->path, errno);
	if (flock(rec->fd, LOCK_EX | LOCK_NB)) {
		fprintf(stderr,
			"kit-boot: %s is in use: another run is booting this cell; wait until it has ended\n",
			rec->path);
		return -EBUSY;
	}
	/* EINVAL: a device, which has no old contents. */
	if (ftruncate(rec->fd, 0) && errno != EINVAL)
		return complain(rec->path, errno);
	return 0;
}

/**
 * record_write - record more of a stream
 * @rec: the file
 * @data: the bytes
 * @len: how many
 *
 * Return: 0, or a negative errno after a message on stderr.
 */
int record_write(struct record *rec, const char *data, size_t len)
{
	rec->bytes += len;
	while (len) {
		ssize_t n = write(rec->fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return complain(rec->path, errno);
		data += n;
		len -= n;
	}
	return 0;
}

/**
 * record_close - the stream has ended
 * @rec: the file
 */
void record_close(struct record *rec)
{
	if (rec->fd >= 0)
		close(rec->fd);
	rec->fd = -1;
	free(rec->path);
	rec->path = NULL;
}

/**
 * state_write - record what the cell is doing
 * @dir: the cell's directory
 * @start: when the stage began
 * @stage: the stage
 * @detail: more, or NULL
 *
 * The state is only for people to read, so an error here is ignored.
 */
void state_write(const char *dir, time_t start, const char *stage, const char *detail)
{
	char *path = text_format("%s/state", dir);
	char *new = text_format("%s/state.boot", dir);
	FILE *f = fopen(new, "we");

	if (f) {
		fprintf(f, "%lld %s%s%s\n", (long long)start, stage,
			detail ? " " : "", detail ?: "");
		if (fclose(f) || rename(new, path))
			unlink(new);
	}
	free(new);
	free(path);
}
