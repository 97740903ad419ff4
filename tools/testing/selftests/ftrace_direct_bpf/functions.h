/* SPDX-License-Identifier: GPL-2.0 */
/* The functions of the kernel itself that a BPF program can be attached to by name. */
#ifndef FTRACE_DIRECT_FUNCTIONS_H
#define FTRACE_DIRECT_FUNCTIONS_H

#include <stdbool.h>

#define FUNCTION_NAME	128

struct functions {
	char (*name)[FUNCTION_NAME];
	unsigned int nr;
};

int functions_read(struct functions *functions);
bool functions_have(const struct functions *functions, const char *name);
void functions_free(struct functions *functions);

#endif /* FTRACE_DIRECT_FUNCTIONS_H */
