// SPDX-License-Identifier: GPL-2.0
/*
 * ftrace_direct_many.ko: DCT_NR_MANY functions, to attach direct calls to many
 * at once. A module of its own, so that no other test has to load it.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/module.h>

#include "many.h"

static struct dct_many_table table;

/* No two alike, or the compiler may make one of them. */
#define MANY(n)								\
	static noinline void many_##n(unsigned long number)		\
	{								\
		const unsigned long own = n;				\
									\
		if (number == own)					\
			table.bodies[own]++;				\
	}

/* MANY(0) and so on, one a line; the Makefile makes it. */
#include "many_functions.h"

#undef MANY
#define MANY(n) many_##n,

static struct dct_many_table table = {
	.func = {
#include "many_functions.h"
	},
};

static int __init many_init(void)
{
	unsigned int n;

	/* The Makefile knows DCT_NR_MANY too. */
	for (n = 0; n < DCT_NR_MANY; n++)
		if (!table.func[n])
			return -ENOENT;
	return dct_many_offer(&table);
}

static void __exit many_exit(void)
{
	dct_many_withdraw();
}

module_init(many_init);
module_exit(many_exit);

MODULE_DESCRIPTION("Direct-call tests: many functions");
MODULE_LICENSE("GPL");
