// SPDX-License-Identifier: GPL-2.0
/* The end of a log, because the whole may be too large to read. */
#define _GNU_SOURCE
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../kit/text.h"
#include "report.h"

/* Start at the beginning of the next line, unless that leaves out too much. */
static char *whole_lines(char *data, size_t *len)
{
	char *newline = memchr(data, '\n', *len);

	if (!newline || (size_t)(newline - data) > *len / 2)
		return data;
	*len -= newline + 1 - data;
	return newline + 1;
}

/**
 * file_tail - read the end of a file, made printable
 * @path: the file
 * @max: the most bytes to read
 * @left_out: set to the number of bytes before the tail
 *
 * Return: a string to be freed, NULL when the file cannot be read.
 */
char *file_tail(const char *path, size_t max, size_t *left_out)
{
	FILE *f = fopen(path, "re");
	char *data, *start, *text = NULL;
	size_t len;
	long size;

	if (!f)
		return NULL;
	size = fseek(f, 0, SEEK_END) ? -1 : ftell(f);
	if (size < 0) {
		fclose(f);
		return NULL;
	}
	*left_out = (size_t)size > max ? size - max : 0;
	data = malloc(max + 1);
	if (data && !fseek(f, *left_out, SEEK_SET)) {
		len = fread(data, 1, max, f);
		start = *left_out ? whole_lines(data, &len) : data;
		*left_out += start - data;
		if (!ferror(f))
			text = text_printable(start, len);
	}
	free(data);
	fclose(f);
	return text;
}

/**
 * cell_log - find the log of the stage that failed
 * @cell: the cell, whose directory may have been moved since
 *
 * Return: its path, to be freed; NULL when there is none.
 */
char *cell_log(const struct cell *cell)
{
	char *copy, *path;

	if (!cell->r->log || !access(cell->r->log, R_OK) || !cell->dir)
		return cell->r->log ? text_format("%s", cell->r->log) : NULL;
	copy = text_format("%s", cell->r->log);
	path = text_format("%s/%s", cell->dir, basename(copy));
	free(copy);
	return path;
}
