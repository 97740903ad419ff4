// SPDX-License-Identifier: GPL-2.0
/*
 * The return address in a callback's registers, DC-11: reading it yields the true
 * caller, setting it redirects the return. Callbacks that ask for all registers
 * ("saved") and those that do not ("plain") come from different entry code.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

DEFINE_FIXTURE(any)
DEFINE_FIXTURE(direct)

#define CALLS	100
#define PLAIN	0
#define SAVED	DCT_RETADDR_SAVE

#define TARGET	"dct_retaddr_target"

static bool has_graph_tracer(void);

#define SAVED_REGS	DCT_HAS_RETURN_SAVED
#define PLAIN_REGS	(DCT_HAS_RETURN_PLAIN | DCT_PLAIN_REGS_NULL)

/* Without registers there is no claim. */
#define TEST_WITH(regs, test)						\
	TEST_IF(any, device_has(self->fd, regs),			\
		"such a callback gets no pt_regs here", test)

#define TEST_WITH_DIRECT(regs, test)					\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		device_has(self->fd, regs),				\
		"no direct calls, or such a callback gets no pt_regs", test)

#define TEST_WITH_GRAPH(regs, test)					\
	TEST_IF(any, device_has(self->fd, regs) && has_graph_tracer(),	\
		"no graph tracer, or such a callback gets no pt_regs", test)

/* What holds for CALLS calls, whatever is attached. */
static void call(struct __test_metadata *_metadata, int fd,
		 unsigned int handlers, struct dct_retaddr_call *seen)
{
	ASSERT_EQ(0, retaddr_call(fd, CALLS, seen));
	EXPECT_EQ(CALLS, seen->callback);
	EXPECT_EQ(CALLS, seen->body);
	EXPECT_EQ(handlers * CALLS, seen->handler);
	EXPECT_EQ(0, seen->bad_results);
}

static bool gets_regs(int fd, unsigned int kind)
{
	return kind == SAVED || device_has(fd, DCT_HAS_RETURN_PLAIN);
}

/*
 * The callback that @flags describe, without a graph tracer. A function that is made
 * to return elsewhere returns from there to what was read. Returns whether that was
 * the caller: if not, setting it would crash.
 */
static bool check(struct __test_metadata *_metadata, int fd, unsigned int flags,
		  unsigned int handlers)
{
	bool sets = flags & DCT_RETADDR_SET;
	struct dct_retaddr_call seen;

	call(_metadata, fd, handlers, &seen);
	if (!gets_regs(fd, flags & DCT_RETADDR_SAVE)) {
		EXPECT_EQ(handlers ? 0 : CALLS, seen.no_regs);
		EXPECT_EQ(0, seen.landed);
		return true;
	}
	EXPECT_EQ(CALLS, seen.at_caller);
	EXPECT_EQ(0, seen.hooked);
	EXPECT_EQ(sets ? CALLS : 0, seen.landed);
	if (flags & DCT_RETADDR_SAVE && device_has(fd, DCT_HAS_SAVE_REGS))
		EXPECT_EQ(CALLS, seen.full_regs);
	return seen.at_caller == CALLS;
}

static bool check_alone(struct __test_metadata *_metadata, int fd,
			unsigned int flags)
{
	struct dct_retaddr_call seen;
	bool good;

	ASSERT_EQ(0, retaddr_callback_on(fd, flags));
	good = check(_metadata, fd, flags, 0);
	ASSERT_EQ(0, retaddr_callback_off(fd));

	/* Nothing of it is left. */
	ASSERT_EQ(0, retaddr_call(fd, CALLS, &seen));
	EXPECT_EQ(0, seen.callback);
	EXPECT_EQ(0, seen.landed);
	EXPECT_EQ(CALLS, seen.body);
	EXPECT_EQ(0, seen.bad_results);
	return good;
}

static void check_set(struct __test_metadata *_metadata, int fd,
		      unsigned int kind)
{
	if (check_alone(_metadata, fd, kind))
		check_alone(_metadata, fd, kind | DCT_RETADDR_SET);
}

TEST_WITH(SAVED_REGS, dc11_saved_get)
{
	check_alone(_metadata, fd, SAVED);
}

TEST_WITH(SAVED_REGS, dc11_saved_set)
{
	check_set(_metadata, fd, SAVED);
}

TEST_WITH(PLAIN_REGS, dc11_plain_get)
{
	check_alone(_metadata, fd, PLAIN);
}

TEST_WITH(PLAIN_REGS, dc11_plain_set)
{
	check_set(_metadata, fd, PLAIN);
}

