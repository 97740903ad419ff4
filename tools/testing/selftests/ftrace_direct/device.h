/* SPDX-License-Identifier: GPL-2.0 */
/* Requests to the test module: one function each, or ASK(). */
#ifndef FTRACE_DIRECT_DEVICE_H
#define FTRACE_DIRECT_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "test_module/ftrace_direct_test.h"

/* The kernel's own errno, not in libc. */
#ifndef ENOTSUPP
#define ENOTSUPP	524
#endif

/* As in samples/ftrace_direct/direct.h: the interfaces differ in their errors. */
#define API_IP		1
#define API_MULTI	2
#define API_OPS		3

/* Not an errno: the module did not answer. */
#define NO_ANSWER	12345

int module_load(const char *name);
int module_unload(const char *name);

int device_open(void);
int device_ask(int fd, unsigned long cmd, void *arg, const char *what);
#define ASK(fd, cmd, arg) device_ask(fd, cmd, arg, #cmd)
int device_reset(int fd);
bool device_has(int fd, unsigned int flag);
int device_api(int fd);
unsigned int device_reg_args(int fd);

int direct_register(int fd, unsigned int slot, unsigned int tramp);
int direct_register_to(int fd, unsigned int slot, unsigned int tramp,
		       unsigned int target);
int direct_unregister(int fd, unsigned int slot, unsigned int tramp);
int direct_modify(int fd, unsigned int slot, unsigned int tramp);
int direct_share(int fd);

int call_target(int fd, struct dct_call *call);
int call_times(int fd, unsigned int times);
int read_counts(int fd, struct dct_counts *counts);
int read_site(int fd, struct dct_site *site);

int callback_on(int fd);
int callback_off(int fd);

int retaddr_callback_on(int fd, unsigned int flags);
int retaddr_callback_off(int fd);
int retaddr_direct(int fd, bool on);
int retaddr_call(int fd, unsigned int times, struct dct_retaddr_call *call);

int frame_start(int fd);
int frame_stop(int fd, struct dct_frame *frame);
int probe_on(int fd, unsigned int site, unsigned int part, unsigned int tramp);
int probe_off(int fd, unsigned int site, unsigned int part);
int probe_run(int fd, struct dct_probe_run *run);
int read_reach(int fd, struct dct_reach *reach);
int far_but(int fd, unsigned int near);
int far_on(int fd);
int jump_make(int fd, struct dct_jump *req);
int unwind(int fd, struct dct_unwind *req);

#endif /* FTRACE_DIRECT_DEVICE_H */
