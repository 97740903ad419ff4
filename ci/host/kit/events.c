// SPDX-License-Identifier: GPL-2.0
/*
 * A cell's file "events": lines "EPOCH TEXT", each of which is shown once
 * (Documentation/formats.rst). Events are only for people to read, so an error here is
 * ignored.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "events.h"
#include "text.h"

static char *events_path(const char *celldir)
{
	return text_format("%s/events", celldir);
}

/**
 * events_begin - remove the events of an older boot
 * @celldir: the cell's directory
 */
void events_begin(const char *celldir)
{
	char *path = events_path(celldir);

	unlink(path);
	free(path);
}

/**
 * event_write - append an event
 * @celldir: the cell's directory
 * @text: what is shown after the cell's name
 *
 * One write(2) appends to the file, so that lines of several programs do not mix.
 */
void event_write(const char *celldir, const char *text)
{
	char *path = events_path(celldir), *clean = text_line(text), *line;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	line = text_format("%lld.%09ld %s\n", (long long)now.tv_sec, now.tv_nsec, clean);
	if (fd >= 0) {
		if (write(fd, line, strlen(line)) < 0)
			unlink(path);
		close(fd);
	}
	free(line);
	free(clean);
	free(path);
}
