/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Rules for code of the kernel that emulation cannot judge: an emulator's instruction
 * cache is always coherent, and it predicts no returns. So the code itself is read.
 *
 * arch/<arch>/direct/direct_code_rules.h defines
 *
 * kit_code_rules[]
 *	The rules, each for a function of the kernel or of the test module, and
 *	KIT_CODE_RULES.
 */
#ifndef KIT_CODE_RULES_H
#define KIT_CODE_RULES_H

#include <linux/types.h>

/**
 * struct kit_code_rule - what the code of a function must be like
 * @subject: DCT_CODE_*
 * @function: its name
 * @rule: the rule, in words that follow the function's name
 * @holds: does the function of @size bytes at @code keep the rule?
 */
struct kit_code_rule {
	unsigned int subject;
	const char *function;
	const char *rule;
	bool (*holds)(const u8 *code, size_t size);
};

#include <direct/direct_code_rules.h>

#endif /* KIT_CODE_RULES_H */
