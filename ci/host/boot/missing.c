// SPDX-License-Identifier: GPL-2.0
/* When QEMU could not be started at all, say what to install. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "boot.h"
#include "../kit/text.h"

/* Debian's packages of the emulators; an emulator that is not listed is in -misc. */
static const char *package_of(const char *program)
{
	static const struct { const char *program, *package; } table[] = {
		{ "qemu-system-x86_64",		"qemu-system-x86" },
		{ "qemu-system-i386",		"qemu-system-x86" },
		{ "qemu-system-aarch64",	"qemu-system-arm" },
		{ "qemu-system-arm",		"qemu-system-arm" },
		{ "qemu-system-ppc64",		"qemu-system-ppc" },
		{ "qemu-system-ppc",		"qemu-system-ppc" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (!strcmp(table[i].program, program))
			return table[i].package;
	return strncmp(program, "qemu-system-", 12) ? NULL : "qemu-system-misc";
}

/* The shell says "boot.sh: 5: exec: qemu-system-arm: not found". */
static char *program_of(const char *line)
{
	const char *p = line ? strstr(line, "exec: ") : NULL;
	size_t len;

	if (!p)
		return NULL;
	p += 6;
	len = strcspn(p, ":");
	return p[len] && len ? text_format("%.*s", (int)len, p) : NULL;
}

/**
 * missing_program - did the script fail to start its program?
 * @w: the boot, which is over
 * @last_line: the last line on the console, or NULL
 *
 * Return: one sentence, to be freed; NULL when the program was started.
 */
char *missing_program(const struct watch *w, const char *last_line)
{
	int status = w->guest.status;
	char *program, *sentence;
	const char *package;

	if (w->end != END_EXIT || w->channel.bytes || !WIFEXITED(status) ||
	    (WEXITSTATUS(status) != 126 && WEXITSTATUS(status) != 127))
		return NULL;
	program = program_of(last_line);
	if (!program)
		return text_format("%s/boot.sh cannot be run: %s", w->dir,
				   last_line ?: "the shell does not say why");
	package = package_of(program);
	sentence = text_format("%s cannot be started (%s/boot.sh asks for it); install %s%s",
			       program, w->dir,
			       package ? "the package " : "it", package ?: "");
	free(program);
	return sentence;
}
