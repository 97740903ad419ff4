/* SPDX-License-Identifier: GPL-2.0 */
/* A cell whose every text tries to break out of the report. */
#ifndef KIT_TESTS_HOSTILE_H
#define KIT_TESTS_HOSTILE_H

#include "host.h"
#include "sample.h"

#define HOSTILE	"</pre><script>alert(1)</script>\"'&\033[31m\001\xff\xc3 ]]>-->"

/* What of it must come out again, once read by a parser. */
#define HOSTILE_SEEN							\
	"</pre><script>alert(1)</script>\"'&\xe2\x90\x9b[31m\xe2\x90\x81" \
	"\xef\xbf\xbd\xef\xbf\xbd ]]>-->"

/* Two good results whose texts are hostile; a log with a line of 1 MB. */
static inline char *hostile_cell(const char *dir)
{
	char *cell = text_format("%s/6.1/s390/hostile", dir);
	char *command = text_format("mkdir -p '%s'", cell), *path;
	struct result *r = sample_make("6.1", "s390", cell);
	char *console = malloc(1 << 20);

	assert_int_equal(system(command), 0);
	sample_set(&r->flavor, "hostile");
	sample_set(&r->cell, "6.1/s390/hostile");
	sample_set(&r->reason, HOSTILE);
	sample_set(&r->compiler, HOSTILE);
	sample_set(&r->rerun, HOSTILE);
	sample_set(&r->splat.title, HOSTILE);
	sample_set(&r->splat.excerpt, HOSTILE);
	sample_set(&r->tests[9].detail, HOSTILE);
	sample_set(&r->tests[9].name, "ftrace_direct.<b>\001");
	result_add_test(r, "ftrace_direct.twice", OUTCOME_FAIL, HOSTILE);
	result_add_test(r, "ftrace_direct.twice", OUTCOME_FAIL, HOSTILE);
	result_add_test(r, "verdict", OUTCOME_PASS, NULL);
	result_add_test(r, "cell.verdict", OUTCOME_PASS, NULL);
	path = text_format("%s/result.json", cell);
	assert_int_equal(result_save(r, path), 0);
	free(path);
	memset(console, 'x', 1 << 20);
	memcpy(console + (1 << 20) - sizeof(HOSTILE), HOSTILE, sizeof(HOSTILE));
	path = text_format("%s/console.log", cell);
	host_write(path, console, 1 << 20);
	free(path);
	free(console);
	free(command);
	result_free(r);
	return cell;
}

#endif /* KIT_TESTS_HOSTILE_H */
