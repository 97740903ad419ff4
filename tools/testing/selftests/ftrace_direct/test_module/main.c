// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's half of the direct-call tests: a device that answers the requests of
 * the programs in the directory above. requests.h lists them.
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

#include <ftrace_direct/direct.h>

#include "internal.h"

static bool complain;
module_param(complain, bool, 0);
MODULE_PARM_DESC(complain, "only print a kernel warning, to see that it is noticed");

/* One request at a time. */
static DEFINE_MUTEX(lock);

int dct_info(struct dct_info *req)
{
	req->api = KIT_DIRECT_API;
	req->nr_reg_args = dct_nr_reg_args();
	req->flags = 0;
	if (IS_ENABLED(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS))
		req->flags |= DCT_HAS_DIRECT;
	if (IS_ENABLED(CONFIG_FUNCTION_TRACER))
		req->flags |= DCT_HAS_TRACER;
	if (dct_exec_can_be_known())
		req->flags |= DCT_HAS_TEXT;
	req->flags |= dct_retaddr_flags();
	return 0;
}

int dct_call(struct dct_call *req)
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

/* Back to how the module was loaded, whatever a test has left behind. */
int dct_reset(struct dct_none *unused)
{
	int err = 0;

#define REQUEST(name, dir, type, func)
#define ON_RESET(func)	err = func() ?: err;
#include "requests.h"

	return err;
}

union argument {
#define REQUEST(name, dir, type, func)	type func;
#define ON_RESET(func)
#include "requests.h"
};

static int dispatch(unsigned int cmd, union argument *arg)
{
	switch (cmd) {
#define REQUEST(name, dir, type, func)	case DCT_##name: return func(&arg->func);
#define ON_RESET(func)
#include "requests.h"

	default:
		return dct_unknown(cmd);
	}
}

static long dct_ioctl(struct file *file, unsigned int cmd, unsigned long user_arg)
{
	void __user *user = (void __user *)user_arg;
	size_t size = _IOC_SIZE(cmd);
	union argument arg;
	int err;

	BUILD_BUG_ON(sizeof(arg) >> _IOC_SIZEBITS);
	if (size > sizeof(arg))
		return -ENOTTY;
	memset(&arg, 0, sizeof(arg));
	if (_IOC_DIR(cmd) & _IOC_WRITE && copy_from_user(&arg, user, size))
		return -EFAULT;

	mutex_lock(&lock);
	err = dispatch(cmd, &arg);
	mutex_unlock(&lock);

	if (!err && _IOC_DIR(cmd) & _IOC_READ && copy_to_user(user, &arg, size))
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
	/* Something that is still attached points into memory that goes away now. */
	if (!WARN_ON(dct_reset(NULL)))
		dct_far_exit();
}

module_init(dct_init);
module_exit(dct_exit);

MODULE_DESCRIPTION("Direct-call tests");
MODULE_LICENSE("GPL");
