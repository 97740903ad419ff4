/* SPDX-License-Identifier: GPL-2.0 */
/* How often a string came before. */
#ifndef KIT_SEEN_H
#define KIT_SEEN_H

#include <stddef.h>

/**
 * struct seen - strings and a number for each
 * @tree: private; NULL for none
 */
struct seen {
	void *tree;
};

size_t *seen(struct seen *s, const char *string);
void seen_free(struct seen *s);

#endif /* KIT_SEEN_H */
