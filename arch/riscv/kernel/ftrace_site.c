// SPDX-License-Identifier: GPL-2.0
/*
 * The contents of a patch site, and how they are replaced.
 *
 * A site is two instructions: nops, or auipc and jalr through t0. If the
 * trampoline of a direct call is out of their reach, the site calls a veneer of
 * the trampoline. If no veneer is available, it calls ftrace_regs_caller, and
 * the list function finds the trampoline. Only the site itself shows which of
 * these it calls.
 */
#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/ftrace_veneer.h>
#include <linux/kernel.h>
#include <linux/memory.h>
#include <linux/mutex.h>
#include <linux/processor.h>
#include <linux/smp.h>
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

/* Other harts are running, and may execute any site. Protected by ftrace_lock. */
static bool ftrace_site_live;

/*
 * Write a call to @to, or nops if @to is 0. This hart may execute the site
 * afterwards. Other harts may only after a fence.i of their own, which the
 * caller must have them execute.
 */
static int ftrace_site_write(unsigned long site, unsigned long to)
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

static bool ftrace_site_is_call(const u32 *insn)
{
	return (insn[0] & RD_AND_OPCODE) == AUIPC_T0 &&
	       (insn[1] & RS1_TO_OPCODE) == JALR_T0;
}

static unsigned long ftrace_site_call_target(unsigned long site,
					     const u32 *insn)
{
	return site + (s32)(insn[0] & AUIPC_OFFSET_MASK) +
	       ((s32)insn[1] >> JALR_SHIFT);
}

/* Does a branch to @to call @addr? See ftrace_site_branch_to(). */
static bool ftrace_site_stands_for(unsigned long site, unsigned long to,
				   unsigned long addr)
{
	if (ftrace_veneer_reaches(site, addr))
		return to == addr;
	return to == FTRACE_REGS_ADDR || ftrace_veneer_target(to) == addr;
}

/* ftrace_bug() prints what was expected next to what was found. */
static int ftrace_site_mismatch(unsigned long site, unsigned long addr)
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
 * Verify that the site calls @addr, or nothing if @addr is 0, and store what it
 * branches to in @to.
 */
static int ftrace_site_check(unsigned long site, unsigned long addr,
			     unsigned long *to)
{
	u32 insn[2];

	*to = 0;
	if (copy_from_kernel_nofault(insn, (void *)site, sizeof(insn)))
		return -EFAULT;

	if (!addr)
		return memcmp(insn, nops, sizeof(insn)) ?
		       ftrace_site_mismatch(site, addr) : 0;

	if (!ftrace_site_is_call(insn))
		return ftrace_site_mismatch(site, addr);
	*to = ftrace_site_call_target(site, insn);
	return ftrace_site_stands_for(site, *to, addr) ? 0 :
	       ftrace_site_mismatch(site, addr);
}

/* Find what the site must branch to in order to call @addr. */
static unsigned long ftrace_site_branch_to(unsigned long site,
					   unsigned long addr)
{
	if (ftrace_veneer_reaches(site, addr))
		return addr;
	return ftrace_veneer_get(site, addr) ?: FTRACE_REGS_ADDR;
}

static void ftrace_site_branch_end(unsigned long to)
{
	if (ftrace_veneer_target(to))
		ftrace_veneer_put(to);
}

/*
 * Can a site call @addr only with another branch than that to @from? A site
 * that calls ftrace may go on doing so for any trampoline out of reach.
 */
static bool ftrace_site_must_change(unsigned long site, unsigned long from,
				    unsigned long addr)
{
	return from != addr && (from != FTRACE_REGS_ADDR ||
				ftrace_veneer_reaches(site, addr));
}

/* Replace the branch to @from by one to @to. */
static int ftrace_site_replace(unsigned long site, unsigned long from,
			       unsigned long to)
{
	if (from == to)
		return 0;
	return ftrace_site_live ? -EAGAIN : ftrace_site_write(site, to);
}

/**
 * ftrace_site_init - write the nops that are patched later
 * @site: address of the site
 *
 * The compiler may have emitted compressed nops, twice as many.
 *
 * Context: The caller holds text_mutex.
 * Return: 0, or -EPERM if the site cannot be written.
 */
int ftrace_site_init(unsigned long site)
{
	int err = ftrace_site_write(site, 0);

	if (!err)
		flush_icache_all();
	return err;
}

