// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/btf.h>

#include "functions.h"

#define AVAILABLE	"/sys/kernel/tracing/available_filter_functions"

/* The names of functions that have a type, sorted. They belong to the BTF. */
struct types {
	const char **name;
	unsigned int nr;
};

static int compare(const void *one, const void *other)
{
	return strcmp(*(const char **)one, *(const char **)other);
}

static int types_read(struct types *types, const struct btf *btf)
{
	unsigned int id, nr = btf__type_cnt(btf);

	types->name = calloc(nr, sizeof(*types->name));
	if (!types->name)
		return -1;
	for (id = 1; id < nr; id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (btf_is_func(type))
			types->name[types->nr++] = btf__name_by_offset(btf, type->name_off);
	}
	qsort(types->name, types->nr, sizeof(*types->name), compare);
	return 0;
}

/* Is it a function of the kernel itself, with a type? Modules' have "[module]". */
static bool is_candidate(const struct types *types, const char *line)
{
	return !strchr(line, ' ') && strlen(line) < FUNCTION_NAME &&
	       bsearch(&line, types->name, types->nr, sizeof(*types->name), compare);
}

static int add(struct functions *functions, const char *name)
{
	void *more = realloc(functions->name,
			     (functions->nr + 1) * sizeof(*functions->name));

	if (!more)
		return -1;
	functions->name = more;
	strcpy(functions->name[functions->nr++], name);
	return 0;
}

static int read_lines(struct functions *functions, const struct types *types, FILE *file)
{
	char line[1024];

	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (is_candidate(types, line) && add(functions, line))
			return -1;
	}
	return ferror(file) ? -1 : 0;
}

/**
 * functions_read() - read the functions that ftrace can trace and that have a type
 * @functions: gets them, in the kernel's order; to be freed in any case
 *
 * Return: 0, or -1 if the kernel does not say which there are
 */
int functions_read(struct functions *functions)
{
	struct btf *btf = btf__load_vmlinux_btf();
	FILE *file = fopen(AVAILABLE, "re");
	struct types types = {};
	int err = -1;

	*functions = (struct functions){};
	if (btf && file && !types_read(&types, btf))
		err = read_lines(functions, &types, file);
	if (file)
		fclose(file);
	free(types.name);
	btf__free(btf);
	return err;
}

/**
 * functions_have() - is a function among them?
 * @functions: what functions_read() has read
 * @name: of the function
 *
 * Return: true if it is
 */
bool functions_have(const struct functions *functions, const char *name)
{
	unsigned int i;

	for (i = 0; i < functions->nr; i++)
		if (!strcmp(functions->name[i], name))
			return true;
	return false;
}

/**
 * functions_free() - free what functions_read() has allocated
 * @functions: the functions
 */
void functions_free(struct functions *functions)
{
	free(functions->name);
	*functions = (struct functions){};
}
