// SPDX-License-Identifier: GPL-2.0
/* kit-boot: boot one cell and judge it. */
#define _GNU_SOURCE
#include <argp.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <unistd.h>

#include "boot.h"
#include "../kit/events.h"
#include "../kit/outcomes.h"
#include "../kit/text.h"

struct options {
	const char *dir, *allow, *expected, *until, *backend, *token, *recorded;
	bool whole;
	struct clock_limits limits;
	double scale;
	size_t console_limit;
};

enum {
	KEY_BOOT = 0x100, KEY_SILENCE, KEY_TOTAL, KEY_POWER_OFF, KEY_PANIC,
	KEY_SCALE, KEY_ALLOW, KEY_EXPECTED, KEY_LIMIT, KEY_UNTIL,
	KEY_BACKEND, KEY_TOKEN, KEY_WHOLE, KEY_PREPARE, KEY_RECORDED,
};

static const struct argp_option option_table[] = {
	{ "boot-deadline", KEY_BOOT, "SECONDS", 0,
	  "Until the first line on the result channel (60)", 0 },
	{ "silence", KEY_SILENCE, "SECONDS", 0,
	  "Between two bytes on console or result channel (60)", 0 },
	{ "total", KEY_TOTAL, "SECONDS", 0, "The whole boot (600)", 0 },
	{ "power-off", KEY_POWER_OFF, "SECONDS", 0, "To end after the token (10)", 0 },
	{ "panic", KEY_PANIC, "SECONDS", 0, "To end after a panic (2)", 0 },
	{ "scale", KEY_SCALE, "FACTOR", 0, "Multiply all of these (1)", 0 },
	{ "console-limit", KEY_LIMIT, "BYTES", 0,
	  "End the boot when console or result channel has more (16777216)", 0 },
	{ "allow", KEY_ALLOW, "FILE", 0, "Splats that are tolerated", 0 },
	{ "expected", KEY_EXPECTED, "FILE", 0, "Tests that are expected to fail", 0 },
	{ "until", KEY_UNTIL, "FILE", 0,
	  "Tests, one in a line; when one of them has failed the boot is over", 0 },
	{ "backend", KEY_BACKEND, "PROGRAM", 0,
	  "Run PROGRAM CELLDIR, which boots, and not CELLDIR/boot.sh", 0 },
	{ "prepare", KEY_PREPARE, "SECONDS", 0,
	  "A backend may take until the kernel begins, and as long to end after the token (the clocks begin at once)", 0 },
	{ "token", KEY_TOKEN, "TOKEN", 0, "The token of this boot (a new one)", 0 },
	{ "recorded", KEY_RECORDED, "ENDED", 0,
	  "The backend plays a boot that was recorded. It ended so: a clock of the above and its seconds, \"exit STATUS\", \"signal NUMBER\", or \"unknown\"", 0 },
	{ "whole", KEY_WHOLE, NULL, 0,
	  "A boot that does not say where its streams end is LOST", 0 },
	{ 0 },
};

static double positive(struct argp_state *state, const char *arg)
{
	char *end;
	double x = strtod(arg, &end);

	if (end == arg || *end || !isfinite(x) || x <= 0)
		argp_error(state, "\"%s\" must be a number greater than 0", arg);
	return x;
}

static error_t on_option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_BOOT:
		o->limits.boot = positive(state, arg);
		return 0;
	case KEY_SILENCE:
		o->limits.silence = positive(state, arg);
		return 0;
	case KEY_TOTAL:
		o->limits.total = positive(state, arg);
		return 0;
	case KEY_POWER_OFF:
		o->limits.power_off = positive(state, arg);
		return 0;
	case KEY_PANIC:
		o->limits.panic = positive(state, arg);
		return 0;
	case KEY_SCALE:
		o->scale = positive(state, arg);
		return 0;
	case KEY_LIMIT:
		o->console_limit = fmin(positive(state, arg), INT32_MAX);
		return 0;
	case KEY_ALLOW:
		o->allow = arg;
		return 0;
	case KEY_EXPECTED:
		o->expected = arg;
		return 0;
	case KEY_UNTIL:
		o->until = arg;
		return 0;
	case KEY_BACKEND:
		o->backend = arg;
		return 0;
	case KEY_PREPARE:
		o->limits.prepare = positive(state, arg);
		o->limits.power_off = o->limits.prepare;
		return 0;
	case KEY_TOKEN:
		o->token = arg;
		return 0;
	case KEY_RECORDED:
		if (strcmp(arg, "unknown") && !ended_parse(&(struct watch) {}, arg))
			argp_error(state, "\"%s\" is no end of a boot", arg);
		o->recorded = arg;
		return 0;
	case KEY_WHOLE:
		o->whole = true;
		return 0;
	case ARGP_KEY_ARG:
		if (o->dir)
			argp_usage(state);
		o->dir = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
	}
	return ARGP_ERR_UNKNOWN;
}

