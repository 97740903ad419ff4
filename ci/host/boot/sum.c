// SPDX-License-Identifier: GPL-2.0
/* The guest ends its results with their checksum: are they as it wrote them? */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "../../guest/frame.h"
#include "boot.h"

/**
 * struct stream_sum - results as they come
 * @crc: of all bytes
 * @before: of those before the current line
 * @line: the beginning of the current line
 * @len: the length of that line, which may be longer than @line
 * @told: a line told the sum of what was before it
 * @wrong: a line told another sum
 */
struct stream_sum {
	uint32_t crc, before;
	char line[32];
	size_t len;
	bool told;
	bool wrong;
};

/**
 * stream_sum_new - before the first byte
 *
 * Return: the sum, to be freed.
 */
struct stream_sum *stream_sum_new(void)
{
	struct stream_sum *s = calloc(1, sizeof(*s));

	if (!s)
		err(2, "sum");
	return s;
}

static void end_of_line(struct stream_sum *s)
{
	char expect[32];
	size_t len = snprintf(expect, sizeof(expect), STREAM_SUM "%08x\n", s->before);
	bool told = s->len >= strlen(STREAM_SUM) &&
		    !memcmp(s->line, STREAM_SUM, strlen(STREAM_SUM));

	if (told && s->len == len && !memcmp(s->line, expect, len))
		s->told = true;
	else if (told)
		s->wrong = true;
	s->before = s->crc;
	s->len = 0;
}

/**
 * stream_sum_feed - the next bytes
 * @s: the sum
 * @data: the bytes
 * @len: how many
 */
void stream_sum_feed(struct stream_sum *s, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s->len < sizeof(s->line))
			s->line[s->len] = data[i];
		s->len++;
		s->crc = frame_crc(s->crc, data + i, 1);
		if (data[i] == '\n')
			end_of_line(s);
	}
}

/**
 * stream_sum_told - did the guest tell the sum?
 * @s: the sum
 *
 * Return: whether it did, and it was right.
 */
bool stream_sum_told(const struct stream_sum *s)
{
	return s->told && !s->wrong;
}

/**
 * stream_sum_wrong - did the guest tell another sum?
 * @s: the sum
 *
 * Return: whether it did; then something is lost.
 */
bool stream_sum_wrong(const struct stream_sum *s)
{
	return s->wrong;
}
