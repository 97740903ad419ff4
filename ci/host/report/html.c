// SPDX-License-Identifier: GPL-2.0
/* index.html: one self-contained page that needs neither network nor script. */
#define _GNU_SOURCE
#include <errno.h>
#include <libxml/HTMLtree.h>
#include <stdlib.h>
#include <string.h>

#include "../kit/save.h"
#include "../kit/text.h"
#include "html.h"

/* Where the page is too narrow for columns, the arch stands next to the cell. */
static void matrix_cell(xmlNode *row, const struct cell *cell)
{
	xmlNode *td = element(row, "td", NULL), *a, *small;
	char *class, *link;

	if (!cell) {
		attribute(td, "class", "empty");
		attribute(text(td, "\xe2\x80\x93"), "aria-label",
			  "not asked for");
		return;
	}
	class = text_format("tone-%s", tone_name(cell_tone(cell)));
	link = text_format("#%s", cell->id);
	attribute(td, "class", class);
	attribute(td, "data-arch", cell->r->arch);
	a = element(td, "a", NULL);
	attribute(a, "href", link);
	attribute(line(a, "span", "glyph", tone_glyph(cell_tone(cell))),
		  "aria-hidden", "true");
	textf(line(a, "b", NULL, cell_word(cell)), " ");
	small = element(a, "span", "sub");
	if (!cell->why && cell_tone(cell) != TONE_NONE)
		textf(small, "%s ", cell->r->status ?: "");
	if (cell->required)
		textf(small, "%zu/%zu", cell->held, cell->required);
	small = element(a, "span", "sub time");
	if (!cell->why) {
		put_time(small, cell_seconds(cell));
		text(small, cell->r->kept ? ", kept" : "");
	}
	free(class);
	free(link);
}

static void matrix_row(xmlNode *body, const struct report *report,
		       const struct cell *row)
{
	const struct cell *column;
	xmlNode *tr = element(body, "tr", NULL), *th;
	char *versions = row_versions(report, row);

	th = attribute(element(tr, "th", NULL), "scope", "row");
	textf(th, "%s %s", row->r->base, row->r->flavor);
	line(th, "span", "sub", versions);
	for (size_t i = 0; (column = report_column(report, i)); i++)
		matrix_cell(tr, report_at(report, row, column));
	free(versions);
}

static void coverage_line(xmlNode *section, const struct report *report)
{
	xmlNode *p = element(section, "p", "note");
	char *summary = coverage_summary(report);

	text(p, summary);
	text(p, ". ");
	attribute(line(p, "a", NULL, "Contract by cell"), "href", "#contract");
	free(summary);
}

/**
 * html_matrix - append the matrix; each of its cells links to that cell's section
 * @body: the parent element
 * @report: the run
 */
void html_matrix(xmlNode *body, const struct report *report)
{
	xmlNode *section = element(body, "section", NULL), *table, *part;
	const struct cell *cell;

	line(section, "h2", NULL, "Matrix");
	table = element(scroller(section, "Matrix"), "table", "matrix");
	part = element(element(table, "thead", NULL), "tr", NULL);
	attribute(line(part, "th", NULL, "base, flavor"), "scope", "col");
	for (size_t i = 0; (cell = report_column(report, i)); i++)
		attribute(line(part, "th", NULL, cell->r->arch), "scope",
			  "col");
	part = element(table, "tbody", NULL);
	for (size_t i = 0; (cell = report_row(report, i)); i++)
		matrix_row(part, report, cell);
	line(section, "p", "note",
	     "n/m: n of the m required tests passed. \xe2\x80\x9cnone\xe2\x80\x9d: that base has no direct calls on that architecture; the tests that must pass without them are counted. \xe2\x80\x9ckept\xe2\x80\x9d: the verdict of an earlier boot of the very same bits.");
	coverage_line(section, report);
}

static void meta(xmlNode *head, const char *name, const char *content)
{
	xmlNode *node = element(head, "meta", NULL);

	attribute(node, "name", name);
	attribute(node, "content", content);
}

/* The policy protects the reader if something is not escaped by mistake. */
static void page_head(xmlNode *html, const struct report *report)
{
	xmlNode *head = element(html, "head", NULL), *node;

	attribute(element(head, "meta", NULL), "charset", "utf-8");
	node = element(head, "meta", NULL);
	attribute(node, "http-equiv", "Content-Security-Policy");
	attribute(node, "content",
		  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'");
	meta(head, "viewport", "width=device-width, initial-scale=1");
	meta(head, "color-scheme", "light dark");
	line(head, "title", NULL, report->title);
	raw(element(head, "style", NULL), asset_style);
}

static void page_body(xmlNode *html, const struct report *report)
{
	xmlNode *body = element(html, "body", NULL), *main;

	html_head(body, report);
	main = element(body, "main", NULL);
	html_matrix(main, report);
	for (size_t i = 0; i < report->nr; i++)
		html_cell(main, report, &report->cells[i]);
	html_contract(main, report);
	raw(element(body, "script", NULL), asset_script);
}

static xmlDoc *page(const struct report *report)
{
	xmlDoc *doc = htmlNewDocNoDtD(NULL, NULL);
	xmlNode *html = xmlNewNode(NULL, BAD_CAST "html");

	xmlCreateIntSubset(doc, BAD_CAST "html", NULL, NULL);
	xmlDocSetRootElement(doc, html);
	attribute(html, "lang", "en");
	page_head(html, report);
	page_body(html, report);
	return doc;
}

/**
 * write_html - write the page
 * @report: the run
 * @path: the file
 *
 * Return: 0, or a negative errno after a message.
 */
int write_html(const struct report *report, const char *path)
{
	xmlDoc *doc = page(report);
	xmlChar *text = NULL;
	int len = 0, ret;

	htmlDocDumpMemoryFormat(doc, &text, &len, 0);
	xmlFreeDoc(doc);
	if (!text) {
		fprintf(stderr, "%s: out of memory\n", path);
		return -ENOMEM;
	}
	ret = save_file(path, (const char *)text, len);
	xmlFree(text);
	return ret;
}
