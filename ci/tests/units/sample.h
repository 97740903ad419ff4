/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cells as a real run leaves them, for the tests of the reports. They are kept
 * in golden/cells; KIT_UPDATE_GOLDEN=1 in the environment of test_report
 * writes them anew, and the golden outputs as well.
 */
#ifndef KIT_TESTS_SAMPLE_H
#define KIT_TESTS_SAMPLE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../host/kit/result.h"
#include "../../host/kit/save.h"
#include "../../host/kit/text.h"

struct sample_test {
	const char *name, *contract;
	bool required;
	double seconds;
};

/* What runs where there are direct calls. */
static const struct sample_test sample_direct[] = {
	{ "boot.mounts", NULL, true, 0.012 },
	{ "boot.result_channel", NULL, true, 0.004 },
	{ "samples.ftrace-direct", "DC-07", true, 0.613 },
	{ "samples.ftrace-direct-modify", "DC-21", true, 2.208 },
	{ "samples.ftrace-direct-multi", "DC-09", true, 0.591 },
	{ "samples.ftrace-direct-multi-modify", "DC-21", true, 2.214 },
	{ "samples.ftrace-direct-too", "DC-01", true, 0.602 },
	{ "ftracetest.ftrace-direct_Test_enabling_direct_trampolines",
	  "DC-10", true, 3.871 },
	{ "ftracetest.kprobe-direct_Test_direct_calls_with_kprobes",
	  "DC-10", true, 4.120 },
	{ "ftrace_direct.register", "DC-31", true, 0.094 },
	{ "ftrace_direct.call_once", "DC-05", true, 0.031 },
	{ "ftrace_direct.unregister", "DC-31", true, 0.088 },
	{ "ftrace_direct.errors", "DC-30", true, 0.052 },
	{ "ftrace_direct.bytes_restored", "DC-31", true, 0.047 },
	{ "ftrace_direct.huge_pages", NULL, false, 0.001 },
};

/* What must hold where there are none. */
static const struct sample_test sample_none[] = {
	{ "boot.mounts", NULL, true, 0.012 },
	{ "boot.result_channel", NULL, true, 0.004 },
	{ "ftrace_direct.register_is_refused", "DC-30", true, 0.041 },
	{ "samples.ftrace-direct", NULL, false, 0 },
	{ "ftrace_direct.register", NULL, false, 0 },
};

static inline void sample_set(char **where, const char *value)
{
	free(*where);
	*where = text_format("%s", value);
}

static inline struct result *sample_cell(const char *base, const char *arch,
					 const char *status)
{
	struct result *r = result_new();

	r->cell = text_format("%s/%s/plain", base, arch);
	sample_set(&r->base, base);
	sample_set(&r->arch, arch);
	sample_set(&r->flavor, "plain");
	sample_set(&r->status, status);
	sample_set(&r->version, strcmp(base, "6.1") ? "7.3.4-1~bpo12+1" :
						      "6.1.158-1");
	r->compiler = text_format("%s-linux-gnu-gcc (Debian 12.2.0-14) 12.2.0",
				  strcmp(arch, "arm64") ? arch : "aarch64");
	sample_set(&r->qemu, "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)");
	sample_set(&r->accel, strcmp(arch, "x86") ? "tcg" : "tcg,thread=single");
	r->cpus = 2;
	sample_set(&r->series, strcmp(base, "6.1") ? "none" : "kit");
	r->command = text_format("build/cells/%s/boot.sh", r->cell);
	r->rerun = text_format("make rerun CELL=%s", r->cell);
	r->console = text_format("build/cells/%s/console.log", r->cell);
	r->ktap = text_format("build/cells/%s/result.ktap", r->cell);
	r->started = 1795360800 + 61 * strlen(arch);
	result_add_stage(r, "tree", 4.21, false);
	result_add_stage(r, "config", 9.8, false);
	result_add_stage(r, "build", 141.6 + 7 * strlen(arch), false);
	return r;
}

static inline void sample_tests(struct result *r, const struct sample_test *t,
				size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct test_result *new;

		new = result_add_test(r, t[i].name, t[i].required ?
				      OUTCOME_PASS : OUTCOME_SKIP,
				      t[i].required ? NULL :
				      "not with this configuration");
		new->required = t[i].required;
		new->seconds = t[i].seconds;
		if (t[i].contract)
			sample_set(&new->contract, t[i].contract);
	}
}

