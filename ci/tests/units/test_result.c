// SPDX-License-Identifier: GPL-2.0
/* The result model's files: what goes in comes out, and nothing else does. */
#include "host.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "../../host/kit/result.h"
#include "sample.h"

static char *dir;

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	return 0;
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	return 0;
}

static char *in_dir(const char *name)
{
	return text_format("%s/%s", dir, name);
}

/* Through the disk and back; the file's text is compared, so all fields are. */
static void what_is_saved_is_loaded(void **state)
{
	struct result *r = sample_make("6.1", "s390", "x"), *back;
	char *one = in_dir("one.json"), *two = in_dir("two.json"), *a, *b;

	(void)state;
	sample_set(&r->patchset_hash, "0123abcd");
	sample_set(&r->overlay_hash, "dcba3210");
	sample_set(&r->log, "build.log");
	sample_set(&r->kconfig, "x5_defconfig");
	sample_set(&r->fragment, "driver.config");
	sample_set(&r->compiler_cache, "9 of 10 compilations (90.0%)");
	r->config_changes = 35;
	r->kept = true;
	assert_int_equal(result_save(r, one), 0);
	back = result_load(one);
	assert_non_null(back);
	assert_string_equal(back->cell, "6.1/s390/plain");
	assert_string_equal(back->patchset_hash, "0123abcd");
	assert_string_equal(back->overlay_hash, "dcba3210");
	assert_string_equal(back->kconfig, "x5_defconfig");
	assert_string_equal(back->fragment, "driver.config");
	assert_string_equal(back->compiler_cache, "9 of 10 compilations (90.0%)");
	assert_int_equal(back->config_changes, 35);
	assert_int_equal(back->verdict, VERDICT_CRASH);
	assert_int_equal(back->cpus, 2);
	assert_true(back->kept);
	assert_int_equal(back->nr_tests, r->nr_tests);
	assert_int_equal(back->nr_stages, 5);
	assert_true(back->stages[4].seconds == r->stages[4].seconds);
	assert_string_equal(result_find_test(back, "ftrace_direct.call_once")->contract,
			    "DC-05");
	assert_int_equal(back->splat.line, 41);
	assert_string_equal(back->splat.excerpt, sample_oops);
	assert_int_equal(result_save(back, two), 0);
	a = host_read(one, NULL);
	b = host_read(two, NULL);
	assert_string_equal(a, b);
	result_free(r);
	result_free(back);
	free(one);
	free(two);
	free(a);
	free(b);
}

static void a_new_result_is_not_good(void **state)
{
	struct result *r = result_new();

	(void)state;
	assert_int_equal(r->verdict, VERDICT_LOST);
	result_free(r);
}

static void every_verdict_and_outcome_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < NR_VERDICTS; i++)
		assert_true(strlen(verdict_name(i)) >= 4);
	for (int i = 0; i < NR_OUTCOMES; i++)
		assert_true(strlen(outcome_name(i)) >= 4);
	assert_string_equal(verdict_name(NR_VERDICTS), "?");
	assert_string_equal(outcome_name(-1), "?");
}

static void bytes_of_a_guest_do_not_break_the_file(void **state)
{
	struct result *r = sample_make("6.1", "x86", "x"), *back;
	char *path = in_dir("hostile.json");

	(void)state;
	sample_set(&r->tests[0].detail, "\xff\033[2J\x01");
	assert_int_equal(result_save(r, path), 0);
	back = result_load(path);
	assert_non_null(back);
	assert_string_equal(back->tests[0].detail,
			    "\xef\xbf\xbd\xe2\x90\x9b[2J\xe2\x90\x81");
	result_free(r);
	result_free(back);
	free(path);
}

/* The golden file with one thing changed. */
static struct result *load_changed(const char *from, const char *to, char **why)
{
	char *path = in_dir("changed.json"), *text, *at, *changed;
	struct result *r;

