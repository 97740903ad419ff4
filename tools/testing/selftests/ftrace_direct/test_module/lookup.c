// SPDX-License-Identifier: GPL-2.0
/*
 * Symbols that the kernel does not export to modules.
 *
 * Tests have to place code where drivers must not. A kprobe yields the address of
 * kallsyms_lookup_name(), and that one all others. Without kprobes it is the one that
 * the module was loaded with.
 */
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/module.h>

#include "internal.h"

static unsigned long given;
module_param_named(kallsyms_lookup_name, given, ulong, 0);

/*
 * register_kprobe() skips the landing pad at which an indirect call has to arrive
 * (x86 from 6.1 on). Functions are aligned to 16 there.
 */
static unsigned long function_start(unsigned long addr)
{
#ifdef CONFIG_X86_KERNEL_IBT
	if (addr % 16 == 4)
		return addr - 4;
#endif
	return addr;
}

/*
 * Some kernels refuse a kprobe at an ftrace site (riscv from 6.12 on): try the next
 * instructions too. The kprobe is not armed.
 */
static unsigned long find_lookup(void)
{
	unsigned int offset;

	for (offset = 0; offset <= 32; offset += 2) {
		struct kprobe probe = {
			.symbol_name = "kallsyms_lookup_name",
			.offset = offset,
			.flags = KPROBE_FLAG_DISABLED,
		};

		if (register_kprobe(&probe))
			continue;
		unregister_kprobe(&probe);
		return function_start((unsigned long)probe.addr - offset);
	}
	return 0;
}

/**
 * dct_lookup - find a symbol of the kernel
 * @name: its name
 *
 * Context: Process context, may sleep.
 * Return: its address, 0 without such a symbol, or without kprobes and the parameter
 */
unsigned long dct_lookup(const char *name)
{
	static unsigned long (*lookup)(const char *name);

	if (!lookup)
		lookup = (void *)(find_lookup() ?: given);
	return lookup ? lookup(name) : 0;
}
