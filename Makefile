# SPDX-License-Identifier: GPL-2.0
# The whole user interface of the direct-call port kit. "make help" explains.

BASES	?= $(if $(KDIR),kdir,6.1)
ARCHES	?=
FLAVORS	?= plain
SERIES	?= kit
# What the steps in ci/ read from the environment.
export KDIR SERIES REPORT CPUS ACCEL QEMU SPLIT JOBS DEPS UPDATE FRESH TIMEOUT_SCALE V MUTANTS

.PHONY: help
help:
	@cat ci/help.txt

.PHONY: matrix
matrix:
	@cells=$$(sh ci/lib/names.sh cells "$(BASES)" "$(ARCHES)" "$(FLAVORS)") && exec setpriv --pdeathsig TERM sh ci/matrix.sh $$cells

.PHONY: check check-host check-all
check check-host check-all:
	@exec setpriv --pdeathsig TERM sh ci/tests/check.sh $@

.PHONY: mutants
mutants:
	@cells=$$(if [ -n "$(CELL)" ]; then sh ci/lib/names.sh cell "$(CELL)"; else \
		sh ci/lib/names.sh cells "$(BASES)" "$(ARCHES)" "$(FLAVORS)"; fi) && \
		exec setpriv --pdeathsig TERM sh ci/mutants/mutants.sh $$cells

.PHONY: bench bench-switch bench-clients
bench: export BENCH = calls
bench-switch: export BENCH = switches
bench-clients: export BENCH = clients
bench bench-switch bench-clients:
	@arches=$$(sh ci/lib/names.sh arch $(ARCHES)) && exec setpriv --pdeathsig TERM sh ci/bench/bench.sh $$arches

.PHONY: series-check
series-check:
	@exec setpriv --pdeathsig TERM sh ci/series/series-check.sh "$(or $(BASE),6.1)" $(ARCHES)

.PHONY: rerun shell gdb
rerun shell gdb:
	@cell=$$(sh ci/lib/names.sh cell "$(CELL)") && sh ci/again.sh $@ $$cell

.PHONY: status
status:
	@sh ci/lib/status.sh table $(if $(filter file,$(origin BASES)),$(KDIR:%=kdir),$(BASES))

.PHONY: tree
tree:
	@sh ci/lib/assemble.sh "$(BASE)" "$(SERIES)"

.PHONY: compare
compare:
	@cell=$$(sh ci/lib/names.sh cell "$(CELL)") && exec setpriv --pdeathsig TERM sh ci/compare.sh $$cell

.PHONY: times
times:
	@sh ci/bench/times.sh $(BASES)

.PHONY: clean distclean
clean:
	rm -rf build/cells build/guest build/host build/report build/check build/bench/cells build/bench/guest
distclean:
	rm -rf build
