// SPDX-License-Identifier: GPL-2.0
/* Fuzz the splat scanner: the same console gives the same splat. */
#define _GNU_SOURCE
#include <string.h>

#include "../../host/kit/splat.h"
#include "../../host/kit/text.h"
#include "fuzz.h"

static void check_splat(const struct splat *splat, size_t lines)
{
	FUZZ_CHECK(splat->line <= lines);
	FUZZ_CHECK(*splat->kind);
	FUZZ_CHECK(strlen(splat->fingerprint) == 16);
	FUZZ_CHECK(strspn(splat->fingerprint, "0123456789abcdef") == 16);
	FUZZ_CHECK(strlen(splat->excerpt) <= SPLAT_EXCERPT);
	FUZZ_CHECK(!strchr(splat->title, '\n'));
}

static size_t count_lines(const uint8_t *data, size_t size)
{
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	return lines;
}

/* All that was found, as a text to compare; to be freed. */
static char *summarize(const struct splat_scan *s, size_t lines)
{
	const struct splat *first;
	struct splat_summary sum;

	splat_scan_summary(s, &sum);
	first = sum.first;
	FUZZ_CHECK(!sum.splats == !first->line);
	FUZZ_CHECK(!sum.fatal == !sum.fatal_line);
	/* Whatever is fatal is a splat too, and no panic is not fatal. */
	FUZZ_CHECK(!sum.fatal || sum.splats);
	FUZZ_CHECK(!sum.panic || sum.fatal);
	FUZZ_CHECK(!sum.allowed);
	FUZZ_CHECK(sum.fatal_line <= lines && sum.last_number <= lines);
	if (first->line)
		check_splat(first, lines);
	return text_format("%zu %d %zu %zu %s|%s|%s|%s|%s|%s", sum.splats, sum.panic,
			   sum.fatal_line, first->line, sum.fatal ?: "",
			   sum.last_line ?: "", first->kind ?: "", first->title ?: "",
			   first->fingerprint ?: "", first->excerpt ?: "");
}

static char *scan(const uint8_t *data, size_t size, bool whole)
{
	struct splat_scan *s = splat_scan_new(NULL);
	char *summary;

	for (size_t at = 0; at < size;) {
		size_t piece = whole ? size : fuzz_piece(data, size, at);

		splat_scan_feed(s, (const char *)data + at, piece);
		at += piece;
	}
	splat_scan_end(s);
	summary = summarize(s, count_lines(data, size));
	splat_scan_free(s);
	return summary;
}

/* Another time stamp, address or process is no other bug. */
static void check_title(const uint8_t *data, size_t size)
{
	int len = size < 100 ? size : 100;
	char *one = text_format("CPU: 1 PID: 7 %.*s f+0x1/0x20 at 0x12", len, (const char *)data);
	char *two = text_format("CPU: 0 PID: 99 %.*s f+0xa4/0x20 at 0xfe0", len, (const char *)data);
	char *title_one = splat_title(one);
	char *title_two = splat_title(two);

	FUZZ_CHECK(!strcmp(title_one, title_two));
	FUZZ_CHECK(strlen(title_one) <= 240);
	free(title_one);
	free(title_two);
	free(one);
	free(two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *whole = scan(data, size, true);
	char *pieces = scan(data, size, false);

	FUZZ_CHECK(!strcmp(whole, pieces));
	check_title(data, size);
	free(pieces);
	free(whole);
	return 0;
}
