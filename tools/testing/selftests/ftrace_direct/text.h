/* SPDX-License-Identifier: GPL-2.0 */
/* Write to the kernel's text files. */
#ifndef FTRACE_DIRECT_TEXT_H
#define FTRACE_DIRECT_TEXT_H

int write_text(const char *path, const char *text);

#endif /* FTRACE_DIRECT_TEXT_H */
