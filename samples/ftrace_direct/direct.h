/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One interface to direct calls for every base.
 *
 * The bases have:
 *
 *   before 5.16	register_ftrace_direct(ip, addr): one function per call
 *   5.16 to 6.3	that, and register_ftrace_direct_multi(ops, addr)
 *   from 6.4		register_ftrace_direct(ops, addr), the former _multi
 *
 * The preprocessor cannot test a function's prototype, so the version decides, or a
 * macro of the same name: the kit's series for 5.10 brings the second interface. A
 * tree of another version with a later interface sets -DKIT_DIRECT_API=n.
 *
 * Without CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS the base has stubs for all of
 * these that return -ENOTSUPP or -ENODEV, and so do the functions here.
 */
#ifndef KIT_DIRECT_H
#define KIT_DIRECT_H

#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/version.h>

#define KIT_DIRECT_API_IP	1
#define KIT_DIRECT_API_MULTI	2
#define KIT_DIRECT_API_OPS	3

#ifndef KIT_DIRECT_API
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define KIT_DIRECT_API		KIT_DIRECT_API_OPS
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 16, 0) || \
	defined(register_ftrace_direct_multi)
#define KIT_DIRECT_API		KIT_DIRECT_API_MULTI
#else
#define KIT_DIRECT_API		KIT_DIRECT_API_IP
#endif
#endif

/* The last argument of a plain ftrace callback. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
#define kit_ftrace_regs		ftrace_regs
#else
#define kit_ftrace_regs		pt_regs
#endif

/**
 * struct kit_direct - a direct call that can be attached to functions
 * @ops: the base's handle, unused if the base's interface uses addresses
 * @ip: the function, or the first one if kit_direct_add() adds others
 * @ips: the functions, if kit_direct_init_many() set them
 * @nr: number of functions
 * @addr: the attached trampoline, 0 if none is
 */
struct kit_direct {
	struct ftrace_ops ops;
	unsigned long ip;
	unsigned long *ips;
	unsigned int nr;
	unsigned long addr;
};

#if KIT_DIRECT_API == KIT_DIRECT_API_IP

static inline unsigned long kit_direct_ip(struct kit_direct *d, unsigned int i)
{
	return d->ips ? d->ips[i] : d->ip;
}

/* Detach from the first @nr functions; return the first error. */
static inline int kit_direct_ip_unregister(struct kit_direct *d,
					   unsigned int nr, unsigned long addr)
{
	int err, ret = nr ? 0 : -ENODEV;

	while (nr--) {
		err = unregister_ftrace_direct(kit_direct_ip(d, nr), addr);
		ret = ret ?: err;
	}
	return ret;
}

/* Attach to all functions or to none, as with one handle for all. */
static inline int kit_direct_ip_register(struct kit_direct *d,
					 unsigned long addr)
{
	unsigned int i;
	int err;

	for (i = 0; i < d->nr; i++) {
		err = register_ftrace_direct(kit_direct_ip(d, i), addr);
		if (err) {
			kit_direct_ip_unregister(d, i, addr);
			return err;
		}
	}
	return d->nr ? 0 : -EINVAL;
}

/* Switch all functions or none. */
static inline int kit_direct_ip_modify(struct kit_direct *d,
				       unsigned long addr)
{
	unsigned int i;
	int err;

	for (i = 0; i < d->nr; i++) {
		err = modify_ftrace_direct(kit_direct_ip(d, i), d->addr, addr);
		if (!err)
			continue;
		while (i--)
			modify_ftrace_direct(kit_direct_ip(d, i), addr, d->addr);
		return err;
	}
	return d->nr ? 0 : -ENODEV;
}

#endif /* KIT_DIRECT_API_IP */

