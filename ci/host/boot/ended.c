// SPDX-License-Identifier: GPL-2.0
/*
 * How a boot ended, in words: kit-boot writes them to the file "ended" of each boot, and
 * reads those of a boot that was recorded (Documentation/backends.rst).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot.h"
#include "../kit/save.h"
#include "../kit/text.h"

static const struct { const char *name; enum boot_end end; } clocks[] = {
	{ "boot-deadline",	END_BOOT },
	{ "silence",		END_SILENCE },
	{ "total",		END_TOTAL },
	{ "panic",		END_PANIC },
	{ "power-off",		END_POWER_OFF },
	{ "prepare",		END_PREPARE },
};

#define NR_CLOCKS	(sizeof(clocks) / sizeof(*clocks))

static char *in_words(const struct watch *w)
{
	int status = w->guest.status;

	for (size_t i = 0; i < NR_CLOCKS; i++)
		if (clocks[i].end == w->end)
			return text_format("%s %g\n", clocks[i].name, w->end_limit);
	if (w->end == END_FLOOD)
		return text_copy("flood\n");
	if (w->end == END_FAILED)
		return text_copy("failed\n");
	if (WIFSIGNALED(status))
		return text_format("signal %d\n", WTERMSIG(status));
	return text_format("exit %d\n", WEXITSTATUS(status));
}

/**
 * ended_write - keep how the boot ended
 * @w: the boot, which is over
 * @recorded: the words for a boot that was recorded, or NULL
 *
 * Return: 0, or a negative errno after a message on stderr.
 */
int ended_write(const struct watch *w, const char *recorded)
{
	char *path = text_format("%s/ended", w->dir);
	char *text = recorded ? text_format("%s\n", recorded) : in_words(w);
	int ret = save_file(path, text, strlen(text));

	free(text);
	free(path);
	return ret;
}

/**
 * ended_forget - remove what an earlier boot left
 * @dir: the cell's directory
 *
 * Return: 0, or a negative errno.
 */
int ended_forget(const char *dir)
{
	char *path = text_format("%s/ended", dir);
	int ret = unlink(path) && errno != ENOENT ? -errno : 0;

	free(path);
	return ret;
}

/* A decimal number above 0, without a sign. Returns 0 if it is none. */
static double above_zero(const char *text)
{
	char *end;
	double x = strtod(text, &end);

	if (strspn(text, "0123456789.") != strlen(text) || *end || !isfinite(x) || x <= 0)
		return 0;
	return x;
}

static bool parse_process(struct watch *w, const char *text)
{
	bool exit = !strncmp(text, "exit ", 5);
	const char *number = text + (exit ? 5 : 7);
	int n;

	if (!exit && strncmp(text, "signal ", 7))
		return false;
	n = atoi(number);
	if (strspn(number, "0123456789") != strlen(number) || !*number || strlen(number) > 3)
		return false;
	if (exit ? n > 255 : n < 1 || n >= NSIG)
		return false;
	w->end = END_EXIT;
	w->guest.status = exit ? n << 8 : n;
	return true;
}

/**
 * ended_parse - take the words for the end of a boot
 * @w: its end, end_limit or guest.status are set
 * @text: "silence 15", the name of any other clock and its seconds, "exit 1" or "signal 9"
 *
 * Return: whether they are understood.
 */
bool ended_parse(struct watch *w, const char *text)
{
	for (size_t i = 0; i < NR_CLOCKS; i++) {
		size_t len = strlen(clocks[i].name);

		if (strncmp(text, clocks[i].name, len) || text[len] != ' ')
			continue;
		w->end = clocks[i].end;
		w->end_limit = above_zero(text + len + 1);
		return w->end_limit;
	}
	return parse_process(w, text);
}
