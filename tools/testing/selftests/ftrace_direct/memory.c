// SPDX-License-Identifier: GPL-2.0
/*
 * Each allocation that the interface makes fails once, DC-30. Either the operation
 * succeeds without it, or it returns -ENOMEM, all is as before, DC-22, and the same
 * operation succeeds later. last_unregister.c tests how direct calls are detached.
 *
 * With FTRACE_DIRECT_LONG in the environment each single allocation fails, else
 * the first ones and then ever fewer.
 */
#include "memory_tests.h"

/* The module sets the filter here, so that later only ftrace allocates. */
static void choose(struct __test_metadata *_metadata, int fd,
		   struct dct_many *many)
{
	ASSERT_EQ(0, attach(fd, many));
	ASSERT_EQ(0, detach(fd, many, many->tramp));
}

static void register_so_many(struct __test_metadata *_metadata, int fd,
			     unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	choose(_metadata, fd, &many);
	do {
		failed = with_failure(_metadata, fd, &many, nth, attach, &err,
				      &tally);
		if (err)
			check_none(_metadata, fd);
		if (err)
			ASSERT_EQ(0, attach(fd, &many));
		check_calls(_metadata, fd, 0, count, 0);
		ASSERT_EQ(0, detach(fd, &many, 0));
		nth = next(nth);
	} while (failed);
	check_none(_metadata, fd);
	print_tally(_metadata, "register", &tally);
	EXPECT_LT(0, tally.refused);
}

static int to_new(int fd, struct dct_many *many)
{
	return modify(fd, many, 1);
}

static void modify_so_many(struct __test_metadata *_metadata, int fd,
			   unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	ASSERT_EQ(0, attach(fd, &many));
	do {
		failed = with_failure(_metadata, fd, &many, nth, to_new, &err,
				      &tally);
		check_calls(_metadata, fd, 0, count, !err);
		ASSERT_EQ(0, to_new(fd, &many));
		check_calls(_metadata, fd, 0, count, 1);
		ASSERT_EQ(0, modify(fd, &many, 0));
		nth = next(nth);
	} while (failed);
	ASSERT_EQ(0, detach(fd, &many, 0));
	check_none(_metadata, fd);
	print_tally(_metadata, "modify", &tally);
}

TEST_MEMORY(dc30_register_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	register_so_many(_metadata, fd, FEW);
	register_so_many(_metadata, fd, MANY);
}

TEST_MEMORY(dc22_modify_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	modify_so_many(_metadata, fd, FEW);
	modify_so_many(_metadata, fd, MANY);
}

TEST_HARNESS_MAIN
