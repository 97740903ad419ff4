// SPDX-License-Identifier: GPL-2.0
/*
 * What stands at a patch site, and how it is replaced.
 *
 * A site is two instructions: nops, or auipc and jalr through t0. A direct
 * call's trampoline may be out of their reach. The site then calls a veneer
 * of the trampoline; when there is none to be had, it calls
 * ftrace_regs_caller, where the list function finds the trampoline. Which of
 * these it is, only the site itself knows.
 */
#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/ftrace_switch.h>
#include <linux/ftrace_veneer.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/processor.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/uaccess.h>

#include <asm/cacheflush.h>
#include <asm/ftrace_site.h>
#include <asm/ftrace_veneer.h>
#include <asm/patch.h>

#define RD_AND_OPCODE		0x00000fff
#define RS1_TO_OPCODE		0x000fffff

static const u32 nops[] = { NOP4, NOP4 };

/*
 * Write a call to @to, or nops when that is 0. This hart may run what it just
 * wrote, the others have to be told.
 */
static int site_write(unsigned long site, unsigned long to)
{
	u32 insn[2];

	if (to)
		make_call_t0(site, to, insn);
	else
		memcpy(insn, nops, sizeof(insn));

	if (patch_insn_write((void *)site, insn, sizeof(insn)))
		return -EPERM;
	local_flush_icache_all();
	return 0;
}

static bool is_call(const u32 *insn)
{
	return (insn[0] & RD_AND_OPCODE) == AUIPC_T0 &&
	       (insn[1] & RS1_TO_OPCODE) == JALR_T0;
}

static unsigned long call_target(unsigned long site, const u32 *insn)
{
	return site + (s32)(insn[0] & AUIPC_OFFSET_MASK) +
	       ((s32)insn[1] >> JALR_SHIFT);
}

/* Is a call to @to what branch_to() made of a call to @addr? */
static bool stands_for(unsigned long site, unsigned long to, unsigned long addr)
{
	if (ftrace_veneer_reaches(site, addr))
		return to == addr;
	return to == FTRACE_REGS_ADDR || ftrace_veneer_target(to) == addr;
}

/* For ftrace_bug(), which prints it beside what is there. */
static int site_is_other(unsigned long site, unsigned long addr)
{
	static u32 expected[2];

	if (addr)
		make_call_t0(site, addr, expected);
	else
		memcpy(expected, nops, sizeof(expected));
	ftrace_expected = !addr || ftrace_veneer_reaches(site, addr) ?
			  expected : NULL;
	return -EINVAL;
}

/*
 * Make sure that the site calls @addr, or nothing when that is 0, and find out
 * where its call really goes.
 */
static int site_check(unsigned long site, unsigned long addr, unsigned long *to)
{
	u32 insn[2];

	*to = 0;
	if (copy_from_kernel_nofault(insn, (void *)site, sizeof(insn)))
		return -EFAULT;

	if (!addr)
		return memcmp(insn, nops, sizeof(insn)) ?
		       site_is_other(site, addr) : 0;

	if (!is_call(insn))
		return site_is_other(site, addr);
	*to = call_target(site, insn);
	return stands_for(site, *to, addr) ? 0 : site_is_other(site, addr);
}

/* Where a site's call has to go so that it ends up at @addr. */
static unsigned long branch_to(unsigned long site, unsigned long addr)
{
	if (ftrace_veneer_reaches(site, addr))
		return addr;
	return ftrace_veneer_get(site, addr) ?: FTRACE_REGS_ADDR;
}

static void branch_end(unsigned long to)
{
	if (ftrace_veneer_target(to))
		ftrace_veneer_put(to);
}

/**
 * ftrace_site_init - make the compiler's nops those that are patched later
 * @site: address of the site
 *
 * The compiler may have used twice as many compressed ones.
 *
 * Context: The caller holds text_mutex.
 * Return: 0, or -EPERM when the site cannot be written.
 */
int ftrace_site_init(unsigned long site)
{
	int err = site_write(site, 0);

	if (!err)
		flush_icache_all();
	return err;
}

/**
 * ftrace_site_patch - make a site call something else
 * @site: address of the site
 * @old_addr: what it is thought to call, 0: nothing
 * @new_addr: what it shall call, 0: nothing. Anything but a direct call's
 *	trampoline has to be in reach.
 *
 * Context: Under stop_machine(), or nobody can run the site yet; other harts
 * have to be told to do a fence.i after it. The caller holds ftrace_lock.
 * Return: 0, -EFAULT when the site cannot be read, -EINVAL when it is not as
 * @old_addr says, -EPERM when it cannot be written. After an error the site is
 * as it was.
 */
int ftrace_site_patch(unsigned long site, unsigned long old_addr,
		      unsigned long new_addr)
{
	unsigned long from, to;
	int err;

	err = site_check(site, old_addr, &from);
	if (err)
		return err;

	to = new_addr ? branch_to(site, new_addr) : 0;
	err = site_write(site, to);
	branch_end(err ? to : from);
	return err;
}

