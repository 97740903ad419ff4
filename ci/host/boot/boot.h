/* SPDX-License-Identifier: GPL-2.0 */
/* kit-boot: boot one cell and judge it. */
#ifndef KIT_BOOT_H
#define KIT_BOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "../kit/clocks.h"
#include "../kit/frames.h"
#include "../kit/ktap.h"
#include "../kit/manifest.h"
#include "../kit/splat.h"

/**
 * struct guest - a running QEMU, or another backend
 * @pid: its process, which leads a process group of its own; 0 when it has ended
 * @input: write end of its console
 * @console: read end of its console
 * @channel: read end of its result channel
 * @status: its wait status, when it has ended
 */
struct guest {
	pid_t pid;
	int input;
	int console;
	int channel;
	int status;
};

int guest_start(struct guest *g, const char *const *argv, const char *token);
bool guest_reap(struct guest *g);
void guest_kill(struct guest *g);

/**
 * struct record - a file that keeps received data unchanged
 * @path: its name
 * @fd: open for writing, -1 when it is not
 * @bytes: number of bytes written
 */
struct record {
	char *path;
	int fd;
	size_t bytes;
};

int record_open(struct record *rec, const char *dir, const char *name);
int record_write(struct record *rec, const char *data, size_t len);
void record_close(struct record *rec);

void state_write(const char *dir, time_t start, const char *stage, const char *detail);

/**
 * struct watch - a boot that is watched
 * @dir: the cell's directory
 * @began: start of the boot, for the state
 * @guest: the QEMU
 * @clocks: the clocks that limit it
 * @limit: most bytes of console or result channel
 * @console: console.log
 * @channel: result.ktap
 * @ktap: reads the result channel
 * @frames: the result stream in the frames of the console, and in those of the channel
 * @framed: results came in frames
 * @unkept: a negative errno when these could not be kept
 * @sum: says which sum the results have that came, and which they must have
 * @whole: the guest must have told where its console ends, and the sum of its results
 * @splats: reads the console
 * @required: the tests that must pass
 * @expected: the failures that are expected, or NULL
 * @failures: number of other failures
 * @until: tests of which the first that fails ends the boot
 * @failed: the test that ended the boot, or NULL
 * @end: how the boot ended
 * @ended: when the guest was seen to have ended, or was ended
 * @end_limit: length of the clock that ran out
 * @cpus: the file that has the registers of a guest that hung, or NULL
 * @flooded: the stream that exceeded @limit, "console" or "result channel"
 * @signal: the signal that told kit-boot to end, or 0
 */
struct watch {
	const char *dir;
	time_t began;
	struct guest guest;
	struct clocks clocks;
	size_t limit;
	struct record console;
	struct record channel;
	struct ktap *ktap;
	struct frames *frames[2];
	bool framed;
	int unkept;
	struct stream_sum *sum;
	bool whole;
	struct splat_scan *splats;
	const struct manifest *required;
	const struct rules *expected;
	size_t failures;
	struct manifest until;
	char *failed;
	enum boot_end end;
	double ended;
	double end_limit;
	char *cpus;
	const char *flooded;
	int signal;
};

int ask_monitor(struct watch *w);

/* ended.c */
int ended_write(const struct watch *w, const char *recorded);
int ended_forget(const char *dir);
bool ended_parse(struct watch *w, const char *text);

/* sum.c */
struct stream_sum *stream_sum_new(void);
void stream_sum_feed(struct stream_sum *s, const char *data, size_t len);
bool stream_sum_told(const struct stream_sum *s);
bool stream_sum_wrong(const struct stream_sum *s);

/* streams.c */
enum { FROM_CONSOLE, FROM_CHANNEL };

void streams_begin(struct watch *w, const char *token);
int streams_take(struct watch *w, int from, const char *data, size_t len);
void streams_end(struct watch *w);
const char *streams_problem(const struct watch *w);
bool streams_ours(const struct watch *w);
void streams_free(struct watch *w);

int watch_signals(void);
void watch_result(void *watch, const char *name, enum outcome outcome, bool telling);
int watch_run(struct watch *w, int signals);

char *missing_program(const struct watch *w, const char *last_line);

#endif /* KIT_BOOT_H */
