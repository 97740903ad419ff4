// SPDX-License-Identifier: GPL-2.0
/* kit-result console: what kit-boot would find on a console, from its log. */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "../kit/splat.h"
#include "../kit/text.h"
#include "result-command.h"

static void scan(struct splat_scan *s, const char *path)
{
	static char data[65536];
	FILE *f = fopen(path, "re");
	size_t n;

	if (!f)
		err(EXIT_TROUBLE, "%s cannot be read", path);
	while ((n = fread(data, 1, sizeof(data), f)))
		splat_scan_feed(s, data, n);
	if (ferror(f))
		errx(EXIT_TROUBLE, "%s cannot be read to its end", path);
	fclose(f);
	splat_scan_end(s);
}

/* What is printed is printable, whatever the log has in it. */
static void print(const struct splat_summary *sum)
{
	size_t size;
	char *text, *clean;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		err(EXIT_TROUBLE, "console");
	splat_print(out, sum);
	fclose(out);
	clean = text_printable(text, size);
	fputs(clean, stdout);
	free(clean);
	free(text);
}

/**
 * console_main - print what the judge finds in the log of a console
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0 without a complaint, 1 with one.
 */
int console_main(int argc, char **argv)
{
	const struct argp argp = {
		.parser = take_one_path,
		.args_doc = "CONSOLE.LOG",
		.doc = "Print the complaints of the kernel in the log of a console.\v"
		       "Exit status: 0 if there is none, 1 if there is one. ci/allow/splats is not applied.",
	};
	struct splat_scan *s = splat_scan_new(NULL);
	struct splat_summary sum;
	const char *path = NULL;
	int status;

	argp_parse(&argp, argc, argv, 0, NULL, &path);
	scan(s, path);
	splat_scan_summary(s, &sum);
	print(&sum);
	status = sum.splats ? 1 : 0;
	splat_scan_free(s);
	return status;
}
