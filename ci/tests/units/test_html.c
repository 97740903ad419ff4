// SPDX-License-Identifier: GPL-2.0
/* index.html, read back by a parser; how it looks is for the browser's test. */
#include "hostile.h"

#include <libxml/HTMLparser.h>
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

static xmlXPathContext *open_page(const char *cells)
{
	char *path = text_format("%s/index.html", dir), *out;
	htmlDocPtr doc;

	host_run(&out, "'%s' --title 'A <title>' --out '%s' %s", report, dir,
		 cells);
	/* libxml2 knows HTML 4 only, and complains about newer elements */
	doc = htmlReadFile(path, "UTF-8", HTML_PARSE_NONET |
			   HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	assert_non_null(doc);
	free(path);
	free(out);
	return xmlXPathNewContext(doc);
}

static void close_page(xmlXPathContext *x)
{
	xmlFreeDoc(x->doc);
	xmlXPathFreeContext(x);
}

static void want_number(xmlXPathContext *x, const char *expression, int want)
{
	xmlXPathObject *o = xmlXPathEvalExpression(BAD_CAST expression, x);
	double got;

	assert_non_null(o);
	got = xmlXPathCastToNumber(o);
	xmlXPathFreeObject(o);
	if (got != want)
		fail_msg("%s is %g, not %d", expression, got, want);
}

static char *string(xmlXPathContext *x, const char *expression)
{
	xmlXPathObject *o = xmlXPathEvalExpression(BAD_CAST expression, x);
	xmlChar *value = xmlXPathCastToString(o);
	char *copy = text_format("%s", (char *)value);

	xmlXPathFreeObject(o);
	xmlFree(value);
	return copy;
}

static void want_string(xmlXPathContext *x, const char *expression,
			  const char *want)
{
	char *got = string(x, expression);

	assert_string_equal(got, want);
	free(got);
}

static void every_cell_has_a_link_and_a_section(void **state)
{
	xmlXPathContext *x = open_page(HOST_CELLS);

	(void)state;
	want_number(x, "count(//table[@class='matrix']//td/a)", 8);
	want_number(x, "count(//table[@class='matrix']//td/a[substring(@href, 2) = //section/@id])",
		      8);
	want_number(x, "count(//section[contains(@class, 'cell')])", 8);
	want_number(x, "count(//*[@id][@id = preceding::*/@id])", 0);
	want_string(x, "//title", "A <title>");
	close_page(x);
}

static void the_page_needs_nothing_else(void **state)
{
	char *path = text_format("%s/index.html", dir), *text;
	xmlXPathContext *x = open_page(HOST_CELLS);

	(void)state;
	want_number(x, "count(//link | //img | //iframe | //*[@src])", 0);
	want_number(x, "count(//a[contains(@href, '://')])", 0);
	want_number(x, "count(//meta[@http-equiv='Content-Security-Policy'])",
		      1);
	text = host_read(path, NULL);
	assert_true(!strncmp(text, "<!DOCTYPE html>", 15));
	assert_lacks(text, "http://");
	assert_lacks(text, "https://");
	assert_contains(text, "prefers-color-scheme");
	close_page(x);
	free(path);
	free(text);
}

static void tables_can_be_heard(void **state)
{
	xmlXPathContext *x = open_page(HOST_CELLS);

	(void)state;
	want_number(x, "count(//th[not(@scope)])", 0);
	want_number(x, "count(//*[@class='glyph' and not(@aria-hidden)])", 0);
	want_number(x, "count(//html[@lang])", 1);
	/* a colour never stands without a word */
	want_number(x, "count(//span[starts-with(@class, 'badge') and string-length(normalize-space(.)) < 4])",
		      0);
	close_page(x);
}

static void the_crash_is_told(void **state)
{
	xmlXPathContext *x = open_page(HOST_CELLS);

	(void)state;
#define CRASH "//section[@id='cell-6.1-s390-plain']"
	want_string(x, CRASH "//p[@class='reason']",
		      "the kernel panicked while ftrace_direct.call_once ran");
	want_string(x, CRASH "//div[@class='splat']//pre", sample_oops);
	want_string(x, CRASH "//div[@class='splat']//code",
		      "7c1f0e9ab34d5582");
	want_string(x, CRASH "//code[@class='command']",
		      "make rerun CELL=6.1/s390/plain");
	want_string(x, CRASH "//dl[@class='facts']/div[dt = 'Series']/dd", "kit");
	want_number(x, "count(" CRASH "//details[@class='tests' and @open])",
		      1);
	want_number(x, "count(" CRASH "//details[@class='log']//pre[contains(., 'initcall 39 of 39')])",
		      1);
	want_number(x, "count(" CRASH "//tr[td[@class='contract'] = 'DC-05']//span[contains(., 'MISSING')])",
		      1);
	want_number(x, "count(" CRASH "//ul[@class='stages']/li)", 5);
	close_page(x);
}

static void absent_cells_do_not_say_pass(void **state)
{
	xmlXPathContext *x = open_page("golden/cells/6.1/arm64/plain");

	(void)state;
	want_string(x, "normalize-space(//table[@class='matrix']//td/a/b)",
		      "none");
	want_number(x, "count(//h2//span[contains(., 'PASS')])", 0);
	close_page(x);
}

static void a_failed_build_shows_its_log(void **state)
{
	xmlXPathContext *x = open_page("golden/cells/7.3/riscv/plain");

	(void)state;
	want_number(x, "count(//details[@open]//pre[contains(., 'implicit declaration')])",
		      1);
	close_page(x);
}

/* What became of the user's configuration is shown, as text. */
static void changes_of_the_configuration_are_shown(void **state)
{
	static const char changes[] = "set\tFTRACE<b>\tn\ty\n";
	char *cell = text_format("%s/6.1/arm64/configured", dir), *path, *out;
	struct result *r = sample_make("6.1", "arm64", cell);
	xmlXPathContext *x;

	(void)state;
	assert_int_equal(host_run(&out, "mkdir -p '%s'", cell), 0);
	free(out);
	path = text_format("%s/config-changes", cell);
	host_write(path, changes, strlen(changes));
	free(path);
	sample_set(&r->kconfig, "my <own> config");
	sample_set(&r->fragment, "my driver");
	sample_set(&r->compiler_cache, "9 of 10 compilations (90.0%)");
	r->config_changes = 1;
	path = text_format("%s/result.json", cell);
	assert_int_equal(result_save(r, path), 0);
	free(path);
	result_free(r);
	x = open_page(cell);
	want_string(x, "//dt[.='Configuration']/following-sibling::dd[1]",
		    "my <own> config, 1 option changed for the tests");
	want_string(x, "//dt[.='Added options']/following-sibling::dd[1]", "my driver");
	want_string(x, "//dt[.='Compiler cache']/following-sibling::dd[1]",
		    "9 of 10 compilations (90.0%)");
	want_number(x, "count(//details[contains(summary, 'changed')]//pre[contains(., 'FTRACE<b>')])",
		    1);
	close_page(x);
	free(cell);
}

/* Results are looked at elsewhere, too: the log is next to result.json then. */
static void a_moved_cell_keeps_its_log(void **state)
{
	xmlXPathContext *x;
	char *moved, *out;

	(void)state;
	assert_int_equal(host_run(&out, "cp -r golden/cells/7.3/riscv/plain '%s/moved' && sed -i 's,golden/cells,/nowhere,' '%s/moved/result.json'",
				  dir, dir), 0);
	free(out);
	moved = text_format("%s/moved", dir);
	x = open_page(moved);
	want_number(x, "count(//details[@open]//pre[contains(., 'implicit declaration')])",
		    1);
	close_page(x);
	free(moved);
}

static void a_skipped_required_test_is_bad(void **state)
{
	xmlXPathContext *x = open_page("golden/cells/7.3/s390/plain");

	(void)state;
	want_number(x, "count(//span[@class='badge tone-bad'][contains(., 'SKIP')])",
		    1);
	want_number(x, "count(//tr[th/code='DC-01']//span[@class='badge tone-bad'][contains(., '0/1')])",
		    1);
	close_page(x);
}

/* Its details have what it said, and not what the harness says of every test. */
static void what_failed_first_is_shown(void **state)
{
	struct result *r = sample_make("7.3", "s390", "x");
	char *path = text_format("%s/result.json", dir);
	xmlXPathContext *x;

	(void)state;
	sample_outcome(r, "ftrace_direct.bytes_restored", OUTCOME_FAIL,
		       "Starting 2 tests from 1 test cases.\n RUN           direct.bytes_restored ...\n"
		       "restore.h:7:bytes_restored:Expected 1 (1) == 2 (2)\n"
		       "bytes_restored: Test failed\n          FAIL  direct.bytes_restored");
	result_add_test(r, "ftrace_direct.later", OUTCOME_FAIL, "     OK  x\n");
	assert_int_equal(result_save(r, path), 0);
	x = open_page(dir);
	want_string(x, "//div[contains(@class, 'first')]//b", "ftrace_direct.bytes_restored");
	want_string(x, "//div[contains(@class, 'first')]//pre",
		    "restore.h:7:bytes_restored:Expected 1 (1) == 2 (2)\nbytes_restored: Test failed");
	want_string(x, "//div[contains(@class, 'first')]/p[@class='note']",
		    "the first of 4; the others may only follow from it");
	want_number(x, "count(//td[@class='detail'][contains(., 'RUN') or contains(., 'Starting') or contains(., 'OK')])",
		    0);
	close_page(x);
	result_free(r);
	free(path);
}

static void where_nothing_ran_nothing_failed_first(void **state)
{
	struct result *r = result_new();
	char *path = text_format("%s/result.json", dir);
	xmlXPathContext *x;

	(void)state;
	r->cell = text_format("7.3/s390/x");
	r->base = text_format("7.3");
	r->arch = text_format("s390");
	r->flavor = text_format("x");
	r->verdict = VERDICT_BUILD;
	result_add_test(r, "guest.cpus", OUTCOME_MISSING, "the kernel does not build")->required = true;
	assert_int_equal(result_save(r, path), 0);
	x = open_page(dir);
	want_number(x, "count(//div[@class='failed-first'])", 0);
	close_page(x);
	result_free(r);
	free(path);
}

static void a_number_without_a_test_is_missing(void **state)
{
	xmlXPathContext *x = open_page(HOST_CELLS);

	(void)state;
	want_number(x, "count(//table[@class='contract']/tbody/tr)", 28);
#define NUMBER(n) "normalize-space(//tr[th/code='" n "']/td[1])"
	want_number(x, "number(contains(" NUMBER("DC-20") ", 'missing'))", 1);
	want_number(x, "number(contains(" NUMBER("DC-31") ", 'tested'))", 1);
	close_page(x);
}

static void a_cell_without_a_result_is_shown(void **state)
{
	xmlXPathContext *x = open_page("--cells 6.1/x86/debug golden/broken/6.1/arm64/plain");

	(void)state;
	want_number(x, "count(//td[@class='tone-unknown'])", 2);
	want_number(x, "count(//p[@class='reason'][contains(., 'result.json cannot be used')])",
		      1);
	close_page(x);
}

static void hostile_texts_are_text(void **state)
{
	char *cell = hostile_cell(dir), *console;
	xmlXPathContext *x = open_page(cell);

	(void)state;
	want_number(x, "count(//script)", 1);
	want_number(x, "count(//b[.='']) + count(//th//b)", 0);
	want_string(x, "//p[@class='reason']", HOSTILE_SEEN);
	want_string(x, "//div[@class='splat']//pre", HOSTILE_SEEN);
	want_string(x, "//code[@class='command']", HOSTILE_SEEN);
	want_number(x, "count(//td[@class='detail'][contains(., '<script>')])",
		      3);
	/* the log is cut, and what is left of it is shown as text */
	console = string(x, "//details[@class='log']//pre");
	assert_contains(console, HOSTILE_SEEN);
	assert_in_range(strlen(console), 200000, 205000);
	free(console);
	want_number(x, "count(//details[@class='log']/summary[contains(., 'left out')])",
		      1);
	close_page(x);
	free(cell);
}

static void the_whole_log_is_linked(void **state)
{
	char *cell = hostile_cell(dir), *href, *path;
	xmlXPathContext *x = open_page(cell);

	(void)state;
	href = string(x, "//details[@class='log']//a/@href");
	assert_string_equal(href, "6.1/s390/hostile/console.log");
	path = text_format("%s/%s", dir, href);
	assert_return_code(access(path, R_OK), 0);
	close_page(x);
	free(href);
	free(path);
	free(cell);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cell_has_a_link_and_a_section),
		cmocka_unit_test(the_page_needs_nothing_else),
		cmocka_unit_test(tables_can_be_heard),
		cmocka_unit_test(the_crash_is_told),
		cmocka_unit_test(absent_cells_do_not_say_pass),
		cmocka_unit_test(a_failed_build_shows_its_log),
		cmocka_unit_test(changes_of_the_configuration_are_shown),
		cmocka_unit_test(a_moved_cell_keeps_its_log),
		cmocka_unit_test(a_skipped_required_test_is_bad),
		cmocka_unit_test(what_failed_first_is_shown),
		cmocka_unit_test(where_nothing_ran_nothing_failed_first),
		cmocka_unit_test(a_number_without_a_test_is_missing),
		cmocka_unit_test(a_cell_without_a_result_is_shown),
		cmocka_unit_test(hostile_texts_are_text),
		cmocka_unit_test(the_whole_log_is_linked),
	};

	return cmocka_run_group_tests_name("html", tests, begin, end);
}
