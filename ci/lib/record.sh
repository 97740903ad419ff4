#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# record.sh WORDS ASKED COMMAND...: run COMMAND, and also write its output to
# Documentation/results/<name>.txt, below a header that says when and with what the
# output was made. The documents include these files. README.md shows some of them
# between two markers, and is updated too.
#
#   WORDS	the name is made of these, "matrix 6.1 bpf arm64", unless RECORD=
#		is a name itself
#   ASKED	the make command line, without RECORD
#
#   record.sh readme	only bring README.md up to date
#
# Exit status: that of COMMAND. A command that ends in neither success nor a
# bad verdict (0 or 1) has printed no result, and none is written.
set -eu
. "$(dirname -- "$0")/common.sh"

results=$KIT/Documentation/results

# The text between "<!-- results/NAME.txt -->" and "<!-- end -->" is that file.
update_readme() {
	# shellcheck disable=SC2016 # backquotes of Markdown
	awk -v dir="$results/" '
		skip && /^<!-- end -->$/ { skip = 0 }
		!skip { print }
		/^<!-- results\/[A-Za-z0-9._-]+\.txt -->$/ {
			file = $2
			sub(/^results\//, dir, file)
			print "```"
			while ((got = (getline line < file)) > 0) print line
			if (got < 0) {
				print "kit: README.md shows " file ", which cannot be read" >"/dev/stderr"
				exit bad = 2
			}
			print "```"
			skip = 1
		}
		END {
			if (skip && !bad) {
				print "kit: README.md: a block of results has no line <!-- end -->" >"/dev/stderr"
				bad = 2
			}
			exit bad
		}' "$KIT/README.md" >"$KIT/README.md.new" || {
		rm -f "$KIT/README.md.new"
		exit 2
	}
	if cmp -s "$KIT/README.md.new" "$KIT/README.md"; then
		rm "$KIT/README.md.new"
	else
		mv "$KIT/README.md.new" "$KIT/README.md"
	fi
}

[ "$*" != readme ] || { update_readme && exit; }

words=$1
asked=$2
shift 2
case ${RECORD:-1} in
1) name=$(echo "$words" | tr -s ' /' '--' | sed 's/-*$//') ;;
*) name=$RECORD ;;
esac
case $name in
*[!A-Za-z0-9._-]* | [.-]*)
	die "RECORD='$name' is no name for a file of results; it takes 1, or a name of letters, digits, '.', '_' and '-'" ;;
esac

# Print the versions of the bases that the command was given, or of all bases.
bases() {
	for base in $(list_bases); do
		case " $(echo "$words" | tr / ' ') " in *" $base "*) echo "$base" ;; esac
	done | grep . || list_bases
}

versions() {
	case " $words " in
	*" kdir"[\ /]*) sh "$KIT/ci/get/kdir.sh" version && return ;;
	" public-trees "*) return ;;
	esac
	for base in $(bases); do
		version=$(readlink "$CACHE/sources/$base/current") && echo "$version"
	done
}

commit() {
	revision=$(git -C "$KIT" rev-parse --short HEAD 2>/dev/null) || revision=unknown
	[ -z "$(git -C "$KIT" status --porcelain -uno -- . ':!README.md' ':!Documentation' 2>/dev/null)" ] ||
		revision="$revision with edits"
	echo "$revision"
}

machine() {
	printf '%s CPUs (%s), %s GiB\n' "$(nproc)" \
		"$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" \
		"$(free -g | awk '/^Mem/ { print $2 }')"
}

head_of_result() {
	printf '%s\n' "$asked${KDIR:+ KDIR=${KDIR##*/}}"
	printf '%s, kit %s%s\n' "$(date +%Y-%m-%d)" "$(commit)" "$(versions | paste -sd ' ' | sed 's/^./, &/')"
	machine
	echo
}

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
# Not a pipeline: its subshell, and the command in it, would outlive this script.
mkfifo "$new/pipe"
tee "$new/printed" <"$new/pipe" &
rc=0
leashed "$@" >"$new/pipe" || rc=$?
wait
[ "$rc" -le 1 ] && [ -s "$new/printed" ] || {
	say "there is no result to write to Documentation/results/$name.txt" >&2
	exit "$rc"
}
mkdir -p "$results"
# Remove colours, the paths of this machine, and kit-progress's output. Cut a line that
# is too long for a page.
{
	head_of_result
	sed "s|$BUILD/|build/|g; s|$KIT/||g; s/\x1b\[[0-9;]*m//g
		/^[^ :]*\/[^ :]*: [a-z]/d; s/^\(.\{150\}\).\{4,\}/\1 .../; s/[[:space:]]*$//" "$new/printed"
} >"$new/$name.txt"
mv "$new/$name.txt" "$results/$name.txt"
update_readme
say "written to Documentation/results/$name.txt" >&2
exit "$rc"
