// SPDX-License-Identifier: GPL-2.0
/*
 * unregister_ftrace_direct() by address without memory, DC-30: it fails and leaves
 * the direct call attached, or does without.
 *
 * Runs last, since it leaves the accounted functions unusable until the next boot
 * where it fails. On 5.10 and 6.1 as they come the function is taken away from
 * ftrace but stays marked: nobody can attach to it any more.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>

#include "by_address_tests.h"

DEFINE_FIXTURE(direct)

TEST_NO_MEMORY(dc30_unregister_without_memory)
{
	ASSERT_EQ(0, fault_prepare());
	ASSERT_EQ(0, attach(fd, 0, 0));
	without_memory(_metadata, fd, detach_first, attach_first, 0, -1, -1);
	ASSERT_EQ(0, attach(fd, 1, 0));
	without_memory(_metadata, fd, detach_first, attach_first, 0, -1, 0);
}

TEST_HARNESS_MAIN
