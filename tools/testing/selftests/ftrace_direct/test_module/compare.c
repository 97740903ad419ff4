// SPDX-License-Identifier: GPL-2.0
/* The call of which every register is known: compare what became of them. */
#include <linux/kernel.h>
#include <linux/string.h>

#include "probe.h"

#ifdef DCT_HAS_PROBE

/* What known_call.S loads and stores: see include/direct/probe.h. */
__u64 dct_probe_image[KIT_PROBE_ROWS][KIT_PROBE_SLOTS];

static const char *const row_names[KIT_PROBE_ROWS] = {
	[KIT_PROBE_HANDLER] = "handler",
	[KIT_PROBE_TARGET] = "target",
	[KIT_PROBE_AFTER] = "after",
};

static const struct dct_probe_way *way;
static unsigned int nr_diffs;

void dct_probe_compare_begin(struct dct_probe_run *run,
			     const struct dct_probe_way *new)
{
	way = new;
	nr_diffs = 0;
	run->fp = 0;
	memset(run->bad, 0, sizeof(run->bad));
	memset(run->diff, 0, sizeof(run->diff));
}

static void expect(struct dct_probe_run *run, unsigned int dc,
		   const char *what, const char *where, __u64 expected,
		   __u64 seen)
{
	struct dct_probe_diff *diff = &run->diff[nr_diffs];

	if (expected == seen)
		return;
	run->bad[dc]++;
	if (nr_diffs == DCT_RUN_NR_DIFFS)
		return;
	nr_diffs++;
	diff->dc = dc;
	diff->round = way->round;
	diff->expected = expected;
	diff->seen = seen;
	strscpy(diff->what, what, sizeof(diff->what));
	strscpy(diff->where, where, sizeof(diff->where));
}

/* Expect slot @slot of row @row to be as the caller set it. */
static void expect_set(struct dct_probe_run *run, unsigned int dc,
		       const char *name, unsigned int row, unsigned int slot)
{
	if (row == KIT_PROBE_HANDLER && !way->handler)
		return;
	expect(run, dc, name, row_names[row],
	       dct_probe_image[KIT_PROBE_SET][slot], dct_probe_image[row][slot]);
}

static void compare_reg(struct dct_probe_run *run, const struct kit_probe_reg *r)
{
	unsigned int what = r->what;

	if (what & KIT_REG_UNUSED && !way->c_code)
		what |= KIT_REG_FIXED;
	if (what & (KIT_REG_ARG | KIT_REG_EXTRA)) {
		unsigned int dc = what & KIT_REG_ARG ? 1 : 2;

		expect_set(run, dc, r->name, KIT_PROBE_HANDLER, r->slot);
		expect_set(run, dc, r->name, KIT_PROBE_TARGET, r->slot);
	}
	if (what & KIT_REG_FIXED)
		expect_set(run, 3, r->name, KIT_PROBE_HANDLER, r->slot);
	if (what & (KIT_REG_FIXED | KIT_REG_SAVED)) {
		expect_set(run, 3, r->name, KIT_PROBE_TARGET, r->slot);
		expect_set(run, 3, r->name, KIT_PROBE_AFTER, r->slot);
	}
	if (what & KIT_REG_RESULT)
		expect(run, 4, r->name, "after",
		       dct_probe_image[KIT_PROBE_GIVEN][r->slot],
		       dct_probe_image[KIT_PROBE_AFTER][r->slot]);
}

static void compare_stack(struct dct_probe_run *run)
{
	char name[] = "stack word 0";
	unsigned int i;

	for (i = 0; i < KIT_PROBE_NR_STACK; i++) {
		name[sizeof(name) - 2] = '0' + i;
		expect_set(run, 2, name, KIT_PROBE_TARGET, KIT_PROBE_STACK + i);
		expect_set(run, 2, name, KIT_PROBE_AFTER, KIT_PROBE_STACK + i);
	}
}

