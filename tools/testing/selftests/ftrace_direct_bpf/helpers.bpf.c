// SPDX-License-Identifier: GPL-2.0
/*
 * For helpers.c: programs for functions that it chooses, and one for a function that it
 * calls. The last one counts, so that its trampoline has run to the end.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u32 pid;
__u64 runs;

SEC("fentry")
int enter(void *ctx)
{
	return 0;
}

SEC("fexit")
int leave(void *ctx)
{
	return 0;
}

SEC("fexit/vfs_fallocate")
int count(void *ctx)
{
	if (bpf_get_current_pid_tgid() >> 32 == pid)
		__sync_fetch_and_add(&runs, 1);
	return 0;
}
