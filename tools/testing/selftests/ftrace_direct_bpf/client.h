/* SPDX-License-Identifier: GPL-2.0 */
/* Shared by client.c and its BPF programs (client.bpf.c). */
#ifndef FTRACE_DIRECT_CLIENT_H
#define FTRACE_DIRECT_CLIENT_H

#define MAX_CALLS	(1 << 20)
#define MOST_SEEN	2	/* times per call: two programs may be attached */

#endif /* FTRACE_DIRECT_CLIENT_H */
