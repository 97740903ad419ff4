/* SPDX-License-Identifier: GPL-2.0 */
/* Lists of known and tolerated problems, each line with its reason. */
#ifndef KIT_RULES_H
#define KIT_RULES_H

#include "selector.h"

/* What the second column of a list is. */
enum rules_kind {
	RULES_REGEX,	/* extended regular expression for a line */
	RULES_SHELL,	/* shell pattern for a test's name */
};

struct rules;

int rules_load(struct rules **rules, const char *path, enum rules_kind kind,
	       const struct cell_facts *facts);
void rules_free(struct rules *rules);
const char *rules_match(const struct rules *rules, const char *text);

#endif /* KIT_RULES_H */
