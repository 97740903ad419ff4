// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls while ftrace is switched off and on, DC-34, while CPUs go offline and
 * come back, DC-35, and when the trampoline's module is unloaded, DC-36.
 * last_function_gone.c has that of the function. What the kernel tells programs about
 * all this, DC-39.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "accounts.h"
#include "cpu1.h"
#include "inplace.h"
#include "limit.h"
#include "text.h"
#include "tracefs.h"

#define ENABLED	"/proc/sys/kernel/ftrace_enabled"
#define OPTIMIZE	"/proc/sys/debug/kprobes-optimization"
#define PROBES	"/sys/kernel/debug/kprobes/list"
#define EVENTS	"/sys/kernel/tracing/kprobe_events"
#define EVENTS_OF	"/sys/kernel/tracing/events/kit"

#define AGAIN_US	10000
#define AGAIN_TIMES	500

/* Remove the kprobes of add_probes(). */
static int remove_probes(void)
{
	int err;

	if (access(OPTIMIZE, F_OK) || access(EVENTS, F_OK))
		return 0;
	err = write_text(OPTIMIZE, "1");
	if (!access(EVENTS_OF, F_OK))
		err = write_text(EVENTS_OF "/enable", "0") ?: err;
	return write_text(EVENTS, "") ?: err;
}

static int leave(void)
{
	int err = write_text(ENABLED, "1") ?: as_after_boot();

	err = remove_probes() ?: err;
	return cpu1_can_leave() ? cpu1_on() ?: err : err;
}

DEFINE_FIXTURE_THEN(direct, leave)

#define CALLS	10

/* Call function 0. @tramp's handler sees each call; no handler does if < 0. */
static void check_calls(struct __test_metadata *_metadata, int fd, int tramp)
{
	struct sums before, after;
	int t;

	ASSERT_EQ(0, account_sum(fd, 0, DCT_CONTEXT_THREAD, &before));
	ASSERT_EQ(0, run_in(fd, 0, DCT_CONTEXT_THREAD, CALLS));
	ASSERT_EQ(0, account_sum(fd, 0, DCT_CONTEXT_THREAD, &after));
	EXPECT_EQ(before.body + CALLS, after.body);
	for (t = 0; t < DCT_NR_TRAMPS; t++)
		EXPECT_EQ(before.handler[t] + (t == tramp ? CALLS : 0),
			  after.handler[t]);
}

/*
 * Switch ftrace off. A kernel may refuse: with -EBUSY while a direct call is
 * attached, with -EOPNOTSUPP if it never switches ftrace off (7.3).
 */
static int ftrace_off(void)
{
	return write_text(ENABLED, "0");
}

static void check_on(struct __test_metadata *_metadata, int fd, int tramp)
{
	ASSERT_EQ(0, write_text(ENABLED, "1"));
	check_calls(_metadata, fd, tramp);
}

/*
 * Either it is refused and calls still arrive, or they do not until ftrace is on
 * again. Makes three times CALLS calls; returns whether ftrace was off during the
 * first.
 */
static bool off_and_on(struct __test_metadata *_metadata, int fd)
{
	int err;

	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	err = ftrace_off();
	TH_LOG("while a direct call is attached, ftrace_enabled=0 says %d", err);
	if (err != -EOPNOTSUPP && err)
		ASSERT_EQ(-EBUSY, err);
	check_calls(_metadata, fd, err ? 0 : -1);
	check_on(_metadata, fd, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));
	check_calls(_metadata, fd, -1);
	return !err;
}

TEST_DIRECT(dc34_off_and_on)
{
	off_and_on(_metadata, fd);
}

/* The far trampoline's veneer stays, or is made again. */
TEST_DIRECT(dc34_off_and_on_far)
{
	int err = far_on(fd);

	if (err == -EOPNOTSUPP)
		SKIP(return, "trampolines have to be in branch range here");
	ASSERT_EQ(0, err);
	off_and_on(_metadata, fd);
}

/* The callback is off and on with ftrace. */
TEST_DIRECT(dc34_off_and_on_with_callback)
{
	struct dct_other_ops others;
	bool off;

	ASSERT_EQ(0, other_ops_on(fd, DCT_OTHER_PLAIN, false));
	off = off_and_on(_metadata, fd);
	ASSERT_EQ(0, other_ops_off(fd, &others));
	EXPECT_EQ((off ? 2 : 3) * CALLS, others.calls);
}

