// SPDX-License-Identifier: GPL-2.0
/* Make text from a guest printable: valid UTF-8 that XML 1.0 allows. */
#define _GNU_SOURCE
#include <err.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "text.h"

#define REPLACEMENT	"\xef\xbf\xbd"		/* U+FFFD */

/* glibc's own UTF-8 decoder, whatever locale the program runs in. */
static locale_t utf8_locale(void)
{
	static locale_t utf8;

	if (!utf8)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL);
	if (!utf8)
		err(2, "the C library has no C.UTF-8 locale");
	return utf8;
}

/* Treat characters that reorder or hide text on a screen as control characters. */
static bool is_plain(wchar_t c)
{
	if (c < 0xa0 || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff)
		return false;
	if ((c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f))
		return false;
	return c != 0xfeff && (c & 0xfffe) != 0xfffe;
}

/* Replace control characters by their pictures (ESC: U+241B), so they are visible. */
static void put_ascii(FILE *out, unsigned char c)
{
	if (c == 0x7f)
		fputs("\xe2\x90\xa1", out);
	else if (c < 0x20 && c != '\n' && c != '\t')
		fprintf(out, "\xe2\x90%c", 0x80 + c);
	else
		putc(c, out);
}

static size_t put_wide(FILE *out, const char *s, size_t len)
{
	mbstate_t state = {};
	wchar_t c;
	size_t n = mbrtowc(&c, s, len, &state);

	if (n == (size_t)-1 || n == (size_t)-2) {
		fputs(REPLACEMENT, out);
		return 1;
	}
	if (is_plain(c))
		fwrite(s, 1, n, out);
	else
		fputs(REPLACEMENT, out);
	return n;
}

/**
 * text_printable - copy a text for reports and terminals
 * @s: any bytes
 * @len: how many
 *
 * The copy is valid UTF-8 without characters that XML 1.0 forbids and without control
 * characters other than newline and tab: those become their pictures, broken UTF-8
 * becomes U+FFFD, and the CR of a CR LF is removed.
 *
 * Return: a string to be freed.
 */
char *text_printable(const char *s, size_t len)
{
	locale_t old = uselocale(utf8_locale());
	size_t size, i = 0;
	char *copy;
	FILE *out = open_memstream(&copy, &size);

	if (!out)
		err(2, "text_printable");
	while (i < len) {
		unsigned char c = s[i];

		if (c >= 0x80) {
			i += put_wide(out, s + i, len - i);
			continue;
		}
		if (c != '\r' || i + 1 == len || s[i + 1] != '\n')
			put_ascii(out, c);
		i++;
	}
	if (fclose(out))
		err(2, "text_printable");
	uselocale(old);
	return copy;
}

/**
 * text_line - make a printable copy on one line
 * @s: a string, or NULL
 *
 * Return: a string to be freed, "" for NULL.
 */
char *text_line(const char *s)
{
	char *copy = text_printable(s ?: "", s ? strlen(s) : 0);

	for (char *p = copy; *p; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
	return copy;
}

/**
 * text_cut - find where to cut a UTF-8 string
 * @s: the string
 * @max: how many bytes may stay
 *
 * Return: the largest length up to @max that splits no character.
 */
size_t text_cut(const char *s, size_t max)
{
	size_t len = strnlen(s, max + 1);

	if (len <= max)
		return len;
	len = max;
	while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

/**
 * text_columns - the width of a string on a terminal
 * @s: printable text without a newline
 * @max: the most columns to look at
 * @bytes: set to the length of what fits into @max; may be NULL
 *
 * Return: the columns that fit.
 */
size_t text_columns(const char *s, size_t max, size_t *bytes)
{
	locale_t old = uselocale(utf8_locale());
	size_t columns = 0, i = 0;
	mbstate_t state = {};

	while (s[i]) {
		wchar_t c;
		size_t n = mbrtowc(&c, s + i, strlen(s + i), &state);
		int width = n > 4 ? 1 : wcwidth(c);

		if (n > 4) {	/* broken: a column a byte */
			memset(&state, 0, sizeof(state));
			n = 1;
		}
		if (columns + (width < 0 ? 0 : width) > max)
			break;
		columns += width < 0 ? 0 : width;
		i += n;
	}
	if (bytes)
		*bytes = i;
	uselocale(old);
	return columns;
}

/**
 * text_copy - copy a string
 * @s: the string, or NULL
 *
 * Return: a string to be freed, NULL for NULL; the program exits when memory runs out.
 */
char *text_copy(const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	if (s && !copy)
		err(2, "text");
	return copy;
}

/**
 * text_format - printf into a new string
 * @fmt: as for printf
 *
 * Return: a string to be freed; never NULL, because the program exits when memory runs
 * out.
 */
char *text_format(const char *fmt, ...)
{
	va_list args;
	char *s;
	int n;

	va_start(args, fmt);
	n = vasprintf(&s, fmt, args);
	va_end(args);
	if (n < 0)
		err(2, "text_format");
	return s;
}