/* The direct call is entered with the changed address and passes it on. */
static bool check_with_direct(struct __test_metadata *_metadata, int fd,
			      unsigned int flags, bool direct_first)
{
	bool good;

	if (direct_first)
		ASSERT_EQ(0, retaddr_direct(fd, true));
	ASSERT_EQ(0, retaddr_callback_on(fd, flags));
	if (!direct_first)
		ASSERT_EQ(0, retaddr_direct(fd, true));
	good = check(_metadata, fd, flags, 1);
	ASSERT_EQ(0, retaddr_direct(fd, false));
	good &= check(_metadata, fd, flags, 0);
	ASSERT_EQ(0, retaddr_callback_off(fd));
	return good;
}

static void check_direct(struct __test_metadata *_metadata, int fd,
			 unsigned int kind, bool direct_first)
{
	if (check_with_direct(_metadata, fd, kind, direct_first))
		check_with_direct(_metadata, fd, kind | DCT_RETADDR_SET,
				  direct_first);
}

TEST_WITH_DIRECT(SAVED_REGS, dc11_saved_before_direct)
{
	check_direct(_metadata, fd, SAVED, false);
}

TEST_WITH_DIRECT(SAVED_REGS, dc11_saved_after_direct)
{
	check_direct(_metadata, fd, SAVED, true);
}

TEST_WITH_DIRECT(PLAIN_REGS, dc11_plain_before_direct)
{
	check_direct(_metadata, fd, PLAIN, false);
}

TEST_WITH_DIRECT(PLAIN_REGS, dc11_plain_after_direct)
{
	check_direct(_metadata, fd, PLAIN, true);
}

static int tracing_write(const char *file, const char *text)
{
	char path[128];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/sys/kernel/tracing/%s", file);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -1;
	len = write(fd, text, strlen(text));
	close(fd);
	return len == (ssize_t)strlen(text) ? 0 : -1;
}

static int graph_on(void)
{
	return tracing_write("set_ftrace_filter", TARGET) ?:
	       tracing_write("current_tracer", "function_graph");
}

static int graph_off(void)
{
	int err = tracing_write("current_tracer", "nop");

	tracing_write("set_ftrace_filter", "");
	tracing_write("trace", "");
	return err;
}

/* The graph tracer saw the calls; otherwise the test showed nothing. */
static bool graph_has_target(void)
{
	FILE *trace = fopen("/sys/kernel/tracing/trace", "r");
	char line[512];
	bool found = false;

	if (!trace)
		return false;
	while (!found && fgets(line, sizeof(line), trace))
		found = strstr(line, TARGET);
	fclose(trace);
	return found;
}

/*
 * Which of the two runs first depends on the architecture and on the order in which
 * they were attached. The callback reads the true caller, or what the graph tracer
 * wrote there and the function's body finds there too.
 */
static bool check_hooked(struct __test_metadata *_metadata, int fd,
			 unsigned int flags)
{
	struct dct_retaddr_call seen;

	call(_metadata, fd, 0, &seen);
	EXPECT_TRUE(graph_has_target());
	if (!gets_regs(fd, flags & DCT_RETADDR_SAVE))
		return true;
	if (flags & DCT_RETADDR_SET) {
		EXPECT_EQ(CALLS, seen.landed);
		return true;
	}
	EXPECT_EQ(0, seen.landed);
	EXPECT_EQ(CALLS, seen.at_caller + seen.hooked);
	return seen.at_caller + seen.hooked == CALLS;
}

static bool check_graph(struct __test_metadata *_metadata, int fd,
			unsigned int flags, bool graph_first)
{
	int err = 0;
	bool good;

	if (graph_first)
		err = graph_on();
	EXPECT_EQ(0, retaddr_callback_on(fd, flags));
	if (!graph_first)
		err = graph_on();
	EXPECT_EQ(0, err);
	good = check_hooked(_metadata, fd, flags);
	EXPECT_EQ(0, retaddr_callback_off(fd));
	EXPECT_EQ(0, graph_off());
	return good;
}

static void check_graph_orders(struct __test_metadata *_metadata, int fd,
			       unsigned int kind)
{
	if (check_graph(_metadata, fd, kind, false))
		check_graph(_metadata, fd, kind | DCT_RETADDR_SET, false);
	if (check_graph(_metadata, fd, kind, true))
		check_graph(_metadata, fd, kind | DCT_RETADDR_SET, true);
}

static bool has_graph_tracer(void)
{
	FILE *file = fopen("/sys/kernel/tracing/available_tracers", "r");
	char line[512] = "";

	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	return strstr(line, "function_graph");
}

TEST_WITH_GRAPH(SAVED_REGS, dc11_saved_with_graph)
{
	check_graph_orders(_metadata, fd, SAVED);
}

TEST_WITH_GRAPH(PLAIN_REGS, dc11_plain_with_graph)
{
	check_graph_orders(_metadata, fd, PLAIN);
}

TEST_HARNESS_MAIN
