/* SPDX-License-Identifier: GPL-2.0 */
/* Events in a running cell, for the progress display. */
#ifndef KIT_EVENTS_H
#define KIT_EVENTS_H

void events_begin(const char *celldir);
void event_write(const char *celldir, const char *text);

#endif /* KIT_EVENTS_H */
