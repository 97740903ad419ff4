// SPDX-License-Identifier: GPL-2.0
/* Scan a console, line by line, and keep its first splat. */
#define _GNU_SOURCE
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frames.h"
#include "lines.h"
#include "splat.h"
#include "text.h"

#define BEFORE		5	/* lines of an excerpt before the splat's own */
#define AFTER		150	/* and after it */
#define REPORT_LINES	100	/* a call trace this close belongs to a splat */
#define CHATTER		60	/* bytes before a splat's words that its title may have */
#define SAME_OOPS	10	/* a die() line this close says the same again */
#define SAME_PLACE	0.5	/* seconds between a message and the dump for it */

/**
 * struct message - one message of the kernel, or a line of another program
 * @text: without the stamp; NULL when there is none
 * @time: its stamp in seconds, negative without one
 * @number: its line
 */
struct message {
	char *text;
	double time;
	size_t number;
};

/**
 * struct splat_scan - the scan of one console
 * @lines: splits it into lines
 * @allow: the complaints that are tolerated
 * @recent: the lines before this one, a ring
 * @nr_lines: lines read
 * @first: see struct splat_summary
 * @splats: see struct splat_summary
 * @allowed: see struct splat_summary
 * @fatal: see struct splat_summary
 * @fatal_line: see struct splat_summary
 * @panic: see struct splat_summary
 * @last: see struct splat_summary
 * @last_number: see struct splat_summary
 * @trace: fingerprint of @first while its lines come, else NULL
 * @excerpt: its excerpt while its lines come
 * @left: lines that the excerpt may still take
 * @report: line of the last complaint, 0 after its report has ended
 * @report_oops: that complaint was an Oops
 * @report_leak: that complaint was a leak
 * @before: the last message that is not empty
 * @dumped: the message before "CPU: 0 PID: 1 Comm: ...", with which a dump begins
 * @cut: the last line "[ cut here ]", with which WARN() begins; 0 without one
 * @began: the kernel has said its version
 * @kernels: a complaint is the kernel's, even if its version comes later
 * @kmemleak: kmemleak has said something
 */
struct splat_scan {
	struct lines lines;
	const struct rules *allow;
	char *recent[BEFORE];
	size_t nr_lines;
	struct splat first;
	size_t splats, allowed;
	char *fatal;
	size_t fatal_line;
	bool panic;
	char *last;
	size_t last_number;
	struct splat_trace *trace;
	struct { char *s; size_t len; } excerpt;
	size_t left;
	size_t report;
	bool report_oops, report_leak;
	struct message before, dumped;
	size_t cut;
	bool began, kernels, kmemleak;
};

static void excerpt_add(struct splat_scan *s, const char *text)
{
	size_t len = strlen(text);

	s->excerpt.s = realloc(s->excerpt.s, s->excerpt.len + len + 2);
	if (!s->excerpt.s)
		err(2, "splat");
	memcpy(s->excerpt.s + s->excerpt.len, text, len);
	s->excerpt.len += len;
	s->excerpt.s[s->excerpt.len++] = '\n';
	s->excerpt.s[s->excerpt.len] = '\0';
}

static void finish_first(struct splat_scan *s)
{
	if (!s->trace)
		return;
	s->first.fingerprint = splat_trace_end(s->trace);
	s->trace = NULL;
	s->first.excerpt = text_printable(s->excerpt.s, s->excerpt.len);
	s->first.excerpt[text_cut(s->first.excerpt, SPLAT_EXCERPT)] = '\0';
	free(s->excerpt.s);
	s->excerpt.s = NULL;
}

static void excerpt_recent(struct splat_scan *s)
{
	size_t i = s->nr_lines > BEFORE ? s->nr_lines - BEFORE : 0;

	for (; i < s->nr_lines; i++)
		excerpt_add(s, s->recent[i % BEFORE]);
}

static void begin_first(struct splat_scan *s, const char *kind, char *title,
			size_t number)
{
	s->first.kind = text_format("%s", kind);
	s->first.title = title;
	s->first.line = number;
	s->trace = splat_trace_new(kind, title);
	s->left = AFTER;
	excerpt_recent(s);
}

static void note_fatal(struct splat_scan *s, const struct splat_kind *kind,
		       const char *text, size_t number)
{
	if (!strcmp(kind->kind, "panic"))
		s->panic = true;
	if (s->fatal)
		return;
	s->fatal = text_format("%.240s", text);
	s->fatal_line = number;
}

