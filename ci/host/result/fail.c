// SPDX-License-Identifier: GPL-2.0
/* kit-result fail: write the verdict of a cell that did not boot. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../kit/outcomes.h"
#include "../kit/text.h"
#include "result-command.h"

struct options {
	const char *dir, *reason, *log;
	enum verdict verdict;
	bool has_verdict;
};

static const struct argp_option option_table[] = {
	{ "verdict", 'v', "VERDICT", 0, "CONFIG, BUILD, APPLY or SKIP", 0 },
	{ "reason", 'r', "TEXT", 0, "One sentence: why", 0 },
	{ "log", 'l', "FILE", 0, "The log of the step that failed", 0 },
	{ 0 },
};

static void set_verdict(struct options *o, struct argp_state *state, const char *arg)
{
	static const enum verdict verdicts[] = {
		VERDICT_CONFIG, VERDICT_BUILD, VERDICT_APPLY, VERDICT_SKIP,
	};

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++) {
		if (!strcmp(arg, verdict_name(verdicts[i]))) {
			o->verdict = verdicts[i];
			o->has_verdict = true;
		}
	}
	if (!o->has_verdict)
		argp_error(state, "\"%s\" must be CONFIG, BUILD, APPLY or SKIP", arg);
}

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'v':
		set_verdict(o, state, arg);
		return 0;
	case 'r':
		o->reason = arg;
		return 0;
	case 'l':
		o->log = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (o->dir)
			argp_usage(state);
		o->dir = arg;
		return 0;
	case ARGP_KEY_END:
		if (!o->dir || !o->has_verdict || !o->reason || !*o->reason)
			argp_error(state, "CELLDIR, --verdict and --reason are needed");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* A cell may fail before its manifest is written. No test is known then. */
static void add_tests(struct result *r, const struct options *o)
{
	char *path = text_format("%s/required", o->dir);
	struct manifest manifest = {};

	if (!access(path, F_OK)) {
		manifest_load(&manifest, path);
		outcomes_unrun(r, &manifest, o->verdict == VERDICT_SKIP ?
			       OUTCOME_SKIP : OUTCOME_MISSING, o->reason);
	}
	manifest_free(&manifest);
	free(path);
}

/**
 * fail_main - write a verdict without a boot
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0.
 */
int fail_main(int argc, char **argv)
{
	static const struct argp argp = {
		option_table, on_option, "CELLDIR",
		"Write the verdict of a cell that did not boot.", 0, 0, 0,
	};
	struct result *r = result_new();
	struct options o = {};
	char *path;
	int ret;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	path = text_format("%s/result.json", o.dir);
	if (unlink(path) && errno != ENOENT)
		err(EXIT_TROUBLE, "%s cannot be removed", path);
	ret = result_read_meta(r, o.dir);
	if (!ret) {
		r->verdict = o.verdict;
		r->reason = text_line(o.reason);
		r->log = text_copy(o.log);
		r->started = time(NULL);
		add_tests(r, &o);
		ret = result_save(r, path);
	}
	if (!ret)
		result_print(r);
	result_free(r);
	free(path);
	return ret ? EXIT_TROUBLE : 0;
}
