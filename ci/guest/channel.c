// SPDX-License-Identifier: GPL-2.0
/*
 * The result channel: the virtio port that is named kit.result. A write to it returns
 * when the host has read the data, so nothing is lost at power-off.
 *
 * A machine without such a port has kit.channel= on its command line: the name of a
 * second serial line, or kmsg for the console. Either may lose bytes, so the stream
 * travels in numbered frames with a checksum (frame.h). /dev/kmsg makes a record of each
 * frame, and printk never prints in the middle of a record.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "frame.h"
#include "guest.h"

#define PORTS	"/sys/class/virtio-ports/*/name"
#define NAME	"kit.result"

#define KMSG	"/dev/kmsg"
#define ALWAYS	"<0>"	/* printed, whatever the console's log level is */

static int channel = -1;
static bool framed;
static const char *frame_start = "";
static char *frame_token;
static unsigned long frame_number;
static uint32_t sum;	/* of the stream so far */

static int find_port(const char *wanted)
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
		if (strcmp(name, wanted))
			continue;
		port = g.gl_pathv[i] + strlen("/sys/class/virtio-ports/");
		*strchrnul(port, '/') = '\0';
		snprintf(dev, sizeof(dev), "/dev/%s", port);
		fd = open(dev, O_WRONLY | O_CLOEXEC);
	}
	globfree(&g);
	return fd;
}

static char *token_of_boot(void)
{
	const char *token = option("kit.token");
	char *copy = strdup(token ? token : "");

	if (!copy)
		give_up("memory");
	return copy;
}

/* By default printk drops what comes after ten records in five seconds. */
static int open_kmsg(void)
{
	write_text("/proc/sys/kernel/printk_devkmsg", "on\n");
	return open(KMSG, O_WRONLY | O_CLOEXEC);
}

static int open_line(const char *name)
{
	struct termios how;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%s", name);
	fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0 && !tcgetattr(fd, &how)) {
		cfmakeraw(&how);
		tcsetattr(fd, TCSANOW, &how);
	}
	return fd;
}

/* Is the stream framed, and where does it go? */
static bool open_framed(void)
{
	const char *name = option("kit.channel");

	if (!name || !strcmp(name, "virtio"))
		return false;
	framed = true;
	if (!strcmp(name, "kmsg")) {
		frame_start = ALWAYS;
		channel = open_kmsg();
	} else {
		channel = open_line(name);
	}
	if (channel < 0)
		give_up("kit.channel");
	frame_token = token_of_boot();
	return true;
}

/**
 * open_port - open a virtio port
 * @name: its name, which the host sends some time after the device appears
 *
 * Returns: its file descriptor; without such a port the machine powers off
 */
int open_port(const char *name)
{
	int tries, fd;

	for (tries = 0; tries < 200; tries++) {
		fd = find_port(name);
		if (fd >= 0)
			return fd;
		pause_ms(50);
	}
	errno = ENOENT;
	give_up(name);
}

void open_channel(void)
{
	if (!open_framed())
		channel = open_port(NAME);
}

/**
 * put_port - write to a port, as it is
 * @fd: the port, or what stands for it
 * @text: what to write
 * @len: how much
 */
void put_port(int fd, const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(fd, text, len);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			give_up("virtio port");
		text += done;
		len -= done;
	}
}

/* One frame: its number, its checksum, and up to FRAME_BYTES of the stream, escaped. */
static void put_frame(const char *data, size_t len)
{
	char text[FRAME_BYTES * 4 + 64], *end = text;

	end += sprintf(end, "%s" FRAME_MARK "%lu %08x ", frame_start, frame_number,
		       frame_sum(frame_token, frame_number, data, len));
	for (size_t i = 0; i < len; i++) {
		unsigned char c = data[i];

		if (c > 0x20 && c < 0x7f && c != '\\')
			*end++ = c;
		else
			end += sprintf(end, "\\x%02x", c);
	}
	*end++ = '\n';
	put_port(channel, text, end - text);
	frame_number++;
}

static void put(const char *text, size_t len)
{
	sum = frame_crc(sum, text, len);
	if (!framed) {
		put_port(channel, text, len);
		return;
	}
	for (size_t done = 0; done < len; done += FRAME_BYTES)
		put_frame(text + done, len - done < FRAME_BYTES ? len - done : FRAME_BYTES);
	tcdrain(channel);
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

/*
 * What reads the console elsewhere cannot know that the machine has ended. Say that
 * nothing that a verdict depends on will follow.
 */
static void say_console_end(const char *token)
{
	char *text;
	int fd = open_kmsg();

	if (fd >= 0 && asprintf(&text, ALWAYS CONSOLE_END "%s\n", token) > 0) {
		write(fd, text, strlen(text));
		free(text);
	}
	close(fd);
}

/*
 * The last lines of a complete run: what came before must be as it was written, and the
 * runner gets its token back.
 */
void say_done(void)
{
	char *token = token_of_boot();

	say_console_end(token);
	say(STREAM_SUM "%08x\n", sum);
	say("kit: done %s\n", token);
	free(token);
}
