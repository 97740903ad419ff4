// SPDX-License-Identifier: GPL-2.0
/* What the build stages recorded about a cell: its files "meta" and "stages". */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "result.h"
#include "text.h"

/* Print one sentence on stderr: the file, the line, and the error. */
static int __attribute__((format(printf, 3, 4)))
complain(const char *path, int line, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "%s", path);
	if (line)
		fprintf(stderr, ":%d", line);
	fprintf(stderr, ": ");
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\n");
	return -EINVAL;
}

/* A whole number from "least" on. */
static int meta_number(int *where, int least, const char *path, int line,
		       const char *key, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end || n < least || n > INT_MAX)
		return complain(path, line,
				"%s must be a number from %d on, not \"%s\"",
				key, least, value);
	*where = n;
	return 0;
}

static int meta_line(struct result *r, const char *path, int line, char *text)
{
	char *value = text + strcspn(text, " \t");
	char **where;

	if (*value)
		*value++ = '\0';
	value += strspn(value, " \t");
	if (!*text)
		return 0;
	if (!strcmp(text, "cpus"))
		return *value ? meta_number(&r->cpus, 1, path, line, text, value) : 0;
	if (!strcmp(text, "config_changes"))
		return meta_number(&r->config_changes, 0, path, line, text, value);
	where = result_meta_string(r, text);
	if (!where)
		return 0;	/* another step's fact, which the report does not need */
	free(*where);
	*where = *value ? text_line(value) : NULL;
	return 0;
}

/* Everything depends on the cell's name: its parts must agree with the name. */
static int check_cell(const struct result *r, const char *path)
{
	char *cell;
	int ret = 0;

	if (!r->cell || !r->base || !r->arch || !r->flavor)
		return complain(path, 0,
				"one of the keys cell, base, arch and flavor is missing; remove the file and build the cell again");
	cell = text_format("%s/%s/%s", r->base, r->arch, r->flavor);
	if (strcmp(cell, r->cell))
		ret = complain(path, 0, "the cell is %s, but its parts say %s",
			       r->cell, cell);
	free(cell);
	return ret;
}

static int stage_line(struct result *r, const char *path, int line, char *text)
{
	char *save, *end;
	char *name = strtok_r(text, " \t", &save);
	char *time = name ? strtok_r(NULL, " \t", &save) : NULL;
	char *kept = time ? strtok_r(NULL, " \t", &save) : NULL;
	double seconds = time ? strtod(time, &end) : 0;

	if (!name)
		return 0;
	if (!time || *end || !isfinite(seconds) || seconds < 0 ||
	    (kept && strcmp(kept, "kept")) ||
	    (kept && strtok_r(NULL, " \t", &save)))
		return complain(path, line,
				"a stage's line is \"name seconds [kept]\"");
	result_add_stage(r, name, seconds, kept);
	return 0;
}

static int each_line(struct result *r, const char *path,
		     int (*fn)(struct result *, const char *, int, char *))
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;
	int line = 0, ret = 0;
	ssize_t n;

	if (!f) {
		ret = -errno;
		complain(path, 0, "cannot be read: %s", strerror(-ret));
		return ret;
	}
	while (!ret && (n = getline(&text, &size, f)) >= 0) {
		if (n && text[n - 1] == '\n')
			text[n - 1] = '\0';
		ret = fn(r, path, ++line, text);
	}
	if (!ret && ferror(f))
		ret = complain(path, 0, "cannot be read to its end");
	free(text);
	fclose(f);
	return ret;
}

/**
 * result_read_meta - read the facts that the build stages recorded about a cell
 * @r: the result that is filled in
 * @celldir: the cell's directory
 *
 * Reads the files "meta", which must exist, and "stages", which does not exist when the
 * first stage failed. Errors are reported on stderr.
 *
 * Return: 0; -ENOENT and the like when a file cannot be read; -EINVAL when its contents
 * are malformed.
 */
int result_read_meta(struct result *r, const char *celldir)
{
	char *meta = text_format("%s/meta", celldir);
	char *stages = text_format("%s/stages", celldir);
	int ret = each_line(r, meta, meta_line);

	if (!ret)
		ret = check_cell(r, meta);
	if (!ret && (!access(stages, F_OK) || errno != ENOENT))
		ret = each_line(r, stages, stage_line);
	free(meta);
	free(stages);
	return ret;
}
