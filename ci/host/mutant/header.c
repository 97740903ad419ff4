// SPDX-License-Identifier: GPL-2.0
/* The header of a mutant: "Key: value" lines up to the first empty one. */
#define _GNU_SOURCE
#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "../kit/version.h"
#include "mutant.h"

static int __attribute__((format(printf, 2, 3)))
complain(const char *path, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "kit: the mutant %s: ", path);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "; Documentation/mutants.rst says how to write one\n");
	return -EINVAL;
}

static bool is_verdict(const char *word)
{
	for (int i = 0; i < NR_VERDICTS; i++)
		if (!strcmp(word, verdict_name(i)))
			return true;
	return false;
}

/* A verdict that there was no boot catches nothing. */
static bool can_catch(const char *verdict)
{
	static const char * const boots[] = {
		"FAIL", "SPLAT", "LOST", "HANG", "SILENT", "CRASH",
	};

	for (size_t i = 0; i < sizeof(boots) / sizeof(*boots); i++)
		if (!strcmp(verdict, boots[i]))
			return true;
	return false;
}

/* "Caught-by: nobody", and no other catcher: the text says why. */
static int set_equal(struct mutant *m)
{
	if (m->nr)
		return complain(m->path, "\"Caught-by: nobody\" together with a test or a verdict");
	m->equal = true;
	return 0;
}

static int add_catcher(struct mutant *m, const char *value)
{
	struct catcher *c = &m->catchers[m->nr];
	char *copy, *save, *word;
	int ret = 0;

	if (m->equal)
		return complain(m->path, "\"Caught-by: nobody\" together with a test or a verdict");
	if (m->nr == MAX_CATCHERS)
		return complain(m->path, "more than %d lines \"Caught-by:\"",
				MAX_CATCHERS);
	copy = text_format("%s", value);
	word = strtok_r(copy, " \t", &save);
	if (word && is_verdict(word)) {
		if (!can_catch(word))
			ret = complain(m->path, "\"Caught-by: %s\": a mutant that comes to %s was never booted and is not caught",
				       value, word);
		c->verdict = text_format("%s", word);
		word = strtok_r(NULL, " \t", &save);
	}
	if (word)
		c->test = text_format("%s", word);
	if (!ret && (strtok_r(NULL, " \t", &save) || (!c->verdict && !c->test)))
		ret = complain(m->path, "\"Caught-by: %s\" must be a verdict, a pattern of tests, or a verdict and a pattern",
			       value);
	m->nr++;
	free(copy);
	return ret;
}

static int set_number(struct mutant *m, const char *value)
{
	char *end;

	m->number = strtol(value, &end, 10);
	if (*end || m->number < 1)
		return complain(m->path, "\"Mutant: %s\" is no number", value);
	return 0;
}

static int set_text(struct mutant *m, char **where, const char *key,
		    const char *value)
{
	if (*where)
		return complain(m->path, "it has two lines \"%s:\"", key);
	*where = text_format("%s", value);
	return 0;
}

/* Any version can check that the range is well-formed. */
static int set_range(struct mutant *m, const char *value)
{
	char *why = NULL;
	int ret;

	if (version_in_range("0", value, &why) >= 0)
		return set_text(m, &m->range, "Range", value);
	ret = complain(m->path, "%s", why);
	free(why);
	return ret;
}

static int take_line(struct mutant *m, char *line)
{
	char *value = strstr(line, ": ");

	if (!value)
		return complain(m->path, "\"%s\" in its header is not \"Key: value\"",
				line);
	*value = '\0';
	value += 2 + strspn(value + 2, " \t");
	if (!strcmp(line, "Mutant"))
		return set_number(m, value);
	if (!strcmp(line, "Title"))
		return set_text(m, &m->title, line, value);
	if (!strcmp(line, "Range"))
		return set_range(m, value);
	if (!strcmp(line, "Arches"))
		return set_text(m, &m->arches, line, value);
	if (!strcmp(line, "Flavors"))
		return set_text(m, &m->flavors, line, value);
	if (!strcmp(line, "Breaks"))
		return set_text(m, &m->breaks, line, value);
	if (!strcmp(line, "First"))
		return set_text(m, &m->first, line, value);
	if (!strcmp(line, "Caught-by"))
		return strcmp(value, "nobody") ? add_catcher(m, value) :
						 set_equal(m);
	return complain(m->path, "its header has the unknown key \"%s\"", line);
}

