// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's half of the direct-call tests: a device that does what the
 * programs in the directory above ask for. See ftrace_direct_test.h.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <kit/direct.h>

#include "contexts.h"
#include "internal.h"

static bool complain;
module_param(complain, bool, 0);
MODULE_PARM_DESC(complain, "only print a kernel warning, to see that it is noticed");

static DEFINE_MUTEX(lock);

static int info(struct fdt_info *req)
{
	req->api = KIT_DIRECT_API;
	req->nr_reg_args = fdt_nr_reg_args();
	req->flags = 0;
	if (IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS))
		req->flags |= FDT_HAS_DIRECT;
	if (IS_ENABLED(CONFIG_FUNCTION_TRACER))
		req->flags |= FDT_HAS_TRACER;
	req->flags |= fdt_regs_flags();
	return 0;
}

static int call(struct fdt_call *req)
{
	__u32 i;

	if (req->target >= FDT_NR_TARGETS)
		return -EINVAL;
	fdt_count_expect(req->args);
	for (i = 0; i < req->times; i++) {
		fdt_target_call(req->target, req->args, req->result);
		cond_resched();
	}
	return 0;
}

/* Who is stuck in a handler first, then who calls, then what they call. */
static int reset_switch(void)
{
	struct fdt_beside beside;
	struct fdt_load load;
	int err;

	fdt_gate_reset();
	fdt_preempt_off();
	err = fdt_load_stop(&load);
	fdt_beside_off(&beside);
	err = err ?: beside.result;
	err = err ?: fdt_switch_reset();
	err = err ?: fdt_nest_reset();
	fdt_account_reset();
	return err;
}

static int reset(void)
{
	struct fdt_frame frame;
	int err;

	err = reset_switch();
	err = fdt_frame_stop(&frame) ?: err;
	err = fdt_detach_all() ?: err;
	err = fdt_place_detach_all() ?: err;
	err = fdt_spoil_reset() ?: err;
	err = fdt_mixed_reset() ?: err;
	err = fdt_everywhere_reset() ?: err;
	err = fdt_many_detach_all() ?: err;
	err = fdt_by_ip_detach_all() ?: err;
	err = fdt_users_off() ?: err;
	err = fdt_unrelated_off() ?: err;
	err = fdt_regs_release() ?: err;
	err = fdt_probe_detach_all() ?: err;
	fdt_veneers_give_back();
	if (!err)
		fdt_far_off();
	fdt_count_reset();
	return err;
}

union request {
	struct fdt_info info;
	struct fdt_direct direct;
	struct fdt_call call;
	struct fdt_counts counts;
	struct fdt_site site;
	struct fdt_callback callback;
	struct fdt_frame frame;
	struct fdt_place place;
	struct fdt_place_call place_call;
	struct fdt_many many;
	struct fdt_many_calls many_calls;
	struct fdt_spoil spoil;
	struct fdt_mixed mixed;
	struct fdt_everywhere everywhere;
	struct fdt_user user;
	struct fdt_users users;
	struct fdt_unrelated unrelated;
	struct fdt_misuse_req misuse;
	struct fdt_by_ip by_ip;
	struct fdt_regs_callback regs_callback;
	struct fdt_regs_direct regs_direct;
	struct fdt_regs_call regs_call;
	struct fdt_probe probe;
	struct fdt_probe_run probe_run;
	struct fdt_spot spot;
	struct fdt_reach reach;
	struct fdt_far far;
	struct fdt_branch branch;
	struct fdt_veneers veneers;
	struct fdt_unwind unwind;
	struct fdt_bench bench;
	struct fdt_hardening hardening;
	__u32 contexts;
	__u32 hash_bits;
	struct fdt_account account;
	struct fdt_run run;
	struct fdt_load load;
	struct fdt_switch change;
	struct fdt_beside beside;
	struct fdt_nest nest;
	struct fdt_gate gate;
	struct fdt_preempt preempt;
};

