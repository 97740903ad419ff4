/* SPDX-License-Identifier: GPL-2.0 */
/* Tables whose columns are aligned, for a terminal or a file. */
#ifndef KIT_TABLE_H
#define KIT_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/**
 * struct table_column - how a column is printed
 * @gap: blanks before it
 * @width: its least width; 0: it is as wide as its widest field
 * @right: its fields are aligned on the right
 */
struct table_column {
	size_t gap, width;
	bool right;
};

struct table;

struct table *table_new(const struct table_column *columns, size_t nr);
void table_free(struct table *t);
void table_add(struct table *t, const char *text, const char *colour);
void table_addf(struct table *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void table_end_row(struct table *t);
void table_print(const struct table *t, FILE *out, size_t width);

#endif /* KIT_TABLE_H */
