// SPDX-License-Identifier: GPL-2.0
/*
 * caller COUNT [DEVICE]: make COUNT system calls whose arguments follow from their
 * number, so that a test knows what a traced function of the kernel gets. Without a
 * device they are fallocate():
 *
 *	call i, from 0: mode 0, offset 3 * i, length 1;
 *	every fifth call, from the first, has length 0 and returns -EINVAL
 *
 * With a device they are ioctl() with command 0, which returns -ENOTTY, and argument
 * 3 * i. After the last call it prints "called COUNT".
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

/* Both return 0 if the kernel returned what it should. */
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
