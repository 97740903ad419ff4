// SPDX-License-Identifier: GPL-2.0
/*
 * Run a fuzzer over its kept corpus, without libFuzzer: fuzz_x runs the files
 * of corpus/x below KIT_TESTS, or those it is given, and prints TAP.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <glob.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"

/* In a child, so that a crash fails one file and not the whole run. */
static int survives(const char *path)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid) {
		static uint8_t data[1 << 20];
		FILE *f = fopen(path, "re");
		size_t size = f ? fread(data, 1, sizeof(data), f) : 0;
		uint8_t *copy = malloc(size);	/* its end is the input's end */

		if (!f || ferror(f) || (size && !copy))
			_exit(3);
		alarm(20);
		memcpy(copy, data, size);
		LLVMFuzzerTestOneInput(copy, size);
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && !status;
}

static int replay(char **paths, size_t nr)
{
	int bad = 0;

	printf("1..%zu\n", nr);
	for (size_t i = 0; i < nr; i++) {
		int ok = survives(paths[i]);
		const char *name = strrchr(paths[i], '/');

		printf("%s %zu - %s\n", ok ? "ok" : "not ok", i + 1,
		       name ? name + 1 : paths[i]);
		bad |= !ok;
	}
	return bad;
}

int main(int argc, char **argv)
{
	const char *tests = getenv("KIT_TESTS");
	const char *name = strrchr(program_invocation_short_name, '_');
	char pattern[4096];
	glob_t paths;

	if (argc > 1)
		return replay(argv + 1, argc - 1);
	if (!tests || !name) {
		fprintf(stderr, "KIT_TESTS must name the directory ci/tests\n");
		return 2;
	}
	snprintf(pattern, sizeof(pattern), "%s/fuzz/corpus/%s/*", tests, name + 1);
	if (glob(pattern, 0, NULL, &paths)) {
		fprintf(stderr, "%s: there is no corpus\n", pattern);
		return 2;
	}
	return replay(paths.gl_pathv, paths.gl_pathc);
}
