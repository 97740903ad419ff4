// SPDX-License-Identifier: GPL-2.0
/*
 * Veneers for direct calls.
 *
 * A patch site branches over a limited distance; a direct call's trampoline
 * may be anywhere. A veneer lies within reach of the site and jumps to the
 * address that its literal holds. Veneers belong to trampolines, not to sites:
 * all sites that reach a veneer of their trampoline share it.
 *
 * Their code and literals are in pools (ftrace_veneer_pool.h): to give one to
 * another trampoline is to store a literal.
 *
 * A veneer that no site calls any more may still be on its way: a task can have
 * been preempted between the site's branch and the load of the literal. It
 * keeps its trampoline, and can be had again for that, until all tasks have
 * been somewhere else; then it is free for others. This is the same wait that
 * the owner of a trampoline has to make before he frees it.
 *
 * When all users of a veneer are switched to another trampoline it takes them
 * along: the literal is stored, and no site patched. A task on its way through
 * it then calls the one or the other, as it may during a switch. Whoever comes
 * from a site that has left the veneer before must not: such a veneer stays with
 * its trampoline until the wait is over.
 *
 * Pools are never given back: there are as many as the trampolines that were
 * called from afar at one time needed.
 *
 * Callers hold ftrace_lock, or run for its holder under stop_machine(). The lock
 * here is for the work that ends the wait.
 */
#include <linux/ftrace.h>
#include <linux/ftrace_veneer.h>
#include <linux/hashtable.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/moduleparam.h>
#include <linux/rcupdate.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <asm/ftrace_veneer.h>

#include "ftrace_internal.h"
#include "ftrace_veneer_pool.h"

#define VENEER_HASH_BITS	8

/* How many may have users at one time. */
static unsigned int veneer_max = UINT_MAX;
core_param(ftrace_veneers, veneer_max, uint, 0644);

static unsigned int nr_used;
static unsigned int switch_nr;
/* Waits for those who left a veneer: how many have begun, and have ended. */
static unsigned long waits_begun, waits_ended;
static LIST_HEAD(pools);
static LIST_HEAD(resting);
static DEFINE_HASHTABLE(veneers, VENEER_HASH_BITS);
static DEFINE_RAW_SPINLOCK(veneer_lock);

static void veneers_rested(struct work_struct *work);
static DECLARE_WORK(veneer_work, veneers_rested);

/* How many more may get users. */
static unsigned int nr_allowed(void)
{
	unsigned int max = READ_ONCE(veneer_max);

	return max > nr_used ? max - nr_used : 0;
}

static unsigned int nr_free(unsigned long site)
{
	struct veneer_pool *pool;
	unsigned int count = 0;

	list_for_each_entry(pool, &pools, next) {
		if (veneer_pool_reaches(pool, site))
			count += pool->nr_free;
	}
	return count;
}

/**
 * ftrace_veneer_reserve - make room for veneers
 * @site: address of the patch site that has to reach them
 * @count: for how many trampolines
 *
 * There is none for more of them than the limit leaves.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 * Return: 0, or -ENOMEM when there is no memory, or none within reach. To call
 * ftrace_veneer_get() is right after that too, it may find a veneer.
 */
int ftrace_veneer_reserve(unsigned long site, unsigned int count)
{
	struct veneer_pool *pool;
	bool enough;

	lockdep_assert_held(&ftrace_lock);

	for (;;) {
		raw_spin_lock_irq(&veneer_lock);
		enough = nr_free(site) >= min(count, nr_allowed());
		raw_spin_unlock_irq(&veneer_lock);
		if (enough)
			return 0;

		pool = veneer_pool_alloc(site);
		if (!pool)
			return -ENOMEM;

		raw_spin_lock_irq(&veneer_lock);
		list_add_tail(&pool->next, &pools);
		raw_spin_unlock_irq(&veneer_lock);
	}
}

static void take(struct ftrace_veneer *veneer)
{
	list_del(&veneer->idle);
	if (!veneer->free)
		return;
	veneer->free = false;
	veneer->pool->nr_free--;
}

static void give_back(struct ftrace_veneer *veneer)
{
	list_move_tail(&veneer->idle, &veneer->pool->free);
	veneer->free = true;
	veneer->pool->nr_free++;
}

