// SPDX-License-Identifier: GPL-2.0
/* Stack traces in a handler, and in a callback: DC-13. */
#include "fixture.h"

#include "graph.h"
#include "tracefs.h"

DEFINE_FIXTURE_THEN(direct, tracefs_off)

#define TARGET	"dct_unwind_target"
#define CALLER	"dct_unwind_caller"

static int find(const struct dct_trace *trace, const char *name)
{
	int i;

	for (i = 0; i < trace->count; i++)
		if (!strcmp(trace->name[i], name))
			return i;
	return -1;
}

static void print(struct __test_metadata *_metadata, const char *what,
		  const struct dct_trace *trace)
{
	int i;

	TH_LOG("%s: %d", what, trace->count);
	for (i = 0; i < trace->count; i++)
		TH_LOG("  %s", trace->name[i]);
}

/* No trace shows what hooks returns. */
#define HOOK	"return_to_handler"

/* The trace has the traced function, and its caller next to it. */
static bool is_right(const struct dct_trace *trace)
{
	int target = find(trace, TARGET);

	return target >= 0 && find(trace, CALLER) == target + 1 &&
	       find(trace, HOOK) < 0;
}

static void check(struct __test_metadata *_metadata, int fd,
		  unsigned int callback)
{
	struct dct_unwind req = { .callback = callback };

	ASSERT_EQ(0, unwind(fd, &req));
	EXPECT_TRUE(is_right(&req.plain))
		print(_metadata, "trace", &req.plain);
	TH_LOG("reliable: %d", req.reliable.count);
	if (req.reliable.count < 0)
		return;		/* reported as not reliable */
	EXPECT_TRUE(is_right(&req.reliable))
		print(_metadata, "reliable trace", &req.reliable);
}

TEST_DIRECT(dc13_direct)
{
	check(_metadata, fd, 0);
}

TEST_DIRECT(dc13_callback_before_direct)
{
	check(_metadata, fd, 1);
}

TEST_DIRECT(dc13_callback_after_direct)
{
	check(_metadata, fd, 2);
}

/* The handler's trace needs nothing of ftrace's entries. That of a callback does. */
TEST_DIRECT(dc13_in_callback)
{
	check(_metadata, fd, 3);
}

TEST_DIRECT(dc13_in_callback_with_regs)
{
	check(_metadata, fd, 4);
}

TEST_DIRECT(dc13_graph_of_caller)
{
	ASSERT_EQ(0, graph_tracer_on(CALLER));
	check(_metadata, fd, 0);
	EXPECT_LT(0, graph_tracer_calls(CALLER));
}

TEST_DIRECT(dc13_graph_of_both)
{
	ASSERT_EQ(0, graph_tracer_on(CALLER " " TARGET));
	check(_metadata, fd, 0);
	EXPECT_LT(0, graph_tracer_calls(CALLER));
	EXPECT_LT(0, graph_tracer_calls(TARGET));
}

TEST_HARNESS_MAIN
