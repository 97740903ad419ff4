# SPDX-License-Identifier: GPL-2.0
# Run one script for each of many things, under one jobserver:
#	make -f ci/jobs.mk -jN KIT_RUN="bash ci/cell.sh" KIT_JOBS="6.1/x86/plain ..."
# KIT_UNTIL is a second argument of the script.

.PHONY: all $(KIT_JOBS)
all: $(KIT_JOBS)
$(KIT_JOBS):
	+@exec sh ci/lib/leash.sh $$PPID $(KIT_RUN) $@ $(KIT_UNTIL)