/* What a boot is judged by, and the known facts of the cell. */
struct job {
	struct options options;
	struct result *result;
	struct manifest manifest;
	struct rules *allow, *expected;
	char *result_path;
};

static void prepare(struct job *job)
{
	const struct options *o = &job->options;
	char *required = text_format("%s/required", o->dir);
	struct cell_facts facts;

	job->result = result_new();
	job->result_path = text_format("%s/result.json", o->dir);
	/* An older verdict must not be taken for this boot's. */
	if (unlink(job->result_path) && errno != ENOENT)
		err(2, "%s cannot be removed", job->result_path);
	if (result_read_meta(job->result, o->dir) ||
	    manifest_load(&job->manifest, required))
		exit(2);
	facts = (struct cell_facts) {
		job->result->status, job->result->version, job->result->arch,
		job->result->flavor, job->result->series,
	};
	if (o->allow && rules_load(&job->allow, o->allow, RULES_REGEX, &facts))
		exit(2);
	if (o->expected && rules_load(&job->expected, o->expected, RULES_SHELL, &facts))
		exit(2);
	free(required);
}

static char *new_token(void)
{
	uint64_t random[2];

	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		err(2, "getrandom");
	return text_format("%016" PRIx64 "%016" PRIx64, random[0], random[1]);
}

/* A caller that has exited will not read the verdict. */
static void end_with_parent(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM))
		err(2, "prctl");
	if (getppid() != parent)
		raise(SIGTERM);
}

/* Expected failures decide nothing. */
static void load_until(struct job *job, struct watch *w)
{
	if (manifest_load(&w->until, job->options.until))
		exit(2);
	for (size_t i = 0; i < w->until.nr; i++) {
		char *name = w->until.tests[i];

		if (rules_match(job->expected, name))
			*name = '\0';
	}
}

/* It is next to this program. */
static char *leash_program(void)
{
	char self[PATH_MAX] = "";

	if (readlink("/proc/self/exe", self, sizeof(self) - 1) < 0)
		err(2, "/proc/self/exe");
	*strrchr(self, '/') = '\0';
	return text_format("%s/kit-leash", self);
}

/*
 * The backend, or the cell's own script. A backend may start programs in sessions of their
 * own. The process group that is killed has one guard of its leash only: then the other one
 * ends all of them.
 */
static void start_guest(const struct options *o, struct watch *w, const char *token)
{
	char *script = text_format("%s/boot.sh", o->dir), *leash = leash_program();
	const char *own[] = { "/bin/sh", script, NULL };
	const char *backend[] = {
		leash, "--apart", o->backend, o->dir, NULL
	};
	int ret = guest_start(&w->guest, o->backend ? backend : own, token);

	if (ret) {
		errno = -ret;
		err(2, "%s cannot be started", o->backend ?: script);
	}
	free(leash);
	free(script);
}

static void check_program(const struct options *o)
{
	char *script = text_format("%s/boot.sh", o->dir);

	if (o->backend && access(o->backend, X_OK))
		err(2, "%s cannot be run", o->backend);
	if (!o->backend && access(script, R_OK))
		err(2, "%s cannot be read; build the cell first", script);
	free(script);
}

static void start(struct job *job, struct watch *w)
{
	const struct options *o = &job->options;
	char *token = o->token ? text_format("%s", o->token) : new_token();
	char *older = text_format("%s/cpus.log", o->dir);

	unlink(older);
	free(older);
	check_program(o);
	if (ended_forget(o->dir))
		err(2, "%s/ended cannot be removed", o->dir);
	if (record_open(&w->console, o->dir, "console.log") ||
	    record_open(&w->channel, o->dir, "result.ktap"))
		exit(2);
	events_begin(o->dir);
	w->required = &job->manifest;
	w->expected = job->expected;
	if (o->until)
		load_until(job, w);
	w->ktap = ktap_new(token);
	ktap_on_result(w->ktap, watch_result, w);
	w->splats = splat_scan_new(job->allow);
	w->whole = o->whole;
	streams_begin(w, token);
	w->clocks.limits = o->limits;
	w->clocks.start = clock_now();
	w->began = time(NULL);
	job->result->started = w->began;
	state_write(w->dir, w->began, "boot", NULL);
	start_guest(o, w, token);
	free(token);
}

/*
 * What ended is the backend that plays the boot. Without a token in the streams, an end that
 * came after it is none of theirs. Returns what is wrong, or NULL.
 */