	text = host_read("golden/cells/6.1/s390/plain/result.json", NULL);
	at = strstr(text, from);
	if (!at)
		fail_msg("the golden file has no %s", from);
	*at = '\0';
	changed = text_format("%s%s%s", text, to, at + strlen(from));
	host_write(path, changed, strlen(changed));
	r = result_load_why(path, why);
	free(path);
	free(text);
	free(changed);
	return r;
}

static void expect_refused(const char *from, const char *to, const char *said)
{
	char *why;

	if (load_changed(from, to, &why))
		fail_msg("loaded although %s became %s", from, to);
	assert_contains(why, "/changed.json cannot be used: ");
	assert_contains(why, said);
	free(why);
}

static void what_others_wrote_is_made_printable(void **state)
{
	struct result *r;
	char *why;

	(void)state;
	r = load_changed("\"reason\": \"", "\"reason\": \"\\u001b[2J", &why);
	assert_non_null(r);
	assert_true(!strncmp(r->reason, "\xe2\x90\x9b[2J", 6));
	result_free(r);
}

static void foreign_files_are_refused(void **state)
{
	(void)state;
	expect_refused("kit-result 1", "kit-result 2", "kit-result 1");
	expect_refused("\"verdict\": \"CRASH\"", "\"verdict\": \"GREEN\"",
		       "GREEN");
	expect_refused("\"verdict\": \"CRASH\"", "\"verdict\": null",
		       "string");
	expect_refused("\"outcome\": \"PASS\"", "\"outcome\": \"ok\"", "ok");
	expect_refused("\"cpus\": 2", "\"cpus\": \"2\"", "integer");
	expect_refused("\"required\": true", "\"required\": 1", "true");
	expect_refused("\"kept\": false", "\"kept\": \"no\"", "true");
	expect_refused("\"arch\":", "\"arhc\":", "arch");
	expect_refused("\"reason\": \"", "\"reason\": 1, \"x\": \"", "reason");
	expect_refused("\"cpus\": 2", "\"cpus\": 2, \"cpus\": 2", "duplicate");
	expect_refused("\"line\": 41", "\"line\": 0", "line");
	expect_refused("\"tests\": [", "\"tests\": 1, \"x\": [", "list");
}

static void a_truncated_file_is_refused(void **state)
{
	char *path = in_dir("cut.json"), *why;
	size_t len;
	char *text = host_read("golden/cells/6.1/x86/plain/result.json", &len);

	(void)state;
	for (size_t n = 0; n < len - 1; n += 97) {
		host_write(path, text, n);
		assert_null(result_load_why(path, &why));
		assert_contains(why, path);
		free(why);
	}
	free(text);
	free(path);
}

static void a_missing_file_is_named(void **state)
{
	char *path = in_dir("no.json"), *why;

	(void)state;
	assert_null(result_load_why(path, &why));
	assert_contains(why, path);
	assert_contains(why, "No such file");
	free(why);
	free(path);
}

static size_t files_in(const char *path)
{
	DIR *d = opendir(path);
	size_t nr = 0;

	assert_non_null(d);
	while (readdir(d))
		nr++;
	closedir(d);
	return nr - 2;
}

/* A file size limit does to us what a full disk does. */
static void a_full_disk_leaves_the_old_file(void **state)
{
	struct result *r = sample_make("6.1", "x86", "x");
	char *only = in_dir("full"), *path = in_dir("full/result.json");
	struct rlimit old, small;
	char *before, *after;
	int ret;

	(void)state;
	assert_return_code(mkdir(only, 0777), 0);
	assert_int_equal(result_save(r, path), 0);
	before = host_read(path, NULL);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 100;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	sample_set(&r->reason, "other");
	ret = result_save(r, path);
	setrlimit(RLIMIT_FSIZE, &old);
	after = host_read(path, NULL);
	assert_int_equal(ret, -EFBIG);
	assert_string_equal(before, after);
	assert_int_equal(files_in(only), 1);
	result_free(r);
	free(before);
	free(after);
	free(only);
	free(path);
}

