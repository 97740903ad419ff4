// SPDX-License-Identifier: GPL-2.0
/*
 * chain: why does a configuration not have an option as it was asked for?
 *
 * chain.sh links this with the objects of the tree's own scripts/kconfig, so that the
 * tree's Kconfig files are read by the parser that belongs to them, and runs it where
 * kbuild would run conf, with the same environment.
 *
 * Arguments: NAME=VALUE, with n for an option that is to be off. For each, one line says
 * what stands in the way, down to the first option that the user, or the architecture,
 * could change.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lkc.h"

#define MAX_DEPTH	12

/* The options of the chain, from the one that was asked for. */
static struct symbol *chain[MAX_DEPTH];
static int depth;

static const char *arch;

static void why(struct symbol *sym, tristate want);

static void print_part(void *data, struct symbol *sym, const char *str)
{
	(void)data;
	(void)sym;
	fputs(str, stdout);
}

static void print_expr(struct expr *e)
{
	expr_print(e, print_part, NULL, E_NONE);
}

static bool is_defined(struct symbol *sym)
{
	return sym->type != S_UNKNOWN;
}

static const char *value_of(struct symbol *sym)
{
	const char *value;

	sym_calc_value(sym);
	value = sym_get_string_value(sym);
	return value && *value ? value : "empty";
}

static struct property *prompt_of(struct symbol *sym)
{
	struct property *prop;

	for_all_prompts(sym, prop)
		return prop;
	return NULL;
}

/* The option whose "select" is in force, in a list of "A && if-expression || B || ..." */
static struct symbol *selector(struct expr *e)
{
	struct symbol *sym;

	if (!e || expr_calc_value(e) == no)
		return NULL;
	switch (e->type) {
	case E_SYMBOL:
		return e->left.sym;
	case E_AND:
		return selector(e->left.expr);
	case E_OR:
		sym = selector(e->left.expr);
		return sym ? sym : selector(e->right.expr);
	default:
		return NULL;
	}
}

/* Who turned it on: up to the first option that a user can change. */
static void print_selectors(struct symbol *sym)
{
	for (int i = 0; i < MAX_DEPTH; i++) {
		sym = selector(sym->rev_dep.expr);
		if (!sym || !sym->name)
			return;
		printf(", which %s selects", sym->name);
		if (prompt_of(sym))
			return;
	}
}

/* What is on, although it must not be: by the configuration, or by another option. */
static void why_on(struct symbol *sym)
{
	printf(", and the configuration has %s=%s", sym->name, value_of(sym));
	print_selectors(sym);
}

/* The option that may select, of "A && if-expression". */
static struct symbol *first_of(struct expr *e)
{
	while (e->type == E_AND)
		e = e->left.expr;
	return e->type == E_SYMBOL ? e->left.sym : NULL;
}

/* A "select" of an option that is on, whose condition does not hold. */
static struct expr *select_without_effect(struct expr *e)
{
	struct symbol *sym;
	struct expr *found;

	if (!e)
		return NULL;
	if (e->type == E_OR) {
		found = select_without_effect(e->left.expr);
		return found ? found : select_without_effect(e->right.expr);
	}
	sym = first_of(e);
	if (e->type != E_AND || !sym || !sym->name || expr_calc_value(e) != no)
		return NULL;
	sym_calc_value(sym);
	return sym_get_tristate_value(sym) == no ? NULL : e;
}

static bool in_chain(struct symbol *sym)
{
	for (int i = 0; i < depth; i++)
		if (chain[i] == sym)
			return true;
	return false;
}

/* Continue "..., which". */
static void why_off(struct symbol *sym, tristate want)
{
	if (sym == &symbol_no || in_chain(sym) || depth == MAX_DEPTH)
		return;
	fputs(", which ", stdout);
	why(sym, want);
}

/* Whether the user's configuration could change it by turning an option on. */
static bool is_soft(struct expr *e)
{
	switch (e->type) {
	case E_AND:
	case E_OR:
		return is_soft(e->left.expr) && is_soft(e->right.expr);
	case E_SYMBOL:
		return e->left.sym->name && prompt_of(e->left.sym);
	default:
		return false;
	}
}

/* The side of an E_AND that is told: one that no user can change, else the first. */
static struct expr *failing_side(struct expr *e, tristate want)
{
	struct expr *left = e->left.expr, *right = e->right.expr;

	if (expr_calc_value(left) >= want)
		return right;
	if (expr_calc_value(right) >= want || !is_soft(left) || is_soft(right))
		return left;
	return right;
}