static int read_header(struct mutant *m, FILE *f)
{
	char *line = NULL;
	size_t size = 0;
	int ret = 0;

	while (!ret && getline(&line, &size, f) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (!*line)
			break;
		ret = take_line(m, line);
	}
	free(line);
	return ret;
}

/* The text between the header and the patch says why. */
static int read_reason(const struct mutant *m, FILE *f)
{
	bool reason = false, patch = false;
	char *line = NULL;
	size_t size = 0;

	while (!patch && getline(&line, &size, f) > 0) {
		patch = !strncmp(line, "--- ", 4) || !strncmp(line, "---\n", 4);
		reason |= !patch && strspn(line, " \t\r\n") != strlen(line);
	}
	free(line);
	if (!reason)
		return complain(m->path, "no sentence between the header and the patch says why anybody would make this mistake");
	return patch ? 0 : complain(m->path, "there is no patch in it");
}

static int check(const struct mutant *m)
{
	const struct { const char *key; bool given; } needed[] = {
		{ "Mutant", m->number }, { "Title", m->title },
		{ "Range", m->range }, { "Breaks", m->breaks },
		{ "Caught-by", m->nr || m->equal },
	};

	for (size_t i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!needed[i].given)
			return complain(m->path, "its header has no line \"%s:\"",
					needed[i].key);
	if (strncmp(m->breaks, "DC-", 3) && strcmp(m->breaks, "any"))
		return complain(m->path, "\"Breaks: %s\" is no guarantee like DC-03",
				m->breaks);
	return 0;
}

/* arch/<arch>/mutants/ holds the mutants of one architecture. */
static void arch_of_place(struct mutant *m)
{
	char *start = strstr(m->path, "arch/");
	char *end = start ? strstr(start, "/mutants/") : NULL;

	if (end && !m->arches)
		m->arches = text_format("%.*s", (int)(end - start - 5),
					start + 5);
}

/**
 * mutant_load - read the header of a mutant
 * @m: filled in; to be released with mutant_free() even after an error
 * @path: its file
 *
 * Return: 0, or a negative errno after a sentence on stderr.
 */
int mutant_load(struct mutant *m, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	FILE *f = fopen(path, "re");
	int ret;

	*m = (struct mutant) { .path = text_format("%s", path) };
	m->name = text_format("%.*s", (int)strcspn(name, "."), name);
	if (!f)
		return complain(path, "%s", strerror(errno));
	ret = read_header(m, f) ?: check(m) ?: read_reason(m, f);
	fclose(f);
	arch_of_place(m);
	return ret;
}

/**
 * mutant_free - release a mutant's memory
 * @m: the mutant
 */
void mutant_free(struct mutant *m)
{
	for (size_t i = 0; i < m->nr; i++) {
		free(m->catchers[i].verdict);
		free(m->catchers[i].test);
	}
	free(m->path);
	free(m->name);
	free(m->title);
	free(m->range);
	free(m->arches);
	free(m->flavors);
	free(m->breaks);
	free(m->first);
}

static bool has_word(const char *list, const char *word, size_t len)
{
	while (*list) {
		size_t n = strcspn(list, " \t");

		if (n == len && !strncmp(list, word, len))
			return true;
		list += n + strspn(list + n, " \t");
	}
	return false;
}

/**
 * mutant_applies - is a mutant for a cell?
 * @m: the mutant
 * @cell: base/arch/flavor
 * @version: of the cell's tree
 *
 * Return: 1 if it is, 0 if not, -1 after a sentence on stderr if @version is malformed.
 */
int mutant_applies(const struct mutant *m, const char *cell, const char *version)
{
	size_t base = strcspn(cell, "/");
	const char *arch = cell + base + (cell[base] == '/');
	size_t len = strcspn(arch, "/");
	const char *flavor = arch + len + (arch[len] == '/');
	char *why = NULL;
	int in = version_in_range(version, m->range, &why);

	if (in < 0)
		complain(m->path, "%s", why);
	free(why);
	if (in <= 0)
		return in;
	return (!m->arches || has_word(m->arches, arch, len)) &&
	       (!m->flavors || has_word(m->flavors, flavor, strlen(flavor)));
}
