// SPDX-License-Identifier: GPL-2.0
/*
 * When the memory of the old trampoline may be freed: DC-24.
 *
 * synchronize_rcu_tasks() must not return before tasks that execute the old
 * trampoline, or were preempted there, have left it. It cannot wait for tasks that
 * sleep there, since a voluntary context switch ends its grace period. An owner
 * whose handler may sleep has to count the tasks in it, as BPF's trampolines do;
 * test_module/ftrace_direct_owner.c shows how. The tests check that this is enough:
 * the module is not unloaded under a sleeping task, and is unloaded in the end.
 */
#include "fixture.h"
#include "accounts.h"
#include "text.h"

#include <errno.h>
#include <sys/wait.h>

#define EXPEDITED	"/sys/kernel/rcu_expedited"
#define OPTIMIZATION	"/proc/sys/debug/kprobes-optimization"

/* Not every kernel has all of these files. */
static int tell(const char *file, bool on)
{
	return access(file, F_OK) ? 0 : write_text(file, on ? "1" : "0");
}

/*
 * Let grace periods of plain RCU end as early as possible. That does not affect RCU
 * tasks, unless a kernel uses the one for the other.
 */
static int expedite_rcu(bool on)
{
	return tell(EXPEDITED, on);
}

/*
 * The optimizer of kprobes waits for a grace period of RCU tasks with text_mutex
 * held. That would not end while a task spins, so that no switch could begin.
 */
static int optimize_kprobes(bool on)
{
	return tell(OPTIMIZATION, on);
}

static int then_as_after_boot(void)
{
	int err = expedite_rcu(false);

	return optimize_kprobes(true) ?: err;
}

DEFINE_FIXTURE_THEN(direct, then_as_after_boot)

#define LIMIT_MS	20000	/* for what has to happen */
#define QUIET_MS	400	/* for what must not happen */

static void pause_ms(unsigned int ms)
{
	usleep(ms * 1000);
}

/* Have a call enter the old trampoline, which is in another module. */
static void enter_old(struct __test_metadata *_metadata, int fd,
		      unsigned int how)
{
	struct dct_gate g;
	int ms;

	ASSERT_EQ(0, owner_load());
	ASSERT_EQ(0, owner_attach(fd));
	ASSERT_EQ(0, gate(fd, how, &g));
	for (ms = 0; !g.inside && ms < LIMIT_MS; ms += 10) {
		pause_ms(10);
		ASSERT_EQ(0, gate(fd, DCT_GATE_LOOK, &g));
	}
	ASSERT_EQ(1, g.inside);
}

/* The call that was inside during the switch and one after it. */
static void check_calls(struct __test_metadata *_metadata, int fd)
{
	struct sums s;

	ASSERT_EQ(0, run_in(fd, 0, DCT_CONTEXT_THREAD, 1));
	ASSERT_EQ(0, account_sum(fd, 0, DCT_CONTEXT_THREAD, &s));
	EXPECT_EQ(2, s.calls);
	EXPECT_EQ(1, s.handler[0]);
	EXPECT_EQ(1, s.handler[1]);
	EXPECT_EQ(2, s.body);
	EXPECT_EQ(0, s.late);
	EXPECT_EQ(0, s.bad);
	EXPECT_EQ(0, s.unknown);
}

static bool wait_for_sync(struct __test_metadata *_metadata, int fd,
			  int limit_ms)
{
	struct dct_gate g;
	int ms = 0;

	do {
		pause_ms(10);
		ms += 10;
		ASSERT_EQ(0, gate(fd, DCT_GATE_LOOK, &g));
	} while (!g.synced && ms < limit_ms);
	return g.synced;
}

/*
 * A task executes the old trampoline and, in a kernel that preempts, is preempted
 * there. A kernel that does not preempt and stops all CPUs for a switch waits for
 * the task first: no task can be in the old trampoline when the switch returns.
 */
TEST_DIRECT(dc24_grace_period_waits_for_running)
{
	struct dct_gate g;

	ASSERT_EQ(0, gate(fd, DCT_GATE_LOOK, &g));
	if (g.stops && !g.preemption)
		SKIP(return, "the switch itself waits for tasks in the old trampoline");
	ASSERT_EQ(0, optimize_kprobes(false));
	enter_old(_metadata, fd, DCT_GATE_VISIT_SPINNING);
	ASSERT_EQ(0, gate(fd, DCT_GATE_LOOK, &g));
	TH_LOG("this kernel %s", g.preemption ? "preempts" : "does not preempt");
	if (g.preemption)
		ASSERT_EQ(0, load_start(fd, BIT(1), BIT(DCT_CONTEXT_THREAD)));
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	ASSERT_EQ(0, expedite_rcu(true));
	ASSERT_EQ(0, gate(fd, DCT_GATE_SYNC, &g));
	EXPECT_FALSE(wait_for_sync(_metadata, fd, QUIET_MS));
	ASSERT_EQ(0, expedite_rcu(false));
	ASSERT_EQ(0, gate(fd, DCT_GATE_LOOK, &g));
	EXPECT_EQ(1, g.inside);
	ASSERT_EQ(0, gate(fd, DCT_GATE_OPEN, &g));
	EXPECT_TRUE(wait_for_sync(_metadata, fd, LIMIT_MS));
	ASSERT_EQ(0, load_stop(fd));
	check_calls(_metadata, fd);
	EXPECT_EQ(0, owner_unload());
}

/* Returns whether the child has ended in time. */
static bool wait_for_child(pid_t child, int *status, int limit_ms)
{
	int ms;

	for (ms = 0; ms < limit_ms; ms += 10) {
		if (waitpid(child, status, WNOHANG) == child)
			return true;
		pause_ms(10);
	}
	return false;
}

/* Unloading waits for a task that sleeps in the old trampoline. */
TEST_DIRECT(dc24_unload_waits_for_sleeper)
{
	struct dct_gate g;
	bool ended;
	pid_t child;
	int status;

	enter_old(_metadata, fd, DCT_GATE_VISIT);
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));

	/* Not a guarantee, but why the owner has to count. */
	ASSERT_EQ(0, gate(fd, DCT_GATE_SYNC, &g));
	TH_LOG("synchronize_rcu_tasks() %s while a task sleeps in the trampoline",
	       wait_for_sync(_metadata, fd, QUIET_MS) ? "returns" :
							"does not return");
	child = fork();
	if (!child)
		_exit(owner_unload() ? 1 : 0);
	ASSERT_LT(0, child);
	ended = wait_for_child(child, &status, QUIET_MS);
	EXPECT_FALSE(ended);
	ASSERT_EQ(0, gate(fd, DCT_GATE_OPEN, &g));
	if (!ended)
		ASSERT_TRUE(wait_for_child(child, &status, LIMIT_MS));
	EXPECT_EQ(0, status);
	check_calls(_metadata, fd);
}

/* While its trampoline is attached the module cannot be unloaded. */
TEST_DIRECT(dc24_attached_owner_stays)
{
	ASSERT_EQ(0, owner_load());
	ASSERT_EQ(0, owner_attach(fd));
	EXPECT_EQ(-EWOULDBLOCK, owner_unload());
	ASSERT_EQ(0, switch_detach(fd, 0));
	EXPECT_EQ(0, owner_unload());
}

TEST_HARNESS_MAIN
