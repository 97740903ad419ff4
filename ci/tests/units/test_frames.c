// SPDX-License-Identifier: GPL-2.0
/* A result stream in frames: it comes out as it went in, or there is a problem. */
#include "host.h"

#include "../../guest/frame.h"
#include "../../host/kit/frames.h"

#define TOKEN	"0123456789abcdef"
#define NR	5

static char got[4096];

static void on_data(void *ctx, const char *data, size_t len)
{
	size_t *used = ctx;

	memcpy(got + *used, data, len);
	*used += len;
	got[*used] = '\0';
}

/* As ci/guest/channel.c does, except for the bytes that it leaves as they are. */
static char *frame(const char *token, unsigned long number, const char *data, size_t len)
{
	char text[1024], *end = text;

	for (size_t i = 0; i < len; i++)
		end += sprintf(end, data[i] == 'k' ? "k" : "\\x%02x", (unsigned char)data[i]);
	*end = '\0';
	return text_format(FRAME_MARK "%lu %08x %s\n", number,
			   frame_sum(token, number, data, len), text);
}

/* What comes out of @stream, cut into pieces of @piece bytes; the problem in @problem. */
static void unframe(const char *stream, size_t len, size_t piece, char **problem)
{
	size_t used = 0;
	struct frames *f = frames_new(TOKEN, on_data, &used);

	got[0] = '\0';
	for (size_t i = 0; i < len; i += piece)
		frames_feed(f, stream + i, len - i < piece ? len - i : piece);
	frames_end(f);
	*problem = frames_problem(f) ? text_format("%s", frames_problem(f)) : NULL;
	frames_free(f);
}

static const char *const parts[NR] = { "KTAP version 1\n", "1..1\n# \\ \t", "\xff\x01 k",
				       "", "\nok 1 a\n" };

/* A console: each frame a record of printk's, with the kernel's own between them. */
static char *console(void)
{
	char *all = text_format("[    0.000000] Linux version\r\n");

	for (int i = 0; i < NR; i++) {
		char *one = frame(TOKEN, i, parts[i], strlen(parts[i]));
		char *more = text_format("%s[    1.%06d] %s[    1.5] loading module\r\n%s",
					 all, i, one, i == 2 ? "half a line of a program" : "");

		free(one);
		free(all);
		all = more;
	}
	return all;
}

static char *whole(void)
{
	return text_format("%s%s%s%s%s", parts[0], parts[1], parts[2], parts[3], parts[4]);
}

static void comes_out_as_it_went_in(void **state)
{
	char *stream = console(), *expect = whole(), *problem;

	(void)state;
	for (size_t piece = 1; piece < 50; piece++) {
		unframe(stream, strlen(stream), piece, &problem);
		assert_null(problem);
		assert_string_equal(got, expect);
	}
	free(stream);
	free(expect);
}

/* Any one line that is not there is noticed, unless it is the last one: no token then. */
static void a_lost_line_is_noticed(void **state)
{
	(void)state;
	for (int lost = 0; lost < NR - 1; lost++) {
		char *stream = console(), *problem, mark[40];
		char *from, *to;

		snprintf(mark, sizeof(mark), FRAME_MARK "%d ", lost);
		from = strstr(stream, mark);
		to = strchr(from, '\n');
		memmove(from, to, strlen(to) + 1);
		unframe(stream, strlen(stream), 64, &problem);
		assert_non_null(problem);
		assert_non_null(strstr(problem, "is due"));
		free(problem);
		free(stream);
	}
}

/* Any one bit of a frame that changes is noticed, or says the same ("\\x0A"). */
static void a_damaged_byte_is_noticed(void **state)
{
	char *one = frame(TOKEN, 0, "1..1 k", 6), *two = frame(TOKEN, 1, "\n", 1);
	size_t same = 0;

	(void)state;
	for (size_t i = 0; i < strlen(one) - 1; i++) {
		for (int bit = 0; bit < 8; bit++) {
			char *stream = text_format("%s%s", one, two), *problem;

			stream[i] ^= 1 << bit;
			if (!stream[i])
				stream[i] = '\x01';
			unframe(stream, strlen(stream), 64, &problem);
			if (!problem && strcmp(got, "1..1 k\n"))
				fail_msg("%s gives \"%s\"", stream, got);
			same += !problem;
			free(problem);
			free(stream);
		}
	}
	assert_true(same <= 3);
	free(one);
	free(two);
}

