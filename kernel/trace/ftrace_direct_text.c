// SPDX-License-Identifier: GPL-2.0
/*
 * Text of direct calls that belongs neither to the kernel's image nor to a module.
 *
 * A trampoline may be in memory that its owner allocated, and veneers always
 * are. An interrupt may find a task there. Unless this memory is known as text,
 * some unwinders end the stack trace at once, and profiles show an unknown
 * address. BPF makes its own trampolines known (bpf_image_ksym_add()), and
 * x86's dynamic ones are found by their ops. All other owners of trampolines
 * call ftrace_direct_text_add().
 *
 * There are few entries, which may be large: they are searched one by one.
 * Lookups come from any context, NMIs included, and take no lock.
 */
#include <linux/export.h>
#include <linux/ftrace_direct_text.h>
#include <linux/kallsyms.h>
#include <linux/perf_event.h>
#include <linux/preempt.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "ftrace_internal.h"

static LIST_HEAD(texts);
static DEFINE_SPINLOCK(texts_lock);

/**
 * ftrace_direct_text_add - make memory known as text
 * @text: the memory, with a name; the caller keeps it until
 *	  ftrace_direct_text_del() has returned
 *
 * The code must be written already. For stack unwinders it must behave as a
 * function does: it is entered by a call, keeps its caller's frame pointer, and
 * sets up its frames before it calls anything. Reliable unwinders rely on this
 * and do not check it.
 *
 * Context: Process context.
 */
void ftrace_direct_text_add(struct ftrace_direct_text *text)
{
	spin_lock(&texts_lock);
	list_add_tail_rcu(&text->list, &texts);
	spin_unlock(&texts_lock);

	perf_event_ksymbol(PERF_RECORD_KSYMBOL_TYPE_OOL, text->start,
			   text->size, false, text->name);
}
EXPORT_SYMBOL_GPL(ftrace_direct_text_add);

/**
 * ftrace_direct_text_del - memory is not text any more
 * @text: the memory, which no task executes any more
 *
 * Context: Process context, may sleep.
 */
void ftrace_direct_text_del(struct ftrace_direct_text *text)
{
	perf_event_ksymbol(PERF_RECORD_KSYMBOL_TYPE_OOL, text->start,
			   text->size, true, text->name);

	spin_lock(&texts_lock);
	list_del_rcu(&text->list);
	spin_unlock(&texts_lock);
	synchronize_rcu();
}
EXPORT_SYMBOL_GPL(ftrace_direct_text_del);

/* The caller has disabled preemption. */
static const struct ftrace_direct_text *ftrace_direct_text_at(unsigned long addr)
{
	const struct ftrace_direct_text *text;

	list_for_each_entry_rcu(text, &texts, list) {
		if (addr - text->start < text->size)
			return text;
	}
	return NULL;
}

/**
 * is_ftrace_direct_text - is an address in memory that direct calls execute?
 * @addr: the address
 *
 * Context: Any, RCU must be watching.
 * Return: true if it is in memory that was added
 */
bool is_ftrace_direct_text(unsigned long addr)
{
	bool is;

	preempt_disable_notrace();
	is = ftrace_direct_text_at(addr);
	preempt_enable_notrace();
	return is;
}

/**
 * ftrace_direct_text_lookup - find the name of an address, for kallsyms
 * @addr: the address
 * @size: set to the size of the memory
 * @offset: set to the offset in it
 * @modname: set to the name that /proc/kallsyms has as the module
 * @modbuildid: set to NULL
 * @name: gets the name, KSYM_NAME_LEN bytes
 *
 * @size, @offset, @modname and @modbuildid may each be NULL.
 *
 * Context: Any, RCU must be watching.
 * Return: @name, or NULL if the address is not in memory that was added
 */
const char *ftrace_direct_text_lookup(unsigned long addr, unsigned long *size,
				      unsigned long *offset, char **modname,
				      const unsigned char **modbuildid,
				      char *name)
{
	const struct ftrace_direct_text *text;

	preempt_disable_notrace();
	text = ftrace_direct_text_at(addr);
	if (text) {
		strscpy(name, text->name, KSYM_NAME_LEN);
		if (size)
			*size = text->size;
		if (offset)
			*offset = addr - text->start;
		if (modname)
			*modname = FTRACE_TRAMPOLINE_MOD;
		if (modbuildid)
			*modbuildid = NULL;
	}
	preempt_enable_notrace();
	return text ? name : NULL;
}

/**
 * ftrace_direct_text_get_kallsym - get one of the names, for /proc/kallsyms
 * @symnum: its number, from 0
 * @value: set to the address
 * @name: gets the name, KSYM_NAME_LEN bytes
 *
 * Context: The caller has disabled preemption.
 * Return: 0, or -ERANGE if there are no more than @symnum names
 */
int ftrace_direct_text_get_kallsym(unsigned int symnum, unsigned long *value,
				   char *name)
{
	const struct ftrace_direct_text *text;

	list_for_each_entry_rcu(text, &texts, list) {
		if (symnum--)
			continue;
		*value = text->start;
		strscpy(name, text->name, KSYM_NAME_LEN);
		return 0;
	}
	return -ERANGE;
}
