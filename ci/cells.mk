# SPDX-License-Identifier: GPL-2.0
# All cells under one jobserver: make -f ci/cells.mk -jN CELLS="..."

.PHONY: all $(CELLS)
all: $(CELLS)
$(CELLS):
	+@setpriv --pdeathsig TERM bash ci/cell.sh $@
