/* SPDX-License-Identifier: GPL-2.0 */
/* The numbered guarantees of a direct call (Documentation/contract.rst). */
#ifndef KIT_CONTRACT_H
#define KIT_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct guarantee - one number of the contract
 * @id: "DC-01"
 * @title: its subject, in a few words
 */
struct guarantee {
	const char *id;
	const char *title;
};

/* Ends with an entry whose id is NULL. */
extern const struct guarantee contract[];

char *contract_of(const char *test);
bool contract_names(const char *list, const char *id);
bool contract_knows(const char *list);

#endif /* KIT_CONTRACT_H */
