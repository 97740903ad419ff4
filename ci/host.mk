# SPDX-License-Identifier: GPL-2.0
# The kit's own programs and their tests: make -f ci/host.mk [programs|tests]
# Each ci/<name>/ of C files becomes kit-<name>, each ci/tests/test_*.c a test.

OUT ?= build/host
# One name for each object: the compiler writes it into its dependencies.
override OUT := $(abspath $(OUT))
CC ?= cc
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g -Wall -Wextra
KIT_CFLAGS := -std=gnu11 $(CFLAGS) $(shell $(PKG_CONFIG) --cflags jansson libxml-2.0)
LIBS := $(shell $(PKG_CONFIG) --libs jansson libxml-2.0) -lm

names := boot compare fail keep merge mutant progress report tally
programs := $(names:%=$(OUT)/kit-%)
tests := $(patsubst ci/tests/%.c,$(OUT)/%,$(wildcard ci/tests/test_*.c))
fuzzers := $(patsubst ci/tests/fuzz/%.c,$(OUT)/%,$(wildcard ci/tests/fuzz/fuzz_*.c))
lib := $(patsubst ci/%.c,$(OUT)/%.o,$(wildcard ci/lib/*.c))
objects = $(patsubst ci/%.c,$(OUT)/%.o,$(wildcard ci/$(1)/*.c))

.PHONY: programs tests
programs: $(programs)
tests: $(programs) $(tests) $(fuzzers)

$(OUT)/libkit.a: $(lib)
	@rm -f $@
	@ar rcs $@ $^

define program
$(OUT)/kit-$(1): $(call objects,$(1)) $(OUT)/libkit.a
	@echo "  LINK    $$@"
	@$$(CC) $$(KIT_CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach name,$(names),$(eval $(call program,$(name))))

# What several tests share is in ci/tests/*.c files of other names; the report
# is tested as a library too.
helpers := $(patsubst ci/%.c,$(OUT)/%.o,$(filter-out ci/tests/test_%,$(wildcard ci/tests/*.c)))
report := $(filter-out %/main.o,$(call objects,report))

$(tests): $(OUT)/%: $(OUT)/tests/%.o $(helpers) $(report) $(OUT)/libkit.a
	@echo "  LINK    $@"
	@$(CC) $(KIT_CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

# Of the guest what runs anywhere.
$(OUT)/test_select: $(OUT)/guest/select.o

$(fuzzers): $(OUT)/%: $(OUT)/tests/fuzz/%.o $(OUT)/tests/fuzz/replay.o $(OUT)/libkit.a
	@echo "  LINK    $@"
	@$(CC) $(KIT_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Look for new inputs; a finding stops it. What it adds: ci/tests/fuzz/fuzz.h
SECONDS ?= 60
libfuzzer := clang -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined
.PHONY: fuzz
fuzz:
	@mkdir -p $(OUT)/found/ktap $(OUT)/found/splat
	$(libfuzzer) ci/tests/fuzz/fuzz_ktap.c $(wildcard ci/lib/ktap*.c) ci/lib/lines.c ci/lib/text.c \
		-o $(OUT)/libfuzzer_ktap
	$(libfuzzer) ci/tests/fuzz/fuzz_splat.c $(wildcard ci/lib/splat*.c) ci/lib/lines.c ci/lib/text.c \
		ci/lib/rules.c -o $(OUT)/libfuzzer_splat
	$(OUT)/libfuzzer_ktap -max_total_time=$(SECONDS) -max_len=300 $(OUT)/found/ktap ci/tests/fuzz/corpus/ktap
	$(OUT)/libfuzzer_splat -max_total_time=$(SECONDS) -max_len=300 $(OUT)/found/splat ci/tests/fuzz/corpus/splat

$(OUT)/%.o: ci/%.c ci/host.mk
	@mkdir -p $(@D)
	@echo "  CC      $@"
	@$(CC) $(KIT_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/report/assets.o: ci/report/style.css ci/report/script.js

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
.DELETE_ON_ERROR:
.SECONDARY:
