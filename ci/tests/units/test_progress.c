// SPDX-License-Identifier: GPL-2.0
/* kit-progress in a pipe and on a terminal. */
#include "host.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <time.h>

static char *dir, *progress;

/* A cell's stage, as the stages write it: whole or not at all. */
static const char helper[] =
"st() { mkdir -p $D/$1; echo $(date +%s) $2 >$D/$1/new; mv $D/$1/new $D/$1/state; }\n";

static int begin(void **state)
{
	(void)state;
	dir = host_begin();
	progress = host_program("kit-progress");
	setenv("D", dir, 1);
	return 0;
}

static int end(void **state)
{
	(void)state;
	host_end(dir);
	free(progress);
	return 0;
}

static void write_script(const char *body)
{
	char *path = text_format("%s/run.sh", dir);
	char *text = text_format("%s%s", helper, body);

	host_write(path, text, strlen(text));
	free(path);
	free(text);
}

static int run(char **out, const char *cells)
{
	return host_run(out, "'%s' --cells-dir '%s' --log '%s/log' %s -- sh '%s/run.sh'",
			progress, dir, dir, cells, dir);
}

static void a_pipe_gets_a_line_for_each_stage(void **state)
{
	char *out, *log, *path = text_format("%s/log", dir);

	(void)state;
	write_script("st a/x/p tree; sleep .5; st a/x/p 'build kernel/fork.o'; sleep .5\n"
		     "st a/x/p 'build mm/slab.o'; sleep .5; st a/x/p 'done PASS'\n"
		     "st b/x/p 'done CRASH'; sleep .5; echo to the log; echo and this >&2\n");
	assert_int_equal(run(&out, "a/x/p b/x/p never/x/p"), 0);
	assert_contains(out, "a/x/p: tree\na/x/p: build\na/x/p: done PASS, ");
	assert_contains(out, " s\n");
	assert_contains(out, "b/x/p: done CRASH, 0 s\n");
	assert_lacks(out, "never");
	assert_lacks(out, "slab");
	assert_lacks(out, "\033");
	assert_lacks(out, "the log");
	log = host_read(path, NULL);
	assert_string_equal(log, "to the log\nand this\n");
	free(path);
	free(out);
	free(log);
}

static void the_last_state_is_seen(void **state)
{
	char *out;

	(void)state;
	write_script("st c/x/p tree; st c/x/p 'done FAIL'\n");
	assert_int_equal(run(&out, "c/x/p"), 0);
	assert_string_equal(out, "c/x/p: done FAIL, 0 s\n");
	free(out);
}

/*
 * Of an earlier run: by its epoch, and, in the same second, by its file; the
 * kernel stamps files once a tick, so an earlier run ends more than one before.
 */
static void old_states_are_not_shown(void **state)
{
	char *out, *command;

	(void)state;
	command = text_format("%s st d/x/p 'done PASS'; sed -i 's/^./0/' $D/d/x/p/state; st e/x/p boot; sleep .05",
			      helper);
	assert_int_equal(system(command), 0);
	free(command);
	write_script("touch \"$D/d/x/p/state\"; sleep .3\n");
	assert_int_equal(run(&out, "d/x/p e/x/p"), 0);
	assert_string_equal(out, "");
	free(out);
}

static void half_a_state_is_not_shown(void **state)
{
	char *out;

	(void)state;
	write_script("mkdir -p $D/f/x/p; sleep 1; date +%s >$D/f/x/p/state; sleep .5\n"
		     "echo 'boot 99999999999' >$D/f/x/p/state; sleep .3\n");
	assert_int_equal(run(&out, "f/x/p"), 0);
	assert_string_equal(out, "");
	free(out);
}

#define FAILED "FAILED suite.a (1 s)"

/* The events of a cell, and of parts that come and go. */
static void events_are_shown_once(void **state)
{
	char *out;

	(void)state;
	write_script("ev() { mkdir -p $D/l/x/p/$1; echo \"$(date +%s.%N) $2\" >>$D/l/x/p/$1/events; }\n"
		     "st l/x/p boot\n"
		     "ev . '" FAILED "'; sleep .5; ev part-2 'FAILED b'; ev part-11 'FAILED c'; sleep .5\n"
		     "ev part-2 'suite s: FAIL 1/2'; printf 'half' >>$D/l/x/p/events; sleep .5\n"
		     "rm -r $D/l/x/p/part-2; ev part-2 'FAILED d'; st l/x/p 'done FAIL'\n");
	assert_int_equal(run(&out, "l/x/p never/x/p"), 0);
	*strrchr(out, ',') = '\0';
	assert_string_equal(out, "l/x/p: boot\nl/x/p: " FAILED "\nl/x/p: FAILED c\nl/x/p: FAILED b\n"
			    "l/x/p: suite s: FAIL 1/2\nl/x/p: FAILED d\n"
			    "l/x/p: done FAIL");
	free(out);
}

