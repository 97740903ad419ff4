// SPDX-License-Identifier: GPL-2.0
/* Tables: the library's, and kit-table. */
#include "host.h"

#include "../../host/kit/table.h"

/* @rows: fields with "|" between them, rows with "\n" behind them */
static char *print(const struct table_column *columns, size_t nr, const char *rows,
		   size_t width)
{
	struct table *t = table_new(columns, nr);
	char *copy = text_copy(rows), *rest = copy, *row, *field, *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	while ((row = strsep(&rest, "\n")) && rest) {
		while ((field = strsep(&row, "|")))
			table_add(t, field, NULL);
		table_end_row(t);
	}
	table_print(t, out, width);
	table_free(t);
	fclose(out);
	free(copy);
	return text;
}

static void columns_are_aligned(void **state)
{
	static const struct table_column columns[] = { { 2, 2, true }, { 1, 4, false }, { 3, 0, true } };
	static const struct { const char *rows, *text; } table[] = {
		{ "1|ab|c\n", "   1 ab     c\n" },
		{ "1|ab|c\n10|abcd|long\n", "   1 ab        c\n  10 abcd   long\n" },
		{ "1|too long|c\n", "   1 too long   c\n" },
		{ "100|ab|c\n", "  100 ab     c\n" },
		{ "|ab||d\n", "     ab        d\n" },
		{ "1||\n", "   1\n" },
		{ "\n", "\n" },
		{ "1\n1|2|3|4|5\n", "   1\n   1 2      3   4   5\n" },
		/* two columns of the terminal each, and three bytes */
		{ "1|\xe4\xb8\x80\xe4\xb8\x80|c\n", "   1 \xe4\xb8\x80\xe4\xb8\x80   c\n" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *text = print(columns, 3, table[i].rows, 0);

		assert_string_equal(text, table[i].text);
		free(text);
	}
}

/* With the first column again; a column that is too wide has a block for itself. */
static void what_does_not_fit_comes_below(void **state)
{
	static const struct table_column columns[] = { { 0, 0, false }, { 1, 0, false } };
	static const char rows[] = "|aa|bb|cc\nx|1|2|3\n";
	static const struct { size_t width; const char *text; } table[] = {
		{ 0, "  aa bb cc\nx 1  2  3\n" },
		{ 10, "  aa bb cc\nx 1  2  3\n" },
		{ 9, "  aa bb\nx 1  2\n\n  cc\nx 3\n" },
		{ 4, "  aa\nx 1\n\n  bb\nx 2\n\n  cc\nx 3\n" },
		{ 1, "  aa\nx 1\n\n  bb\nx 2\n\n  cc\nx 3\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *text = print(columns, 2, rows, table[i].width);

		assert_string_equal(text, table[i].text);
		free(text);
	}
}

static void colours_have_no_width(void **state)
{
	static const struct table_column columns[] = { { 0, 3, false } };
	struct table *t = table_new(columns, 1);
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	table_add(t, "a", "\033[1m");
	table_addf(t, "%d", 7);
	table_end_row(t);
	table_print(t, out, 0);
	fclose(out);
	assert_string_equal(text, "\033[1ma\033[0m  7\n");
	table_free(t);
	free(text);
}

static int run(char **out, const char *input, const char *args)
{
	char *program = host_program("kit-table");
	int status = host_run(out, "printf '%s' | '%s' %s", input, program, args);

	free(program);
	return status;
}

static void a_program_prints_its_input(void **state)
{
	static const struct { const char *input, *args, *out; } table[] = {
		{ "a b\\tc\\n\\td\\n", "", "a b  c\n     d\n" },
		{ "a b\\tc\\n\\td\\n", "-g 1", "a b c\n    d\n" },
		{ "a\\tb\\tc\\n", "4", "a     b     c\n" },
		{ "a\\tb\\tc\\n", "4 -g 0", "a   b   c\n" },
		{ "a\\tb\\tc\\n", "0:4", "a   b   c\n" },
		{ "a\\tb\\tc\\n", "2:4 1:4r 0:0", "  a       bc\n" },
		{ "a\\tb", "--gap 3 0 0", "a   b\n" },
		{ "\\n", "", "\n" },
		{ "", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *out;

		assert_int_equal(run(&out, table[i].input, table[i].args), 0);
		assert_string_equal(out, table[i].out);
		free(out);
	}
}

static void bad_columns_are_refused(void **state)
{
	static const char * const bad[] = {
		"x", "-g x", "-g 1x", "1:", ":1", "1:2:3", "1x", "1rr", "1000", "''", "-g ''",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char *out;

		if (run(&out, "a\\n", bad[i]) != 2)
			fail_msg("kit-table %s: %s", bad[i], out);
		assert_contains(out, "kit-table: ");
		free(out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned),
		cmocka_unit_test(what_does_not_fit_comes_below),
		cmocka_unit_test(colours_have_no_width),
		cmocka_unit_test(a_program_prints_its_input),
		cmocka_unit_test(bad_columns_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
