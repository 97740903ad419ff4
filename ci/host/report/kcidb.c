// SPDX-License-Identifier: GPL-2.0
/*
 * KCIDB v5.3: a checkout for each source, a build for each cell, a test for each test,
 * and one for the verdict. Unknown values are left out: nothing is invented, and there
 * are no nulls.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
#include "../kit/seen.h"
#include "../kit/text.h"
#include "report.h"

#define ORIGIN		"kit"
#define MAX_EXCERPT	16384
#define VERDICT_PATH	"cell.verdict"

static void put(json_t *o, const char *key, const char *value)
{
	char *clean;

	if (!value)
		return;
	clean = text_printable(value, strlen(value));
	json_object_set_new(o, key, json_string(clean));
	free(clean);
}

static void put_excerpt(json_t *o, const char *text)
{
	char *clean;

	if (!text || !*text)
		return;
	clean = text_printable(text, strlen(text));
	json_object_set_new(o, "log_excerpt",
			    json_stringn(clean, text_cut(clean, MAX_EXCERPT)));
	free(clean);
}

static void put_start(json_t *o, double started)
{
	time_t seconds = started;
	char stamp[40];

	if (started > 0 && strftime(stamp, sizeof(stamp),
				    "%Y-%m-%dT%H:%M:%S+00:00",
				    gmtime(&seconds)))
		put(o, "start_time", stamp);
}

static json_t *object(const char *id)
{
	json_t *o = json_object();

	put(o, "id", id);
	put(o, "origin", ORIGIN);
	return o;
}

/* A commit does not identify a tree that differs from it. */
static const char *tree_state(const struct result *r)
{
	bool clean = r->dirty && !strcmp(r->dirty, "no");

	return clean && r->commit ? r->commit : r->snapshot;
}

/*
 * A source is a point release, or the user's tree in a state, with a series and the kit's
 * own files on top.
 */
static char *checkout_id(const struct result *r)
{
	const char *series = r->patchset_hash, *files = r->overlay_hash;
	const char *state = tree_state(r);

	return text_format(ORIGIN ":%s%s%.12s%s%.12s%s%.12s",
			   r->version ?: r->base, state ? "@" : "",
			   state ?: "", series ? "+" : "", series ?: "",
			   files ? "+files-" : "", files ?: "");
}

/* The start time distinguishes the runs of a cell. */
static char *build_id(const struct result *r)
{
	char *checkout = checkout_id(r);
	char *id = text_format("%s/%s/%s/%.0f", checkout, r->arch, r->flavor,
			       r->started);

	free(checkout);
	return id;
}

static json_t *find_id(json_t *array, const char *id)
{
	json_t *o;
	size_t i;

	json_array_foreach(array, i, o)
		if (!strcmp(json_string_value(json_object_get(o, "id")), id))
			return o;
	return NULL;
}

static char *log_tail(const struct cell *cell)
{
	char *path = cell_log(cell), *tail;
	size_t left_out;

	tail = path ? file_tail(path, MAX_EXCERPT, &left_out) : NULL;
	free(path);
	return tail;
}

/* The fields of a git tree, and what has no field. */
static void put_tree(json_t *o, const struct result *r)
{
	json_t *misc = json_object();

	put(o, "tree_name", r->tree_name ?: r->base);
	put(o, "git_commit_hash", r->commit);
	put(o, "git_commit_name", r->describe);
	put(o, "git_repository_branch", r->branch);
	if (r->dirty)
		json_object_set_new(misc, "dirty",
				    json_boolean(!strcmp(r->dirty, "yes")));
	put(misc, "extraversion", r->extraversion);
	put(misc, "localversion", r->localversion);
	put(misc, "snapshot", r->snapshot);
	if (json_object_size(misc))
		json_object_set(o, "misc", misc);
	json_decref(misc);
}

