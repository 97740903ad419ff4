# SPDX-License-Identifier: GPL-2.0
# All cells' mutants under one jobserver: make -f ci/mutants.mk -jN CELLS="..."

.PHONY: all $(CELLS)
all: $(CELLS)
$(CELLS):
	+@setpriv --pdeathsig TERM bash ci/mutants-cell.sh $@
