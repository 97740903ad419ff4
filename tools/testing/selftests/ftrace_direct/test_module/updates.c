// SPDX-License-Identifier: GPL-2.0
/*
 * How often ftrace goes through all functions to patch those whose users changed. A
 * switch with stub ops does that, and a switch in place does not: it patches its own
 * functions in batches.
 */
#include <linux/atomic.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>

#include "internal.h"

#ifdef CONFIG_KPROBES

/* All architectures have these functions, or ftrace.c has them for those without. */
static const char *const functions[] = {
	"arch_ftrace_update_code", "ftrace_modify_all_code",
};

#define NR_FUNCTIONS	ARRAY_SIZE(functions)

static struct kprobe probes[NR_FUNCTIONS];
static atomic_t counts[NR_FUNCTIONS];
static bool watching;

static int note_call(struct kprobe *probe, struct pt_regs *regs)
{
	atomic_inc(&counts[probe - probes]);
	return 0;
}

static int watch(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < NR_FUNCTIONS && !err; i++) {
		atomic_set(&counts[i], 0);
		probes[i] = (struct kprobe){
			.symbol_name = functions[i],
			.pre_handler = note_call,
		};
		err = register_kprobe(&probes[i]);
	}
	watching = !err;
	if (err)
		for (i--; i--; )
			unregister_kprobe(&probes[i]);
	return err;
}

int dct_updates_reset(void)
{
	unsigned int i;

	for (i = 0; watching && i < NR_FUNCTIONS; i++)
		unregister_kprobe(&probes[i]);
	watching = false;
	return 0;
}

/**
 * dct_updates - begin or end to watch
 * @req: which; gets the numbers since it began, and the result
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EINVAL if it has begun already
 */
int dct_updates(struct dct_updates *req)
{
	if (req->watch && watching)
		return -EINVAL;
	req->result = req->watch ? watch() : dct_updates_reset();
	req->count = atomic_read(&counts[0]);
	req->batches = atomic_read(&counts[1]);
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
