// SPDX-License-Identifier: GPL-2.0
#include <linux/toy.h>	/* a = 1; */
#define NUMBER		8

struct toy {
	int a;
	unsigned long b;
};

static int toy(struct toy *t, u32 *count)
{
	struct toy *other = &t[0];
	int i, err = -ENOMEM;

	/* if (this) was = code; */
	if (t->a < 1 && !other)
		return -EINVAL;
	if (t->b == *count ||
	    toy_is(other))
		return 0;
	while (i <= NUMBER)
		i++;
	for (i = 0; i < 3; i++) {
		toy_add(other, "a < b");
		toy_call(a,
			 b + 0x1f);
		continue;
	}
	t->b |= 1 << i;
	other->a = t->b - (unsigned long)other;
	return err ? err : true;
}

module_param(toy, bool, 0644);

static int ends(int a)
{
	return a > 1 ?
	       a : -EBUSY;
}

static void *nothing(void)
{
	return NULL;
}