static void reserve(unsigned long site, unsigned int count)
{
	if (ftrace_veneer_reserve(site, count))
		pr_warn_once("ftrace: no memory for veneers: direct calls to trampolines out of reach go through ftrace_regs_caller, which is slower\n");
}

/**
 * struct update - a change of sites, on its way through all CPUs
 * @patch: makes it
 * @data: its argument
 * @result: what it has returned
 * @cpus: how many have come, and one more when it is done
 */
struct update {
	int		(*patch)(void *data);
	void		*data;
	int		result;
	atomic_t	cpus;
};

/*
 * The others wait here, where nothing is traced, and not in stop_machine().
 * What is written before the release they see by the acquire, and fetch after
 * the fence.i (ISA manual, "Zifencei": a store is only seen by another hart's
 * instruction fetches once that hart has done its own).
 */
static int update_or_wait(void *data)
{
	struct update *update = data;

	if (atomic_inc_return(&update->cpus) == num_online_cpus()) {
		update->result = update->patch(update->data);
		atomic_inc_return_release(&update->cpus);
		return 0;
	}
	while (atomic_read_acquire(&update->cpus) <= num_online_cpus())
		cpu_relax();
	local_flush_icache_all();
	return 0;
}

static int update_all_cpus(int (*patch)(void *data), void *data)
{
	struct update update = {
		.patch = patch, .data = data, .cpus = ATOMIC_INIT(0),
	};

	stop_machine_cpuslocked(update_or_wait, &update, cpu_online_mask);
	return update.result;
}

static int modify_all_code(void *data)
{
	ftrace_modify_all_code(*(int *)data);
	return 0;
}

/**
 * arch_ftrace_update_code - patch all sites that have to be
 * @command: what has changed, FTRACE_UPDATE_CALLS and others
 *
 * Context: Process context. The caller holds ftrace_lock.
 */
void arch_ftrace_update_code(int command)
{
	update_all_cpus(modify_all_code, &command);
}

/* Kprobes and jump labels take the two locks in the same order. */
void ftrace_site_lock(void)
{
	cpus_read_lock();
	mutex_lock(&text_mutex);

	/*
	 * Sites are patched under stop_machine(), where patch_insn_write()
	 * cannot tell that its caller's caller holds text_mutex.
	 */
	riscv_patch_in_stop_machine = true;
}

void ftrace_site_unlock(void)
{
	riscv_patch_in_stop_machine = false;
	mutex_unlock(&text_mutex);
	cpus_read_unlock();
}

/*
 * Two instructions are not one step while others run. All sites go to the same
 * trampoline: one veneer is enough for those that do not reach it.
 */
int arch_ftrace_switch(int (*patch)(void *data), void *data, unsigned long site,
		       unsigned long addr)
{
	int err;

	if (!ftrace_veneer_reaches(site, addr))
		reserve(site, 1);
	ftrace_site_lock();
	err = update_all_cpus(patch, data);
	ftrace_site_unlock();
	return err;
}

unsigned long arch_ftrace_callee(struct dyn_ftrace *rec)
{
	u32 insn[2];

	if (copy_from_kernel_nofault(insn, (void *)rec->ip, sizeof(insn)) ||
	    !is_call(insn))
		return 0;
	return call_target(rec->ip, insn);
}

static bool direct_calls_exist(void)
{
	struct ftrace_ops *ops;

	do_for_each_ftrace_op(ops, ftrace_ops_list) {
		if (ops->flags & FTRACE_OPS_FL_DIRECT)
			return true;
	} while_for_each_ftrace_op(ops);
	return false;
}

/* The trampoline out of reach that the next update makes a site call, or 0. */
static unsigned long next_far_call(const struct dyn_ftrace *rec)
{
	unsigned long addr;

	if (ftrace_rec_count(rec) != 1 || !(rec->flags & FTRACE_FL_DIRECT) ||
	    rec->flags & FTRACE_FL_DIRECT_EN)
		return 0;
	addr = ftrace_find_rec_direct(rec->ip);
	return addr && !ftrace_veneer_reaches(rec->ip, addr) ? addr : 0;
}

/**
 * ftrace_site_reserve - make room for the veneers of the next update
 *
 * Under stop_machine() it would be too late. Sites of one trampoline share a
 * veneer, and mostly come in a row: to count the changes of trampoline is
 * never too little and seldom too much.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 */
void ftrace_site_reserve(void)
{
	unsigned long addr, last = 0, site = 0;
	struct ftrace_rec_iter *iter;
	unsigned int count = 0;

	if (!IS_ENABLED(CONFIG_FTRACE_VENEER) || !direct_calls_exist())
		return;

	for_ftrace_rec_iter(iter) {
		addr = next_far_call(ftrace_rec_iter_record(iter));
		if (!addr || addr == last)
			continue;
		last = addr;
		site = ftrace_rec_iter_record(iter)->ip;
		count++;
	}
	if (count)
		reserve(site, count);
}
