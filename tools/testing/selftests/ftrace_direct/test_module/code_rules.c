// SPDX-License-Identifier: GPL-2.0
/* Does code of the kernel keep the rules that emulation cannot judge? */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "internal.h"

#include <direct/code_rules.h>

#ifdef KIT_CODE_RULES

#define MAX_SIZE	4096

/* Its size in kallsyms, which reaches to the next symbol. */
static size_t size_of(unsigned long function)
{
	int (*size_offset)(unsigned long addr, unsigned long *size,
			   unsigned long *offset);
	unsigned long size, offset;

	size_offset = (void *)dct_lookup("kallsyms_lookup_size_offset");
	if (!size_offset || !size_offset(function, &size, &offset))
		return 0;
	return min_t(size_t, size, MAX_SIZE);
}

static int check(const struct kit_code_rule *rule, __u32 *state)
{
	unsigned long function = dct_lookup(rule->function);
	size_t size = function ? size_of(function) : 0;
	int err;
	u8 *code;

	*state = DCT_CODE_ABSENT;
	if (!size)
		return 0;
	code = kmalloc(size, GFP_KERNEL);
	if (!code)
		return -ENOMEM;
	err = copy_from_kernel_nofault(code, (void *)function, size);
	if (!err)
		*state = rule->holds(code, size) ? DCT_CODE_KEEPS :
						   DCT_CODE_BREAKS;
	kfree(code);
	return err;
}

int dct_code_rule(struct dct_code_rule *req)
{
	const struct kit_code_rule *rule;

	if (req->number >= ARRAY_SIZE(kit_code_rules)) {
		req->state = DCT_CODE_NO_RULE;
		return 0;
	}
	rule = &kit_code_rules[req->number];
	req->subject = rule->subject;
	strscpy(req->function, rule->function, sizeof(req->function));
	strscpy(req->rule, rule->rule, sizeof(req->rule));
	return check(rule, &req->state);
}

#else

int dct_code_rule(struct dct_code_rule *req)
{
	req->state = DCT_CODE_NO_RULE;
	return 0;
}

#endif /* KIT_CODE_RULES */
