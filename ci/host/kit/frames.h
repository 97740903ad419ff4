/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A result stream in frames, among the lines of a console or of a serial line
 * (Documentation/backends.rst).
 */
#ifndef KIT_FRAMES_H
#define KIT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

struct frames;

typedef void (*frames_fn)(void *ctx, const char *data, size_t len);

struct frames *frames_new(const char *token, frames_fn fn, void *ctx);
void frames_free(struct frames *f);
void frames_feed(struct frames *f, const char *data, size_t len);
void frames_end(struct frames *f);

bool frames_is_frame(const char *line);
size_t frames_seen(const struct frames *f);
bool frames_kernel_began(const struct frames *f);
bool frames_console_ended(const struct frames *f);
bool frames_ours(const struct frames *f);
const char *frames_problem(const struct frames *f);

#endif /* KIT_FRAMES_H */
