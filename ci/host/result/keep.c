// SPDX-License-Identifier: GPL-2.0
/*
 * kit-result keep: reuse the verdict of an earlier boot of identical bits. The caller
 * (ci/verdict.sh) knows whether the bits are identical. A verdict that is not good is
 * never reused.
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "result-command.h"

/* Exit status: the verdict is kept; it cannot be kept, so boot again. */
enum { EXIT_KEPT, EXIT_BOOT };

/* Another configuration, or another way to build it, may have given the same bits. */
static void forget_build(struct result *r)
{
	free(r->kconfig);
	free(r->fragment);
	free(r->compiler_cache);
	r->kconfig = r->fragment = r->compiler_cache = NULL;
	r->config_changes = 0;
}

/* The stages before the boot ran again; the boot's time is that of the earlier boot. */
static bool renew_stages(struct result *r, const char *dir)
{
	double boot = result_stage_seconds(r, "boot");

	for (size_t i = 0; i < r->nr_stages; i++)
		free(r->stages[i].name);
	r->nr_stages = 0;
	forget_build(r);
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
		result_print(r);
	if (r)
		result_free(r);
	free(last);
	free(now);
	return kept;
}

/**
 * keep_main - reuse an earlier verdict, if it is good
 * @argc: for argp
 * @argv: for argp
 *
 * Return: EXIT_KEPT or EXIT_BOOT.
 */
int keep_main(int argc, char **argv)
{
	const struct argp argp = {
		.parser = take_one_path,
		.args_doc = "CELLDIR",
		.doc = "Take over the good verdict in CELLDIR/result.last.json as that of this run.\v"
		       "Exit status: 1 if there is none and the cell must boot.",
	};
	const char *dir = NULL;

	argp_parse(&argp, argc, argv, 0, NULL, &dir);
	return keep(dir) ? EXIT_KEPT : EXIT_BOOT;
}
