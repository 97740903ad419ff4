// SPDX-License-Identifier: GPL-2.0
/*
 * Rules for code of the kernel that emulation cannot judge. The test module reads the
 * code; what breaks a rule makes a real CPU slow, or execute what was patched long ago.
 */
#include "fixture.h"

DEFINE_FIXTURE(direct)

static bool get_rule(int fd, unsigned int number, struct dct_code_rule *rule)
{
	*rule = (struct dct_code_rule){ .number = number };
	return !ASK(fd, DCT_CODE_RULE, rule) && rule->state != DCT_CODE_NO_RULE;
}

static bool has_rules(int fd, unsigned int subject)
{
	struct dct_code_rule rule;
	unsigned int i;

	for (i = 0; get_rule(fd, i, &rule); i++)
		if (rule.subject == subject && rule.state != DCT_CODE_ABSENT)
			return true;
	return false;
}

#define TEST_RULES(subject, test)					\
	TEST_IF(direct, device_has(self->fd, DCT_HAS_DIRECT) &&		\
		has_rules(self->fd, subject),				\
		"no direct calls, or no such rules here", test)

static void check(struct __test_metadata *_metadata, int fd, unsigned int subject)
{
	struct dct_code_rule rule;
	unsigned int i;

	for (i = 0; get_rule(fd, i, &rule); i++) {
		if (rule.subject != subject || rule.state == DCT_CODE_ABSENT)
			continue;
		TH_LOG("%s %s: %s", rule.function, rule.rule,
		       rule.state == DCT_CODE_KEEPS ? "yes" : "no");
		EXPECT_EQ(DCT_CODE_KEEPS, rule.state);
	}
}

/*
 * A wrong hint makes the CPU mispredict the returns of all callers: the graph tracer of one
 * function would make calls of others slower.
 */
TEST_RULES(DCT_CODE_RETURNS, dc12_returns_are_predicted)
{
	check(_metadata, fd, DCT_CODE_RETURNS);
}

/* A tracer in a module could fault there, or be executed by a CPU that nobody waits for. */
TEST_RULES(DCT_CODE_UNTRACED, dc06_has_no_patch_site)
{
	check(_metadata, fd, DCT_CODE_UNTRACED);
}

/* While a CPU is offline it is not told that text has changed. */
TEST_RULES(DCT_CODE_ONLINE, dc35_fetches_anew_once_online)
{
	check(_metadata, fd, DCT_CODE_ONLINE);
}

/* Before it is online, it calls functions that may have been patched meanwhile. */
TEST_RULES(DCT_CODE_ONLINE_FIRST, dc35_fetches_anew_before_it_calls)
{
	check(_metadata, fd, DCT_CODE_ONLINE_FIRST);
}

TEST_HARNESS_MAIN
