// SPDX-License-Identifier: GPL-2.0
/*
 * Switches with stub ops, on kernels that switch in place by default. Stub ops on
 * the same functions route calls through ftrace during the switch.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "inplace.h"

#define SWITCHES	20
#define TEST_SWITCH(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       !by_stub_ops(),					\
		       "no direct calls, or never switched in place",	\
		       test, 12 * 3600)

DEFINE_FIXTURE_THEN(direct, as_after_boot)

#include "switch_tests.h"

TEST_HARNESS_MAIN