/* By a switch that may still fail, and take it back with all who came by it. */
static bool moved(const struct ftrace_veneer *veneer)
{
	return veneer->before && veneer->switch_nr == switch_nr;
}

/* One that jumps there already, or last did. */
static struct ftrace_veneer *find(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;

	hash_for_each_possible(veneers, veneer, node, target) {
		if (veneer->target != target || moved(veneer) ||
		    !ftrace_veneer_reaches(site, veneer_addr(veneer)))
			continue;
		if (!veneer->users && !nr_allowed())
			continue;
		return veneer;
	}
	return NULL;
}

static void set_target(struct ftrace_veneer *veneer, unsigned long target)
{
	if (veneer->target)
		hash_del(&veneer->node);
	veneer->target = target;
	hash_add(veneers, &veneer->node, target);
	WRITE_ONCE(veneer->pool->literal[veneer_index(veneer)], target);
}

/* One that jumped elsewhere, or nowhere yet. */
static struct ftrace_veneer *retarget(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;
	struct veneer_pool *pool;

	if (!nr_allowed())
		return NULL;

	list_for_each_entry(pool, &pools, next) {
		if (!pool->nr_free || !veneer_pool_reaches(pool, site))
			continue;
		veneer = list_first_entry(&pool->free, struct ftrace_veneer, idle);
		set_target(veneer, target);
		/* Before the site is patched: who branches here must see it. */
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
 * Return: the address to branch to, which is the caller's to give back with
 * ftrace_veneer_put(); 0 when none is to be had. The site then has to go
 * through ftrace_regs_caller and the list function, which take longer.
 */
unsigned long ftrace_veneer_get(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;
	unsigned long flags;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = find(site, target) ?: retarget(site, target);
	if (veneer && !veneer->users++) {
		take(veneer);
		nr_used++;
	}
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	return veneer ? veneer_addr(veneer) : 0;
}

static struct ftrace_veneer *veneer_at(unsigned long addr)
{
	struct veneer_pool *pool;
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
 * Return: the trampoline, or 0 when there is no veneer in use at @addr.
 */
unsigned long ftrace_veneer_target(unsigned long addr)
{
	struct ftrace_veneer *veneer;
	unsigned long flags, target = 0;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = veneer_at(addr);
	if (veneer && veneer->users)
		target = veneer->target;
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	return target;
}

/**
 * ftrace_veneer_put - a site no longer branches to its veneer
 * @addr: the veneer's address, as ftrace_veneer_get() gave it
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
	veneer = veneer_at(addr);
	if (!WARN_ON_ONCE(!veneer || !veneer->users)) {
		veneer->left_nr = waits_begun + 1;
		last = !--veneer->users;
	}
	if (last) {
		list_add_tail(&veneer->idle, &resting);
		nr_used--;
	}
	raw_spin_unlock_irqrestore(&veneer_lock, flags);

	/* It waits for long, and others wait for all works of the usual queue. */
	queue_work(system_unbound_wq, &veneer_work);
}

/**
 * ftrace_veneer_release_site - the text of a site goes away
 * @rec: record of the site, whose text is still there
 *
 * It is not patched back first: what it holds has to be given back here.
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
 * All from one trampoline to another. First ftrace_veneer_leave() is called for
 * each of them, then ftrace_veneer_follow().
 *
 * Context: The caller holds ftrace_lock until all that is done.
 */
void ftrace_veneer_switch_begin(void)
{
	switch_nr++;
}

/**
 * ftrace_veneer_switch_end - these sites have been switched
 *
 * What was moved for them stays, and may be shared by others.
 *
 * Context: as ftrace_veneer_switch_begin()
 */
void ftrace_veneer_switch_end(void)
{
	switch_nr++;
}

/* In use, of a site that cannot branch to @target. */
static struct ftrace_veneer *veneer_of(struct dyn_ftrace *rec,
				       unsigned long callee,
				       unsigned long target)
{
	struct ftrace_veneer *veneer;

	if (ftrace_veneer_reaches(rec->ip, target))
		return NULL;
	veneer = veneer_at(callee);
	return veneer && veneer->users ? veneer : NULL;
}

/**
 * ftrace_veneer_leave - a site is going to be switched
 * @rec: record of the site, which calls its trampoline
 * @target: the one that it shall call
 *
 * Context: as ftrace_veneer_switch_begin()
 */
void ftrace_veneer_leave(struct dyn_ftrace *rec, unsigned long target)
{
	unsigned long flags, callee = arch_ftrace_callee(rec);
	struct ftrace_veneer *veneer;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = veneer_of(rec, callee, target);
	if (veneer && veneer->switch_nr != switch_nr) {
		veneer->switch_nr = switch_nr;
		veneer->leaving = 0;
		veneer->before = 0;
	}
	if (veneer)
		veneer->leaving++;
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
}

/* Another one in use leads to @target: better share that. */
static bool have_other(unsigned long site, unsigned long target)
{
	struct ftrace_veneer *veneer;

	hash_for_each_possible(veneers, veneer, node, target) {
		if (veneer->target == target && veneer->users &&
		    ftrace_veneer_reaches(site, veneer_addr(veneer)))
			return true;
	}
	return false;
}

static bool may_move(const struct ftrace_veneer *veneer, unsigned long site,
		     unsigned long from, unsigned long to)
{
	return veneer->switch_nr == switch_nr && veneer->target == from &&
	       veneer->leaving == veneer->users &&
	       veneer->left_nr <= waits_ended && !have_other(site, to);
}

static bool follow(struct ftrace_veneer *veneer, unsigned long site,
		   unsigned long from, unsigned long to)
{
	if (veneer->target == to)
		return true;
	if (!may_move(veneer, site, from, to)) {
		/* Nor later, when those who leave are fewer, and the users too. */
		veneer->leaving = 0;
		return false;
	}
	set_target(veneer, to);
	veneer->before = from;
	return true;
}

/**
 * ftrace_veneer_follow - switch a site by way of its veneer
 * @rec: record of the site
 * @from: the trampoline it calls
 * @to: the one that it shall call
 *
 * Context: Any, interrupts off included; as ftrace_veneer_switch_begin().
 * Return: true when the site calls @to now; false when it has to be patched:
 * it can branch to @to, it has no veneer, or others come through that.
 */
bool ftrace_veneer_follow(struct dyn_ftrace *rec, unsigned long from,
			  unsigned long to)
{
	unsigned long flags, callee = arch_ftrace_callee(rec);
	struct ftrace_veneer *veneer;
	bool done;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	veneer = veneer_of(rec, callee, to);
	done = veneer && follow(veneer, rec->ip, from, to);
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
	return done;
}

static void pool_undo(struct veneer_pool *pool)
{
	unsigned int i;

	for (i = 0; i < VENEERS; i++) {
		struct ftrace_veneer *veneer = &pool->veneer[i];

		if (!moved(veneer))
			continue;
		set_target(veneer, veneer->before);
		veneer->before = 0;
	}
}

/**
 * ftrace_veneer_undo - the switch has failed
 *
 * Those that have been moved go back, with all their sites.
 *
 * Context: as ftrace_veneer_switch_begin()
 */
void ftrace_veneer_undo(void)
{
	struct veneer_pool *pool;
	unsigned long flags;

	raw_spin_lock_irqsave(&veneer_lock, flags);
	list_for_each_entry(pool, &pools, next)
		pool_undo(pool);
	raw_spin_unlock_irqrestore(&veneer_lock, flags);
}

/*
 * Those that are still here after the wait have not been used in it. One that
 * was, and was given up again, has gone to the list of the next wait.
 */
static void veneers_rested(struct work_struct *work)
{
	struct ftrace_veneer *veneer, *next;
	unsigned long wait;
	LIST_HEAD(rested);

	raw_spin_lock_irq(&veneer_lock);
	wait = ++waits_begun;
	list_splice_init(&resting, &rested);
	raw_spin_unlock_irq(&veneer_lock);

	/*
	 * The site was patched without a word to the other CPUs. In this order:
	 * make each of them see that it no longer branches here, which newer
	 * kernels do not leave to the rude wait; those where RCU does not watch;
	 * tasks that were preempted here.
	 */
	kick_all_cpus_sync();
	synchronize_rcu_tasks_rude();
	synchronize_rcu_tasks();

	raw_spin_lock_irq(&veneer_lock);
	waits_ended = wait;
	list_for_each_entry_safe(veneer, next, &rested, idle)
		give_back(veneer);
	raw_spin_unlock_irq(&veneer_lock);
}
