// SPDX-License-Identifier: GPL-2.0
/*
 * How often ftrace goes through all functions to patch those whose users changed. A
 * switch with stub ops does that, and a switch in place does not.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>

#include "internal.h"

#ifdef CONFIG_KPROBES

static atomic_t updates = ATOMIC_INIT(0);
static bool watching;

static int note_update(struct kprobe *probe, struct pt_regs *regs)
{
	atomic_inc(&updates);
	return 0;
}

/* All architectures have this function, and ftrace.c has it for those without. */
static struct kprobe probe;

static int watch(void)
{
	int err;

	atomic_set(&updates, 0);
	probe = (struct kprobe){
		.symbol_name = "arch_ftrace_update_code",
		.pre_handler = note_update,
	};
	err = register_kprobe(&probe);
	watching = !err;
	return err;
}

int dct_updates_reset(void)
{
	if (watching)
		unregister_kprobe(&probe);
	watching = false;
	return 0;
}

/**
 * dct_updates - begin or end to watch
 * @req: which; gets the number of updates since it began, and the result
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if it has begun already
 */
int dct_updates(struct dct_updates *req)
{
	if (req->watch && watching)
		return -EINVAL;
	req->result = req->watch ? watch() : dct_updates_reset();
	req->count = atomic_read(&updates);
	return 0;
}

#else

int dct_updates_reset(void)
{
	return 0;
}

int dct_updates(struct dct_updates *req)
{
	req->result = -EOPNOTSUPP;
	return 0;
}

#endif /* CONFIG_KPROBES */