/* Many cells share a source. It is invalid as soon as its series failed to apply once. */
static void add_checkout(json_t *checkouts, const struct cell *cell)
{
	const struct result *r = cell->r;
	bool valid = cell->why || r->verdict != VERDICT_APPLY;
	char *id = checkout_id(r), *log;
	json_t *o = find_id(checkouts, id);

	if (!o) {
		o = object(id);
		put_tree(o, r);
		put(o, "comment", r->version);
		put(o, "patchset_hash", r->patchset_hash ?: "");
		put_start(o, r->started);
		if (!cell->why)
			json_object_set_new(o, "valid", json_true());
		json_array_append_new(checkouts, o);
	}
	if (!valid) {
		log = log_tail(cell);
		json_object_set_new(o, "valid", json_false());
		put_excerpt(o, log ?: cell_reason(cell));
		free(log);
	}
	free(id);
}

static const char *build_status(const struct cell *cell)
{
	if (cell->why)
		return "ERROR";
	switch (cell->r->verdict) {
	case VERDICT_BUILD:
	case VERDICT_CONFIG:
		return "FAIL";
	case VERDICT_APPLY:
		return "MISS";
	default:
		return "PASS";
	}
}

static void put_architecture(json_t *o, const char *arch)
{
	char *name = text_line(arch);

	for (char *p = name; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", *p))
			*p = '_';
	put(o, "architecture", name);
	free(name);
}

static json_t *build_misc(const struct cell *cell)
{
	json_t *misc = json_object();

	put(misc, "cell", cell->r->cell);
	put(misc, "port_status", cell->r->status);
	put(misc, "verdict", cell_word(cell));
	put(misc, "rerun", cell->r->rerun);
	put(misc, "kconfig", cell->r->kconfig);
	put(misc, "fragment", cell->r->fragment);
	put(misc, "compiler_cache", cell->r->compiler_cache);
	if (cell->r->kconfig)
		json_object_set_new(misc, "config_changes",
				    json_integer(cell->r->config_changes));
	return misc;
}

static void put_duration(json_t *o, const struct result *r)
{
	for (size_t i = 0; i < r->nr_stages; i++)
		if (!strcmp(r->stages[i].name, "build") && !r->stages[i].kept)
			json_object_set_new(o, "duration",
					    json_real(r->stages[i].seconds));
}

static json_t *build_json(const struct cell *cell)
{
	const struct result *r = cell->r;
	const char *status = build_status(cell);
	char *id = build_id(r), *checkout = checkout_id(r), *log;
	json_t *o = object(id);

	put(o, "checkout_id", checkout);
	put_start(o, r->started);
	put_duration(o, r);
	put_architecture(o, r->arch);
	put(o, "compiler", r->compiler);
	put(o, "config_name", r->flavor);
	put(o, "status", status);
	if (strcmp(status, "PASS")) {
		log = log_tail(cell);
		put(o, "comment", cell_reason(cell));
		put_excerpt(o, log);
		free(log);
	}
	json_object_set_new(o, "misc", build_misc(cell));
	free(id);
	free(checkout);
	return o;
}

static const char *test_status(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_PASS:
	case OUTCOME_XPASS:
		return "PASS";
	case OUTCOME_SKIP:
		return "SKIP";
	case OUTCOME_MISSING:
		return "MISS";
	default:
		return "FAIL";
	}
}

static const char *verdict_status(const struct cell *cell)
{
	if (cell->why)
		return "ERROR";
	switch (cell->r->verdict) {
	case VERDICT_PASS:
		/* the cell ran, but it proves nothing about an absent feature */
		return cell_tone(cell) == TONE_NONE ? "DONE" : "PASS";
	case VERDICT_SKIP:
		return "SKIP";
	case VERDICT_XFAIL:
		return "DONE";
	case VERDICT_LOST:
	case VERDICT_SILENT:
		return "ERROR";
	default:
		return "FAIL";
	}
}

/* Convert a name to parts of [a-zA-Z0-9_-]+ separated by dots. */
static char *test_path(const char *name)
{
	char *path = text_format("%s", *name ? name : "_");
	char last = '.';

	for (char *p = path; *p; last = *p++)
		if ((*p == '.' && (last == '.' || !p[1])) ||
		    !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.",
			    *p))
			*p = '_';
	return path;
}

