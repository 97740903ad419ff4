/* SPDX-License-Identifier: GPL-2.0 */
/* A cell whose guest is a shell script (guests/), for the tests of kit-boot. */
#ifndef KIT_TESTS_FAKE_H
#define KIT_TESTS_FAKE_H

int fake_begin(void **state);
int fake_end(void **state);

void fake_put(const char *path, const char *text);
void fake_cell(const char *guest);
int fake_boot(const char *options);
void fake_says(const char *path, const char *what);

#endif /* KIT_TESTS_FAKE_H */