/* A call trace is a complaint only when no earlier complaint explains it. */
static bool is_explained(const struct splat_scan *s, const struct splat_kind *kind,
			 const char *text, size_t number)
{
	/* A task that dies in an Oops notes what it held. */
	if (s->fatal && !strncmp(text, "note:", 5))
		return true;
	if (!s->report)
		return false;
	if (!strcmp(kind->kind, SPLAT_DUMP))
		return number - s->report < REPORT_LINES;
	if (s->report_oops && !strcmp(kind->kind, "Oops"))
		return number - s->report < SAME_OOPS;
	/* WARN() prints its own text before the line that says where. */
	if (s->report > s->cut && s->cut && !strcmp(kind->kind, "WARNING"))
		return number - s->cut < SAME_OOPS;
	/* Who holds the references; and the wait goes on. */
	if (s->report_leak && !strcmp(kind->kind, "leak"))
		return number - s->report < REPORT_LINES;
	return false;
}

/* Leave out a program's unfinished line before the kernel's message. */
static const char *kernel_words(const struct splat_kind *kind, const char *text)
{
	const char *needle = strstr(text, kind->needle);

	if (needle && kind->where == SPLAT_GLUED)
		return needle;
	return needle && needle - text > CHATTER ? needle : text;
}

/* The message that a complaint consists of; some only follow what they are about. */
static const struct message *words_of(const struct splat_scan *s,
				      const struct splat_kind *kind,
				      const struct message *own)
{
	const struct message *m = kind->after ? &s->before : own;

	if (!strcmp(kind->kind, SPLAT_DUMP))
		m = &s->dumped;
	return m->text && own->number - m->number < REPORT_LINES ? m : own;
}

static void complaint(struct splat_scan *s, const struct splat_kind *kind,
		      const struct message *own)
{
	bool explained = is_explained(s, kind, own->text, own->number);
	const struct message *m = words_of(s, kind, own);
	const char *words = kernel_words(kind, m->text);

	if (kind->fatal)
		note_fatal(s, kind, words, m->number);
	if (explained)
		return;
	s->report = own->number;
	s->report_oops = !strcmp(kind->kind, "Oops") || !strcmp(kind->kind, "BUG");
	s->report_leak = !strcmp(kind->kind, "leak");
	s->kernels |= own->time >= 0;
	/* A complaint that the kernel does not survive is never tolerated. */
	if (!kind->fatal && rules_match(s->allow, m->text)) {
		s->allowed++;
		/* an Oops below it is not part of the tolerated complaint */
		s->report_oops = false;
		return;
	}
	if (!s->splats++)
		begin_first(s, kind->kind, splat_title(words), m->number);
}

/*
 * kmemleak may be off from the beginning; later it gives up only when it ran out of
 * memory, or found its own data wrong.
 */
static bool is_off_by_default(struct splat_scan *s, const char *text)
{
	bool first = !s->kmemleak;

	if (!strstr(text, "kmemleak:"))
		return false;
	s->kmemleak = true;
	return first && strstr(text, "detector disabled");
}

/* What has no stamp and came before the kernel's version was said by the firmware. */
static void begin_kernel(struct splat_scan *s)
{
	bool forget = !s->began && !s->kernels && !s->panic;

	s->began = true;
	s->kmemleak = false;
	if (!forget)
		return;
	finish_first(s);
	free(s->first.kind);
	free(s->first.title);
	free(s->first.fingerprint);
	free(s->first.excerpt);
	free(s->fatal);
	s->first = (struct splat) {};
	s->fatal = NULL;
	s->fatal_line = 0;
	s->splats = 0;
	s->allowed = 0;
	s->report = 0;
}

static void set_message(struct message *m, const struct message *from)
{
	free(m->text);
	*m = *from;
	m->text = text_copy(from->text);
}

/* dump_stack() begins with this line, right after what it is about. */
static void note_dump(struct splat_scan *s, const struct message *own)
{
	double gap = own->time - s->before.time;

	if (strncmp(own->text, "CPU: ", 5) || !strstr(own->text, " Comm: "))
		return;
	set_message(&s->dumped, &s->before);
	if (own->time >= 0 && s->before.time >= 0 && (gap < 0 || gap > SAME_PLACE))
		set_message(&s->dumped, &(struct message) {});
}

static void on_message(struct splat_scan *s, const struct message *own)
{
	const struct splat_kind *kind = NULL;

	if (!strncmp(own->text, "Linux version ", 14))
		begin_kernel(s);
	if (strstr(own->text, "[ cut here ]"))
		s->cut = own->number;
	note_dump(s, own);
	if (!is_off_by_default(s, own->text))
		kind = splat_kind(own->text);
	if (kind)
		complaint(s, kind, own);
	if (s->trace)
		splat_trace_line(s->trace, own->text);
	if (strstr(own->text, "---[ end trace"))
		s->report = 0;
	if (own->text[strspn(own->text, " \t")])
		set_message(&s->before, own);
}

