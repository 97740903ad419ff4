/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by the programs: the kernel's features, libbpf's messages. */
#ifndef FTRACE_DIRECT_SYSTEM_H
#define FTRACE_DIRECT_SYSTEM_H

#include <stdarg.h>
#include <stdbool.h>

#include <bpf/libbpf.h>

bool has_direct(void);
int print_warnings(enum libbpf_print_level level, const char *format,
		   va_list args);

#endif /* FTRACE_DIRECT_SYSTEM_H */
