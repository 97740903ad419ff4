/* SPDX-License-Identifier: GPL-2.0 */
/* The manifest of a cell: the tests without which it cannot pass. */
#ifndef KIT_MANIFEST_H
#define KIT_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct manifest - the tests of a file that has one name a line
 * @tests: their names
 * @nr: how many
 */
struct manifest {
	char **tests;
	size_t nr;
};

int manifest_load(struct manifest *m, const char *path);
void manifest_free(struct manifest *m);
bool manifest_has(const struct manifest *m, const char *name);

#endif /* KIT_MANIFEST_H */
