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

/*
 * Some kernels refuse a kprobe where ftrace has its site (riscv from 6.12 on),
 * so a few instructions on is as good. It need not be armed.
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
 * Return: its address, 0 when there is none of that name or no kprobes.
 */
unsigned long dct_lookup(const char *name)
{
	static unsigned long (*lookup)(const char *name);

	if (!lookup)
		lookup = (void *)find_lookup();
	return lookup ? lookup(name) : 0;
}
