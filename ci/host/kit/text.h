/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Text from a guest may contain any bytes. It is made printable here, and only here,
 * before it goes into a report or onto a terminal.
 */
#ifndef KIT_TEXT_H
#define KIT_TEXT_H

#include <stddef.h>

char *text_printable(const char *s, size_t len);
char *text_line(const char *s);
size_t text_cut(const char *s, size_t max);
size_t text_columns(const char *s, size_t max, size_t *bytes);
char *text_copy(const char *s);
char *text_format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif /* KIT_TEXT_H */
