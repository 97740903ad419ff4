// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "system.h"

/* Not by attaching: a kernel that has them and refuses fails. */
bool has_direct(void)
{
	FILE *symbols = fopen("/proc/kallsyms", "re");
	char line[512];
	bool found = false;

	while (symbols && !found && fgets(line, sizeof(line), symbols))
		found = strstr(line, " T register_ftrace_direct");
	if (symbols)
		fclose(symbols);
	return found;
}

/* For libbpf_set_print(): what a person has to know. */
int print_warnings(enum libbpf_print_level level, const char *format,
		   va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}
