// SPDX-License-Identifier: GPL-2.0
/* The result model as a JSON file. */
#define _GNU_SOURCE
#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"
#include "save.h"
#include "text.h"

/* Increase this when an older report would misread the file. */
#define FORMAT	"kit-result 1"

/* Unknown values are left out: the file has no nulls. */
static void put_string(json_t *object, const char *key, const char *s)
{
	char *clean;

	if (!s)
		return;
	clean = text_printable(s, strlen(s));
	json_object_set_new(object, key, json_string(clean));
	free(clean);
}

static json_t *stages_json(const struct result *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->nr_stages; i++) {
		const struct stage_result *s = &r->stages[i];
		json_t *o = json_object();

		put_string(o, "name", s->name);
		json_object_set_new(o, "seconds", json_real(s->seconds));
		json_object_set_new(o, "kept", json_boolean(s->kept));
		json_array_append_new(array, o);
	}
	return array;
}

static json_t *tests_json(const struct result *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->nr_tests; i++) {
		const struct test_result *t = &r->tests[i];
		json_t *o = json_object();

		put_string(o, "name", t->name);
		put_string(o, "outcome", outcome_name(t->outcome));
		put_string(o, "detail", t->detail);
		put_string(o, "contract", t->contract);
		json_object_set_new(o, "required", json_boolean(t->required));
		json_object_set_new(o, "seconds", json_real(t->seconds));
		json_array_append_new(array, o);
	}
	return array;
}

static json_t *splat_json(const struct splat *splat)
{
	json_t *o = json_object();

	put_string(o, "kind", splat->kind);
	put_string(o, "title", splat->title);
	put_string(o, "fingerprint", splat->fingerprint);
	put_string(o, "excerpt", splat->excerpt);
	json_object_set_new(o, "line", json_integer(splat->line));
	return o;
}

static json_t *result_json(const struct result *r)
{
	json_t *root = json_object();
	const char *key;
	char **string;

	put_string(root, "format", FORMAT);
	for (size_t i = 0; (string = result_string((struct result *)r, i, &key)); i++)
		put_string(root, key, *string);
	json_object_set_new(root, "cpus", json_integer(r->cpus));
	if (r->kconfig)
		json_object_set_new(root, "config_changes",
				    json_integer(r->config_changes));
	json_object_set_new(root, "started", json_real(r->started));
	if (r->idle > 0)
		json_object_set_new(root, "idle", json_real(r->idle));
	put_string(root, "verdict", verdict_name(r->verdict));
	json_object_set_new(root, "kept", json_boolean(r->kept));
	json_object_set_new(root, "stages", stages_json(r));
	json_object_set_new(root, "tests", tests_json(r));
	if (r->splat.line)
		json_object_set_new(root, "splat", splat_json(&r->splat));
	return root;
}

/**
 * result_save - write a result as JSON
 * @r: the result
 * @path: the file, which is replaced as a whole or stays as it was
 *
 * Errors are reported on stderr.
 *
 * Return: 0, or a negative errno (-ENOSPC when the disk is full).
 */
int result_save(const struct result *r, const char *path)
{
	json_t *root = result_json(r);
	char *text = json_dumps(root, JSON_INDENT(1));
	int ret;

	json_decref(root);
	if (!text) {
		fprintf(stderr, "%s: the result cannot be put into JSON\n",
			path);
		return -EINVAL;
	}
	ret = save_file(path, text, strlen(text));
	free(text);
	return ret;
}

/* The error in the file that is being loaded. */
static int __attribute__((format(printf, 2, 3)))
refuse(char **why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (vasprintf(why, fmt, args) < 0)
		*why = NULL;
	va_end(args);
	return -EINVAL;
}

static int get_string(json_t *object, const char *key, char **where, char **why)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return 0;
	if (!json_is_string(value))
		return refuse(why, "\"%s\" is not a string", key);
	free(*where);
	*where = text_printable(json_string_value(value),
				json_string_length(value));
	return 0;
}

static int find_name(const char *name, int nr, const char *(*name_of)(int))
{
	for (int i = 0; i < nr; i++)
		if (!strcmp(name, name_of(i)))
			return i;
	return -1;
}

static const char *verdict_of(int i)
{
	return verdict_name(i);
}

static const char *outcome_of(int i)
{
	return outcome_name(i);
}

static int load_stage(struct result *r, json_t *o, char **why)
{
	const char *name;
	double seconds;
	json_error_t e;
	int kept;

	if (json_unpack_ex(o, &e, 0, "{s:s, s:F, s:b}", "name", &name,
			   "seconds", &seconds, "kept", &kept))
		return refuse(why, "in a stage: %s", e.text);
	result_add_stage(r, name, seconds, kept);
	return 0;
}

