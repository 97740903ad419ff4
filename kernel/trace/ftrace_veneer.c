// SPDX-License-Identifier: GPL-2.0
/*
 * Veneers for direct calls.
 *
 * A patch site branches over a limited distance, and the trampoline of a direct
 * call may be anywhere. A veneer lies in branch range of the site and jumps to
 * the address in its literal. A veneer belongs to a trampoline, not to a site:
 * all sites that reach a veneer of their trampoline share it.
 *
 * The code and the literals are in pools (ftrace_veneer_pool.h): storing the
 * literal gives a veneer to another trampoline.
 *
 * A task may still be executing a veneer that no site calls any more: it may
 * have been preempted between the branch and the load of the literal. Such a
 * veneer rests: it keeps its trampoline, and sites of this trampoline may use
 * it again. After the grace periods in ftrace_veneer_rest_work() it is free for
 * other trampolines. The owner of a trampoline waits for tasks RCU, too, before
 * it frees the trampoline.
 *
 * When all users of a veneer switch to the same trampoline, the veneer is
 * moved: the literal is stored and no site is patched. A task that is executing
 * the veneer calls the old or the new trampoline, as it may during a switch.
 * A task that came from a site that left the veneer before must not call the
 * new one, so a veneer cannot be moved until the wait after that is over.
 *
 * Pools are never freed. There are as many as the largest number of trampolines
 * out of branch range at one time needed.
 *
 * Callers hold ftrace_lock, or run for its holder under stop_machine().
 * veneer_lock is for the work that ends the wait.
 */
#include <linux/ftrace.h>
#include <linux/ftrace_veneer.h>
#include <linux/hashtable.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <asm/ftrace_veneer.h>

#include "ftrace_internal.h"
#include "ftrace_veneer_pool.h"

#define VENEER_HASH_BITS	8

/* The maximum number of veneers with users. */
static unsigned int veneer_max = UINT_MAX;
core_param(ftrace_veneers, veneer_max, uint, 0644);

static unsigned int nr_used;
static unsigned int switch_nr;
/* Waits for tasks from sites that left a veneer: number begun, number ended. */
static unsigned long waits_begun, waits_ended;
static LIST_HEAD(pools);
static LIST_HEAD(resting);
static DEFINE_HASHTABLE(veneers, VENEER_HASH_BITS);
static DEFINE_RAW_SPINLOCK(veneer_lock);

/* Sites are being patched, and no memory is allocated. Protected by ftrace_lock. */
static bool switching;

static void ftrace_veneer_rest_work(struct work_struct *work);
static DECLARE_WORK(veneer_work, ftrace_veneer_rest_work);

/* How many more veneers may get users. */
static unsigned int ftrace_veneer_nr_allowed(void)
{
	unsigned int max = READ_ONCE(veneer_max);

	return max > nr_used ? max - nr_used : 0;
}

static unsigned int ftrace_veneer_nr_free(unsigned long site)
{
	struct ftrace_veneer_pool *pool;
	unsigned int count = 0;

	list_for_each_entry(pool, &pools, next) {
		if (ftrace_veneer_pool_reaches(pool, site))
			count += pool->nr_free;
	}
	return count;
}

static int ftrace_veneer_grow(unsigned long site, unsigned int count)
{
	struct ftrace_veneer_pool *pool;
	bool enough;

	for (;;) {
		raw_spin_lock_irq(&veneer_lock);
		enough = ftrace_veneer_nr_free(site) >=
			 min(count, ftrace_veneer_nr_allowed());
		raw_spin_unlock_irq(&veneer_lock);
		if (enough)
			return 0;

		pool = ftrace_veneer_pool_alloc(site);
		if (!pool)
			return -ENOMEM;

		raw_spin_lock_irq(&veneer_lock);
		list_add_tail(&pool->next, &pools);
		raw_spin_unlock_irq(&veneer_lock);
	}
}

