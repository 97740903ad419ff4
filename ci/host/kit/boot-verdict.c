// SPDX-License-Identifier: GPL-2.0
/*
 * The verdict of a boot. It starts from the worst verdict, and only a boot that passes
 * every check is PASS.
 */
#define _GNU_SOURCE
#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "text.h"
#include "boot-verdict.h"

#define HUNG_TASK	"hung_task: blocked tasks"
#define ASK_FOR_END	"; if the boot hung, give ENDED=, for example ENDED=\"silence 15\""
#define NAMED	3	/* tests that a reason names */

static void __attribute__((format(printf, 3, 4)))
set(struct result *r, enum verdict which, const char *fmt, ...)
{
	va_list args;
	char *reason;

	va_start(args, fmt);
	if (vasprintf(&reason, fmt, args) < 0)
		err(2, "verdict");
	va_end(args);
	free(r->reason);
	r->reason = text_line(reason);
	r->verdict = which;
	free(reason);
}

static bool has_token(const struct boot_facts *f)
{
	return f->token == KTAP_TOKEN_GOOD || f->token == KTAP_TOKEN_EARLY;
}

/* "; the last test was X; the last console line was Y (console.log:12)" */
static char *last_words(const struct boot_facts *f)
{
	char *test = f->last_test ?
		     text_format("; the last test was %s", f->last_test) :
		     text_format("; no test had a result");
	char *all = f->console.last_line ?
		    text_format("%s; the last console line was \"%.160s\" (console.log:%zu)",
				test, f->console.last_line, f->console.last_number) :
		    text_format("%s; the console was empty", test);

	free(test);
	return all;
}

static char *how_ended(const struct boot_facts *f)
{
	const char *what = f->backend ?: "QEMU";

	if (f->unknown_end)
		return text_copy("the recording ends");
	if (WIFSIGNALED(f->status))
		return text_format("%s was killed by signal %d (%s)", what,
				   WTERMSIG(f->status), strsignal(WTERMSIG(f->status)));
	return text_format("%s ended with exit status %d", what, WEXITSTATUS(f->status));
}

static bool is_silent(struct result *r, const struct boot_facts *f)
{
	char *how;

	if (f->console_bytes || f->channel_bytes)
		return false;
	if (f->end != END_EXIT) {
		set(r, VERDICT_SILENT,
		    "not one byte came over console or result channel in %g s; look at the console that the kernel was told to use",
		    f->limit);
		return true;
	}
	how = how_ended(f);
	set(r, VERDICT_SILENT, "%s before one byte came over console or result channel",
	    how);
	free(how);
	return true;
}

/* An Oops may be survived: then it is a splat. A panic is not. */
static bool is_crash(struct result *r, const struct boot_facts *f)
{
	const struct splat_summary *c = &f->console;

	if (!c->fatal)
		return false;
	if (!c->panic && has_token(f) && f->end != END_POWER_OFF)
		return false;
	/* A kernel that panics on a hung task has hung. */
	set(r, strstr(c->fatal, HUNG_TASK) ? VERDICT_HANG : VERDICT_CRASH, "%s (console.log:%zu)%s%s", c->fatal, c->fatal_line,
	    f->last_test ? "; the last test was " : "", f->last_test ?: "");
	return true;
}

static bool is_flood(struct result *r, const struct boot_facts *f)
{
	if (f->end != END_FLOOD)
		return false;
	set(r, VERDICT_SPLAT,
	    "more than %zu bytes came, so the boot was ended%s%s%s",
	    f->console_bytes > f->channel_bytes ? f->console_bytes : f->channel_bytes,
	    r->splat.line ? "; the first splat is: " : "",
	    r->splat.line ? r->splat.title : "",
	    f->last_test ? "" : "; no test had a result");
	return true;
}

static bool is_hang(struct result *r, const struct boot_facts *f)
{
	char *last = last_words(f);
	bool hang = true;

	switch (f->end) {
	case END_BOOT:
		set(r, VERDICT_HANG, "boot deadline: no line on the result channel within %g s%s",
		    f->limit, last);
		break;
	case END_SILENCE:
		set(r, VERDICT_HANG, "silence: nothing on console and result channel for %g s%s",
		    f->limit, last);
		break;
	case END_TOTAL:
		set(r, VERDICT_HANG, "total time: not finished after %g s%s",
		    f->limit, last);
		break;
	case END_POWER_OFF:
		set(r, VERDICT_HANG,
		    "the token came, but the guest did not power off within %g s%s",
		    f->limit, last);
		break;
	case END_PANIC:		/* a crash; if it is none, it is still no pass */
		set(r, VERDICT_HANG, "the boot was ended after a panic%s", last);
		break;
	case END_EXIT:
	case END_FLOOD:
	case END_FAILED:
	case END_PREPARE:
		hang = false;
		break;
	}
	free(last);
	return hang;
}

/* A boot that ends at the first failure has no verdict on the remaining tests. */
static bool is_ended(struct result *r, const struct boot_facts *f)
{
	if (f->end != END_FAILED)
		return false;
	set(r, VERDICT_FAIL, "%s failed, and the boot was ended there as asked",
	    f->failed_test);
	return true;
}

