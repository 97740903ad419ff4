// SPDX-License-Identifier: GPL-2.0
/*
 * Switch direct calls in place.
 *
 * A site whose function has no other user calls the trampoline. It is made to
 * call another one in a single step: whoever comes there calls the old one or
 * the new one, nobody passes through ftrace's list function, and what is to be
 * done depends on the functions that are switched and on nothing else. A site
 * with other users calls ftrace already, which looks the trampoline up: there
 * it is enough to store the new one.
 *
 * An architecture that can do this has arch_ftrace_switch(). Without, or when
 * ftrace_switch_in_place=0 is on the command line, the caller here goes the way
 * that works everywhere, with ops that make the sites call ftrace meanwhile.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/ftrace_switch.h>
#include <linux/ftrace_veneer.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "ftrace_internal.h"
#include "trace.h"

static bool in_place = true;
core_param(ftrace_switch_in_place, in_place, bool, 0644);

/**
 * struct switch_site - a function to switch
 * @entry: it and its trampoline
 * @rec: its site; NULL when that has gone with its module
 * @old: the trampoline before
 */
struct switch_site {
	struct ftrace_func_entry	*entry;
	struct dyn_ftrace		*rec;
	unsigned long			old;
};

/**
 * struct switch_job - functions to switch to the same trampoline
 * @site: which, in the order of their addresses
 * @nr: how many
 * @addr: the trampoline
 * @done: how many have been switched
 */
struct switch_job {
	struct switch_site	*site;
	unsigned long		nr;
	unsigned long		addr;
	unsigned long		done;
};

/**
 * arch_ftrace_switch - make sites call another trampoline, in one step each
 * @patch: calls ftrace_modify_call() for the sites; to be called once
 * @data: its argument
 * @site: address of one of the sites, which may have gone with its module
 * @addr: address of the trampoline that they shall call
 *
 * @patch is a function since some have to call it where all CPUs are stopped.
 * For an architecture to have where ftrace_modify_call() can replace the call
 * to a trampoline by that to another one so that whoever comes to the site
 * calls one of the two. After the return all CPUs execute what is at the sites.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock.
 * Return: what @patch returns, or -EOPNOTSUPP when it has not been called.
 */
int __weak arch_ftrace_switch(int (*patch)(void *data), void *data,
			      unsigned long site, unsigned long addr)
{
	return -EOPNOTSUPP;
}

/**
 * ftrace_switch_live - the part of arch_ftrace_switch() that most have alike
 * @patch: as there
 * @data: as there
 *
 * Patch while other CPUs run, between the two functions that an architecture
 * has for the begin and the end of that.
 *
 * Context: As there.
 * Return: what @patch returns.
 */
int ftrace_switch_live(int (*patch)(void *data), void *data)
{
	int err;

	ftrace_arch_code_modify_prepare();
	err = patch(data);
	ftrace_arch_code_modify_post_process();
	return err;
}

/* A site that calls something else has other users, or no call at all. */
static bool calls_directly(const struct switch_site *site)
{
	return site->rec && site->rec->flags & FTRACE_FL_DIRECT_EN;
}

static int switch_site(struct switch_site *site, unsigned long addr)
{
	struct ftrace_func_entry *entry = site->entry;
	int err = 0;

	if (calls_directly(site) &&
	    !ftrace_veneer_follow(site->rec, entry->direct, addr))
		err = ftrace_modify_call(site->rec, entry->direct, addr);
	if (!err)
		WRITE_ONCE(entry->direct, addr);
	return err;
}

static int switch_all(void *data)
{
	struct switch_job *job = data;
	int err;

	for (; job->done < job->nr; job->done++) {
		err = switch_site(&job->site[job->done], job->addr);
		if (err)
			return err;
	}
	return 0;
}

/* What cannot be put back either calls nobody knows what. */
static int put_back(void *data)
{
	struct switch_job *job = data;
	struct switch_site *site;
	int err;

	while (job->done) {
		site = &job->site[--job->done];
		err = switch_site(site, site->old);
		if (err)
			ftrace_bug(err, site->rec);
	}
	return 0;
}

/* A veneer that all users leave for the same trampoline takes them along. */
static void leave_veneers(struct switch_job *job, unsigned long addr)
{
	unsigned long i;

	if (!IS_ENABLED(CONFIG_FTRACE_VENEER))
		return;
	ftrace_veneer_switch_begin();
	for (i = 0; i < job->nr; i++)
		if (calls_directly(&job->site[i]))
			ftrace_veneer_leave(job->site[i].rec, addr);
}

static int run(struct switch_job *job, int (*patch)(void *data),
	       unsigned long addr)
{
	leave_veneers(job, addr);
	return arch_ftrace_switch(patch, job, job->site->entry->ip, addr);
}