/**
 * ftrace_veneer_reserve - allocate memory for veneers
 * @site: address of the patch site that must reach them
 * @count: number of trampolines
 *
 * No memory is allocated for veneers beyond the limit (ftrace_veneers=), which
 * is no error.
 *
 * Context: Process context, may sleep. Between ftrace_veneer_switch_begin() and
 * ftrace_veneer_switch_end() any context, and nothing is allocated. The caller holds
 * ftrace_lock.
 * Return: 0, or -ENOMEM if there is no memory in reach. ftrace_veneer_get()
 * may be called then as well, and may find a veneer.
 */
int ftrace_veneer_reserve(unsigned long site, unsigned int count)
{
	lockdep_assert_held(&ftrace_lock);

	return switching ? -ENOMEM : ftrace_veneer_grow(site, count);
}

static void ftrace_veneer_warn_of_memory(int err)
{
	if (err)
		pr_warn_once("ftrace: no memory for veneers: direct calls to trampolines out of reach go through ftrace, which is slower\n");
}

/**
 * ftrace_veneer_reserve_or_warn - reserve veneers, and warn if there is no memory
 * @site: address of a site that must reach them
 * @count: number of trampolines
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 */
void ftrace_veneer_reserve_or_warn(unsigned long site, unsigned int count)
{
	ftrace_veneer_warn_of_memory(ftrace_veneer_reserve(site, count));
}

static bool ftrace_veneer_have_direct_calls(void)
{
	struct ftrace_ops *ops;

	do_for_each_ftrace_op(ops, ftrace_ops_list) {
		if (ops->flags & FTRACE_OPS_FL_DIRECT)
			return true;
	} while_for_each_ftrace_op(ops);
	return false;
}

/* The trampoline out of reach that the next update makes rec call, or 0. */
static unsigned long ftrace_veneer_next_far_call(const struct dyn_ftrace *rec)
{
	unsigned long addr;

	if (ftrace_rec_count(rec) != 1 || !(rec->flags & FTRACE_FL_DIRECT) ||
	    rec->flags & FTRACE_FL_DIRECT_EN)
		return 0;
	addr = ftrace_find_rec_direct(rec->ip);
	return addr && !ftrace_veneer_reaches(rec->ip, addr) ? addr : 0;
}

/**
 * ftrace_veneer_reserve_for_update - reserve the veneers that the next update needs
 *
 * Under stop_machine() memory cannot be allocated. Sites of one trampoline
 * share a veneer, and usually follow each other. So count how often the
 * trampoline differs from that of the site before: the number is never too
 * small, and seldom too large. The count begins anew where another region does:
 * the sites of the image come first, then those of modules.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 */
void ftrace_veneer_reserve_for_update(void)
{
	unsigned long addr, start, end, region = 0, last = 0, site = 0;
	struct ftrace_rec_iter *iter;
	unsigned int count = 0;

	if (!ftrace_veneer_have_direct_calls())
		return;

	for_ftrace_rec_iter(iter) {
		struct dyn_ftrace *rec = ftrace_rec_iter_record(iter);

		addr = ftrace_veneer_next_far_call(rec);
		if (!addr)
			continue;
		ftrace_veneer_region(rec->ip, &start, &end);
		if (count && start != region) {
			ftrace_veneer_reserve_or_warn(site, count);
			count = 0;
			last = 0;
		}
		count += addr != last;
		last = addr;
		region = start;
		site = rec->ip;
	}
	if (count)
		ftrace_veneer_reserve_or_warn(site, count);
}

static void ftrace_veneer_take(struct ftrace_veneer *veneer)
{
	list_del(&veneer->idle);
	if (!veneer->free)
		return;
	veneer->free = false;
	veneer->pool->nr_free--;
}

static void ftrace_veneer_give_back(struct ftrace_veneer *veneer)
{
	list_move_tail(&veneer->idle, &veneer->pool->free);
	veneer->free = true;
	veneer->pool->nr_free++;
}

