// SPDX-License-Identifier: GPL-2.0
/*
 * Switch direct calls in place.
 *
 * The site of a function that has no other user calls the trampoline. Switching
 * it replaces that call by one to another trampoline in a single step: every
 * caller runs the old or the new trampoline. No caller passes through ftrace's
 * list function, and the cost depends on the number of switched functions only.
 * A site with other users calls ftrace already, which looks up the trampoline:
 * storing the new address is enough there.
 *
 * An architecture that can do this implements arch_ftrace_switch(). Without it,
 * or with ftrace_switch_in_place=0, the functions here return -EOPNOTSUPP, and
 * their caller switches with temporary ops (stub ops): while these are
 * registered, the sites call ftrace. That works everywhere.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/ftrace_switch.h>
#include <linux/ftrace_veneer.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "ftrace_internal.h"
#include "trace.h"

static bool in_place = true;
core_param(ftrace_switch_in_place, in_place, bool, 0644);

/**
 * struct ftrace_switch_site - a function to switch
 * @entry: the function and its trampoline
 * @rec: record of its site; NULL if it is gone, for example with its module
 * @old: the trampoline before the switch
 */
struct ftrace_switch_site {
	struct ftrace_func_entry	*entry;
	struct dyn_ftrace		*rec;
	unsigned long			old;
};

/**
 * struct ftrace_switch_job - functions to switch to the same trampoline
 * @site: the functions, sorted by address
 * @nr: number of functions
 * @addr: the new trampoline
 * @done: number of functions that have been switched
 * @step: what ftrace_switch_sites() does with them
 * @result: what @step returned: an error, 0, or 1 if there are more sites
 */
struct ftrace_switch_job {
	struct ftrace_switch_site	*site;
	unsigned long		nr;
	unsigned long		addr;
	unsigned long		done;
	int			(*step)(struct ftrace_switch_job *job);
	int			result;
};

/* The number of sites to patch before other tasks may run. */
#define FTRACE_SWITCH_BATCH	256UL

/* The job of ftrace_switch_sites(). Protected by ftrace_lock. */
static struct ftrace_switch_job *current_job;

/**
 * arch_ftrace_switch - make sites call another trampoline, each in one step
 * @patch: switches all sites; calls ftrace_modify_call() for those whose call
 *	must change
 * @data: argument of @patch
 *
 * Override this if ftrace_modify_call() can retarget a live call atomically:
 * a CPU that executes the site meanwhile calls the old or the new trampoline.
 * @patch is passed as a function because some architectures must call it with
 * all CPUs stopped. After the return, all CPUs execute the new call.
 *
 * If ftrace_modify_call() returns -EAGAIN for a site, @patch stops there and
 * returns -EAGAIN. Call @patch again then, for example with all CPUs stopped:
 * it continues with that site. Otherwise call @patch only once.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 * Return: what the last call of @patch returned, or -EOPNOTSUPP if @patch was
 * not called.
 */
int __weak arch_ftrace_switch(int (*patch)(void *data), void *data)
{
	return -EOPNOTSUPP;
}

/**
 * arch_ftrace_switch_flush - complete the changes of ftrace_modify_call()
 *
 * Override this if ftrace_modify_call() only queues its change.
 *
 * Context: That of the @patch of arch_ftrace_switch().
 */
void __weak arch_ftrace_switch_flush(void)
{
}

/**
 * ftrace_switch_live - implement arch_ftrace_switch() for live patching of text
 * @patch: see arch_ftrace_switch()
 * @data: see arch_ftrace_switch()
 *
 * Call @patch between ftrace_arch_code_modify_prepare() and
 * ftrace_arch_code_modify_post_process(), while other CPUs run.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 * Return: what @patch returned.
 */
int ftrace_switch_live(int (*patch)(void *data), void *data)
{
	int err;

	ftrace_arch_code_modify_prepare();
	err = patch(data);
	ftrace_arch_code_modify_post_process();
	return err;
}

/* Otherwise the site has other users and calls ftrace, or it has no call. */
static bool ftrace_switch_calls_directly(const struct ftrace_switch_site *site)
{
	return site->rec && site->rec->flags & FTRACE_FL_DIRECT_EN;
}

static int ftrace_switch_one(struct ftrace_switch_site *site,
			     unsigned long addr)
{
	struct ftrace_func_entry *entry = site->entry;
	int err = 0;

	if (ftrace_switch_calls_directly(site) &&
	    !ftrace_veneer_follow(site->rec, entry->direct, addr))
		err = ftrace_modify_call(site->rec, entry->direct, addr);
	if (!err)
		WRITE_ONCE(entry->direct, addr);
	return err;
}

