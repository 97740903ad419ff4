/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One interface for every base to the other users of a function's entry: ftrace
 * callbacks and fprobes.
 */
#ifndef KIT_ENTRY_H
#define KIT_ENTRY_H

#include <linux/ftrace.h>
#include <linux/string.h>
#include <linux/version.h>

#include <ftrace_direct/direct.h>

/* The flag that ops need to change the instruction pointer. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#define KIT_FTRACE_ALL_REGS	FTRACE_OPS_FL_SAVE_REGS
#else
#define KIT_FTRACE_ALL_REGS	0
#endif

#ifdef CONFIG_FUNCTION_TRACER

/**
 * kit_ftrace_choose - set the function of a plain ftrace callback
 * @ops: the callback
 * @func: address of the function
 * @name: its name, for bases before 6.1, where an address would have to be that of the
 *	  patch site
 *
 * Before 6.1 the address of the patch site would be needed instead.
 *
 * Returns: 0, or the base's error if @func cannot be traced.
 */
static inline int kit_ftrace_choose(struct ftrace_ops *ops, void *func,
				    const char *name)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	return ftrace_set_filter_ip(ops, (unsigned long)func, 0, 1);
#else
	char copy[64];

	strscpy(copy, name, sizeof(copy));
	return ftrace_set_filter(ops, copy, strlen(copy), 1);
#endif
}

/**
 * kit_ftrace_add - add a function to the filter of a plain ftrace callback
 * @ops: the callback, which may be registered
 * @func: address of the function
 * @name: its name, as for kit_ftrace_choose()
 *
 * Returns: 0, or the base's error
 */
static inline int kit_ftrace_add(struct ftrace_ops *ops, void *func,
				 const char *name)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	return ftrace_set_filter_ip(ops, (unsigned long)func, 0, 0);
#else
	char copy[64];

	strscpy(copy, name, sizeof(copy));
	return ftrace_set_filter(ops, copy, strlen(copy), 0);
#endif
}

/**
 * kit_ftrace_go_to - in a callback, run another function instead
 * @fregs: the argument of the callback
 * @func: the other function
 *
 * Context: an ftrace callback with IPMODIFY
 */
static __always_inline void kit_ftrace_go_to(struct kit_ftrace_regs *fregs,
					     void *func)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	ftrace_regs_set_instruction_pointer(fregs, (unsigned long)func);
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
	instruction_pointer_set(ftrace_get_regs(fregs), (unsigned long)func);
#else
	instruction_pointer_set(fregs, (unsigned long)func);
#endif
}

#endif /* CONFIG_FUNCTION_TRACER */

#ifdef CONFIG_FPROBE

#include <linux/fprobe.h>

/* The arguments of the handlers. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
#define KIT_FPROBE_ARGS							\
	struct fprobe *fp, unsigned long ip, unsigned long ret_ip,	\
	struct ftrace_regs *regs, void *data
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
#define KIT_FPROBE_ARGS							\
	struct fprobe *fp, unsigned long ip, unsigned long ret_ip,	\
	struct pt_regs *regs, void *data
#else
#define KIT_FPROBE_ARGS							\
	struct fprobe *fp, unsigned long ip, struct pt_regs *regs,	\
	void *data
#endif

/**
 * struct kit_fprobe - an fprobe that only calls two functions
 * @fprobe: the base's fprobe
 * @entry: called when the function begins
 * @exit: called when it returns
 */
struct kit_fprobe {
	struct fprobe fprobe;
	void (*entry)(void);
	void (*exit)(void);
};

static inline notrace void kit_fprobe_hit(struct fprobe *fp)
{
	container_of(fp, struct kit_fprobe, fprobe)->entry();
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
static inline notrace int kit_fprobe_entry(KIT_FPROBE_ARGS)
{
	kit_fprobe_hit(fp);
	return 0;
}
#else
static inline notrace void kit_fprobe_entry(KIT_FPROBE_ARGS)
{
	kit_fprobe_hit(fp);
}
#endif

static inline notrace void kit_fprobe_return(struct fprobe *fp)
{
	container_of(fp, struct kit_fprobe, fprobe)->exit();
}

static inline notrace void kit_fprobe_exit(KIT_FPROBE_ARGS)
{
	kit_fprobe_return(fp);
}

/*
 * Upstream commit 76d0de5729c0 gave the handlers the data. Stable's 6.1 took it in a
 * point release, so ask for the type and not for the version. A cast would not do: a
 * kernel with kCFI checks the type of a callback.
 */
static inline notrace void kit_fprobe_entry_no_data(struct fprobe *fp,
						    unsigned long ip,
						    struct pt_regs *regs)
{
	kit_fprobe_hit(fp);
}

static inline notrace void kit_fprobe_exit_no_data(struct fprobe *fp,
						   unsigned long ip,
						   struct pt_regs *regs)
{
	kit_fprobe_return(fp);
}

#define KIT_FPROBE_HAS_DATA __builtin_types_compatible_p(		\
	typeof(((struct fprobe *)0)->exit_handler), typeof(kit_fprobe_exit) *)

/**
 * kit_fprobe_register - probe the entry and the exit of a function
 * @probe: the probe; unregister_fprobe() of its @fprobe ends it
 * @func: address of the function
 * @entry: called when it begins; notrace
 * @exit: called when it returns; notrace
 *
 * Return: 0, or the base's error
 */
static inline int kit_fprobe_register(struct kit_fprobe *probe, void *func,
				      void (*entry)(void), void (*exit)(void))
{
	unsigned long ip = (unsigned long)func;

	memset(probe, 0, sizeof(*probe));
	probe->entry = entry;
	probe->exit = exit;
	probe->fprobe.entry_handler =
		__builtin_choose_expr(KIT_FPROBE_HAS_DATA, kit_fprobe_entry,
				      kit_fprobe_entry_no_data);
	probe->fprobe.exit_handler =
		__builtin_choose_expr(KIT_FPROBE_HAS_DATA, kit_fprobe_exit,
				      kit_fprobe_exit_no_data);
	return register_fprobe_ips(&probe->fprobe, &ip, 1);
}

#endif /* CONFIG_FPROBE */

#endif /* KIT_ENTRY_H */