/**
 * ftrace_site_patch - make a site call something else
 * @site: address of the site
 * @old_addr: the address that it is expected to call; 0 for nops
 * @new_addr: the address to call; 0 for nops. If it is out of reach it must be
 *	the trampoline of a direct call.
 *
 * Context: Under stop_machine(), or no hart can execute the site yet. The other
 * harts must execute a fence.i afterwards. Or from ftrace_site_update_live(). The
 * caller holds ftrace_lock.
 * Return: 0; -EFAULT if the site cannot be read; -EINVAL if it does not call
 * @old_addr; -EPERM if it cannot be written; -EAGAIN if it must be written and
 * other harts are running. After an error the site is unchanged.
 */
int ftrace_site_patch(unsigned long site, unsigned long old_addr,
		      unsigned long new_addr)
{
	unsigned long from, to;
	int err;

	err = ftrace_site_check(site, old_addr, &from);
	if (err)
		return err;
	if (ftrace_site_live && ftrace_site_must_change(site, from, new_addr))
		return -EAGAIN;

	to = new_addr ? ftrace_site_branch_to(site, new_addr) : 0;
	err = ftrace_site_replace(site, from, to);
	ftrace_site_branch_end(err ? to : from);
	return err;
}

/**
 * struct ftrace_site_update - a change of sites that all CPUs take part in
 * @patch: makes the change
 * @data: argument of @patch
 * @result: what @patch returned
 * @cpus: number of CPUs that have arrived, plus one when the change is made
 */
struct ftrace_site_update {
	int		(*patch)(void *data);
	void		*data;
	int		result;
	atomic_t	cpus;
};

/*
 * The other harts wait here, where no function is traced, and not in
 * stop_machine(). The acquire makes them see what was written before the
 * release, and the fence.i makes them fetch it (ISA manual, "Zifencei": a hart
 * must execute its own fence.i to fetch what another hart has stored).
 */
static int ftrace_site_update_or_wait(void *data)
{
	struct ftrace_site_update *update = data;

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

static int ftrace_site_update_all_cpus(int (*patch)(void *data), void *data)
{
	struct ftrace_site_update update = {
		.patch = patch, .data = data, .cpus = ATOMIC_INIT(0),
	};

	stop_machine_cpuslocked(ftrace_site_update_or_wait, &update, cpu_online_mask);
	return update.result;
}

static int ftrace_site_modify_all(void *data)
{
	ftrace_modify_all_code(*(int *)data);
	return 0;
}

/**
 * arch_ftrace_update_code - patch all sites that need it
 * @command: what has changed: FTRACE_UPDATE_CALLS and other flags
 *
 * Context: Process context. The caller holds ftrace_lock, and the locks that
 * ftrace_site_lock() takes.
 */
void arch_ftrace_update_code(int command)
{
	ftrace_site_update_all_cpus(ftrace_site_modify_all, &command);
}

/* Kprobes and jump labels take the two locks in the same order. */
void ftrace_site_lock(void)
{
	cpus_read_lock();
	mutex_lock(&text_mutex);

	/*
	 * Sites are patched under stop_machine(), where patch_insn_write()
	 * cannot see that text_mutex is held.
	 */
	riscv_patch_in_stop_machine = true;
}

void ftrace_site_unlock(void)
{
	riscv_patch_in_stop_machine = false;
	mutex_unlock(&text_mutex);
	cpus_read_unlock();
}

/**
 * ftrace_site_update - patch sites with all CPUs stopped
 * @patch: calls ftrace_modify_call() for each site that must change
 * @data: argument of @patch
 *
 * Context: Process context. The caller holds ftrace_lock.
 * Return: what @patch returned.
 */
int ftrace_site_update(int (*patch)(void *data), void *data)
{
	int err;

	ftrace_site_lock();
	err = ftrace_site_update_all_cpus(patch, data);
	ftrace_site_unlock();
	return err;
}

/**
 * ftrace_site_update_live - change what sites call, as far as no text changes
 * @patch: calls ftrace_modify_call() for each site that must change
 * @data: argument of @patch
 *
 * The literal of a veneer and the entries that the list function looks up are
 * data: an aligned word that is stored while other harts load it. After the IPI,
 * all harts load the new one.
 *
 * Context: Process context. The caller holds ftrace_lock.
 * Return: what @patch returned: -EAGAIN if the text of a site must change, which
 * the caller must do with all CPUs stopped.
 */
int ftrace_site_update_live(int (*patch)(void *data), void *data)
{
	int err;

	ftrace_site_live = true;
	err = patch(data);
	ftrace_site_live = false;

	if (err != -EAGAIN)
		kick_all_cpus_sync();
	return err;
}

unsigned long arch_ftrace_callee(struct dyn_ftrace *rec)
{
	u32 insn[2];

	if (copy_from_kernel_nofault(insn, (void *)rec->ip, sizeof(insn)) ||
	    !ftrace_site_is_call(insn))
		return 0;
	return ftrace_site_call_target(rec->ip, insn);
}