/* What is attached while ftrace is off is called when it is on again. */
TEST_DIRECT(dc34_attached_while_off)
{
	int err = ftrace_off();

	if (err == -EOPNOTSUPP)
		SKIP(return, "ftrace cannot be switched off here");
	ASSERT_EQ(0, err);
	err = switch_attach(fd, 0, 0);
	TH_LOG("while ftrace_enabled is 0, to register says %d", err);
	check_calls(_metadata, fd, -1);
	check_on(_metadata, fd, err ? -1 : 0);
	if (err)
		ASSERT_EQ(0, switch_attach(fd, 0, 0));
	check_calls(_metadata, fd, 0);
}

/* What is switched while ftrace is off is called later, if the switch succeeded. */
static void switch_while_off(struct __test_metadata *_metadata, int fd)
{
	int err;

	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	if (ftrace_off())
		SKIP(return, "with a direct call attached ftrace stays on");
	err = switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL);
	TH_LOG("while ftrace_enabled is 0, to modify says %d", err);
	check_calls(_metadata, fd, -1);
	check_on(_metadata, fd, err ? 0 : 1);
	ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1, NULL));
	check_calls(_metadata, fd, err ? 1 : 0);
}

TEST_DIRECT(dc34_switched_while_off)
{
	switch_while_off(_metadata, fd);
}

TEST_DIRECT(dc34_switched_by_stub_ops_while_off)
{
	if (by_stub_ops())
		SKIP(return, "never switched in place");
	switch_while_off(_metadata, fd);
}

/* What is detached while ftrace is off is detached, and can be attached again. */
TEST_DIRECT(dc34_detached_while_off)
{
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	if (ftrace_off())
		SKIP(return, "with a direct call attached ftrace stays on");
	ASSERT_EQ(0, switch_detach(fd, 0));
	check_on(_metadata, fd, -1);
	ASSERT_EQ(0, switch_attach(fd, 0, 1));
	check_calls(_metadata, fd, 1);
}

#define ROUNDS	10
#define GONE	4	/* times at least that the CPU went offline and came back */

/* A child takes a CPU offline and online until it is ended; @gone counts. */
struct unsteady {
	pid_t child;
	unsigned int *gone;
};

static int come_and_go(unsigned int *gone)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (!cpu1_off() && !cpu1_on())
		__atomic_add_fetch(gone, 1, __ATOMIC_RELAXED);
	return 1;
}

static struct unsteady start_cpu(struct __test_metadata *_metadata)
{
	struct unsteady cpu;

	cpu.gone = mmap(NULL, sizeof(*cpu.gone), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, cpu.gone);
	cpu.child = fork();
	if (!cpu.child)
		_exit(come_and_go(cpu.gone));
	ASSERT_LT(0, cpu.child);
	return cpu;
}

static bool has_ended(pid_t child)
{
	siginfo_t info = {};

	return waitid(P_PID, child, &info, WEXITED | WNOHANG | WNOWAIT) ||
	       info.si_pid;
}

/* Enough rounds, and enough times offline, or the child has failed. */
static bool is_enough(const struct unsteady *cpu, unsigned int rounds)
{
	return rounds >= ROUNDS &&
	       (__atomic_load_n(cpu->gone, __ATOMIC_RELAXED) >= GONE ||
		has_ended(cpu->child));
}

/* Run on that CPU only, which was offline while sites were patched. */
static int move_to_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(1, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

static void stop_cpu(struct __test_metadata *_metadata,
		     const struct unsteady *cpu, unsigned int rounds)
{
	int status;

	/* Still there: it did not fail. */
	EXPECT_EQ(0, waitpid(cpu->child, &status, WNOHANG));
	kill(cpu->child, SIGKILL);
	waitpid(cpu->child, &status, 0);
	EXPECT_EQ(0, cpu1_on());
	TH_LOG("CPU 1 went offline %u times in %u rounds", *cpu->gone, rounds);
	EXPECT_LE(GONE, *cpu->gone);
}

#define TEST_CPU(test)							\
	TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT) &&	\
		       cpu1_can_leave(),				\
		       "no direct calls, or no CPU 1 that can go offline", \
		       test, TEST_TIMEOUT_SLOW)

TEST_CPU(dc35_register)
{
	struct unsteady cpu = start_cpu(_metadata);
	unsigned int i;

	for (i = 0; !is_enough(&cpu, i); i++) {
		ASSERT_EQ(0, switch_attach(fd, 0, i % 2));
		check_calls(_metadata, fd, i % 2);
		ASSERT_EQ(0, switch_detach(fd, 0));
		check_calls(_metadata, fd, -1);
	}
	ASSERT_EQ(0, switch_attach(fd, 0, i % 2));
	stop_cpu(_metadata, &cpu, i);
	ASSERT_EQ(0, move_to_cpu());
	check_calls(_metadata, fd, i % 2);
}

