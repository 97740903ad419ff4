/* SPDX-License-Identifier: GPL-2.0 */
/* Convert the guest's report to the tests of the result model. */
#ifndef KIT_OUTCOMES_H
#define KIT_OUTCOMES_H

#include "ktap.h"
#include "manifest.h"
#include "result.h"
#include "rules.h"

void outcomes_reported(struct result *r, struct ktap *k, const struct manifest *manifest,
		       const struct rules *expected);
void outcomes_unrun(struct result *r, const struct manifest *manifest,
		    enum outcome outcome, const char *why);

#endif /* KIT_OUTCOMES_H */
