/* SPDX-License-Identifier: GPL-2.0 */
/* The function graph tracer. */
#ifndef FTRACE_DIRECT_GRAPH_H
#define FTRACE_DIRECT_GRAPH_H

int graph_tracer_on(const char *functions);
int graph_tracer_calls(const char *function);

#endif /* FTRACE_DIRECT_GRAPH_H */
