// SPDX-License-Identifier: GPL-2.0
/* Programs that do nothing, on the function whose calls bench.c times. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

SEC("fentry/int_pow")
int enter(void *ctx)
{
	return 0;
}

SEC("fexit/int_pow")
int leave(void *ctx)
{
	return 0;
}

SEC("kprobe/int_pow")
int probe(void *ctx)
{
	return 0;
}

SEC("kretprobe/int_pow")
int probe_return(void *ctx)
{
	return 0;
}
