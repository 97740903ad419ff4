// SPDX-License-Identifier: GPL-2.0
/*
 * unregister_ftrace_direct() without memory, DC-30: the functions are detached in
 * any case.
 *
 * Runs last: where it fails, as on an untouched 5.10, functions of
 * ftrace_direct_many.ko are unusable until the next boot.
 */
#include "memory_tests.h"

static int take_away(int fd, struct dct_many *many)
{
	return detach(fd, many, 0);
}

static void unregister_so_many(struct __test_metadata *_metadata, int fd,
			       unsigned int count)
{
	struct dct_many many = { .count = count };
	struct tally tally = {};
	unsigned int nth = 1;
	bool failed;
	int err;

	do {
		ASSERT_EQ(0, attach(fd, &many));
		failed = with_failure(_metadata, fd, &many, nth, take_away,
				      &err, &tally);
		ASSERT_EQ(0, err);
		check_none(_metadata, fd);
		nth = next(nth);
	} while (failed);
	print_tally(_metadata, "unregister", &tally);
}

TEST_MEMORY(dc30_unregister_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	unregister_so_many(_metadata, fd, FEW);
	unregister_so_many(_metadata, fd, MANY);
}

TEST_HARNESS_MAIN
