/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every request that the module answers. Each abi_*.h ends with a table of those
 * whose structures it defines:
 *
 *	REQUEST(NAME, direction, type, function)
 *
 * DCT_NAME is the ioctl. Its argument is a @type that the program writes (W),
 * reads (R), or both (RW); NONE has no argument. The module answers it by
 *
 *	int function(type *req);
 *
 * which returns 0, or a negative errno if the request itself makes no sense.
 *
 *	ON_RESET(function)
 *
 * DCT_RESET calls each of these functions, in the order of the tables: first end
 * those that wait in a handler, then those that call, then detach what they call.
 * They return 0, or -EBUSY if something stays attached.
 *
 * Define both macros and include this file, as often as needed; as with
 * include/linux/cgroup_subsys.h the tables are read again each time. That is why
 * no include guard is here.
 */
#include "abi_switch.h"
#include "abi_call.h"
#include "abi_attach.h"
#include "abi_common.h"

#undef REQUEST
#undef ON_RESET
