# SPDX-License-Identifier: GPL-2.0
# The whole user interface of the direct-call port kit. "make help" explains.

BASES	?= $(if $(KDIR),kdir,6.1)
ARCHES	?=
FLAVORS	?= plain
SERIES	?= kit
# What the steps in ci/ read from the environment.
export KDIR SERIES REPORT CPUS ACCEL QEMU SPLIT JOBS DEPS UPDATE FRESH TIMEOUT_SCALE V MUTANTS RECORD

# RECORD=1 has a command write its result to Documentation/results/ as well.
asked = make $@$(foreach name,BASES BASE ARCHES FLAVORS CELL MUTANTS SERIES,$(if \
	$(filter command environment,$(origin $(name))), $(name)="$($(name))"))$(if $(KDIR), KDIR=$(notdir $(KDIR)))
record = $(if $(filter-out 0,$(RECORD)),sh ci/lib/record.sh "$(strip $@ $(1))" '$(strip $(asked))')

.PHONY: help
help:
	@cat ci/help.txt

.PHONY: matrix
matrix:
	@cells=$$(sh ci/lib/names.sh cells "$(BASES)" "$(ARCHES)" "$(FLAVORS)") && exec setpriv --pdeathsig TERM $(call record,$(BASES) $(filter-out plain,$(FLAVORS)) $(ARCHES)) sh ci/matrix.sh $$cells

.PHONY: check check-host check-all
check check-host check-all:
	@exec setpriv --pdeathsig TERM sh ci/tests/check.sh $@

.PHONY: mutants
mutants:
	@cells=$$(if [ -n "$(CELL)" ]; then sh ci/lib/names.sh cell "$(CELL)"; else \
		sh ci/lib/names.sh cells "$(BASES)" "$(ARCHES)" "$(FLAVORS)"; fi) && \
		exec setpriv --pdeathsig TERM $(call record,$(or $(CELL),$(BASES) $(filter-out plain,$(FLAVORS)) $(ARCHES))) sh ci/mutants/mutants.sh $$cells

.PHONY: bench bench-switch bench-clients
bench: export BENCH = calls
bench-switch: export BENCH = switches
bench-clients: export BENCH = clients
bench bench-switch bench-clients:
	@arches=$$(sh ci/lib/names.sh arch $(ARCHES)) && exec setpriv --pdeathsig TERM $(call record,$(ARCHES)) sh ci/bench/bench.sh $$arches

.PHONY: series-check
series-check:
	@exec setpriv --pdeathsig TERM $(call record,$(or $(BASE),6.1) $(ARCHES)) sh ci/series/series-check.sh "$(or $(BASE),6.1)" $(ARCHES)

.PHONY: rerun shell gdb
rerun shell gdb:
	@cell=$$(sh ci/lib/names.sh cell "$(CELL)") && sh ci/again.sh $@ $$cell

.PHONY: status
status:
	@$(call record,$(if $(filter file,$(origin BASES)),$(KDIR:%=kdir),$(BASES))) sh ci/lib/status.sh table $(if $(filter file,$(origin BASES)),$(KDIR:%=kdir),$(BASES))

.PHONY: tree
tree:
	@sh ci/lib/assemble.sh "$(BASE)" "$(SERIES)"

.PHONY: compare
compare:
	@cell=$$(sh ci/lib/names.sh cell "$(CELL)") && exec setpriv --pdeathsig TERM $(call record,$(CELL)) sh ci/compare.sh $$cell

.PHONY: times
times:
	@$(call record,$(BASES)) sh ci/bench/times.sh $(BASES)

.PHONY: clean distclean
clean:
	rm -rf build/cells build/guest build/host build/report build/check build/bench/cells build/bench/guest
distclean:
	rm -rf build
