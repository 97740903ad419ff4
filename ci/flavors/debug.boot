# SPDX-License-Identifier: GPL-2.0
# Emulated and watched, to patch all functions takes longer than the 21 s after
# which RCU complains.
append		panic_on_warn=1 rcupdate.rcu_cpu_stall_timeout=120
memory		1G
# The base's own traces every function, and after twenty minutes has not ended.
ftracetest	none
slower		6
