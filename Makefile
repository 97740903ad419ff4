# SPDX-License-Identifier: GPL-2.0
# The whole user interface of the direct-call port kit. "make help" explains.
#
# ci/lib/variables has the variables that a user may set. The recipes find them
# in the environment.

# Those of the command line, to tell them from what the environment has.
export KIT_GIVEN := $(strip $(foreach name,$(.VARIABLES),$(if $(filter command%,$(origin $(name))),$(name))))

# A flag that is 0 is not set.
export override FRESH := $(filter-out 0,$(FRESH))
export override UPDATE := $(filter-out 0,$(UPDATE))
export override V := $(filter-out 0,$(V))

# A shell makes ~/ the home directory where a word begins, and not in KDIR=~/linux. An
# environment may have it too. These are the variables that are paths.
paths := $(shell awk '$$2 ~ /^(build|directory|file|fragment|kconfig|kdir|out|output|place)$$/ { print $$1 }' ci/lib/variables)
$(foreach name,$(paths),$(if $(filter =~/%,$(firstword =$($(name)))),$(eval \
	export override $(name) := $$(subst =~/,$$(HOME)/,=$$($(name))))))

# As with kbuild, O= counts on the command line only, and begins where make runs.
build := $(or $(if $(filter O,$(KIT_GIVEN)),$(O)),$(KIT_BUILD))
ifneq ($(build),)
ifneq ($(filter O,$(KIT_GIVEN)) $(filter KIT_BUILD,$(KIT_GIVEN)),O KIT_BUILD)
export override KIT_BUILD := $(if $(word 2,$(build)),$(build),$(abspath $(build)))
endif
endif

# The compiler of CROSS_COMPILE goes to the steps with its architecture's name.
CROSS = KIT_CROSS=$$(sh ci/lib/chosen.sh cross $(1)) && export KIT_CROSS
# The patches of a tree of the user's follow from the architectures.
OWN_ARCHES = KIT_ARCHES=$$(sh ci/lib/chosen.sh arches) && KIT_ARCHES=$$(echo $$KIT_ARCHES) && export KIT_ARCHES
# RECORD=1 has a command write its result to Documentation/results/ as well, in a
# file that is named for what was asked.
words = $@ $(if $(filter RANDOM,$(KIT_GIVEN)),random) $(or $(CELL),$(or $(BASES),$(BASE),$(if $(KDIR),kdir,$(default_base))) \
	$(filter-out plain,$(or $(FLAVORS),$(FLAVOR))) $(or $(ARCHES),$(ARCH)))
asked = make $@$(foreach name,BASES BASE ARCHES ARCH FLAVORS FLAVOR CELL MUTANTS RANDOM SEED SERIES,$(if \
	$($(name)), $(name)="$($(name))"))$(if $(KCONFIG), KCONFIG=$(notdir $(KCONFIG)))
matrix mutants times series-check abi: default_base = 6.1
# All that a target started ends with it, however it ends.
LEASH = exec sh ci/lib/leash.sh $$PPID
RUN = $(LEASH) \
	$(if $(filter-out 0,$(RECORD)),sh ci/lib/record.sh "$(strip $(words))" '$(strip $(asked))') sh

targets := matrix check check-host check-all mutants coverage bench bench-switch bench-clients \
	bundle boot judge token ci-jobs report series series-check rerun shell gdb status tree abi compare times public-trees \
	clean distclean

.PHONY: help
help:
	@cat ci/help.txt

.PHONY: $(targets) variables
$(targets): variables
variables:
	@sh ci/lib/variables.sh $(MAKECMDGOALS)

matrix:
	@cells=$$(sh ci/lib/chosen.sh cells) && $(call CROSS,$$cells) && $(RUN) ci/matrix.sh $$cells

check check-host check-all:
	@$(RUN) ci/tests/check.sh $@

# Some shells have a variable RANDOM of their own.
mutants: export KIT_RANDOM = $(if $(filter RANDOM,$(KIT_GIVEN)),$(RANDOM))
mutants:
	@cells=$$(sh ci/lib/chosen.sh mutants) && $(call CROSS,$$cells) && \
		$(RUN) ci/mutants/mutants.sh $$cells

coverage:
	@cell=$$(sh ci/lib/chosen.sh cell) && $(call CROSS,$$cell) && $(RUN) ci/coverage/coverage.sh $$cell

bench: export BENCH = calls
bench-switch: export BENCH = switches
bench-clients: export BENCH = clients
bench bench-switch bench-clients:
	@arches=$$(sh ci/lib/chosen.sh arches) && $(call CROSS,$$arches) && \
		$(RUN) ci/bench/bench.sh $$arches

series:
	@base=$$(if [ -n "$$KDIR" ]; then echo kdir; else sh ci/lib/chosen.sh base; fi) && \
		arches=$$(sh ci/lib/chosen.sh arches) && $(LEASH) sh ci/export/series.sh $$base $$arches

series-check:
	@base=$$(sh ci/lib/chosen.sh base) && arches=$$(sh ci/lib/chosen.sh arches) && \
		$(call CROSS,$$arches) && $(RUN) ci/series/series-check.sh $$base $$arches

bundle:
	@cell=$$(sh ci/lib/chosen.sh cell) && $(call CROSS,$$cell) && $(RUN) ci/bundles.sh bundle $$cell

boot judge token:
	@$(RUN) ci/bundles.sh $@

ci-jobs:
	@cells=$$(sh ci/lib/chosen.sh cells) && $(call CROSS,$$cells) && exec sh ci/pipelines/ci-jobs.sh $$cells

report:
	@$(RUN) ci/pipelines/report.sh

rerun shell gdb:
	@cell=$$(sh ci/lib/chosen.sh cell) && $(LEASH) sh ci/again.sh $@ $$cell

status:
	@bases=$$(sh ci/lib/chosen.sh bases) && $(OWN_ARCHES) && \
		$(RUN) ci/lib/status.sh table $${bases:-$${KDIR:+kdir}}

tree:
	@base=$$(sh ci/lib/chosen.sh base) && $(OWN_ARCHES) && $(LEASH) sh ci/port/assemble.sh $$base "$$SERIES"

abi:
	@cells=$$(sh ci/lib/chosen.sh cells) && $(call CROSS,$$cells) && \
		$(RUN) ci/export/abi.sh $$cells

compare:
	@cell=$$(sh ci/lib/chosen.sh cell) && $(call CROSS,$$cell) && $(RUN) ci/compare.sh $$cell

times:
	@base=$$(sh ci/lib/chosen.sh base) && $(RUN) ci/bench/times.sh $$base

public-trees:
	@$(RUN) ci/public-trees/public-trees.sh

clean:
	@sh ci/lib/clean.sh
distclean:
	@sh ci/lib/clean.sh all