static inline int kit_direct_base_register(struct kit_direct *d,
					   unsigned long addr)
{
#if KIT_DIRECT_API == KIT_DIRECT_API_OPS
	return register_ftrace_direct(&d->ops, addr);
#elif KIT_DIRECT_API == KIT_DIRECT_API_MULTI
	return register_ftrace_direct_multi(&d->ops, addr);
#else
	return kit_direct_ip_register(d, addr);
#endif
}

static inline int kit_direct_base_unregister(struct kit_direct *d,
					     unsigned long addr)
{
#if KIT_DIRECT_API == KIT_DIRECT_API_OPS
	return unregister_ftrace_direct(&d->ops, addr, false);
#elif KIT_DIRECT_API == KIT_DIRECT_API_MULTI
	/* It reads the filter before it checks that there is one. */
	if (!d->ops.func_hash)
		return -EINVAL;
	return unregister_ftrace_direct_multi(&d->ops, addr);
#else
	return kit_direct_ip_unregister(d, d->nr, addr);
#endif
}

static inline int kit_direct_base_modify(struct kit_direct *d,
					 unsigned long addr)
{
#if KIT_DIRECT_API == KIT_DIRECT_API_OPS
	return modify_ftrace_direct(&d->ops, addr);
#elif KIT_DIRECT_API == KIT_DIRECT_API_MULTI
	return modify_ftrace_direct_multi(&d->ops, addr);
#else
	return kit_direct_ip_modify(d, addr);
#endif
}

/**
 * kit_ftrace_forget - free the filter of unregistered ops
 * @ops: the ops, which may be used again
 *
 * ftrace_free_filter() is exported to modules since 6.2 only, and leaves
 * dangling pointers. An empty filter is the static empty one, which holds no memory.
 */
static inline void kit_ftrace_forget(struct ftrace_ops *ops)
{
#ifdef CONFIG_DYNAMIC_FTRACE
	ftrace_set_filter(ops, NULL, 0, 1);
#endif
}

/**
 * kit_direct_init - choose the function of a direct call
 * @d: the direct call, zeroed
 * @func: address of the function
 *
 * Returns: 0, or the base's error if @func cannot be traced.
 */
static inline int kit_direct_init(struct kit_direct *d, void *func)
{
	d->ip = (unsigned long)func;
	d->ips = NULL;
	d->nr = 1;
	d->addr = 0;
#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)
	return ftrace_set_filter_ip(&d->ops, d->ip, 0, 1);
#else
	return 0;
#endif
}

/**
 * kit_direct_init_many - choose several functions of a direct call
 * @d: the direct call, zeroed
 * @ips: addresses of the functions, which must exist until kit_direct_exit()
 * @nr: number of functions
 *
 * Returns: 0, or the base's error if one of them cannot be traced.
 */
static inline int kit_direct_init_many(struct kit_direct *d,
				       unsigned long *ips, unsigned int nr)
{
	d->ip = 0;
	d->ips = ips;
	d->nr = nr;
	d->addr = 0;
#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE)
	return ftrace_set_filter_ips(&d->ops, ips, nr, 0, 1);
#else
	return 0;
#endif
}

/**
 * kit_direct_add - add a function to a direct call
 * @d: the direct call, after kit_direct_init() and with nothing attached
 * @func: address of the function
 *
 * The trampoline is attached to all of them or to none.
 *
 * Returns: 0, -EOPNOTSUPP if a direct call has one function only (before
 * 5.16), or the base's error if @func cannot be traced.
 */
static inline int kit_direct_add(struct kit_direct *d, void *func)
{
#if KIT_DIRECT_API == KIT_DIRECT_API_IP
	return -EOPNOTSUPP;
#elif defined(CONFIG_DYNAMIC_FTRACE)
	return ftrace_set_filter_ip(&d->ops, (unsigned long)func, 0, 0);
#else
	return 0;
#endif
}

/**
 * kit_direct_register - attach a trampoline
 * @d: the direct call
 * @addr: the trampoline
 *
 * Returns: 0, or the base's error: -EBUSY if another direct call is attached to
 * the function, -EINVAL if @d itself is, -ENOTSUPP or -ENODEV if the kernel has no
 * direct calls.
 */
