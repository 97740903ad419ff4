// SPDX-License-Identifier: GPL-2.0
/*
 * Suite "samples": the direct-call sample modules, the base's own and the kit's. Each is
 * loaded, must print a trace line from every handler that it has, is unloaded, and must
 * be silent then.
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
#include "samples.h"

#define LIST		"/kit/samples"
#define SEEN_SECONDS	10	/* the base's switch every 2 seconds */
#define INTERVAL	"interval_ms=50"	/* and the kit's can be told */

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

/* Returns 0 or the errno of loading; -1: there is nothing to load. */
static int try_load(struct ktap *k, const char *name)
{
	bool fast = sample_is_kits(name) && sample_modifies(name);
	int fd, err;

	if (!find_module(name)) {
		ktap_diag(k, "%s is listed in " LIST " and is not in the image",
			  module_file);
		return -1;
	}
	fd = open(module_path, O_RDONLY | O_CLOEXEC);
	err = syscall(SYS_finit_module, fd, fast ? INTERVAL : "", 0);
	if (err)
		err = errno;
	close(fd);
	return err;
}

static bool load(struct ktap *k, const char *name)
{
	int err = try_load(k, name);

	if (err > 0)
		ktap_diag(k, "loading %s: %s", module_path, strerror(err));
	return !err;
}

static bool unload(struct ktap *k, const char *name)
{
	char symbol[64];

	sample_symbol(symbol, name, sizeof(symbol));
	if (!syscall(SYS_delete_module, symbol, O_NONBLOCK))
		return true;
	ktap_diag(k, "unloading %s: %s", symbol, strerror(errno));
	return false;
}

/*
 * Trigger what the samples attach to: a page fault (handle_mm_fault), a new task and its
 * end (wake_up_process, schedule). Returns whether all of it still works.
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

static bool traces(struct ktap *k, const char *name)
{
	double deadline = now() + SEEN_SECONDS;
	const struct sample_line *missing = NULL;
	struct sample_lines lines;

	if (!sample_lines_find(k, name, &lines))
		return false;
	while (now() < deadline) {
		if (!provoke()) {
			ktap_diag(k, "a page fault or a fork fails now");
			return false;
		}
		missing = sample_lines_look(&lines);
		if (!missing)
			return true;
		pause_ms(100);
	}
	ktap_diag(k, "no line \"%s %s\" of %s in the trace in %d seconds",
		  missing->handler, missing->function, name, SEEN_SECONDS);
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
 * Nothing else traces, so any line counts. The line need not name the sample: symbols are
 * looked up when the trace is read, and the module's symbols are gone then.
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

/* A line of LIST: a name, and the reason not to load the module. That is no pass. */
static bool may_be_loaded(struct ktap *k, char *line)
{
	char *why = strchr(line, ' ');

	if (!why)
		return true;
	*why++ = '\0';
	ktap_diag(k, "%s: %s", line, why);
	return false;
}

static bool try_sample(struct ktap *k, char *name)
{
	bool ok;

	if (!may_be_loaded(k, name))
		return false;
	if (!clear_trace(k) || !load(k, name))
		return false;
	ok = traces(k, name);
	return unload(k, name) && silent(k) && ok;
}

/*
 * kit-direct-too registers two functions, and kit-direct already has the second: the
 * first must be released and the module must not stay. If something stays attached to
 * freed memory, the next page fault shows it at the latest.
 */
#define FIRST	"kit-direct"
#define SECOND	"kit-direct-too"

static bool refused(struct ktap *k)
{
	int err = try_load(k, SECOND);

	if (err == EBUSY)
		return true;
	if (err >= 0)
		ktap_diag(k, "loading " SECOND " with " FIRST ": %s, not %s",
			  strerror(err), strerror(EBUSY));
	if (!err)
		unload(k, SECOND);
	return false;
}

static bool first_given_back(struct ktap *k)
{
	if (!has_line(ENABLED_FUNCTIONS, "handle_mm_fault"))
		return true;
	ktap_diag(k, SECOND " was refused and left handle_mm_fault attached");
	return false;
}

static bool try_busy(struct ktap *k)
{
	bool ok;

	if (!load(k, FIRST))
		return false;
	ok = refused(k) && first_given_back(k) && clear_trace(k) &&
	     traces(k, FIRST);
	return unload(k, FIRST) && silent(k) && ok;
}

static char **samples(int *count)
{
	return read_list(LIST, count);
}

static bool can_be_busy(char **names, int count)
{
	int i, found = 0;

	for (i = 0; i < count; i++)
		found += !strcmp(names[i], FIRST) || !strcmp(names[i], SECOND);
	return found == 2;
}

static int samples_count(void)
{
	int count;
	char **names = samples(&count);

	return count + can_be_busy(names, count);
}

static void samples_run(struct ktap *k)
{
	int count, i;
	char **names = samples(&count);
	/* Decide before the samples run: try_sample() cuts a reason off its name. */
	bool busy = can_be_busy(names, count);

	for (i = 0; i < count; i++)
		ktap_result(k, try_sample(k, names[i]), names[i]);
	if (busy)
		ktap_result(k, try_busy(k), SECOND "-busy");
}

const struct suite samples_suite = { "samples", samples_count, samples_run };
