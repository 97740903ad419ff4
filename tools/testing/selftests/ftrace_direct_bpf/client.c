// SPDX-License-Identifier: GPL-2.0
/*
 * Direct calls by libbpf and a skeleton: fentry, fexit, fmod_ret, an LSM hook, a tail
 * call, and programs that replace each other under load. What the BPF programs counted
 * has to equal the calls that were made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "../ftrace_direct/harness.h"
#include "client.h"
#include "client.skel.h"
#include "system.h"

#define CALLS		10000
#define WRONG_EACH	5	/* every fifth call, from the first, has length 0 */
#define REPLACED	10	/* times at least, under load */
#define ENOTSUPP	524	/* the kernel's own errno, not in libc */

struct client {
	struct client_bpf *skeleton;
	int fd;		/* of a file in memory */
};

/* A test that skips with @reason unless @condition holds. */
#define TEST_WHERE(condition, reason, name)				\
	static void name(struct __test_metadata *_metadata,		\
			 struct client *client);			\
									\
	TEST_F_TIMEOUT(direct, name, 300)				\
	{								\
		if (!(condition))					\
			SKIP(return, reason);				\
		name(_metadata, &self->client);				\
	}								\
									\
	static void name(struct __test_metadata *_metadata,		\
			 struct client *client)

#define TEST_DIRECT(name)						\
	TEST_WHERE(has_direct(), "this kernel has no direct calls", name)

FIXTURE(direct) {
	struct client client;
};

FIXTURE_SETUP(direct)
{
	struct client *client = &self->client;
	struct stat st;

	libbpf_set_print(print_warnings);
	client->fd = memfd_create("client", 0);
	ASSERT_LE(0, client->fd);
	ASSERT_EQ(0, fstat(client->fd, &st));
	client->skeleton = client_bpf__open_and_load();
	ASSERT_NE(NULL, client->skeleton);
	client->skeleton->bss->inode = st.st_ino;
}

FIXTURE_TEARDOWN(direct)
{
	client_bpf__destroy(self->client.skeleton);
	close(self->client.fd);
}

/* Returns the error of the call with this number. */
static int call(int fd, long i)
{
	return fallocate(fd, 0, i, i % WRONG_EACH ? 1 : 0) ? errno : 0;
}

/* Returns how many of the calls did not end as they should. */
static long wrong_calls(int fd, long count, int expected)
{
	long i, wrong = 0;

	for (i = 0; i < count; i++)
		wrong += call(fd, i) != (i % WRONG_EACH ? expected : EINVAL);
	return wrong;
}

static struct bpf_link *attach(struct __test_metadata *_metadata,
			       struct bpf_program *program)
{
	struct bpf_link *link = bpf_program__attach(program);

	ASSERT_NE(NULL, link) {
		TH_LOG("%s could not be attached: errno %d",
		       bpf_program__name(program), errno);
	}
	return link;
}

TEST_DIRECT(dc05_fentry_and_fexit_count)
{
	struct client_bpf__bss *counts = client->skeleton->bss;
	struct bpf_link *enter, *leave;

	enter = attach(_metadata, client->skeleton->progs.enter);
	leave = attach(_metadata, client->skeleton->progs.leave);

	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
	bpf_link__destroy(enter);
	bpf_link__destroy(leave);
	EXPECT_EQ(CALLS, counts->entered);
	EXPECT_EQ(CALLS, counts->left);
	EXPECT_EQ(CALLS / WRONG_EACH, counts->failed);
	EXPECT_EQ(0, counts->bad);

	/* Detached, they count nothing. */
	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
	EXPECT_EQ(CALLS, counts->entered);
	EXPECT_EQ(CALLS, counts->left);
}

TEST_DIRECT(dc04_fmod_ret_changes_the_result)
{
	struct bpf_link *link = attach(_metadata, client->skeleton->progs.change);

	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, EPERM));
	bpf_link__destroy(link);
	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
}

TEST_DIRECT(dc04_lsm_denies)
{
	struct bpf_link *link = attach(_metadata, client->skeleton->progs.deny);

	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, EACCES));
	bpf_link__destroy(link);
	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
}

TEST_DIRECT(dc07_tail_call)
{
	int key = 0, to = bpf_program__fd(client->skeleton->progs.tail_to);
	struct bpf_link *link;

	ASSERT_EQ(0, bpf_map_update_elem(bpf_map__fd(client->skeleton->maps.jump),
					 &key, &to, BPF_ANY));
	link = attach(_metadata, client->skeleton->progs.tail_from);
	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
	bpf_link__destroy(link);
	EXPECT_EQ(CALLS, client->skeleton->bss->tail_called);
	EXPECT_EQ(0, client->skeleton->bss->bad);
}

struct load {
	int fd;
	long wrong;
	bool done;
};

static void *make_calls(void *arg)
{
	struct load *load = arg;

	load->wrong = wrong_calls(load->fd, MAX_CALLS, 0);
	__atomic_store_n(&load->done, true, __ATOMIC_RELEASE);
	return NULL;
}

/* Attach one before the other is detached: another trampoline each time. */
TEST_DIRECT(dc20_replaced_under_load)
{
	struct bpf_program *programs[] = {
		client->skeleton->progs.note_one, client->skeleton->progs.note_other,
	};
	struct bpf_link *link, *next;
	struct load load = { .fd = client->fd };
	long i, unseen = 0, too_often = 0;
	unsigned int rounds;
	pthread_t thread;

	link = attach(_metadata, programs[0]);
	ASSERT_EQ(0, pthread_create(&thread, NULL, make_calls, &load));
	for (rounds = 1; !__atomic_load_n(&load.done, __ATOMIC_ACQUIRE); rounds++) {
		next = attach(_metadata, programs[rounds % 2]);
		bpf_link__destroy(link);
		link = next;
	}
	ASSERT_EQ(0, pthread_join(thread, NULL));
	bpf_link__destroy(link);

	for (i = 0; i < MAX_CALLS; i++) {
		unseen += !client->skeleton->bss->seen[i];
		too_often += client->skeleton->bss->seen[i] > MOST_SEEN;
	}
	TH_LOG("%u replacements in %d calls, %ld seen by no program", rounds - 1,
	       MAX_CALLS, unseen);
	EXPECT_LE(REPLACED, rounds - 1);
	EXPECT_EQ(0, load.wrong);
	EXPECT_EQ(0, unseen);
	EXPECT_EQ(0, too_often);
}

TEST_WHERE(!has_direct(), "this kernel has direct calls", absent_refused)
{
	EXPECT_EQ(NULL, bpf_program__attach(client->skeleton->progs.enter));
	EXPECT_EQ(ENOTSUPP, errno);
	EXPECT_EQ(0, wrong_calls(client->fd, CALLS, 0));
	EXPECT_EQ(0, client->skeleton->bss->entered);
}

TEST_HARNESS_MAIN
