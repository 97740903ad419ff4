// SPDX-License-Identifier: GPL-2.0
/* What every guest does first and last. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guest.h"

/*
 * Without ACPI an x86 machine cannot power off, and the kernel would halt forever. QEMU
 * runs with -no-reboot and also ends at a reset. By default the kernel resets through a
 * keyboard controller, which a microvm does not have. Before 5.11 only reboot=t on the
 * command line makes the kernel reset in another way.
 *
 * A machine that only lent itself for this boot has kit.end=reboot.
 */
static int way_out(void)
{
	const char *end = option("kit.end");

	if (end && !strcmp(end, "reboot"))
		return RB_AUTOBOOT;
#ifdef __x86_64__
	if (access("/sys/firmware/acpi", F_OK)) {
		write_text("/sys/kernel/reboot/type", "triple");
		return RB_AUTOBOOT;
	}
#endif
	return RB_POWER_OFF;
}

void poweroff(void)
{
	fflush(NULL);
	sync();
	reboot(way_out());
	sleep(30);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

void give_up(const char *what)
{
	fprintf(stderr, "\nkit: init gives up: %s: %s\n", what, strerror(errno));
	poweroff();
}

static void mount_one(const char *type, const char *where, bool needed)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) && errno != EBUSY && needed)
		give_up(where);
}

void ensure_console(void)
{
	int fd, tries;

	mount_one("devtmpfs", "/dev", true);
	for (tries = 0; tries < 200; tries++) {
		fd = open("/dev/console", O_RDWR);
		if (fd >= 0) {
			dup2(fd, 0);
			dup2(fd, 1);
			dup2(fd, 2);
			if (fd > 2)
				close(fd);
			return;
		}
		pause_ms(50);
	}
	poweroff();
}

void mount_filesystems(void)
{
	mount_one("proc", "/proc", true);
	mount_one("sysfs", "/sys", true);
	mount_one("tmpfs", "/tmp", true);
	mount_one("tmpfs", "/run", true);
	mount_one("devpts", "/dev/pts", false);
	mount_one("tracefs", TRACEFS, false);
	mount_one("debugfs", "/sys/kernel/debug", false);
	symlink("/proc/self/fd", "/dev/fd");
}

/**
 * option - read an option of the kernel's command line
 * @name: the part before the "=", "kit.token" for instance
 *
 * As with the kernel's own options, the last one counts.
 *
 * Returns: the text after the "=", valid until the next call, or NULL.
 */
const char *option(const char *name)
{
	static char line[4096];
	size_t len = strlen(name);
	char *word, *value = NULL, *rest = line;

	if (read_text("/proc/cmdline", line, sizeof(line)) < 0)
		give_up("/proc/cmdline");
	while ((word = strsep(&rest, " \n")))
		if (!strncmp(word, name, len) && word[len] == '=')
			value = word + len + 1;
	return value;
}

long number_option(const char *name, long otherwise)
{
	const char *text = option(name);

	return text ? strtol(text, NULL, 10) : otherwise;
}

/* Is it kit.mode=@name? */
bool mode_is(const char *name)
{
	const char *mode = option("kit.mode");

	return !strcmp(mode ? mode : "run", name);
}
