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
	int err;

	err = reset_switch();
	err = fdt_detach_all() ?: err;
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
	__u32 contexts;
	struct fdt_account account;
	struct fdt_run run;
	struct fdt_load load;
	struct fdt_switch change;
	struct fdt_beside beside;
	struct fdt_nest nest;
	struct fdt_gate gate;
};

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
	default:
		return -ENOTTY;
	}
}

static int dispatch(unsigned int cmd, union request *req)
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
		return dispatch_switch(cmd, req);
	}
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

static const struct file_operations fops = {
	.owner		= THIS_MODULE,
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
	WARN_ON(reset());
}

module_init(fdt_init);
module_exit(fdt_exit);

MODULE_DESCRIPTION("Direct-call tests");
MODULE_LICENSE("GPL");
