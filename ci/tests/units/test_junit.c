// SPDX-License-Identifier: GPL-2.0
/* junit.xml, read back by a parser that is not ours. */
#include "hostile.h"

#include <libxml/xpath.h>

static char *dir, *report;

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	report = host_program("kit-report");
	return 0;
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	free(report);
	return 0;
}

static xmlXPathContext *open_report(const char *cells, int status)
{
	char *path = text_format("%s/junit.xml", dir), *out;
	xmlDoc *doc;

	assert_int_equal(host_run(&out, "'%s' --out '%s' %s", report, dir,
				  cells), status);
	doc = xmlReadFile(path, NULL, XML_PARSE_NONET);
	assert_non_null(doc);
	free(path);
	free(out);
	return xmlXPathNewContext(doc);
}

static void close_report(xmlXPathContext *x)
{
	xmlFreeDoc(x->doc);
	xmlXPathFreeContext(x);
}

static double number(xmlXPathContext *x, const char *expression)
{
	xmlXPathObject *o = xmlXPathEvalExpression(BAD_CAST expression, x);
	double value;

	assert_non_null(o);
	value = xmlXPathCastToNumber(o);
	xmlXPathFreeObject(o);
	return value;
}

static void want_number(xmlXPathContext *x, const char *expression, int want)
{
	double got = number(x, expression);

	if (got != want)
		fail_msg("%s is %g, not %d", expression, got, want);
}

static void want_string(xmlXPathContext *x, const char *expression,
			  const char *want)
{
	xmlXPathObject *o = xmlXPathEvalExpression(BAD_CAST expression, x);
	xmlChar *got = xmlXPathCastToString(o);

	assert_string_equal((char *)got, want);
	xmlFree(got);
	xmlXPathFreeObject(o);
}

/* The counts in the attributes against the elements that are there. */
static void want_counts(xmlXPathContext *x)
{
	static const char * const kinds[][2] = {
		{ "tests", "testcase" },
		{ "failures", "testcase/failure" },
		{ "errors", "testcase/error" },
		{ "skipped", "testcase/skipped" },
	};

	for (size_t i = 0; i < 4; i++) {
		char *e = text_format("count(//testsuite[@%s != count(%s)])",
				      kinds[i][0], kinds[i][1]);

		want_number(x, e, 0);
		free(e);
		if (i == 3)
			break;	/* the schema has no such total */
		e = text_format("/testsuites/@%s - count(//%s)", kinds[i][0],
				kinds[i][1]);
		want_number(x, e, 0);
		free(e);
	}
}

/*
 * What junit-10.xsd of Jenkins's xUnit plugin allows, as far as kit-report writes it. The
 * plugin drops a file that does not validate.
 */
static void want_schema(xmlXPathContext *x)
{
	static const char * const none[] = {
		"/*[not(self::testsuites)]",
		"//testsuites/*[not(self::testsuite)]",
		"//testsuites/@*[not(contains(' name time tests failures errors ', concat(' ', name(), ' ')))]",
		"//testsuite/*[not(self::properties or self::testcase or self::system-out)]",
		"//testsuite/@*[not(contains(' name tests failures errors time skipped timestamp ', concat(' ', name(), ' ')))]",
		"//testsuite[not(@name and @tests and @failures and @errors)]",
		"//properties/*[not(self::property)]",
		"//properties/@*",
		"//property[not(@name and @value)]",
		"//property/@*[not(contains(' name value ', concat(' ', name(), ' ')))]",
		"//testcase/*[not(self::failure or self::error or self::skipped)]",
		"//testcase/@*[not(contains(' name time classname ', concat(' ', name(), ' ')))]",
		"//testcase[not(@name)]",
		"//*[self::failure or self::error or self::skipped]/*",
		"//*[self::failure or self::error or self::skipped]/@*[name() != 'message']",
		"//*[@time and translate(@time, '0123456789', '') != '.']",
	};

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		char *e = text_format("count(%s)", none[i]);

		want_number(x, e, 0);
		free(e);
	}
}

static void want_unique(xmlXPathContext *x)
{
	want_number(x, "count(//testsuite[@name = preceding::testsuite/@name])",
		      0);
	want_number(x, "count(//testcase[@name = preceding-sibling::testcase/@name])",
		      0);
	want_number(x, "count(//testcase[@classname != ../@name])", 0);
}

