// SPDX-License-Identifier: GPL-2.0
/*
 * Which lines of the kernel a part of the suites runs. The counters of CONFIG_GCOV_KERNEL
 * are reset before it, and sent to the virtio port kit.coverage after it: for each file a
 * line "suite.program length name", and as many bytes.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

#define GCOV	"/sys/kernel/debug/gcov"
#define PORT	"kit.coverage"
#define DEPTH	8

static int port = -1;
static char part[128];

static bool wanted(void)
{
	return number_option(PORT, 0);
}

static void reset(void)
{
	if (write_text(GCOV "/reset", "1"))
		give_up(GCOV "/reset");
}

/* The kernel makes the content up as it is read: the file has no size. */
static char *read_whole(const char *path, size_t *len)
{
	size_t size = 1 << 16;
	char *data = malloc(size);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0 || !data)
		give_up(path);
	*len = 0;
	while ((got = read(fd, data + *len, size - *len)) > 0) {
		*len += got;
		if (*len == size)
			data = realloc(data, size *= 2);
		if (!data)
			give_up("memory");
	}
	if (got < 0)
		give_up(path);
	close(fd);
	return data;
}

static int send_file(const char *path, const struct stat *st __attribute__((unused)),
		     int type, struct FTW *ftw __attribute__((unused)))
{
	const char *end = strrchr(path, '.');
	char *data, *head;
	size_t len;
	int size;

	if (type != FTW_F || !end || strcmp(end, ".gcda"))
		return 0;
	data = read_whole(path, &len);
	size = asprintf(&head, "%s %zu %s\n", part, len, path + strlen(GCOV));
	if (size < 0)
		give_up("memory");
	put_port(port, head, size);
	put_port(port, data, len);
	free(head);
	free(data);
	return 0;
}

/**
 * coverage_begin - a part of the suites is about to run
 */
void coverage_begin(void)
{
	if (!wanted())
		return;
	if (port < 0)
		port = open_port(PORT);
	reset();
}

/**
 * coverage_end - it has run
 * @suite: the suite
 * @program: one of its programs, NULL for all that is not in one
 */
void coverage_end(const char *suite, const char *program)
{
	if (!wanted())
		return;
	snprintf(part, sizeof(part), "%s%s%s", suite, program ? "." : "", program ?: "");
	if (nftw(GCOV, send_file, DEPTH, FTW_PHYS))
		give_up(GCOV);
	reset();
}
