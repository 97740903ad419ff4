// SPDX-License-Identifier: GPL-2.0
/* The head of the page: what was run, when, and on which machine. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "../kit/text.h"
#include "html.h"

/* Count the cells of each kind, in the order of the tones. */
static void tally(xmlNode *header, const struct report *report)
{
	xmlNode *list = element(header, "p", "tally");

	for (enum tone tone = TONE_PASS; tone <= TONE_UNKNOWN; tone++) {
		const char *done[NR_VERDICTS + 2] = { };
		size_t nr_done = 0;

		for (size_t i = 0; i < report->nr; i++) {
			const char *word = cell_word(&report->cells[i]);
			size_t count = 0, j = 0;
			char *label;

			if (cell_tone(&report->cells[i]) != tone)
				continue;
			while (j < nr_done && strcmp(done[j], word))
				j++;
			if (j < nr_done)
				continue;
			done[nr_done++] = word;
			for (j = i; j < report->nr; j++)
				count += !strcmp(word,
						 cell_word(&report->cells[j]));
			label = text_format("%zu %s", count, word);
			badge(list, tone, label);
			free(label);
		}
	}
}

static char *start_of(const char *path, const char *key)
{
	FILE *f = fopen(path, "re");
	char *found = NULL, *buffer = NULL;
	size_t size = 0, len = strlen(key);

	while (f && !found && getline(&buffer, &size, f) > 0) {
		char *value = buffer + len;

		if (strncmp(buffer, key, len))
			continue;
		value += strspn(value, " \t:=\"");
		value[strcspn(value, "\"\n")] = '\0';
		found = text_format("%s", value);
	}
	if (f)
		fclose(f);
	free(buffer);
	return found;
}

/* What run times depend on. The machine's name is left out, because it is private. */
static char *machine(void)
{
	char *cpu = start_of("/proc/cpuinfo", "model name");
	char *system = start_of("/etc/os-release", "PRETTY_NAME");
	char *memory = start_of("/proc/meminfo", "MemTotal");
	struct utsname name = {};
	char *all;

	uname(&name);
	all = text_format("%ld %s CPUs%s%s%s, %.1f GiB, %s%sLinux %s",
			  sysconf(_SC_NPROCESSORS_ONLN), name.machine,
			  cpu ? " (" : "", cpu ?: "", cpu ? ")" : "",
			  memory ? strtod(memory, NULL) / (1 << 20) : 0,
			  system ?: "", system ? ", " : "", name.release);
	free(cpu);
	free(system);
	free(memory);
	return all;
}

static const char *get_version(const struct result *r)
{
	return r->version;
}

static const char *get_qemu(const struct result *r)
{
	return r->qemu;
}

static void distinct_fact(xmlNode *list, const struct report *report,
			  const char *name,
			  const char *(*get)(const struct result *))
{
	char *value = distinct_values(report, NULL, get);

	fact(list, name, value);
	free(value);
}

static time_t first_start(const struct report *report)
{
	double first = 0;

	for (size_t i = 0; i < report->nr; i++) {
		double started = report->cells[i].r->started;

		if (started > 0 && (!first || started < first))
			first = started;
	}
	return first;
}

static char *stamp(time_t when, const char *format)
{
	char text[40] = "";

	strftime(text, sizeof(text), format, gmtime(&when));
	return text_format("%s", text);
}

/* "2026-11-22 15:23 to 15:38 UTC", with both dates where they differ. */
static void when_fact(xmlNode *list, const struct report *report)
{
	time_t first = first_start(report) ?: report->now;
	bool same_day = first / 86400 == report->now / 86400;
	char *from = stamp(first, "%Y-%m-%d %H:%M");
	char *to = stamp(report->now, same_day ? "%H:%M" : "%Y-%m-%d %H:%M");
	char *both = text_format("%s to %s UTC", from, to);

	fact(list, "Run", both);
	free(from);
	free(to);
	free(both);
}

/**
 * html_head - append title, verdict of the run, facts
 * @body: the parent element
 * @report: the run
 */
void html_head(xmlNode *body, const struct report *report)
{
	xmlNode *header = element(body, "header", NULL), *facts;
	char *sentence = closing_sentence(report), *host = machine();

	line(header, "h1", NULL, report->title);
	line(header, "p", "lead", sentence);
	tally(header, report);
	facts = element(header, "dl", "facts");
	distinct_fact(facts, report, "Sources", get_version);
	when_fact(facts, report);
	distinct_fact(facts, report, "Emulator", get_qemu);
	fact(facts, "Machine", host);
	free(sentence);
	free(host);
}
