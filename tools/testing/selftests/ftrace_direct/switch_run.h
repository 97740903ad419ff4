/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tests of switches do: functions are called from many contexts and on all
 * CPUs, their trampoline is switched meanwhile, and afterwards each call is
 * accounted for in the context and on the CPU that made it.
 *
 * FTRACE_DIRECT_SWITCHES in the environment sets the number of switches of a long
 * run. A file that includes this one defines that of a quick run: SWITCHES.
 */
#include "accounts.h"
#include "kcsan.h"

#define MIN_SWITCHES	10
#define REREGISTERS	5	/* odd, for the new trampoline to be the last */
#define CALLS		4	/* in each trampoline, from each context and CPU */
#define MAX_CPUS	4096
#define STEP_US		2000
#define LIMIT_US	20000000	/* enough for a starved CPU */
#define ENOUGH_CALLS	10000	/* an attached trampoline has run by then */

#define OLD		0
#define NEW		1
#define FUNC(n)		BIT(n)

/* Where the calls of this test come from. */
static unsigned int contexts = MOST_CONTEXTS;

static unsigned int switches(void)
{
	const char *text = getenv("FTRACE_DIRECT_SWITCHES");
	long wanted = text ? strtol(text, NULL, 10) : SWITCHES;

	return wanted > MIN_SWITCHES ? wanted : MIN_SWITCHES;
}

static inline unsigned int some_switches(void)
{
	unsigned int some = switches() / 20;

	return some > MIN_SWITCHES ? some : MIN_SWITCHES;
}

/* Subjects of the long run: the quick run makes fewer switches. */
static inline unsigned int many_if_long(void)
{
	return getenv("FTRACE_DIRECT_SWITCHES") ? switches() : some_switches();
}

typedef void (*row_func)(struct __test_metadata *_metadata, int fd,
			 struct dct_account *row, unsigned int tramp);

/* For each function of @funcs, each context and each CPU that is online. */
static void visit_rows(struct __test_metadata *_metadata, int fd,
		       unsigned int funcs, row_func func, unsigned int tramp)
{
	unsigned int i, here = contexts_here(fd) & contexts;
	long cpus = sysconf(_SC_NPROCESSORS_CONF);
	struct dct_account row;

	ASSERT_NE(0, here);
	for (i = 0; i < DCT_NR_FUNCS * DCT_NR_CONTEXTS * cpus; i++) {
		row = (struct dct_account){
			.func = i / cpus / DCT_NR_CONTEXTS,
			.context = i / cpus % DCT_NR_CONTEXTS,
			.cpu = i % cpus,
		};
		if (!(funcs & BIT(row.func)) || !(here & BIT(row.context)))
			continue;
		ASSERT_EQ(0, account_read(fd, &row));
		if (row.online)
			func(_metadata, fd, &row, tramp);
	}
}

/* What a row has to reach, and after how many calls it is given up. */
static struct goal {
	uint64_t handled;
	uint64_t calls;
} goals[DCT_NR_FUNCS][DCT_NR_CONTEXTS][MAX_CPUS];

static void note_row(struct __test_metadata *_metadata, int fd,
		     struct dct_account *row, unsigned int tramp)
{
	ASSERT_GT(MAX_CPUS, row->cpu);
	goals[row->func][row->context][row->cpu] = (struct goal){
		.handled = row->handler[tramp] + CALLS,
		.calls = row->calls + ENOUGH_CALLS,
	};
}

static void wait_for_row(struct __test_metadata *_metadata, int fd,
			 struct dct_account *row, unsigned int tramp)
{
	struct goal goal = goals[row->func][row->context][row->cpu];
	int us;

	for (us = 0; row->handler[tramp] < goal.handled && us < LIMIT_US &&
	     row->calls < goal.calls; us += STEP_US) {
		usleep(STEP_US);
		ASSERT_EQ(0, account_read(fd, row));
	}
	ASSERT_LE(goal.handled, row->handler[tramp]) {
		TH_LOG("too few calls reach trampoline %u from %s on CPU %u",
		       tramp, context_name(row->context), row->cpu);
	}
}

/* Wait until @tramp has run in each context on each CPU. */
static void let_run(struct __test_metadata *_metadata, int fd,
		    unsigned int funcs, unsigned int tramp)
{
	visit_rows(_metadata, fd, funcs, note_row, tramp);
	visit_rows(_metadata, fd, funcs, wait_for_row, tramp);
}

