# SPDX-License-Identifier: GPL-2.0
# The steps of the series on all arches: make -f ci/series.mk -jN ROOMS="6.1/x86 ..."

.PHONY: all $(ROOMS)
all: $(ROOMS)
$(ROOMS):
	+@setpriv --pdeathsig TERM bash ci/series-arch.sh $@
