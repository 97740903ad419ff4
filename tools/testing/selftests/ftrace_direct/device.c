// SPDX-License-Identifier: GPL-2.0
/* Requests to the test module, which is loaded if it is not there yet. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "device.h"

#define DEVICE	"/dev/" DCT_NAME

static int complain(const char *what)
{
	fprintf(stderr, "# %s: %s\n", what, strerror(errno));
	return -1;
}

/* Modules are in the program's directory; ftrace_direct_bpf uses this suite's. */
static int module_file(const char *name)
{
	static const char *const dirs[] = { "", "/../ftrace_direct" };
	char self[3072], path[4096];
	ssize_t len;
	int i, fd = -1;

	len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (len < 0)
		return complain("reading /proc/self/exe to find the modules (is /proc mounted?)");
	self[len] = '\0';
	dirname(self);
	for (i = 0; i < 2 && fd < 0; i++) {
		snprintf(path, sizeof(path), "%s%s/%s.ko", self, dirs[i], name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
	return fd < 0 ? complain(path) : fd;
}

static int load(const char *name, const char *parameters)
{
	int fd = module_file(name), err;

	if (fd < 0)
		return -1;
	err = syscall(SYS_finit_module, fd, parameters, 0);
	close(fd);
	if (err && errno != EEXIST)
		return complain(name);
	return 0;
}

/**
 * module_load() - load a module of the suite
 * @name: its name, without .ko
 *
 * Return: 0, also if it is loaded already; -1 after a message
 */
int module_load(const char *name)
{
	return load(name, "");
}

#define LOOKUP	"kallsyms_lookup_name"

/* Where the kernel looks symbols up; the test module needs this without kprobes. */
static int test_module_load(void)
{
	char line[1024], name[512], parameters[64] = "";
	FILE *f = fopen("/proc/kallsyms", "re");
	unsigned long long address;

	while (f && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%llx %*c %511s", &address, name) != 2 ||
		    strcmp(name, LOOKUP))
			continue;
		snprintf(parameters, sizeof(parameters), LOOKUP "=0x%llx", address);
		break;
	}
	if (f)
		fclose(f);
	return load(DCT_NAME, parameters);
}

/**
 * module_unload() - unload a module of the suite
 * @name: its name, without .ko
 *
 * Return: 0, or -1 after a message
 */
int module_unload(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK) ? complain(name) : 0;
}

/**
 * device_open() - open the device, and load the test module if necessary
 *
 * Return: a file descriptor, or -1 after a message
 */
int device_open(void)
{
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	if (test_module_load())
		return -1;
	fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		complain(DEVICE);
	return fd;
}

static int request(int fd, unsigned long cmd, void *arg, const char *what)
{
	if (!ioctl(fd, cmd, arg))
		return 0;
	complain(what);
	return NO_ANSWER;
}

/**
 * device_ask() - make a request; use ASK(), which adds the name
 * @fd: the device
 * @cmd: DCT_*
 * @arg: the request's structure
 * @what: name of the request, for the message
 *
 * For requests that only one program makes. What the interface under test
 * returned is in the structure.
 *
 * Return: 0, or NO_ANSWER after a message
 */
int device_ask(int fd, unsigned long cmd, void *arg, const char *what)
{
	return request(fd, cmd, arg, what);
}

int device_reset(int fd)
{
	return request(fd, DCT_RESET, NULL, "DCT_RESET");
}

bool device_has(int fd, unsigned int flag)
{
	struct dct_info info;

	return !request(fd, DCT_INFO, &info, "DCT_INFO") && info.flags & flag;
}

int device_api(int fd)
{
	struct dct_info info;

	if (request(fd, DCT_INFO, &info, "DCT_INFO"))
		return NO_ANSWER;
	return info.api;
}

/* Returns 0 if the module did not answer: no architecture passes none so. */
unsigned int device_reg_args(int fd)
{
	struct dct_info info;

	if (request(fd, DCT_INFO, &info, "DCT_INFO"))
		return 0;
	return info.nr_reg_args;
}

int direct_register_to(int fd, unsigned int slot, unsigned int tramp,
		       unsigned int target)
{
	struct dct_direct req = {
		.slot = slot, .tramp = tramp, .target = target,
	};

	if (request(fd, DCT_REGISTER, &req, "DCT_REGISTER"))
		return NO_ANSWER;
	if (!req.filter)
		return req.result;
	/* This errno is not the refusal of a direct call. */
	errno = -req.filter;
	complain("setting the filter");
	return NO_ANSWER;
}

int direct_register(int fd, unsigned int slot, unsigned int tramp)
{
	return direct_register_to(fd, slot, tramp, DCT_TARGET_WORD);
}

int direct_unregister(int fd, unsigned int slot, unsigned int tramp)
{
	struct dct_direct req = { .slot = slot, .tramp = tramp };

	return request(fd, DCT_UNREGISTER, &req, "DCT_UNREGISTER") ?: req.result;
}

