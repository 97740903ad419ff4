// SPDX-License-Identifier: GPL-2.0
/*
 * caller COUNT: call fallocate() so many times, each with arguments that follow
 * from its number, so that who watches the kernel's vfs_fallocate() can be told
 * what there was to see:
 *
 *	call i of COUNT, from 0:  mode 0, offset 3 * i, length 1,
 *	but of every fifth, from the first, length 0, which is -EINVAL
 *
 * A line "called COUNT" on its output comes when all of them were made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define WRONG 5

/* Returns 0 if the kernel did what it should. */
static int call(int fd, long i)
{
	int result = fallocate(fd, 0, 3 * i, i % WRONG ? 1 : 0);

	if (i % WRONG)
		return result;
	return result != -1 || errno != EINVAL;
}

int main(int argc, char **argv)
{
	long i, count = argc == 2 ? strtol(argv[1], NULL, 10) : 0;
	int fd = memfd_create("caller", 0);

	if (count < 1 || fd < 0) {
		fprintf(stderr, "usage: caller COUNT, where memfd_create() works\n");
		return 2;
	}
	for (i = 0; i < count; i++) {
		if (call(fd, i)) {
			fprintf(stderr, "call %ld of fallocate(): errno %d\n", i, errno);
			return 1;
		}
	}
	printf("called %ld\n", count);
	return 0;
}