static void old_events_are_not_shown(void **state)
{
	char *out, *command;

	(void)state;
	command = text_format("%s mkdir -p $D/m/x/p/part-1; echo \"$(date +%%s.%%N) old\" | tee $D/m/x/p/events >$D/m/x/p/part-1/events; sleep .05",
			      helper);
	assert_int_equal(system(command), 0);
	free(command);
	write_script("touch $D/m/x/p/events; echo new >>$D/m/x/p/events; echo '99999999999' >>$D/m/x/p/events\n"
		     "printf '99999999999.000000000 \\033[2Jx\\n' >>$D/m/x/p/events; sleep .3\n");
	assert_int_equal(run(&out, "m/x/p"), 0);
	assert_contains(out, "[2Jx\n");
	assert_lacks(out, "\033");
	assert_lacks(out, "old");
	assert_lacks(out, "new");
	free(out);
}

static void the_exit_status_is_the_commands(void **state)
{
	char *out;

	(void)state;
	write_script("exit 7\n");
	assert_int_equal(run(&out, "a/x/p"), 7);
	assert_contains(out, "ended with status 7, its output is in ");
	free(out);
	write_script("kill -9 $$\n");
	assert_int_equal(run(&out, "a/x/p"), 128 + 9);
	free(out);
	assert_int_equal(host_run(&out, "'%s' --cells-dir x c -- /no/program",
				  progress), 127);
	assert_contains(out, "/no/program cannot be run: No such file");
	free(out);
}

static void wrong_use_is_told(void **state)
{
	char *out;

	(void)state;
	assert_int_equal(host_run(&out, "'%s' --cells-dir x a/x/p", progress),
			 125);
	assert_contains(out, "no command is given");
	free(out);
	assert_int_equal(host_run(&out, "'%s' a/x/p -- true", progress), 125);
	assert_contains(out, "--cells-dir is missing");
	free(out);
	assert_int_equal(host_run(&out, "'%s' --cells-dir x --log /no/log a -- true",
				  progress), 125);
	assert_contains(out, "/no/log");
	free(out);
}

struct session {
	pid_t pid;
	int fd, status;
	size_t len;
	char text[1 << 16];
};

/* kit-progress under a terminal of its own. */
static struct session *session_start(int columns, const char *cell)
{
	struct winsize size = { .ws_row = 24, .ws_col = columns };
	struct session *s = calloc(1, sizeof(*s));
	char *script = text_format("%s/run.sh", dir);
	char *log = text_format("%s/log", dir);

	s->pid = forkpty(&s->fd, NULL, NULL, &size);
	if (!s->pid) {
		setenv("TERM", "xterm", 1);
		/* A shell cannot trap what was ignored when it began. */
		signal(SIGINT, SIG_DFL);
		execl(progress, progress, "--cells-dir", dir, "--log", log,
		      cell, "--", "sh", script, NULL);
		_exit(99);
	}
	free(script);
	free(log);
	return s;
}

/* Read until the text comes; at the program's end with text NULL. */
static bool session_wait(struct session *s, const char *text)
{
	time_t give_up = time(NULL) + 20;

	while (time(NULL) < give_up) {
		struct pollfd p = { .fd = s->fd, .events = POLLIN };
		ssize_t n;

		if (text && strstr(s->text, text))
			return true;
		if (poll(&p, 1, 200) < 1)
			continue;
		n = read(s->fd, s->text + s->len, sizeof(s->text) - s->len - 1);
		if (n <= 0)
			break;
		s->len += n;
	}
	return !text || strstr(s->text, text);
}

static int session_end(struct session *s)
{
	session_wait(s, NULL);
	waitpid(s->pid, &s->status, 0);
	close(s->fd);
	return WIFEXITED(s->status) ? WEXITSTATUS(s->status) : -1;
}

static void a_terminal_is_redrawn_in_place(void **state)
{
	struct session *s;

	(void)state;
	write_script("st g/x/p 'boot ftrace_direct.register'; sleep .7; st g/x/p 'done PASS'\n");
	s = session_start(80, "g/x/p");
	assert_true(session_wait(s, "\033[?25l"));
	assert_true(session_wait(s, "ftrace_direct.register\033[K"));
	assert_true(session_wait(s, "\033[2A"));
	assert_true(session_wait(s, "g/x/p  done PASS"));
	assert_true(session_wait(s, "1 of 1 cells done"));
	assert_int_equal(session_end(s), 0);
	assert_true(session_wait(s, "\033[?25h"));
	free(s);
}

