// SPDX-License-Identifier: GPL-2.0
/* The function graph tracer, through tracefs, which is mounted if need be. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "graph.h"

#define TRACEFS	"/sys/kernel/tracing"

static int complain(const char *what)
{
	fprintf(stderr, "# %s: %s\n", what, strerror(errno));
	return -1;
}

static int write_file(const char *name, const char *value)
{
	size_t left = strlen(value);
	ssize_t written = 0;
	char path[128];
	int fd;

	snprintf(path, sizeof(path), TRACEFS "/%s", name);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return complain(path);
	/* Filters take one word at a time. */
	while (left && written >= 0) {
		written = write(fd, value, left);
		if (written < 0)
			break;
		value += written;
		left -= written;
	}
	if (written < 0)
		complain(path);
	close(fd);
	return written < 0 ? -1 : 0;
}

static int mount_tracefs(void)
{
	if (!access(TRACEFS "/trace", F_OK))
		return 0;
	if (mount("tracefs", TRACEFS, "tracefs", 0, NULL))
		return complain("mounting tracefs on " TRACEFS);
	return 0;
}

/* Trace the returns of functions. Returns 0, or -1 after saying why. */
int graph_tracer_on(const char *functions)
{
	if (mount_tracefs() || write_file("current_tracer", "nop") ||
	    write_file("trace", "\n") ||
	    write_file("set_ftrace_filter", functions) ||
	    write_file("tracing_on", "1"))
		return -1;
	return write_file("current_tracer", "function_graph");
}

/* Back to no tracer and no filter. Returns 0, or -1 after saying why. */
int graph_tracer_off(void)
{
	int err = write_file("current_tracer", "nop");

	return write_file("set_ftrace_filter", "\n") ?: err;
}

/* How many lines of the trace have the function's name, or -1. */
int graph_tracer_calls(const char *function)
{
	FILE *trace = fopen(TRACEFS "/trace", "re");
	char line[512];
	int count = 0;

	if (!trace)
		return complain(TRACEFS "/trace");
	while (fgets(line, sizeof(line), trace))
		count += line[0] != '#' && strstr(line, function);
	fclose(trace);
	return count;
}