static int load_test(struct result *r, json_t *o, char **why)
{
	const char *name, *outcome;
	struct test_result *t;
	json_error_t e;
	double seconds;
	int required, n;

	if (json_unpack_ex(o, &e, 0, "{s:s, s:s, s:b, s:F}",
			   "name", &name, "outcome", &outcome,
			   "required", &required, "seconds", &seconds))
		return refuse(why, "in a test: %s", e.text);
	n = find_name(outcome, NR_OUTCOMES, outcome_of);
	if (n < 0)
		return refuse(why, "the test %s has the unknown outcome \"%s\"",
			      name, outcome);
	t = result_add_test(r, "", n, NULL);
	t->required = required;
	t->seconds = seconds;
	return get_string(o, "name", &t->name, why) ?:
	       get_string(o, "detail", &t->detail, why) ?:
	       get_string(o, "contract", &t->contract, why);
}

static int load_splat(struct result *r, json_t *o, char **why)
{
	json_int_t line = 0;
	json_error_t e;

	if (!o)
		return 0;
	if (json_unpack_ex(o, &e, 0, "{s:I}", "line", &line) || line < 1)
		return refuse(why, "\"splat\" has no line number");
	r->splat.line = line;
	return get_string(o, "kind", &r->splat.kind, why) ?:
	       get_string(o, "title", &r->splat.title, why) ?:
	       get_string(o, "fingerprint", &r->splat.fingerprint, why) ?:
	       get_string(o, "excerpt", &r->splat.excerpt, why);
}

static int load_strings(struct result *r, json_t *root, char **why)
{
	const char *key;
	char **string;
	int ret = 0;

	for (size_t i = 0; !ret && (string = result_string(r, i, &key)); i++)
		ret = get_string(root, key, string, why);
	if (!ret && (!r->cell || !r->base || !r->arch || !r->flavor))
		ret = refuse(why, "one of cell, base, arch and flavor is missing");
	return ret;
}

static int load_each(struct result *r, json_t *array, char **why,
		     int (*load)(struct result *, json_t *, char **))
{
	int ret = 0;

	for (size_t i = 0; !ret && i < json_array_size(array); i++)
		ret = load(r, json_array_get(array, i), why);
	return ret;
}

static int load_root(struct result *r, json_t *root, char **why)
{
	const char *format, *verdict;
	json_t *stages, *tests;
	json_error_t e;
	int kept, n;

	if (json_unpack_ex(root, &e, 0, "{s:s}", "format", &format) ||
	    strcmp(format, FORMAT))
		return refuse(why, "it is no \"" FORMAT "\" file");
	if (json_unpack_ex(root, &e, 0, "{s:s, s:i, s?i, s:F, s?F, s:b, s:o, s:o}",
			   "verdict", &verdict, "cpus", &r->cpus,
			   "config_changes", &r->config_changes,
			   "started", &r->started, "idle", &r->idle, "kept", &kept,
			   "stages", &stages, "tests", &tests))
		return refuse(why, "%s", e.text);
	if (!json_is_array(stages) || !json_is_array(tests))
		return refuse(why, "\"stages\" or \"tests\" is not a list");
	n = find_name(verdict, NR_VERDICTS, verdict_of);
	if (n < 0)
		return refuse(why, "unknown verdict \"%s\"", verdict);
	r->verdict = n;
	r->kept = kept;
	return load_strings(r, root, why) ?:
	       load_each(r, stages, why, load_stage) ?:
	       load_each(r, tests, why, load_test) ?:
	       load_splat(r, json_object_get(root, "splat"), why);
}

/**
 * result_load_why - read a result, and return an error as a string
 * @path: the file
 * @why: set to a sentence to be freed when NULL is returned, else to NULL
 *
 * Return: a result for result_free(); NULL when the file does not exist, is truncated,
 * or does not hold a result.
 */
struct result *result_load_why(const char *path, char **why)
{
	struct result *r = NULL;
	char *what = NULL;
	json_t *root = NULL;
	json_error_t e;
	FILE *f;

	*why = NULL;
	f = fopen(path, "re");
	if (f)
		root = json_loadf(f, JSON_REJECT_DUPLICATES, &e);
	if (!f) {
		refuse(&what, "%s", strerror(errno));
	} else if (!root) {
		refuse(&what, "%s (line %d)", e.text, e.line);
	} else {
		r = result_new();
		if (load_root(r, root, &what)) {
			result_free(r);
			r = NULL;
		}
	}
	json_decref(root);
	if (f)
		fclose(f);
	if (!r)
		*why = text_format("%s cannot be used: %s", path,
				   what ?: "out of memory");
	free(what);
	return r;
}

/**
 * result_load - read a result, and report errors on stderr
 * @path: the file
 *
 * Return: a result for result_free(), or NULL.
 */
struct result *result_load(const char *path)
{
	char *why;
	struct result *r = result_load_why(path, &why);

	if (!r)
		fprintf(stderr, "%s\n", why);
	free(why);
	return r;
}

/**
 * result_need - read a result, and exit if that fails
 * @path: the file
 *
 * Return: a result for result_free().
 */
struct result *result_need(const char *path)
{
	struct result *r = result_load(path);

	if (!r)
		exit(2);
	return r;
}
