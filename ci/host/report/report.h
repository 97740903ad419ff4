/* SPDX-License-Identifier: GPL-2.0 */
/* Declarations that the parts of kit-report share: the cells, and their descriptions. */
#ifndef KIT_REPORT_H
#define KIT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

#include "../kit/result.h"

/**
 * struct cell - a cell that was requested
 * @dir: its directory, or NULL when none was given
 * @r: its result; with @why set it may hold no more than the cell's name
 * @why: why there is no credible verdict, or NULL
 * @required: number of required tests
 * @held: how many of them passed
 * @id: its name as an HTML id
 */
struct cell {
	char *dir;
	struct result *r;
	char *why;
	size_t required, held;
	char *id;
};

/**
 * struct report - a run
 * @cells: all cells, in the order given
 * @nr: how many
 * @out: directory for the files, or NULL
 * @title: heading of the page
 * @now: time of the report
 */
struct report {
	struct cell *cells;
	size_t nr;
	const char *out;
	const char *title;
	time_t now;
};

/* Good, absent, expected, left out, bad, not built, unknown: the colours. */
enum tone {
	TONE_PASS,
	TONE_NONE,
	TONE_XFAIL,
	TONE_SKIP,
	TONE_BAD,
	TONE_BUILD,
	TONE_UNKNOWN,
};

/* cells.c */
int report_add_dir(struct report *report, const char *dir);
int report_expect(struct report *report, const char *names);
void report_release(struct report *report);
const struct cell *report_row(const struct report *report, size_t row);
const struct cell *report_column(const struct report *report, size_t column);
const struct cell *report_at(const struct report *report,
			     const struct cell *row, const struct cell *column);

/* words.c */
void cell_judge(struct cell *cell);
bool cell_fine(const struct cell *cell);
enum tone cell_tone(const struct cell *cell);
enum tone test_tone(const struct test_result *t);
const char *cell_word(const struct cell *cell);
char *cell_text(const struct cell *cell);
const char *cell_reason(const struct cell *cell);
double cell_seconds(const struct cell *cell);
char *distinct_values(const struct report *report, const struct cell *row,
		      const char *(*get)(const struct result *r));
char *row_versions(const struct report *report, const struct cell *row);
char *closing_sentence(const struct report *report);

/**
 * struct suites - the tests of a cell, suite by suite
 * @nr: number of suites
 * @start: where each begins in @test; the next one's begin is its end
 * @test: numbers of tests
 */
struct suites {
	size_t nr;
	size_t *start;
	size_t *test;
};

/* suite.c */
size_t suite_length(const char *name);
struct suites suites_of(const struct result *r);
void suites_free(struct suites *s);

/* detail.c */
char *test_detail(const struct test_result *t);

/* coverage.c */
enum coverage { COVERED, NOT_RUN, NOT_TESTED };
enum coverage contract_coverage(const struct report *report, const char *id);
char *coverage_summary(const struct report *report);

/* The four reports. */
void print_matrix(FILE *out, const struct report *report, int width,
		  bool colour);
void print_coverage(FILE *out, const struct report *report, int width);
int write_junit(const struct report *report, const char *path);
int write_kcidb(const struct report *report, const char *path);
int write_tap(const struct report *report, const char *path);
int write_html(const struct report *report, const char *path);

/* tail.c */
char *file_tail(const char *path, size_t max, size_t *left_out);
char *cell_log(const struct cell *cell);

#endif /* KIT_REPORT_H */
