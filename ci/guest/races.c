// SPDX-License-Identifier: GPL-2.0
/*
 * Select the races that KCSAN reports. The base's tracer bookkeeping has known races of
 * its own. kit.races= names the functions for direct calls, separated by commas. A race
 * is reported when both accesses are in one of these. The machine then stops.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guest.h"

#define KCSAN	"/sys/kernel/debug/kcsan"
#define PANIC	"/proc/sys/kernel/panic_on_warn"

static int nr_named, nr_known;

static void name_one(const char *name, size_t len)
{
	char text[128];

	nr_named++;
	snprintf(text, sizeof(text), "!%.*s", (int)len, name);
	/* The compiler may have inlined the function into its callers. */
	nr_known += !write_text(KCSAN, text);
}

/**
 * races_note - restrict KCSAN's reports to the functions that kit.races= names
 *
 * Without that option, or without KCSAN, it does nothing.
 */
void races_note(void)
{
	const char *name = option("kit.races");
	size_t len;

	if (!name || !races_can_be_found())
		return;
	if (write_text(KCSAN, "whitelist"))
		return;
	for (; *name; name += len + (name[len] == ',')) {
		len = strcspn(name, ",");
		name_one(name, len);
	}
	if (write_text(PANIC, "1"))
		nr_known = 0;
}

bool races_can_be_found(void)
{
	return !access(KCSAN, F_OK);
}

/**
 * races_check - was KCSAN active?
 * @k: where to report
 *
 * KCSAN's findings are on the console, but an inactive KCSAN finds nothing. A race needs
 * two functions.
 */
bool races_check(struct ktap *k)
{
	static const char key[] = "setup_watchpoints: ";
	char text[4096], *line;
	long watched = 0;

	if (read_text(KCSAN, text, sizeof(text)) > 0) {
		line = strstr(text, key);
		watched = line ? strtol(line + strlen(key), NULL, 10) : 0;
	}
	ktap_diag(k, "%ld accesses were watched for races", watched);
	if (nr_named)
		ktap_diag(k, "those of %d of %d functions are told of",
			  nr_known, nr_named);
	return strstr(text, "enabled: 1\n") && watched > 0 &&
	       (!nr_named || nr_known >= 2);
}
