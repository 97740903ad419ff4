// SPDX-License-Identifier: GPL-2.0
/*
 * The BPF programs of client.c: fentry, fexit, fmod_ret and LSM. client.c calls
 * fallocate() for one file; call i has offset i.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "client.h"

#define EPERM	1
#define EACCES	13
#define EINVAL	22

char _license[] SEC("license") = "GPL";

/* Calls for this file are counted. */
unsigned long inode;

__u64 entered, left, failed, tail_called, bad;
__u32 seen[MAX_CALLS];

static bool is_ours(struct file *file)
{
	return file->f_inode->i_ino == inode;
}

SEC("fentry/vfs_fallocate")
int BPF_PROG(enter, struct file *file, int mode, loff_t offset, loff_t len)
{
	if (!is_ours(file))
		return 0;
	__sync_fetch_and_add(&entered, 1);
	if (mode || offset < 0 || offset >= MAX_CALLS || len < 0 || len > 1)
		__sync_fetch_and_add(&bad, 1);
	return 0;
}

SEC("fexit/vfs_fallocate")
int BPF_PROG(leave, struct file *file, int mode, loff_t offset, loff_t len,
	     int ret)
{
	if (!is_ours(file))
		return 0;
	__sync_fetch_and_add(&left, 1);
	if (ret)
		__sync_fetch_and_add(&failed, 1);
	if (ret != (len ? 0 : -EINVAL))
		__sync_fetch_and_add(&bad, 1);
	return 0;
}

SEC("fmod_ret/security_file_permission")
int BPF_PROG(change, struct file *file, int mask, int ret)
{
	return is_ours(file) ? -EPERM : 0;
}

SEC("lsm/file_permission")
int BPF_PROG(deny, struct file *file, int mask, int ret)
{
	return ret ?: is_ours(file) ? -EACCES : 0;
}

static int note(struct file *file, loff_t offset)
{
	if (is_ours(file) && offset >= 0 && offset < MAX_CALLS)
		__sync_fetch_and_add(&seen[offset], 1);
	return 0;
}

/* Two programs: one replaces the other. */
SEC("fentry/vfs_fallocate")
int BPF_PROG(note_one, struct file *file, int mode, loff_t offset, loff_t len)
{
	return note(file, offset);
}

SEC("fentry/vfs_fallocate")
int BPF_PROG(note_other, struct file *file, int mode, loff_t offset, loff_t len)
{
	return note(file, offset);
}

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} jump SEC(".maps");

SEC("fentry/vfs_fallocate")
int BPF_PROG(tail_from, struct file *file, int mode, loff_t offset, loff_t len)
{
	bpf_tail_call(ctx, &jump, 0);
	/* A tail call returns only if there is no such program. */
	__sync_fetch_and_add(&bad, 1);
	return 0;
}

SEC("fentry/vfs_fallocate")
int BPF_PROG(tail_to, struct file *file, int mode, loff_t offset, loff_t len)
{
	if (is_ours(file))
		__sync_fetch_and_add(&tail_called, 1);
	return 0;
}
