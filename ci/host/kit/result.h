/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The result model: all facts about one cell. The runner and the build stages write it.
 * Every report is made from it and from nothing else.
 *
 * Documentation/formats.rst describes the files that it is read from.
 */
#ifndef KIT_RESULT_H
#define KIT_RESULT_H

#include <stdbool.h>
#include <stddef.h>

/* Ordered from good to bad: a matrix is as bad as its worst cell. */
enum verdict {
	VERDICT_PASS,
	VERDICT_XFAIL,
	VERDICT_SKIP,
	VERDICT_FAIL,
	VERDICT_SPLAT,
	VERDICT_LOST,
	VERDICT_HANG,
	VERDICT_SILENT,
	VERDICT_CRASH,
	VERDICT_BUILD,
	VERDICT_CONFIG,
	VERDICT_APPLY,
	NR_VERDICTS,
};

enum outcome {
	OUTCOME_PASS,
	OUTCOME_FAIL,
	OUTCOME_SKIP,
	OUTCOME_XFAIL,		/* failed, and the list of expected failures says why */
	OUTCOME_XPASS,		/* passed, although that list expects a failure */
	OUTCOME_MISSING,	/* planned or required, and no result came */
	NR_OUTCOMES,
};

/**
 * struct test_result - one test of a cell
 * @name: dotted path from the suite down, each part [A-Za-z0-9_-]+
 * @outcome: its outcome
 * @detail: the directive's text or the diagnostics before the result; may be NULL
 * @contract: the guarantee it checks ("DC-31"), or NULL
 * @required: the cell's manifest requires it
 * @seconds: time between the previous result and this one, by the host's clock
 */
struct test_result {
	char *name;
	enum outcome outcome;
	char *detail;
	char *contract;
	bool required;
	double seconds;
};

/**
 * struct stage_result - one step of a cell, from its source to its verdict
 * @name: tree, config, build, image or boot
 * @seconds: wall time
 * @kept: none of its inputs had changed, so its earlier output was used
 */
struct stage_result {
	char *name;
	double seconds;
	bool kept;
};

/**
 * struct splat - the first complaint of the kernel on the console
 * @kind: Oops, BUG, WARNING, lockdep, RCU stall, hung task, KASAN, ..., flood
 * @title: the line that identifies it, without time stamp and addresses
 * @fingerprint: 16 hex digits, equal for equal kind, title and call trace
 * @excerpt: the lines around it, at most 16,384 bytes
 * @line: its line in the console log, from 1; 0 when there was no splat
 */
struct splat {
	char *kind;
	char *title;
	char *fingerprint;
	char *excerpt;
	size_t line;
};

/**
 * struct result - all facts about one cell
 * @cell: base/arch/flavor
 * @status: port status: native, ported or none
 * @series: what the tree has of the kit's series: kit, kit-without-switch or none
 * @version: the point release of the source, as its package names it
 * @compiler: first line of the compiler's --version
 * @qemu: first line of QEMU's --version
 * @accel: tcg, kvm or the value of a quirk
 * @cpus: number of virtual CPUs
 * @tree_name: name of the user's tree, or NULL for a base; so are the next six
 * @commit: of the tree, if git has it; so are @branch, @describe and @dirty
 * @branch: the branch that is checked out, or that was given
 * @describe: what git describe says of the commit
 * @dirty: yes or no: whether the tree differs from the commit
 * @extraversion: EXTRAVERSION of the Makefile
 * @localversion: what the files localversion* say
 * @snapshot: sha256 over the names, sizes and times of the tree's files
 * @patches_applied: how many patches of the series were applied
 * @patches_already: how many were in the tree already
 * @patches_merged: how many were merged
 * @patchset_hash: sha256 over the sha256 sums of the series, or NULL
 * @overlay_hash: sha256 over the kit's files in the tree, or NULL
 * @kconfig: the configuration that the user gave, a file or names; NULL for the kit's own
 * @config_changes: how many of its options the kit's tests changed
 * @fragment: the file of options that the user added, or NULL
 * @compiler_cache: how many compilations of this build the compiler cache had, or NULL
 * @command: the script that boots the same bits again
 * @rerun: the make command that reproduces the verdict
 * @console: path of the console log
 * @ktap: path of the result channel's log
 * @log: path of the log of the stage that failed, or NULL
 * @started: start of the verdict's run, seconds since the epoch
 * @verdict: the verdict
 * @reason: one sentence: why it is not PASS; NULL for PASS
 * @decided: the test whose failure ended the boot, as requested; NULL otherwise
 * @idle: seconds from the last result to the end of the boot, or to the panic
 * @kept: the verdict of an earlier boot of identical bits
 *
 * Strings may be NULL when the cell did not get that far, except @cell, @base, @arch and
 * @flavor.
 */
struct result {
	char *cell, *base, *arch, *flavor;
	char *status, *series, *version, *compiler, *qemu, *accel;
	int cpus;
	char *tree_name, *commit, *branch, *describe, *dirty;
	char *extraversion, *localversion, *snapshot;
	char *patches_applied, *patches_already, *patches_merged;
	char *patchset_hash, *overlay_hash;
	char *kconfig, *fragment, *compiler_cache;
	int config_changes;
	char *command, *rerun, *console, *ktap, *log;
	double started;
	enum verdict verdict;
	char *reason, *decided;
	double idle;
	bool kept;
	struct stage_result *stages;
	size_t nr_stages;
	struct test_result *tests;
	size_t nr_tests;
	struct splat splat;
};

const char *verdict_name(enum verdict verdict);
const char *outcome_name(enum outcome outcome);

struct result *result_new(void);
void result_free(struct result *r);
struct test_result *result_add_test(struct result *r, const char *name,
				    enum outcome outcome, const char *detail);
bool test_failed(const struct test_result *t);
const struct test_result *result_first_failure(const struct result *r);
struct test_result *result_find_test(struct result *r, const char *name);
struct stage_result *result_add_stage(struct result *r, const char *name,
				      double seconds, bool kept);
double result_stage_seconds(const struct result *r, const char *name);
void result_print(const struct result *r);

char **result_string(struct result *r, size_t n, const char **key);
char **result_meta_string(struct result *r, const char *key);
void result_free_strings(struct result *r);
int result_read_meta(struct result *r, const char *celldir);
int result_save(const struct result *r, const char *path);
struct result *result_load(const char *path);
struct result *result_need(const char *path);
struct result *result_load_why(const char *path, char **why);

#endif /* KIT_RESULT_H */
