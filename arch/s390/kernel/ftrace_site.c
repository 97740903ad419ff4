// SPDX-License-Identifier: GPL-2.0
/*
 * The contents of a patch site, and how they are replaced.
 *
 * A site is one instruction: a nop, or a brasl through r0. If the trampoline of a
 * direct call is out of its reach, the site calls a veneer of the trampoline. If
 * no veneer is available, it calls ftrace_caller, and the list function finds the
 * trampoline. Only the site itself shows which of these it calls.
 *
 * A brasl may cross a doubleword, so no store replaces it in one step: sites are
 * patched under stop_machine(), or before a module's code is executed.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/ftrace_veneer.h>
#include <linux/kernel.h>
#include <linux/pgtable.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/uaccess.h>

#include <asm/ftrace_site.h>
#include <asm/ftrace_veneer.h>

#define BRASL_R0	0xc005

/* Other CPUs are running, and may execute any site. Protected by ftrace_lock. */
static bool ftrace_site_live;

/* What a site branches to in order to call ftrace_caller. */
static unsigned long ftrace_site_entry(unsigned long site)
{
	return is_module_addr((void *)site) ? ftrace_plt : FTRACE_ADDR;
}

static bool ftrace_site_is_trampoline(unsigned long addr)
{
	return IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) &&
	       addr != FTRACE_ADDR;
}

/* Is this the trampoline of a direct call, out of branch range? */
static bool ftrace_site_is_far(unsigned long site, unsigned long addr)
{
	return ftrace_site_is_trampoline(addr) &&
	       !ftrace_veneer_reaches(site, addr);
}

/* Does a branch to @to call @addr? See ftrace_site_branch_to(). */
static bool ftrace_site_stands_for(unsigned long site, unsigned long to,
				   unsigned long addr)
{
	if (ftrace_site_is_far(site, addr))
		return to == ftrace_site_entry(site) ||
		       ftrace_veneer_target(to) == addr;
	return to == (ftrace_site_is_trampoline(addr) ?
		      addr : ftrace_site_entry(site));
}

/* Find what the site must branch to in order to call @addr. */
static unsigned long ftrace_site_branch_to(unsigned long site,
					   unsigned long addr)
{
	unsigned long veneer;

	if (!ftrace_site_is_far(site, addr))
		return ftrace_site_is_trampoline(addr) ?
		       addr : ftrace_site_entry(site);
	veneer = ftrace_veneer_get(site, addr);
	return veneer ?: ftrace_site_entry(site);
}

static void ftrace_site_branch_end(unsigned long to)
{
	if (ftrace_veneer_target(to))
		ftrace_veneer_put(to);
}

static unsigned long ftrace_site_call_target(unsigned long site,
					     const struct ftrace_insn *insn)
{
	return insn->opc == BRASL_R0 ? site + 2L * insn->disp : 0;
}

/*
 * Verify that the site calls @addr, or nothing if @addr is 0, and store what it
 * branches to in @to.
 */
static int ftrace_site_check(unsigned long site, unsigned long addr,
			     unsigned long *to)
{
	struct ftrace_insn insn, nop;

	*to = 0;
	if (copy_from_kernel_nofault(&insn, (void *)site, sizeof(insn)))
		return -EFAULT;
	if (!addr) {
		ftrace_generate_nop_insn(&nop);
		return memcmp(&insn, &nop, sizeof(insn)) ? -EINVAL : 0;
	}
	*to = ftrace_site_call_target(site, &insn);
	return *to && ftrace_site_stands_for(site, *to, addr) ? 0 : -EINVAL;
}

/*
 * Can a site call @addr only with another branch than that to @from? A site that
 * calls ftrace may go on doing so for any trampoline out of reach.
 */
static bool ftrace_site_must_change(unsigned long site, unsigned long from,
				    unsigned long addr)
{
	if (from == ftrace_site_entry(site))
		return !ftrace_site_is_far(site, addr);
	return from != addr;
}

static void ftrace_site_write(unsigned long site, unsigned long to)
{
	struct ftrace_insn insn;

	if (to) {
		insn.opc = BRASL_R0;
		insn.disp = (long)(to - site) / 2;
	} else {
		ftrace_generate_nop_insn(&insn);
	}
	s390_kernel_write((void *)site, &insn, sizeof(insn));
}

/* Replace the branch to @from by one to @to, or by a nop if @to is 0. */
static int ftrace_site_replace(unsigned long site, unsigned long from,
			       unsigned long to)
{
	if (from == to)
		return 0;
	if (ftrace_site_live)
		return -EAGAIN;
	ftrace_site_write(site, to);
	return 0;
}

/**
 * ftrace_site_patch - make a site call something else
 * @site: address of the site
 * @old_addr: the address that it is expected to call; 0 for a nop
 * @new_addr: the address to call; 0 for a nop. If it is not ftrace_caller it must
 *	be the trampoline of a direct call.
 *
 * Context: Under stop_machine(), or no CPU can execute the site yet. Or from
 * ftrace_site_update_live(). The caller holds ftrace_lock.
 * Return: 0; -EFAULT if the site cannot be read; -EINVAL if it does not call
 * @old_addr; -EAGAIN if it must be written and other CPUs are running. After an
 * error the site is unchanged.
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
 * ftrace_site_update_live - change what sites call, as far as no text changes
 * @patch: calls ftrace_modify_call() for each site that must change
 * @data: argument of @patch
 *
 * The literal of a veneer and the entries that the list function looks up are
 * data: an aligned doubleword that is stored while other CPUs load it. After the
 * IPI, all CPUs load the new one.
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
	struct ftrace_insn insn;

	if (copy_from_kernel_nofault(&insn, (void *)rec->ip, sizeof(insn)))
		return 0;
	return ftrace_site_call_target(rec->ip, &insn);
}
