// SPDX-License-Identifier: GPL-2.0
/* Which console lines are complaints of the kernel. */
#define _GNU_SOURCE
#include <ctype.h>
#include <string.h>

#include "splat.h"

#define KIND(kind, where, needle, also)	{ kind, needle, also, where, false, false }
#define ALSO(kind, needle, also)	KIND(kind, SPLAT_WORD, needle, also)
#define WORD(kind, needle)		KIND(kind, SPLAT_WORD, needle, NULL)
#define START(kind, needle)		KIND(kind, SPLAT_START, needle, NULL)
#define DIES(kind, where, needle, also)	{ kind, needle, also, where, true, false }
#define FATAL(kind, needle)		DIES(kind, SPLAT_WORD, needle, NULL)
#define FATAL_ALSO(kind, needle, also)	DIES(kind, SPLAT_WORD, needle, also)
#define AFTER_FATAL(kind, needle)	{ kind, needle, NULL, SPLAT_START, true, true }
#define FATAL_START(kind, needle)	DIES(kind, SPLAT_START, needle, NULL)

/* The first entry that matches counts, so special entries precede general ones. */
static const struct splat_kind kinds[] = {
	FATAL("panic", "Kernel panic - not syncing"),
	FATAL("panic", "Kernel panic -"),
	FATAL("panic", "PANIC: double fault"),
	FATAL("panic", "Fixing recursive fault but reboot is needed"),

	/* Before a panic can be printed, the kernel says why it stops, and stops. */
	FATAL("panic", "PANIC: early exception"),
	FATAL_ALSO("panic", "PANIC: Unsupported exit-code", "early #VC"),
	FATAL("panic", "PANIC: Failure in communication with VMM"),
	FATAL("panic", "PANIC: Failed to decode instruction"),
	DIES("panic", SPLAT_GLUED, "Kernel fault: interruption code", NULL),
	DIES("panic", SPLAT_GLUED, "Linux kernel boot failure:", NULL),
	FATAL("panic", "The Linux kernel failed to boot with the KernelAddressSanitizer"),
	FATAL("panic", "The Linux kernel requires more recent processor hardware"),
	FATAL_START("panic", "Error: invalid device tree blob"),
	FATAL_START("panic", "Error: invalid dtb and unrecognized/unsupported machine"),
	FATAL_START("panic", "Error: unrecognized/unsupported"),
	FATAL_ALSO("panic", "sbi_trap_error: hart", "(error "),
	FATAL_ALSO("panic", "ERROR: Early", "error afsr["),
	FATAL_ALSO("panic", "SUN4V-ITLB:", "Error at TPC["),
	FATAL_ALSO("panic", "SUN4V-DTLB:", "Error at TPC["),
	AFTER_FATAL("panic", "-- System halted"),

	WORD("KASAN", "BUG: KASAN:"),
	WORD("KMSAN", "BUG: KMSAN:"),
	WORD("KCSAN", "BUG: KCSAN:"),
	WORD("KFENCE", "BUG: KFENCE:"),
	FATAL_ALSO("UBSAN", "Internal error:", "UBSAN"),
	WORD("UBSAN", "UBSAN:"),
	WORD("CFI", "CFI failure at"),
	WORD("CFI", "CFI failure (target:"),
	ALSO("kmemleak", "kmemleak:", "suspected memory leaks"),
	ALSO("kmemleak", "kmemleak:", "Kernel memory leak detector disabled"),
	WORD("kmemleak", "unreferenced object 0x"),

	ALSO("lockdep", "BUG:", "Invalid wait context"),
	WORD("lockdep", "possible circular locking dependency detected"),
	WORD("lockdep", "possible recursive locking detected"),
	WORD("lockdep", "possible irq lock inversion dependency detected"),
	WORD("lockdep", "HARDIRQ-safe -> HARDIRQ-unsafe lock order detected"),
	WORD("lockdep", "SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected"),
	WORD("lockdep", "inconsistent lock state"),
	WORD("lockdep", "suspicious RCU usage"),
	WORD("lockdep", "bad unlock balance detected"),
	WORD("lockdep", "bad contention detected"),
	WORD("lockdep", "lock held when returning to user space"),
	WORD("lockdep", "held lock freed"),
	WORD("lockdep", "Nested lock was not taken"),
	WORD("lockdep", "INFO: trying to register non-static key"),
	WORD("lockdep", "DEBUG_LOCKS_WARN_ON("),
	ALSO("lockdep", "BUG: MAX_LOCK", "too low"),
	ALSO("lockdep", "BUG: MAX_STACK_TRACE_ENTRIES", "too low"),
	ALSO("lockdep", "WARNING:", "still has locks held"),
	WORD("lockdep", "WARNING: chain_key collision"),

	ALSO("RCU stall", "INFO:", "detected stalls on"),
	ALSO("RCU stall", "INFO:", "self-detected stall on CPU"),
	ALSO("RCU stall", "INFO:", "detected expedited stalls on"),
	ALSO("RCU stall", "rcu", "kthread starved for"),
	ALSO("hung task", "INFO: task", "blocked for more than"),
	ALSO("hung task", "INFO: task", "blocked in I/O wait for more than"),
	ALSO("hung task", "INFO: The task", "has been waiting for writeback"),
	WORD("soft lockup", "BUG: soft lockup"),
	WORD("hard lockup", "detected hard LOCKUP"),
	WORD("hard lockup", "BUG: hard lockup"),
	WORD("workqueue lockup", "BUG: workqueue lockup"),
	WORD("CSD lock", "non-responsive CSD lock"),

	WORD("atomic", "BUG: sleeping function called from invalid context"),
	WORD("atomic", "sleeping function called from invalid context"),
	WORD("atomic", "BUG: scheduling while atomic"),
	WORD("atomic", "bad: scheduling from"),
	ALSO("atomic", "huh, entered", "with preempt_count"),
	ALSO("atomic", "note:", "exited with preempt_count"),
	ALSO("atomic", "note:", "exited with irqs disabled"),
	WORD("atomic", "psi: task underflow!"),
	WORD("atomic", "psi: inconsistent task state!"),

	/* Something is never given back, or was given back too often. */
	WORD("leak", "unregister_netdevice: waiting for"),
	ALSO("leak", "ref_tracker:", "users at"),
	ALSO("leak", "ref_tracker:", "leaked reference"),
	ALSO("leak", "ref_tracker:", "reference already released"),
	ALSO("leak", "page_pool_release_retry()", "stalled pool shutdown"),
	ALSO("leak", "page_pool refcnt", "violation"),
	WORD("leak", "neighbour leakage"),
	WORD("leak", "Destroying alive neighbour"),
	WORD("leak", "Freeing alive"),
	WORD("leak", "Attempt to release alive"),
	WORD("leak", "Attempt to release TCP socket in state"),
	ALSO("leak", "dst_release: dst:", "refcnt:-"),
	WORD("leak", "VFS: Busy inodes"),
	WORD("leak", "VFS: busy inodes"),
	WORD("leak", "VFS: Close: file count is 0"),
	WORD("leak", "Slab cache still has objects"),
	WORD("leak", "usage count underflow!"),

	FATAL("BUG", "kernel BUG at"),
	FATAL("BUG", "Kernel BUG"),
	FATAL("BUG", "Kernel bug at"),
	DIES("BUG", SPLAT_GLUED, "): Kernel Bug ", NULL),
	FATAL("Oops", "BUG: kernel NULL pointer dereference"),
	FATAL("Oops", "BUG: unable to handle"),
	FATAL_ALSO("Oops", "BUG:", "stack guard page was hit"),
	FATAL("Oops", "Unable to handle kernel"),
	FATAL("Oops", "Internal error:"),
	FATAL("Oops", "Oops:"),
	FATAL("Oops", "Oops ["),
	FATAL("Oops", "Oops -"),
	FATAL("Oops", "Oops#:"),
	DIES("Oops", SPLAT_GLUED, "): Oops ", NULL),
	FATAL("Oops", "BAD KERNEL TRAP"),
	FATAL_ALSO("Oops", "Kernel Fault", "Code="),
	FATAL_ALSO("Oops", "Bad Address (null pointer deref?)", "Code="),
	FATAL("Oops", "general protection fault"),
	FATAL("Oops", "Insufficient stack space to handle exception"),
	FATAL("Oops", "kernel stack overflow"),
	FATAL("Oops", "Kernel stack overflow"),
	FATAL_ALSO("Oops", "Unhandled", "sync exception"),
	FATAL_ALSO("Oops", "Bad mode in", "handler detected"),
	FATAL("Oops", "SError Interrupt on CPU"),
	FATAL("Oops", "Unexpected kernel BRK exception"),
	FATAL("Oops", "disabled wait"),
	FATAL("Oops", "corrupted stack end detected"),

	WORD("BUG", "BUG:"),
	START("BUG", "BUG "),
	WORD("ftrace", "[ ftrace bug ]"),
	WORD("ftrace", "FUNCTION TRACING IS CORRUPTED"),
	WORD("BUG", "Maybe there is a bug in the kernel"),
	WORD("BUG", "bad pgd "),
	WORD("BUG", "bad p4d "),
	WORD("BUG", "bad pud "),
	WORD("BUG", "bad pmd "),
	WORD("BUG", "bad pte "),
	WORD("BUG", "Bad swap file entry"),
	WORD("BUG", "Bad swap offset entry"),
	WORD("BUG", "Slab corruption"),
	WORD("BUG", "slab error in"),
	ALSO("BUG", "pagealloc:", "memory corruption"),
	ALSO("BUG", "pagealloc:", "single bit error"),

	/*
	 * WARN() says where. Other lines that begin with "WARNING:" are notes to the
	 * user; the unwinder's are not.
	 */
	WORD("WARNING", "WARNING: CPU:"),
	ALSO("WARNING", "WARNING:", ", CPU#"),
	WORD("WARNING", "WARNING: at "),
	WORD("WARNING", "WARNING: kernel stack "),
	WORD("WARNING", "WARNING: stack recursion on"),
	WORD("WARNING", "WARNING: stack going in the wrong direction"),
	WORD("WARNING", "WARNING: can't access "),
	WORD("WARNING", "WARNING: can't dereference "),
	WORD("WARNING", "WARNING: bad lookup "),
	ALSO("WARNING", "WARNING: missing", "value at"),
	ALSO("WARNING", "WARNING: unknown", "base reg"),
	ALSO("WARNING", "WARNING:", ".orc_unwind"),
	WORD("WARNING", "WARNING: FPU exception from kernel mode"),
	WORD("WARNING", "refcount_t:"),
	START("WARNING", "unchecked MSR access error"),
	ALSO("WARNING", "page allocation failure:", "order:"),
	WORD("WARNING", "cannot create duplicate filename"),
	WORD("WARNING", "list_add corruption"),
	WORD("WARNING", "list_del corruption"),
	ALSO("irq", "irq", "nobody cared"),
	WORD("OOM", "invoked oom-killer"),
	FATAL("Oops", "System is deadlocked on memory"),
};