/* Moved by a switch that may still fail, which moves it back for all users. */
static bool ftrace_veneer_moved(const struct ftrace_veneer *veneer)
{
	return veneer->before && veneer->switch_nr == switch_nr;
}

/* Find a veneer that jumps to @target already, with users or resting. */
static struct ftrace_veneer *ftrace_veneer_find(unsigned long site,
						unsigned long target)
{
	struct ftrace_veneer *veneer;

	hash_for_each_possible(veneers, veneer, node, target) {
		if (veneer->target != target || ftrace_veneer_moved(veneer) ||
		    !ftrace_veneer_reaches(site, ftrace_veneer_addr(veneer)))
			continue;
		if (!veneer->users && !ftrace_veneer_nr_allowed())
			continue;
		return veneer;
	}
	return NULL;
}

static void ftrace_veneer_set_target(struct ftrace_veneer *veneer,
				     unsigned long target)
{
	if (veneer->target)
		hash_del(&veneer->node);
	veneer->target = target;
	hash_add(veneers, &veneer->node, target);
	WRITE_ONCE(veneer->pool->literal[ftrace_veneer_index(veneer)], target);
}

/* Take a free veneer, which jumped elsewhere or nowhere yet. */
static struct ftrace_veneer *ftrace_veneer_retarget(unsigned long site,
						    unsigned long target)
{
	struct ftrace_veneer *veneer;
	struct ftrace_veneer_pool *pool;

	if (!ftrace_veneer_nr_allowed())
		return NULL;

	list_for_each_entry(pool, &pools, next) {
		if (!pool->nr_free || !ftrace_veneer_pool_reaches(pool, site))
			continue;
		veneer = list_first_entry(&pool->free, struct ftrace_veneer, idle);
		ftrace_veneer_set_target(veneer, target);
		/* Before the site is patched: its callers must see the target. */
		smp_wmb();
		return veneer;
	}
	return NULL;
}

/**
 * ftrace_veneer_get - find a veneer that jumps to a trampoline
 * @site: address of the patch site that is going to branch to it
 * @target: address of the trampoline
 *
 * Context: Any, interrupts off included. The caller holds ftrace_lock.
 * Return: the address to branch to, which the caller must release with
 * ftrace_veneer_put(); 0 if no veneer is available. The site must then call
 * ftrace_regs_caller (on s390 ftrace_caller), and the list function finds the
 * trampoline, which is slower.
 */
unsigned long ftrace_veneer_get(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;
	unsigned long flags;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = ftrace_veneer_find(site, target) ?:
		 ftrace_veneer_retarget(site, target);
	if (veneer && !veneer->users++) {
		ftrace_veneer_take(veneer);
		nr_used++;
	}
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	return veneer ? ftrace_veneer_addr(veneer) : 0;
}

static struct ftrace_veneer *ftrace_veneer_at(unsigned long addr)
{
	struct ftrace_veneer_pool *pool;
	unsigned long offset;

	list_for_each_entry(pool, &pools, next) {
		offset = addr - (unsigned long)pool->code;
		if (offset < VENEERS * FTRACE_VENEER_SIZE)
			return &pool->veneer[offset / FTRACE_VENEER_SIZE];
	}
	return NULL;
}

/**
 * ftrace_veneer_target - where a veneer jumps to
 * @addr: any address
 *
 * Context: Any, interrupts off included. The caller holds ftrace_lock.
 * Return: the trampoline, or 0 if there is no veneer with users at @addr.
 */
unsigned long ftrace_veneer_target(unsigned long addr)
{
	struct ftrace_veneer *veneer;
	unsigned long flags, target = 0;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = ftrace_veneer_at(addr);
	if (veneer && veneer->users)
		target = veneer->target;
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	return target;
}

/**
 * ftrace_veneer_put - a site no longer branches to its veneer
 * @addr: address of the veneer, which ftrace_veneer_get() returned
 *
 * Context: Any, interrupts off included, after the site was patched. The caller
 * holds ftrace_lock.
 */
