// SPDX-License-Identifier: GPL-2.0
/* The splat scanner: golden/console has a log for each kind and architecture. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../host/kit/rules.h"
#include "../../host/kit/splat.h"
#include "../../host/kit/text.h"
#include "golden.h"

#define LOGS	60	/* fewer than that, and some were lost */

static void golden_logs(void **state)
{
	(void)state;
	assert_true(golden_each("console", ".log", golden_dump_console) >= LOGS);
}

static struct splat_scan *scan(const char *data, size_t len, const struct rules *allow)
{
	struct splat_scan *s = splat_scan_new(allow);

	splat_scan_feed(s, data, len);
	splat_scan_end(s);
	return s;
}

static char *fingerprint(const char *name)
{
	struct splat_summary sum;
	struct splat_scan *s;
	char *data, *copy;
	size_t len;

	data = golden_read("console", name, &len);
	s = scan(data, len, NULL);
	splat_scan_summary(s, &sum);
	copy = text_format("%s", sum.first->fingerprint);
	splat_scan_free(s);
	free(data);
	return copy;
}

static void assert_same(const char *a, const char *b, bool same)
{
	char *x = fingerprint(a), *y = fingerprint(b);

	if (!strcmp(x, y) != same)
		fail_msg("%s and %s must%s have one fingerprint: %s %s", a, b,
			 same ? "" : " not", x, y);
	free(x);
	free(y);
}

/* Another CPU, process, address, offset and time; time stamps with callers. */
static void same_bug_same_fingerprint(void **state)
{
	(void)state;
	assert_same("warning-x86.log", "warning-x86-again.log", true);
	assert_same("warning-x86.log", "carriage-returns.log", true);
	assert_same("oops-s390.log", "oops-s390-again.log", true);
	assert_same("warning-in-interrupt.log", "warning-in-interrupt-elsewhere.log",
		    true);
}

static void other_bug_other_fingerprint(void **state)
{
	(void)state;
	assert_same("warning-x86.log", "warning-x86-elsewhere.log", false);
	assert_same("oops-x86.log", "oops-x86-int3.log", false);
}

static void excerpt_starts_before_the_splat(void **state)
{
	struct splat_summary sum;
	struct splat_scan *s;
	size_t len;
	char *data = golden_read("console", "warning-x86.log", &len);

	(void)state;
	s = scan(data, len, NULL);
	splat_scan_summary(s, &sum);
	assert_non_null(strstr(sum.first->excerpt, "run: /init"));
	assert_non_null(strstr(sum.first->excerpt, "cut here"));
	assert_non_null(strstr(sum.first->excerpt, "---[ end trace"));
	assert_null(strstr(sum.first->excerpt, "Power down"));
	splat_scan_free(s);
	free(data);
}

static void excerpt_is_limited(void **state)
{
	struct splat_scan *s = splat_scan_new(NULL);
	struct splat_summary sum;
	char wide[1024];

	(void)state;
	memset(wide, 0xff, sizeof(wide));	/* grows when made printable */
	wide[sizeof(wide) - 1] = '\n';
	splat_scan_feed(s, "BUG: KASAN: x\n", 14);
	for (int i = 0; i < 40; i++)
		splat_scan_feed(s, wide, sizeof(wide));
	splat_scan_end(s);
	splat_scan_summary(s, &sum);
	assert_in_range(strlen(sum.first->excerpt), SPLAT_EXCERPT - 8, SPLAT_EXCERPT);
	splat_scan_free(s);
}

/* A line of any length hides nothing, though half a word may blur the kind. */
static void found_where_a_line_is_wrapped(void **state)
{
	static const char words[] = "BUG: KASAN: x";

	(void)state;
	for (size_t at = 8192 - sizeof(words); at < 8192 + 2; at++) {
		struct splat_summary sum;
		struct splat_scan *s;
		char line[9000];

		memset(line, ' ', sizeof(line));
		memcpy(line + at, words, sizeof(words) - 1);
		s = scan(line, sizeof(line), NULL);
		splat_scan_summary(s, &sum);
		if (!sum.splats)
			fail_msg("not found at %zu", at);
		splat_scan_free(s);
	}
}

static struct rules *allow_list(const char *text)
{
	char path[] = "/tmp/kit-allow.XXXXXX";
	static const struct cell_facts facts = { .status = "native", .version = "6.1.1" };
	int fd = mkstemp(path);
	struct rules *rules;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	assert_int_equal(rules_load(&rules, path, RULES_REGEX, &facts), 0);
	unlink(path);
	return rules;
}

