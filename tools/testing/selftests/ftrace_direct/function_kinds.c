// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of every kind have a direct call, DC-07, and are restored, DC-31. All
 * arguments arrive, whatever convention the compiler chose: DC-01.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <fcntl.h>

#include "tracefs.h"

DEFINE_FIXTURE_THEN(direct, tracefs_off)

#define CALLS	10
#define ROUNDS	2
#define LATE	"ftrace_direct_late"

/* A static function of the kernel that runs once for each read of this file. */
#define SHOWN_BY	"version_proc_show"
#define SHOWN		"/proc/version"

static const uint64_t args[DCT_NR_ARGS] = {
	0x1111, 0x22222, 0x333333, 4, ~5ULL, 6ULL << 60, 7, 0x88888888,
};

static int attach_at(int fd, struct dct_kind *func)
{
	if (ASK(fd, DCT_KIND_ATTACH, func))
		return NO_ANSWER;
	return func->filter ?: func->result;
}

static int detach_from(int fd, struct dct_kind *func)
{
	return ASK(fd, DCT_KIND_DETACH, func) ?: func->result;
}

/* The site was not patched, or was restored: it is as @loaded. */
static bool site_is(int fd, struct dct_kind *func, const uint8_t *loaded)
{
	return !ASK(fd, DCT_KIND_SITE, func) &&
	       !memcmp(func->bytes, loaded, DCT_SITE_BYTES);
}

/* Call, and return what the last call did. */
static struct dct_kind_call call_it(struct __test_metadata *_metadata, int fd,
				    unsigned int kind, const uint64_t *with)
{
	struct dct_kind_call call = { .kind = kind, .times = CALLS };

	memcpy(call.args, with, sizeof(call.args));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_CALL, &call));
	return call;
}

/* The handler ran @handled times CALLS times, the body @ran times CALLS. */
static void check_counts(struct __test_metadata *_metadata, int fd,
			 unsigned int handled, unsigned int ran)
{
	struct dct_counts counts;

	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(handled * CALLS, counts.handler[0]);
	EXPECT_EQ(0, counts.handler[1]);
	EXPECT_EQ(ran * CALLS, counts.body);
}

/* The handler saw the first @nr arguments. */
static void check_handler_args(struct __test_metadata *_metadata, int fd,
			       const uint64_t *with, unsigned int nr)
{
	struct dct_counts counts;
	unsigned int i;

	ASSERT_EQ(0, read_counts(fd, &counts));
	for (i = 0; i < nr && i < device_reg_args(fd); i++)
		EXPECT_EQ(with[i], counts.handler_args[i]);
}

static uint64_t power(uint64_t base, unsigned int exponent)
{
	return exponent ? base * power(base, exponent - 1) : 1;
}

