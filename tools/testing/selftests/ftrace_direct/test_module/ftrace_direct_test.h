/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the test programs and their module: ioctls on /dev/ftrace_direct_test.
 *
 * An ioctl fails only if the request itself makes no sense. What the kernel
 * interface under test returned is in a field of its own, so that its -EINVAL
 * cannot be mistaken for a bad request.
 */
#ifndef FTRACE_DIRECT_TEST_H
#define FTRACE_DIRECT_TEST_H

#include <linux/ioctl.h>
#include <linux/types.h>

#include "abi_common.h"
#include "abi_attach.h"
#include "abi_call.h"
#include "abi_switch.h"

#define DCT_NAME	"ftrace_direct_test"

/* Programs and module are built together: a request's number is its place. */
enum {
#define REQUEST(name, dir, type, func)	DCT_REQUEST_##name,
#define ON_RESET(func)
#include "requests.h"
};

#define DCT_IOC_NONE	_IOC_NONE
#define DCT_IOC_R	_IOC_READ
#define DCT_IOC_W	_IOC_WRITE
#define DCT_IOC_RW	(_IOC_READ | _IOC_WRITE)

enum {
#define REQUEST(name, dir, type, func)					\
	DCT_##name = _IOC(DCT_IOC_##dir, 'd', DCT_REQUEST_##name, sizeof(type)),
#define ON_RESET(func)
#include "requests.h"
};

#endif /* FTRACE_DIRECT_TEST_H */
