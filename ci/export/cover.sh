# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: the cover letter, a subject and a text: what the series does,
# why, how it was proved, what to configure. It follows from the series and the tree.
# shellcheck shell=sh disable=SC2013,SC2046,SC2086,SC2154 # lists; what series.sh has set

# sender: the cover letter is from the person who signs off, or else from the author of
# the last patch, with the date of the newest patch
sender() {
	date=$(git -C "$work/git" log --format=%at base..series | sort -n | tail -n 1)
	if [ -n "${SIGNOFF:-}" ]; then
		identity "${SIGNOFF% <*}" "$(echo "${SIGNOFF##*<}" | tr -d '>')" "$date +0000"
	else
		identity "$author" "$mail" "$date +0000"
	fi
}

# selects DIR: "ARCH LINE" for each architecture whose Kconfig selects direct calls
# there. A line that goes on in the next is one line.
selects() {
	for arch in ${arches:-$(list_arches)}; do
		for kconfig in "$1/arch/$arch/Kconfig" "$pristine/arch/$arch/Kconfig"; do
			[ -e "$kconfig" ] && break
		done
		[ ! -e "$kconfig" ] || sed -n -e ':again' -e '/\\$/{N;s/[[:space:]]*\\\n[[:space:]]*/ /;b again' -e '}' \
			-e "s/^[[:space:]]*\(select HAVE_DYNAMIC_FTRACE_WITH_DIRECT_CALLS\)/$arch \1/p" "$kconfig"
	done
}

# gained: the architectures that have direct calls with the series and not without
gained() {
	selects "$pristine" | cut -d ' ' -f 1 >"$work/before"
	selects "$work/git" | cut -d ' ' -f 1 | grep -vxF -f "$work/before" || :
}

# numbers STAGE: "the patches of a stage, as 3 or 3-7"; empty without one
numbers() {
	awk -v stage="$1" '$2 == stage { if (!first) first = NR; last = NR }
		END { if (first) print first == last ? first : first "-" last }' "$work/commits"
}

and() { paste -sd , | sed 's/,/, /g; s/, \([^,]*\)$/ and \1/'; }

cover_subject() {
	new=$(gained | and)
	if [ -n "$new" ]; then
		echo "ftrace: Direct calls for $new"
	elif [ -n "$(numbers fix)" ]; then
		echo "ftrace: Fixes for direct calls, and their switch in place"
	else
		echo "ftrace: Samples and selftests for direct calls"
	fi
}

what_and_why() {
	new=$(gained | and)
	cat <<-'EOF'
	ftrace can call a trampoline directly from a function's entry: a direct call.
	BPF's fentry, fexit and LSM programs need direct calls; without them they are
	refused with -524 (ENOTSUPP).

	EOF
	[ -z "$new" ] || echo "$version has none on $new, and has them with this series."
	[ -z "$new" ] || echo
	echo "The patches, in the order in which they may be taken:"
	echo
	[ -z "$(numbers fix)" ] || say_stage fix "fix defects of direct calls and of the ftrace code that they use"
	[ -z "$(numbers feature)" ] || say_stage feature "add what is missing, with samples and selftests"
	[ -z "$(numbers switch)" ] || say_stage switch "switch trampolines in place, while functions run. Optional:
    stop before these, and ftrace switches with stub ops, as upstream does"
	echo
}

say_stage() { echo "  $(numbers "$1"): $2"; }

# The condition of a select is what a configuration must fulfil.
configure() {
	cat <<-'EOF'
	CONFIG_FUNCTION_TRACER=y and CONFIG_DYNAMIC_FTRACE=y are required.
	CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS is then y by itself, where the architecture
	selects what it needs:

	EOF
	selects "$work/git" | sed 's/^\([^ ]*\) /  \1: /' | fold -s -w 76 | sed '/^  [a-z0-9]*:/!s/^/      /'
	echo
	echo "BPF needs CONFIG_BPF_SYSCALL=y, CONFIG_BPF_JIT=y and CONFIG_DEBUG_INFO_BTF=y in"
	echo "addition. Samples: CONFIG_SAMPLES=y and the options CONFIG_SAMPLE_FTRACE_DIRECT*."
	[ -z "$(numbers switch)" ] ||
		echo "The kernel parameter ftrace_switch_in_place=0 switches with stub ops again."
}

# What the tree has already, and what was merged, with the reasons.
differences() {
	[ -s "$work/differs" ] || return 0
	heading "What is special in this tree"
	echo "These patches do not apply as they are. One that the tree has already is left out;"
	echo "one that was merged three-way has the text of this tree."
	echo
	sed -n 's|^\([a-z]*\) [^ ]*/\([^ ]*\)[.]patch *\(.*\)|  \1: \2\n    \3|p' "$work/plan" |
		awk '/^  [a-z]*:/ { show = /^  (already|merged):/ } show && NF' | fold -s -w 76
}

heading() { printf '\n%s\n%s\n' "$1" "$(echo "$1" | sed 's/./-/g')"; }

kit_commit() { git -C "$KIT" describe --always --dirty --abbrev=12 --exclude "*" 2>/dev/null || echo unknown; }

cover_letter() {
	cover_subject
	echo
	what_and_why
	differences
	heading "How it was proved"
	proof
	heading "What to configure"
	configure
	[ -n "${SIGNOFF:-}" ] || {
		heading "Signed-off-by"
		echo "There is none: it is for the person who merges or sends this series."
	}
	heading "Made by"
	echo "the direct-call port kit, commit $(kit_commit), from $version."
}
