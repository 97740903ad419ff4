# SPDX-License-Identifier: GPL-2.0
append		panic_on_warn=1
memory		1G
slower		6
