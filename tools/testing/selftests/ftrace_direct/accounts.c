// SPDX-License-Identifier: GPL-2.0
/* The accounted functions of the test module, as the programs see them. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "accounts.h"

#define OWNER	"ftrace_direct_owner"

/* Which contexts this machine has, a bit for each; 0 when nobody answers. */
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

/* Over all CPUs, also one that has gone offline. */
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

/* Returns how many callbacks were lost with the calls in them, or -1. */
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

/* @done: how many switches there were, of all functions; may be NULL */
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

/* It takes as long as somebody is in its trampoline. */
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
