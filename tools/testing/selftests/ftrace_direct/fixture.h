/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where every test starts: the module is loaded, nothing is attached, all
 * counters are zero. README shows how to write a test.
 *
 * A test itself skips where it does not apply. Its setup cannot: before 6.10 the
 * harness runs a test whose setup skipped, and reports a skip whatever happens.
 */
#ifndef FTRACE_DIRECT_FIXTURE_H
#define FTRACE_DIRECT_FIXTURE_H

#include "harness.h"
#include "device.h"

/*
 * DEFINE_FIXTURE_THEN(name, then): also call @then after each test. It restores
 * the system to what it was after boot and returns 0.
 */
#define DEFINE_FIXTURE_THEN(name, then)					\
	FIXTURE(name)							\
	{								\
		int fd;							\
	};								\
									\
	FIXTURE_SETUP(name)						\
	{								\
		self->fd = device_open();				\
		ASSERT_LE(0, self->fd);					\
		ASSERT_EQ(0, device_reset(self->fd));			\
	}								\
									\
	FIXTURE_TEARDOWN(name)						\
	{								\
		EXPECT_EQ(0, device_reset(self->fd));			\
		EXPECT_EQ(0, then());					\
		close(self->fd);					\
	}

static inline int then_nothing(void)
{
	return 0;
}

#define DEFINE_FIXTURE(name) DEFINE_FIXTURE_THEN(name, then_nothing)

/*
 * TEST_IF(fixture, condition, reason, test): define a test that skips with
 * @reason unless @condition, in which self->fd is the device, holds. Its body
 * sees two hidden names: fd, the open device, and _metadata, which the macros of
 * the harness (ASSERT_*, EXPECT_*, TH_LOG) need and helpers are passed.
 */
#define TEST_IF(fixture, condition, reason, test)			\
	TEST_IF_WITHIN(fixture, condition, reason, test,		\
		       TEST_TIMEOUT_DEFAULT)

#define TEST_IF_WITHIN(fixture, condition, reason, test, seconds)	\
	static void test(struct __test_metadata *_metadata, int fd);	\
									\
	TEST_F_TIMEOUT(fixture, test, seconds)				\
	{								\
		if (!(condition))					\
			SKIP(return, reason);				\
		test(_metadata, self->fd);				\
	}								\
									\
	static void test(struct __test_metadata *_metadata, int fd)

/*
 * Seconds for a slow test. The harness's default of 30 is too short for it on an
 * emulated CPU with KASAN and lockdep and three more such guests on the machine.
 */
#define TEST_TIMEOUT_SLOW	600

/* A test that needs direct calls. */
#define TEST_DIRECT(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT),		\
		"this kernel has no direct calls", test)

/* One whose length an environment variable sets. */
#define TEST_DIRECT_LONG(test)						\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT),	\
		       "this kernel has no direct calls", test, 12 * 3600)

/* A test of kernels that must refuse direct calls. */
#define TEST_ABSENT(test)						\
	TEST_IF(absent, !device_has(self->fd, DCT_HAS_DIRECT),		\
		"this kernel has direct calls", test)

/* A test of kernels with and without direct calls. */
#define TEST_ANY(test)							\
	TEST_IF(any, device_has(self->fd, DCT_HAS_TRACER),		\
		"this kernel cannot trace functions", test)

#endif /* FTRACE_DIRECT_FIXTURE_H */
