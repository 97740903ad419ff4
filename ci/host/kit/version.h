/* SPDX-License-Identifier: GPL-2.0 */
/* Versions of a kernel and half-open ranges of them, as in ci/lib/versions.awk. */
#ifndef KIT_VERSION_H
#define KIT_VERSION_H

int version_in_range(const char *version, const char *range, char **why);

#endif /* KIT_VERSION_H */