int direct_modify(int fd, unsigned int slot, unsigned int tramp)
{
	struct dct_direct req = { .slot = slot, .tramp = tramp };

	return request(fd, DCT_MODIFY, &req, "DCT_MODIFY") ?: req.result;
}

/**
 * direct_share() - let the direct call in slot 0 share its function with IPMODIFY
 * @fd: the device
 *
 * Return: 0, or -EOPNOTSUPP if no direct call can on this kernel
 */
int direct_share(int fd)
{
	struct dct_direct req = {};

	return request(fd, DCT_SHARE, &req, "DCT_SHARE") ?: req.result;
}

int call_target(int fd, struct dct_call *call)
{
	return request(fd, DCT_CALL, call, "DCT_CALL");
}

int call_times(int fd, unsigned int times)
{
	struct dct_call call = {
		.target = DCT_TARGET_WORD,
		.times = times,
		.args = { 1, 2, 3, 4, 5, 6, 7, 8 },
	};

	return call_target(fd, &call);
}

int read_counts(int fd, struct dct_counts *counts)
{
	return request(fd, DCT_COUNTS, counts, "DCT_COUNTS");
}

int read_site(int fd, struct dct_site *site)
{
	site->target = DCT_TARGET_WORD;
	return request(fd, DCT_SITE, site, "DCT_SITE");
}

int callback_on(int fd)
{
	struct dct_callback req = { .target = DCT_TARGET_WORD };

	return request(fd, DCT_CALLBACK_ON, &req, "DCT_CALLBACK_ON") ?:
	       req.result;
}

int callback_off(int fd)
{
	struct dct_callback req = {};

	return request(fd, DCT_CALLBACK_OFF, &req, "DCT_CALLBACK_OFF") ?:
	       req.result;
}

int retaddr_callback_on(int fd, unsigned int flags)
{
	struct dct_retaddr_callback req = { .flags = flags };

	return request(fd, DCT_RETADDR_CALLBACK_ON, &req, "DCT_RETADDR_CALLBACK_ON") ?:
	       req.result;
}

int retaddr_callback_off(int fd)
{
	struct dct_retaddr_callback req = {};

	return request(fd, DCT_RETADDR_CALLBACK_OFF, &req, "DCT_RETADDR_CALLBACK_OFF") ?:
	       req.result;
}

int retaddr_direct(int fd, bool on)
{
	struct dct_retaddr_direct req = { .on = on };

	return request(fd, DCT_RETADDR_DIRECT, &req, "DCT_RETADDR_DIRECT") ?:
	       req.result;
}

int retaddr_call(int fd, unsigned int times, struct dct_retaddr_call *call)
{
	memset(call, 0, sizeof(*call));
	call->times = times;
	return request(fd, DCT_RETADDR_CALL, call, "DCT_RETADDR_CALL");
}

int frame_start(int fd)
{
	struct dct_frame req = { .target = DCT_TARGET_WORD };

	return request(fd, DCT_FRAME_START, &req, "DCT_FRAME_START");
}

int frame_stop(int fd, struct dct_frame *frame)
{
	return request(fd, DCT_FRAME_STOP, frame, "DCT_FRAME_STOP");
}

int probe_on(int fd, unsigned int site, unsigned int part, unsigned int tramp)
{
	struct dct_probe req = { .site = site, .part = part, .tramp = tramp };

	return request(fd, DCT_PROBE_ON, &req, "DCT_PROBE_ON") ?: req.result;
}

int probe_off(int fd, unsigned int site, unsigned int part)
{
	struct dct_probe req = { .site = site, .part = part };

	return request(fd, DCT_PROBE_OFF, &req, "DCT_PROBE_OFF") ?: req.result;
}

int probe_run(int fd, struct dct_probe_run *run)
{
	return request(fd, DCT_PROBE_RUN, run, "DCT_PROBE_RUN");
}

int read_reach(int fd, struct dct_reach *reach)
{
	return request(fd, DCT_REACH, reach, "DCT_REACH");
}

/**
 * far_but() - attach trampolines that are out of branch range from now on
 * @fd: the device
 * @near: a bit for each trampoline that stays in range
 *
 * Return: 0, -EOPNOTSUPP if a trampoline has to be in range here, or NO_ANSWER
 */
int far_but(int fd, unsigned int near)
{
	struct dct_far req = { .near = near };

	return request(fd, DCT_FAR_ON, &req, "DCT_FAR_ON") ?: req.result;
}

int far_on(int fd)
{
	return far_but(fd, 0);
}

int jump_make(int fd, struct dct_jump *req)
{
	return request(fd, DCT_JUMP, req, "DCT_JUMP") ?: req->result;
}

int unwind(int fd, struct dct_unwind *req)
{
	return request(fd, DCT_UNWIND, req, "DCT_UNWIND") ?: req->result;
}
