/* SPDX-License-Identifier: GPL-2.0 */
/* What happens in a cell while it runs, for the progress display. */
#ifndef KIT_EVENTS_H
#define KIT_EVENTS_H

void events_begin(const char *celldir);
void event_write(const char *celldir, const char *text);

#endif /* KIT_EVENTS_H */
