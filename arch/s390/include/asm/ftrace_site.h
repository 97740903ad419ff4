/* SPDX-License-Identifier: GPL-2.0 */
/* The patch site at a traced function's entry: a nop, or a call. */
#ifndef _ASM_S390_FTRACE_SITE_H
#define _ASM_S390_FTRACE_SITE_H

int ftrace_site_patch(unsigned long site, unsigned long old_addr,
		      unsigned long new_addr);
int ftrace_site_update_live(int (*patch)(void *data), void *data);

#endif /* _ASM_S390_FTRACE_SITE_H */
