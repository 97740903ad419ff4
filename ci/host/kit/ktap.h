/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Read KTAP as it comes. The parser trusts nothing: it keeps and reports planned results
 * that did not come, and any inconsistency.
 */
#ifndef KIT_KTAP_H
#define KIT_KTAP_H

#include <stdbool.h>
#include <stddef.h>

#include "result.h"

struct ktap;

enum ktap_token {
	KTAP_TOKEN_NONE,
	KTAP_TOKEN_WRONG,	/* "kit: done", but not with this boot's token */
	KTAP_TOKEN_EARLY,	/* the right one, before the plan was complete */
	KTAP_TOKEN_GOOD,
};

/**
 * struct ktap_report - one test, as reported by ktap_report()
 * @name: its full name, unique in the report
 * @outcome: its outcome
 * @detail: the directive's text and the diagnostics before it, or NULL
 * @after: the diagnostics between it and the next result, or NULL
 * @seconds: time since the result before it
 * @suite: it has tests of its own
 * @telling: it contains what no test in it says; only relevant for a suite
 * @again: its name was already used, so a number was added
 */
struct ktap_report {
	const char *name;
	enum outcome outcome;
	const char *detail;
	const char *after;
	double seconds;
	bool suite;
	bool telling;
	bool again;
};

typedef void (*ktap_fn)(void *ctx, const struct ktap_report *report);
typedef void (*ktap_seen_fn)(void *ctx, const char *name, enum outcome outcome,
			     bool telling);

struct ktap *ktap_new(const char *token);
void ktap_free(struct ktap *k);
void ktap_on_result(struct ktap *k, ktap_seen_fn fn, void *ctx);
void ktap_feed(struct ktap *k, const char *data, size_t len, double now);
void ktap_end(struct ktap *k);

enum ktap_token ktap_token(const struct ktap *k);
bool ktap_complete(const struct ktap *k);
bool ktap_planned(const struct ktap *k);
const char *ktap_skipped(const struct ktap *k);
const char *ktap_last(const struct ktap *k);
const char *ktap_problem(struct ktap *k);
size_t ktap_lines(const struct ktap *k);
size_t ktap_results(const struct ktap *k);
double ktap_idle(const struct ktap *k, double now);

void ktap_report(struct ktap *k, ktap_fn fn, void *ctx);

#endif /* KIT_KTAP_H */