static inline int kit_direct_register(struct kit_direct *d, unsigned long addr)
{
	int err = kit_direct_base_register(d, addr);

	if (!err)
		d->addr = addr;
	return err;
}

/**
 * kit_direct_unregister - detach a trampoline
 * @d: the direct call
 * @addr: the trampoline
 *
 * Returns: 0, or the base's error: -EINVAL (-ENODEV before 5.16) if nothing
 * is attached.
 */
static inline int kit_direct_unregister(struct kit_direct *d,
					unsigned long addr)
{
	int err = kit_direct_base_unregister(d, addr);

	if (!err)
		d->addr = 0;
	return err;
}

/**
 * kit_direct_modify - switch to another trampoline while the function is called
 * @d: the direct call
 * @addr: the new trampoline
 *
 * Returns: 0, or the base's error: -EINVAL (-ENODEV before 5.16) if nothing
 * is attached.
 */
static inline int kit_direct_modify(struct kit_direct *d, unsigned long addr)
{
	int err = kit_direct_base_modify(d, addr);

	if (!err)
		d->addr = addr;
	return err;
}

/* Can a direct call share a function with ops that change its address? */
#if KIT_DIRECT_API != KIT_DIRECT_API_IP && defined(CONFIG_DYNAMIC_FTRACE) && \
	LINUX_VERSION_CODE >= KERNEL_VERSION(6, 0, 0)
#define KIT_DIRECT_SHARES

#if LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0)
#define KIT_OPS_FUNC_IP		unsigned long ip,
#else
#define KIT_OPS_FUNC_IP
#endif

static inline int kit_direct_agree(struct ftrace_ops *ops, KIT_OPS_FUNC_IP
				   enum ftrace_ops_cmd cmd)
{
	return 0;
}

/**
 * kit_direct_modify_locked - switch to another trampoline on request of ftrace
 * @d: the direct call, which is attached
 * @addr: the new trampoline
 *
 * Context: @d->ops.ops_func with FTRACE_OPS_CMD_*_SHARE_IPMODIFY_PEER, when
 * another user comes or leaves: the base holds its direct_mutex.
 * Returns: as kit_direct_modify().
 */
static inline int kit_direct_modify_locked(struct kit_direct *d,
					   unsigned long addr)
{
#if KIT_DIRECT_API == KIT_DIRECT_API_OPS
	int err = modify_ftrace_direct_nolock(&d->ops, addr);
#else
	int err = modify_ftrace_direct_multi_nolock(&d->ops, addr);
#endif

	if (!err)
		d->addr = addr;
	return err;
}
#endif

/**
 * kit_direct_can_share - does the base support kit_direct_share()?
 */
static inline bool kit_direct_can_share(void)
{
#ifdef KIT_DIRECT_SHARES
	return true;
#else
	return false;
#endif
}

/**
 * kit_direct_share - allow a function with a direct call to be live-patched
 * @d: the direct call, set up and with nothing attached
 * @share: true to allow it
 *
 * Without this, the base refuses the second of the two (-EBUSY). The trampoline
 * must continue at the return address that it got, not at an address of its own.
 */
static inline void kit_direct_share(struct kit_direct *d, bool share)
{
#ifdef KIT_DIRECT_SHARES
	d->ops.ops_func = share ? kit_direct_agree : NULL;
#endif
}

/**
 * kit_direct_exit - free what kit_direct_init() allocated
 * @d: the direct call, with nothing attached
 *
 * @d can then be used for another function.
 */
static inline void kit_direct_exit(struct kit_direct *d)
{
#if KIT_DIRECT_API != KIT_DIRECT_API_IP
	kit_ftrace_forget(&d->ops);
#endif
	memset(d, 0, sizeof(*d));
}

#endif /* KIT_DIRECT_H */