static int run_or_put_back(struct switch_job *job)
{
	int err = run(job, switch_all, job->addr);

	if (!err)
		ftrace_veneer_switch_end();
	if (!err || err == -EOPNOTSUPP)
		return err;

	pr_warn("ftrace: %pS cannot be made to call %pS: error %d\n",
		(void *)job->site[job->done].entry->ip, (void *)job->addr, err);
	ftrace_veneer_undo();
	run(job, put_back, job->site->old);
	ftrace_veneer_switch_end();
	return err;
}

static int by_address(const void *one, const void *other)
{
	const struct switch_site *a = one, *b = other;

	return a->entry->ip < b->entry->ip ? -1 : a->entry->ip > b->entry->ip;
}

/*
 * The function may have gone with its module. A record that only covers the
 * address is of another function, which has been loaded to the same place.
 */
static void add_site(struct switch_job *job, struct ftrace_func_entry *entry)
{
	struct dyn_ftrace *rec = ftrace_lookup_rec(entry->ip);

	job->site[job->nr++] = (struct switch_site){
		.entry = entry,
		.rec = rec && rec->ip == entry->ip ? rec : NULL,
		.old = entry->direct,
	};
}

/* In order, for architectures that patch several sites at once. */
static int gather(struct switch_job *job, struct ftrace_hash *hash,
		  struct ftrace_hash *direct)
{
	struct ftrace_func_entry *iter, *entry;
	int i;

	job->site = kvmalloc_array(hash->count, sizeof(*job->site), GFP_KERNEL);
	if (!job->site)
		return -ENOMEM;
	for (i = 0; i < 1 << hash->size_bits; i++) {
		hlist_for_each_entry(iter, &hash->buckets[i], hlist) {
			entry = ftrace_lookup_ip(direct, iter->ip);
			if (entry)
				add_site(job, entry);
		}
	}
	sort(job->site, job->nr, sizeof(*job->site), by_address, NULL);
	return 0;
}

/* Whoever is there to change the address of one has to be agreed with. */
static int ask_to_share(struct ftrace_ops *ops, const struct switch_job *job)
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

static int switch_locked(struct ftrace_ops *ops, struct ftrace_hash *direct,
			 unsigned long addr)
{
	struct switch_job job = { .addr = addr };
	struct ftrace_hash *hash;
	int err;

	lockdep_assert_held(&ftrace_lock);

	if (ftrace_is_dead())
		return -ENODEV;
	if (!(ops->flags & FTRACE_OPS_FL_ENABLED))
		return -EINVAL;
	hash = rcu_dereference_protected(ops->func_hash->filter_hash,
					 lockdep_is_held(&ftrace_lock));
	/* Without memory there is the other way. */
	if (gather(&job, hash, direct))
		return -EOPNOTSUPP;
	err = ask_to_share(ops, &job);
	if (!err && job.nr)
		err = run_or_put_back(&job);
	kvfree(job.site);
	return err;
}

/**
 * ftrace_switch_ops - make all functions of some ops call another trampoline
 * @ops: the ops of a registered direct call
 * @direct: all functions that have a direct call, with what they call
 * @addr: address of the new trampoline
 *
 * Every call to one of the functions meanwhile runs the old trampoline or the
 * new one, and no new one the old trampoline after the return. On an error the
 * old one is called as before; the new one may have been called until then, so
 * its memory has to be kept until synchronize_rcu_tasks(), like that of an old
 * one.
 *
 * Context: Process context, may sleep. The caller keeps @direct as it is and
 * holds the lock for that, and not ftrace_lock.
 * Return: 0; -EOPNOTSUPP when that has to be done in another way; -EINVAL when
 * @ops are not registered; -EBUSY or what @ops say when they do not share one of
 * the functions with ops that are there to change its address; -EFAULT, -EINVAL
 * or -EPERM when a site cannot be read, calls something else, or cannot be
 * written; -ENODEV when ftrace has given up.
 */
int ftrace_switch_ops(struct ftrace_ops *ops, struct ftrace_hash *direct,
		      unsigned long addr)
{
	int err;

	if (!READ_ONCE(in_place))
		return -EOPNOTSUPP;

	mutex_lock(&ftrace_lock);
	err = switch_locked(ops, direct, addr);
	mutex_unlock(&ftrace_lock);
	return err;
}

/**
 * ftrace_switch_function - make one function call another trampoline
 * @entry: the function, with the trampoline that it calls
 * @addr: address of the new one
 *
 * As ftrace_switch_ops() does.
 *
 * Context: Process context, may sleep. The caller holds ftrace_lock and the
 * lock that keeps @entry as it is.
 * Return: 0; -EOPNOTSUPP, -EFAULT, -EINVAL, -EPERM or -ENODEV, as there.
 */
int ftrace_switch_function(struct ftrace_func_entry *entry, unsigned long addr)
{
	struct switch_site site;
	struct switch_job job = { .site = &site, .addr = addr };

	lockdep_assert_held(&ftrace_lock);

	if (!READ_ONCE(in_place))
		return -EOPNOTSUPP;
	if (ftrace_is_dead())
		return -ENODEV;
	add_site(&job, entry);
	return run_or_put_back(&job);
}