void ftrace_veneer_put(unsigned long addr)
{
	struct ftrace_veneer *veneer;
	unsigned long flags;
	bool last = false;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = ftrace_veneer_at(addr);
	if (!WARN_ON_ONCE(!veneer || !veneer->users)) {
		veneer->left_nr = waits_begun + 1;
		last = !--veneer->users;
	}
	if (last) {
		list_add_tail(&veneer->idle, &resting);
		nr_used--;
	}
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	/* Not on system_wq: others flush it, and this work waits for long. */
	queue_work(system_unbound_wq, &veneer_work);
}

/**
 * ftrace_veneer_release_site - release the veneer of a site that is freed
 * @rec: record of the site, whose text is still there
 *
 * The site is not patched again, so ftrace_veneer_put() is called here.
 *
 * Context: The caller holds ftrace_lock.
 */
void ftrace_veneer_release_site(struct dyn_ftrace *rec)
{
	unsigned long callee;

	if (!(rec->flags & FTRACE_FL_DIRECT_EN))
		return;
	callee = arch_ftrace_callee(rec);
	if (ftrace_veneer_target(callee))
		ftrace_veneer_put(callee);
}

/**
 * ftrace_veneer_switch_begin - some sites are about to be switched
 *
 * All sites switch from one trampoline to another. The caller first calls
 * ftrace_veneer_leave() for each site, then ftrace_veneer_follow() for each. After
 * an error it may begin anew, to switch them back.
 *
 * Sites are patched in ftrace_modify_all_code(), and code that hooks it may hold a
 * spinlock meanwhile. So ftrace_veneer_leave() allocates what the sites may need.
 *
 * Context: The caller holds ftrace_lock until ftrace_veneer_switch_end().
 */
void ftrace_veneer_switch_begin(void)
{
	switch_nr++;
	switching = true;
}

/**
 * ftrace_veneer_switch_end - the sites have been switched
 *
 * Veneers that were moved stay so, and other sites may share them.
 *
 * Context: The caller holds ftrace_lock since ftrace_veneer_switch_begin().
 */
void ftrace_veneer_switch_end(void)
{
	switch_nr++;
	switching = false;
}

/* The veneer of a site, if it has one and cannot branch to @target without. */
static struct ftrace_veneer *ftrace_veneer_of_site(struct dyn_ftrace *rec,
						   unsigned long callee,
						   unsigned long target)
{
	struct ftrace_veneer *veneer;

	if (ftrace_veneer_reaches(rec->ip, target))
		return NULL;
	veneer = ftrace_veneer_at(callee);
	return veneer && veneer->users ? veneer : NULL;
}

/**
 * ftrace_veneer_leave - announce that a site is going to be switched
 * @rec: record of the site, which calls its trampoline
 * @target: the new trampoline
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock since
 * ftrace_veneer_switch_begin().
 */
void ftrace_veneer_leave(struct dyn_ftrace *rec, unsigned long target)
{
	unsigned long flags, callee = arch_ftrace_callee(rec);
	struct ftrace_veneer *veneer;

	if (ftrace_veneer_reaches(rec->ip, target))
		return;
	/* One is enough for all sites that reach it: they have one target. */
	ftrace_veneer_warn_of_memory(ftrace_veneer_grow(rec->ip, 1));

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = ftrace_veneer_of_site(rec, callee, target);
	if (veneer && veneer->switch_nr != switch_nr) {
		veneer->switch_nr = switch_nr;
		veneer->leaving = 0;
		veneer->before = 0;
	}
	if (veneer)
		veneer->leaving++;
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
}

/* The site can share another veneer that jumps to @target. */
static bool ftrace_veneer_have_other(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;

	hash_for_each_possible(veneers, veneer, node, target) {
		if (veneer->target == target && veneer->users &&
		    ftrace_veneer_reaches(site, ftrace_veneer_addr(veneer)))
			return true;
	}
	return false;
}

