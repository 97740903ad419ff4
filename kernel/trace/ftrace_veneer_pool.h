/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pools: the memory of veneers for direct calls.
 *
 * A pool is two pages or more: code, which is written once, before it becomes
 * executable and read-only, and behind it the literals, which are data. So to
 * give a veneer to another trampoline is one aligned store of a word, and no
 * instruction stream has to be synchronised.
 */
#ifndef _KERNEL_FTRACE_VENEER_POOL_H
#define _KERNEL_FTRACE_VENEER_POOL_H

#include <linux/mm.h>
#include <linux/types.h>

#include <asm/ftrace_veneer.h>

/**
 * struct ftrace_veneer - one veneer
 * @node: among those of all pools, by @target, unless it never had one
 * @idle: when @users is 0: among the free ones of the pool, or those that rest
 * @pool: where its code and literal are
 * @target: the trampoline it jumps to
 * @users: how many sites branch to it
 * @leaving: how many of these are switched to another trampoline
 * @switch_nr: the switch that @leaving and @before are about
 * @before: the target before that one moved it, 0 if it did not
 * @left_nr: the wait after which nobody comes from a site that has left
 * @free: nobody uses it or can still be in it
 */
struct ftrace_veneer {
	struct hlist_node	node;
	struct list_head	idle;
	struct veneer_pool	*pool;
	unsigned long		target;
	unsigned int		users;
	unsigned int		leaving;
	unsigned int		switch_nr;
	unsigned long		before;
	unsigned long		left_nr;
	bool			free;
};

/**
 * struct veneer_pool - memory for veneers, within reach of some sites
 * @next: among all pools
 * @code: the first veneer's code
 * @literal: the first veneer's literal
 * @free: its free veneers
 * @nr_free: how many these are
 * @veneer: one for each slot
 */
struct veneer_pool {
	struct list_head	next;
	void			*code;
	unsigned long		*literal;
	struct list_head	free;
	unsigned int		nr_free;
	struct ftrace_veneer	veneer[];
};

/* As many as fit into a page of code. */
#define VENEERS		(PAGE_SIZE / FTRACE_VENEER_SIZE)

struct veneer_pool *veneer_pool_alloc(unsigned long site);
bool veneer_pool_reaches(const struct veneer_pool *pool, unsigned long site);
unsigned int veneer_index(const struct ftrace_veneer *veneer);
unsigned long veneer_addr(const struct ftrace_veneer *veneer);

#endif /* _KERNEL_FTRACE_VENEER_POOL_H */
