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

static int info(struct dct_info *req)
{
	req->api = KIT_DIRECT_API;
	req->nr_reg_args = dct_nr_reg_args();
	req->flags = 0;
	if (IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS))
		req->flags |= DCT_HAS_DIRECT;
	if (IS_ENABLED(CONFIG_FUNCTION_TRACER))
		req->flags |= DCT_HAS_TRACER;
	req->flags |= dct_retaddr_flags();
	return 0;
}

static int call(struct dct_call *req)
{
	__u32 i;

	if (req->target >= DCT_NR_TARGETS)
		return -EINVAL;
	dct_count_expect(req->args);
	for (i = 0; i < req->times; i++) {
		dct_target_call(req->target, req->args, req->result);
		cond_resched();
	}
	return 0;
}

/* Who is stuck in a handler first, then who calls, then what they call. */
static int reset_switch(void)
{
	struct dct_other_ops others;
	struct dct_load load;
	int err;

	dct_gate_reset();
	dct_preempt_off();
	err = dct_load_stop(&load);
	dct_other_ops_off(&others);
	err = err ?: others.result;
	err = err ?: dct_switch_reset();
	err = err ?: dct_nest_reset();
	dct_account_reset();
	return err;
}

static int reset(void)
{
	struct dct_frame frame;
	int err;

	err = reset_switch();
	err = dct_frame_stop(&frame) ?: err;
	err = dct_detach_all() ?: err;
	err = dct_kind_detach_all() ?: err;
	err = dct_corrupt_reset() ?: err;
	err = dct_mixed_reset() ?: err;
	err = dct_everywhere_reset() ?: err;
	err = dct_many_detach_all() ?: err;
	err = dct_by_ip_detach_all() ?: err;
	err = dct_users_off() ?: err;
	err = dct_unrelated_off() ?: err;
	err = dct_retaddr_release() ?: err;
	err = dct_probe_detach_all() ?: err;
	dct_veneers_release();
	if (!err)
		dct_far_off();
	dct_count_reset();
	return err;
}

union request {
	struct dct_info info;
	struct dct_direct direct;
	struct dct_call call;
	struct dct_counts counts;
	struct dct_site site;
	struct dct_callback callback;
	struct dct_frame frame;
	struct dct_kind place;
	struct dct_kind_call place_call;
	struct dct_many many;
	struct dct_many_calls many_calls;
	struct dct_corrupt spoil;
	struct dct_mixed mixed;
	struct dct_everywhere everywhere;
	struct dct_user user;
	struct dct_users users;
	struct dct_unrelated unrelated;
	struct dct_misuse_req misuse;
	struct dct_by_ip by_ip;
	struct dct_retaddr_callback regs_callback;
	struct dct_retaddr_direct retaddr_direct;
	struct dct_retaddr_call retaddr_call;
	struct dct_probe probe;
	struct dct_probe_run probe_run;
	struct dct_jump spot;
	struct dct_reach reach;
	struct dct_far far;
	struct dct_branch branch;
	struct dct_veneers veneers;
	struct dct_unwind unwind;
	struct dct_bench bench;
	struct dct_hardening hardening;
	__u32 contexts;
	__u32 hash_bits;
	struct dct_account account;
	struct dct_run run;
	struct dct_load load;
	struct dct_switch change;
	struct dct_other_ops others;
	struct dct_nest nest;
	struct dct_gate gate;
	struct dct_preempt preempt;
};

/* What every subject needs. */
static int dispatch_common(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case DCT_INFO:
		return info(&req->info);
	case DCT_RESET:
		return reset();
	case DCT_REGISTER:
		return dct_register(&req->direct);
	case DCT_UNREGISTER:
		return dct_unregister(&req->direct);
	case DCT_MODIFY:
		return dct_modify(&req->direct);
	case DCT_CALL:
		return call(&req->call);
	case DCT_COUNTS:
		dct_count_read(&req->counts);
		return 0;
	case DCT_SITE:
		return dct_site_read(&req->site);
	case DCT_CALLBACK_ON:
		return dct_callback_on(&req->callback);
	case DCT_CALLBACK_OFF:
		return dct_callback_off(&req->callback);
	default:
		return -ENOTTY;
	}
}

/* What is around a call: registers, frames, stack, distance. */
static int dispatch_call(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case DCT_FRAME_START:
		return dct_frame_start(&req->frame);
	case DCT_FRAME_STOP:
		return dct_frame_stop(&req->frame);
	case DCT_RETADDR_CALLBACK_ON:
		return dct_retaddr_callback_on(&req->regs_callback);
	case DCT_RETADDR_CALLBACK_OFF:
		return dct_retaddr_callback_off(&req->regs_callback);
	case DCT_RETADDR_DIRECT:
		return dct_retaddr_direct(&req->retaddr_direct);
	case DCT_RETADDR_CALL:
		return dct_retaddr_call_times(&req->retaddr_call);
	case DCT_PROBE_ON:
		return dct_probe_on(&req->probe);
	case DCT_PROBE_OFF:
		return dct_probe_off(&req->probe);
	case DCT_PROBE_RUN:
		return dct_probe_run(&req->probe_run);
	case DCT_JUMP:
		return dct_jump(&req->spot);
	case DCT_REACH:
		return dct_reach(&req->reach);
	case DCT_FAR_ON:
		return dct_far_on(&req->far);
	case DCT_VENEERS_HOLD:
		return dct_veneers_hold(&req->veneers);
	case DCT_BRANCH:
		return dct_branch(&req->branch);
	case DCT_UNWIND:
		return dct_unwind(&req->unwind);
	case DCT_BENCH:
		return dct_bench(&req->bench);
	case DCT_HARDENING:
		return dct_hardening(&req->hardening);
	default:
		return -ENOTTY;
	}
}

