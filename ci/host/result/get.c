// SPDX-License-Identifier: GPL-2.0
/* kit-result get: print members of a JSON file that the kit wrote, for scripts. */
#define _GNU_SOURCE
#include <err.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "result-command.h"

struct options {
	const char *file, *or;
	char **member;
	size_t nr;
};

static const struct argp_option option_table[] = {
	{ "or", 'o', "TEXT", 0, "Print this for a member that is not there", 0 },
	{ 0 },
};

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'o':
		o->or = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (o->file)
			return ARGP_ERR_UNKNOWN;	/* all others: members */
		o->file = arg;
		return 0;
	case ARGP_KEY_ARGS:
		o->member = state->argv + state->next;
		o->nr = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (!o->nr)
			argp_usage(state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

/* Does @path begin with @name, as a whole? Returns what follows, or NULL. */
static const char *skip_name(const char *path, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(path, name, len) || (path[len] && path[len] != '.'))
		return NULL;
	return path + len + (path[len] == '.');
}

static json_t *find(json_t *value, const char *path);

/* A test's name contains dots, so compare whole names, not parts of the path. */
static json_t *find_in_array(json_t *array, const char *path)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		json_t *item = json_array_get(array, i), *found;
		const char *name = json_string_value(json_object_get(item, "name"));
		const char *rest = name ? skip_name(path, name) : NULL;

		found = rest ? find(item, rest) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

static json_t *find(json_t *value, const char *path)
{
	const char *key;
	json_t *member;

	if (!*path)
		return value;
	if (json_is_array(value))
		return find_in_array(value, path);
	json_object_foreach(value, key, member) {
		const char *rest = skip_name(path, key);

		if (rest)
			return find(member, rest);
	}
	return NULL;
}

static void print(const json_t *value)
{
	char *text;

	if (json_is_string(value)) {
		printf("%s\n", json_string_value(value));
	} else if (json_is_real(value)) {
		printf("%.15g\n", json_real_value(value));
	} else {
		text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		if (!text)
			err(EXIT_TROUBLE, "json");
		printf("%s\n", text);
		free(text);
	}
}

/* Returns whether there is such a member. */
static bool get(json_t *root, const struct options *o, const char *member)
{
	json_t *value = find(root, member);

	if (value)
		print(value);
	else if (o->or)
		printf("%s\n", o->or);
	else
		warnx("%s has no member \"%s\"", o->file, member);
	return value || o->or;
}

static json_t *load(const char *path)
{
	json_error_t e;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &e);

	if (!root)
		errx(EXIT_TROUBLE, "%s cannot be used: %s", path, e.text);
	if (!json_is_object(root))
		errx(EXIT_TROUBLE, "%s cannot be used: it is no JSON object", path);
	return root;
}

/**
 * get_main - print members of a JSON file, one a line
 * @argc: for argp
 * @argv: for argp
 *
 * Return: 0, or 1 when a member does not exist.
 */
int get_main(int argc, char **argv)
{
	static const struct argp argp = {
		option_table, on_option, "FILE MEMBER...",
		"Print members of FILE, one a line: verdict, splat.title, stages.boot.seconds, tests.guest.cpus.outcome.\v"
		"An item of a list is named by its member \"name\". Exit status: 1 if a member is not there, 2 if FILE cannot be used.",
		0, 0, 0,
	};
	struct options o = {};
	int status = 0;
	json_t *root;

	argp_parse(&argp, argc, argv, 0, NULL, &o);
	root = load(o.file);
	for (size_t i = 0; i < o.nr; i++)
		status |= !get(root, &o, o.member[i]);
	json_decref(root);
	return status;
}
