/* SPDX-License-Identifier: GPL-2.0 */
/* The patch site at a traced function's entry: nops, or a call. */
#ifndef _ASM_RISCV_FTRACE_SITE_H
#define _ASM_RISCV_FTRACE_SITE_H

int ftrace_site_init(unsigned long site);
int ftrace_site_patch(unsigned long site, unsigned long old_addr,
		      unsigned long new_addr);
int ftrace_site_update(int (*patch)(void *data), void *data);
int ftrace_site_update_live(int (*patch)(void *data), void *data);
void ftrace_site_lock(void);
void ftrace_site_unlock(void);

#endif /* _ASM_RISCV_FTRACE_SITE_H */