/* The needle, where a word begins. */
static const char *find_word(const char *text, const char *needle)
{
	const char *p = text;

	while ((p = strstr(p, needle))) {
		if (p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_'))
			return p;
		p++;
	}
	return NULL;
}

static const char *find_needle(const struct splat_kind *k, const char *text)
{
	switch (k->where) {
	case SPLAT_START:
		text += strspn(text, " \t");
		return strncmp(text, k->needle, strlen(k->needle)) ? NULL : text;
	case SPLAT_GLUED:
		return strstr(text, k->needle);
	case SPLAT_WORD:
		break;
	}
	return find_word(text, k->needle);
}

static bool matches(const struct splat_kind *k, const char *text)
{
	const char *p = find_needle(k, text);

	return p && (!k->also || strstr(p + strlen(k->needle), k->also));
}

/*
 * The line that an architecture's die() prints, for any trap: "int3: 0000 [#1] SMP",
 * "specification exception: 0006 ilc:2 [#1]", "Kernel bug detected[#1]:".
 */
static bool is_die_line(const char *text)
{
	for (const char *p = strstr(text, "[#"); p; p = strstr(p + 1, "[#")) {
		size_t digits = strspn(p + 2, "0123456789");

		if (digits && p[2 + digits] == ']')
			return true;
	}
	return false;
}

/*
 * x86 names a program's own fault as it names the kernel's:
 * "traps: a.out[77] general protection fault ip:401136 sp:7ffc error:0".
 */
static bool is_program_fault(const char *text)
{
	const char *ip = strstr(text, " ip:");
	bool pid = false;

	if (!ip || !strstr(ip, " sp:") || !strstr(ip, " error:"))
		return false;
	for (const char *p = strchr(text, '['); p && p < ip; p = strchr(p + 1, '[')) {
		size_t digits = strspn(p + 1, "0123456789");

		pid |= digits && p[1 + digits] == ']';
	}
	return pid;
}

/* KASAN of old kernels has SLUB describe the object, which says BUG once more. */
static bool is_second_headline(const char *text)
{
	return strstr(text, "): kasan: bad access detected");
}

/* The heading of a stack dump, as architectures write it; arm had none for long. */
static bool is_dump(const char *text)
{
	static const char * const whole[] = { "Backtrace:", "Stack Trace:", "Trace:" };

	if (!strncasecmp(text, "Call Trace:", 11) || find_word(text, "unwind_backtrace"))
		return true;
	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (!strcmp(text, whole[i]))
			return true;
	return false;
}

/**
 * splat_kind - is this line a complaint of the kernel?
 * @text: the message of printk, without time stamp
 *
 * Return: its kind, or NULL.
 */
const struct splat_kind *splat_kind(const char *text)
{
	static const struct splat_kind die = FATAL("Oops", "[#");
	static const struct splat_kind dump = WORD(SPLAT_DUMP, "Call Trace:");

	if (is_program_fault(text) || is_second_headline(text))
		return NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (matches(&kinds[i], text))
			return &kinds[i];
	if (is_die_line(text))
		return &die;
	return is_dump(text) ? &dump : NULL;
}