/* Attach the old trampoline to @funcs and have them called from now on. */
static inline void begin(struct __test_metadata *_metadata, int fd,
			 unsigned int funcs)
{
	unsigned int func;

	for (func = 0; func < DCT_NR_FUNCS; func++)
		if (funcs & BIT(func))
			ASSERT_EQ(0, switch_attach(fd, func, OLD));
	ASSERT_EQ(0, load_start(fd, funcs, contexts_here(fd) & contexts));
	let_run(_metadata, fd, funcs, OLD);
}

static void check_row(struct __test_metadata *_metadata, int fd,
		      struct dct_account *row, unsigned int unused)
{
	EXPECT_LT(0, row->calls) {
		TH_LOG("no calls from %s on CPU %u",
		       context_name(row->context), row->cpu);
	}
	EXPECT_EQ(row->calls, row->handler[OLD] + row->handler[NEW]) {
		TH_LOG("calls are not old + new: %s on CPU %u",
		       context_name(row->context), row->cpu);
	}
	EXPECT_EQ(row->calls, row->body);
	EXPECT_EQ(0, row->late) {
		TH_LOG("the old trampoline ran after the switch: %s on CPU %u",
		       context_name(row->context), row->cpu);
	}
	EXPECT_EQ(0, row->bad);
	EXPECT_EQ(0, row->unknown);
}

static void print_counts(struct __test_metadata *_metadata, int fd,
			 unsigned int func)
{
	unsigned int context, here = contexts_here(fd) & contexts;
	struct sums s;

	for (context = 0; context < DCT_NR_CONTEXTS; context++) {
		if (!(here & BIT(context)))
			continue;
		ASSERT_EQ(0, account_sum(fd, func, context, &s));
		TH_LOG("function %u, %-8s %8llu calls, %8llu old, %8llu new, %llu neither",
		       func, context_name(context), (unsigned long long)s.calls,
		       (unsigned long long)s.handler[OLD],
		       (unsigned long long)s.handler[NEW],
		       (unsigned long long)(s.calls - s.handler[OLD] -
					    s.handler[NEW]));
	}
}

/* Stop the calls. Each has run exactly one trampoline, and the right one. */
static void end(struct __test_metadata *_metadata, int fd, unsigned int funcs)
{
	unsigned int func;

	ASSERT_EQ(0, load_stop(fd));
	for (func = 0; func < DCT_NR_FUNCS; func++)
		if (funcs & BIT(func))
			print_counts(_metadata, fd, func);
	visit_rows(_metadata, fd, funcs, check_row, 0);
}

/* How often a trampoline has run, in all contexts. */
static inline uint64_t handled(struct __test_metadata *_metadata, int fd,
			       unsigned int func, unsigned int tramp)
{
	unsigned int context;
	uint64_t sum = 0;
	struct sums s;

	for (context = 0; context < DCT_NR_CONTEXTS; context++) {
		ASSERT_EQ(0, account_sum(fd, func, context, &s));
		sum += s.handler[tramp];
	}
	return sum;
}

static inline uint64_t called(struct __test_metadata *_metadata, int fd)
{
	unsigned int func, context;
	uint64_t sum = 0;
	struct sums s;

	for (func = 0; func < DCT_NR_FUNCS; func++) {
		for (context = 0; context < DCT_NR_CONTEXTS; context++) {
			ASSERT_EQ(0, account_sum(fd, func, context, &s));
			sum += s.calls;
		}
	}
	return sum;
}

/* An odd number of switches, so that the new trampoline is the last one. */
static inline void switch_all(struct __test_metadata *_metadata, int fd,
			      unsigned int funcs, unsigned int times)
{
	unsigned int odd = times | 1, each = funcs == FUNC(0) ? 1 : 2;
	uint64_t done;

	ASSERT_EQ(0, watch_closely());
	EXPECT_EQ(0, switch_times(fd, funcs, DCT_SWITCH_MODIFY, odd, &done));
	ASSERT_EQ(0, watch_as_before());
	EXPECT_EQ(odd * each, done);
	TH_LOG("%llu switches", (unsigned long long)done);
	let_run(_metadata, fd, funcs, NEW);
}
