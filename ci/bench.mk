# SPDX-License-Identifier: GPL-2.0
# All cells to be measured under one jobserver: make -f ci/bench.mk -jN CELLS="..."

.PHONY: all $(CELLS)
all: $(CELLS)
$(CELLS):
	+@setpriv --pdeathsig TERM sh ci/bench-cell.sh $@
