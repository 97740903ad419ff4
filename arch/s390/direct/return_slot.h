/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where an ftrace callback of s390x finds the return address: at the traced
 * function's entry it is in r14 (s390x ELF ABI, 1.2.2).
 */
#ifndef KIT_S390_RETURN_SLOT_H
#define KIT_S390_RETURN_SLOT_H

#define KIT_RETURN_SLOT(fregs)	(&KIT_PT_REGS(fregs)->gprs[14])
#define KIT_RETURN_SLOT_PLAIN

#endif /* KIT_S390_RETURN_SLOT_H */
