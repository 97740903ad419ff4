// SPDX-License-Identifier: GPL-2.0
/* KTAP on the result channel. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "guest.h"

/**
 * ktap_start - begin a level
 * @k: the level's state
 * @depth: 0 for the outermost
 * @name: of the suite, which its result repeats; NULL for the outermost
 * @plan: how many results will follow
 */
void ktap_start(struct ktap *k, int depth, const char *name, int plan)
{
	*k = (struct ktap){ .depth = depth };
	say("%*sKTAP version 1\n", 2 * depth, "");
	if (name)
		ktap_diag(k, "Subtest: %s", name);
	say("%*s1..%d\n", 2 * depth, "", plan);
}

/**
 * ktap_line - pass on a line unchanged, indented to the level
 * @k: the level
 * @line: the line, without its end
 */
void ktap_line(const struct ktap *k, const char *line)
{
	say("%*s%s\n", 2 * k->depth, "", line);
}

/**
 * ktap_diag - explain the next result
 * @k: the level
 * @fmt: as for printf
 */
void ktap_diag(const struct ktap *k, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		give_up("memory");
	va_end(args);
	say("%*s# %s\n", 2 * k->depth, "", text);
	free(text);
}

/**
 * ktap_result - report a result
 * @k: the level
 * @ok: passed
 * @name: of the test
 */
void ktap_result(struct ktap *k, bool ok, const char *name)
{
	k->failed += !ok;
	say("%*s%s %d %s\n", 2 * k->depth, "", ok ? "ok" : "not ok", ++k->nr,
	    name);
}

/**
 * ktap_skip - report a test that could not run here
 * @k: the level
 * @name: of the test
 * @reason: why
 */
void ktap_skip(struct ktap *k, const char *name, const char *reason)
{
	say("%*sok %d %s # SKIP %s\n", 2 * k->depth, "", ++k->nr, name, reason);
}

/**
 * ktap_xfail - report a test whose failure the test itself expects
 * @k: the level
 * @name: of the test
 */
void ktap_xfail(struct ktap *k, const char *name)
{
	say("%*sok %d %s # XFAIL\n", 2 * k->depth, "", ++k->nr, name);
}