/* What every subject needs. */
static int dispatch_common(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case FDT_INFO:
		return info(&req->info);
	case FDT_RESET:
		return reset();
	case FDT_REGISTER:
		return fdt_register(&req->direct);
	case FDT_UNREGISTER:
		return fdt_unregister(&req->direct);
	case FDT_MODIFY:
		return fdt_modify(&req->direct);
	case FDT_CALL:
		return call(&req->call);
	case FDT_COUNTS:
		fdt_count_read(&req->counts);
		return 0;
	case FDT_SITE:
		return fdt_site_read(&req->site);
	case FDT_CALLBACK_ON:
		return fdt_callback_on(&req->callback);
	case FDT_CALLBACK_OFF:
		return fdt_callback_off(&req->callback);
	default:
		return -ENOTTY;
	}
}

/* What is around a call: registers, frames, stack, distance. */
static int dispatch_call(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case FDT_FRAME_START:
		return fdt_frame_start(&req->frame);
	case FDT_FRAME_STOP:
		return fdt_frame_stop(&req->frame);
	case FDT_REGS_CALLBACK_ON:
		return fdt_regs_callback_on(&req->regs_callback);
	case FDT_REGS_CALLBACK_OFF:
		return fdt_regs_callback_off(&req->regs_callback);
	case FDT_REGS_DIRECT:
		return fdt_regs_direct(&req->regs_direct);
	case FDT_REGS_CALL:
		return fdt_regs_call_times(&req->regs_call);
	case FDT_PROBE_ON:
		return fdt_probe_on(&req->probe);
	case FDT_PROBE_OFF:
		return fdt_probe_off(&req->probe);
	case FDT_PROBE_RUN:
		return fdt_probe_run(&req->probe_run);
	case FDT_SPOT:
		return fdt_spot(&req->spot);
	case FDT_REACH:
		return fdt_reach(&req->reach);
	case FDT_FAR_ON:
		return fdt_far_on(&req->far);
	case FDT_VENEERS_TAKE:
		return fdt_veneers_take(&req->veneers);
	case FDT_BRANCH:
		return fdt_branch(&req->branch);
	case FDT_UNWIND:
		return fdt_unwind(&req->unwind);
	case FDT_BENCH:
		return fdt_bench(&req->bench);
	case FDT_HARDENING:
		return fdt_hardening(&req->hardening);
	default:
		return -ENOTTY;
	}
}

/* Where it may be attached, with whom, and what is refused. */
static int dispatch_attach(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case FDT_PLACE_ATTACH:
		return fdt_place_attach(&req->place);
	case FDT_PLACE_MODIFY:
		return fdt_place_modify(&req->place);
	case FDT_PLACE_REST:
		return fdt_place_rest(&req->place);
	case FDT_PLACE_AGAIN:
		return fdt_place_again(&req->place);
	case FDT_PLACE_DETACH:
		return fdt_place_detach(&req->place);
	case FDT_PLACE_SITE:
		return fdt_place_site(&req->place);
	case FDT_PLACE_CALL:
		return fdt_place_call(&req->place_call);
	case FDT_MANY_ATTACH:
		return fdt_many_attach(&req->many);
	case FDT_MANY_CROWD:
		return fdt_many_crowd(&req->many);
	case FDT_HASH_BITS:
		return fdt_hash_bits(&req->hash_bits);
	case FDT_MANY_DETACH:
		return fdt_many_detach(&req->many);
	case FDT_MANY_MODIFY:
		return fdt_many_modify(&req->many);
	case FDT_MANY_CALL:
		return fdt_many_call(&req->many_calls);
	case FDT_SPOIL:
		return fdt_spoil(&req->spoil);
	case FDT_MIXED:
		return fdt_mixed(&req->mixed);
	case FDT_EVERYWHERE:
		return fdt_everywhere(&req->everywhere);
	case FDT_USER_ON:
		return fdt_user_on(&req->user);
	case FDT_USER_OFF:
		return fdt_user_off(&req->user);
	case FDT_USERS:
		fdt_users_read(&req->users);
		return 0;
	case FDT_UNRELATED:
		return fdt_unrelated(&req->unrelated);
	case FDT_MISUSE:
		return fdt_misuse(&req->misuse);
	case FDT_BY_IP:
		return fdt_by_ip(&req->by_ip);
	case FDT_SHARE:
		return fdt_share(&req->direct);
	default:
		return -ENOTTY;
	}
}