static const char *take_recorded_end(const struct options *o, struct watch *w)
{
	enum ktap_token token = ktap_token(w->ktap);

	if (!ended_parse(w, o->recorded) || w->end == END_EXIT)
		return NULL;
	if (!streams_ours(w))
		return "the boot hung, but its console does not show that it is this one: no line has kit.token= with its token";
	if (w->end == END_POWER_OFF && token != KTAP_TOKEN_GOOD && token != KTAP_TOKEN_EARLY)
		return "the boot is said to have hung after the token, and the token did not come";
	return NULL;
}

/* How the boot ended, where that is not what kit-boot has seen. */
static void judge_recorded(const struct options *o, struct watch *w, struct boot_facts *f)
{
	const char *wrong;

	/* The streams could not be played, or they are too long. */
	if (!o->recorded || w->end != END_EXIT || w->guest.status)
		return;
	f->unknown_end = !strcmp(o->recorded, "unknown");
	f->backend = "the machine";
	wrong = take_recorded_end(o, w);
	if (wrong) {
		f->lost = f->lost ?: wrong;
		w->end = END_EXIT;
	}
	f->end = w->end;
	f->limit = w->end_limit;
	f->status = w->guest.status;
}

static void judge(struct job *job, struct watch *w)
{
	struct result *r = job->result;
	struct boot_facts facts = {
		.end = w->end, .limit = w->end_limit, .status = w->guest.status,
		.backend = job->options.backend ? basename(job->options.backend) : NULL,
		.console_bytes = w->console.bytes, .channel_bytes = w->channel.bytes,
		.token = ktap_token(w->ktap), .planned = ktap_planned(w->ktap),
		.complete = ktap_complete(w->ktap), .skipped = ktap_skipped(w->ktap),
		.problem = ktap_problem(w->ktap), .lost = streams_problem(w),
		.last_test = ktap_last(w->ktap), .failed_test = w->failed,
	};

	judge_recorded(&job->options, w, &facts);
	if (w->flooded)
		splat_scan_flood(w->splats, w->flooded, w->limit);
	splat_scan_summary(w->splats, &facts.console);
	outcomes_reported(r, w->ktap, &job->manifest, job->expected);
	verdict_decide(r, &facts);
	if (w->end == END_FAILED)
		r->decided = text_format("%s", w->failed);
	r->idle = ktap_idle(w->ktap, w->clocks.panic ?: w->ended);
	if (w->cpus && r->reason) {
		char *reason = text_format("%s; what its CPUs did: %s", r->reason, w->cpus);

		free(r->reason);
		r->reason = reason;
	}
	result_add_stage(r, "boot", clock_now() - w->clocks.start, false);
	if (!r->console)
		r->console = text_format("%s", w->console.path);
	if (!r->ktap)
		r->ktap = text_format("%s", w->channel.path);
}

static void refuse_missing_program(const struct watch *w)
{
	struct splat_summary console;
	char *missing;

	splat_scan_summary(w->splats, &console);
	missing = missing_program(w, console.last_line);
	if (missing)
		errx(2, "%s", missing);
}

static int report(struct job *job, struct watch *w)
{
	const struct result *r = job->result;

	if (ended_write(w, job->options.recorded) || result_save(r, job->result_path))
		return 2;
	state_write(w->dir, w->began, "done", verdict_name(r->verdict));
	result_print(r);
	return r->verdict == VERDICT_PASS || r->verdict == VERDICT_XFAIL ? 0 : 1;
}

static void clean_up(struct job *job, struct watch *w)
{
	record_close(&w->console);
	record_close(&w->channel);
	free(w->cpus);
	free(w->failed);
	manifest_free(&w->until);
	ktap_free(w->ktap);
	streams_free(w);
	splat_scan_free(w->splats);
	rules_free(job->allow);
	rules_free(job->expected);
	manifest_free(&job->manifest);
	result_free(job->result);
	free(job->result_path);
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		option_table, on_option, "CELLDIR",
		"Boot the cell whose directory is CELLDIR and judge it.", 0, 0, 0,
	};
	pid_t parent = getppid();
	int signals = watch_signals(), status = 2;
	struct watch w = {};
	struct job job = {
		.options = {
			.limits = { 60, 60, 600, 2, 10 },
			.scale = 1, .console_limit = 16 << 20,
		},
	};

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, &job.options);
	clock_limits_scale(&job.options.limits, job.options.scale);
	end_with_parent(parent);
	w.dir = job.options.dir;
	w.limit = job.options.console_limit;
	prepare(&job);
	start(&job, &w);
	if (!watch_run(&w, signals)) {
		if (w.signal) {
			status = 128 + w.signal;
		} else {
			refuse_missing_program(&w);
			judge(&job, &w);
			status = report(&job, &w);
		}
	}
	clean_up(&job, &w);
	return status;
}
