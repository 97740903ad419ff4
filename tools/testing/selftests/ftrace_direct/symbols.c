// SPDX-License-Identifier: GPL-2.0
/*
 * A direct call is attached by the address of a symbol, as BPF does: the patch site is
 * that symbol's own, or the attempt is refused. A site behind it in dead code, which
 * an overridden weak function leaves, would be patched and never be executed.
 */
#include "fixture.h"	/* first: it defines _GNU_SOURCE */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inplace.h"
#include "tracefs.h"

DEFINE_FIXTURE(direct)

#define SHOWN	10	/* names at most of a kind */

/* What ftrace prints for a function whose symbol it no longer finds. */
#define GONE	"__ftrace_invalid_address__"

struct symbol {
	uint64_t address;
	char name[64];
};

struct symbols {
	struct symbol *list;
	size_t nr, room;
};

/* Functions of the kernel and its modules, not those that BPF and ftrace generated. */
static bool is_function(char type, const char *of)
{
	return strchr("tTwW", type) && !strstr(of, "[bpf]") &&
	       !strstr(of, "__builtin__");
}

static bool add(struct symbols *symbols, uint64_t address, const char *name)
{
	struct symbol *symbol;

	if (symbols->nr == symbols->room) {
		symbols->room = 2 * symbols->room + 1024;
		symbol = realloc(symbols->list, symbols->room * sizeof(*symbol));
		if (!symbol)
			return false;
		symbols->list = symbol;
	}
	symbol = &symbols->list[symbols->nr++];
	symbol->address = address;
	snprintf(symbol->name, sizeof(symbol->name), "%s", name);
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *one = a, *other = b;

	return (one->address > other->address) - (one->address < other->address);
}

/* All functions in the order of their addresses. Takes root. */
static bool read_symbols(struct symbols *symbols)
{
	unsigned long long address;
	char line[1024], name[512], type;
	FILE *f = fopen("/proc/kallsyms", "re");
	bool ok = f;

	while (ok && fgets(line, sizeof(line), f))
		if (sscanf(line, "%llx %c %511s", &address, &type, name) == 3 &&
		    address && is_function(type, line))
			ok = add(symbols, address, name);
	if (f)
		fclose(f);
	qsort(symbols->list, symbols->nr, sizeof(*symbols->list), by_address);
	return ok && symbols->nr;
}

/* Where the next one begins, or @symbol's own address if that is not known. */
static uint64_t end_of(const struct symbols *symbols, size_t i)
{
	uint64_t address = symbols->list[i].address;

	while (i < symbols->nr && symbols->list[i].address == address)
		i++;
	return i < symbols->nr ? symbols->list[i].address : address;
}

/* How many were found, of each kind. */
struct found {
	int chosen;	/* attached by its address */
	int foreign;	/* of these, not at its own site */
	int strays;	/* sites that are no symbol's own */
	int attached;	/* of these, a direct call was attached to them */
	int refused;	/* ... was refused as it should be, */
	int by_ip;	/* ... also by address, or that cannot be tried */
};

static void note(struct __test_metadata *_metadata, struct found *found,
		 const char *name, const struct dct_symbol *req)
{
	found->chosen += !req->filter;
	if (!req->filter && !req->own && found->foreign++ < SHOWN)
		TH_LOG("%s: the site is not its own", name);
	found->strays += !!req->stray;
	found->refused += req->stray && req->stray_result == -ENODEV;
	found->by_ip += req->stray && (req->stray_by_ip == -ENODEV ||
				       req->stray_by_ip == -EOPNOTSUPP);
	if (req->stray && !req->stray_result && found->attached++ < SHOWN)
		TH_LOG("%s: attached to the site at +%llu", name,
		       (unsigned long long)(req->stray - req->address));
}

static int ask_all(struct __test_metadata *_metadata, int fd,
		   const struct symbols *symbols, struct found *found)
{
	struct dct_symbol req;
	size_t i;

	for (i = 0; i < symbols->nr; i++) {
		/* Another name for the same address */
		if (i && symbols->list[i].address == symbols->list[i - 1].address)
			continue;
		req = (struct dct_symbol){
			.address = symbols->list[i].address,
			.end = end_of(symbols, i),
		};
		if (ASK(fd, DCT_SYMBOL, &req))
			return NO_ANSWER;
		note(_metadata, found, symbols->list[i].name, &req);
	}
	return 0;
}

TEST_IF_WITHIN(direct, device_has(self->fd, DCT_HAS_DIRECT),
	       "this kernel has no direct calls", dc30_site_of_another_function,
	       TEST_TIMEOUT_SLOW)
{
	struct symbols symbols = {};
	struct found found = {};
	int all, gone;

	ASSERT_TRUE(read_symbols(&symbols));
	ASSERT_EQ(0, ask_all(_metadata, fd, &symbols, &found));
	TH_LOG("%zu symbols, %d chosen, %d at another's site", symbols.nr,
	       found.chosen, found.foreign);
	TH_LOG("%d sites of no symbol, %d attached", found.strays,
	       found.attached);
	EXPECT_EQ(0, found.foreign);
	EXPECT_EQ(0, found.attached);
	/* The one of the test module at least, and perhaps of no one else. */
	EXPECT_LT(0, found.strays);
	if (has_in_place()) {
		EXPECT_EQ(found.strays, found.refused);
		EXPECT_EQ(found.strays, found.by_ip);
	}

	/* Those that have a site of their own are not refused. */
	all = tracefs_lines_of("available_filter_functions", "", "");
	gone = tracefs_lines_of("available_filter_functions", GONE, "");
	ASSERT_LT(0, all);
	EXPECT_LE(all - gone, found.chosen);
	free(symbols.list);
}

TEST_HARNESS_MAIN
