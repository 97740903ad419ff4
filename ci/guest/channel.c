// SPDX-License-Identifier: GPL-2.0
/*
 * The result channel: the virtio port that is named kit.result. A write to it returns
 * when the host has read the data, so nothing is lost at power-off.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

#define PORTS	"/sys/class/virtio-ports/*/name"
#define NAME	"kit.result"

static int channel = -1;

static int open_port(void)
{
	char name[64], dev[64], *port;
	int fd = -1;
	size_t i;
	glob_t g;

	if (glob(PORTS, 0, NULL, &g))
		return -1;
	for (i = 0; i < g.gl_pathc; i++) {
		read_text(g.gl_pathv[i], name, sizeof(name));
		name[strcspn(name, "\n")] = '\0';
		if (strcmp(name, NAME))
			continue;
		port = g.gl_pathv[i] + strlen("/sys/class/virtio-ports/");
		*strchrnul(port, '/') = '\0';
		snprintf(dev, sizeof(dev), "/dev/%s", port);
		fd = open(dev, O_WRONLY | O_CLOEXEC);
	}
	globfree(&g);
	return fd;
}

/* The host sends the port's name some time after the device appears. */
void open_channel(void)
{
	int tries;

	for (tries = 0; tries < 200; tries++) {
		channel = open_port();
		if (channel >= 0)
			return;
		pause_ms(50);
	}
	errno = ENOENT;
	give_up("virtio port " NAME);
}

static void put(const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(channel, text, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			give_up("result channel");
		text += done;
		len -= done;
	}
}

/**
 * say - write to the result channel
 * @fmt: as for printf
 */
void say(const char *fmt, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		give_up("memory");
	put(text, len);
	free(text);
}

/* The last line of a complete run: return the runner's token to the runner. */
void say_done(void)
{
	const char *token = option("kit.token");

	say("kit: done %s\n", token ? token : "");
}
