// SPDX-License-Identifier: GPL-2.0
/* Take CPU 1 offline and online again. */
#include "cpu1.h"

#include <errno.h>
#include <unistd.h>

#include "text.h"

#define CPU	"/sys/devices/system/cpu/cpu1/online"

#define AGAIN_US	10000
#define AGAIN_TIMES	500
#define ENOTSUPP	524	/* of the kernel only */

bool cpu1_can_leave(void)
{
	return !access(CPU, F_OK);
}

int cpu1_off(void)
{
	return write_text(CPU, "0");
}

/*
 * On riscv 6.1 reports a hart offline that its firmware is still stopping ("CPU1
 * may not have stopped: 3" on the console). Until that is done the firmware refuses
 * to start it: with SBI_EINVAL while it stops, with SBI_EALREADY before (OpenSBI's
 * sbi_hsm_hart_start()). The kernel makes EINVAL and ENOTSUPP of these.
 */
int cpu1_on(void)
{
	int err, i;

	for (i = 0; i < AGAIN_TIMES; i++) {
		err = write_text(CPU, "1");
		if (err != -EINVAL && err != -ENOTSUPP)
			break;
		usleep(AGAIN_US);
	}
	return err;
}
