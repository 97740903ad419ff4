// SPDX-License-Identifier: GPL-2.0
/* What a direct call does to the call: DC-01, DC-04, DC-05. */
#include "fixture.h"

DEFINE_FIXTURE(direct)

#define CALLS	1000

/* No two alike; each bit of each register is set once and clear once. */
#define WORD(n)	(0x0123456789abcdefULL * (2 * (n) + 1))
#define EIGHT(x) { x(0), x(1), x(2), x(3), x(4), x(5), x(6), x(7) }
#define NUMBER(n)	((n) + 1)
#define INVERTED(n)	(~WORD(n))
#define EVEN_SET(n)	((n) & 1 ? 0 : ~0ULL)
#define ODD_SET(n)	((n) & 1 ? ~0ULL : 0)

static const uint64_t patterns[][DCT_NR_ARGS] = {
	EIGHT(NUMBER), EIGHT(WORD), EIGHT(INVERTED), EIGHT(EVEN_SET),
	EIGHT(ODD_SET),
};

#define NR_PATTERNS	(sizeof(patterns) / sizeof(patterns[0]))

TEST_DIRECT(dc01_arguments)
{
	struct dct_call call = { .target = DCT_TARGET_WORD, .times = 1 };
	struct dct_counts counts;
	unsigned int i, arg, nr = device_reg_args(fd);

	ASSERT_LE(5, nr);
	ASSERT_EQ(0, direct_register(fd, 0, 0));
	for (i = 0; i < NR_PATTERNS; i++) {
		memcpy(call.args, patterns[i], sizeof(call.args));
		ASSERT_EQ(0, call_target(fd, &call));
		ASSERT_EQ(0, read_counts(fd, &counts));
		for (arg = 0; arg < nr; arg++)
			EXPECT_EQ(patterns[i][arg], counts.handler_args[arg]);
		for (arg = 0; arg < DCT_NR_ARGS; arg++)
			EXPECT_EQ(patterns[i][arg], counts.body_args[arg]);
	}
	EXPECT_EQ(NR_PATTERNS, counts.handler[0]);
	EXPECT_EQ(0, counts.bad_args);
}

/* Call once more. @calls is the number of calls so far, this one included. */
static void check_return(struct __test_metadata *_metadata, int fd,
			 unsigned int target, const uint64_t *args,
			 unsigned int calls)
{
	struct dct_call call = { .target = target, .times = 1 };
	struct dct_counts counts;

	memcpy(call.args, args, sizeof(call.args));
	ASSERT_EQ(0, call_target(fd, &call));
	EXPECT_EQ(dct_mix(call.args, DCT_SEED_LOW), call.result[0]);
	if (target == DCT_TARGET_PAIR)
		EXPECT_EQ(dct_mix(call.args, DCT_SEED_HIGH), call.result[1]);
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(calls, counts.handler[0]);
	EXPECT_EQ(calls, counts.body);
}

TEST_DIRECT(dc04_returns_one_register)
{
	unsigned int i;

	ASSERT_EQ(0, direct_register_to(fd, 0, 0, DCT_TARGET_WORD));
	for (i = 0; i < NR_PATTERNS; i++)
		check_return(_metadata, fd, DCT_TARGET_WORD, patterns[i],
			     i + 1);
}

TEST_DIRECT(dc04_returns_two_registers)
{
	unsigned int i;

	ASSERT_EQ(0, direct_register_to(fd, 0, 0, DCT_TARGET_PAIR));
	for (i = 0; i < NR_PATTERNS; i++)
		check_return(_metadata, fd, DCT_TARGET_PAIR, patterns[i],
			     i + 1);
}

TEST_DIRECT(dc05_runs_once)
{
	struct dct_counts counts;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[0]);
	EXPECT_EQ(0, counts.handler[1]);
	EXPECT_EQ(CALLS, counts.body);
	EXPECT_EQ(0, counts.bad_args);
}

TEST_HARNESS_MAIN
