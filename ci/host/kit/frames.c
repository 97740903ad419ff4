// SPDX-License-Identifier: GPL-2.0
/* Take a result stream out of its frames. Whatever is not right is a problem. */
#define _GNU_SOURCE
#include <ctype.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../../guest/frame.h"
#include "frames.h"
#include "lines.h"
#include "text.h"

#define KERNEL_START	"Linux version "
#define TOKEN_OPTION	"kit.token="

/**
 * struct frames - a stream that may have frames in it
 * @lines: splits it
 * @token: of the boot whose frames count
 * @fn: takes what the frames carry
 * @ctx: its first argument
 * @next: the number of the next frame
 * @seen: how many lines looked like a frame
 * @kernel_began: its first message came
 * @console_ended: the guest said that its console is complete
 * @ours: a line or a frame showed that the stream is one of this boot
 * @problem: the first thing that was not right, or NULL
 */
struct frames {
	struct lines lines;
	char *token;
	frames_fn fn;
	void *ctx;
	unsigned long next;
	size_t seen;
	bool kernel_began;
	bool console_ended;
	bool ours;
	char *problem;
};

static void complain(struct frames *f, char *what)
{
	if (f->problem)
		free(what);
	else
		f->problem = what;
}

/* "\x0a" is a byte, and a byte that stands for itself is printable. Returns -1 if not. */
static int unescape(const char *text, char *data, size_t room)
{
	size_t len = 0;

	for (; *text; text++) {
		char digits[3] = { 0 };

		if (len == room || !isgraph((unsigned char)*text))
			return -1;
		if (*text != '\\') {
			data[len++] = *text;
			continue;
		}
		if (text[1] != 'x' || !isxdigit((unsigned char)text[2]) ||
		    !isxdigit((unsigned char)text[3]))
			return -1;
		memcpy(digits, text + 2, 2);
		data[len++] = strtoul(digits, NULL, 16);
		text += 3;
	}
	return len;
}

/* Returns the length of what @text carries, or -1 if it is no whole frame of this boot. */
static int open_frame(const struct frames *f, const char *text, unsigned long *number,
		      char *data, size_t room)
{
	char *end;
	unsigned long sum;
	int len;

	if (!isdigit((unsigned char)*text))
		return -1;
	*number = strtoul(text, &end, 10);
	if (*end != ' ' || strspn(end + 1, "0123456789abcdef") != 8)
		return -1;
	sum = strtoul(end + 1, &end, 16);
	if (*end != ' ')
		return -1;
	len = unescape(end + 1, data, room);
	return len >= 0 && frame_sum(f->token, *number, data, len) == sum ? len : -1;
}

static void take(struct frames *f, const char *text)
{
	char data[FRAME_BYTES];
	unsigned long number;
	int len = open_frame(f, text, &number, data, sizeof(data));

	f->seen++;
	if (len < 0) {
		complain(f, text_format("a frame after %lu whole ones is damaged, or is one of another boot",
					f->next));
		return;
	}
	if (number != f->next)
		complain(f, text_format("frame %lu comes where frame %lu is due", number,
					f->next));
	f->next = number + 1;
	f->ours = true;
	if (!f->problem)
		f->fn(f->ctx, data, len);
}

/* The kernel prints its command line. */
static bool has_option(const struct frames *f, const char *text)
{
	size_t len = strlen(f->token);

	while (*f->token && (text = strstr(text, TOKEN_OPTION))) {
		text += strlen(TOKEN_OPTION);
		if (!strncmp(text, f->token, len) && strchr(" \"'", text[len]))
			return true;
	}
	return false;
}

static void on_line(void *ctx, const struct line *line)
{
	struct frames *f = ctx;
	const char *end, *text = line_skip_printk(line->text);

	f->ours |= has_option(f, text);
	if (!strncmp(text, KERNEL_START, strlen(KERNEL_START))) {
		f->kernel_began = true;
		return;
	}
	if (!strncmp(text, CONSOLE_END, strlen(CONSOLE_END))) {
		end = text + strlen(CONSOLE_END);
		if (*f->token && !strcmp(end, f->token))
			f->console_ended = true;
		return;
	}
	/* Whatever a line begins with: half a line of a program may stand before it. */
	text = strstr(text, FRAME_MARK);
	if (text)
		take(f, text + strlen(FRAME_MARK));
}

/**
 * frames_new - begin a stream
 * @token: the boot's token
 * @fn: takes what whole frames carry, until something is not right
 * @ctx: its first argument
 *
 * Return: the stream, for frames_free().
 */
struct frames *frames_new(const char *token, frames_fn fn, void *ctx)
{
	struct frames *f = calloc(1, sizeof(*f));

	if (!f)
		err(2, "frames");
	lines_init(&f->lines, on_line, f, false);
	f->token = text_format("%s", token);
	f->fn = fn;
	f->ctx = ctx;
	return f;
}

/**
 * frames_free - free a stream
 * @f: the stream, or NULL
 */
void frames_free(struct frames *f)
{
	if (!f)
		return;
	free(f->token);
	free(f->problem);
	free(f);
}

/**
 * frames_feed - the next bytes
 * @f: the stream
 * @data: any bytes
 * @len: how many
 */
void frames_feed(struct frames *f, const char *data, size_t len)
{
	lines_feed(&f->lines, data, len);
}

/**
 * frames_end - the stream has ended; half a frame at its end is a damaged one
 * @f: the stream
 */
void frames_end(struct frames *f)
{
	lines_end(&f->lines);
}

/**
 * frames_is_frame - is this line of a console only a frame?
 * @line: the line
 *
 * Return: whether it is; then it says nothing of the kernel.
 */
bool frames_is_frame(const char *line)
{
	return !strncmp(line_skip_printk(line), FRAME_MARK, strlen(FRAME_MARK));
}

/**
 * frames_seen - is the result stream in this one?
 * @f: the stream
 *
 * Return: how many lines were frames, whole or not.
 */
size_t frames_seen(const struct frames *f)
{
	return f->seen;
}

/**
 * frames_kernel_began - did the kernel begin?
 * @f: the stream
 *
 * Return: whether its first message came.
 */
bool frames_kernel_began(const struct frames *f)
{
	return f->kernel_began;
}

/**
 * frames_console_ended - did the guest end its console?
 * @f: the stream
 *
 * Return: whether it said so, with this boot's token.
 */
bool frames_console_ended(const struct frames *f)
{
	return f->console_ended;
}

/**
 * frames_ours - is the stream of this boot?
 * @f: the stream
 *
 * Return: whether the kernel's command line had the token, or a whole frame came.
 */
bool frames_ours(const struct frames *f)
{
	return f->ours;
}

/**
 * frames_problem - what is not right
 * @f: the stream
 *
 * Return: the first such thing, or NULL.
 */
const char *frames_problem(const struct frames *f)
{
	return f->problem;
}
