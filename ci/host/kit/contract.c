// SPDX-License-Identifier: GPL-2.0
/* The only table of the contract's numbers, which all programs use. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "text.h"

const struct guarantee contract[] = {
	{ "DC-01", "integer argument registers" },
	{ "DC-02", "stack, struct, flag and floating-point arguments" },
	{ "DC-03", "callee-saved and platform registers, stack alignment" },
	{ "DC-04", "return values in one and two registers" },
	{ "DC-05", "trampoline once, traced body once" },
	{ "DC-06", "recursion and every context of a call" },
	{ "DC-07", "targets: built-in, module, later module, tail call" },
	{ "DC-08", "trampoline anywhere, edge of branch range" },
	{ "DC-09", "one, 64, 65, 1,000 and all functions" },
	{ "DC-10", "with tracers, kprobes, fprobe and livepatch" },
	{ "DC-11", "the return address in ftrace_regs" },
	{ "DC-12", "cost does not grow with unrelated ops" },
	{ "DC-13", "stack traces in the handler" },
	{ "DC-20", "switch: calls = old + new, exactly" },
	{ "DC-21", "switch: nothing enters the old trampoline after it" },
	{ "DC-22", "switch: a failure leaves the old one working" },
	{ "DC-23", "switch: same address, other ops, two at once" },
	{ "DC-24", "switch: the old trampoline may be freed" },
	{ "DC-30", "every documented error, and recovery from it" },
	{ "DC-31", "register, unregister, register; bytes restored" },
	{ "DC-32", "unregister with a stale address leaves nothing" },
	{ "DC-33", "no leak, no use after free, no race in the hash" },
	{ "DC-34", "ftrace_enabled=0 refuses or gives back" },
	{ "DC-35", "CPU hotplug during register and switch" },
	{ "DC-36", "module unload" },
	{ "DC-37", "full preemption: safe or refused by Kconfig" },
	{ "DC-38", "hardening options and both compilers" },
	{ "DC-39", "tracefs' README says what the kernel has" },
	{ NULL, NULL },
};

/* Does the text begin with "dc" and a number, as a word? Returns its length, or 0. */
static size_t number_length(const char *word)
{
	size_t digits = strncmp(word, "dc", 2) ? 0 : strspn(word + 2, "0123456789");

	return digits && !isalnum((unsigned char)word[2 + digits]) ? 2 + digits : 0;
}

/**
 * contract_of - the guarantees that a test checks according to its name
 * @test: its full name; only the last part counts
 *
 * Return: "DC-05" for direct_dc05_runs_once, "DC-20,DC-21" for dc20_dc21_both,
 * to be freed; NULL if the name has no number.
 */
char *contract_of(const char *test)
{
	const char *dot = strrchr(test, '.'), *word = dot ? dot + 1 : test;
	char *list = NULL;

	for (; *word; word += strcspn(word, "_-"), word += strspn(word, "_-")) {
		size_t len = number_length(word);
		char *longer;

		if (!len)
			continue;
		longer = text_format("%s%sDC-%.*s", list ?: "", list ? "," : "",
				     (int)len - 2, word + 2);
		free(list);
		list = longer;
	}
	return list;
}

/* "DC-30,DC-31": numbers separated by anything but letters and digits. */
static const char *next_number(const char *list, size_t *len)
{
	static const char word[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

	while (*list && !strchr(word, *list))
		list++;
	*len = strspn(list, word);
	return list;
}

/**
 * contract_names - does a test's contract field name a number?
 * @list: the field, one or more numbers, or NULL
 * @id: the number
 */
bool contract_names(const char *list, const char *id)
{
	size_t len;

	for (; list && *list; list += len) {
		list = next_number(list, &len);
		if (len == strlen(id) && !strncmp(list, id, len))
			return true;
	}
	return false;
}

static bool known(const char *id, size_t len)
{
	for (const struct guarantee *g = contract; g->id; g++)
		if (strlen(g->id) == len && !strncmp(g->id, id, len))
			return true;
	return false;
}

/**
 * contract_knows - are all numbers of a contract field in the contract?
 * @list: the field, or NULL
 */
bool contract_knows(const char *list)
{
	size_t len;

	for (; list && *list; list += len) {
		list = next_number(list, &len);
		if (len && !known(list, len))
			return false;
	}
	return true;
}
