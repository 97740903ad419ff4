/* SPDX-License-Identifier: GPL-2.0 */
/* The page is a libxml2 tree; the library escapes what it writes out. */
#ifndef KIT_HTML_H
#define KIT_HTML_H

#include <libxml/tree.h>

#include "report.h"

/* html-dom.c */
xmlNode *element(xmlNode *parent, const char *tag, const char *class);
xmlNode *attribute(xmlNode *node, const char *name, const char *value);
xmlNode *text(xmlNode *node, const char *string);
xmlNode *textf(xmlNode *node, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
xmlNode *line(xmlNode *parent, const char *tag, const char *class,
	      const char *string);
void raw(xmlNode *node, const char *string);
void fact(xmlNode *list, const char *name, const char *value);
xmlNode *scroller(xmlNode *parent, const char *label);
xmlNode *badge(xmlNode *parent, enum tone tone, const char *word);
const char *tone_name(enum tone tone);
const char *tone_glyph(enum tone tone);
void put_time(xmlNode *node, double seconds);

/* The parts of the page. */
void html_head(xmlNode *body, const struct report *report);
void html_matrix(xmlNode *body, const struct report *report);
void html_cell(xmlNode *body, const struct report *report,
	       const struct cell *cell);
void html_first(xmlNode *section, const struct cell *cell);
void html_logs(xmlNode *section, const struct report *report,
	       const struct cell *cell);
void html_contract(xmlNode *body, const struct report *report);

/* assets.c */
extern const char asset_style[], asset_script[];

#endif /* KIT_HTML_H */
