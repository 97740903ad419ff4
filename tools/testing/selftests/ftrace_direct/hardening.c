// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls in kernels that are hardened or built in another way: DC-38. Each
 * test first checks that its mechanism is active, then calls in every way: from
 * the site, through the list function, to far trampolines, and across switches.
 * A branch that violates a rule crashes the kernel.
 *
 * ci/flavors/<flavor>.manifest says which of these tests have to run.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <fcntl.h>
#include <string.h>

DEFINE_FIXTURE(direct)

#define CALLS	100
#define SPECTRE	"/sys/devices/system/cpu/vulnerabilities/spectre_v2"

static struct dct_hardening hardening(int fd)
{
	struct dct_hardening now = {};

	ASK(fd, DCT_HARDENING, &now);
	return now;
}

/* The first line of a file of the kernel, empty if it cannot be read. */
static const char *line_of(const char *path)
{
	static char line[512];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);

	line[n < 0 ? 0 : n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (fd >= 0)
		close(fd);
	return line;
}

static void reset(struct __test_metadata *_metadata, int fd)
{
	ASSERT_EQ(0, device_reset(fd));
}

/* Call. All calls reach @tramp, and the callback if it is attached. */
static void call(struct __test_metadata *_metadata, int fd, unsigned int tramp,
		 bool callback)
{
	struct dct_counts before, counts;

	ASSERT_EQ(0, read_counts(fd, &before));
	ASSERT_EQ(0, call_times(fd, CALLS));
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(CALLS, counts.handler[tramp] - before.handler[tramp]);
	EXPECT_EQ(before.handler[!tramp], counts.handler[!tramp]);
	EXPECT_EQ(callback ? CALLS : 0, counts.callback - before.callback);
	EXPECT_EQ(CALLS, counts.body - before.body);
	EXPECT_EQ(0, counts.bad_args);
}

static void call_all_ways(struct __test_metadata *_metadata, int fd)
{
	unsigned int tramp;

	ASSERT_EQ(0, direct_register(fd, 0, 0));
	call(_metadata, fd, 0, false);
	ASSERT_EQ(0, callback_on(fd));
	call(_metadata, fd, 0, true);
	ASSERT_EQ(0, direct_modify(fd, 0, 1));
	call(_metadata, fd, 1, true);
	ASSERT_EQ(0, callback_off(fd));
	call(_metadata, fd, 1, false);
	for (tramp = 0; tramp < DCT_NR_TRAMPS; tramp++) {
		ASSERT_EQ(0, direct_modify(fd, 0, tramp));
		call(_metadata, fd, tramp, false);
	}
	ASSERT_EQ(0, direct_unregister(fd, 0, 1));
}

static void call_near_and_far(struct __test_metadata *_metadata, int fd)
{
	int err;

	call_all_ways(_metadata, fd);
	reset(_metadata, fd);
	err = far_on(fd);
	if (err == -EOPNOTSUPP)
		return;
	ASSERT_EQ(0, err);
	call_all_ways(_metadata, fd);
}

static void see_and_call(struct __test_metadata *_metadata, int fd,
			 unsigned int what)
{
	EXPECT_EQ(what, hardening(fd).live & what)
		TH_LOG("configured and built, but not active");
	call_near_and_far(_metadata, fd);
}

/* A test of what this module was built with. */
#define TEST_BUILT(test, what)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		hardening(self->fd).built & (what),			\
		"no direct calls, or the module is not built with it", test)

/* An indirect branch has to arrive at a landing pad: BTI, ENDBR64. */
TEST_BUILT(dc38_landing_pads, DCT_HARDENED_TARGETS)
{
	see_and_call(_metadata, fd, DCT_HARDENED_TARGETS);
}

/* Return addresses are signed before they are stored: PAC. */
TEST_BUILT(dc38_signed_return_addresses, DCT_HARDENED_RETURNS)
{
	see_and_call(_metadata, fd, DCT_HARDENED_RETURNS);
}

TEST_BUILT(dc38_shadow_call_stack, DCT_HARDENED_SHADOW)
{
	see_and_call(_metadata, fd, DCT_HARDENED_SHADOW);
}

/* The target of an indirect call has to have the expected type: kCFI. */
TEST_BUILT(dc38_typed_calls, DCT_HARDENED_TYPES)
{
	see_and_call(_metadata, fd, DCT_HARDENED_TYPES);
}

/* Does the kernel report that it replaces indirect branches? */
static bool avoids_indirect_branches(void)
{
	const char *line = line_of(SPECTRE);

	return strstr(line, "Retpolines") || strstr(line, "execute trampolines");
}

/* Retpolines, expolines. */
TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&
	avoids_indirect_branches(),
	"no direct calls, or the kernel does not replace indirect branches",
	dc38_no_indirect_branches)
{
	struct dct_hardening now;

	TH_LOG("%s", line_of(SPECTRE));
	ASSERT_EQ(0, ASK(fd, DCT_HARDENING, &now));
	EXPECT_EQ(0, now.bare)
		TH_LOG("a trampoline has a plain indirect branch");
	call_near_and_far(_metadata, fd);
}

TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&
	hardening(self->fd).compiled & DCT_BUILT_SMALL,
	"no direct calls, or not built for size", dc38_built_for_size)
{
	call_near_and_far(_metadata, fd);
}

TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&
	hardening(self->fd).compiled & DCT_BUILT_BY_CLANG,
	"no direct calls, or not built by Clang", dc38_built_by_clang)
{
	EXPECT_NE(NULL, strstr(line_of("/proc/version"), "clang"))
		TH_LOG("the kernel was not: %s", line_of("/proc/version"));
	call_near_and_far(_metadata, fd);
}

TEST_HARNESS_MAIN
