/* SPDX-License-Identifier: GPL-2.0 */
/* kit-mutant: the header of a mutant, and its fate. */
#ifndef KIT_MUTANT_H
#define KIT_MUTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "../kit/result.h"

#define MAX_CATCHERS	8

/**
 * struct catcher - one way in which a mutant is to be caught
 * @verdict: the verdict that its boot must come to, NULL for any
 * @test: shell pattern of the test that must fail, or run when the kernel
 *	  dies; NULL for any
 */
struct catcher {
	char *verdict;
	char *test;
};

/**
 * struct mutant - the header of a mutant (Documentation/formats.rst)
 * @path: its file
 * @name: the file's name, without .patch
 * @number: number of the porting mistake, as in the list that it is from
 * @title: the mistake in one line
 * @range: the versions that it is for, like "[6.1,6.2)"
 * @arches: the arches that it is for, separated by blanks; NULL for all
 * @flavors: the flavors in which it is visible; NULL for all
 * @breaks: the guarantee that it breaks ("DC-03"), or "any"
 * @first: the parts of the suites that are booted first; NULL for those of the tests
 *	   that the catchers name
 * @catchers: what must catch it; any one is enough
 * @nr: number of catchers
 * @equal: nothing can catch it, as its text argues
 * @asleep: not of the header: the least number of seconds that a task must have slept
 *	    when a hung task made the kernel panic
 */
struct mutant {
	char *path, *name;
	int number;
	char *title, *range, *arches, *flavors, *breaks, *first;
	struct catcher catchers[MAX_CATCHERS];
	size_t nr;
	bool equal;
	double asleep;
};

int mutant_load(struct mutant *m, const char *path);
void mutant_free(struct mutant *m);
int mutant_applies(const struct mutant *m, const char *cell, const char *version);

/* The fate of a mutant; only the first two are good. */
enum fate {
	FATE_KILLED,	/* by the test that names the guarantee */
	FATE_EQUAL,	/* nothing noticed, as nothing should */
	FATE_OTHER,	/* by something else */
	FATE_SURVIVED,
	FATE_BUILD,	/* there was no kernel to boot */
	FATE_APPLY,	/* the patch does not apply */
	FATE_BOOT,	/* made by chance, and no test ran */
	NR_FATES,
};

/**
 * struct outcome_of - the outcome of a mutant in a cell
 * @fate: its fate
 * @by: what caught it, or why nothing could
 * @seconds: wall time of its boots
 */
struct outcome_of {
	enum fate fate;
	char *by;
	double seconds;
};

const char *fate_name(enum fate fate);
struct outcome_of judge_named(const struct mutant *m, const struct result *baseline,
			      const struct result *boot);
struct outcome_of judge_all(const struct mutant *m, const struct result *baseline,
			    const struct result *boot);
bool names_a_test(const struct mutant *m, const struct result *baseline);
void print_deciding(FILE *out, const struct mutant *m, const struct result *baseline);
void print_only(FILE *out, const struct mutant *m, const struct result *baseline);
void print_rest(FILE *out, const struct mutant *m, const struct result *baseline);

int save_outcome(const char *path, const struct mutant *m, const char *cell,
		 const struct outcome_of *o);
int print_table(const char *dir, char **cells);
int print_survivors(const char *dir, const char *cell);
int print_score(const char *dir, const char *seed, char **cells);

#endif /* KIT_MUTANT_H */