static bool is_qemu_error(const struct boot_facts *f)
{
	const char *line = f->console.last_line;

	return line && WIFEXITED(f->status) && WEXITSTATUS(f->status) &&
	       !f->channel_bytes && !strncmp(line, "qemu-system-", 12);
}

static bool is_lost(struct result *r, const struct boot_facts *f)
{
	char *how, *last;

	if (f->lost) {
		last = last_words(f);
		set(r, VERDICT_LOST, "%s%s", f->lost, last);
		free(last);
		return true;
	}
	if (f->end == END_PREPARE) {
		last = last_words(f);
		set(r, VERDICT_LOST, "the kernel did not begin within %g s%s", f->limit, last);
		free(last);
		return true;
	}
	if (has_token(f) && WIFEXITED(f->status) && !WEXITSTATUS(f->status))
		return false;
	if (is_qemu_error(f)) {
		set(r, VERDICT_LOST, "QEMU did not boot the guest: %s (console.log:%zu)",
		    f->console.last_line, f->console.last_number);
		return true;
	}
	how = how_ended(f);
	last = last_words(f);
	set(r, VERDICT_LOST, "%s %s%s%s", how,
	    has_token(f) ? "after the token" :
	    f->token == KTAP_TOKEN_WRONG ?
	    "and the token that came is not this boot's" :
	    "and the token did not come", f->unknown_end ? ASK_FOR_END : "", last);
	free(last);
	free(how);
	return true;
}

static bool is_expected(const struct test_result *t)
{
	return t->outcome == OUTCOME_XFAIL;
}

/* "a FAIL, b MISSING ..."; NULL when there is none. Required first. */
static char *name_tests(const struct result *r, bool (*which)(const struct test_result *))
{
	size_t nr = 0, size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		err(2, "verdict");
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < r->nr_tests; i++) {
			const struct test_result *t = &r->tests[i];

			if (t->required == (bool)pass || !which(t))
				continue;
			if (nr < NAMED)
				fprintf(out, "%s%s%s %s", nr ? ", " : "",
					t->required ? "required " : "", t->name,
					outcome_name(t->outcome));
			nr++;
		}
	}
	if (nr > NAMED)
		fprintf(out, " and %zu more", nr - NAMED);
	if (fclose(out))
		err(2, "verdict");
	if (nr)
		return text;
	free(text);
	return NULL;
}

/* Which of more failures than are named was the first: they may follow from it. */
static char *first_of_many(const struct result *r)
{
	size_t nr = 0;

	for (size_t i = 0; i < r->nr_tests; i++)
		nr += test_failed(&r->tests[i]);
	return nr > NAMED ? text_format("; the first was %s", result_first_failure(r)->name) :
			    text_copy("");
}

/* What is wrong with the results as a whole; to be freed. NULL when nothing is. */
static char *what_is_wrong(const struct result *r, const struct boot_facts *f, bool named)
{
	if (f->problem)
		return text_copy(f->problem);
	if (!f->planned)
		return text_copy("there was no plan on the result channel");
	if (f->skipped)
		return text_format("nothing was planned: SKIP%s%s",
				   *f->skipped ? " " : "", f->skipped);
	if (named)
		return NULL;
	if (f->token == KTAP_TOKEN_EARLY)
		return text_copy("the token came before the plan was complete");
	if (!f->complete)
		return text_copy("the plan is not complete");
	return r->nr_tests ? NULL : text_copy("no test ran");
}

static bool is_fail(struct result *r, const struct boot_facts *f)
{
	char *tests = name_tests(r, test_failed), *what = what_is_wrong(r, f, tests);
	char *first = first_of_many(r);
	bool fail = what || tests;

	if (fail)
		set(r, VERDICT_FAIL, "%s%s%s%s%s%s", what ?: "", what && tests ? "; " : "",
		    tests ?: "", first, r->splat.line ? "; and a splat: " : "",
		    r->splat.line ? r->splat.title : "");
	free(first);
	free(what);
	free(tests);
	return fail;
}

static bool is_splat(struct result *r, const struct boot_facts *f)
{
	size_t more = f->console.splats - 1;

	if (!f->console.splats)
		return false;
	if (more)
		set(r, VERDICT_SPLAT, "%s (console.log:%zu) and %zu more", r->splat.title,
		    r->splat.line, more);
	else
		set(r, VERDICT_SPLAT, "%s (console.log:%zu)", r->splat.title,
		    r->splat.line);
	return true;
}

static bool is_xfail(struct result *r)
{
	char *tests = name_tests(r, is_expected);

	if (!tests)
		return false;
	set(r, VERDICT_XFAIL, "failed as expected: %s", tests);
	free(tests);
	return true;
}

/**
 * verdict_decide - set the verdict, the reason and the splat of a result
 * @r: the result, its tests judged
 * @f: the other facts
 */
void verdict_decide(struct result *r, const struct boot_facts *f)
{
	splat_copy(&r->splat, f->console.first);
	if (is_silent(r, f) || is_crash(r, f) || is_flood(r, f) || is_hang(r, f) ||
	    is_ended(r, f) || is_lost(r, f) || is_fail(r, f) || is_splat(r, f) ||
	    is_xfail(r))
		return;
	free(r->reason);
	r->reason = NULL;
	r->verdict = VERDICT_PASS;
}
