// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that the kernel does not export to modules.
 *
 * A test has to put code where no driver may. kprobes tell anybody where a
 * function is, and so where the one is that knows all the others.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>

#include "internal.h"

/*
 * register_kprobe() goes past the landing pad at which an indirect call has to
 * arrive (x86 from 6.1 on); functions are aligned to 16 there.
 */
static unsigned long function_start(unsigned long addr)
{
#ifdef CONFIG_X86_KERNEL_IBT
	if (addr % 16 == 4)
		return addr - 4;
#endif
	return addr;
}

/**
 * fdt_lookup - find a symbol of the kernel
 * @name: its name
 *
 * Context: Process context, may sleep.
 * Return: its address, 0 when there is none of that name or no kprobes.
 */
unsigned long fdt_lookup(const char *name)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long (*lookup)(const char *name);

	if (register_kprobe(&probe))
		return 0;
	lookup = (void *)function_start((unsigned long)probe.addr);
	unregister_kprobe(&probe);
	return lookup(name);
}
