/* SPDX-License-Identifier: GPL-2.0 */
/* For tests that run the kit's host programs as a user would. */
#ifndef KIT_TESTS_HOST_H
#define KIT_TESTS_HOST_H

#define _GNU_SOURCE
#include <limits.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "../../host/kit/text.h"

/* The programs are built into the directory where the tests are. */
static inline char *host_program(const char *name)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	assert_true(n > 0);
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	return text_format("%s/%s", self, name);
}

/* A directory of the test's own; the working directory becomes ci/tests. */
static inline char *host_begin(void)
{
	const char *tests = getenv("KIT_TESTS");
	char *directory = text_format("%s/kit-test.XXXXXX",
				      getenv("TMPDIR") ?: "/tmp");

	if (!tests)
		fail_msg("KIT_TESTS must name the directory ci/tests");
	assert_return_code(chdir(tests), 0);
	assert_non_null(mkdtemp(directory));
	unsetenv("COLUMNS");
	setenv("SOURCE_DATE_EPOCH", "1795364000", 1);
	return directory;
}

static inline void host_end(char *directory)
{
	char *command = text_format("rm -rf '%s'", directory);

	assert_int_equal(system(command), 0);
	free(command);
	free(directory);
}

static inline char *host_read(const char *path, size_t *len)
{
	FILE *f = fopen(path, "re");
	char *text;
	size_t size;

	if (!f)
		fail_msg("%s cannot be read", path);
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	text = calloc(1, size + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, size, f), size);
	fclose(f);
	if (len)
		*len = size;
	return text;
}

static inline void host_write(const char *path, const char *data, size_t len)
{
	FILE *f = fopen(path, "we");

	if (!f)
		fail_msg("%s cannot be written", path);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* Run a shell command; *text is what it printed, stderr after stdout. */
static inline int host_run(char **text, const char *fmt, ...)
{
	char *path = strdup("/tmp/kit-out.XXXXXX"), *errors, *command, *full;
	va_list args;
	int fd = mkstemp(path), status;
	char *out, *err;

	assert_return_code(fd, 0);
	close(fd);
	errors = text_format("%s.err", path);
	va_start(args, fmt);
	assert_true(vasprintf(&command, fmt, args) >= 0);
	va_end(args);
	full = text_format("%s >%s 2>%s", command, path, errors);
	status = system(full);
	out = host_read(path, NULL);
	err = host_read(errors, NULL);
	*text = text_format("%s%s", out, err);
	unlink(path);
	unlink(errors);
	free(path);
	free(errors);
	free(command);
	free(full);
	free(out);
	free(err);
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

static inline void assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

static inline void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" is in:\n%s", part, text);
}

/* All golden cells, as arguments. */
#define HOST_CELLS							\
	"golden/cells/6.1/x86/plain golden/cells/6.1/arm64/plain "	\
	"golden/cells/6.1/s390/plain golden/cells/6.1/riscv/plain "	\
	"golden/cells/7.3/x86/plain golden/cells/7.3/arm64/plain "	\
	"golden/cells/7.3/s390/plain golden/cells/7.3/riscv/plain"

#endif /* KIT_TESTS_HOST_H */
