/* SPDX-License-Identifier: GPL-2.0 */
/* kit-leash: run a command that ends when the caller ends. */
#ifndef KIT_LEASH_H
#define KIT_LEASH_H

#include <stdbool.h>

void signal_descendants(int sig);

#endif /* KIT_LEASH_H */
