// SPDX-License-Identifier: GPL-2.0
/* Switches as the kernel makes them by default: in place if it can. */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "inplace.h"

#define SWITCHES		200
#define TEST_SWITCH(test)	TEST_DIRECT_LONG(test)

DEFINE_FIXTURE(direct)

#include "switch_tests.h"

TEST_HARNESS_MAIN
