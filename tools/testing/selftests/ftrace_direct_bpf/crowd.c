// SPDX-License-Identifier: GPL-2.0
/*
 * Hundreds of functions of the kernel, each with a trampoline of its own that is
 * switched while calls are made. What was counted for two of the functions has to equal
 * the calls.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "../ftrace_direct/harness.h"
#include "crowd.skel.h"
#include "functions.h"
#include "system.h"

#define TRACING		"/sys/kernel/tracing/"
#define CROWD		256
#define CALLS		2000
#define ENOTSUPP	524	/* the kernel's own errno, not in libc */

/* fallocate() of a file in memory calls each of these once. */
static const char *const called[] = { "vfs_fallocate", "shmem_fallocate" };

#define NR_CALLED	2

struct member {
	char name[FUNCTION_NAME];
	struct crowd_bpf *skeleton;
	struct bpf_link *first;
};

FIXTURE(crowd) {
	struct member members[CROWD];
	unsigned int nr;
	int fd;		/* of a file in memory */
};

/* Each has two programs, a map and types: more files than the default limit. */
static int allow_files(void)
{
	const struct rlimit limit = { 16 * CROWD, 16 * CROWD };

	return setrlimit(RLIMIT_NOFILE, &limit);
}

FIXTURE_SETUP(crowd)
{
	libbpf_set_print(print_warnings);
	ASSERT_EQ(0, allow_files());
	self->fd = memfd_create("crowd", 0);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN(crowd)
{
	unsigned int i;

	for (i = 0; i < self->nr; i++) {
		bpf_link__destroy(self->members[i].first);
		crowd_bpf__destroy(self->members[i].skeleton);
	}
	close(self->fd);
}

/* Load the programs for a function. Returns NULL if the verifier refuses it. */
static struct crowd_bpf *program_for(const char *name)
{
	struct crowd_bpf *skeleton = crowd_bpf__open();

	if (!skeleton)
		return NULL;
	if (!bpf_program__set_attach_target(skeleton->progs.first, 0, name) &&
	    !bpf_program__set_attach_target(skeleton->progs.second, 0, name) &&
	    !crowd_bpf__load(skeleton)) {
		skeleton->bss->pid = getpid();
		return skeleton;
	}
	crowd_bpf__destroy(skeleton);
	return NULL;
}

/*
 * Some architectures' JIT makes no trampoline for functions with many arguments:
 * -ENOTSUPP, and the function is left out. Other errors are counted.
 */
static bool join(struct member *member, const char *name, unsigned int *errors)
{
	struct crowd_bpf *skeleton = program_for(name);

	if (!skeleton)
		return false;
	member->first = bpf_program__attach(skeleton->progs.first);
	if (!member->first) {
		if (errno != ENOTSUPP) {
			printf("# %s: errno %d\n", name, errno);
			++*errors;
		}
		crowd_bpf__destroy(skeleton);
		return false;
	}
	snprintf(member->name, sizeof(member->name), "%s", name);
	member->skeleton = skeleton;
	return true;
}

static unsigned int count_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	char line[1024];
	unsigned int lines = 0;

	while (file && fgets(line, sizeof(line), file))
		lines++;
	if (file)
		fclose(file);
	return lines;
}

/*
 * Every n-th function, until there are enough. The verifier refuses some because of the
 * types of their arguments; its messages are not printed.
 */
static unsigned int gather(struct member *members, unsigned int most,
			   unsigned int *errors)
{
	struct functions functions;
	unsigned int nr = 0, i, each;

	libbpf_set_print(NULL);
	for (i = 0; i < NR_CALLED; i++)
		nr += join(&members[nr], called[i], errors);
	if (functions_read(&functions))
		++*errors;
	each = functions.nr / most / 4 ?: 1;
	for (i = each - 1; nr < most && i < functions.nr; i += each)
		nr += join(&members[nr], functions.name[i], errors);
	functions_free(&functions);
	libbpf_set_print(print_warnings);
	return nr;
}

static struct bpf_link *attach(const struct member *member, struct bpf_program *program)
{
	struct bpf_link *link = bpf_program__attach(program);

	if (!link)
		printf("# %s: errno %d\n", member->name, errno);
	return link;
}

/* Attach and detach a second program: two other trampolines, one after another. */
static unsigned int switch_each(struct member *members, unsigned int nr)
{
	unsigned int i, switched = 0;

	for (i = 0; i < nr; i++) {
		struct bpf_link *link = attach(&members[i], members[i].skeleton->progs.second);

		switched += !!link;
		bpf_link__destroy(link);
	}
	return switched;
}

struct load {
	int fd;
	unsigned long calls, failed;
	bool enough;
};

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
		failed += !!fallocate(fd, 0, i, 1);
	return failed;
}

TEST_F_TIMEOUT(crowd, direct_dc09_hundreds_switched_under_load, 300)
{
	const char *enabled = TRACING "enabled_functions";
	unsigned int i, errors = 0, before = count_lines(enabled);
	struct load load = { .fd = self->fd };
	pthread_t thread;

	if (!has_direct())
		SKIP(return, "this kernel has no direct calls");
	self->nr = gather(self->members, CROWD, &errors);
	ASSERT_EQ(CROWD, self->nr);
	EXPECT_EQ(0, errors);
	ASSERT_STREQ(called[0], self->members[0].name);
	ASSERT_STREQ(called[1], self->members[1].name);

	EXPECT_EQ(0, make_some(self->fd, CALLS));
	for (i = 0; i < NR_CALLED; i++)
		EXPECT_EQ(CALLS, self->members[i].skeleton->bss->first_saw);

	ASSERT_EQ(0, pthread_create(&thread, NULL, make_calls, &load));
	EXPECT_EQ(CROWD, switch_each(self->members, self->nr));
	__atomic_store_n(&load.enough, true, __ATOMIC_RELAXED);
	ASSERT_EQ(0, pthread_join(thread, NULL));
	TH_LOG("%u functions, %lu calls while each was switched twice", self->nr,
	       load.calls);
	EXPECT_EQ(0, load.failed);
	for (i = 0; i < NR_CALLED; i++) {
		EXPECT_EQ(CALLS + load.calls,
			  self->members[i].skeleton->bss->first_saw);
		EXPECT_NE(0, self->members[i].skeleton->bss->second_saw);
	}

	for (i = 0; i < self->nr; i++) {
		bpf_link__destroy(self->members[i].first);
		self->members[i].first = NULL;
	}
	EXPECT_EQ(before, count_lines(enabled));
}

TEST_HARNESS_MAIN