static void compare_flags(struct dct_probe_run *run, unsigned int row)
{
	if (row == KIT_PROBE_HANDLER && !way->handler)
		return;
	expect(run, 2, "flags", row_names[row],
	       dct_probe_image[KIT_PROBE_SET][KIT_PROBE_FLAGS_SLOT] &
	       KIT_PROBE_FLAGS,
	       dct_probe_image[row][KIT_PROBE_FLAGS_SLOT] & KIT_PROBE_FLAGS);
}

static void compare_sp(struct dct_probe_run *run)
{
	__u64 sp = dct_probe_image[KIT_PROBE_HANDLER][KIT_PROBE_SP];

	expect_set(run, 3, "sp", KIT_PROBE_TARGET, KIT_PROBE_SP);
	expect_set(run, 3, "sp", KIT_PROBE_AFTER, KIT_PROBE_SP);
	if (!way->graph)
		expect_set(run, 3, "return address", KIT_PROBE_TARGET,
			   KIT_PROBE_RA);
	if (!way->handler)
		return;
	expect(run, 3, "sp's alignment", "handler", KIT_PROBE_SP_BIAS,
	       sp % KIT_PROBE_SP_ALIGN);
	expect(run, 3, "sp is below", "handler", 1,
	       sp < dct_probe_image[KIT_PROBE_SET][KIT_PROBE_SP]);
}

/* What a call pushes: the rows have the caller's stack pointer. */
#define PUSHED	((KIT_PROBE_SP_ALIGN - KIT_PROBE_SP_BIAS) % KIT_PROBE_SP_ALIGN)

/* Callbacks get the stack pointer at the entry of the target. */
static void compare_callback_sp(struct dct_probe_run *run)
{
	__u64 sp = dct_probe_image[KIT_PROBE_SET][KIT_PROBE_SP] - PUSHED;

	if (way->sp[0])
		expect(run, 11, "sp", "callback", sp, way->sp[0]);
	if (way->sp[1])
		expect(run, 11, "sp", "callback (regs)", sp, way->sp[1]);
}

static void compare_runs(struct dct_probe_run *run)
{
	expect(run, 5, "runs", "handler", way->handler,
	       dct_probe_image[KIT_PROBE_HANDLER][KIT_PROBE_RUNS]);
	expect(run, 5, "runs", "target", 1,
	       dct_probe_image[KIT_PROBE_TARGET][KIT_PROBE_RUNS]);
}

/* After a call of the assembly target. */
void dct_probe_compare(struct dct_probe_run *run)
{
	unsigned int i;

	compare_runs(run);
	for (i = 0; i < ARRAY_SIZE(kit_probe_regs); i++)
		compare_reg(run, &kit_probe_regs[i]);
	compare_stack(run);
	compare_sp(run);
	compare_callback_sp(run);
	compare_flags(run, KIT_PROBE_HANDLER);
	compare_flags(run, KIT_PROBE_TARGET);
	compare_flags(run, KIT_PROBE_AFTER);
}

/* The register of the argument number @n. */
static __u64 handler_arg(unsigned int n)
{
	return dct_probe_image[KIT_PROBE_HANDLER][KIT_PROBE_ARG_SLOT(n)];
}

/* After a call of int_pow(): the handler's row has the arguments. */
void dct_probe_compare_kernel(struct dct_probe_run *run, __u64 base,
			      unsigned int exponent, __u64 expected,
			      __u64 result)
{
	expect(run, 4, "int_pow()", "after", expected, result);
	expect(run, 5, "runs", "handler", way->handler,
	       dct_probe_image[KIT_PROBE_HANDLER][KIT_PROBE_RUNS]);
	if (!way->handler)
		return;
	expect(run, 1, "base", "handler", base, handler_arg(0));
	expect(run, 1, "exponent", "handler", exponent, (u32)handler_arg(1));
}

void dct_probe_compare_fp(struct dct_probe_run *run, const __u64 *set,
			  const __u64 *after, unsigned int count)
{
	char name[16];
	unsigned int i;

	run->fp = count;
	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "fp word %u", i);
		expect(run, 2, name, "after", set[i], after[i]);
	}
}

void dct_probe_expect_fp_off(struct dct_probe_run *run, bool off)
{
	expect(run, 2, "fp is off", "caller", 1, off);
}

#endif /* DCT_HAS_PROBE */
