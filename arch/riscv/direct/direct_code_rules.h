/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules for code of riscv64, see include/direct/code_rules.h.
 *
 * Return-address stack: ra and t0 are the link registers. A jalr that writes one pushes
 * its return address, one that jumps through one pops an entry; through the register
 * that it writes, it only pushes (Unprivileged ISA, "Unconditional Jumps"). A site's
 * "jalr t0, t0" pushes, so what returns to the site jumps through t0.
 *
 * Instruction cache: a hart fetches what another hart has stored after a fence.i of its
 * own only (Unprivileged ISA, "Zifencei").
 */
#ifndef KIT_RISCV_CODE_RULES_H
#define KIT_RISCV_CODE_RULES_H

#include <linux/types.h>
#include <asm/unaligned.h>

#define KIT_CODE_RULES

#define KIT_INSN_FENCE_I	0x0000100f

/* A compressed instruction has other low bits than 11. */
static inline u32 kit_insn(const u8 *code, size_t *length)
{
	u32 low = get_unaligned_le16(code);

	*length = (low & 3) == 3 ? 4 : 2;
	return *length == 4 ? get_unaligned_le32(code) : low;
}

/* Is this a jalr, c.jr or c.jalr, and of which registers? */
static inline bool kit_insn_is_jalr(u32 insn, unsigned int *rd,
				    unsigned int *rs1)
{
	if ((insn & 0x707f) == 0x67) {
		*rd = insn >> 7 & 31;
		*rs1 = insn >> 15 & 31;
		return true;
	}
	*rd = insn >> 12 & 1;
	*rs1 = insn >> 7 & 31;
	return (insn & 0xffffe07f) == 0x8002 && *rs1;
}

static inline bool kit_is_link(unsigned int reg)
{
	return reg == 1 || reg == 5;
}

static inline bool kit_insn_is_call(u32 insn)
{
	unsigned int rd, rs1;

	if ((insn & 0x7f) == 0x6f)
		return kit_is_link(insn >> 7 & 31);
	return kit_insn_is_jalr(insn, &rd, &rs1) && kit_is_link(rd);
}

/* The last jump through a register neither pushes nor pops. */
static inline bool kit_code_leaves_stack_alone(const u8 *code, size_t size)
{
	unsigned int rd, rs1;
	size_t at, length;
	bool alone = false;

	for (at = 0; at + 2 <= size; at += length)
		if (kit_insn_is_jalr(kit_insn(code + at, &length), &rd, &rs1))
			alone = !kit_is_link(rd) && !kit_is_link(rs1);
	return alone;
}

/* If it jumps away, then through t0 at least once, and never through ra. */
static inline bool kit_code_returns_by_t0(const u8 *code, size_t size)
{
	unsigned int rd, rs1, jumps = 0, returns = 0;
	size_t at, length;

	for (at = 0; at + 2 <= size; at += length) {
		if (!kit_insn_is_jalr(kit_insn(code + at, &length), &rd, &rs1) ||
		    rd)
			continue;
		if (rs1 == 1)
			return false;
		jumps++;
		returns += rs1 == 5;
	}
	return !jumps || returns;
}

static inline bool kit_code_fetches_anew(const u8 *code, size_t size)
{
	size_t at, length;

	for (at = 0; at + 2 <= size; at += length)
		if (kit_insn(code + at, &length) == KIT_INSN_FENCE_I)
			return true;
	return false;
}

static inline bool kit_code_fetches_anew_first(const u8 *code, size_t size)
{
	size_t at, length;
	u32 insn;

	for (at = 0; at + 2 <= size; at += length) {
		insn = kit_insn(code + at, &length);
		if (insn == KIT_INSN_FENCE_I)
			return true;
		if (kit_insn_is_call(insn))
			return false;
	}
	return false;
}

/* A site begins with a nop, or with the "auipc t0" that ftrace writes. */
static inline bool kit_code_has_no_site(const u8 *code, size_t size)
{
	size_t length;
	u32 insn = kit_insn(code, &length);

	return insn != 0x0001 && insn != 0x00000013 && (insn & 0xfff) != 0x297;
}

static const struct kit_code_rule kit_code_rules[] = {
	{ DCT_CODE_RETURNS, "return_to_handler",
	  "leaves the return-address stack alone: the ret has popped",
	  kit_code_leaves_stack_alone },
	{ DCT_CODE_RETURNS, "ftrace_direct_late",
	  "leaves the return-address stack alone: the trampoline pops",
	  kit_code_leaves_stack_alone },
	/* In kallsyms, an entry ends at the label of a call that is patched. */
	{ DCT_CODE_RETURNS, "ftrace_caller", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_call", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_graph_call", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_regs_caller", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_regs_call", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_graph_regs_call", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "ftrace_stub_direct_tramp", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_RETURNS, "dct_tramp0", "returns by t0",
	  kit_code_returns_by_t0 },
	{ DCT_CODE_ONLINE, "smp_callin", "executes a fence.i",
	  kit_code_fetches_anew },
	{ DCT_CODE_ONLINE_FIRST, "smp_callin", "executes a fence.i before it calls",
	  kit_code_fetches_anew_first },
	{ DCT_CODE_UNTRACED, "do_page_fault", "has no patch site",
	  kit_code_has_no_site },
	{ DCT_CODE_UNTRACED, "__trace_hardirqs_on", "has no patch site",
	  kit_code_has_no_site },
	{ DCT_CODE_UNTRACED, "__trace_hardirqs_off", "has no patch site",
	  kit_code_has_no_site },
	{ DCT_CODE_UNTRACED, "sbi_cpu_stop", "has no patch site",
	  kit_code_has_no_site },
	{ DCT_CODE_UNTRACED, "sbi_hsm_hart_stop", "has no patch site",
	  kit_code_has_no_site },
};

#endif /* KIT_RISCV_CODE_RULES_H */
