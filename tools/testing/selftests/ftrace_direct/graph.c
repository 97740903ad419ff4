// SPDX-License-Identifier: GPL-2.0
#include "graph.h"
#include "tracefs.h"

/**
 * graph_tracer_on() - start the function graph tracer; tracefs_off() ends it
 * @functions: their names, separated by blanks
 *
 * Return: 0 or a negative errno
 */
int graph_tracer_on(const char *functions)
{
	return tracefs_write("current_tracer", "nop") ?:
	       tracefs_write("trace", "") ?:
	       tracefs_write("set_ftrace_filter", functions) ?:
	       tracefs_write("tracing_on", "1") ?:
	       tracefs_write("current_tracer", "function_graph");
}

/**
 * graph_tracer_calls() - count the lines of the trace that name a function
 * @function: its name
 *
 * Return: the number, or a negative errno
 */
int graph_tracer_calls(const char *function)
{
	return tracefs_lines(function, "");
}
