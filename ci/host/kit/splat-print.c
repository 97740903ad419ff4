// SPDX-License-Identifier: GPL-2.0
/* Print what was found on a console, for people and for tests. */
#include "splat.h"

/**
 * splat_print - print the findings, a line for each fact
 * @out: the output
 * @sum: the findings
 */
void splat_print(FILE *out, const struct splat_summary *sum)
{
	if (sum->first->line)
		fprintf(out, "%s at line %zu: %s\nfingerprint %s\n", sum->first->kind,
			sum->first->line, sum->first->title, sum->first->fingerprint);
	fprintf(out, "%zu splats\n", sum->splats);
	if (sum->fatal)
		fprintf(out, "fatal at line %zu: %s\n", sum->fatal_line, sum->fatal);
	if (sum->panic)
		fprintf(out, "panic\n");
}