/* A function of the kernel. Its result shows that the body ran. */
TEST_DIRECT(dc07_exported_function)
{
	struct dct_kind func = { .kind = DCT_KIND_EXPORTED };
	const uint64_t with[DCT_NR_ARGS] = { 7, 13 };
	struct dct_kind_call call;

	call = call_it(_metadata, fd, DCT_KIND_EXPORTED, with);
	ASSERT_EQ(power(7, 13), call.result);
	ASSERT_EQ(0, attach_at(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_EXPORTED, with);
	EXPECT_EQ(power(7, 13), call.result);
	check_counts(_metadata, fd, 1, 0);
	check_handler_args(_metadata, fd, with, 2);

	ASSERT_EQ(0, detach_from(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_EXPORTED, with);
	EXPECT_EQ(power(7, 13), call.result);
	check_counts(_metadata, fd, 1, 0);
}

/* Returns 0 if /proc/kallsyms does not show it; that takes root. */
static uint64_t address_of(const char *symbol)
{
	unsigned long long address, found = 0;
	char line[512], name[256], type;
	FILE *f = fopen("/proc/kallsyms", "re");

	if (!f)
		return 0;
	while (!found && fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx %c %255s", &address, &type, name) == 3 &&
		    !strcmp(name, symbol))
			found = address;
	fclose(f);
	return found;
}

static int read_version(char *text, size_t size)
{
	int fd = open(SHOWN, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -1;
	len = read(fd, text, size - 1);
	close(fd);
	if (len <= 0)
		return -1;
	text[len] = '\0';
	return 0;
}

/* Read it CALLS times: the text stays the same. */
static void read_many(struct __test_metadata *_metadata, const char *said)
{
	char text[1024];
	int i;

	for (i = 0; i < CALLS; i++) {
		ASSERT_EQ(0, read_version(text, sizeof(text)));
		EXPECT_STREQ(said, text);
	}
}

TEST_DIRECT(dc07_static_function_of_the_kernel)
{
	struct dct_kind func = {
		.kind = DCT_KIND_ADDRESS,
		.address = address_of(SHOWN_BY),
	};
	uint8_t loaded[DCT_SITE_BYTES];
	char said[1024];

	ASSERT_NE(0, func.address);
	ASSERT_EQ(0, read_version(said, sizeof(said)));
	ASSERT_EQ(0, ASK(fd, DCT_KIND_SITE, &func));
	memcpy(loaded, func.bytes, sizeof(loaded));

	ASSERT_EQ(0, attach_at(fd, &func));
	EXPECT_FALSE(site_is(fd, &func, loaded));
	read_many(_metadata, said);
	check_counts(_metadata, fd, 1, 0);

	ASSERT_EQ(0, detach_from(fd, &func));
	EXPECT_TRUE(site_is(fd, &func, loaded));
	read_many(_metadata, said);
	check_counts(_metadata, fd, 1, 0);
}

TEST_DIRECT(dc07_static_function_of_a_module)
{
	struct dct_kind func = { .kind = DCT_KIND_STATIC };
	struct dct_kind_call call;
	struct dct_counts counts;

	ASSERT_EQ(0, attach_at(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_STATIC, args);
	EXPECT_EQ(dct_mix(call.args, DCT_SEED_LOW), call.result);
	check_counts(_metadata, fd, 1, 1);

	ASSERT_EQ(0, detach_from(fd, &func));
	call_it(_metadata, fd, DCT_KIND_STATIC, args);
	check_counts(_metadata, fd, 1, 2);
	ASSERT_EQ(0, read_counts(fd, &counts));
	EXPECT_EQ(0, counts.bad_args);
}

/*
 * The function returns past the one that jumped to it, also with a direct call. The
 * first call, without one, checks that the compiler made a tail call.
 */
TEST_DIRECT(dc07_tail_called_function)
{
	struct dct_kind func = { .kind = DCT_KIND_TAIL };
	const uint64_t with[DCT_NR_ARGS] = { args[4], args[5] };
	struct dct_kind_call call;

	call = call_it(_metadata, fd, DCT_KIND_TAIL, with);
	TH_LOG("it returns to %s", call.returns_to);
	ASSERT_EQ(0, strncmp("dct_tail_caller", call.returns_to, 15));

	ASSERT_EQ(0, attach_at(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_TAIL, with);
	TH_LOG("it returns to %s", call.returns_to);
	EXPECT_EQ(0, strncmp("dct_tail_caller", call.returns_to, 15));
	EXPECT_EQ(dct_mix(call.args, DCT_SEED_LOW), call.result);
	check_counts(_metadata, fd, 1, 2);
	check_handler_args(_metadata, fd, with, 2);
}

TEST_DIRECT(dc07_arguments_on_the_stack)
{
	struct dct_kind func = { .kind = DCT_KIND_STACK };
	struct dct_kind_call call;
	uint64_t result;

	call = call_it(_metadata, fd, DCT_KIND_STACK, args);
	ASSERT_EQ(0, call.lost);
	result = call.result;

	ASSERT_EQ(0, attach_at(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_STACK, args);
	EXPECT_EQ(0, call.lost);
	EXPECT_EQ(result, call.result);
	check_counts(_metadata, fd, 1, 2);
	check_handler_args(_metadata, fd, args, DCT_NR_ARGS);
}

/* The arguments of the function that only its name leads to, with what is attached. */
static void check_private(struct __test_metadata *_metadata, int fd,
			  uint64_t result, unsigned int handled, unsigned int ran)
{
	struct dct_kind_call call;

	call = call_it(_metadata, fd, DCT_KIND_PRIVATE, args);
	EXPECT_EQ(0, call.lost);
	EXPECT_EQ(result, call.result);
	check_counts(_metadata, fd, handled, ran);
	if (handled)
		check_handler_args(_metadata, fd, args, DCT_NR_ARGS);
}

static uint64_t private_result(struct __test_metadata *_metadata, int fd)
{
	struct dct_kind_call call;

	call = call_it(_metadata, fd, DCT_KIND_PRIVATE, args);
	ASSERT_EQ(0, call.lost);
	return call.result;
}

/* A compiler may pass more arguments in registers than C has registers for. */
TEST_DIRECT(dc01_static_function_by_name)
{
	struct dct_kind func = {
		.kind = DCT_KIND_ADDRESS,
		.address = address_of(DCT_PRIVATE_FUNCTION),
	};
	uint64_t result = private_result(_metadata, fd);

	ASSERT_NE(0, func.address);
	ASSERT_EQ(0, attach_at(fd, &func));
	check_private(_metadata, fd, result, 1, 2);
	ASSERT_EQ(0, detach_from(fd, &func));
	check_private(_metadata, fd, result, 1, 3);
}

/* The function tracer alone, then with a direct call: each has entry code of its own. */
TEST_DIRECT(dc10_static_function_by_name_with_tracer)
{
	struct dct_kind func = {
		.kind = DCT_KIND_ADDRESS,
		.address = address_of(DCT_PRIVATE_FUNCTION),
	};
	uint64_t result = private_result(_metadata, fd);

	ASSERT_NE(0, func.address);
	ASSERT_EQ(0, tracefs_write("set_ftrace_filter", DCT_PRIVATE_FUNCTION));
	ASSERT_EQ(0, tracefs_write("current_tracer", "function"));
	check_private(_metadata, fd, result, 0, 2);
	ASSERT_EQ(0, attach_at(fd, &func));
	check_private(_metadata, fd, result, 1, 3);
	ASSERT_EQ(0, tracefs_off());
	check_private(_metadata, fd, result, 2, 4);
	ASSERT_EQ(0, detach_from(fd, &func));
}

/* The module is loaded, its function gets a direct call, it is unloaded. */
static void late_comes_and_goes(struct __test_metadata *_metadata, int fd)
{
	struct dct_kind func = { .kind = DCT_KIND_LATE };
	struct dct_kind_call call;

	ASSERT_EQ(0, module_load(LATE));
	call = call_it(_metadata, fd, DCT_KIND_LATE, args);
	EXPECT_EQ(dct_mix(call.args, DCT_SEED_LOW), call.result);
	check_counts(_metadata, fd, 0, 1);

	ASSERT_EQ(0, attach_at(fd, &func));
	call = call_it(_metadata, fd, DCT_KIND_LATE, args);
	EXPECT_EQ(dct_mix(call.args, DCT_SEED_LOW), call.result);
	check_counts(_metadata, fd, 1, 2);

	ASSERT_EQ(0, detach_from(fd, &func));
	call_it(_metadata, fd, DCT_KIND_LATE, args);
	check_counts(_metadata, fd, 1, 3);
	ASSERT_EQ(0, module_unload(LATE));
}

TEST_DIRECT(dc07_module_loaded_later)
{
	int round;

	for (round = 0; round < ROUNDS; round++) {
		late_comes_and_goes(_metadata, fd);
		ASSERT_EQ(0, device_reset(fd));
	}
}

TEST_DIRECT(dc07_stays_while_modules_come_and_go)
{
	struct dct_kind func = { .kind = DCT_KIND_STATIC };

	ASSERT_EQ(0, attach_at(fd, &func));
	ASSERT_EQ(0, module_load(LATE));
	call_it(_metadata, fd, DCT_KIND_STATIC, args);
	check_counts(_metadata, fd, 1, 1);
	ASSERT_EQ(0, module_unload(LATE));
	call_it(_metadata, fd, DCT_KIND_STATIC, args);
	check_counts(_metadata, fd, 2, 2);
}

/* Attach and detach, twice: each time the site is restored. */
static void check_restored(struct __test_metadata *_metadata, int fd,
			   unsigned int kind)
{
	struct dct_kind func = { .kind = kind };
	uint8_t loaded[DCT_SITE_BYTES];
	int round;

	ASSERT_EQ(0, ASK(fd, DCT_KIND_SITE, &func));
	memcpy(loaded, func.bytes, sizeof(loaded));
	for (round = 0; round < ROUNDS; round++) {
		ASSERT_EQ(0, attach_at(fd, &func));
		EXPECT_FALSE(site_is(fd, &func, loaded));
		ASSERT_EQ(0, detach_from(fd, &func));
		EXPECT_TRUE(site_is(fd, &func, loaded));
	}
}

/* dc07_static_function_of_the_kernel checks ADDRESS, by which PRIVATE is attached to. */
TEST_DIRECT(dc31_every_kind_restored)
{
	unsigned int kind;

	ASSERT_EQ(0, module_load(LATE));
	for (kind = 0; kind < DCT_NR_KINDS; kind++)
		if (kind != DCT_KIND_ADDRESS && kind != DCT_KIND_PRIVATE)
			check_restored(_metadata, fd, kind);
	ASSERT_EQ(0, module_unload(LATE));
}

TEST_HARNESS_MAIN