/* Of an expression that is below "want": what makes it so? */
static void blocker(struct expr *e, tristate want)
{
	switch (e->type) {
	case E_AND:
		blocker(failing_side(e, want), want);
		break;
	case E_SYMBOL:
		if (e->left.sym == &symbol_no) {
			fputs("a property of the compiler or the machine that it does not have",
			      stdout);
			break;
		}
		print_expr(e);
		why_off(e->left.sym, want);
		break;
	case E_NOT:
		print_expr(e);
		if (e->left.expr->type == E_SYMBOL)
			why_on(e->left.expr->left.sym);
		break;
	case E_OR:
		print_expr(e);
		fputs(", and none of these is on: ", stdout);
		blocker(e->left.expr, want);
		fputs("; ", stdout);
		blocker(e->right.expr, want);
		break;
	default:
		print_expr(e);
		if (e->left.sym && e->left.sym->name)
			printf(", and %s is %s here", e->left.sym->name,
			       value_of(e->left.sym));
		break;
	}
}

static bool begins_with(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* An option without a prompt, whose dependencies are met: only others turn it on. */
static void why_unselected(struct symbol *sym)
{
	struct expr *conditional = select_without_effect(sym->rev_dep.expr);
	struct property *prop;

	if (conditional) {
		printf("%s selects only with ", first_of(conditional)->name);
		blocker(conditional, yes);
		return;
	}
	for_all_properties(sym, prop, P_DEFAULT) {
		if (prop->visible.expr && expr_calc_value(prop->visible.expr) == no) {
			fputs("is on only if ", stdout);
			blocker(prop->visible.expr, yes);
			return;
		}
		if (prop->expr && expr_calc_value(prop->expr) == no &&
		    !(prop->expr->type == E_SYMBOL && prop->expr->left.sym == &symbol_no)) {
			fputs("is on only with ", stdout);
			blocker(prop->expr, yes);
			return;
		}
	}
	if (depth == 1)
		fputs("has no prompt, and ", stdout);
	if (begins_with(sym->name, "HAVE_") || begins_with(sym->name, "ARCH_"))
		printf("arch/%s does not select", arch);
	else
		fputs("no option of this configuration selects", stdout);
	if (depth == 1)
		fputs(" it", stdout);
}

/* The member of a choice that has the place which this one could have. */
static struct symbol *chosen_instead(struct symbol *sym, struct property *prompt)
{
	struct menu *choice = prompt->menu ? prompt->menu->parent : NULL;

	if (!choice || !choice->sym || !sym_is_choice(choice->sym))
		return NULL;
	for (struct menu *m = choice->list; m; m = m->next)
		if (m->sym && m->sym != sym && sym_get_tristate_value(m->sym) == yes)
			return m->sym;
	return NULL;
}

/* Complete "NAME is wanted; it ..." for an option that is below "want". */
static void why(struct symbol *sym, tristate want)
{
	struct property *prompt = prompt_of(sym);
	struct symbol *other = prompt ? chosen_instead(sym, prompt) : NULL;

	if (depth == MAX_DEPTH)
		return;
	chain[depth++] = sym;
	if (!is_defined(sym)) {
		fputs("no Kconfig file of this tree defines", stdout);
	} else if (sym->dir_dep.expr && expr_calc_value(sym->dir_dep.expr) < want) {
		fputs("depends on ", stdout);
		blocker(sym->dir_dep.expr, want);
	} else if (!prompt) {
		why_unselected(sym);
	} else if (other) {
		printf("is one of a choice, in which %s is set", other->name);
	} else if (prompt->visible.expr && expr_calc_value(prompt->visible.expr) < want) {
		fputs("can be changed only if ", stdout);
		blocker(prompt->visible.expr, want);
	} else {
		printf("is %s in the configuration", value_of(sym));
	}
	depth--;
}

/* What is on against the wish of a fragment. */
static void explain_on(struct symbol *sym)
{
	struct symbol *by = selector(sym->rev_dep.expr);

	if (by && by->name)
		printf("%s selects it\n", by->name);
	else
		printf("it is %s, which no prompt of this configuration can change\n",
		       value_of(sym));
}

static void explain(const char *name, const char *value)
{
	struct symbol *sym = sym_find(name);

	printf("%s=%s was asked for; ", name, value);
	if (!sym || !is_defined(sym)) {
		puts("no Kconfig file of this tree defines it");
		return;
	}
	sym_calc_value(sym);
	if (!strcmp(value, "n")) {
		explain_on(sym);
		return;
	}
	fputs("it ", stdout);
	why(sym, *value == 'm' ? mod : yes);
	putchar('\n');
}

int main(int argc, char **argv)
{
	arch = getenv("SRCARCH");
	conf_parse("Kconfig");
	conf_read(NULL);
	for (int i = 1; i < argc; i++) {
		char *value = strchr(argv[i], '=');

		if (!value)
			return 2;
		*value++ = '\0';
		explain(argv[i], value);
	}
	return fflush(stdout) ? 1 : 0;
}
