// SPDX-License-Identifier: GPL-2.0
/*
 * kit-report: turn the cells' results into the matrix on the terminal, JUnit XML, KCIDB
 * JSON and an HTML page.
 */
#define _GNU_SOURCE
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../kit/text.h"
#include "report.h"

#define DEFAULT_WIDTH	100

/* Exit status: the run is good; the run is not good; no report could be made. */
enum { EXIT_FINE, EXIT_NOT_FINE, EXIT_TROUBLE };

static const struct argp_option options[] = {
	{ "out", 'o', "DIR", 0,
	  "write junit.xml, results.json, report.tap and index.html there", 0 },
	{ "title", 't', "TEXT", 0, "heading of the page", 0 },
	{ "cells", 'c', "CELLS", 0,
	  "base/arch/flavor, with blanks or commas between several: what was asked for, and is shown without a verdict when no CELLDIR has it; may be repeated",
	  0 },
	{ }
};

struct arguments {
	struct report *report;
	char **expected;
	size_t nr_expected;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;
	struct report *report = args->report;

	switch (key) {
	case 'o':
		report->out = arg;
		return 0;
	case 't':
		report->title = arg;
		return 0;
	case 'c':
		args->expected = reallocarray(args->expected,
					      args->nr_expected + 1,
					      sizeof(arg));
		if (!args->expected)
			err(EXIT_TROUBLE, "report");
		args->expected[args->nr_expected++] = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (report_add_dir(report, arg))
			exit(EXIT_TROUBLE);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	.options = options,
	.parser = parse,
	.args_doc = "CELLDIR...",
	.doc = "Report what is in the cells' result.json.\v"
	       "Exit status: 0 if every cell is PASS or XFAIL, 1 if one is not or has no verdict, 2 if the report could not be made.",
};

static int terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	int width = columns ? atoi(columns) : 0;
	struct winsize size;

	if (width < 1 && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		width = size.ws_col;
	return width > 0 ? width : DEFAULT_WIDTH;
}

static bool use_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no && *no) &&
	       !(term && !strcmp(term, "dumb"));
}

/* The same result files and the same time give the same report. */
static time_t report_time(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
}

static int make_directory(const char *path)
{
	char *copy = text_format("%s", path);
	int ret = 0;

	for (char *p = copy + 1; p[-1] && *p && !ret; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		ret = mkdir(copy, 0777) && errno != EEXIST;
		*p = '/';
	}
	if (!ret)
		ret = mkdir(copy, 0777) && errno != EEXIST;
	if (ret)
		warn("%s: the report's directory cannot be made", path);
	free(copy);
	return ret;
}

static int write_files(const struct report *report)
{
	static const struct {
		const char *name;
		int (*write)(const struct report *report, const char *path);
	} files[] = {
		{ "junit.xml", write_junit },
		{ "report.tap", write_tap },
		{ "results.json", write_kcidb },
		{ "index.html", write_html },
	};
	int ret = make_directory(report->out);

	for (size_t i = 0; !ret && i < sizeof(files) / sizeof(*files); i++) {
		char *path = text_format("%s/%s", report->out, files[i].name);

		ret = files[i].write(report, path);
		free(path);
	}
	return ret;
}

static bool all_fine(const struct report *report)
{
	for (size_t i = 0; i < report->nr; i++)
		if (!cell_fine(&report->cells[i]))
			return false;
	return report->nr;
}

static void print_report(const struct report *report)
{
	char *sentence = closing_sentence(report);
	int width = terminal_width();

	print_matrix(stdout, report, width, use_colour());
	print_coverage(stdout, report, width);
	if (report->out)
		printf("report: %s/index.html\n", report->out);
	printf("%s\n", sentence);
	free(sentence);
}

int main(int argc, char **argv)
{
	struct report report = {
		.title = "Direct calls", .now = report_time(),
	};
	struct arguments args = { .report = &report };
	int status = EXIT_TROUBLE;

	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &args);
	for (size_t i = 0; i < args.nr_expected; i++)
		if (report_expect(&report, args.expected[i]))
			exit(EXIT_TROUBLE);
	if (!report.nr)
		errx(EXIT_TROUBLE, "no cell is named, so there is nothing to report; name the cells' directories");
	if (!report.out || !write_files(&report))
		status = all_fine(&report) ? EXIT_FINE : EXIT_NOT_FINE;
	print_report(&report);
	if (fflush(stdout) || ferror(stdout)) {
		warn("the matrix could not be printed");
		status = EXIT_TROUBLE;
	}
	if (status == EXIT_TROUBLE)
		warnx("the report is incomplete, see above");
	free(args.expected);
	report_release(&report);
	return status;
}
