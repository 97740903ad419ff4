/* SPDX-License-Identifier: GPL-2.0 */
/* The subcommands of kit-result, each in a file of its own name. */
#ifndef KIT_RESULT_COMMAND_H
#define KIT_RESULT_COMMAND_H

#include <argp.h>

#include "../kit/result.h"

/* Exit status of a usage error, or of a file that cannot be used. */
#define EXIT_TROUBLE	2

error_t take_one_path(int key, char *arg, struct argp_state *state);

int compare_main(int argc, char **argv);
int console_main(int argc, char **argv);
int fail_main(int argc, char **argv);
int get_main(int argc, char **argv);
int keep_main(int argc, char **argv);
int merge_main(int argc, char **argv);
int tally_main(int argc, char **argv);

#endif /* KIT_RESULT_COMMAND_H */