/* Written once, above the lines that are drawn again. */
static void a_terminal_keeps_events(void **state)
{
	struct session *s;
	char *event;

	(void)state;
	write_script("st n/x/p boot; sleep .7; echo \"$(date +%s.%N) " FAILED "\" >$D/n/x/p/events; sleep .7\n");
	s = session_start(80, "n/x/p");
	assert_true(session_wait(s, "\033[2A\rn/x/p: " FAILED "\033[K\r\n\r0 of 1 cells done"));
	assert_int_equal(session_end(s), 0);
	event = strstr(s->text, FAILED);
	assert_null(strstr(event + 1, FAILED));
	free(s);
}

static void lines_are_cut_at_the_width(void **state)
{
	struct session *s;
	struct winsize wide = { .ws_row = 24, .ws_col = 90 };

	(void)state;
	write_script("st h/x/p 'boot 0123456789012345678901234567890123456789'; sleep 1.5\n");
	s = session_start(40, "h/x/p");
	/* 39 columns: "h/x/p  boot       0 s  " and 16 of the detail */
	assert_true(session_wait(s, "0123456789012345\033[K"));
	assert_null(strstr(s->text, "01234567890123456"));
	ioctl(s->fd, TIOCSWINSZ, &wide);
	assert_true(session_wait(s, "0123456789012345678901234567890123456789\033[K"));
	assert_int_equal(session_end(s), 0);
	free(s);
}

static void a_signal_reaches_the_group_and_the_cursor_comes_back(void **state)
{
	struct session *s;
	char *path = text_format("%s/log", dir), *log;

	(void)state;
	/* a background job of a shell ignores SIGINT, so SIGTERM it is */
	write_script("sh -c 'trap \"echo child; exit\" TERM;"
		     " for i in $(seq 100); do sleep .1; done' &\n"
		     "st i/x/p boot\n"
		     "trap 'wait; echo parent; exit 5' TERM; wait; wait\n");
	s = session_start(80, "i/x/p");
	assert_true(session_wait(s, "boot"));
	kill(s->pid, SIGTERM);
	assert_int_equal(session_end(s), 5);
	assert_true(session_wait(s, "\033[?25h"));
	log = host_read(path, NULL);
	assert_contains(log, "child");
	assert_contains(log, "parent");
	free(log);
	free(path);
	free(s);
}

static void the_terminals_ctrl_c_is_passed_on(void **state)
{
	struct session *s;

	(void)state;
	write_script("trap 'exit 6' INT; st j/x/p boot; for i in $(seq 100); do sleep .1; done\n");
	s = session_start(80, "j/x/p");
	assert_true(session_wait(s, "boot"));
	assert_int_equal(write(s->fd, "\003", 1), 1);
	assert_int_equal(session_end(s), 6);
	assert_true(session_wait(s, "\033[?25h"));
	free(s);
}

/* Killed outright, it takes the command with it. */
static void the_command_does_not_outlive_it(void **state)
{
	char *path = text_format("%s/pid", dir), *pid;
	struct session *s;
	int tries = 50;

	(void)state;
	write_script("echo $$ >$D/pid; st k/x/p boot; for i in $(seq 200); do sleep .1; done\n");
	s = session_start(80, "k/x/p");
	assert_true(session_wait(s, "boot"));
	pid = host_read(path, NULL);
	kill(s->pid, SIGKILL);
	session_end(s);
	while (tries-- && !kill(atoi(pid), 0))
		usleep(100000);
	assert_true(tries > 0);
	free(pid);
	free(path);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_gets_a_line_for_each_stage),
		cmocka_unit_test(the_last_state_is_seen),
		cmocka_unit_test(old_states_are_not_shown),
		cmocka_unit_test(half_a_state_is_not_shown),
		cmocka_unit_test(events_are_shown_once),
		cmocka_unit_test(old_events_are_not_shown),
		cmocka_unit_test(the_exit_status_is_the_commands),
		cmocka_unit_test(wrong_use_is_told),
		cmocka_unit_test(a_terminal_is_redrawn_in_place),
		cmocka_unit_test(a_terminal_keeps_events),
		cmocka_unit_test(lines_are_cut_at_the_width),
		cmocka_unit_test(a_signal_reaches_the_group_and_the_cursor_comes_back),
		cmocka_unit_test(the_terminals_ctrl_c_is_passed_on),
		cmocka_unit_test(the_command_does_not_outlive_it),
	};

	return cmocka_run_group_tests_name("progress", tests, begin, end);
}
