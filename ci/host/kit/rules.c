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
	char *pattern;
	char *reason;
	regex_t regex;
};

struct rules {
	enum rules_kind kind;
	const struct cell_facts *facts;
	struct rule *rule;
	size_t nr;
};

static int check_pattern(enum rules_kind kind, const char *where, const char *pattern,
			 regex_t *regex)
{
	char why[128];
	int ret;

	if (kind != RULES_REGEX)
		return 0;
	ret = regcomp(regex, pattern, REG_EXTENDED | REG_NOSUB);
	if (ret) {
		regerror(ret, regex, why, sizeof(why));
		fprintf(stderr, "%s: \"%s\" is not a regular expression: %s\n",
			where, pattern, why);
		return -EINVAL;
	}
	if (!regexec(regex, "", 0, NULL, 0)) {
		fprintf(stderr, "%s: \"%s\" matches every line; write an expression for the lines that are meant\n",
			where, pattern);
		regfree(regex);
		return -EINVAL;
	}
	return 0;
}

/* Returns 1, 0, or a negative errno after a message on stderr. */
static int is_for(const char *where, const char *selector, const struct cell_facts *facts)
{
	char *why = NULL;
	int is = selector_match(selector, facts, &why);

	if (is < 0)
		fprintf(stderr, "%s: %s\n", where, why);
	free(why);
	return is < 0 ? -EINVAL : is;
}

static void keep(struct rules *rules, const struct rule *rule)
{
	rules->rule = reallocarray(rules->rule, rules->nr + 1, sizeof(*rule));
	if (!rules->rule)
		err(2, "rules");
	rules->rule[rules->nr++] = *rule;
}

/* Every line is checked; only the lines for this cell are kept. */
static int add_rule(struct rules *rules, const char *where, char *text)
{
	struct rule rule = {};
	char *save;
	char *selector = strtok_r(text, " \t\n", &save);
	char *pattern = strtok_r(NULL, " \t\n", &save);
	char *reason = strtok_r(NULL, "\n", &save);
	int is;

	if (reason)
		reason += strspn(reason, " \t\r");
	if (!pattern || !reason || !*reason) {
		fprintf(stderr,
			"%s: a line is \"SELECTOR PATTERN REASON\", and this one has no %s; write the reason why it is tolerated\n",
			where, pattern ? "reason" : "pattern and no reason");
		return -EINVAL;
	}
	is = is_for(where, selector, rules->facts);
	if (is < 0 || check_pattern(rules->kind, where, pattern, &rule.regex))
		return -EINVAL;
	if (!is) {
		if (rules->kind == RULES_REGEX)
			regfree(&rule.regex);
		return 0;
	}
	rule.pattern = text_format("%s", pattern);
	rule.reason = text_format("%s", reason);
	keep(rules, &rule);
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
 * @facts: of the cell that is judged; only lines that select it are kept
 *
 * Errors are reported on stderr, with file and line.
 *
 * Return: 0, -EINVAL for a malformed line, or another errno when the file cannot be read.
 */
int rules_load(struct rules **rules, const char *path, enum rules_kind kind,
	       const struct cell_facts *facts)
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
	(*rules)->facts = facts;
	ret = read_rules(*rules, f, path);
	(*rules)->facts = NULL;
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
		free(rule->pattern);
		free(rule->reason);
	}
	free(rules->rule);
	free(rules);
}

/**
 * rules_match - does a list tolerate this?
 * @rules: the list; NULL is an empty one
 * @text: the line or the test's name
 *
 * Return: the reason given in the list, or NULL when nothing in it matches.
 */
const char *rules_match(const struct rules *rules, const char *text)
{
	for (size_t i = 0; rules && i < rules->nr; i++) {
		const struct rule *rule = &rules->rule[i];

		if (rules->kind == RULES_SHELL ?
		    !fnmatch(rule->pattern, text, 0) :
		    !regexec(&rule->regex, text, 0, NULL, 0))
			return rule->reason;
	}
	return NULL;
}
