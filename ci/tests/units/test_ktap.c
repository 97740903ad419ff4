// SPDX-License-Identifier: GPL-2.0
/* The KTAP parser: golden/ktap has a stream for each trap that is known. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../host/kit/ktap.h"
#include "../../host/kit/text.h"
#include "golden.h"

#define STREAMS	60	/* fewer than that, and some were lost */

static void golden_streams(void **state)
{
	(void)state;
	assert_true(golden_each("ktap", ".ktap", golden_dump_ktap) >= STREAMS);
}

/* The same bytes, one at a time. */
static char *dump_bytewise(const char *data, size_t len)
{
	struct ktap *k = ktap_new(GOLDEN_TOKEN);
	char *text;

	for (size_t i = 0; i < len; i++)
		ktap_feed(k, data + i, 1, 0);
	ktap_end(k);
	text = text_format("%d %d %zu %s\n", ktap_token(k), ktap_complete(k),
			   ktap_results(k), ktap_problem(k) ?: "");
	ktap_free(k);
	return text;
}

static void pieces_do_not_matter(void **state)
{
	const char stream[] =
		"KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  ok 1 a\n"
		"  not ok 2 b # \n\x1b[1mnot ok 1 s\r\nkit: done " GOLDEN_TOKEN "\n";
	char *text = dump_bytewise(stream, sizeof(stream) - 1);

	(void)state;
	assert_string_equal(text, "3 1 3 \n");
	free(text);
}

static void tests_are_seen_as_they_come(void **state)
{
	struct ktap *k = ktap_new(GOLDEN_TOKEN);
	const char first[] = "KTAP version 1\n1..1\n  # Subtest: suite\n"
			     "  KTAP version 1\n  1..2\n  ok 1 a\n  ok 2 b";

	(void)state;
	ktap_feed(k, first, sizeof(first) - 1, 1);
	assert_string_equal(ktap_last(k), "suite.a");
	assert_int_equal(ktap_results(k), 1);
	ktap_feed(k, "\n", 1, 2);
	assert_string_equal(ktap_last(k), "suite.b");
	assert_int_equal(ktap_token(k), KTAP_TOKEN_NONE);
	ktap_free(k);
}

static void note_seen(void *ctx, const char *name, enum outcome outcome, bool telling)
{
	fprintf(ctx, "%s %s%s\n", name, outcome_name(outcome), telling ? "" : ", known");
}

/* What the suites say of a failure in them is known when they say it. */
static void a_failure_is_news_once(void **state)
{
	static const char stream[] =
		"KTAP version 1\n1..3\n# Subtest: s\n  KTAP version 1\n  1..1\n"
		"    # Subtest: p\n    KTAP version 1\n    1..2\n    ok 1 a\n    not ok 2 b\n"
		"  not ok 1 p\nnot ok 1 s\n  KTAP version 1\n  1..1\n  ok 1 c\n"
		"not ok 2 t # exit=139\nok 3 u\n";
	struct ktap *k = ktap_new(NULL);
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	ktap_on_result(k, note_seen, out);
	ktap_feed(k, stream, sizeof(stream) - 1, 1);
	fclose(out);
	assert_string_equal(text, "p.a PASS\np.b FAIL\np FAIL, known\ns FAIL, known\nc PASS\nt FAIL\nu PASS\n");
	free(text);
	ktap_free(k);
}

static void take_seconds(void *ctx, const struct ktap_report *report)
{
	double *seconds = ctx;

	seconds[report->name[0] - 'a'] = report->seconds;
}

static void seconds_are_between_results(void **state)
{
	struct ktap *k = ktap_new(NULL);
	double seconds[2] = {};

	(void)state;
	ktap_feed(k, "1..2\n", 5, 100);
	ktap_feed(k, "ok 1 a\n", 7, 100.5);
	ktap_feed(k, "ok 2 b\n", 7, 103);
	ktap_end(k);
	ktap_report(k, take_seconds, seconds);
	assert_float_equal(seconds[0], 0.5, 1e-9);
	assert_float_equal(seconds[1], 2.5, 1e-9);
	ktap_free(k);
}

static void take_after(void *ctx, const struct ktap_report *report)
{
	char **after = ctx;

	if (!strcmp(report->name, "a"))
		*after = text_format("%s", report->after);
}

/* Where cmocka puts its diagnostics. */
static void diagnostics_after_a_result_are_kept(void **state)
{
	const char stream[] = "1..2\nnot ok 1 - a\n# 0x1 != 0x2\n# x.c:7: error\nok 2 - b\n";
	struct ktap *k = ktap_new(NULL);
	char *after = NULL;

	(void)state;
	ktap_feed(k, stream, sizeof(stream) - 1, 0);
	ktap_end(k);
	ktap_report(k, take_after, &after);
	assert_string_equal(after, "0x1 != 0x2\nx.c:7: error");
	free(after);
	ktap_free(k);
}

/* A guest that reports without end must not take the host's memory. */
static void results_are_limited(void **state)
{
	struct ktap *k = ktap_new(NULL);

	(void)state;
	for (int i = 1; i <= 1000001; i++) {
		char line[32];

		ktap_feed(k, line, sprintf(line, "ok %d\n", i), 0);
	}
	ktap_end(k);
	assert_int_equal(ktap_results(k), 1000000);
	assert_string_equal(ktap_problem(k), "there are more than 1000000 results");
	ktap_free(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(golden_streams),
		cmocka_unit_test(pieces_do_not_matter),
		cmocka_unit_test(tests_are_seen_as_they_come),
		cmocka_unit_test(a_failure_is_news_once),
		cmocka_unit_test(seconds_are_between_results),
		cmocka_unit_test(diagnostics_after_a_result_are_kept),
		cmocka_unit_test(results_are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
