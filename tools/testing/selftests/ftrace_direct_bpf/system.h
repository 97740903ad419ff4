/* SPDX-License-Identifier: GPL-2.0 */
/* What the programs have in common: what kernel is this, what does libbpf say. */
#ifndef FTRACE_DIRECT_SYSTEM_H
#define FTRACE_DIRECT_SYSTEM_H

#include <stdarg.h>
#include <stdbool.h>

#include <bpf/libbpf.h>

bool has_direct(void);
int print_warnings(enum libbpf_print_level level, const char *format,
		   va_list args);

#endif /* FTRACE_DIRECT_SYSTEM_H */
