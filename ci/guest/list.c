// SPDX-License-Identifier: GPL-2.0
/* Lists of names in files. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

/**
 * read_list - read a file with one name a line
 * @path: the file; a missing file counts as empty
 * @count: how many names there are
 *
 * Empty lines do not count.
 *
 * Returns: the names, which are never freed.
 */
char **read_list(const char *path, int *count)
{
	FILE *file = fopen(path, "re");
	char **list = NULL, *line = NULL;
	size_t size = 0;

	*count = 0;
	if (!file)
		return NULL;
	while (getline(&line, &size, file) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (!line[0])
			continue;
		list = reallocarray(list, *count + 1, sizeof(*list));
		if (!list)
			give_up("memory");
		list[*count] = strdup(line);
		if (!list[(*count)++])
			give_up("memory");
	}
	free(line);
	fclose(file);
	return list;
}
