/* SPDX-License-Identifier: GPL-2.0 */
/* The manifest of a cell: the tests without which it cannot pass. */
#ifndef KIT_MANIFEST_H
#define KIT_MANIFEST_H

#include <stddef.h>

/**
 * struct required - one line of the manifest
 * @name: the test
 * @contract: the guarantee it checks ("DC-31"), or NULL
 */
struct required {
	char *name;
	char *contract;
};

struct manifest {
	struct required *tests;
	size_t nr;
};

int manifest_load(struct manifest *m, const char *path);
void manifest_free(struct manifest *m);
const struct required *manifest_find(const struct manifest *m, const char *name);

#endif /* KIT_MANIFEST_H */