static json_t *environment(const struct result *r)
{
	json_t *o = json_object(), *misc = json_object();

	put(o, "comment", r->qemu);
	put(misc, "accel", r->accel);
	if (r->cpus)
		json_object_set_new(misc, "cpus", json_integer(r->cpus));
	json_object_set_new(o, "misc", misc);
	return o;
}

static json_t *test_json(const struct result *r, const char *name, size_t nth,
			 const char *status)
{
	char *build = build_id(r), *path = test_path(name), *id, again[24] = "";
	json_t *o;

	if (nth)
		snprintf(again, sizeof(again), "#%zu", nth + 1);
	id = text_format("%s/%s%s", build, path, again);
	o = object(id);
	put(o, "build_id", build);
	put(o, "path", path);
	put(o, "status", status);
	put_start(o, r->started);
	json_object_set_new(o, "environment", environment(r));
	free(build);
	free(path);
	free(id);
	return o;
}

/* The conversion of names may give the same path twice. */
static size_t same_before(struct seen *paths, const char *name)
{
	char *path = test_path(name);
	size_t nr = (*seen(paths, path))++;

	free(path);
	return nr;
}

static void add_test(json_t *tests, const struct result *r,
		     const struct test_result *t, size_t nth)
{
	json_t *o = test_json(r, t->name, nth, test_status(t->outcome));
	json_t *misc = json_object();

	json_object_set_new(o, "duration", json_real(t->seconds));
	put_excerpt(o, t->detail);
	put(misc, "outcome", outcome_name(t->outcome));
	put(misc, "contract", t->contract);
	json_object_set_new(misc, "required", json_boolean(t->required));
	json_object_set_new(o, "misc", misc);
	json_array_append_new(tests, o);
}

static void add_verdict(json_t *tests, const struct cell *cell)
{
	const struct result *r = cell->r;
	json_t *o = test_json(r, VERDICT_PATH, 0, verdict_status(cell));
	json_t *misc = json_object();

	if (*cell_reason(cell))
		put(o, "comment", cell_reason(cell));
	put_excerpt(o, r->splat.excerpt);
	put(misc, "verdict", cell_word(cell));
	put(misc, "fingerprint", r->splat.fingerprint);
	json_object_set_new(o, "misc", misc);
	json_array_append_new(tests, o);
}

static void add_cell(json_t *root, const struct cell *cell)
{
	json_t *tests = json_object_get(root, "tests");
	struct seen paths = {};

	add_checkout(json_object_get(root, "checkouts"), cell);
	json_array_append_new(json_object_get(root, "builds"),
			      build_json(cell));
	if (strcmp(build_status(cell), "PASS"))
		return;		/* a cell that was not built was not tested */
	add_verdict(tests, cell);
	same_before(&paths, VERDICT_PATH);
	for (size_t i = 0; i < cell->r->nr_tests; i++) {
		const struct test_result *t = &cell->r->tests[i];

		add_test(tests, cell->r, t, same_before(&paths, t->name));
	}
	seen_free(&paths);
}

/**
 * write_kcidb - write KCIDB v5.3 JSON
 * @report: the run
 * @path: the file
 *
 * Return: 0, or a negative errno after a message.
 */
int write_kcidb(const struct report *report, const char *path)
{
	json_t *root = json_pack("{s:{s:i, s:i}, s:[], s:[], s:[]}",
				 "version", "major", 5, "minor", 3,
				 "checkouts", "builds", "tests");
	char *text;
	int ret;

	for (size_t i = 0; i < report->nr; i++)
		add_cell(root, &report->cells[i]);
	text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	if (!text) {
		fprintf(stderr, "%s: out of memory\n", path);
		return -ENOMEM;
	}
	ret = save_file(path, text, strlen(text));
	free(text);
	return ret;
}
