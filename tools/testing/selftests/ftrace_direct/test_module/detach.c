// SPDX-License-Identifier: GPL-2.0
/* Detach what a test has left attached, for DCT_RESET. */
#include <linux/errno.h>

#include <ftrace_direct/direct.h>

#include "detach.h"

/**
 * dct_detach - detach a direct call if it is attached
 * @direct: the direct call
 *
 * Some bases forget a direct call that they fail to detach, or whose function is
 * gone, and say -ENODEV from then on. By address no ops are in any list then, so
 * the handle can be used again: a test that shows this must not make each later
 * reset fail.
 *
 * Context: Process context, may sleep.
 * Return: 0, or -EBUSY if it is still attached
 */
int dct_detach(struct kit_direct *direct)
{
	int err = direct->addr ? kit_direct_unregister(direct, direct->addr) : 0;

	if (err == -ENODEV && KIT_DIRECT_API == KIT_DIRECT_API_IP) {
		direct->addr = 0;
		err = 0;
	}
	return err ? -EBUSY : 0;
}
