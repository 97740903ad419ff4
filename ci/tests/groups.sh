# SPDX-License-Identifier: GPL-2.0
# Sourced by check.sh: run groups of tests. Each writes a TAP file in build/check/.
# shellcheck shell=sh

out=$BUILD/check

kit_key() {
	find . \( -path ./build -o -path ./.git \) -prune -o -type f -printf '%p %s %T@\n' | sort | sha256sum
}

# groups_begin WHAT: remove the output of an earlier run. Exception: check-all, which
# takes hours, resumes an interrupted run if the kit is unchanged. A group that has
# passed leaves a file NAME.done.
groups_begin() {
	mkdir -p "$out"
	exec 5>"$out/lock"
	only_run 5 || die "another 'make check' is at work in this checkout; wait for it to end"
	key=$(kit_key)
	resume=
	[ "$1" != check-all ] || [ "$(cat "$out/key" 2>/dev/null)" != "$key" ] || resume=yes
	[ -n "$resume" ] || rm -f "$out"/*.done
	rm -f "$out/key"
	for tap in "$out"/*.tap; do
		[ -e "${tap%.tap}.done" ] || rm -f "$tap" "${tap%.tap}.log"
	done
	echo "$key" >"$out/key"
	taps=
	begun=$(date +%s)
}

# groups_end: add up all groups
groups_end() {
	echo "check: $(($(date +%s) - begun)) s"
	# shellcheck disable=SC2086 # a list
	"$HOST/kit-result" tally $taps
}

# group NAME COMMAND...: run COMMAND, whose standard output is TAP. A group that breaks
# off leaves an incomplete plan, which kit-result tally counts as a failure.
group() {
	name=$1
	shift
	taps="$taps $out/$name.tap"
	start=$(date +%s)
	printf 'check: %-12s ' "$name"
	[ -z "$resume" ] || [ ! -e "$out/$name.done" ] || { echo "as before: the kit is the same" && return; }
	rc=0
	"$@" >"$out/$name.tap" 2>"$out/$name.log" 5>&- || rc=$?
	bad=$(grep -c '^ *not ok' "$out/$name.tap" || :)
	good=$(grep -c '^ok' "$out/$name.tap" || :)
	echo "$good ok, $bad not ok, $(($(date +%s) - start)) s"
	if [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "not ok - $name ended with status $rc: $(tail -n 1 "$out/$name.log")" >>"$out/$name.tap"
	fi
	[ "$rc" -ne 0 ] || [ "$bad" -ne 0 ] || [ "$good" -eq 0 ] || : >"$out/$name.done"
}

# A cmocka program is one TAP stream; several in a row are nested by name.
programs() {
	n=0
	echo "TAP version 13"
	for program in "$@"; do
		n=$((n + 1))
		rc=0
		CMOCKA_MESSAGE_OUTPUT=TAP KIT_TESTS=$KIT/ci/tests "$program" >"$out/one" 2>>"$out/one.log" || rc=$?
		grep -v '^TAP version' "$out/one" | sed 's/^/# /'
		if [ "$rc" -eq 0 ] && grep -q '^ok' "$out/one"; then
			echo "ok $n ${program##*/}"
		else
			echo "not ok $n ${program##*/}"
		fi
	done
	rm -f "$out/one" "$out/one.log"
	echo "1..$n"
}

# files COMMAND... -- FILE...: run COMMAND for each file as one test
files() {
	command=
	while [ "$1" != -- ]; do
		command="$command $1"
		shift
	done
	shift
	echo "1..$#"
	n=0
	for file; do
		n=$((n + 1))
		if $command "$file" >"$out/one" 2>&1; then
			echo "ok $n $file"
		else
			sed 's/^/# /' "$out/one"
			echo "not ok $n $file"
		fi
	done
	rm -f "$out/one"
}

