/* SPDX-License-Identifier: GPL-2.0 */
/* What a direct-call sample is, and what it must print to the trace. */
#ifndef KIT_GUEST_SAMPLES_H
#define KIT_GUEST_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "guest.h"

#define ENABLED_FUNCTIONS	TRACEFS "/enabled_functions"
#define MAX_LINES		16

struct sample_line {
	char handler[64];	/* printed by this handler */
	char function[64];	/* and for this function, "": any */
	bool seen;
};

struct sample_lines {
	struct sample_line line[MAX_LINES];
	int count;
};

bool sample_is_kits(const char *name);
bool sample_modifies(const char *name);
void sample_symbol(char *out, const char *name, size_t size);
bool sample_lines_find(struct ktap *k, const char *name,
		       struct sample_lines *lines);
const struct sample_line *sample_lines_look(struct sample_lines *lines);

#endif /* KIT_GUEST_SAMPLES_H */
