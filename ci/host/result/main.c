// SPDX-License-Identifier: GPL-2.0
/* kit-result: make, change and read the result.json of a cell. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../kit/text.h"
#include "result-command.h"

static const struct command {
	const char *name, *what;
	int (*main)(int argc, char **argv);
} commands[] = {
	{ "compare", "compare a suite of two results, test by test", compare_main },
	{ "console", "print what the judge finds in the log of a console", console_main },
	{ "fail", "write the verdict of a cell that did not boot", fail_main },
	{ "get", "print members of a result.json or a mutant.json", get_main },
	{ "keep", "take over the good verdict of an earlier run", keep_main },
	{ "merge", "make one result of several boots of a cell", merge_main },
	{ "tally", "add up TAP files", tally_main },
};

#define NR_COMMANDS	(sizeof(commands) / sizeof(*commands))

static int usage(FILE *out)
{
	fprintf(out, "Usage: kit-result COMMAND [ARGUMENT...]\n");
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].what);
	fprintf(out, "kit-result COMMAND --help describes one of them.\n");
	return out == stdout ? 0 : EXIT_TROUBLE;
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(name, commands[i].name))
			return &commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	const struct command *command = find_command(name);

	if (!strcmp(name, "--help"))
		return usage(stdout);
	if (!command) {
		if (*name)
			fprintf(stderr, "kit-result: there is no command \"%s\"\n", name);
		return usage(stderr);
	}
	argp_err_exit_status = EXIT_TROUBLE;
	/* The program's name in messages of argp and err(3). */
	argv[1] = text_format("kit-result %s", command->name);
	program_invocation_name = argv[1];
	program_invocation_short_name = argv[1];
	return command->main(argc - 1, argv + 1);
}