static bool ftrace_veneer_may_move(const struct ftrace_veneer *veneer,
				   unsigned long site, unsigned long from,
				   unsigned long to)
{
	return veneer->switch_nr == switch_nr && veneer->target == from &&
	       veneer->leaving == veneer->users &&
	       veneer->left_nr <= waits_ended &&
	       !ftrace_veneer_have_other(site, to);
}

static bool ftrace_veneer_move(struct ftrace_veneer *veneer, unsigned long site,
			       unsigned long from, unsigned long to)
{
	if (veneer->target == to)
		return true;
	if (!ftrace_veneer_may_move(veneer, site, from, to)) {
		/* Nor later in this switch, when only as many users are left. */
		veneer->leaving = 0;
		return false;
	}
	ftrace_veneer_set_target(veneer, to);
	veneer->before = from;
	return true;
}

/**
 * ftrace_veneer_follow - switch a site by moving its veneer
 * @rec: record of the site
 * @from: the trampoline that it calls
 * @to: the new trampoline
 *
 * Context: Any, interrupts off included. The caller holds ftrace_lock since
 * ftrace_veneer_switch_begin().
 * Return: true if the site calls @to now; false if it must be patched: it can
 * branch to @to, has no veneer, or its veneer cannot be moved. A veneer cannot
 * be moved if it has users that are not switched, if a task may still come from
 * a site that left it, or if another veneer in reach jumps to @to already.
 */
bool ftrace_veneer_follow(struct dyn_ftrace *rec, unsigned long from,
			  unsigned long to)
{
	unsigned long flags, callee = arch_ftrace_callee(rec);
	struct ftrace_veneer *veneer;
	bool done;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = ftrace_veneer_of_site(rec, callee, to);
	done = veneer && ftrace_veneer_move(veneer, rec->ip, from, to);
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
	return done;
}

static void ftrace_veneer_undo_pool(struct ftrace_veneer_pool *pool)
{
	unsigned int i;

	for (i = 0; i < VENEERS; i++) {
		struct ftrace_veneer *veneer = &pool->veneer[i];

		if (!ftrace_veneer_moved(veneer))
			continue;
		ftrace_veneer_set_target(veneer, veneer->before);
		veneer->before = 0;
	}
}

/**
 * ftrace_veneer_undo - move the veneers back after a failed switch
 *
 * All sites of a moved veneer call the old trampoline again.
 *
 * Context: The caller holds ftrace_lock since ftrace_veneer_switch_begin().
 */
void ftrace_veneer_undo(void)
{
	struct ftrace_veneer_pool *pool;
	unsigned long flags;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	list_for_each_entry(pool, &pools, next)
		ftrace_veneer_undo_pool(pool);
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
}

/*
 * Veneers that are still on the list after the wait were not used during it.
 * One that was used and left again is on the list of the next wait.
 */
static void ftrace_veneer_rest_work(struct work_struct *work)
{
	struct ftrace_veneer *veneer, *next;
	unsigned long wait;
	LIST_HEAD(rested);

	raw_spin_lock_irq(&veneer_lock);
	wait = ++waits_begun;
	list_splice_init(&resting, &rested);
	raw_spin_unlock_irq(&veneer_lock);

	/*
	 * Other CPUs were not told that the site was patched. In this order:
	 * make them see that the site no longer branches here (newer kernels do
	 * not rely on the rude wait for this), wait for CPUs that RCU does not
	 * watch, and wait for tasks that were preempted here.
	 */
	kick_all_cpus_sync();
	synchronize_rcu_tasks_rude();
	synchronize_rcu_tasks();

	raw_spin_lock_irq(&veneer_lock);
	waits_ended = wait;
	list_for_each_entry_safe(veneer, next, &rested, idle)
		ftrace_veneer_give_back(veneer);
	raw_spin_unlock_irq(&veneer_lock);
}