/* Where it may be attached, with whom, and what is refused. */
static int dispatch_attach(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case DCT_KIND_ATTACH:
		return dct_kind_attach(&req->place);
	case DCT_KIND_MODIFY:
		return dct_kind_modify(&req->place);
	case DCT_KIND_PAUSE:
		return dct_kind_pause(&req->place);
	case DCT_KIND_RESUME:
		return dct_kind_resume(&req->place);
	case DCT_KIND_DETACH:
		return dct_kind_detach(&req->place);
	case DCT_KIND_SITE:
		return dct_kind_site(&req->place);
	case DCT_KIND_CALL:
		return dct_kind_call(&req->place_call);
	case DCT_MANY_ATTACH:
		return dct_many_attach(&req->many);
	case DCT_MANY_SAME_BUCKET:
		return dct_many_same_bucket(&req->many);
	case DCT_HASH_BITS:
		return dct_hash_bits(&req->hash_bits);
	case DCT_MANY_DETACH:
		return dct_many_detach(&req->many);
	case DCT_MANY_MODIFY:
		return dct_many_modify(&req->many);
	case DCT_MANY_CALL:
		return dct_many_call(&req->many_calls);
	case DCT_CORRUPT:
		return dct_corrupt(&req->spoil);
	case DCT_MIXED:
		return dct_mixed(&req->mixed);
	case DCT_EVERYWHERE:
		return dct_everywhere(&req->everywhere);
	case DCT_USER_ON:
		return dct_user_on(&req->user);
	case DCT_USER_OFF:
		return dct_user_off(&req->user);
	case DCT_USERS:
		dct_users_read(&req->users);
		return 0;
	case DCT_UNRELATED:
		return dct_unrelated(&req->unrelated);
	case DCT_MISUSE:
		return dct_misuse(&req->misuse);
	case DCT_BY_IP:
		return dct_by_ip(&req->by_ip);
	case DCT_SHARE:
		return dct_share(&req->direct);
	default:
		return -ENOTTY;
	}
}

/* Calls from all contexts while trampolines change. */
static int dispatch_switch(unsigned int cmd, union request *req)
{
	switch (cmd) {
	case DCT_CONTEXTS:
		req->contexts = dct_contexts_mask();
		return 0;
	case DCT_ACCOUNT:
		return dct_account_read(&req->account);
	case DCT_RUN:
		return dct_run(&req->run);
	case DCT_LOAD_START:
		return dct_load_start(&req->load);
	case DCT_LOAD_STOP:
		return dct_load_stop(&req->load);
	case DCT_SWITCH_ATTACH:
		return dct_switch_attach(&req->direct);
	case DCT_SWITCH_DETACH:
		return dct_switch_detach(&req->direct);
	case DCT_SWITCH:
		return dct_switch(&req->change);
	case DCT_OTHER_OPS_ON:
		return dct_other_ops_on(&req->others);
	case DCT_OTHER_OPS_OFF:
		return dct_other_ops_off(&req->others);
	case DCT_NEST:
		return dct_nest(&req->nest);
	case DCT_OWNER_ATTACH:
		return dct_owner_attach(&req->direct);
	case DCT_GATE:
		return dct_gate(&req->gate);
	case DCT_PREEMPT:
		return dct_preempt(&req->preempt);
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

static long dct_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
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

static int dct_open(struct inode *inode, struct file *file)
{
	dct_rcu_tasks_poll_begin();
	return 0;
}

static int dct_release(struct inode *inode, struct file *file)
{
	dct_rcu_tasks_poll_end();
	return 0;
}

static const struct file_operations fops = {
	.owner		= THIS_MODULE,
	.open		= dct_open,
	.release	= dct_release,
	.unlocked_ioctl	= dct_ioctl,
};

static struct miscdevice device = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= DCT_NAME,
	.fops	= &fops,
};

static int __init dct_init(void)
{
	int err;

	if (complain) {
		WARN(1, "%s was told to complain", DCT_NAME);
		return -ECANCELED;
	}
	err = dct_site_note();
	if (err)
		return err;
	return misc_register(&device);
}

static void __exit dct_exit(void)
{
	misc_deregister(&device);
	/* What is still attached leads into memory that goes away now. */
	if (!WARN_ON(reset()))
		dct_far_exit();
}

module_init(dct_init);
module_exit(dct_exit);

MODULE_DESCRIPTION("Direct-call tests");
MODULE_LICENSE("GPL");
