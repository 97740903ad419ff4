// SPDX-License-Identifier: GPL-2.0
/* The logs of a cell on the page: the end of each, and a link to the whole file. */
#define _GNU_SOURCE
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "html.h"

#define MAX_CONSOLE	(200 << 10)
#define MAX_LOG		(16 << 10)
#define MAX_CHANGES	(200 << 10)

/* The relative path from a directory to a file; both must exist. */
static char *relative(const char *directory, const char *file)
{
	char *real = realpath(directory, NULL), *to = realpath(file, NULL);
	char *from = text_format("%s/", real ?: ""), *path = NULL, *longer;
	size_t same = 0;

	for (size_t i = 0; to && from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	if (real && to)
		path = text_format("%s", to + same);
	for (char *p = from + same; path && *p; p++) {
		if (*p != '/')
			continue;
		longer = text_format("../%s", path);
		free(path);
		path = longer;
	}
	free(real);
	free(from);
	free(to);
	return path;
}

static void link_to(xmlNode *parent, const struct report *report,
		    const char *file)
{
	char *href = report->out ? relative(report->out, file) : NULL;
	xmlNode *a;

	if (!href)
		return;
	a = line(element(parent, "p", "note"), "a", NULL, "the whole file");
	attribute(a, "href", href);
	free(href);
}

static void put_log(xmlNode *section, const struct report *report,
		    const char *file, const char *name, size_t max, bool open)
{
	size_t left_out;
	char *tail = file_tail(file, max, &left_out);
	xmlNode *details, *summary;

	if (!tail)
		return;
	details = element(section, "details", "log");
	if (open)
		attribute(details, "open", "open");
	summary = line(details, "summary", NULL, name);
	if (left_out)
		textf(summary, ": the last %zu KB; %zu KB before them are left out here",
		      max >> 10, (left_out + 1023) >> 10);
	if (!*tail)
		text(summary, ": empty");
	link_to(details, report, file);
	line(scroller(details, name), "pre", NULL, tail);
	free(tail);
}

/* make coverage writes a page next to this one. */
static void link_to_coverage(xmlNode *section, const struct report *report,
			     const struct cell *cell)
{
	char *file = text_format("%s/coverage-%s.html", report->out ?: "", cell->r->cell);
	char *href, *slash;
	xmlNode *a;

	while ((slash = strchr(file + strlen(report->out ?: "") + 1, '/')))
		*slash = '-';
	href = report->out ? relative(report->out, file) : NULL;
	if (href) {
		a = line(element(section, "p", "note"), "a", NULL,
			 "Which lines of the series run, and which no test would notice");
		attribute(a, "href", href);
	}
	free(href);
	free(file);
}

/**
 * html_logs - append a link to the page of make coverage, the log of the stage that
 *	failed, what the kit changed in the user's configuration, and the console
 * @section: the parent element
 * @report: the run
 * @cell: the cell
 */
void html_logs(xmlNode *section, const struct report *report,
	       const struct cell *cell)
{
	char *log = cell_log(cell), *console, *copy, *changes;

	link_to_coverage(section, report, cell);
	if (log && strcmp(cell->r->log, cell->r->console ?: "")) {
		copy = text_format("%s", log);
		put_log(section, report, log, basename(copy), MAX_LOG, true);
		free(copy);
	}
	free(log);
	if (!cell->dir)
		return;
	changes = text_format("%s/config-changes", cell->dir);
	if (cell->r->kconfig)
		put_log(section, report, changes,
			"What the kit changed in the configuration (kind, option, before, now)",
			MAX_CHANGES, false);
	free(changes);
	console = text_format("%s/console.log", cell->dir);
	put_log(section, report, console, "Console log", MAX_CONSOLE, false);
	free(console);
}
