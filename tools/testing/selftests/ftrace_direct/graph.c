// SPDX-License-Identifier: GPL-2.0
#include "graph.h"
#include "tracefs.h"

/* Trace the returns of functions. Returns as tracefs_write() does. */
int graph_tracer_on(const char *functions)
{
	return tracefs_write("current_tracer", "nop") ?:
	       tracefs_write("trace", "") ?:
	       tracefs_write("set_ftrace_filter", functions) ?:
	       tracefs_write("tracing_on", "1") ?:
	       tracefs_write("current_tracer", "function_graph");
}

/* How many lines of the trace have the function's name; negative: no trace. */
int graph_tracer_calls(const char *function)
{
	return tracefs_lines(function, "");
}
