// SPDX-License-Identifier: GPL-2.0
/* The accounted functions of the test module, as the programs see them. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "accounts.h"

#define OWNER	"ftrace_direct_owner"

/**
 * contexts_here() - ask which contexts this machine has
 * @fd: the device
 *
 * Return: a bit for each context, 0 if the module did not answer
 */
unsigned int contexts_here(int fd)
{
	__u32 mask = 0;

	return ASK(fd, DCT_CONTEXTS, &mask) ? 0 : mask;
}

const char *context_name(unsigned int context)
{
	static const char *const names[DCT_NR_CONTEXTS] = {
		[DCT_CONTEXT_THREAD] = "thread",
		[DCT_CONTEXT_TASKLET] = "tasklet",
		[DCT_CONTEXT_TIMER] = "timer",
		[DCT_CONTEXT_IRQ_WORK] = "irq_work",
		[DCT_CONTEXT_HRTIMER] = "hrtimer",
		[DCT_CONTEXT_IPI] = "ipi",
		[DCT_CONTEXT_CALLBACK] = "callback",
		[DCT_CONTEXT_NESTED] = "nested",
		[DCT_CONTEXT_NMI] = "nmi",
	};

	return names[context];
}

int account_read(int fd, struct dct_account *account)
{
	return ASK(fd, DCT_ACCOUNT, account);
}

/**
 * account_sum() - add up what one function counted in one context
 * @fd: the device
 * @func: the accounted function
 * @context: the context of the calls
 * @sums: gets the sums over all CPUs, offline ones included
 *
 * Return: 0 or NO_ANSWER
 */
int account_sum(int fd, unsigned int func, unsigned int context,
		struct sums *sums)
{
	struct dct_account a = { .func = func, .context = context };
	long cpus = sysconf(_SC_NPROCESSORS_CONF);
	unsigned int i;

	memset(sums, 0, sizeof(*sums));
	for (a.cpu = 0; a.cpu < cpus; a.cpu++) {
		if (account_read(fd, &a))
			return NO_ANSWER;
		sums->calls += a.calls;
		sums->body += a.body;
		for (i = 0; i < DCT_NR_TRAMPS; i++)
			sums->handler[i] += a.handler[i];
		sums->late += a.late;
		sums->bad += a.bad;
		sums->unknown = a.unknown;
	}
	return 0;
}

int run_in(int fd, unsigned int func, unsigned int context, unsigned int times)
{
	struct dct_run req = {
		.func = func, .context = context, .times = times,
	};

	return ASK(fd, DCT_RUN, &req);
}

int load_start(int fd, unsigned int funcs, unsigned int contexts)
{
	struct dct_load req = { .funcs = funcs, .contexts = contexts };

	return ASK(fd, DCT_LOAD_START, &req);
}

/**
 * load_stop() - end the calls that load_start() began
 * @fd: the device
 *
 * Return: how many callbacks did not run, and with them their calls; -1 if the
 * module did not answer
 */
int64_t load_stop(int fd)
{
	struct dct_load req = {};

	if (ASK(fd, DCT_LOAD_STOP, &req))
		return -1;
	return req.lost;
}

int switch_attach(int fd, unsigned int func, unsigned int tramp)
{
	struct dct_direct req = { .slot = func, .tramp = tramp };

	return ASK(fd, DCT_SWITCH_ATTACH, &req) ?:
	       req.result;
}

int switch_detach(int fd, unsigned int func)
{
	struct dct_direct req = { .slot = func };

	return ASK(fd, DCT_SWITCH_DETACH, &req) ?:
	       req.result;
}

/**
 * switch_times() - switch the trampolines of accounted functions
 * @fd: the device
 * @funcs: a bit for each function
 * @how: DCT_SWITCH_MODIFY or another of enum dct_switch_how
 * @times: how often, for each function
 * @done: gets the number of switches, of all functions together; may be NULL
 *
 * Return: 0, the first error of the interface under test, or NO_ANSWER
 */
int switch_times(int fd, unsigned int funcs, unsigned int how,
		 unsigned int times, uint64_t *done)
{
	struct dct_switch req = { .funcs = funcs, .how = how, .times = times };

	if (ASK(fd, DCT_SWITCH, &req))
		return NO_ANSWER;
	if (done)
		*done = req.done;
	return req.result;
}

int other_ops_on(int fd, unsigned int kind, bool come_and_go)
{
	struct dct_other_ops req = { .kind = kind, .come_and_go = come_and_go };

	return ASK(fd, DCT_OTHER_OPS_ON, &req) ?: req.result;
}

int other_ops_off(int fd, struct dct_other_ops *counts)
{
	memset(counts, 0, sizeof(*counts));
	return ASK(fd, DCT_OTHER_OPS_OFF, counts) ?:
	       counts->result;
}

int nest_call(int fd, unsigned int func, unsigned int depth,
	      struct dct_nest *nest)
{
	memset(nest, 0, sizeof(*nest));
	nest->func = func;
	nest->depth = depth;
	return ASK(fd, DCT_NEST, nest) ?: nest->result;
}

int owner_load(void)
{
	return module_load(OWNER);
}

/* Blocks while a task is in the module's trampoline. */
int owner_unload(void)
{
	return syscall(SYS_delete_module, OWNER, 0) ? -errno : 0;
}

int owner_attach(int fd)
{
	struct dct_direct req = {};

	return ASK(fd, DCT_OWNER_ATTACH, &req) ?:
	       req.result;
}

int gate(int fd, unsigned int what, struct dct_gate *gate)
{
	memset(gate, 0, sizeof(*gate));
	gate->what = what;
	return ASK(fd, DCT_GATE, gate);
}
