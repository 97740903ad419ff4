// SPDX-License-Identifier: GPL-2.0
/* The small parts of the runner: lines, manifest, contract, clocks. */
#include "host.h"

#include <errno.h>

#include "../../host/kit/clocks.h"
#include "../../host/kit/contract.h"
#include "../../host/kit/lines.h"
#include "../../host/kit/manifest.h"

static void take_line(void *ctx, const struct line *line)
{
	fprintf(ctx, "%zu%s%s:%.20s\n", line->number, line->cut ? "c" : "",
		line->unfinished ? "u" : "", line->text);
}

static char *lines_of(const char *data, size_t len, bool wrap, size_t piece)
{
	static struct lines lines;
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	lines_init(&lines, take_line, out, wrap);
	for (size_t i = 0; i < len; i += piece)
		lines_feed(&lines, data + i, len - i < piece ? len - i : piece);
	lines_end(&lines);
	fclose(out);
	return text;
}

static void lines_are_cleaned(void **state)
{
	static const struct { const char *data, *lines; } table[] = {
		{ "a\nb\n", "1:a\n2:b\n" },
		{ "a\n\nb", "1:a\n2:\n3u:b\n" },
		{ "a\r\n\r\nb\r\n", "1:a\n3:b\n" },
		{ "10%\r20%\rdone\nb\n", "1:10%\n1:20%\n1:done\n2:b\n" },
		{ "\x1b[1;32mok\x1b[0m\x1b]0;t\x07\x1b(B\x1b" "c!\n", "1:ok!\n" },
		{ "\x1b]0;never ends\nb\n", "1:\n2:b\n" },
		{ "a\x01\x08\x7f" "b\tc\n", "1:ab\tc\n" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		size_t len = strlen(table[i].data);

		for (size_t piece = 1; piece <= len + 1; piece++) {
			char *lines = lines_of(table[i].data, len, false, piece);

			assert_string_equal(lines, table[i].lines);
			free(lines);
		}
	}
}

static void nul_bytes_vanish(void **state)
{
	char *lines = lines_of("a\0b\n", 4, false, 9);

	(void)state;
	assert_string_equal(lines, "1:ab\n");
	free(lines);
}

static void long_lines_are_cut_or_wrapped(void **state)
{
	char data[2 * LINES_MAX];
	char *lines;

	(void)state;
	memset(data, 'x', sizeof(data));
	data[sizeof(data) - 1] = '\n';
	lines = lines_of(data, sizeof(data), false, 1000);
	assert_string_equal(lines, "1c:xxxxxxxxxxxxxxxxxxxx\n");
	free(lines);
	lines = lines_of(data, sizeof(data), true, 1000);
	assert_string_equal(lines, "1c:xxxxxxxxxxxxxxxxxxxx\n1c:xxxxxxxxxxxxxxxxxxxx\n1:xxxxxxxxxxxxxxxxxxxx\n");
	free(lines);
}

static void printk_prefixes_are_skipped(void **state)
{
	static const struct { const char *line, *text; } table[] = {
		{ "[    0.123456] a", "a" },
		{ "[ 1234.123456][  T123] a", "a" },
		{ "[    0.123456][    C0]   a", "  a" },
		{ "[    0.123456] [T1] a", "a" },
		{ "<4>[    0.123456] a", "a" },
		{ "<4>a", "a" },
		{ "[    0.123456]   a", "  a" },
		{ "[    0.123456] [ BUG: x ]", "[ BUG: x ]" },
		{ "[0.1]a", "a" },
		{ "[1] a", "[1] a" },
		{ "[ T1] a", "[ T1] a" },
		{ "<a> b", "<a> b" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_string_equal(line_skip_printk(table[i].line), table[i].text);
		assert_null(line_next_printk(table[i].line));
	}
	assert_string_equal(line_next_printk("half a [line[    1.5] BUG: x"), "[    1.5] BUG: x");
	assert_string_equal(line_next_printk("[ 1.5] a [#1] [ 1.6][T1] b"), "[ 1.6][T1] b");
	assert_string_equal(line_next_printk("[ 1.5] [ 1.6] b"), "[ 1.6] b");
	assert_true(line_time("<4>[    1.5] a") == 1.5);
	assert_true(line_time("a [    1.5] b") < 0);
	assert_string_equal(line_skip_printk("half a [    1.5] x"), "half a [    1.5] x");
}

static int load_manifest(const char *text, struct manifest *m)
{
	int ret;

	host_write("required", text, strlen(text));
	ret = manifest_load(m, "required");
	unlink("required");
	return ret;
}

static void manifest_is_read(void **state)
{
	struct manifest m;

	(void)state;
	assert_int_equal(load_manifest("# c\nsuite.dc31_a\n\n b-1.c_2\t\nd", &m), 0);
	assert_int_equal(m.nr, 3);
	assert_string_equal(m.tests[0], "suite.dc31_a");
	assert_true(manifest_has(&m, "b-1.c_2"));
	assert_true(manifest_has(&m, "d"));
	assert_false(manifest_has(&m, "suite"));
	manifest_free(&m);
}

static void manifest_fails_closed(void **state)
{
	static const char * const bad[] = {
		"", "\n# none\n", "a\na\n", "a b\n", "a\nb DC-31\n", "a/b\n", ".a\n", "a.\n", "a..b\n",
	};
	struct manifest m;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (load_manifest(bad[i], &m) != -EINVAL)
			fail_msg("\"%s\" was taken", bad[i]);
		manifest_free(&m);
	}
	assert_int_equal(manifest_load(&m, "/nowhere/required"), -ENOENT);
}

static void contract_is_in_the_name(void **state)
{
	static const struct { const char *test, *contract; } table[] = {
		{ "ftrace_direct.calls.direct_dc05_runs_once", "DC-05" },
		{ "ftrace_direct.switch.dc20_foo", "DC-20" },
		{ "suite.foo_dc38", "DC-38" },
		{ "dc31", "DC-31" },
		{ "suite.a-dc07-b", "DC-07" },
		{ "suite.dc20_dc21_both", "DC-20,DC-21" },
		{ "suite.dc99_is_none", "DC-99" },
		{ "suite.dc05_test.other", NULL },
		{ "suite.adc05_a", NULL },
		{ "suite.dc05a", NULL },
		{ "suite.dc", NULL },
		{ "suite.dc_05", NULL },
		{ "suite.DC05_a", NULL },
		{ "suite.", NULL },
		{ "suite", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *contract = contract_of(table[i].test);

		if (!contract != !table[i].contract ||
		    (contract && strcmp(contract, table[i].contract)))
			fail_msg("%s: %s", table[i].test, contract ?: "none");
		free(contract);
	}
}

/* Limits: boot 10, silence 20, total 100, panic 2, power-off 5; start at 1000. */
static void clocks_run_out_in_order(void **state)
{
	static const struct {
		double byte, line, panic, token, when;
		enum boot_end end;
	} table[] = {
		{ 0, 0, 0, 0, 1010, END_BOOT },
		{ 1005, 0, 0, 0, 1010, END_BOOT },
		{ 1005, 1005, 0, 0, 1025, END_SILENCE },
		{ 1090, 1005, 0, 0, 1100, END_TOTAL },
		{ 1005, 1005, 1005, 0, 1007, END_PANIC },
		{ 1099, 1005, 1099, 0, 1100, END_TOTAL },
		{ 1099, 1005, 0, 1099, 1104, END_POWER_OFF },
		{ 1005, 1005, 1005, 1005, 1010, END_POWER_OFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct clocks c = {
			.limits = { 10, 20, 100, 2, 5 }, .start = 1000,
			.byte = table[i].byte, .line = table[i].line,
			.panic = table[i].panic, .token = table[i].token,
		};
		enum boot_end end;
		double limit;

		assert_float_equal(clocks_next(&c, &end, &limit), table[i].when, 1e-9);
		assert_int_equal(end, table[i].end);
	}
}

/* The same limits, and 300 to prepare. */
static void clocks_of_a_backend_begin_with_the_kernel(void **state)
{
	static const struct {
		double byte, line, panic, token, kernel, when;
		enum boot_end end;
	} table[] = {
		{ 0, 0, 0, 0, 0, 1300, END_PREPARE },
		{ 1005, 0, 1005, 0, 0, 1300, END_PREPARE },
		{ 1200, 0, 0, 0, 1200, 1210, END_BOOT },
		{ 1205, 1205, 0, 0, 1200, 1225, END_SILENCE },
		{ 1290, 1205, 0, 0, 1200, 1300, END_TOTAL },
		{ 1205, 1205, 1205, 0, 1200, 1207, END_PANIC },
		{ 1205, 1205, 0, 1205, 1200, 1210, END_POWER_OFF },
		{ 1005, 1005, 0, 1005, 0, 1010, END_POWER_OFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct clocks c = {
			.limits = { 10, 20, 100, 2, 5, 300 }, .start = 1000,
			.byte = table[i].byte, .line = table[i].line,
			.panic = table[i].panic, .token = table[i].token,
			.kernel = table[i].kernel,
		};
		enum boot_end end;
		double limit;

		assert_float_equal(clocks_next(&c, &end, &limit), table[i].when, 1e-9);
		assert_int_equal(end, table[i].end);
	}
}

static void clocks_scale(void **state)
{
	struct clock_limits limits = { 10, 20, 100, 2, 5, 300 };
	struct clocks c = { .start = 1000 };
	enum boot_end end;
	double limit;

	(void)state;
	clock_limits_scale(&limits, 2.5);
	c.limits = limits;
	c.limits.prepare = 0;
	assert_float_equal(clocks_next(&c, &end, &limit), 1025, 1e-9);
	assert_float_equal(limit, 25, 1e-9);
	assert_float_equal(limits.silence + limits.total + limits.panic +
			   limits.power_off + limits.prepare, 2.5 * 427, 1e-9);
}

static char *dir;

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	return chdir(dir);
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_cleaned),
		cmocka_unit_test(nul_bytes_vanish),
		cmocka_unit_test(long_lines_are_cut_or_wrapped),
		cmocka_unit_test(printk_prefixes_are_skipped),
		cmocka_unit_test(manifest_is_read),
		cmocka_unit_test(manifest_fails_closed),
		cmocka_unit_test(contract_is_in_the_name),
		cmocka_unit_test(clocks_run_out_in_order),
		cmocka_unit_test(clocks_of_a_backend_begin_with_the_kernel),
		cmocka_unit_test(clocks_scale),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
