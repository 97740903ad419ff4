// SPDX-License-Identifier: GPL-2.0
/* The plain strings of the result model: their names in files, and where they are. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "result.h"

static const struct {
	const char *key;
	size_t offset;
	bool of_meta;
} strings[] = {
#define FROM_META(name)	{ #name, offsetof(struct result, name), true }
#define OF_RUN(name)	{ #name, offsetof(struct result, name), false }
	FROM_META(cell),		FROM_META(base),
	FROM_META(arch),		FROM_META(flavor),
	FROM_META(status),		FROM_META(version),
	FROM_META(compiler),		FROM_META(qemu),
	FROM_META(accel),		FROM_META(command),
	FROM_META(rerun),		OF_RUN(console),
	OF_RUN(ktap),			OF_RUN(log),
	OF_RUN(reason),			OF_RUN(decided),
	FROM_META(tree_name),		FROM_META(commit),
	FROM_META(branch),		FROM_META(describe),
	FROM_META(dirty),		FROM_META(extraversion),
	FROM_META(localversion),	FROM_META(snapshot),
	FROM_META(patches_applied),	FROM_META(patches_already),
	FROM_META(patches_merged),	FROM_META(patchset_hash),
	FROM_META(overlay_hash),	FROM_META(series),
	FROM_META(kconfig),		FROM_META(fragment),
	FROM_META(compiler_cache),
#undef FROM_META
#undef OF_RUN
};

#define NR_STRINGS	(sizeof(strings) / sizeof(*strings))

/**
 * result_string - a plain string of a result, by number
 * @r: the result
 * @n: the number, from 0 on, in the order of the JSON file
 * @key: gets its name
 *
 * Return: where the string is, or NULL if there are no more
 */
char **result_string(struct result *r, size_t n, const char **key)
{
	if (n >= NR_STRINGS)
		return NULL;
	*key = strings[n].key;
	return (char **)((char *)r + strings[n].offset);
}

/**
 * result_meta_string - a plain string of a result, by its name in the file "meta"
 * @r: the result
 * @key: the name
 *
 * Return: where the string is, or NULL if it does not come from that file
 */
char **result_meta_string(struct result *r, const char *key)
{
	for (size_t i = 0; i < NR_STRINGS; i++)
		if (strings[i].of_meta && !strcmp(strings[i].key, key))
			return (char **)((char *)r + strings[i].offset);
	return NULL;
}

/**
 * result_free_strings - free all plain strings of a result
 * @r: the result
 */
void result_free_strings(struct result *r)
{
	for (size_t i = 0; i < NR_STRINGS; i++)
		free(*(char **)((char *)r + strings[i].offset));
}
