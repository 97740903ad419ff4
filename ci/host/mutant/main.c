// SPDX-License-Identifier: GPL-2.0
/* kit-mutant: the steps of ci/mutants/ that need more than a shell. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "../kit/text.h"
#include "mutant.h"

/*
 * Exit status: killed, or equivalent; not killed, or not by this boot; an error of the
 * kit.
 */
enum { EXIT_GOOD, EXIT_BAD, EXIT_TROUBLE };

static const char usage_text[] =
	"Usage: kit-mutant pick CELL VERSION FILE...	the mutants for a cell, whose\n"
	"					tree has this version: number, name, file\n"
	"       kit-mutant only FILE BASELINE	kit.only= for its first boot\n"
	"       kit-mutant rest FILE BASELINE	kit.only= for all that is left then\n"
	"       kit-mutant deciding FILE BASELINE	the tests of which one must fail\n"
	"       kit-mutant seconds BASELINE ONLY	what its tests, or all, took\n"
	"       kit-mutant named FILE BASELINE BOOT OUT ASLEEP\n"
	"       kit-mutant all FILE BASELINE BOOT OUT ASLEEP	judge a boot (of the named tests, of all)\n"
	"       kit-mutant unbooted FILE BOOT OUT	there was no kernel to boot\n"
	"       kit-mutant equal FILE CELL OUT WHY	nothing can notice it, without a boot\n"
	"       kit-mutant survivors DIR CELL	number and name of those that survived\n"
	"       kit-mutant table DIR CELL...	print what became of them\n"
	"       kit-mutant score DIR SEED CELL...	the same of mutants that were made by chance\n"
	"ASLEEP is after how many seconds of a task's sleep the kernel panics.\n"
	"BASELINE and BOOT are result.json files, OUT is a mutant.json.\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return EXIT_TROUBLE;
}

static void load_mutant(struct mutant *m, const char *path)
{
	if (mutant_load(m, path))
		exit(EXIT_TROUBLE);
}

static int by_number(const void *a, const void *b)
{
	const struct mutant *x = a, *y = b;

	return x->number != y->number ? x->number - y->number :
					strcmp(x->name, y->name);
}

/* All headers are read, so that a bad one is reported for any cell. */
static int pick(const char *cell, const char *version, char **files, int nr)
{
	struct mutant *m = calloc(nr + 1, sizeof(*m));
	int ret = EXIT_GOOD;

	if (!m)
		return EXIT_TROUBLE;
	for (int i = 0; i < nr; i++)
		load_mutant(&m[i], files[i]);
	qsort(m, nr, sizeof(*m), by_number);
	for (int i = 0; i < nr; i++) {
		int applies = mutant_applies(&m[i], cell, version);

		if (applies < 0)
			ret = EXIT_TROUBLE;
		if (applies > 0)
			printf("%d %s %s\n", m[i].number, m[i].name, m[i].path);
		mutant_free(&m[i]);
	}
	free(m);
	return ret;
}

static int tell(const char *file, const char *baseline,
		void (*print)(FILE *, const struct mutant *, const struct result *))
{
	struct result *r = result_need(baseline);
	struct mutant m;

	load_mutant(&m, file);
	print(stdout, &m, r);
	mutant_free(&m);
	result_free(r);
	return EXIT_GOOD;
}

/*
 * Sum over the tests below @part ("suite.program"), or all tests when it is empty. A part
 * after a minus sign is subtracted.
 */
static double seconds_in(const struct result *r, const char *part, size_t len)
{
	bool minus = len && *part == '-';
	double seconds = 0;

	part += minus;
	len -= minus;
	for (size_t i = 0; i < r->nr_tests; i++) {
		const char *name = r->tests[i].name;

		if (!len || (!strncmp(name, part, len) && name[len] == '.'))
			seconds += r->tests[i].seconds;
	}
	return minus ? -seconds : seconds;
}

static int seconds(const char *path, const char *parts)
{
	struct result *r = result_need(path);
	double sum = 0;
	size_t len;

	do {
		len = strcspn(parts, ",");
		sum += seconds_in(r, parts, len);
		parts += len + (parts[len] == ',');
	} while (*parts);
	printf("%.0f\n", sum + 1);
	result_free(r);
	return EXIT_GOOD;
}

static int finish(const struct mutant *m, const char *cell, const char *out,
		  struct outcome_of *o)
{
	int ret = save_outcome(out, m, cell, o);

	printf("%s %s\n", fate_name(o->fate), o->by ?: "");
	free(o->by);
	if (ret)
		return EXIT_TROUBLE;
	return o->fate == FATE_KILLED || o->fate == FATE_EQUAL ? EXIT_GOOD :
								 EXIT_BAD;
}

static int judge(char **argv, bool all)
{
	struct result *baseline = result_need(argv[1]);
	struct result *boot = result_need(argv[2]);
	struct outcome_of o;
	struct mutant m;
	int ret;

	load_mutant(&m, argv[0]);
	/* Not exactly: the guest has a clock of its own. */
	m.asleep = 0.8 * atof(argv[4]);
	o = all ? judge_all(&m, baseline, boot) : judge_named(&m, baseline, boot);
	ret = finish(&m, baseline->cell, argv[3], &o);
	mutant_free(&m);
	result_free(boot);
	result_free(baseline);
	return ret;
}

static int equal(char **argv)
{
	struct outcome_of o = {
		.fate = FATE_EQUAL, .by = text_format("%s", argv[3]),
	};
	struct mutant m;
	int ret;

	load_mutant(&m, argv[0]);
	ret = finish(&m, argv[1], argv[2], &o);
	mutant_free(&m);
	return ret;
}

static int unbooted(char **argv)
{
	struct result *r = result_need(argv[1]);
	struct outcome_of o = {
		.fate = r->verdict == VERDICT_APPLY ? FATE_APPLY : FATE_BUILD,
		.by = text_format("%s: %s", verdict_name(r->verdict),
				  r->reason ?: "no reason"),
	};
	struct mutant m;
	int ret;

	load_mutant(&m, argv[0]);
	ret = finish(&m, r->cell, argv[2], &o);
	mutant_free(&m);
	result_free(r);
	return ret;
}

int main(int argc, char **argv)
{
	const char *command = argc > 1 ? argv[1] : "";

	if (!strcmp(command, "pick") && argc >= 4)
		return pick(argv[2], argv[3], argv + 4, argc - 4);
	if (!strcmp(command, "only") && argc == 4)
		return tell(argv[2], argv[3], print_only);
	if (!strcmp(command, "rest") && argc == 4)
		return tell(argv[2], argv[3], print_rest);
	if (!strcmp(command, "deciding") && argc == 4)
		return tell(argv[2], argv[3], print_deciding);
	if (!strcmp(command, "seconds") && argc == 4)
		return seconds(argv[2], argv[3]);
	if (!strcmp(command, "named") && argc == 7)
		return judge(argv + 2, false);
	if (!strcmp(command, "all") && argc == 7)
		return judge(argv + 2, true);
	if (!strcmp(command, "unbooted") && argc == 5)
		return unbooted(argv + 2);
	if (!strcmp(command, "equal") && argc == 6)
		return equal(argv + 2);
	if (!strcmp(command, "survivors") && argc == 4)
		return print_survivors(argv[2], argv[3]);
	if (!strcmp(command, "score") && argc >= 5)
		return print_score(argv[2], argv[3], argv + 4);
	if (!strcmp(command, "table") && argc >= 4)
		return print_table(argv[2], argv + 3);
	return usage();
}
