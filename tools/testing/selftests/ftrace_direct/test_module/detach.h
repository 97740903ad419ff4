/* SPDX-License-Identifier: GPL-2.0 */
/* detach.c: detach what a test has left attached */
#ifndef FTRACE_DIRECT_TEST_DETACH_H
#define FTRACE_DIRECT_TEST_DETACH_H

struct kit_direct;

int dct_detach(struct kit_direct *direct);

#endif /* FTRACE_DIRECT_TEST_DETACH_H */
