// SPDX-License-Identifier: GPL-2.0
/* Find the processes below this one, and signal them. */
#define _GNU_SOURCE
#include <dirent.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "leash.h"

struct process {
	pid_t pid, parent;
};

struct processes {
	struct process *all;
	size_t nr;
};

static void add(struct processes *p, pid_t pid, pid_t parent)
{
	p->all = reallocarray(p->all, p->nr + 1, sizeof(*p->all));
	if (!p->all)
		err(2, "the list of processes");
	p->all[p->nr++] = (struct process) { pid, parent };
}

/* "PID (NAME) STATE PARENT": a name may have blanks and parentheses. */
static pid_t parent_of(pid_t pid)
{
	char path[32], text[512], *end;
	pid_t parent = 0;
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;	/* it has ended */
	len = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[len] = '\0';
	end = strrchr(text, ')');
	if (!end || sscanf(end + 1, " %*c %d", &parent) != 1)
		return 0;
	return parent;
}

static struct processes list(void)
{
	struct processes p = {};
	struct dirent *entry;
	DIR *proc = opendir("/proc");

	if (!proc)
		err(2, "/proc");
	while ((entry = readdir(proc))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0)
			add(&p, pid, parent_of(pid));
	}
	closedir(proc);
	return p;
}

static void signal_children(const struct processes *p, pid_t parent, int sig)
{
	for (size_t i = 0; i < p->nr; i++)
		if (p->all[i].parent == parent)
			kill(p->all[i].pid, sig);
	for (size_t i = 0; i < p->nr; i++)
		if (p->all[i].parent == parent)
			signal_children(p, p->all[i].pid, sig);
}

/**
 * signal_descendants - signal every process below this one
 * @sig: the signal
 *
 * A parent gets the signal before its children, so that it does not take their end for
 * one of their own.
 */
void signal_descendants(int sig)
{
	struct processes p = list();

	signal_children(&p, getpid(), sig);
	free(p.all);
}