static void allowed_is_no_splat(void **state)
{
	static const char log[] =
		"[ 1.0] WARNING: CPU: 0 PID: 1 at mm/a.c:1 f+0x1/0x2\n"
		"[ 1.1] Call Trace:\n[ 1.2]  f+0x1/0x2\n"
		"[ 1.3] BUG: KASAN: use-after-free in g+0x1/0x2\n";
	struct rules *allow = allow_list("any[6.1,6.2) at\\smm/a\\.c:[0-9]+ known, see the list\n");
	struct splat_scan *s = scan(log, sizeof(log) - 1, allow);
	struct splat_summary sum;

	(void)state;
	splat_scan_summary(s, &sum);
	assert_int_equal(sum.allowed, 1);
	assert_int_equal(sum.splats, 1);
	assert_string_equal(sum.first->kind, "KASAN");
	assert_int_equal(sum.first->line, 4);
	splat_scan_free(s);
	rules_free(allow);
}

static void no_list_allows_a_panic(void **state)
{
	static const char log[] = "Kernel panic - not syncing: x\n";
	struct rules *allow = allow_list("any Kernel\\spanic because I say so\n");
	struct splat_scan *s = scan(log, sizeof(log) - 1, allow);
	struct splat_summary sum;

	(void)state;
	splat_scan_summary(s, &sum);
	assert_int_equal(sum.splats, 1);
	assert_true(sum.panic);
	splat_scan_free(s);
	rules_free(allow);
}

static void flood_is_a_splat(void **state)
{
	struct splat_scan *s = scan("spam\nspam\n", 10, NULL);
	struct splat_summary sum;

	(void)state;
	splat_scan_flood(s, "console", 4096);
	splat_scan_summary(s, &sum);
	assert_string_equal(sum.first->kind, "flood");
	assert_string_equal(sum.first->title, "more than 4096 bytes on the console");
	assert_string_equal(sum.first->excerpt, "spam\nspam\n");
	assert_int_equal(sum.first->line, 2);
	splat_scan_free(s);
}

/* golden/kinds: "KIND", "KIND!" or "-", a tab, the message. */
static size_t wrong_kind(char *row)
{
	char *text = strchr(row, '\t');
	const struct splat_kind *kind;
	char *got;
	size_t bad;

	if (*row == '#' || !text)
		return 0;
	*text++ = '\0';
	kind = splat_kind(text);
	got = kind ? text_format("%s%s", kind->kind, kind->fatal ? "!" : "") :
		     text_format("-");
	bad = strcmp(got, row);
	if (bad)
		print_error("%s, not %s: %s\n", got, row, text);
	free(got);
	return bad ? 1 : 0;
}

static void kinds(void **state)
{
	char *save = NULL, *row;
	size_t len, bad = 0;
	char *data = golden_read(".", "kinds", &len);

	(void)state;
	for (row = strtok_r(data, "\n", &save); row; row = strtok_r(NULL, "\n", &save))
		bad += wrong_kind(row);
	free(data);
	if (bad)
		fail_msg("%zu lines of golden/kinds are of another kind", bad);
}

static void titles(void **state)
{
	static const struct { const char *text, *title; } table[] = {
		{ "WARNING: CPU: 3 PID: 77 at kernel/a.c:12 f+0x1c/0x20",
		  "WARNING: at kernel/a.c:12 f" },
		{ "BUG: unable to handle page fault for address: ffffffffc0401000",
		  "BUG: unable to handle page fault for address: ADDR" },
		{ "Unable to handle kernel paging request at virtual address 0xdead",
		  "Unable to handle kernel paging request at virtual address ADDR" },
		{ "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [cat:61]",
		  "watchdog: BUG: soft lockup - CPU#N stuck for Ns! [cat:N]" },
		{ "f at a.h:9: defaced decade cafe", "f at a.h:9: defaced decade cafe" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		char *title = splat_title(table[i].text);

		assert_string_equal(title, table[i].title);
		free(title);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_logs),
		cmocka_unit_test(same_bug_same_fingerprint),
		cmocka_unit_test(other_bug_other_fingerprint),
		cmocka_unit_test(excerpt_starts_before_the_splat),
		cmocka_unit_test(excerpt_is_limited),
		cmocka_unit_test(found_where_a_line_is_wrapped),
		cmocka_unit_test(allowed_is_no_splat),
		cmocka_unit_test(no_list_allows_a_panic),
		cmocka_unit_test(flood_is_a_splat),
		cmocka_unit_test(kinds),
		cmocka_unit_test(titles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