static int ftrace_switch_some(struct ftrace_switch_job *job)
{
	unsigned long end = min(job->done + FTRACE_SWITCH_BATCH, job->nr);
	int err;

	for (; job->done < end; job->done++) {
		err = ftrace_switch_one(&job->site[job->done], job->addr);
		if (err)
			return err;
	}
	return job->done < job->nr;
}

/* If this fails as well for a site, it is unknown what that site calls. */
static int ftrace_switch_put_back_some(struct ftrace_switch_job *job)
{
	unsigned long end = job->done - min(job->done, FTRACE_SWITCH_BATCH);
	struct ftrace_switch_site *site;
	int err;

	while (job->done > end) {
		site = &job->site[--job->done];
		err = ftrace_switch_one(site, site->old);
		if (err == -EAGAIN) {
			job->done++;
			return err;
		}
		if (err)
			ftrace_bug(err, site->rec);
	}
	return job->done > 0;
}

/**
 * ftrace_switch_sites - patch the next sites of the current job
 *
 * Only for ftrace_modify_all_code() with FTRACE_SWITCH_DIRECT.
 *
 * Context: That of the @patch of arch_ftrace_switch().
 */
void ftrace_switch_sites(void)
{
	struct ftrace_switch_job *job = current_job;

	job->result = job->step(job);
	arch_ftrace_switch_flush();
}

/*
 * ftrace patches sites in ftrace_modify_all_code() and nowhere else: code that
 * watches the kernel's text hooks this function. Such code may hold a spinlock
 * meanwhile, so let other tasks run between two calls. In stop_machine() there
 * are none: interrupts are disabled.
 */
static int ftrace_switch_patch(void *data)
{
	struct ftrace_switch_job *job = data;

	do {
		current_job = job;
		ftrace_modify_all_code(FTRACE_SWITCH_DIRECT);
		current_job = NULL;
		if (!irqs_disabled())
			cond_resched();
	} while (job->result > 0);
	return job->result;
}

/*
 * Announce the sites that are going to be switched: a veneer can be moved if
 * all its users are among them. Nothing is allocated from here on but by this.
 */
static void ftrace_switch_leave_veneers(struct ftrace_switch_job *job,
					unsigned long addr)
{
	unsigned long i;

	if (!IS_ENABLED(CONFIG_FTRACE_VENEER))
		return;
	ftrace_veneer_switch_begin();
	for (i = 0; i < job->nr; i++)
		if (ftrace_switch_calls_directly(&job->site[i]))
			ftrace_veneer_leave(job->site[i].rec, addr);
}

static int ftrace_switch_run(struct ftrace_switch_job *job,
			     int (*step)(struct ftrace_switch_job *job),
			     unsigned long addr)
{
	job->step = step;
	ftrace_switch_leave_veneers(job, addr);
	return arch_ftrace_switch(ftrace_switch_patch, job);
}

static int ftrace_switch_run_or_put_back(struct ftrace_switch_job *job)
{
	int err = ftrace_switch_run(job, ftrace_switch_some, job->addr);

	if (!err || err == -EOPNOTSUPP) {
		ftrace_veneer_switch_end();
		return err;
	}

	pr_warn("ftrace: %pS cannot be made to call %pS: error %d\n",
		(void *)job->site[job->done].entry->ip, (void *)job->addr, err);
	ftrace_veneer_undo();
	ftrace_switch_run(job, ftrace_switch_put_back_some,
			  job->site->old);
	ftrace_veneer_switch_end();
	return err;
}

static int ftrace_switch_cmp(const void *one, const void *other)
{
	const struct ftrace_switch_site *a = one, *b = other;

	return a->entry->ip < b->entry->ip ? -1 : a->entry->ip > b->entry->ip;
}

/*
 * The function may be gone with its module. A record that only covers the
 * address belongs to another function, which was loaded to the same place.
 */
static void ftrace_switch_add_site(struct ftrace_switch_job *job,
				   struct ftrace_func_entry *entry)
{
	struct dyn_ftrace *rec = ftrace_lookup_rec(entry->ip);

	job->site[job->nr++] = (struct ftrace_switch_site){
		.entry = entry,
		.rec = rec && rec->ip == entry->ip ? rec : NULL,
		.old = entry->direct,
	};
}

/* Sorted, because some architectures patch several sites at once. */
static int ftrace_switch_gather(struct ftrace_switch_job *job,
				struct ftrace_ops *ops)
{
	struct ftrace_hash *hash;
	struct ftrace_func_entry *iter, *entry;
	int i;

