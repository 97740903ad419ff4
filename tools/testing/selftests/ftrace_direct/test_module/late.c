// SPDX-License-Identifier: GPL-2.0
/*
 * ftrace_direct_late.ko: a function of a module that is loaded after the test module
 * and can be unloaded and loaded again.
 */
#include <linux/module.h>

#include "kinds.h"

static noinline u64 dct_late_function(DCT_ARGS)
{
	const __u64 args[] = { a0, a1, a2, a3, a4, a5, a6, a7 };

	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW);
}

/* Its memory is freed when late_init() has returned. */
static noinline __init u64 dct_late_init_function(DCT_ARGS)
{
	const __u64 args[] = { a0, a1, a2, a3, a4, a5, a6, a7 };

	dct_count_body(args);
	return dct_mix(args, DCT_SEED_LOW);
}

static int __init late_init(void)
{
	dct_late_in_init(dct_late_init_function);
	return dct_late_offer(dct_late_function);
}

static void __exit late_exit(void)
{
	dct_late_withdraw();
}

module_init(late_init);
module_exit(late_exit);

MODULE_DESCRIPTION("Direct-call tests: a module that is loaded later");
MODULE_LICENSE("GPL");
