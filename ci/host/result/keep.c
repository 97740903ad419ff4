// SPDX-License-Identifier: GPL-2.0
/*
 * kit-keep: take over the verdict of an earlier boot of the very same bits.
 * Whether they are the same is for the caller to know (ci/verdict.sh); a verdict
 * that is not good is never taken over.
 */
#define _GNU_SOURCE
#include <argp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/result.h"
#include "../kit/text.h"

/* Exit status: it is kept; it cannot be, boot again. */
enum { EXIT_KEPT, EXIT_BOOT };

static error_t take_dir(int key, char *arg, struct argp_state *state)
{
	const char **dir = state->input;

	switch (key) {
	case ARGP_KEY_ARG:
		if (*dir)
			argp_usage(state);
		*dir = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static double boot_seconds(const struct result *r)
{
	for (size_t i = 0; i < r->nr_stages; i++)
		if (!strcmp(r->stages[i].name, "boot"))
			return r->stages[i].seconds;
	return 0;
}

/* The stages before the boot ran again; the boot's time is that of then. */
static bool renew_stages(struct result *r, const char *dir)
{
	double boot = boot_seconds(r);

	for (size_t i = 0; i < r->nr_stages; i++)
		free(r->stages[i].name);
	r->nr_stages = 0;
	if (result_read_meta(r, dir))
		return false;
	result_add_stage(r, "boot", boot, true);
	return true;
}

static bool keep(const char *dir)
{
	char *last = text_format("%s/result.last.json", dir);
	char *now = text_format("%s/result.json", dir);
	struct result *r = result_load(last);
	bool kept = r && (r->verdict == VERDICT_PASS || r->verdict == VERDICT_XFAIL) &&
		    renew_stages(r, dir);

	if (kept) {
		r->kept = true;
		kept = !result_save(r, now);
	}
	if (kept)
		printf("%s %s (kept)\n", verdict_name(r->verdict), r->cell);
	if (r)
		result_free(r);
	free(last);
	free(now);
	return kept;
}

int main(int argc, char **argv)
{
	const struct argp argp = {
		.parser = take_dir,
		.args_doc = "CELLDIR",
		.doc = "Take over the good verdict in CELLDIR/result.last.json as that of this run.",
	};
	const char *dir = NULL;

	argp_parse(&argp, argc, argv, 0, NULL, &dir);
	return keep(dir) ? EXIT_KEPT : EXIT_BOOT;
}
