/* SPDX-License-Identifier: GPL-2.0 */
/* Which cells a line of a list is for (Documentation/formats.rst). */
#ifndef KIT_SELECTOR_H
#define KIT_SELECTOR_H

/**
 * struct cell_facts - what a selector looks at; a string is NULL if it is unknown
 * @status: port status: native, ported or none
 * @version: of the tree
 * @arch: architecture
 * @flavor: flavor
 * @series: kit if the kit's series is applied, else none
 */
struct cell_facts {
	const char *status, *version, *arch, *flavor, *series;
};

int selector_match(const char *selector, const struct cell_facts *facts, char **why);

#endif /* KIT_SELECTOR_H */
