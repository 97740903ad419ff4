// SPDX-License-Identifier: GPL-2.0
/* The lists ci/allow/splats and ci/allow/expected-failures. */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fnmatch.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "text.h"

struct rule {
	char *cell;
	char *pattern;
	char *reason;
	regex_t regex;
};

struct rules {
	enum rules_kind kind;
	struct rule *rule;
	size_t nr;
};

static int add_rule(struct rules *rules, const char *where, char *text)
{
	char *save;
	char *cell = strtok_r(text, " \t\n", &save);
	char *pattern = strtok_r(NULL, " \t\n", &save);
	char *reason = strtok_r(NULL, "\n", &save);
	struct rule *rule;
	int ret;

	if (reason)
		reason += strspn(reason, " \t\r");
	if (!pattern || !reason || !*reason) {
		fprintf(stderr,
			"%s: a line is \"CELL PATTERN REASON\", and this one has no %s; say why it is put up with\n",
			where, pattern ? "reason" : "pattern and no reason");
		return -EINVAL;
	}
	rules->rule = reallocarray(rules->rule, rules->nr + 1, sizeof(*rule));
	if (!rules->rule)
		err(2, "rules");
	rule = &rules->rule[rules->nr];
	if (rules->kind == RULES_REGEX) {
		char why[128];

		ret = regcomp(&rule->regex, pattern, REG_EXTENDED | REG_NOSUB);
		if (ret) {
			regerror(ret, &rule->regex, why, sizeof(why));
			fprintf(stderr, "%s: \"%s\" is not a regular expression: %s\n",
				where, pattern, why);
			return -EINVAL;
		}
		if (!regexec(&rule->regex, "", 0, NULL, 0)) {
			fprintf(stderr, "%s: \"%s\" matches every line; say which one is meant\n",
				where, pattern);
			regfree(&rule->regex);
			return -EINVAL;
		}
	}
	rule->cell = text_format("%s", cell);
	rule->pattern = text_format("%s", pattern);
	rule->reason = text_format("%s", reason);
	rules->nr++;
	return 0;
}

static int read_rules(struct rules *rules, FILE *f, const char *path)
{
	char *text = NULL, *where;
	size_t size = 0;
	int line = 0, ret = 0;

	while (!ret && getline(&text, &size, f) >= 0) {
		const char *first = text + strspn(text, " \t\r\n");

		line++;
		if (!*first || *first == '#')
			continue;
		where = text_format("%s:%d", path, line);
		ret = add_rule(rules, where, text);
		free(where);
	}
	if (!ret && ferror(f)) {
		fprintf(stderr, "%s: cannot be read to its end\n", path);
		ret = -EIO;
	}
	free(text);
	return ret;
}

/**
 * rules_load - read a list
 * @rules: set to the list, to be freed with rules_free(); NULL on an error
 * @path: the file
 * @kind: what its second column holds
 *
 * What is wrong is said on stderr, with file and line.
 *
 * Return: 0, -EINVAL for a line that is not in order, or another errno when
 * the file cannot be read.
 */
int rules_load(struct rules **rules, const char *path, enum rules_kind kind)
{
	FILE *f = fopen(path, "re");
	int ret;

	*rules = NULL;
	if (!f) {
		ret = -errno;
		fprintf(stderr, "%s: cannot be read: %s\n", path, strerror(-ret));
		return ret;
	}
	*rules = calloc(1, sizeof(**rules));
	if (!*rules)
		err(2, "rules");
	(*rules)->kind = kind;
	ret = read_rules(*rules, f, path);
	fclose(f);
	if (ret) {
		rules_free(*rules);
		*rules = NULL;
	}
	return ret;
}

/**
 * rules_free - free a list
 * @rules: the list, or NULL
 */
void rules_free(struct rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->nr; i++) {
		struct rule *rule = &rules->rule[i];

		if (rules->kind == RULES_REGEX)
			regfree(&rule->regex);
		free(rule->cell);
		free(rule->pattern);
		free(rule->reason);
	}
	free(rules->rule);
	free(rules);
}

/**
 * rules_match - is this put up with?
 * @rules: the list; NULL is an empty one
 * @cell: base/arch/flavor
 * @text: the line or the test's name
 *
 * Return: the reason given in the list, or NULL when nothing in it matches.
 */
const char *rules_match(const struct rules *rules, const char *cell,
			const char *text)
{
	for (size_t i = 0; rules && i < rules->nr; i++) {
		const struct rule *rule = &rules->rule[i];

		if (fnmatch(rule->cell, cell, 0))
			continue;
		if (rules->kind == RULES_SHELL ?
		    !fnmatch(rule->pattern, text, 0) :
		    !regexec(&rule->regex, text, 0, NULL, 0))
			return rule->reason;
	}
	return NULL;
}
