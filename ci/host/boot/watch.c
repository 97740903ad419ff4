// SPDX-License-Identifier: GPL-2.0
/* The single loop that waits for the guest, the clocks and signals. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "boot.h"
#include "../kit/events.h"
#include "../kit/text.h"

#define MAX_TOLD	20	/* failures that are shown while the boot goes on */

/**
 * watch_signals - receive signals as events from now on
 *
 * Return: a descriptor for watch_run().
 */
int watch_signals(void)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		err(2, "sigprocmask");
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		err(2, "signalfd");
	return fd;
}

/*
 * Read once from the console or the channel. Returns 1 when data came, 0 when none is
 * available now, -EPIPE at the end, another errno if the record cannot be kept.
 */
static int take(struct watch *w, bool console)
{
	static char data[65536];
	struct record *rec = console ? &w->console : &w->channel;
	size_t left = w->limit - rec->bytes;
	ssize_t n = read(console ? w->guest.console : w->guest.channel, data,
			 sizeof(data));
	int ret;

	if (n <= 0)
		return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -EPIPE;
	w->clocks.byte = clock_now();
	if ((size_t)n > left) {
		w->flooded = console ? "console" : "result channel";
		n = left;
	}
	ret = streams_take(w, console ? FROM_CONSOLE : FROM_CHANNEL, data, n);
	return ret ?: 1;
}

/* Read what is left in the pipe after its last writer has closed it. */
static int drain(struct watch *w, bool console)
{
	int ret;

	do
		ret = take(w, console);
	while (ret > 0 && !w->flooded);
	return ret == -EPIPE || ret > 0 ? 0 : ret;
}

static void arm(int timer, double when)
{
	struct itimerspec spec = {};
	double whole = floor(when);

	spec.it_value.tv_sec = whole;
	spec.it_value.tv_nsec = (when - whole) * 1e9;
	if (timerfd_settime(timer, TFD_TIMER_ABSTIME, &spec, NULL))
		err(2, "timerfd_settime");
}

static void on_signal(struct watch *w, int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD && !w->signal)
			w->signal = info.ssi_signo;
}

static void add(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event))
		err(2, "epoll_ctl");
}

/* Returns 0, or a negative errno when a record cannot be kept. */
static int on_event(struct watch *w, int epoll, int fd, int signals)
{
	int ret;

	if (fd == signals) {
		on_signal(w, fd);
		return 0;
	}
	if (fd != w->guest.console && fd != w->guest.channel)
		return 0;	/* the timer: the clocks are looked at anyway */
	ret = take(w, fd == w->guest.console);
	if (ret == -EPIPE)
		epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
	return ret == -EPIPE || ret > 0 ? 0 : ret;
}

/* As in kit/outcomes.c: a required test cannot excuse itself. */
static bool is_failure(const struct watch *w, const char *name, enum outcome outcome)
{
	if (outcome == OUTCOME_XFAIL && !manifest_has(w->required, name))
		return false;
	return (outcome == OUTCOME_FAIL || outcome == OUTCOME_XFAIL) &&
	       !rules_match(w->expected, name);
}

/* For the progress display; the verdict has all failures. */
static void tell_failure(struct watch *w, const char *name)
{
	char *event = NULL;

	w->failures++;
	if (w->failures <= MAX_TOLD)
		event = text_format("FAILED %s (%.0f s)", name,
				    clock_now() - w->clocks.start);
	else if (w->failures == MAX_TOLD + 1)
		event = text_format("FAILED more than %d tests; the report will have all",
				    MAX_TOLD);
	if (event)
		event_write(w->dir, event);
	free(event);
}

/**
 * watch_result - look at a result as it comes
 * @watch: the boot
 * @name: the test
 * @outcome: its outcome
 * @telling: it is not a suite in which a test has failed
 *
 * An unexpected failure is reported at once. A failure of a test in @until ends the boot.
 */
void watch_result(void *watch, const char *name, enum outcome outcome, bool telling)
{
	struct watch *w = watch;

	if (telling && is_failure(w, name, outcome))
		tell_failure(w, name);
	if (!w->failed && outcome == OUTCOME_FAIL && manifest_has(&w->until, name))
		w->failed = text_format("%s", name);
}

/* Is the boot over, for whatever reason? */
static bool is_over(struct watch *w, int timer)
{
	double when;

	if (w->signal)
		return true;
	if (w->flooded) {
		w->end = END_FLOOD;
		return true;
	}
	if (w->failed) {
		w->end = END_FAILED;
		return true;
	}
	if (guest_reap(&w->guest)) {
		w->end = END_EXIT;
		return true;
	}
	when = clocks_next(&w->clocks, &w->end, &w->end_limit);
	arm(timer, when);
	return when <= clock_now();
}

/* Did the boot stop for a reason that is not known yet? */
static bool hangs(const struct watch *w)
{
	return !w->signal && !w->flooded && w->guest.pid &&
	       (w->end == END_BOOT || w->end == END_SILENCE || w->end == END_TOTAL);
}

static int loop(struct watch *w, int epoll, int timer, int signals)
{
	int ret = 0;

	while (!ret && !is_over(w, timer)) {
		struct epoll_event events[4];
		int n = epoll_wait(epoll, events, 4, -1);

		if (n < 0 && errno != EINTR)
			err(2, "epoll_wait");
		for (int i = 0; i < n && !ret; i++)
			ret = on_event(w, epoll, events[i].data.fd, signals);
	}
	return ret;
}

/**
 * watch_run - watch a guest until its boot is over
 * @w: the boot, whose guest has been started
 * @signals: from watch_signals()
 *
 * When this returns, the guest has ended.
 *
 * Return: 0, or a negative errno when its output could not be kept, after a message on
 * stderr.
 */
int watch_run(struct watch *w, int signals)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	int ret;

	if (epoll < 0 || timer < 0)
		err(2, "the event loop");
	add(epoll, signals);
	add(epoll, timer);
	add(epoll, w->guest.console);
	add(epoll, w->guest.channel);
	ret = loop(w, epoll, timer, signals);
	/* Who tells kit-boot to end may have told QEMU too: its end is no verdict then. */
	on_signal(w, signals);
	w->ended = clock_now();
	if (!ret && hangs(w))
		ret = ask_monitor(w);
	guest_kill(&w->guest);
	/* Drain the channel first: the token may be in it, and its clock is stopped. */
	if (!ret && !w->flooded)
		ret = drain(w, false) ?: drain(w, true);
	if (w->flooded && !w->signal)
		w->end = END_FLOOD;
	streams_end(w);
	close(timer);
	close(epoll);
	return ret;
}