static void remember(struct splat_scan *s, const struct line *line)
{
	char **slot = &s->recent[s->nr_lines++ % BEFORE];

	free(*slot);
	*slot = text_format("%s", line->text);
	if (!line->text[strspn(line->text, " \t")])
		return;
	free(s->last);
	s->last = text_format("%s", line->text);
	s->last_number = line->number;
}

static void collect(struct splat_scan *s, const struct line *line)
{
	excerpt_add(s, line->text);
	if (!--s->left || strstr(line->text, "---[ end "))
		finish_first(s);
}

/* Without the blanks and the log level ("<4>") before the next message. */
static char *message_text(const char *text, const char *next)
{
	size_t len = next ? (size_t)(next - text) : strlen(text);

	if (next && len >= 3 && next[-1] == '>' && next[-3] == '<')
		len -= 3;
	while (next && len && text[len - 1] == ' ')
		len--;
	return text_format("%.*s", (int)len, text);
}

static void on_line(void *ctx, const struct line *line)
{
	const char *p = line->text, *next;
	struct splat_scan *s = ctx;

	for (; p; p = next) {
		const char *text = line_skip_printk(p);
		struct message own = { .time = line_time(p), .number = line->number };

		next = line_next_printk(p);
		if (frames_is_frame(p))
			continue;
		own.text = message_text(text, next);
		on_message(s, &own);
		free(own.text);
	}
	if (frames_is_frame(line->text))
		return;
	if (s->trace)
		collect(s, line);
	remember(s, line);
}

/**
 * splat_scan_new - begin to scan a console
 * @allow: the complaints that are tolerated in this cell, or NULL
 *
 * Return: the scan, for splat_scan_free().
 */
struct splat_scan *splat_scan_new(const struct rules *allow)
{
	struct splat_scan *s = calloc(1, sizeof(*s));

	if (!s)
		err(2, "splat");
	lines_init(&s->lines, on_line, s, true);
	s->allow = allow;
	return s;
}

/**
 * splat_scan_free - free a scan and its findings
 * @s: the scan, or NULL
 */
void splat_scan_free(struct splat_scan *s)
{
	if (!s)
		return;
	finish_first(s);
	for (size_t i = 0; i < BEFORE; i++)
		free(s->recent[i]);
	free(s->first.kind);
	free(s->first.title);
	free(s->first.fingerprint);
	free(s->first.excerpt);
	free(s->fatal);
	free(s->last);
	free(s->before.text);
	free(s->dumped.text);
	free(s);
}

/**
 * splat_scan_feed - scan the next bytes of the console
 * @s: the scan
 * @data: the bytes
 * @len: how many
 */
void splat_scan_feed(struct splat_scan *s, const char *data, size_t len)
{
	lines_feed(&s->lines, data, len);
}

/**
 * splat_scan_end - end the console
 * @s: the scan
 */
void splat_scan_end(struct splat_scan *s)
{
	lines_end(&s->lines);
	finish_first(s);
}

/**
 * splat_scan_flood - record that the boot was ended because of too much output
 * @s: the scan, after splat_scan_end()
 * @where: "console" or "result channel"
 * @bytes: how many were kept
 *
 * The flood is the first splat unless the kernel complained before.
 */
void splat_scan_flood(struct splat_scan *s, const char *where, size_t bytes)
{
	size_t number = s->last_number ?: 1;

	if (s->splats++)
		return;
	begin_first(s, "flood",
		    text_format("more than %zu bytes on the %s", bytes, where), number);
	finish_first(s);
}

/**
 * splat_scan_panicked - has the kernel reported a panic?
 * @s: the scan
 *
 * Return: whether it has.
 */
bool splat_scan_panicked(const struct splat_scan *s)
{
	return s->panic;
}

/**
 * splat_scan_summary - summarize the findings
 * @s: the scan, after splat_scan_end()
 * @summary: filled in; points into @s
 */
void splat_scan_summary(const struct splat_scan *s, struct splat_summary *summary)
{
	*summary = (struct splat_summary) {
		.first = &s->first, .splats = s->splats, .allowed = s->allowed,
		.fatal = s->fatal, .fatal_line = s->fatal_line, .panic = s->panic,
		.last_line = s->last, .last_number = s->last_number,
	};
}

/**
 * splat_copy - copy a splat into a result
 * @to: the result's, empty
 * @from: that of a scan, or of another result
 */
void splat_copy(struct splat *to, const struct splat *from)
{
	to->line = from->line;
	if (!from->line)
		return;
	to->kind = text_copy(from->kind);
	to->title = text_copy(from->title);
	to->fingerprint = text_copy(from->fingerprint);
	to->excerpt = text_copy(from->excerpt);
}
