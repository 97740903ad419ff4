// SPDX-License-Identifier: GPL-2.0
/*
 * Decide the fate of a mutant from two results: that of its boot, and that of the
 * baseline kernel, on which every relevant test has passed.
 */
#define _GNU_SOURCE
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "mutant.h"

const char *fate_name(enum fate fate)
{
	static const char * const names[] = {
		[FATE_KILLED]	= "killed",
		[FATE_EQUAL]	= "equal",
		[FATE_OTHER]	= "OTHER",
		[FATE_SURVIVED]	= "SURVIVED",
		[FATE_BUILD]	= "BUILD",
		[FATE_APPLY]	= "APPLY",
		[FATE_BOOT]	= "BOOT",
	};

	return names[fate];
}

/* A test that also fails without the mutant shows nothing. */
static bool held(const struct result *baseline, const char *name)
{
	const struct test_result *t;

	t = result_find_test((struct result *)baseline, name);
	return t && t->outcome == OUTCOME_PASS;
}

static bool failed(const struct result *boot, const char *name)
{
	const struct test_result *t;

	t = result_find_test((struct result *)boot, name);
	return t && t->outcome == OUTCOME_FAIL;
}

/*
 * When a kernel dies, the remaining tests have no results. The tests come in the order of
 * the baseline boot, so the first of the remaining ones was running. This does not hold
 * after a test at which the boot was ended.
 */
static const char *running(const struct result *baseline, const struct result *boot)
{
	for (size_t i = 0; i < baseline->nr_tests; i++) {
		const char *name = baseline->tests[i].name;
		const struct test_result *t;

		t = result_find_test((struct result *)boot, name);
		if (boot->decided && !strcmp(boot->decided, name))
			return NULL;
		if (t && t->outcome == OUTCOME_MISSING)
			return held(baseline, name) ? name : NULL;
	}
	return NULL;
}

static const char *first_failed(const struct result *baseline,
				const struct result *boot, const char *pattern)
{
	for (size_t i = 0; i < baseline->nr_tests; i++) {
		const char *name = baseline->tests[i].name;

		if (!fnmatch(pattern, name, 0) && held(baseline, name) &&
		    failed(boot, name))
			return name;
	}
	return NULL;
}

/*
 * The kernel has panicked because a task slept too long. Did the task fall asleep in an
 * earlier test than the one that was running at the panic?
 */
static bool slept_before(const struct mutant *m, const struct result *boot)
{
	return boot->reason && strstr(boot->reason, "hung_task") &&
	       boot->idle < m->asleep;
}

/*
 * Returns the name of what caught the mutant, to be freed, or NULL. The earliest failure
 * is named: a failure after a program that never ended, or after the death of the kernel,
 * may only be a consequence.
 */
static char *caught(const struct mutant *m, const struct catcher *c,
		    const struct result *baseline, const struct result *boot)
{
	const char *verdict = verdict_name(boot->verdict);
	const char *at = running(baseline, boot);

	if (boot->verdict == VERDICT_PASS || boot->verdict == VERDICT_XFAIL ||
	    (c->verdict && strcmp(c->verdict, verdict)))
		return NULL;
	/* A verdict that the baseline kernel comes to as well shows nothing. */
	if (!c->test)
		return boot->verdict == baseline->verdict ? NULL :
							    text_format("%s", verdict);
	for (size_t i = 0; i < baseline->nr_tests; i++) {
		const char *name = baseline->tests[i].name;

		if (fnmatch(c->test, name, 0) || !held(baseline, name))
			continue;
		if (failed(boot, name))
			return text_format("%s", name);
		if (at && !strcmp(name, at) && !slept_before(m, boot))
			return text_format("%s in %s", verdict, at);
	}
	return NULL;
}

static bool came_up(const struct result *boot)
{
	for (size_t i = 0; i < boot->nr_tests; i++)
		if (boot->tests[i].outcome != OUTCOME_MISSING)
			return true;
	return false;
}

/**
 * judge_named - did the tests that the mutant names catch it?
 * @m: the mutant
 * @baseline: the result of the same cell without it
 * @boot: the result of its boot
 *
 * Return: FATE_KILLED, FATE_BOOT, or FATE_SURVIVED as far as this boot can tell.
 */