static inline void sample_boot(struct result *r, enum verdict verdict,
			       const char *reason)
{
	bool absent = !strcmp(r->status, "none");

	r->verdict = verdict;
	if (reason)
		sample_set(&r->reason, reason);
	result_add_stage(r, "image", 0.62, false);
	result_add_stage(r, "boot", absent ? 2.94 : 15.37, false);
	if (absent)
		sample_tests(r, sample_none,
			     sizeof(sample_none) / sizeof(*sample_none));
	else
		sample_tests(r, sample_direct,
			     sizeof(sample_direct) / sizeof(*sample_direct));
}

static inline void sample_outcome(struct result *r, const char *name,
				  enum outcome outcome, const char *detail)
{
	struct test_result *t = result_find_test(r, name);

	t->outcome = outcome;
	if (detail)
		sample_set(&t->detail, detail);
}

static const char sample_oops[] =
"Unable to handle kernel pointer dereference in virtual kernel address space\n"
"Failing address: 0000000000000000 TEID: 0000000000000483\n"
"Fault in home space mode while using kernel ASCE.\n"
"Oops: 0004 ilc:3 [#1] PREEMPT SMP\n"
"Modules linked in: ftrace_direct_test(O)\n"
"CPU: 1 PID: 63 Comm: switch Tainted: G           O       6.1.158 #1\n"
"Hardware name: QEMU 8561 QEMU (KVM/Linux)\n"
"Krnl PSW : 0704c00180000000 000003ff80010a3e (ftd_switch+0x4e/0xd0 [ftrace_direct_test])\n"
"           R:0 T:1 IO:1 EX:1 Key:0 M:1 W:0 P:0 AS:3 CC:0 PM:0 RI:0 EA:3\n"
"Krnl GPRS: 0000000000000001 0000000000000000 0000000000000000 00000000802a1f40\n"
"Call Trace:\n"
" [<000003ff80010a3e>] ftd_switch+0x4e/0xd0 [ftrace_direct_test]\n"
" [<000000000015d7a2>] kthread+0x11a/0x128\n"
" [<00000000001034c6>] __ret_from_fork+0x36/0x50\n"
"Last Breaking-Event-Address:\n"
" [<00000000001a9e10>] modify_ftrace_direct_multi+0x98/0x150\n"
"Kernel panic - not syncing: Fatal exception: panic_on_oops\n";

static inline void sample_crash(struct result *r)
{
	sample_boot(r, VERDICT_CRASH,
		    "the kernel panicked while ftrace_direct.call_once ran");
	sample_outcome(r, "ftrace_direct.call_once", OUTCOME_MISSING,
		       "planned, and no result came");
	sample_outcome(r, "ftrace_direct.unregister", OUTCOME_MISSING,
		       "planned, and no result came");
	sample_outcome(r, "ftrace_direct.errors", OUTCOME_MISSING,
		       "planned, and no result came");
	sample_outcome(r, "ftrace_direct.bytes_restored", OUTCOME_MISSING,
		       "planned, and no result came");
	sample_outcome(r, "ftrace_direct.huge_pages", OUTCOME_MISSING, NULL);
	sample_set(&r->splat.kind, "Oops");
	sample_set(&r->splat.title, "Unable to handle kernel pointer dereference in virtual kernel address space");
	sample_set(&r->splat.fingerprint, "7c1f0e9ab34d5582");
	sample_set(&r->splat.excerpt, sample_oops);
	r->splat.line = 41;
}

static inline void sample_expected_failure(struct result *r)
{
	sample_boot(r, VERDICT_XFAIL, "1 required test failed as expected");
	sample_outcome(r, "ftracetest.kprobe-direct_Test_direct_calls_with_kprobes",
		       OUTCOME_XFAIL, "multi-threaded emulation breaks int3 patching (QEMU 7.2)");
}

