// SPDX-License-Identifier: GPL-2.0
/*
 * What ran how often, and with what arguments. Handlers call this, so it must not be
 * traced.
 */
#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/export.h>
#include <linux/string.h>

#include "internal.h"

static atomic64_t body, handler[DCT_NR_TRAMPS], callback, bad_args;
static __u64 handler_args[DCT_NR_ARGS], body_args[DCT_NR_ARGS];
static __u64 expected[DCT_NR_ARGS];

int dct_count_reset(void)
{
	int i;

	atomic64_set(&body, 0);
	atomic64_set(&callback, 0);
	atomic64_set(&bad_args, 0);
	for (i = 0; i < DCT_NR_TRAMPS; i++)
		atomic64_set(&handler[i], 0);
	memset(handler_args, 0, sizeof(handler_args));
	memset(body_args, 0, sizeof(body_args));
	memset(expected, 0, sizeof(expected));
	return 0;
}

/**
 * dct_count_expect - set the arguments that the next calls pass
 * @args: DCT_NR_ARGS of them
 */
void dct_count_expect(const __u64 *args)
{
	memcpy(expected, args, sizeof(expected));
}

static notrace void note(__u64 *seen, const __u64 *args, int nr)
{
	bool bad = false;
	int i;

	for (i = 0; i < nr; i++) {
		WRITE_ONCE(seen[i], args[i]);
		bad |= args[i] != READ_ONCE(expected[i]);
	}
	if (bad)
		atomic64_inc(&bad_args);
}

notrace void dct_count_body(const __u64 *args)
{
	atomic64_inc(&body);
	note(body_args, args, DCT_NR_ARGS);
}
EXPORT_SYMBOL_GPL(dct_count_body);

notrace void dct_count_handler(unsigned int tramp, const __u64 *args, int nr)
{
	atomic64_inc(&handler[tramp]);
	note(handler_args, args, nr);
}

notrace void dct_count_callback(void)
{
	atomic64_inc(&callback);
}

int dct_count_read(struct dct_counts *counts)
{
	int i;

	counts->body = atomic64_read(&body);
	counts->callback = atomic64_read(&callback);
	counts->bad_args = atomic64_read(&bad_args);
	for (i = 0; i < DCT_NR_TRAMPS; i++)
		counts->handler[i] = atomic64_read(&handler[i]);
	memcpy(counts->handler_args, handler_args, sizeof(handler_args));
	memcpy(counts->body_args, body_args, sizeof(body_args));
	return 0;
}