struct outcome_of judge_named(const struct mutant *m, const struct result *baseline,
			      const struct result *boot)
{
	struct outcome_of o = {
		.fate = FATE_SURVIVED, .seconds = result_stage_seconds(boot, "boot"),
	};

	/* Any kernel would show that: it says nothing about the suite. */
	if (m->first && !came_up(boot)) {
		o.fate = FATE_BOOT;
		o.by = text_format("%s: %s", verdict_name(boot->verdict),
				   boot->reason ?: "no reason");
		return o;
	}
	for (size_t i = 0; i < m->nr && !o.by; i++)
		o.by = caught(m, &m->catchers[i], baseline, boot);
	if (o.by)
		o.fate = FATE_KILLED;
	return o;
}

/* Describe what else went wrong. */
static char *something(const struct result *baseline, const struct result *boot)
{
	const char *verdict = verdict_name(boot->verdict);
	const char *test = first_failed(baseline, boot, "*");
	const char *at = running(baseline, boot);

	if (test)
		return text_format("%s", test);
	if (boot->splat.line && boot->verdict == VERDICT_SPLAT)
		return text_format("%s: %s", verdict, boot->splat.title);
	if (at)
		return text_format("%s in %s", verdict, at);
	return text_format("%s: %s", verdict, boot->reason ?: "no reason");
}

static char *patterns(const struct mutant *m)
{
	char *all = text_format("%s", "");

	for (size_t i = 0; i < m->nr; i++) {
		const struct catcher *c = &m->catchers[i];
		char *more = text_format("%s%s%s%s%s", all, i ? " or " : "",
					 c->verdict ?: "",
					 c->verdict && c->test ? " " : "",
					 c->test ?: "");

		free(all);
		all = more;
	}
	return all;
}

/**
 * names_a_test - is there a required test that could catch the mutant?
 * @m: the mutant
 * @baseline: the result of the cell without it
 */
bool names_a_test(const struct mutant *m, const struct result *baseline)
{
	for (size_t i = 0; i < m->nr; i++) {
		if (!m->catchers[i].test)
			return true;
		for (size_t j = 0; j < baseline->nr_tests; j++)
			if (!fnmatch(m->catchers[i].test, baseline->tests[j].name, 0))
				return true;
	}
	return false;
}

/**
 * judge_all - the fate of a mutant, when all tests have run
 * @m: the mutant
 * @baseline: the result of the same cell without it
 * @boot: the result of its boot
 */
struct outcome_of judge_all(const struct mutant *m, const struct result *baseline,
			    const struct result *boot)
{
	struct outcome_of o = judge_named(m, baseline, boot);
	char *wanted = patterns(m);

	if (o.fate == FATE_KILLED || o.fate == FATE_BOOT) {
		free(wanted);
		return o;
	}
	if (boot->verdict != VERDICT_PASS && boot->verdict != VERDICT_XFAIL &&
	    boot->verdict != baseline->verdict) {
		o.fate = FATE_OTHER;
		o.by = something(baseline, boot);
	} else if (m->equal) {
		o.fate = FATE_EQUAL;
		o.by = text_format("nothing, as argued");
	} else if (names_a_test(m, baseline)) {
		o.by = text_format("%s held", wanted);
	} else {
		o.by = text_format("no required test is named %s", wanted);
	}
	free(wanted);
	return o;
}

/**
 * print_deciding - print the tests of which a single failure decides the fate
 * @out: the output, a name a line
 * @m: the mutant
 * @baseline: the result of the cell without it
 *
 * Tests of a catcher that also requires a verdict are left out.
 */
void print_deciding(FILE *out, const struct mutant *m, const struct result *baseline)
{
	for (size_t i = 0; i < baseline->nr_tests; i++) {
		const char *name = baseline->tests[i].name;
		bool decides = false;

		for (size_t j = 0; j < m->nr; j++)
			decides |= !m->catchers[j].verdict && m->catchers[j].test &&
				   !fnmatch(m->catchers[j].test, name, 0);
		if (decides && baseline->tests[i].required && held(baseline, name))
			fprintf(out, "%s\n", name);
	}
}
