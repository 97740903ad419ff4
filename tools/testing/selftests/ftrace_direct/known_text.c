// SPDX-License-Identifier: GPL-2.0
/*
 * Veneers, and trampolines in memory of their owner, are text of the kernel and have a
 * name: in stack traces, in /proc/kallsyms and for perf: DC-13.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */
#include "accounts.h"
#include "limit.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/mman.h>
#include <sys/syscall.h>

DEFINE_FIXTURE(direct)

#define VENEER		"ftrace_veneer"
#define OWNER		"__builtin__ftrace"	/* in the place of a module */
#define CALLER		"dct_ioctl"

#define TEST_VENEERS(test)						\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		has_veneers(),						\
		"no direct calls, or no veneers here", test)

#define TEST_TEXT(test)							\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_TEXT),		\
		"this kernel does not take a trampoline's memory for text", test)

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* The trace begins at @addr, which has the name, and goes on to the caller. */
static void check_trace(struct __test_metadata *_metadata, int fd, uint64_t addr,
			const char *name)
{
	struct dct_trace_at at = { .addr = addr };
	bool called = false;
	int i;

	ASSERT_EQ(0, ASK(fd, DCT_TRACE_AT, &at));
	if (at.result == -EOPNOTSUPP)
		SKIP(return, "no stack trace can begin at given registers here");
	ASSERT_EQ(0, at.result);
	ASSERT_LT(0, at.trace.count);
	EXPECT_TRUE(begins(at.trace.name[0], name));
	for (i = 1; i < at.trace.count; i++)
		called |= begins(at.trace.name[i], CALLER);
	EXPECT_TRUE(called);
	for (i = 0; i < at.trace.count; i++)
		TH_LOG("%s", at.trace.name[i]);
}

/* Is memory of that name, in whose first page @addr is, in /proc/kallsyms as text? */
static bool is_listed(uint64_t addr, const char *name)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	uint64_t page = sysconf(_SC_PAGESIZE);
	char line[512], symbol[256], module[128], type;
	bool found = false;
	unsigned long long value;

	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "%llx %c %255s [%127[^]]]", &value, &type,
			       symbol, module) == 4 &&
			addr - value < page && !strcmp(symbol, name) &&
			!strcmp(module, OWNER) && type == 't';
	if (file)
		fclose(file);
	return found;
}

/* Attach a trampoline that is out of branch range. Returns the veneer's address. */
static uint64_t veneer(struct __test_metadata *_metadata, int fd)
{
	struct dct_branch branch = {};

	ASSERT_EQ(0, far_on(fd));
	ASSERT_EQ(0, switch_attach(fd, 0, 0));
	ASSERT_EQ(0, ASK(fd, DCT_BRANCH, &branch));
	ASSERT_EQ(0, branch.result);
	return branch.target;
}

TEST_VENEERS(dc13_trace_from_veneer)
{
	uint64_t addr = veneer(_metadata, fd);

	check_trace(_metadata, fd, addr, VENEER);
	/* Its second instruction, too. */
	check_trace(_metadata, fd, addr + 4, VENEER);
}

TEST_VENEERS(dc13_veneer_is_listed)
{
	EXPECT_TRUE(is_listed(veneer(_metadata, fd), VENEER));
}

static uint64_t far_jump(struct __test_metadata *_metadata, int fd)
{
	struct dct_jump jump = { .area = DCT_JUMP_VMALLOC };

	ASSERT_EQ(0, jump_make(fd, &jump));
	return jump.address;
}

TEST_TEXT(dc13_trace_from_trampoline_in_memory)
{
	check_trace(_metadata, fd, far_jump(_metadata, fd), DCT_EXEC_NAME);
}

TEST_TEXT(dc13_trampoline_in_memory_is_listed)
{
	EXPECT_TRUE(is_listed(far_jump(_metadata, fd), DCT_EXEC_NAME));
}

static void expect_name(struct __test_metadata *_metadata, int fd, uint64_t addr,
			const char *name, const char *full)
{
	struct dct_name_of req = { .addr = addr };

	ASSERT_EQ(0, ASK(fd, DCT_NAME_OF, &req));
	if (req.result == -EOPNOTSUPP)
		SKIP(return, "kallsyms_lookup() cannot be called here");
	ASSERT_EQ(0, req.result);
	EXPECT_EQ(0, strcmp(name, req.name))
		TH_LOG("%s instead of %s", req.name, name);
	if (full)
		EXPECT_EQ(0, strcmp(full, req.full))
			TH_LOG("%s instead of %s", req.full, full);
}

/* A name, an offset, a size and a module are asked for, or only the name. */
TEST_TEXT(dc13_name_of_trampoline_in_memory)
{
	uint64_t page = sysconf(_SC_PAGESIZE), first = far_jump(_metadata, fd) & -page;
	char full[96];

	snprintf(full, sizeof(full), DCT_EXEC_NAME "+0x10/0x%llx [" OWNER "]",
		 (unsigned long long)page);
	expect_name(_metadata, fd, first + 0x10, DCT_EXEC_NAME, full);
	snprintf(full, sizeof(full), DCT_EXEC_NAME "+0x%llx/0x%llx [" OWNER "]",
		 (unsigned long long)page - 4, (unsigned long long)page);
	expect_name(_metadata, fd, first + page - 4, DCT_EXEC_NAME, full);
	expect_name(_metadata, fd, first + page, "", NULL);
}

/* What the kernel tells perf about the text that this task makes and frees. */
struct watch {
	int fd;
	struct perf_event_mmap_page *ring;
	size_t size;
};

static bool watch_begin(struct watch *watch)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_DUMMY,
		.ksymbol = 1,
	};
	size_t page = sysconf(_SC_PAGESIZE);

	watch->fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	if (watch->fd < 0)
		return false;
	watch->size = 5 * page;
	watch->ring = mmap(NULL, watch->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			   watch->fd, 0);
	return watch->ring != MAP_FAILED;
}

static void watch_end(struct watch *watch)
{
	munmap(watch->ring, watch->size);
	close(watch->fd);
}

struct ksymbol {
	struct perf_event_header header;
	uint64_t addr;
	uint32_t len;
	uint16_t type, flags;
	char name[];
};

/* The ring does not wrap: a record has some 50 bytes, and there are a few. */
static unsigned int count(const struct watch *watch, uint64_t addr, bool gone)
{
	const char *data = (char *)watch->ring + sysconf(_SC_PAGESIZE);
	uint64_t head = __atomic_load_n(&watch->ring->data_head, __ATOMIC_ACQUIRE);
	unsigned int found = 0;
	uint64_t at = 0;

	while (at < head) {
		const struct ksymbol *record = (const void *)(data + at);

		found += record->header.type == PERF_RECORD_KSYMBOL &&
			 record->addr == addr &&
			 !strcmp(record->name, DCT_EXEC_NAME) &&
			 gone == !!(record->flags & PERF_RECORD_KSYMBOL_FLAGS_UNREGISTER);
		at += record->header.size;
	}
	return found;
}

TEST_TEXT(dc13_perf_is_told)
{
	struct watch watch;
	uint64_t addr;

	if (!watch_begin(&watch))
		SKIP(return, "no perf events: errno %d", errno);
	addr = far_jump(_metadata, fd);
	EXPECT_EQ(1, count(&watch, addr, false));
	EXPECT_EQ(0, count(&watch, addr, true));
	/* Makes another and frees this one first. */
	far_jump(_metadata, fd);
	EXPECT_EQ(1, count(&watch, addr, true));
	watch_end(&watch);
}

TEST_HARNESS_MAIN
