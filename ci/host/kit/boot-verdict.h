/* SPDX-License-Identifier: GPL-2.0 */
/* Derive a verdict from the facts of a boot. */
#ifndef KIT_BOOT_VERDICT_H
#define KIT_BOOT_VERDICT_H

#include "ktap.h"
#include "result.h"
#include "splat.h"

enum boot_end {
	END_EXIT,		/* QEMU ended by itself */
	END_BOOT,		/* the boot deadline passed */
	END_SILENCE,		/* nothing came for too long */
	END_TOTAL,		/* it took too long in all */
	END_PANIC,		/* it panicked and QEMU was still there */
	END_POWER_OFF,		/* the token came and QEMU was still there */
	END_FLOOD,		/* too much came */
	END_FAILED,		/* a test failed after which no more was asked for */
	END_PREPARE,		/* the backend did not begin the kernel in time */
};

/**
 * struct boot_facts - everything that a verdict depends on, except the tests
 * @end: how the boot ended
 * @limit: seconds, of the clock that ran out
 * @status: QEMU's wait status, for END_EXIT
 * @backend: what ran in the place of QEMU, or NULL
 * @unknown_end: the boot was recorded, and nobody said how it ended
 * @console_bytes: bytes received over the console
 * @channel_bytes: bytes received over the result channel
 * @token: whether the token came
 * @planned: there was a plan
 * @complete: all planned results came
 * @skipped: why nothing was planned, or NULL
 * @problem: what is inconsistent on the result channel, or NULL
 * @lost: what of the streams did not arrive whole, or NULL
 * @last_test: the last test that gave a result, or NULL
 * @failed_test: the test that ended the boot, for END_FAILED
 * @console: what was found on the console
 */
struct boot_facts {
	enum boot_end end;
	double limit;
	int status;
	const char *backend;
	bool unknown_end;
	size_t console_bytes;
	size_t channel_bytes;
	enum ktap_token token;
	bool planned;
	bool complete;
	const char *skipped;
	const char *problem;
	const char *lost;
	const char *last_test;
	const char *failed_test;
	struct splat_summary console;
};

void verdict_decide(struct result *r, const struct boot_facts *f);

#endif /* KIT_BOOT_VERDICT_H */
