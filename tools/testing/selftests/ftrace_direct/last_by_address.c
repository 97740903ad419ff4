// SPDX-License-Identifier: GPL-2.0
/*
 * unregister_ftrace_direct() by address without memory, DC-30: it returns -ENOMEM
 * and leaves the direct call attached, or succeeds.
 *
 * Runs last: where it fails, as on an untouched 5.10 or 6.1, the accounted functions
 * are unusable until the next boot. ftrace has half detached them, and refuses both
 * to detach them and to attach to them again.
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
