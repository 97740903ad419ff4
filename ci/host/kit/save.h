/* SPDX-License-Identifier: GPL-2.0 */
/* Files that exist either as a whole or not at all. */
#ifndef KIT_SAVE_H
#define KIT_SAVE_H

#include <stddef.h>

int save_file(const char *path, const char *data, size_t len);

#endif /* KIT_SAVE_H */
