#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# figures.sh CELL...: measure what a near call, a far call and a switch take in cells that
# make matrix has built, and compare with what is kept in ci/bench/figures. TAP. A kernel
# of another compiler or of another point release has other counts: it is not compared.
#
#   figures.sh record CELL...	write what is measured to ci/bench/figures, with this commit
#
# Exit status: 0 if all is as it was, 1 if not, 2 if something could not be measured.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"
. "$KIT/ci/lib/cell.sh"
. "$KIT/ci/bench/bench-lib.sh"
cd "$KIT"

kept=$KIT/ci/bench/figures
record=
[ "$1" != record ] || { record=yes && shift; }

# The matrix's kernel and guest, in a directory of their own.
guest_of() { # CELL
	from=$BUILD/cells/$1
	dir=$BUILD/figures/$1
	[ -e "$from/initramfs.cpio" ] || die "$1 is not built; run make matrix first"
	rm -rf "$dir"
	mkdir -p "$dir"
	grep -v '^obj ' "$from/meta" >"$dir/meta"
	echo "obj $(cd "$from/obj" && pwd -P)" >>"$dir/meta"
	cp "$from/stages" "$dir/"
	ln -s "$(cd "$from" && pwd -P)/initramfs.cpio" "$dir/"
	cell_open "$dir"
}

# measured CELL: lines "WHAT<tab>COUNT"; nothing for what the architecture does not have
measured() {
	guest_of "$1"
	benches=switches
	[ ! -e "arch/$ARCH/direct/direct_bench.h" ] || benches="calls switches"
	# shellcheck disable=SC2086 # a list
	bench_boot $benches >&2 ||
		die "$1: $(tail -n 1 "$DIR/boot.log")"
	for bench in $benches; do sh "ci/bench/bench-$bench.sh" "$DIR" >"$DIR/costs.$bench"; done
	[ ! -e "$DIR/costs.calls" ] ||
		awk '$1 == "module" && $3 != "none" { print $2 " call\t" $3 }' "$DIR/costs.calls"
	awk '$1 == "near" && $2 == 64 { print "switch of 64\t" $3 }' "$DIR/costs.switches"
}

key_of() { # CELL
	printf '%s\t%s\t%s' "$1" "$(field "$BUILD/cells/$1/meta" version | tail -n 1)" \
		"$(field "$BUILD/cells/$1/meta" compiler | tail -n 1)"
}

# Before the file of figures changes, which would be an edit of this commit.
commit=$(git describe --always --abbrev=12 --dirty --exclude="*")

# The whole file, with the lines of one cell's key replaced.
keep() { # KEY MEASURED
	{
		grep '^#' "$kept"
		{
			grep -v -e '^#' -e "^$1	" "$kept" || :
			echo "$2" | while IFS='	' read -r what count; do
				printf '%s\t%s\t%s\t%s\n' "$1" "$what" "$count" "$commit"
			done
		} | sort
	} >"$kept.new"
	mv "$kept.new" "$kept"
}

# A line for each figure that is kept or measured: "ok" or "not ok", and what to say. The
# counts of calls are exact. Interrupts come at other moments in each boot, and a switch
# takes long enough to meet one: on riscv and s390 equal kernels differ by up to 0.1%.
compare() { # KEY MEASURED
	printf '%s\n' "$2" | awk -F '\t' -v key="$1" -v kept="$kept" '
		function off(now, old,  by) {
			by = now < old ? old - now : now - old
			return by (now < old ? " less" : " more") (old ? sprintf(" (%.1f%%)", 100 * by / old) : "")
		}
		function differs(what, now, old,  by) {
			by = now < old ? old - now : now - old
			return by > (what ~ /^switch/ ? old / 100 : 0)
		}
		BEGIN {
			split(key, part, FS)
			while ((got = (getline line <kept)) > 0) {
				if (index(line, key FS) != 1) continue
				split(substr(line, length(key FS) + 1), f, FS)
				old[f[1]] = f[2]
				since[f[1]] = f[3]
				all[f[1]]
				keys++
			}
			if (got < 0) exit 2
		}
		NF == 2 { now[$1] = $2; all[$1] }
		END {
			if (!keys) {
				print "ok\t" part[1] " # SKIP no figures are kept for " part[2] " and " part[3] \
				      "; sh ci/bench/figures.sh record " part[1]
				exit
			}
			for (what in all)
				if (!(what in now))
					print "not ok\t" part[1] " " what ": not measured; it took " old[what] " at " since[what]
				else if (!(what in old))
					print "not ok\t" part[1] " " what ": " now[what] ", of which no figure is kept"
				else if (differs(what, now[what], old[what]))
					print "not ok\t" part[1] " " what ": " now[what] " instructions, " \
					      off(now[what], old[what]) " than the " old[what] " of commit " since[what]
				else
					print "ok\t" part[1] " " what ": " now[what] " instructions, " \
					      (now[what] == old[what] ? "as" : "within 1% of the " old[what]) " at commit " since[what]
		}' | sort -t '	' -k 2
}

mkdir -p "$BUILD/figures"
exec 4>"$BUILD/figures/lock"
only_run 4 || die "another figures.sh is at work in this checkout; wait for it to end"
lines=$BUILD/figures/lines
: >"$lines"
for cell; do
	now=$(measured "$cell" 4>&-) || exit 2
	key=$(key_of "$cell")
	if [ -n "$record" ]; then
		keep "$key" "$now"
	else
		compare "$key" "$now" >>"$lines"
	fi
done
[ -z "$record" ] || exit 0
echo "1..$(wc -l <"$lines")"
awk -F '\t' '{ print $1 " " NR " " $2 }' "$lines"
! grep -q '^not ok' "$lines"
