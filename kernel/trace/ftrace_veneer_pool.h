/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pools: the memory of veneers for direct calls.
 *
 * A pool has two pages or more: a page of code, which is written once and then
 * made read-only and executable, and the literals, which are data. One aligned
 * store of a word gives a veneer to another trampoline; no instruction stream
 * must be synchronized.
 */
#ifndef _KERNEL_FTRACE_VENEER_POOL_H
#define _KERNEL_FTRACE_VENEER_POOL_H

#include <linux/ftrace_direct_text.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/ftrace_veneer.h>

/**
 * struct ftrace_veneer - one veneer
 * @node: entry in the hash of all veneers by @target; unused until it has one
 * @idle: entry in the pool's free list or in the resting list, if @users is 0
 * @pool: the pool of its code and literal
 * @target: the trampoline that it jumps to; 0 if it has had none yet
 * @users: number of sites that branch to it
 * @leaving: number of users that switch to another trampoline
 * @switch_nr: the switch that @leaving and @before belong to
 * @before: the target before this switch moved it, 0 if it was not moved
 * @left_nr: number of the wait after which no task comes from a site that left
 * @free: has no users, and no task can be executing it
 */
struct ftrace_veneer {
	struct hlist_node	node;
	struct list_head	idle;
	struct ftrace_veneer_pool	*pool;
	unsigned long		target;
	unsigned int		users;
	unsigned int		leaving;
	unsigned int		switch_nr;
	unsigned long		before;
	unsigned long		left_nr;
	bool			free;
};

/**
 * struct ftrace_veneer_pool - memory for veneers in reach of some sites
 * @next: entry in the list of all pools
 * @text: makes the code known as text
 * @code: code of the first veneer
 * @literal: literal of the first veneer
 * @free: list of free veneers
 * @nr_free: number of free veneers
 * @veneer: the veneers, VENEERS of them
 */
struct ftrace_veneer_pool {
	struct list_head	next;
	struct ftrace_direct_text	text;
	void			*code;
	unsigned long		*literal;
	struct list_head	free;
	unsigned int		nr_free;
	struct ftrace_veneer	veneer[];
};

/*
 * Number of veneers in a pool: as many as fit into 4 KiB of code. A larger page
 * is not filled: each veneer needs a struct ftrace_veneer, too.
 */
#define VENEERS		(SZ_4K / FTRACE_VENEER_SIZE)

struct ftrace_veneer_pool *ftrace_veneer_pool_alloc(unsigned long site);
bool ftrace_veneer_pool_reaches(const struct ftrace_veneer_pool *pool,
				unsigned long site);
unsigned int ftrace_veneer_index(const struct ftrace_veneer *veneer);
unsigned long ftrace_veneer_addr(const struct ftrace_veneer *veneer);

#endif /* _KERNEL_FTRACE_VENEER_POOL_H */