/* Calls from all contexts while trampolines change. */
static int dispatch_switch(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case FDT_CONTEXTS:
		req->contexts = fdt_contexts_mask();
		return 0;
	case FDT_ACCOUNT:
		return fdt_account_read(&req->account);
	case FDT_RUN:
		return fdt_run(&req->run);
	case FDT_LOAD_START:
		return fdt_load_start(&req->load);
	case FDT_LOAD_STOP:
		return fdt_load_stop(&req->load);
	case FDT_SWITCH_ATTACH:
		return fdt_switch_attach(&req->direct);
	case FDT_SWITCH_DETACH:
		return fdt_switch_detach(&req->direct);
	case FDT_SWITCH:
		return fdt_switch(&req->change);
	case FDT_BESIDE_ON:
		return fdt_beside_on(&req->beside);
	case FDT_BESIDE_OFF:
		return fdt_beside_off(&req->beside);
	case FDT_NEST:
		return fdt_nest(&req->nest);
	case FDT_OWNER_ATTACH:
		return fdt_owner_attach(&req->direct);
	case FDT_GATE:
		return fdt_gate(&req->gate);
	case FDT_PREEMPT:
		return fdt_preempt(&req->preempt);
	default:
		return -ENOTTY;
	}
}

static int dispatch(unsigned int cmd, union request *req)
{
	int (*const subject[])(unsigned int cmd, union request *req) = {
		dispatch_common, dispatch_call, dispatch_attach,
		dispatch_switch,
	};
	int i, err = -ENOTTY;

	for (i = 0; i < ARRAY_SIZE(subject) && err == -ENOTTY; i++)
		err = subject[i](cmd, req);
	return err;
}

static long fdt_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	size_t size = _IOC_SIZE(cmd);
	union request req;
	int err;

	if (size > sizeof(req))
		return -ENOTTY;
	memset(&req, 0, sizeof(req));
	if (_IOC_DIR(cmd) & _IOC_WRITE && copy_from_user(&req, user, size))
		return -EFAULT;

	mutex_lock(&lock);
	err = dispatch(cmd, &req);
	mutex_unlock(&lock);

	if (!err && _IOC_DIR(cmd) & _IOC_READ && copy_to_user(user, &req, size))
		return -EFAULT;
	return err;
}

static int fdt_open(struct inode *inode, struct file *file)
{
	fdt_hurry_begin();
	return 0;
}

static int fdt_release(struct inode *inode, struct file *file)
{
	fdt_hurry_end();
	return 0;
}

static const struct file_operations fops = {
	.owner		= THIS_MODULE,
	.open		= fdt_open,
	.release	= fdt_release,
	.unlocked_ioctl	= fdt_ioctl,
};

static struct miscdevice device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= FDT_NAME,
	.fops	= &fops,
};

static int __init fdt_init(void)
{
	int err;

	if (complain) {
		WARN(1, "%s was told to complain", FDT_NAME);
		return -ECANCELED;
	}
	err = fdt_site_note();
	if (err)
		return err;
	return misc_register(&device);
}

static void __exit fdt_exit(void)
{
	misc_deregister(&device);
	/* What is still attached leads into memory that goes away now. */
	if (!WARN_ON(reset()))
		fdt_far_exit();
}

module_init(fdt_init);
module_exit(fdt_exit);

MODULE_DESCRIPTION("Direct-call tests");
MODULE_LICENSE("GPL");
