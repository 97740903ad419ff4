// SPDX-License-Identifier: GPL-2.0
/* What a guest prints is made harmless. */
#include "host.h"

static void expect_printable(const char *in, size_t len, const char *out)
{
	char *got = text_printable(in, len);

	assert_string_equal(got, out);
	free(got);
}

static void plain_text_stays(void **state)
{
	const char *text = "a\tb\nc \xc3\xa4 \xe2\x9c\x93 \xf0\x9f\x98\x80";

	(void)state;
	expect_printable(text, strlen(text), text);
	expect_printable("", 0, "");
}

static void controls_become_pictures(void **state)
{
	(void)state;
	expect_printable("a\0b", 3, "a\xe2\x90\x80" "b");
	expect_printable("\033[31m", 5, "\xe2\x90\x9b[31m");
	expect_printable("\177", 1, "\xe2\x90\xa1");
	expect_printable("a\r\nb\rc\r", 7, "a\nb\xe2\x90\x8d" "c\xe2\x90\x8d");
}

#define BAD	"\xef\xbf\xbd"

static void broken_utf8_is_replaced(void **state)
{
	(void)state;
	expect_printable("\xff", 1, BAD);
	expect_printable("\xc0\xaf", 2, BAD BAD);		/* overlong */
	expect_printable("\xe2\x9c", 2, BAD BAD);		/* cut off */
	expect_printable("\xed\xa0\x80", 3, BAD BAD BAD);	/* surrogate */
	expect_printable("\xc2\x80", 2, BAD);			/* C1 control */
	expect_printable("\xef\xbf\xbf", 3, BAD);		/* U+FFFF */
	expect_printable("\xe2\x80\xae", 3, BAD);		/* RTL override */
}

static void a_line_is_one_line(void **state)
{
	char *got = text_line("a\nb\tc");

	(void)state;
	assert_string_equal(got, "a b c");
	free(got);
	got = text_line(NULL);
	assert_string_equal(got, "");
	free(got);
}

static void no_character_is_cut_in_two(void **state)
{
	(void)state;
	assert_int_equal(text_cut("abc", 5), 3);
	assert_int_equal(text_cut("abc", 2), 2);
	assert_int_equal(text_cut("a\xe2\x9c\x93", 3), 1);
	assert_int_equal(text_cut("a\xe2\x9c\x93", 4), 4);
}

static void columns_are_not_bytes(void **state)
{
	size_t bytes;

	(void)state;
	assert_int_equal(text_columns("a\xe2\x9c\x93" "b", 80, &bytes), 3);
	assert_int_equal(bytes, 5);
	assert_int_equal(text_columns("a\xe2\x9c\x93" "b", 2, &bytes), 2);
	assert_int_equal(bytes, 4);
	/* a wide character does not fit into the last column */
	assert_int_equal(text_columns("a\xe6\xbc\xa2", 2, &bytes), 1);
	assert_int_equal(bytes, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_stays),
		cmocka_unit_test(controls_become_pictures),
		cmocka_unit_test(broken_utf8_is_replaced),
		cmocka_unit_test(a_line_is_one_line),
		cmocka_unit_test(no_character_is_cut_in_two),
		cmocka_unit_test(columns_are_not_bytes),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
