/* SPDX-License-Identifier: GPL-2.0 */
/* The function tracers in tracefs. */
#ifndef FTRACE_DIRECT_TRACEFS_H
#define FTRACE_DIRECT_TRACEFS_H

int tracefs_write(const char *file, const char *text);
int tracefs_lines_of(const char *file, const char *what, const char *mark);
int tracefs_lines(const char *what, const char *mark);
int tracefs_off(void);

#endif /* FTRACE_DIRECT_TRACEFS_H */