static void nothing_comes_after_a_problem(void **state)
{
	char *one = frame(TOKEN, 0, "a", 1), *three = frame(TOKEN, 2, "c", 1);
	char *stream = text_format("%s%s", one, three), *problem;

	(void)state;
	unframe(stream, strlen(stream), 64, &problem);
	assert_string_equal(got, "a");
	assert_string_equal(problem, "frame 2 comes where frame 1 is due");
	free(problem);
	free(stream);
	free(one);
	free(three);
}

static void assert_damaged(char *stream)
{
	char *problem;

	unframe(stream, strlen(stream), 64, &problem);
	assert_string_equal(problem, "a frame after 0 whole ones is damaged, or is one of another boot");
	assert_string_equal(got, "");
	free(problem);
	free(stream);
}

static void frames_of_another_boot_do_not_count(void **state)
{
	(void)state;
	assert_damaged(frame("fedcba9876543210", 0, "1..1\n", 5));
	assert_damaged(frame("", 0, "1..1\n", 5));
}

static void half_a_frame_is_damaged(void **state)
{
	char *stream = frame(TOKEN, 0, "1..1\n", 5);

	(void)state;
	stream[strlen(stream) - 3] = '\0';
	assert_damaged(stream);
	assert_damaged(text_format(FRAME_MARK "\n"));
	assert_damaged(text_format(FRAME_MARK "0 00000000\n"));
	assert_damaged(text_format(FRAME_MARK "x\n"));
}

/* More than a frame may carry, with the right checksum. */
static void a_frame_that_is_too_long_is_damaged(void **state)
{
	char data[FRAME_BYTES + 1];

	(void)state;
	memset(data, 'k', sizeof(data));
	assert_damaged(frame(TOKEN, 0, data, sizeof(data)));
}

static bool ends(const char *stream)
{
	size_t used = 0;
	struct frames *f = frames_new(TOKEN, on_data, &used);
	bool ended;

	frames_feed(f, stream, strlen(stream));
	frames_end(f);
	ended = frames_console_ended(f);
	assert_null(frames_problem(f));
	frames_free(f);
	return ended;
}

static void the_console_ends_with_this_boot_s_token(void **state)
{
	(void)state;
	assert_true(ends("[    1.0] kit: console complete " TOKEN "\r\n[ 2.0] reboot\n"));
	assert_true(ends("kit: console complete " TOKEN));
	assert_false(ends(""));
	assert_false(ends("kit: console complete 0123456789abcde\n"));
	assert_false(ends("kit: console complete " TOKEN "0\n"));
	assert_false(ends("Command line: kit: console complete " TOKEN "\n"));
}

static bool is_ours(const char *token, const char *stream)
{
	size_t used = 0;
	struct frames *f = frames_new(token, on_data, &used);
	bool ours;

	frames_feed(f, stream, strlen(stream));
	frames_end(f);
	ours = frames_ours(f);
	frames_free(f);
	return ours;
}

static void the_token_shows_whose_stream_it_is(void **state)
{
	char *one = frame(TOKEN, 0, "k", 1), *other = frame("1123456789abcdef", 0, "k", 1);

	(void)state;
	assert_true(is_ours(TOKEN, "[ 0.0] Command line: a kit.token=" TOKEN "\r\n"));
	assert_true(is_ours(TOKEN, "bootargs='kit.token=" TOKEN "'\n"));
	assert_true(is_ours(TOKEN, "kit.token=another kit.token=" TOKEN " quiet\n"));
	assert_true(is_ours(TOKEN, "kit.token=" TOKEN "  quiet\n"));
	assert_true(is_ours(TOKEN, one));
	assert_false(is_ours(TOKEN, other));
	assert_false(is_ours(TOKEN, "kit.token=" TOKEN "0\n"));
	assert_false(is_ours(TOKEN, "kit.token=" "0" TOKEN "\n"));
	assert_false(is_ours(TOKEN, "token=" TOKEN "\n"));
	assert_false(is_ours("", "kit.token=\n"));
	free(one);
	free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_out_as_it_went_in),
		cmocka_unit_test(a_lost_line_is_noticed),
		cmocka_unit_test(a_damaged_byte_is_noticed),
		cmocka_unit_test(nothing_comes_after_a_problem),
		cmocka_unit_test(frames_of_another_boot_do_not_count),
		cmocka_unit_test(half_a_frame_is_damaged),
		cmocka_unit_test(a_frame_that_is_too_long_is_damaged),
		cmocka_unit_test(the_console_ends_with_this_boot_s_token),
		cmocka_unit_test(the_token_shows_whose_stream_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
