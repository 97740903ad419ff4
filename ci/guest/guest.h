/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's init: sets up the machine, runs the suites, reports over the result
 * channel, powers off. Documentation/formats.rst describes the format.
 */
#ifndef KIT_GUEST_H
#define KIT_GUEST_H

#include <stdbool.h>
#include <stddef.h>

#define TRACEFS "/sys/kernel/tracing"

/* setup.c: what every guest does first and last; uses file.c, which uses no other file */
void ensure_console(void);
void mount_filesystems(void);
const char *option(const char *name);
long number_option(const char *name, long otherwise);
bool mode_is(const char *name);
void give_up(const char *what) __attribute__((noreturn));
void poweroff(void) __attribute__((noreturn));

/* select.c */
bool selected(const char *suite, const char *program);

/* file.c */
int read_text(const char *path, char *buf, size_t size);
int write_text(const char *path, const char *text);
bool has_line(const char *path, const char *text);
double now(void);
void pause_ms(int ms);

/* list.c */
char **read_list(const char *path, int *count);

/* channel.c: the result channel */
int open_port(const char *name);
void put_port(int fd, const char *text, size_t len);
void open_channel(void);
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void say_done(void);

/* ktap.c: KTAP on the result channel */
struct ktap {
	int depth;	/* of nesting: two spaces each */
	int nr;		/* results so far */
	int failed;
};

void ktap_start(struct ktap *k, int depth, const char *name, int plan);
void ktap_diag(const struct ktap *k, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void ktap_line(const struct ktap *k, const char *line);
void ktap_result(struct ktap *k, bool ok, const char *name);
void ktap_xfail(struct ktap *k, const char *name);
void ktap_skip(struct ktap *k, const char *name, const char *reason);

/* child.c: programs with a time limit */
struct child {
	const char *const *argv;
	const char *dir;
	long seconds;
	void (*line)(void *arg, const char *line);
	void *arg;
};

bool run_child(const struct child *child, char *why, size_t size, int *code);

/* Suites: the number of tests (0: leave the suite out), and a function to run them. */
struct suite {
	const char *name;
	int (*count)(void);
	void (*run)(struct ktap *k);
};

extern const struct suite guest_suite;		/* checks.c */
extern const struct suite selftest_suite;	/* selftest.c */
extern const struct suite samples_suite;	/* samples.c */
extern const struct suite ftracetest_suite;	/* ftracetest.c */
extern const struct suite direct_suite;		/* kselftest.c */
extern const struct suite bpf_suite;		/* the same */
extern const struct suite health_suite;		/* health.c */

void health_note(void);

/* coverage.c: which lines of the kernel a part of the suites runs */
void coverage_begin(void);
void coverage_end(const char *suite, const char *program);

/* races.c: which races KCSAN must report, and whether KCSAN was active */
void races_note(void);
bool races_can_be_found(void);
bool races_check(struct ktap *k);

#endif /* KIT_GUEST_H */