TEST_CPU(dc35_switch)
{
	struct unsteady cpu;
	unsigned int i;

	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	cpu = start_cpu(_metadata);
	for (i = 0; !is_enough(&cpu, i); i++) {
		ASSERT_EQ(0, switch_times(fd, BIT(0), DCT_SWITCH_MODIFY, 1,
					  NULL));
		check_calls(_metadata, fd, !(i % 2));
	}
	stop_cpu(_metadata, &cpu, i);
	ASSERT_EQ(0, move_to_cpu());
	check_calls(_metadata, fd, i % 2);
}

static int add_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	ssize_t written = fd < 0 ? -1 : write(fd, line, strlen(line));

	if (fd >= 0)
		close(fd);
	return written == strlen(line) ? 0 : -1;
}

/* Behind the patch site of each, which has a landing pad or has none. */
static unsigned int add_probes(void)
{
	static const char *const functions[] = {
		"vfs_read", "vfs_write", "vfs_open", "vfs_getattr", "path_openat",
		"kernel_clone", "do_exit", "schedule_timeout",
	};
	static const unsigned int behind[] = { 5, 9 };
	unsigned int f, b, added = 0;
	char line[80];

	for (f = 0; f < sizeof(functions) / sizeof(*functions); f++) {
		for (b = 0; b < 2; b++) {
			snprintf(line, sizeof(line), "p:kit/at%u_%u %s+%u\n", f, b,
				 functions[f], behind[b]);
			added += !add_line(EVENTS, line);
		}
	}
	return added;
}

static unsigned int count_optimized(void)
{
	FILE *file = fopen(PROBES, "re");
	unsigned int found = 0;
	char line[256];

	while (file && fgets(line, sizeof(line), file))
		found += !!strstr(line, "[OPTIMIZED]");
	if (file)
		fclose(file);
	return found;
}

/* The kernel does it later, in a worker. */
static bool become_optimized(void)
{
	unsigned int i;

	for (i = 0; i < AGAIN_TIMES && !count_optimized(); i++)
		usleep(AGAIN_US);
	return i < AGAIN_TIMES;
}

/*
 * The optimizer of kprobes waits for tasks, as the owner of a trampoline does. A kernel in
 * which that has to do with every CPU must not wait under the lock of CPU hotplug.
 */
TEST_IF_WITHIN(direct, !access(OPTIMIZE, F_OK) && cpu1_can_leave() &&
	       !tracefs_off() && !access(EVENTS, F_OK),
	       "kprobes are not optimized, or no CPU 1 that can go offline",
	       dc35_kprobes_are_optimized, TEST_TIMEOUT_SLOW)
{
	unsigned int added = add_probes(), i;
	struct unsteady cpu;

	ASSERT_LT(0, added);
	ASSERT_EQ(0, write_text(OPTIMIZE, "1"));
	ASSERT_EQ(0, write_text(EVENTS_OF "/enable", "1"));
	ASSERT_TRUE(become_optimized());
	TH_LOG("%u of %u kprobes are optimized", count_optimized(), added);
	cpu = start_cpu(_metadata);
	for (i = 0; !is_enough(&cpu, i); i++) {
		ASSERT_EQ(0, write_text(OPTIMIZE, "0"));
		EXPECT_EQ(0, count_optimized());
		ASSERT_EQ(0, write_text(OPTIMIZE, "1"));
		ASSERT_TRUE(become_optimized());
	}
	stop_cpu(_metadata, &cpu, i);
}

/* The trampoline's module can be unloaded once it is detached. */
TEST_DIRECT(dc36_owner_goes)
{
	ASSERT_EQ(0, owner_load());
	ASSERT_EQ(0, owner_attach(fd));
	check_calls(_metadata, fd, 0);
	ASSERT_EQ(0, switch_detach(fd, 0));
	ASSERT_EQ(0, owner_unload());
	check_calls(_metadata, fd, -1);
	ASSERT_EQ(0, switch_attach(fd, 0, 1));
	check_calls(_metadata, fd, 1);
}

/* How many lines about direct calls in tracefs' README contain this? */
static int readme(const char *what)
{
	return tracefs_lines_of("README", "direct calls: ", what);
}

/* The README promises what this kernel has, and no more. The parameters show what it has. */
TEST_DIRECT(dc39_readme)
{
	if (has_in_place())
		EXPECT_EQ(1, readme("a switch to another trampoline loses no call"));
	EXPECT_EQ(has_in_place(), readme("(ftrace_switch_in_place=)"));
	EXPECT_EQ(has_veneers(), readme("(ftrace_veneers=)"));
}

TEST_HARNESS_MAIN
