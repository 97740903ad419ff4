// SPDX-License-Identifier: GPL-2.0
/* Pools of veneers for direct calls, see ftrace_veneer_pool.h. */
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/set_memory.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <asm/cacheflush.h>

#include "ftrace_veneer_pool.h"

/* One page of code, as many literals behind it as it has veneers. */
#define LITERAL_PAGES		DIV_ROUND_UP(VENEERS * sizeof(long), PAGE_SIZE)
#define POOL_SIZE		((1 + LITERAL_PAGES) * PAGE_SIZE)

/**
 * veneer_index - which veneer of its pool is it?
 * @veneer: one of a pool
 *
 * Return: the number of its slot, and of its literal
 */
unsigned int veneer_index(const struct ftrace_veneer *veneer)
{
	return veneer - veneer->pool->veneer;
}

/**
 * veneer_addr - where a site has to branch to
 * @veneer: one of a pool
 *
 * Return: the address of its code
 */
unsigned long veneer_addr(const struct ftrace_veneer *veneer)
{
	return (unsigned long)veneer->pool->code +
	       veneer_index(veneer) * FTRACE_VENEER_SIZE;
}

/**
 * veneer_pool_reaches - can a site branch to any veneer of a pool?
 * @pool: the pool
 * @site: address of the patch site
 */
bool veneer_pool_reaches(const struct veneer_pool *pool, unsigned long site)
{
	unsigned long first = (unsigned long)pool->code;

	return ftrace_veneer_reaches(site, first) &&
	       ftrace_veneer_reaches(site, first + PAGE_SIZE - FTRACE_VENEER_SIZE);
}

/* Executable and read-only, the literals neither. */
static int pool_write_code(struct veneer_pool *pool)
{
	unsigned long code = (unsigned long)pool->code;
	unsigned int i;
	int err;

	for (i = 0; i < VENEERS; i++)
		ftrace_veneer_emit(pool->code + i * FTRACE_VENEER_SIZE,
				   pool->literal + i);
	flush_icache_range(code, code + PAGE_SIZE);

	err = set_memory_ro(code, 1);
	return err ?: set_memory_x(code, 1);
}

/**
 * veneer_pool_alloc - make a pool
 * @site: address of a patch site that has to reach it
 *
 * Context: Process context, may sleep.
 * Return: the pool, all of whose veneers are free and jump nowhere yet, or NULL
 * when there is no memory, or none within reach. It is never given back.
 */
struct veneer_pool *veneer_pool_alloc(unsigned long site)
{
	unsigned long start, end;
	struct veneer_pool *pool;
	unsigned int i;

	pool = kvzalloc(struct_size(pool, veneer, VENEERS),
			GFP_KERNEL | __GFP_NOWARN);
	if (!pool)
		return NULL;

	ftrace_veneer_region(site, &start, &end);
	pool->code = __vmalloc_node_range(POOL_SIZE, PAGE_SIZE, start, end,
					  GFP_KERNEL | __GFP_NOWARN | __GFP_ZERO,
					  PAGE_KERNEL, VM_FLUSH_RESET_PERMS,
					  NUMA_NO_NODE,
					  __builtin_return_address(0));
	if (!pool->code)
		goto free;
	/* Run, and loaded from relative to the program counter: no tag. */
	pool->code = kasan_reset_tag(pool->code);
	pool->literal = pool->code + PAGE_SIZE;
	/* Or whoever waits for room would ask for one pool after the other. */
	if (WARN_ON_ONCE(!veneer_pool_reaches(pool, site)))
		goto vfree;
	if (pool_write_code(pool))
		goto vfree;

	INIT_LIST_HEAD(&pool->free);
	for (i = 0; i < VENEERS; i++) {
		pool->veneer[i].pool = pool;
		pool->veneer[i].free = true;
		list_add_tail(&pool->veneer[i].idle, &pool->free);
	}
	pool->nr_free = VENEERS;
	return pool;

vfree:
	vfree(pool->code);
free:
	kvfree(pool);
	return NULL;
}
