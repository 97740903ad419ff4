/* SPDX-License-Identifier: GPL-2.0 */
/* Files of the kernel that take text. */
#ifndef FTRACE_DIRECT_TEXT_H
#define FTRACE_DIRECT_TEXT_H

int write_text(const char *path, const char *text);

#endif /* FTRACE_DIRECT_TEXT_H */
