// SPDX-License-Identifier: GPL-2.0
/* Give the same bug the same title and fingerprint in every boot. */
#define _GNU_SOURCE
#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "splat.h"
#include "text.h"

#define TITLE_MAX	240
#define FRAMES		16	/* of a call trace, from the top */

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* "+0x1c/0x28" after a symbol; returns its length. */
static size_t offset_len(const char *p)
{
	size_t n, m;

	if (strncmp(p, "+0x", 3))
		return 0;
	n = 3 + strspn(p + 3, "0123456789abcdef");
	if (n == 3)
		return 0;
	if (strncmp(p + n, "/0x", 3))
		return n;
	m = strspn(p + n + 3, "0123456789abcdef");
	return m ? n + 3 + m : n;
}

/* "0x1234", or eight or more bare hex digits with a decimal digit among them. */
static size_t address_len(const char *p)
{
	bool prefix = !strncmp(p, "0x", 2) || !strncmp(p, "0X", 2);
	size_t n = prefix ? 2 : 0, digits;

	digits = strspn(p + n, "0123456789abcdefABCDEF");
	if (!digits || in_word(p[n + digits]))
		return 0;
	if (!prefix && (digits < 8 || strcspn(p, "0123456789") >= digits))
		return 0;
	return n + digits;
}

/*
 * "CPU: 1 PID: 23 " and ", CPU#0: insmod/61" name the CPU and task that were running,
 * not what happened.
 */
static size_t bystander_len(const char *p)
{
	static const char * const words[] = { "CPU: ", "PID: ", "UID: " };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]), digits;

		if (strncmp(p, words[i], n))
			continue;
		digits = strspn(p + n, "0123456789");
		if (digits)
			return n + digits + (p[n + digits] == ' ');
	}
	if (!strncmp(p, ", CPU#", 6))
		return strlen(p);
	return 0;
}

/* Digits that name a place in the source, "trace/ftrace.c:123", are kept. */
static bool is_source_line(const char *text, const char *p)
{
	return p - text > 2 && p[-1] == ':' && p[-3] == '.' &&
	       (p[-2] == 'c' || p[-2] == 'h' || p[-2] == 'S');
}

static const char *title_token(FILE *out, const char *text, const char *p)
{
	bool word_before = p > text && in_word(p[-1]);
	size_t n = offset_len(p);

	if (n)
		return p + n;
	if (!word_before) {
		n = bystander_len(p);
		if (n)
			return p + n;
		n = address_len(p);
		if (n) {
			fputs("ADDR", out);
			return p + n;
		}
		n = strspn(p, "0123456789");
		if (n && is_source_line(text, p)) {
			fwrite(p, 1, n, out);
			return p + n;
		}
		if (n) {
			putc('N', out);
			return p + n;
		}
	}
	putc(*p == '\t' ? ' ' : *p, out);
	return p + 1;
}

/**
 * splat_title - remove from a line what changes from boot to boot
 * @text: the message of printk, without time stamp
 *
 * Removes addresses, offsets, CPU numbers, process numbers and times.
 *
 * Return: a string to be freed.
 */
char *splat_title(const char *text)
{
	const char *p = text + strspn(text, " \t");
	size_t size;
	char *title;
	FILE *out = open_memstream(&title, &size);

	if (!out)
		err(2, "splat");
	while (*p)
		p = title_token(out, text, p);
	if (fclose(out))
		err(2, "splat");
	size = text_cut(title, TITLE_MAX);
	while (size && isspace((unsigned char)title[size - 1]))
		size--;
	title[size] = '\0';
	return title;
}

/**
 * struct splat_trace - the fingerprint of a splat, while its lines come
 * @hash: FNV-1a of the relevant text
 * @place: the instruction pointer was seen
 * @inside: within the call trace
 * @over: the call trace has ended
 * @frames: number of its frames that were seen
 */
struct splat_trace {
	uint64_t hash;
	bool place, inside, over;
	unsigned int frames;
};

static void hash_bytes(struct splat_trace *t, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		t->hash = (t->hash ^ (unsigned char)s[i]) * 0x100000001b3;
	t->hash = (t->hash ^ 0xff) * 0x100000001b3;
}

