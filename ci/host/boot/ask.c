// SPDX-License-Identifier: GPL-2.0
/* Ask what the CPUs of a hung guest do. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "boot.h"
#include "../kit/clocks.h"
#include "../kit/text.h"

#define TIMES		2	/* more than once: do they move? */
#define WAIT		1.0	/* seconds for an answer, and between two */

/* boot.sh has QEMU's monitor on the console, behind Ctrl-A c. */
static const char to_monitor[] = "\001c";
static const char question[] = "info registers -a\n";

static bool say(int fd, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static int listen_to(struct guest *g, struct record *rec)
{
	static char data[65536];
	double until = clock_now() + WAIT;
	int ret = 0;

	while (!ret && clock_now() < until) {
		struct pollfd console = { .fd = g->console, .events = POLLIN };
		ssize_t n = 0;

		if (poll(&console, 1, 100) > 0)
			n = read(g->console, data, sizeof(data));
		if (console.revents & POLLHUP && n <= 0)
			break;
		if (n > 0)
			ret = record_write(rec, data, n);
	}
	return ret;
}

/**
 * ask_monitor - keep the registers of all CPUs in cpus.log
 * @w: a boot whose guest is still running and was silent, or took too long
 *
 * QEMU's answer is not part of the console and is not scanned for splats. Without an
 * answer there is no file.
 *
 * Return: 0, or a negative errno when it could not be kept, after a message on stderr.
 */
int ask_monitor(struct watch *w)
{
	struct record rec;
	int ret = record_open(&rec, w->dir, "cpus.log");

	if (!ret && say(w->guest.input, to_monitor))
		for (int i = 0; i < TIMES && !ret && say(w->guest.input, question); i++)
			ret = listen_to(&w->guest, &rec);
	if (rec.bytes)
		w->cpus = text_format("%s", rec.path);
	else if (rec.fd >= 0)
		unlink(rec.path);
	record_close(&rec);
	return ret;
}
