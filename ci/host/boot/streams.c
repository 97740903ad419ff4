// SPDX-License-Identifier: GPL-2.0
/*
 * The two streams of a boot. The results come over the result channel as they are, or in
 * frames: over a serial line that stands for the channel, or over the console.
 */
#include <stddef.h>
#include <stdlib.h>

#include "boot.h"

static void kernel_began(struct watch *w)
{
	if (!w->clocks.kernel)
		w->clocks.kernel = clock_now();
}

/* Results as the guest wrote them. */
static int on_results(struct watch *w, const char *data, size_t len)
{
	size_t results = ktap_results(w->ktap);
	double now = clock_now();
	enum ktap_token token;

	ktap_feed(w->ktap, data, len, now);
	stream_sum_feed(w->sum, data, len);
	if (ktap_lines(w->ktap) && !w->clocks.line)
		w->clocks.line = now;
	if (ktap_planned(w->ktap))
		kernel_began(w);
	token = ktap_token(w->ktap);
	if (!w->clocks.token &&
	    (token == KTAP_TOKEN_GOOD || token == KTAP_TOKEN_EARLY))
		w->clocks.token = now;
	if (ktap_results(w->ktap) != results)
		state_write(w->dir, w->began, "boot", ktap_last(w->ktap));
	return record_write(&w->channel, data, len);
}

/* The sum is that of what the guest wrote. */
static int begin_frames(struct watch *w)
{
	int ret = on_results(w, "\n", 1);

	free(w->sum);
	w->sum = stream_sum_new();
	return ret;
}

static void on_frame(void *watch, const char *data, size_t len)
{
	struct watch *w = watch;

	/* What a serial line printed before the first frame is a line of its own. */
	if (!w->framed && w->channel.bytes)
		w->unkept = begin_frames(w);
	w->framed = true;
	if (!w->unkept)
		w->unkept = on_results(w, data, len);
}

static int on_console(struct watch *w, const char *data, size_t len)
{
	splat_scan_feed(w->splats, data, len);
	if (splat_scan_panicked(w->splats) && !w->clocks.panic)
		w->clocks.panic = clock_now();
	if (frames_kernel_began(w->frames[FROM_CONSOLE]))
		kernel_began(w);
	return record_write(&w->console, data, len);
}

/**
 * streams_begin - before the first byte
 * @w: the boot
 * @token: its token
 */
void streams_begin(struct watch *w, const char *token)
{
	for (int i = 0; i < 2; i++)
		w->frames[i] = frames_new(token, on_frame, w);
	w->sum = stream_sum_new();
}

/**
 * streams_take - take the next bytes of a stream
 * @w: the boot
 * @from: FROM_CONSOLE or FROM_CHANNEL
 * @data: the bytes
 * @len: how many
 *
 * Return: 0, or a negative errno when they could not be kept, after a message on stderr.
 */
int streams_take(struct watch *w, int from, const char *data, size_t len)
{
	struct frames *f = w->frames[from];
	int ret = 0;

	frames_feed(f, data, len);
	if (from == FROM_CONSOLE)
		ret = on_console(w, data, len);
	else if (!frames_seen(f))
		ret = on_results(w, data, len);
	return ret ?: w->unkept;
}

/**
 * streams_end - nothing more will come
 * @w: the boot
 */
void streams_end(struct watch *w)
{
	for (int i = 0; i < 2; i++)
		frames_end(w->frames[i]);
	ktap_end(w->ktap);
	splat_scan_end(w->splats);
}

static bool has_token(const struct watch *w)
{
	enum ktap_token token = ktap_token(w->ktap);

	return token == KTAP_TOKEN_GOOD || token == KTAP_TOKEN_EARLY;
}

/**
 * streams_problem - did everything arrive?
 * @w: the boot, which has ended
 *
 * Return: what did not, or NULL.
 */
const char *streams_problem(const struct watch *w)
{
	for (int i = 0; i < 2; i++)
		if (frames_problem(w->frames[i]))
			return frames_problem(w->frames[i]);
	if (stream_sum_wrong(w->sum))
		return "of the results something was lost or changed: their sum is not the one that the guest told at their end";
	if (!w->whole || !has_token(w))
		return NULL;
	if (!stream_sum_told(w->sum))
		return "the results may not be whole: the guest told no sum at their end";
	if (!frames_console_ended(w->frames[FROM_CONSOLE]))
		return "the console is not complete, or is one of another boot: its last line, \"kit: console complete\" and this boot's token, did not come";
	return NULL;
}

/**
 * streams_ours - are they of this boot, and of no other?
 * @w: the boot
 *
 * Return: whether the command line with its token, or a frame of it, came.
 */
bool streams_ours(const struct watch *w)
{
	return frames_ours(w->frames[FROM_CONSOLE]) || frames_ours(w->frames[FROM_CHANNEL]);
}

/**
 * streams_free - free what streams_begin() allocated
 * @w: the boot
 */
void streams_free(struct watch *w)
{
	for (int i = 0; i < 2; i++)
		frames_free(w->frames[i]);
	free(w->sum);
}
