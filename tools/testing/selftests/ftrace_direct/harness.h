/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kselftest harness, of any base.
 *
 * Before 6.10 the harness prints the reason of a skipped test, but not its name, so
 * that no report could name the test.
 */
#ifndef FTRACE_DIRECT_HARNESS_H
#define FTRACE_DIRECT_HARNESS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "kselftest.h"

static inline void skip_with_name(const char *fixture, const char *variant,
				  const char *test, const char *reason)
{
	ksft_cnt.ksft_xskip++;
	printf("ok %u %s%s%s.%s # SKIP %s\n", ksft_test_num(), fixture,
	       variant[0] ? "." : "", variant, test, reason);
}

/* The harness calls it in one place only, where f, variant and t are in scope. */
#define ksft_test_result_skip(fmt, reason)				\
	skip_with_name(f->name, variant->name, t->name, reason)

#include "kselftest_harness.h"

#endif /* FTRACE_DIRECT_HARNESS_H */
