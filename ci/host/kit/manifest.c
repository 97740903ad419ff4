// SPDX-License-Identifier: GPL-2.0
/* Read a manifest. A manifest without a required test is an error, never a pass. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifest.h"
#include "text.h"

static int __attribute__((format(printf, 3, 4)))
complain(const char *path, int line, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "%s:", path);
	if (line)
		fprintf(stderr, "%d:", line);
	fputc(' ', stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return -EINVAL;
}

static bool is_test_name(const char *name)
{
	size_t len = strspn(name,
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

	return len && !name[len] && name[0] != '.' && name[len - 1] != '.' &&
	       !strstr(name, "..");
}

static int add_line(struct manifest *m, const char *path, int line, char *text)
{
	char *save;
	char *name = strtok_r(text, " \t\r\n", &save);
	char *more = name ? strtok_r(NULL, " \t\r\n", &save) : NULL;

	if (!name || *name == '#')
		return 0;
	if (!is_test_name(name))
		return complain(path, line,
				"\"%s\" is no test name; one is suite.test, of letters, digits, _ and -",
				name);
	if (more)
		return complain(path, line,
				"a line has one test's name, and \"%s\" follows it; remove that (a guarantee is in the name, as in direct_dc05_runs_once)",
				more);
	if (manifest_has(m, name))
		return complain(path, line,
				"the test %s is required twice; remove one of the lines",
				name);
	m->tests = reallocarray(m->tests, m->nr + 1, sizeof(*m->tests));
	if (!m->tests)
		err(2, "manifest");
	m->tests[m->nr++] = text_format("%s", name);
	return 0;
}

/**
 * manifest_load - read a manifest
 * @m: filled in; to be freed with manifest_free(), also after an error
 * @path: the file
 *
 * Errors are reported on stderr, with file and line.
 *
 * Return: 0; -EINVAL when a line is malformed or no test is required; another errno when
 * the file cannot be read.
 */
int manifest_load(struct manifest *m, const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;
	int line = 0, ret = 0;

	*m = (struct manifest) {};
	if (!f) {
		ret = -errno;
		fprintf(stderr,
			"%s: the manifest of required tests cannot be read: %s; build the cell's image again\n",
			path, strerror(-ret));
		return ret;
	}
	while (!ret && getline(&text, &size, f) >= 0)
		ret = add_line(m, path, ++line, text);
	if (!ret && ferror(f))
		ret = complain(path, line, "cannot be read to its end");
	if (!ret && !m->nr)
		ret = complain(path, 0,
			       "no test is required, so the cell could never fail; put the required tests there");
	free(text);
	fclose(f);
	return ret;
}

/**
 * manifest_free - free what manifest_load() allocated
 * @m: the manifest
 */
void manifest_free(struct manifest *m)
{
	for (size_t i = 0; i < m->nr; i++)
		free(m->tests[i]);
	free(m->tests);
	*m = (struct manifest) {};
}

/**
 * manifest_has - is a test required?
 * @m: the manifest
 * @name: the test
 */
bool manifest_has(const struct manifest *m, const char *name)
{
	for (size_t i = 0; i < m->nr; i++)
		if (!strcmp(m->tests[i], name))
			return true;
	return false;
}
