/* SPDX-License-Identifier: GPL-2.0 */
/* What client.c and its programs in the kernel (client.bpf.c) agree on. */
#ifndef FTRACE_DIRECT_CLIENT_H
#define FTRACE_DIRECT_CLIENT_H

#define MAX_CALLS	(1 << 20)
#define MOST_SEEN	2	/* a call by, while two programs are attached */

#endif /* FTRACE_DIRECT_CLIENT_H */
