/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the fuzzers share. To look for new inputs, in ci/tests/fuzz:
 *
 *   clang -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined fuzz_ktap.c \
 *	../../lib/{ktap*,lines,text}.c -o /tmp/fuzz_ktap
 *   clang -std=gnu11 -g -O1 -fsanitize=fuzzer,address,undefined fuzz_splat.c \
 *	../../lib/{splat*,lines,text,rules}.c -o /tmp/fuzz_splat
 *   /tmp/fuzz_ktap -max_total_time=120 -max_len=300 /tmp/new corpus/ktap
 *
 * What is found is kept after -merge=1, at most 150 small files.
 */
#ifndef KIT_FUZZ_H
#define KIT_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Unlike assert(), always there. */
#define FUZZ_CHECK(cond)						\
do {									\
	if (!(cond)) {							\
		fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__,	\
			__LINE__, #cond);				\
		abort();						\
	}								\
} while (0)

/* Sizes of the pieces in which a stream comes, made up from its own bytes. */
static inline size_t fuzz_piece(const uint8_t *data, size_t size, size_t at)
{
	size_t piece = 1 + data[at] % 17;

	return at + piece < size ? piece : size - at;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* KIT_FUZZ_H */
