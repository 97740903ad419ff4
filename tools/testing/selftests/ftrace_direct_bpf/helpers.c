// SPDX-License-Identifier: GPL-2.0
/*
 * The functions that a BPF trampoline itself calls on entry and exit. A program on such
 * a function would call itself without end, so BPF has to refuse it: DC-06.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "../ftrace_direct/harness.h"
#include "functions.h"
#include "helpers.skel.h"
#include "system.h"

/*
 * Some exist in some configurations only, and the compiler may have inlined those that
 * are static. The others are called by these, while no program can run.
 */
static const char *const refused[] = {
	"migrate_disable", "migrate_enable",
	/* PREEMPT_RCU */
	"__rcu_read_lock", "__rcu_read_unlock", "rcu_read_unlock_special",
	/* RCU_STRICT_GRACE_PERIOD, without PREEMPT_RCU */
	"rcu_read_unlock_strict",
	/* DEBUG_PREEMPT, TRACE_PREEMPT_TOGGLE */
	"preempt_count_add", "preempt_count_sub",
	NULL
};

FIXTURE(direct) {
	struct functions functions;
	int fd;		/* of a file in memory */
};

FIXTURE_SETUP(direct)
{
	libbpf_set_print(NULL);
	ASSERT_EQ(0, functions_read(&self->functions));
	self->fd = memfd_create("helpers", 0);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(direct)
{
	functions_free(&self->functions);
	close(self->fd);
}

/* Returns the error of the verifier, which is what refuses. */
static int load(const char *name, bool at_exit)
{
	struct helpers_bpf *skeleton = helpers_bpf__open();
	int err;

	if (!skeleton)
		return -errno;
	bpf_program__set_autoload(skeleton->progs.count, false);
	bpf_program__set_autoload(skeleton->progs.enter, !at_exit);
	bpf_program__set_autoload(skeleton->progs.leave, at_exit);
	err = bpf_program__set_attach_target(at_exit ? skeleton->progs.leave :
					     skeleton->progs.enter, 0, name);
	err = err ?: helpers_bpf__load(skeleton);
	helpers_bpf__destroy(skeleton);
	return err;
}

/* None is attached: where one is not refused, the kernel would not survive that. */
TEST_F_TIMEOUT(direct, dc06_helpers_are_refused, 300)
{
	unsigned int i, nr = 0;

	if (!has_direct())
		SKIP(return, "this kernel has no direct calls");
	for (i = 0; refused[i]; i++) {
		if (!functions_have(&self->functions, refused[i]))
			continue;
		nr++;
		EXPECT_EQ(-EINVAL, load(refused[i], false))
			TH_LOG("fentry of %s", refused[i]);
		EXPECT_EQ(-EINVAL, load(refused[i], true))
			TH_LOG("fexit of %s", refused[i]);
	}
	EXPECT_LT(0, nr);
	EXPECT_EQ(0, load("vfs_fallocate", false));
	EXPECT_EQ(0, load("vfs_fallocate", true));
}

/*
 * Every function in turn, some at a time: attach a program, and have a trampoline run,
 * preempted and not. What recurses without end kills the kernel. This takes an hour on an
 * emulated CPU, so only with FTRACE_DIRECT_LONG=1.
 */
#define AT_ONCE		64
#define CALLS		2000

struct load {
	int fd;
	unsigned long calls, failed;
	bool enough;
};

/* On the same CPU as the other thread: each preempts the other. */
static int share_cpu(void)
{
	cpu_set_t first;

	CPU_ZERO(&first);
	CPU_SET(0, &first);
	return sched_setaffinity(0, sizeof(first), &first);
}

static void *make_calls(void *arg)
{
	struct load *load = arg;

	while (!__atomic_load_n(&load->enough, __ATOMIC_RELAXED)) {
		load->failed += !!fallocate(load->fd, 0, load->calls % 4096, 1);
		load->calls++;
	}
	return NULL;
}

static unsigned long make_some(int fd, unsigned long calls)
{
	unsigned long i, failed = 0;

	for (i = 0; i < calls; i++)
		failed += !!fallocate(fd, 0, i % 4096, 1);
	return failed;
}

struct member {
	struct helpers_bpf *skeleton;
	struct bpf_link *link;
};

/* What the verifier refuses stays out. */
static bool join(struct member *member, const char *name)
{
	struct helpers_bpf *skeleton = helpers_bpf__open();

	if (!skeleton)
		return false;
	bpf_program__set_autoload(skeleton->progs.count, false);
	bpf_program__set_autoload(skeleton->progs.leave, false);
	if (bpf_program__set_attach_target(skeleton->progs.enter, 0, name) ||
	    helpers_bpf__load(skeleton)) {
		helpers_bpf__destroy(skeleton);
		return false;
	}
	member->skeleton = skeleton;
	member->link = bpf_program__attach(skeleton->progs.enter);
	return true;
}

static void part(struct member *member)
{
	bpf_link__destroy(member->link);
	helpers_bpf__destroy(member->skeleton);
	*member = (struct member){};
}

static unsigned int attach_some(const struct functions *functions, unsigned int first,
				struct member *members)
{
	unsigned int i, nr = 0;

	for (i = first; i < functions->nr && i < first + AT_ONCE; i++)
		nr += join(&members[nr], functions->name[i]);
	return nr;
}

static int allow_files(void)
{
	const struct rlimit limit = { 64 * AT_ONCE, 64 * AT_ONCE };

	return setrlimit(RLIMIT_NOFILE, &limit);
}

static struct helpers_bpf *count_calls(void)
{
	struct helpers_bpf *skeleton = helpers_bpf__open();

	if (!skeleton)
		return NULL;
	bpf_program__set_autoload(skeleton->progs.enter, false);
	bpf_program__set_autoload(skeleton->progs.leave, false);
	if (helpers_bpf__load(skeleton))
		return NULL;
	skeleton->bss->pid = getpid();
	skeleton->links.count = bpf_program__attach(skeleton->progs.count);
	return skeleton->links.count ? skeleton : NULL;
}

TEST_F_TIMEOUT(direct, dc06_every_function_in_turn, 12 * 3600)
{
	const struct functions *functions = &self->functions;
	struct member members[AT_ONCE] = {};
	struct load other = { .fd = self->fd };
	struct helpers_bpf *counter;
	unsigned int i, nr, first, all = 0;
	pthread_t thread;

	if (!has_direct())
		SKIP(return, "this kernel has no direct calls");
	if (!getenv("FTRACE_DIRECT_LONG"))
		SKIP(return, "takes an hour; FTRACE_DIRECT_LONG=1 runs it");
	ASSERT_EQ(0, allow_files());
	ASSERT_EQ(0, share_cpu());
	counter = count_calls();
	ASSERT_NE(NULL, counter);
	ASSERT_EQ(0, pthread_create(&thread, NULL, make_calls, &other));
	for (first = 0; first < functions->nr; first += AT_ONCE) {
		printf("# %u of %u: from %s\n", first, functions->nr,
		       functions->name[first]);
		fflush(stdout);
		nr = attach_some(functions, first, members);
		EXPECT_EQ(0, make_some(self->fd, CALLS));
		for (i = 0; i < nr; i++)
			part(&members[i]);
		all += nr;
	}
	__atomic_store_n(&other.enough, true, __ATOMIC_RELAXED);
	ASSERT_EQ(0, pthread_join(thread, NULL));
	TH_LOG("%u functions of %u, %llu calls seen", all, functions->nr,
	       (unsigned long long)counter->bss->runs);
	EXPECT_LT(0, counter->bss->runs);
	helpers_bpf__destroy(counter);
}

TEST_HARNESS_MAIN