static void counts_and_names_are_right(void **state)
{
	xmlXPathContext *x = open_report(HOST_CELLS, 1);

	(void)state;
	want_counts(x);
	want_schema(x);
	want_unique(x);
	want_number(x, "count(//testcase[@name='verdict'])", 8);
	want_number(x, "count(//testsuite//testsuite)", 0);
	want_number(x, "count(//testsuite[@name='6.1.s390.plain.ftrace_direct'])",
		      1);
	want_number(x, "count(//testsuite[@name='6.1.s390.plain.ftrace_direct']/testcase)",
		      6);
	want_number(x, "count(//testcase[not(@time)])", 0);
	want_string(x, "//testsuite[contains(@name, '.ftrace_direct')][1]/properties/property[@name='contract.register']/@value",
		      "DC-31");
	close_report(x);
}

static void verdicts_are_test_cases(void **state)
{
	xmlXPathContext *x = open_report(HOST_CELLS, 1);

	(void)state;
#define VERDICT(cell) "//testcase[@classname='" cell ".plain.cell']"
	want_number(x, "count(" VERDICT("6.1.x86") "/*)", 0);
	want_string(x, VERDICT("6.1.arm64") "/skipped/@message", "none 3/3");
	want_number(x, "count(" VERDICT("6.1.s390") "/error)", 1);
	want_number(x, "count(" VERDICT("7.3.x86") "/skipped)", 1);
	want_number(x, "count(" VERDICT("7.3.s390") "/failure)", 1);
	want_number(x, "count(" VERDICT("7.3.riscv") "/error)", 1);
	close_report(x);
}

static void outcomes_become_elements(void **state)
{
	xmlXPathContext *x = open_report(HOST_CELLS, 1);

	(void)state;
#define TEST(cell, name) "//testcase[starts-with(@classname, '" cell "') and @name='" name "']"
	want_number(x, "count(" TEST("6.1.s390", "call_once") "/failure)", 1);
	want_number(x, "count(" TEST("6.1.x86", "huge_pages") "/skipped)", 1);
	want_number(x, "count(" TEST("7.3.s390", "huge_pages") "/failure)", 1);
	want_number(x, "count(" TEST("7.3.s390", "ftrace-direct-too") "/failure)",
		      1);
	want_number(x, "count(" TEST("6.1.arm64", "register") "/skipped)", 1);
	want_string(x, TEST("7.3.x86", "kprobe-direct_Test_direct_calls_with_kprobes") "/skipped/@message",
		      "XFAIL: multi-threaded emulation breaks int3 patching (QEMU 7.2)");
	close_report(x);
}

static void a_cell_without_a_result_is_an_error(void **state)
{
	xmlXPathContext *x = open_report("--cells 6.1/mips/plain golden/broken/6.1/arm64/plain '/no\033\001/x/y/z'",
					 1);

	(void)state;
	want_counts(x);
	want_schema(x);
	want_number(x, "count(//testcase/error)", 3);
	close_report(x);
}

static void hostile_texts_are_text(void **state)
{
	char *cell = hostile_cell(dir), *path, *text;
	xmlXPathContext *x = open_report(cell, 1);

	(void)state;
	want_counts(x);
	want_schema(x);
	want_unique(x);
	want_number(x, "count(//script)", 0);
	want_string(x, "//testcase[@name='verdict']/error", HOSTILE_SEEN);
	want_number(x, "count(//testcase[starts-with(@name, 'twice')])", 2);
	want_number(x, "count(//testcase[@name='verdict'])", 1);
	path = text_format("%s/junit.xml", dir);
	text = host_read(path, NULL);
	for (char *p = text; *p; p++)
		assert_true((unsigned char)*p >= 0x20 || *p == '\n');
	close_report(x);
	free(path);
	free(text);
	free(cell);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_and_names_are_right),
		cmocka_unit_test(verdicts_are_test_cases),
		cmocka_unit_test(outcomes_become_elements),
		cmocka_unit_test(a_cell_without_a_result_is_an_error),
		cmocka_unit_test(hostile_texts_are_text),
	};

	return cmocka_run_group_tests_name("junit", tests, begin, end);
}
