// SPDX-License-Identifier: GPL-2.0
/*
 * caller COUNT [DEVICE]: make so many system calls, each with arguments that
 * follow from its number, so that who watches a function of the kernel can be
 * told what there was to see. Without a device it is fallocate():
 *
 *	call i of COUNT, from 0:  mode 0, offset 3 * i, length 1,
 *	but of every fifth, from the first, length 0, which is -EINVAL
 *
 * and of a device ioctl() with command 0, which is -ENOTTY, and argument 3 * i.
 *
 * A line "called COUNT" on its output comes when all of them were made.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define WRONG 5

/* Both return 0 if the kernel did what it should. */
static int call_file(int fd, long i)
{
	int result = fallocate(fd, 0, 3 * i, i % WRONG ? 1 : 0);

	if (i % WRONG)
		return result;
	return result != -1 || errno != EINVAL;
}

static int call_device(int fd, long i)
{
	return ioctl(fd, 0, 3 * i) != -1 || errno != ENOTTY;
}

int main(int argc, char **argv)
{
	long i, count = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	int (*call)(int fd, long i) = argc > 2 ? call_device : call_file;
	int fd = argc > 2 ? open(argv[2], O_RDWR) : memfd_create("caller", 0);

	if (count < 1 || fd < 0) {
		fprintf(stderr, "usage: caller COUNT [DEVICE], where memfd_create() works\n");
		return 2;
	}
	for (i = 0; i < count; i++) {
		if (call(fd, i)) {
			fprintf(stderr, "call %ld: errno %d\n", i, errno);
			return 1;
		}
	}
	printf("called %ld\n", count);
	return 0;
}
