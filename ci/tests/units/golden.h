/* SPDX-License-Identifier: GPL-2.0 */
/* Tests over pairs of files: what goes in, and what must come out. */
#ifndef KIT_GOLDEN_H
#define KIT_GOLDEN_H

#include <stddef.h>

#define GOLDEN_TOKEN	"0123456789abcdef"

char *golden_read(const char *dir, const char *name, size_t *len);
size_t golden_each(const char *dir, const char *suffix,
		   char *(*dump)(const char *data, size_t len));

char *golden_dump_ktap(const char *data, size_t len);
char *golden_dump_console(const char *data, size_t len);

#endif /* KIT_GOLDEN_H */
