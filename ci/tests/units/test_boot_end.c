// SPDX-License-Identifier: GPL-2.0
/* However kit-boot ends, no guest is left behind and no verdict made up. */
#include "host.h"

#include <signal.h>
#include <time.h>

#include "fake.h"

static void pause_briefly(void)
{
	nanosleep(&(struct timespec) { .tv_nsec = 20000000 }, NULL);
}

/* A process that is nobody's zombie. */
static bool is_alive(pid_t pid)
{
	char *path = text_format("/proc/%d/stat", pid), state = 'X';
	FILE *f = fopen(path, "re");

	free(path);
	if (!f)
		return false;
	if (fscanf(f, "%*d (%*[^)]) %c", &state) != 1)
		state = 'X';
	fclose(f);
	return state != 'Z' && state != 'X';
}

static bool dies(pid_t pid)
{
	for (int i = 0; i < 250 && is_alive(pid); i++)
		pause_briefly();
	return !is_alive(pid);
}

static pid_t start_boot(void)
{
	char *program = host_program("kit-boot");
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		execl(program, program, "--total", "60", ".", (char *)NULL);
		_exit(127);
	}
	free(program);
	return pid;
}

static void wait_for_console(const char *what)
{
	for (int i = 0; i < 500; i++) {
		char *text = access("console.log", F_OK) ? NULL :
			     host_read("console.log", NULL);
		bool found = text && strstr(text, what);

		free(text);
		if (found)
			return;
		pause_briefly();
	}
	fail_msg("\"%s\" did not come on the console", what);
}

/* The only child of kit-boot. */
static pid_t guest_of(pid_t boot)
{
	char *path = text_format("/proc/%d/task/%d/children", boot, boot);
	FILE *f = fopen(path, "re");
	int guest = 0;

	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &guest), 1);
	fclose(f);
	free(path);
	return guest;
}

static void assert_interrupted(int sig)
{
	pid_t boot, guest, child;
	int status;
	size_t len;
	char *console;

	fake_cell("deaf");
	assert_return_code(unlink("console.log"), 0);
	boot = start_boot();
	wait_for_console(" .\n");
	guest = guest_of(boot);
	assert_return_code(kill(boot, sig), 0);
	assert_int_equal(waitpid(boot, &status, 0), boot);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + sig);
	assert_true(dies(guest));
	assert_int_equal(access("result.json", F_OK), -1);
	console = host_read("console.log", &len);
	assert_non_null(strstr(console, "Linux version"));
	assert_non_null(strstr(console, "child "));
	child = atoi(strstr(console, "child ") + 6);
	assert_true(dies(child));
	free(console);
}

static void signals_end_all(void **state)
{
	(void)state;
	assert_interrupted(SIGINT);
	assert_interrupted(SIGTERM);
	assert_interrupted(SIGHUP);
}

static void killed_leaves_no_guest(void **state)
{
	pid_t boot, guest;

	(void)state;
	fake_cell("hang-early");
	assert_return_code(unlink("console.log"), 0);
	boot = start_boot();
	wait_for_console("Linux version");
	guest = guest_of(boot);
	assert_true(is_alive(guest));
	assert_return_code(kill(boot, SIGKILL), 0);
	assert_int_equal(waitpid(boot, NULL, 0), boot);
	assert_true(dies(guest));
	assert_int_equal(access("result.json", F_OK), -1);
}

/* kit-boot's parent is killed: kit-boot ends, and its guest. */
static void orphan_ends(void **state)
{
	int boot = 0, fds[2];
	pid_t parent, guest;

	(void)state;
	fake_cell("hang-early");
	assert_return_code(unlink("console.log"), 0);
	assert_return_code(pipe(fds), 0);
	parent = fork();
	if (!parent) {
		boot = start_boot();
		if (write(fds[1], &boot, sizeof(boot)) != sizeof(boot))
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(fds[0], &boot, sizeof(boot)), sizeof(boot));
	wait_for_console("Linux version");
	guest = guest_of(boot);
	assert_return_code(kill(parent, SIGKILL), 0);
	assert_int_equal(waitpid(parent, NULL, 0), parent);
	assert_true(dies(boot));
	assert_true(dies(guest));
	close(fds[0]);
	close(fds[1]);
}

static void two_runs_at_once(void **state)
{
	pid_t boot;

	(void)state;
	fake_cell("hang-early");
	assert_return_code(unlink("console.log"), 0);
	boot = start_boot();
	wait_for_console("Linux version");
	assert_int_equal(fake_boot(""), 2);
	fake_says("out", "another run is booting this cell");
	fake_says("console.log", "Linux version");
	assert_true(is_alive(boot));
	assert_return_code(kill(boot, SIGTERM), 0);
	assert_int_equal(waitpid(boot, NULL, 0), boot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signals_end_all),
		cmocka_unit_test(killed_leaves_no_guest),
		cmocka_unit_test(orphan_ends),
		cmocka_unit_test(two_runs_at_once),
	};

	return cmocka_run_group_tests(tests, fake_begin, fake_end);
}