/**
 * splat_trace_new - begin a fingerprint
 * @kind: the splat's kind
 * @title: the splat's title
 *
 * Return: the fingerprint, for splat_trace_end().
 */
struct splat_trace *splat_trace_new(const char *kind, const char *title)
{
	struct splat_trace *t = calloc(1, sizeof(*t));

	if (!t)
		err(2, "splat");
	t->hash = 0xcbf29ce484222325;
	hash_bytes(t, kind, strlen(kind));
	hash_bytes(t, title, strlen(title));
	return t;
}

/* The function of "foo.isra.0+0x1c/0x28"; the compiler's suffixes are removed. */
static const char *find_symbol(const char *text, size_t *len)
{
	const char *plus, *start;

	for (plus = strchr(text, '+'); plus; plus = strchr(plus + 1, '+')) {
		if (!offset_len(plus))
			continue;
		start = plus;
		while (start > text && (in_word(start[-1]) || start[-1] == '.' ||
					start[-1] == '$'))
			start--;
		*len = strcspn(start, ".+");
		if (*len)
			return start;
	}
	return NULL;
}

/* Numbers of run-time code, as in bpf_trampoline_6442453466, are not part of a name. */
static void hash_symbol(struct splat_trace *t, const char *name, size_t len)
{
	size_t run = 0;

	for (size_t i = 0; i < len && !run; i++) {
		size_t digits = strspn(name + i, "0123456789");

		if (digits >= 6)
			run = i;
	}
	hash_bytes(t, name, run ?: len);
}

/* The place that an interrupt hit differs from time to time. */
static bool is_irq_entry(const char *name, size_t len)
{
	static const char * const entries[] = {
		"el1h_64_irq", "el1_interrupt", "el1_irq", "handle_riscv_irq",
		"do_irq", "do_ext_irq", "do_irq_async", "ext_int_handler",
		"asm_sysvec_apic_timer_interrupt", "asm_common_interrupt",
	};

	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++)
		if (strlen(entries[i]) == len && !memcmp(entries[i], name, len))
			return true;
	return false;
}

static bool is_mark(const char *text)
{
	return !strncmp(text, "<TASK>", 6) || !strncmp(text, "<IRQ>", 5) ||
	       !strncmp(text, "<NMI>", 5) || !strncmp(text, "</NMI>", 6) ||
	       !strncmp(text, "? ", 2) || strstr(text, "] ? ");
}

static void frame(struct splat_trace *t, const char *text)
{
	const char *name;
	size_t len;

	if (is_mark(text))
		return;
	name = strncmp(text, "RIP: ", 5) ? find_symbol(text, &len) : NULL;
	if (!name) {
		t->over = true;
		return;
	}
	hash_symbol(t, name, len);
	t->over = ++t->frames == FRAMES || is_irq_entry(name, len);
}

static bool is_place(const char *text)
{
	return !strncmp(text, "RIP: ", 5) || !strncmp(text, "pc : ", 5) ||
	       !strncmp(text, "epc : ", 6) || !strncmp(text, "Krnl PSW : ", 11);
}

/**
 * splat_trace_line - add the next line of a splat's report
 * @t: the fingerprint
 * @text: the message of printk, without time stamp
 */
void splat_trace_line(struct splat_trace *t, const char *text)
{
	const char *name;
	size_t len;

	if (t->over)
		return;
	text += strspn(text, " \t");
	if (t->inside) {
		frame(t, text);
	} else if (!strncasecmp(text, "Call Trace:", 11)) {
		t->inside = true;
	} else if (!t->place && is_place(text)) {
		name = find_symbol(text, &len);
		if (name)
			hash_symbol(t, name, len);
		t->place = name;
	}
}

/**
 * splat_trace_end - finish and free a fingerprint
 * @t: the fingerprint
 *
 * Return: 16 hex digits, to be freed.
 */
char *splat_trace_end(struct splat_trace *t)
{
	char *digits = text_format("%016" PRIx64, t->hash);

	free(t);
	return digits;
}