	hash = rcu_dereference_protected(ops->func_hash->filter_hash,
					 lockdep_is_held(&ftrace_lock));
	job->site = kvmalloc_array(hash->count, sizeof(*job->site), GFP_KERNEL);
	if (!job->site)
		return -ENOMEM;
	for (i = 0; i < 1 << hash->size_bits; i++) {
		hlist_for_each_entry(iter, &hash->buckets[i], hlist) {
			entry = ftrace_direct_entry_of(ops, iter->ip);
			if (entry)
				ftrace_switch_add_site(job, entry);
		}
	}
	sort(job->site, job->nr, sizeof(*job->site), ftrace_switch_cmp, NULL);
	return 0;
}

#ifdef FTRACE_DIRECT_NEVER_SHARES
/* Registering @ops was refused if a live patch redirects one of the functions. */
static int ftrace_switch_ask_to_share(struct ftrace_ops *ops,
				      const struct ftrace_switch_job *job)
{
	return 0;
}
#else
/* Ask @ops whether they share functions that a live patch redirects. */
static int ftrace_switch_ask_to_share(struct ftrace_ops *ops,
				      const struct ftrace_switch_job *job)
{
	unsigned long i;
	int err;

	for (i = 0; i < job->nr; i++) {
		if (!job->site[i].rec ||
		    !(job->site[i].rec->flags & FTRACE_FL_IPMODIFY))
			continue;
		if (!ops->ops_func)
			return -EBUSY;
		err = ops->ops_func(ops,
				    FTRACE_OPS_CMD_ENABLE_SHARE_IPMODIFY_SELF);
		if (err)
			return err;
	}
	return 0;
}
#endif

static int ftrace_switch_locked(struct ftrace_ops *ops, unsigned long addr)
{
	struct ftrace_switch_job job = { .addr = addr };
	int err;

	lockdep_assert_held(&ftrace_lock);

	if (ftrace_is_dead())
		return -ENODEV;
	if (!(ops->flags & FTRACE_OPS_FL_ENABLED))
		return -EINVAL;
	/* Switching with temporary ops needs no memory here. */
	if (ftrace_switch_gather(&job, ops))
		return -EOPNOTSUPP;
	err = ftrace_switch_ask_to_share(ops, &job);
	if (!err && job.nr)
		err = ftrace_switch_run_or_put_back(&job);
	kvfree(job.site);
	return err;
}

/**
 * ftrace_switch_ops - make all functions of some ops call another trampoline
 * @ops: the ops of a registered direct call
 * @addr: address of the new trampoline
 *
 * A function that is called meanwhile runs the old or the new trampoline. After
 * a successful return, new calls run the new trampoline only. After an error,
 * they run the old one; some calls may have run the new one. After
 * synchronize_rcu_tasks(), the owner may free the trampoline that is not called
 * any more.
 *
 * Context: Process context, may sleep. The caller holds direct_mutex, and does
 * not hold ftrace_lock.
 * Return:
 * * 0		- success
 * * -EOPNOTSUPP - cannot be switched in place
 * * -EINVAL	- @ops are not registered, or a site has an unexpected call
 * * -EBUSY	- @ops do not share a function with a live patch; ops may return
 *		  another error for this
 * * -EFAULT	- a site cannot be read
 * * -EPERM	- a site cannot be written
 * * -ENODEV	- ftrace has shut itself down
 */
int ftrace_switch_ops(struct ftrace_ops *ops, unsigned long addr)
{
	int err;

	if (!READ_ONCE(in_place))
		return -EOPNOTSUPP;

	mutex_lock(&ftrace_lock);
	err = ftrace_switch_locked(ops, addr);
	mutex_unlock(&ftrace_lock);
	return err;
}

/**
 * ftrace_switch_function - make one function call another trampoline
 * @entry: the function, with its current trampoline
 * @addr: address of the new trampoline
 *
 * See ftrace_switch_ops() for what calls do meanwhile and after an error.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock and the
 * lock that protects @entry.
 * Return: 0, -EOPNOTSUPP, -EFAULT, -EINVAL, -EPERM or -ENODEV, with the meaning
 * that they have for ftrace_switch_ops().
 */
int ftrace_switch_function(struct ftrace_func_entry *entry, unsigned long addr)
{
	struct ftrace_switch_site site;
	struct ftrace_switch_job job = { .site = &site, .addr = addr };

	lockdep_assert_held(&ftrace_lock);

	if (!READ_ONCE(in_place))
		return -EOPNOTSUPP;
	if (ftrace_is_dead())
		return -ENODEV;
	ftrace_switch_add_site(&job, entry);
	return ftrace_switch_run_or_put_back(&job);
}
