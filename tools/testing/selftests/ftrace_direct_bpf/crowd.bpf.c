// SPDX-License-Identifier: GPL-2.0
/* Two programs for a function that crowd.c chooses: they count one process's calls. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

__u32 pid;
__u64 first_saw, second_saw;

static bool is_ours(void)
{
	return bpf_get_current_pid_tgid() >> 32 == pid;
}

SEC("fentry")
int first(void *ctx)
{
	if (is_ours())
		__sync_fetch_and_add(&first_saw, 1);
	return 0;
}

SEC("fentry")
int second(void *ctx)
{
	if (is_ours())
		__sync_fetch_and_add(&second_saw, 1);
	return 0;
}
