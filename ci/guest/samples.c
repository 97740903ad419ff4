// SPDX-License-Identifier: GPL-2.0
/*
 * Suite "samples": the base's own direct-call sample modules. Each is loaded,
 * seen to trace with every handler it has, unloaded, and must be silent then.
 *
 * The samples print with trace_printk() from handlers that all are named
 * my_direct_func...; which of them a module has, kallsyms tells.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

#define LIST		"/kit/samples"
#define HANDLER		"my_direct_func"
#define MAX_HANDLERS	4
#define SEEN_SECONDS	10	/* a modify sample switches every 2 seconds */

static char module_file[64], module_path[512];

static int match_file(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	if (type != FTW_F || strcmp(path + ftw->base, module_file))
		return 0;
	snprintf(module_path, sizeof(module_path), "%s", path);
	return 1;
}

static bool find_module(const char *name)
{
	char top[256];
	struct utsname u;

	uname(&u);
	snprintf(top, sizeof(top), "/lib/modules/%s", u.release);
	snprintf(module_file, sizeof(module_file), "%s.ko", name);
	return nftw(top, match_file, 16, FTW_PHYS) == 1;
}

static bool load(struct ktap *k, const char *name)
{
	int fd, err;

	if (!find_module(name)) {
		ktap_diag(k, "%s is listed in " LIST " and is not in the image",
			  module_file);
		return false;
	}
	fd = open(module_path, O_RDONLY | O_CLOEXEC);
	err = syscall(SYS_finit_module, fd, "", 0);
	if (err)
		ktap_diag(k, "loading %s: %s", module_path, strerror(errno));
	close(fd);
	return !err;
}

/* The kernel's name of a module has underscores. */
static void symbol_name(char *out, const char *name, size_t size)
{
	snprintf(out, size, "%s", name);
	while ((out = strchr(out, '-')))
		*out = '_';
}

static bool unload(struct ktap *k, const char *name)
{
	char symbol[64];

	symbol_name(symbol, name, sizeof(symbol));
	if (!syscall(SYS_delete_module, symbol, O_NONBLOCK))
		return true;
	ktap_diag(k, "unloading %s: %s", symbol, strerror(errno));
	return false;
}

/* Collect the handlers of the module as the trace prints them: "name:". */
static int find_handlers(const char *name, char handlers[][64])
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], symbol[128], owner[64], wanted[72];
	int count = 0;

	if (!file)
		return 0;
	symbol_name(owner, name, sizeof(owner));
	snprintf(wanted, sizeof(wanted), "[%s]", owner);
	while (count < MAX_HANDLERS && fgets(line, sizeof(line), file)) {
		if (!strstr(line, wanted) ||
		    sscanf(line, "%*s %*s %127s", symbol) != 1 ||
		    strncmp(symbol, HANDLER, strlen(HANDLER)))
			continue;
		snprintf(handlers[count++], 64, "%.60s:", symbol);
	}
	fclose(file);
	return count;
}

/*
 * What the samples attach to: a page fault (handle_mm_fault), a new task and
 * its end (wake_up_process, schedule). Returns whether all still works.
 */
static bool provoke(void)
{
	size_t size = 4 * sysconf(_SC_PAGESIZE);
	char *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int status = -1;
	pid_t pid;

	if (page == MAP_FAILED)
		return false;
	memset(page, 1, size);
	munmap(page, size);

	pid = fork();
	if (!pid)
		_exit(7);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return false;
	pause_ms(20);
	return WIFEXITED(status) && WEXITSTATUS(status) == 7;
}

static bool all_seen(char handlers[][64], int count, int *missing)
{
	for (*missing = 0; *missing < count; ++*missing)
		if (!has_line(TRACEFS "/trace", handlers[*missing]))
			return false;
	return true;
}

static bool traces(struct ktap *k, const char *name)
{
	double deadline = now() + SEEN_SECONDS;
	char handlers[MAX_HANDLERS][64];
	int count = find_handlers(name, handlers), missing = 0;

	if (!count) {
		ktap_diag(k, "%s has no function " HANDLER "*", name);
		return false;
	}
	while (now() < deadline) {
		if (!provoke()) {
			ktap_diag(k, "a page fault or a fork fails now");
			return false;
		}
		if (all_seen(handlers, count, &missing))
			return true;
		pause_ms(100);
	}
	ktap_diag(k, "nothing from %s in the trace in %d seconds",
		  handlers[missing], SEEN_SECONDS);
	return false;
}

static bool clear_trace(struct ktap *k)
{
	if (!write_text(TRACEFS "/trace", ""))
		return true;
	ktap_diag(k, "clearing " TRACEFS "/trace: %s", strerror(errno));
	return false;
}

/*
 * Nobody else traces, so any line counts. It need not name the sample: symbols
 * are looked up when the trace is read, and those of the module are gone.
 */
static bool trace_is_empty(struct ktap *k)
{
	FILE *file = fopen(TRACEFS "/trace", "re");
	char *line = NULL;
	size_t size = 0;
	bool empty = true, read;

	if (!file) {
		ktap_diag(k, "opening " TRACEFS "/trace: %s", strerror(errno));
		return false;
	}
	while (empty && getline(&line, &size, file) > 0)
		empty = line[0] == '#' || line[0] == '\n';
	read = !ferror(file);
	fclose(file);
	if (!read)
		ktap_diag(k, "the trace cannot be read");
	else if (!empty)
		ktap_diag(k, "it still traces after it was unloaded: %.*s",
			  (int)strcspn(line, "\n"), line);
	free(line);
	return read && empty;
}

static bool silent(struct ktap *k)
{
	int i;

	if (!clear_trace(k))
		return false;
	for (i = 0; i < 5; i++) {
		if (!provoke()) {
			ktap_diag(k, "a page fault or a fork fails after unloading");
			return false;
		}
	}
	return trace_is_empty(k);
}

static bool try_sample(struct ktap *k, const char *name)
{
	bool ok;

	if (!clear_trace(k) || !load(k, name))
		return false;
	ok = traces(k, name);
	return unload(k, name) && silent(k) && ok;
}

static char **samples(int *count)
{
	return read_list(LIST, count);
}

static int samples_count(void)
{
	int count;

	samples(&count);
	return count;
}

static void samples_run(struct ktap *k)
{
	int count, i;
	char **names = samples(&count);

	for (i = 0; i < count; i++)
		ktap_result(k, try_sample(k, names[i]), names[i]);
}

const struct suite samples_suite = { "samples", samples_count, samples_run };