static inline void sample_failure(struct result *r)
{
	sample_boot(r, VERDICT_FAIL,
		    "2 required tests did not pass, the first is samples.ftrace-direct-too");
	sample_outcome(r, "samples.ftrace-direct-too", OUTCOME_SKIP,
		       "the module is not in the image");
	sample_outcome(r, "ftrace_direct.bytes_restored", OUTCOME_FAIL,
		       "expected c0 04 00 00 00 00 at the site, found c0 e5 00 12 7a 44");
	sample_outcome(r, "ftrace_direct.huge_pages", OUTCOME_XPASS,
		       "expected to fail: huge pages are not split");
}

static inline void sample_build_failure(struct result *r, const char *dir)
{
	r->verdict = VERDICT_BUILD;
	sample_set(&r->reason, "the kernel does not build: kernel/trace/ftrace.c:5420: implicit declaration of function 'ftrace_find_rec_direct'");
	r->log = text_format("%s/build.log", dir);
}

static inline struct result *sample_make(const char *base, const char *arch,
					 const char *dir)
{
	bool old = !strcmp(base, "6.1");
	bool absent = old && (*arch == 'a' || *arch == 'r');
	struct result *r = sample_cell(base, arch, absent ? "none" : "native");

	if (old && *arch == 's')
		sample_crash(r);
	else if (!old && *arch == 'x')
		sample_expected_failure(r);
	else if (!old && *arch == 's')
		sample_failure(r);
	else if (!old && *arch == 'r')
		sample_build_failure(r, dir);
	else
		sample_boot(r, VERDICT_PASS, NULL);
	if (old && *arch == 'r') {
		r->kept = true;
		for (size_t i = 0; i < r->nr_stages; i++) {
			r->stages[i].seconds = i == 0 ? 0.31 : 0.02;
			r->stages[i].kept = true;
		}
	}
	return r;
}

static inline char *sample_console(const struct result *r)
{
	char *text = text_format("Linux version %.7s (kit@build) (gcc 12.2.0, GNU ld 2.40) #1 SMP PREEMPT\n",
				 r->version), *more;

	for (int i = 1; i < 40; i++) {
		more = text_format("%s[    0.%06d] %s: initcall %d of 39 done\n",
				   text, 1100 * i, r->arch, i);
		free(text);
		text = more;
	}
	more = text_format("%s%s", text,
			   r->splat.line ? sample_oops :
			   "kit: suite ftrace_direct\nreboot: Power down\n");
	free(text);
	return more;
}

static const char sample_build_log[] =
"  CC      kernel/trace/ring_buffer.o\n"
"  CC      kernel/trace/ftrace.o\n"
"kernel/trace/ftrace.c: In function 'register_ftrace_direct':\n"
"kernel/trace/ftrace.c:5420:15: error: implicit declaration of function 'ftrace_find_rec_direct' [-Werror=implicit-function-declaration]\n"
" 5420 |         old = ftrace_find_rec_direct(ip);\n"
"      |               ^~~~~~~~~~~~~~~~~~~~~~\n"
"cc1: some warnings being treated as errors\n"
"make[4]: *** [scripts/Makefile.build:287: kernel/trace/ftrace.o] Error 1\n"
"make: *** [Makefile:2013: .] Error 2\n";

static const char * const sample_bases[] = { "6.1", "7.3" };
static const char * const sample_arches[] = { "x86", "arm64", "s390", "riscv" };

/* Paths in the results are as seen from ci/tests. */
static inline int sample_write(const char *root)
{
	for (size_t i = 0; i < 8; i++) {
		const char *base = sample_bases[i / 4];
		const char *arch = sample_arches[i % 4];
		char *seen = text_format("golden/cells/%s/%s/plain", base, arch);
		char *dir = text_format("%s/%s/%s/plain", root, base, arch);
		struct result *r = sample_make(base, arch, seen);
		char *path = text_format("%s/result.json", dir), *console;
		char *command = text_format("mkdir -p '%s'", dir);
		int ret = system(command) || result_save(r, path);

		free(path);
		path = text_format("%s/%s", dir, r->log ? "build.log" :
							  "console.log");
		console = r->log ? text_format("%s", sample_build_log) :
				   sample_console(r);
		ret = ret || save_file(path, console, strlen(console));
		free(console);
		free(path);
		free(command);
		result_free(r);
		free(dir);
		free(seen);
		if (ret)
			return -1;
	}
	return 0;
}

#endif /* KIT_TESTS_SAMPLE_H */
