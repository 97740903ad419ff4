// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <string.h>

#include "system.h"

/**
 * has_direct() - check whether the kernel has direct calls
 *
 * Looks for the symbol: a kernel that has them and refuses has to fail the tests.
 *
 * Return: true if it has
 */
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

/**
 * print_warnings() - print warnings only; for libbpf_set_print()
 * @level: the message's level
 * @format: as vprintf()
 * @args: as vprintf()
 *
 * Return: as vprintf()
 */
int print_warnings(enum libbpf_print_level level, const char *format,
		   va_list args)
{
	return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}