static void a_missing_directory_is_an_error(void **state)
{
	struct result *r = sample_make("6.1", "x86", "x");
	char *path = in_dir("none/result.json");

	(void)state;
	assert_int_equal(result_save(r, path), -ENOENT);
	result_free(r);
	free(path);
}

/* Write a cell's meta and stages, and read them. */
static int read_meta(struct result **r, const char *meta, const char *stages)
{
	char *path = in_dir("meta");

	if (meta)
		host_write(path, meta, strlen(meta));
	else
		unlink(path);
	free(path);
	path = in_dir("stages");
	if (stages)
		host_write(path, stages, strlen(stages));
	else
		unlink(path);
	free(path);
	*r = result_new();
	return result_read_meta(*r, dir);
}

#define META	"cell 6.1/x86/plain\nbase 6.1\narch x86\nflavor plain\n"

static void meta_is_read(void **state)
{
	struct result *r;

	(void)state;
	assert_int_equal(read_meta(&r, META
				   "status\tported\nversion 6.1.1\n"
				   "compiler gcc (Debian) 12\ncpus 4\n"
				   "kconfig my files/own config\nconfig_changes 0\n"
				   "fragment my files/driver\n"
				   "later_key whatever\nversion  6.1.2\nqemu\n",
				   "tree 1.5\nbuild 130.25 kept\ntree 2 kept\n"),
			 0);
	assert_string_equal(r->cell, "6.1/x86/plain");
	assert_string_equal(r->status, "ported");
	assert_string_equal(r->version, "6.1.2");
	assert_string_equal(r->compiler, "gcc (Debian) 12");
	assert_null(r->qemu);
	assert_int_equal(r->cpus, 4);
	assert_string_equal(r->kconfig, "my files/own config");
	assert_string_equal(r->fragment, "my files/driver");
	assert_int_equal(r->config_changes, 0);
	assert_int_equal(r->nr_stages, 2);
	assert_string_equal(r->stages[0].name, "tree");
	assert_true(r->stages[0].seconds == 2 && r->stages[0].kept);
	assert_true(r->stages[1].seconds == 130.25 && r->stages[1].kept);
	result_free(r);
	assert_int_equal(read_meta(&r, META, NULL), 0);
	assert_int_equal(r->nr_stages, 0);
	result_free(r);
}

static void bad_meta_is_refused(void **state)
{
	static const char * const bad[][2] = {
		{ "base 6.1\narch x86\nflavor plain\n", NULL },
		{ META "arch arm64\n", NULL },
		{ META "cpus two\n", NULL },
		{ META "cpus 0\n", NULL },
		{ META "config_changes -1\n", NULL },
		{ META "config_changes some\n", NULL },
		{ META, "build fast\n" },
		{ META, "build -1\n" },
		{ META, "build nan\n" },
		{ META, "build\n" },
		{ META, "build 1 keep\n" },
		{ META, "build 1 kept twice\n" },
	};
	struct result *r;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (read_meta(&r, bad[i][0], bad[i][1]) != -EINVAL)
			fail_msg("case %zu was taken", i);
		result_free(r);
	}
	assert_int_equal(read_meta(&r, NULL, NULL), -ENOENT);
	result_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_saved_is_loaded),
		cmocka_unit_test(a_new_result_is_not_good),
		cmocka_unit_test(every_verdict_and_outcome_has_a_name),
		cmocka_unit_test(bytes_of_a_guest_do_not_break_the_file),
		cmocka_unit_test(foreign_files_are_refused),
		cmocka_unit_test(what_others_wrote_is_made_printable),
		cmocka_unit_test(a_truncated_file_is_refused),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(a_full_disk_leaves_the_old_file),
		cmocka_unit_test(a_missing_directory_is_an_error),
		cmocka_unit_test(meta_is_read),
		cmocka_unit_test(bad_meta_is_refused),
	};

	return cmocka_run_group_tests_name("result", tests, begin, end);
}
