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

/* One page of code, perhaps not full, followed by a literal for each veneer. */
#define LITERAL_PAGES		DIV_ROUND_UP(VENEERS * sizeof(long), PAGE_SIZE)
#define POOL_SIZE		((1 + LITERAL_PAGES) * PAGE_SIZE)

/* Where vmalloc space is in reach of all sites, no other memory is needed. */
#ifndef ftrace_veneer_pages
static void *ftrace_veneer_pages(unsigned long site, size_t size)
{
	return NULL;
}

static void ftrace_veneer_free_pages(void *pages, size_t size)
{
}
#endif

/**
 * ftrace_veneer_index - the index of a veneer in its pool
 * @veneer: the veneer
 *
 * Return: the index of its code and of its literal
 */
unsigned int ftrace_veneer_index(const struct ftrace_veneer *veneer)
{
	return veneer - veneer->pool->veneer;
}

/**
 * ftrace_veneer_addr - the address that a site branches to
 * @veneer: the veneer
 *
 * Return: the address of its code
 */
unsigned long ftrace_veneer_addr(const struct ftrace_veneer *veneer)
{
	return (unsigned long)veneer->pool->code +
	       ftrace_veneer_index(veneer) * FTRACE_VENEER_SIZE;
}

/**
 * ftrace_veneer_pool_reaches - can a site branch to all veneers of a pool?
 * @pool: the pool
 * @site: address of the patch site
 *
 * Return: true if it can
 */
bool ftrace_veneer_pool_reaches(const struct ftrace_veneer_pool *pool,
				unsigned long site)
{
	unsigned long first = (unsigned long)pool->code;

	return ftrace_veneer_reaches(site, first) &&
	       ftrace_veneer_reaches(site, first + SZ_4K - FTRACE_VENEER_SIZE);
}

/* The code becomes read-only and executable; the literals stay writable. */
static int ftrace_veneer_pool_write_code(struct ftrace_veneer_pool *pool)
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

/* Memory in reach of a site, writable and not executable. */
static void *ftrace_veneer_pool_memory(unsigned long site)
{
	unsigned long start, end;

	ftrace_veneer_region(site, &start, &end);
	if (start == end)
		return ftrace_veneer_pages(site, POOL_SIZE);
	return __vmalloc_node_range(POOL_SIZE, PAGE_SIZE, start, end,
				    GFP_KERNEL | __GFP_NOWARN | __GFP_ZERO,
				    PAGE_KERNEL, VM_FLUSH_RESET_PERMS,
				    NUMA_NO_NODE, __builtin_return_address(0));
}

static void ftrace_veneer_pool_free_memory(void *memory)
{
	if (is_vmalloc_or_module_addr(memory))
		vfree(memory);
	else
		ftrace_veneer_free_pages(memory, POOL_SIZE);
}

/**
 * ftrace_veneer_pool_alloc - allocate a pool
 * @site: address of a patch site that must reach it
 *
 * Context: Process context, may sleep.
 * Return: the pool, or NULL if there is no memory in reach, or if the code
 * cannot be made read-only and executable. All veneers of the pool are free and
 * jump nowhere yet. The pool is never freed.
 */
struct ftrace_veneer_pool *ftrace_veneer_pool_alloc(unsigned long site)
{
	struct ftrace_veneer_pool *pool;
	unsigned int i;

	pool = kvzalloc(struct_size(pool, veneer, VENEERS),
			GFP_KERNEL | __GFP_NOWARN);
	if (!pool)
		return NULL;

	pool->code = ftrace_veneer_pool_memory(site);
	if (!pool->code)
		goto free;
	/* The code is executed and loads relative to itself: no tag. */
	pool->code = kasan_reset_tag(pool->code);
	pool->literal = pool->code + PAGE_SIZE;
	/* Otherwise ftrace_veneer_reserve() would allocate pools for ever. */
	if (WARN_ON_ONCE(!ftrace_veneer_pool_reaches(pool, site)))
		goto free_memory;
	if (ftrace_veneer_pool_write_code(pool))
		goto free_memory;

	INIT_LIST_HEAD(&pool->free);
	for (i = 0; i < VENEERS; i++) {
		pool->veneer[i].pool = pool;
		pool->veneer[i].free = true;
		list_add_tail(&pool->veneer[i].idle, &pool->free);
	}
	pool->nr_free = VENEERS;

	pool->text.start = (unsigned long)pool->code;
	pool->text.size = VENEERS * FTRACE_VENEER_SIZE;
	pool->text.name = "ftrace_veneer";
	ftrace_direct_text_add(&pool->text);
	return pool;

free_memory:
	ftrace_veneer_pool_free_memory(pool->code);
free:
	kvfree(pool);
	return NULL;
}
