// SPDX-License-Identifier: GPL-2.0
/* Fuzz the KTAP parser: whatever comes, what it says must add up. */
#define _GNU_SOURCE
#include <string.h>

#include "../../host/kit/ktap.h"
#include "fuzz.h"

struct tally {
	size_t leaves, suites, missing;
	size_t hash;
};

static size_t hash_string(size_t hash, const char *s)
{
	for (; s && *s; s++)
		hash = hash * 31 + (unsigned char)*s;
	return hash * 31 + 1;
}

static void check_name(const char *name)
{
	size_t len = strlen(name);

	FUZZ_CHECK(len && name[0] != '.' && name[len - 1] != '.');
	FUZZ_CHECK(!strstr(name, ".."));
	FUZZ_CHECK(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.") == len);
}

static void on_report(void *ctx, const struct ktap_report *report)
{
	struct tally *t = ctx;

	check_name(report->name);
	FUZZ_CHECK((unsigned int)report->outcome < NR_OUTCOMES);
	FUZZ_CHECK(report->outcome != OUTCOME_XPASS);
	FUZZ_CHECK(!report->telling || report->suite);
	if (report->suite)
		t->suites++;
	else if (report->outcome == OUTCOME_MISSING)
		t->missing++;
	else
		t->leaves++;
	t->hash = hash_string(t->hash, report->name);
	t->hash = hash_string(t->hash, report->detail);
	t->hash = hash_string(t->hash, report->after);
	t->hash = t->hash * 31 + report->outcome;
}

static struct tally parse(const uint8_t *data, size_t size, bool whole)
{
	struct ktap *k = ktap_new("0123456789abcdef");
	struct tally t = {};
	bool complete;

	for (size_t at = 0; at < size;) {
		size_t piece = whole ? size : fuzz_piece(data, size, at);

		ktap_feed(k, (const char *)data + at, piece, 0);
		at += piece;
	}
	complete = ktap_complete(k);
	/* The good token is only there when the plan is complete. */
	FUZZ_CHECK(ktap_token(k) != KTAP_TOKEN_GOOD || complete);
	ktap_end(k);
	FUZZ_CHECK(!ktap_complete(k) || ktap_planned(k));
	ktap_report(k, on_report, &t);
	/* Every result is told once; what else is told is missing. */
	FUZZ_CHECK(t.leaves + t.suites == ktap_results(k));
	FUZZ_CHECK(t.leaves <= ktap_lines(k));
	t.hash = hash_string(t.hash, ktap_problem(k));
	t.hash = t.hash * 31 + ktap_token(k);
	ktap_free(k);
	return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tally whole = parse(data, size, true);
	struct tally pieces = parse(data, size, false);

	FUZZ_CHECK(whole.hash == pieces.hash);
	FUZZ_CHECK(whole.leaves == pieces.leaves && whole.missing == pieces.missing);
	return 0;
}
