// SPDX-License-Identifier: GPL-2.0
/*
 * The lines that a loaded sample must print to the trace.
 *
 * The samples print with trace_printk() from handlers whose names all begin with
 * my_direct_func. kallsyms says which of them a module has. The kit's samples print the
 * name of the traced function too. The list of enabled functions says which
 * functions they are attached to.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"
#include "samples.h"

#define HANDLER		"my_direct_func"
#define MAX_NAMES	4

struct names {
	char name[MAX_NAMES][64];
	int count;
};

/**
 * sample_is_kits - whether a sample is one of the kit's
 * @name: of the module
 */
bool sample_is_kits(const char *name)
{
	return !strncmp(name, "kit-", 4);
}

/**
 * sample_modifies - whether a sample switches between trampolines
 * @name: of the module
 */
bool sample_modifies(const char *name)
{
	return strstr(name, "modify");
}

/**
 * sample_symbol - the kernel's name of a module, which has underscores
 * @out: the buffer for it
 * @name: of the module
 * @size: size of @out
 */
void sample_symbol(char *out, const char *name, size_t size)
{
	snprintf(out, size, "%s", name);
	while ((out = strchr(out, '-')))
		*out = '_';
}

/*
 * The handlers of the module as the trace prints them: "name:". Clang names a function's
 * static variables after the function.
 */
static bool find_handlers(struct ktap *k, const char *name, struct names *found)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], symbol[128], owner[64], wanted[72];
	int least = sample_modifies(name) ? 2 : 1;

	found->count = 0;
	sample_symbol(owner, name, sizeof(owner));
	snprintf(wanted, sizeof(wanted), "[%s]", owner);
	while (file && found->count < MAX_NAMES &&
	       fgets(line, sizeof(line), file)) {
		if (!strstr(line, wanted) ||
		    sscanf(line, "%*s %*[tT] %127s", symbol) != 1 ||
		    strncmp(symbol, HANDLER, strlen(HANDLER)))
			continue;
		snprintf(found->name[found->count++], 64, "%.60s:", symbol);
	}
	if (file)
		fclose(file);
	if (found->count < least)
		ktap_diag(k, "%s has %d functions " HANDLER "*, not %d or more",
			  name, found->count, least);
	return found->count >= least;
}

/* Nothing else traces. A blank begins the continuation of a line. */
static bool find_functions(struct ktap *k, const char *name,
			   struct names *found)
{
	int least = strstr(name, "multi") || strstr(name, "too") ? 2 : 1;
	FILE *file = fopen(ENABLED_FUNCTIONS, "re");
	char line[512];

	found->count = 0;
	while (file && found->count < MAX_NAMES &&
	       fgets(line, sizeof(line), file))
		if (sscanf(line, "%63[^ \t\n]", found->name[found->count]) == 1)
			found->count++;
	if (file)
		fclose(file);
	if (found->count < least)
		ktap_diag(k, "%s is attached to %d functions, not %d or more",
			  name, found->count, least);
	return found->count >= least;
}

static void want(struct sample_lines *lines, const char *handler,
		 const char *function)
{
	struct sample_line *line = &lines->line[lines->count++];

	line->seen = false;
	snprintf(line->handler, sizeof(line->handler), "%s", handler);
	snprintf(line->function, sizeof(line->function), "%s", function);
}

/* Expect each handler and each function; where the handlers alternate, each pair. */
static void want_all(struct sample_lines *lines, const struct names *handlers,
		     const struct names *functions, bool pairs)
{
	int h, f;

	lines->count = 0;
	for (h = 0; h < handlers->count; h++)
		for (f = 0; pairs && f < functions->count; f++)
			want(lines, handlers->name[h], functions->name[f]);
	if (lines->count)
		return;
	for (h = 0; h < handlers->count; h++)
		want(lines, handlers->name[h], "");
	for (f = 0; f < functions->count; f++)
		want(lines, HANDLER, functions->name[f]);
}

/**
 * sample_lines_find - find out what a sample must print to the trace
 * @k: gets the reason when that is unknown
 * @name: of the module, which is loaded
 * @lines: the lines, none of them seen yet
 *
 * Returns: whether there is something to look for.
 */
bool sample_lines_find(struct ktap *k, const char *name,
		       struct sample_lines *lines)
{
	struct names handlers, functions = { .count = 0 };

	if (!find_handlers(k, name, &handlers))
		return false;
	if (sample_is_kits(name) && !find_functions(k, name, &functions))
		return false;
	want_all(lines, &handlers, &functions, sample_modifies(name));
	return true;
}

/**
 * sample_lines_look - look for the lines in the current trace
 * @lines: the lines; a line stays marked once it has been seen
 *
 * Returns: a line that has not been seen yet, NULL when all have been.
 */
const struct sample_line *sample_lines_look(struct sample_lines *lines)
{
	FILE *file = fopen(TRACEFS "/trace", "re");
	const struct sample_line *missing = NULL;
	char *text = NULL, *rest;
	size_t size = 0;
	int i;

	while (file && getline(&text, &size, file) > 0) {
		for (i = 0; i < lines->count; i++) {
			rest = strstr(text, lines->line[i].handler);
			if (rest && strstr(rest, lines->line[i].function))
				lines->line[i].seen = true;
		}
	}
	if (file)
		fclose(file);
	free(text);
	for (i = 0; i < lines->count; i++)
		if (!lines->line[i].seen)
			missing = &lines->line[i];
	return missing;
}
