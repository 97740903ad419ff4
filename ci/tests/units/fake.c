// SPDX-License-Identifier: GPL-2.0
/* A cell whose guest is a shell script (guests/), for the tests of kit-boot. */
#include "host.h"

#include "fake.h"

static char *dir;	/* the test's own */

void fake_put(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* A cell whose guest is @guest; the working directory becomes the cell. */
void fake_cell(const char *guest)
{
	char *link = text_format("%s/guests/%s.sh", getenv("KIT_TESTS"), guest);

	assert_return_code(chdir(dir), 0);
	assert_int_equal(system("rm -rf cell && mkdir cell"), 0);
	assert_return_code(chdir("cell"), 0);
	fake_put("meta", "cell 6.1/arm64/plain\nbase 6.1\narch arm64\nflavor plain\nversion 6.1.158-1\n");
	fake_put("required", "suite.a\nsuite.b\n");
	fake_put("result.json", "an older verdict");
	fake_put("console.log", "an older console");
	assert_return_code(symlink(link, "boot.sh"), 0);
	free(link);
}

/* Returns the exit status; what was printed is in "out". */
int fake_boot(const char *options)
{
	char *program = host_program("kit-boot");
	char *command = text_format("'%s' --boot-deadline 20 --silence 20 --total 40 --power-off 0.3 --panic 0.3 %s . >out 2>&1",
				    program, options);
	int status = system(command);

	free(command);
	free(program);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

void fake_says(const char *path, const char *what)
{
	size_t len;
	char *text = host_read(path, &len);

	if (!strstr(text, what))
		fail_msg("%s is \"%s\", without \"%s\"", path, text, what);
	free(text);
}

int fake_begin(void **state)
{
	(void)state;
	dir = host_begin();
	return 0;
}

int fake_end(void **state)
{
	(void)state;
	host_end(dir);
	return 0;
}
