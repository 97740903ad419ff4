// SPDX-License-Identifier: GPL-2.0
/*
 * Golden files: x.ktap with x.expect next to it. KIT_UPDATE_GOLDEN=1 writes the
 * expected side anew, to be read before it is kept.
 */
#define _GNU_SOURCE
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../host/kit/ktap.h"
#include "../../host/kit/save.h"
#include "../../host/kit/splat.h"
#include "../../host/kit/text.h"
#include "golden.h"

static char *read_path(const char *path, size_t *len)
{
	FILE *f = fopen(path, "re");
	char *data = NULL;
	size_t size = 0;
	ssize_t n;

	if (!f)
		fail_msg("%s cannot be read", path);
	n = getdelim(&data, &size, -1, f);
	fclose(f);
	*len = n < 0 ? 0 : n;
	if (n < 0)
		data[0] = '\0';
	return data;
}

/* The files are below the directory that KIT_TESTS names. */
static char *golden_path(const char *dir, const char *name)
{
	const char *tests = getenv("KIT_TESTS");

	if (!tests)
		fail_msg("KIT_TESTS must name the directory ci/tests");
	return text_format("%s/golden/%s/%s", tests, dir, name);
}

/**
 * golden_read - a golden file
 * @dir: directory below golden/
 * @name: the file
 * @len: set to its length
 *
 * Return: its contents with a NUL behind them, to be freed.
 */
char *golden_read(const char *dir, const char *name, size_t *len)
{
	char *path = golden_path(dir, name);
	char *data = read_path(path, len);

	free(path);
	return data;
}

static char *expect_path(const char *path, const char *suffix)
{
	return text_format("%.*s.expect", (int)(strlen(path) - strlen(suffix)), path);
}

static int compare(const char *path, const char *suffix, const char *got)
{
	char *expect = expect_path(path, suffix), *want;
	size_t len;
	int bad;

	if (getenv("KIT_UPDATE_GOLDEN"))
		assert_int_equal(save_file(expect, got, strlen(got)), 0);
	want = read_path(expect, &len);
	bad = strcmp(want, got);
	if (bad)
		print_error("%s\n--- expected\n%s--- got\n%s---\n", path, want, got);
	free(want);
	free(expect);
	return !!bad;
}

/**
 * golden_each - compare what comes out for each file of a directory
 * @dir: directory below golden/
 * @suffix: of the files that go in
 * @dump: what makes the text that must come out
 *
 * Return: the number of files.
 */
size_t golden_each(const char *dir, const char *suffix,
		   char *(*dump)(const char *data, size_t len))
{
	char *star = text_format("*%s", suffix);
	char *pattern = golden_path(dir, star);
	size_t nr, bad = 0;
	glob_t paths;

	assert_int_equal(glob(pattern, 0, NULL, &paths), 0);
	for (nr = 0; nr < paths.gl_pathc; nr++) {
		size_t len;
		char *data = read_path(paths.gl_pathv[nr], &len);
		char *got = dump(data, len);

		bad += compare(paths.gl_pathv[nr], suffix, got);
		free(got);
		free(data);
	}
	globfree(&paths);
	free(pattern);
	free(star);
	if (bad)
		fail_msg("%zu of %zu golden files in %s differ", bad, nr, dir);
	return nr;
}

static void dump_report(void *ctx, const struct ktap_report *report)
{
	char *detail = report->detail ? text_line(report->detail) : NULL;

	fprintf(ctx, "%-7s %s%s", outcome_name(report->outcome), report->name,
		report->suite ? report->telling ? " (suite, telling)" : " (suite)" : "");
	fprintf(ctx, "%s%.100s\n", detail ? ": " : "", detail ?: "");
	free(detail);
}

/**
 * golden_dump_ktap - all that the parser makes of a stream
 * @data: the stream, its token GOLDEN_TOKEN
 * @len: its length
 *
 * Return: text to be freed.
 */
char *golden_dump_ktap(const char *data, size_t len)
{
	static const char * const tokens[] = { "none", "wrong", "early", "good" };
	struct ktap *k = ktap_new(GOLDEN_TOKEN);
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	ktap_feed(k, data, len, 0);
	ktap_end(k);
	ktap_report(k, dump_report, out);
	fprintf(out, "token %s, plan %s\n", tokens[ktap_token(k)],
		ktap_complete(k) ? "complete" : ktap_planned(k) ? "incomplete" : "none");
	if (ktap_problem(k))
		fprintf(out, "problem: %s\n", ktap_problem(k));
	fclose(out);
	ktap_free(k);
	return text;
}

/**
 * golden_dump_console - all that the scanner makes of a console
 * @data: the console
 * @len: its length
 *
 * Return: text to be freed.
 */
char *golden_dump_console(const char *data, size_t len)
{
	struct splat_scan *s = splat_scan_new(NULL);
	struct splat_summary sum;
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	splat_scan_feed(s, data, len);
	splat_scan_end(s);
	splat_scan_summary(s, &sum);
	splat_print(out, &sum);
	fclose(out);
	splat_scan_free(s);
	return text;
}
