# SPDX-License-Identifier: GPL-2.0
# Sourced by series.sh: how the series was proved, from what runs have left.
# shellcheck shell=sh disable=SC2013,SC2046,SC2086,SC2154 # lists; what series.sh has set

# tree_series hash|overlay-hash: that of the series in the tree that a run assembles, as
# note_series() of ci/port/assemble.sh: a tree of the user's has the patches of $arches, a
# base all of them
tree_series() { sh ci/lib/series.sh "$1" "$of" $([ "$base" != kdir ] || echo "$arches"); }

# tree_state: the commit of the user's tree, or the snapshot if it differs from that; of a
# base nothing
tree_state() {
	[ "$base" = kdir ] || return 0
	case $(field "$snapshot/facts" dirty) in
	no) field "$snapshot/facts" commit ;;
	*) field "$snapshot/facts" snapshot ;;
	esac
}

# checkout: the id of this very series on this very source, as checkout_id() of
# ci/host/report/kcidb.c makes it
checkout() {
	state=$(tree_state | cut -c 1-12)
	series=$(tree_series hash | cut -c 1-12)
	files=$(tree_series overlay-hash | cut -c 1-12)
	echo "kit:$version${state:+@$state}${series:++$series}${files:++files-$files}"
}

tree_name() { if [ "$base" = kdir ]; then field "$snapshot/facts" tree_name; else echo "$base"; fi; }

# results_json: print the verdicts of that checkout, from the report of the last run. One
# commit may have several trees, whose names differ.
results_json() {
	report=$BUILD/report/results.json
	[ -e "$report" ] || return 0
	jq -r --arg checkout "$(checkout)" --arg name "$(tree_name)" '
		select(any(.checkouts[]; .id == $checkout and .tree_name == $name)) |
		.tests as $tests | .builds[] | select(.checkout_id == $checkout) | .id as $build |
		[$tests[] | select(.build_id == $build)] as $mine |
		[$mine[] | select(.misc.required == true)] as $required |
		[(.misc.cell | sub("^[^/]*/"; "")), .misc.verdict, .misc.port_status,
		 "\([$required[] | select(.status == "PASS")] | length) of \($required | length) required tests passed",
		 (.start_time | .[0:10]),
		 (.compiler // "?"), ([$mine[].environment.comment // empty][0] // "not booted"),
		 ([.misc | {KCONFIG: .kconfig, FRAGMENT: .fragment} | to_entries[] | select(.value) |
			"\(.key)=\(.value | sub("^/.*/"; "") | @sh)"] | join(" "))] | @tsv' "$report"
}

# of_arches: the lines on stdin that are about the requested architectures
of_arches() {
	[ -n "$arches" ] || { cat && return; }
	grep -E "^($(echo $arches | tr ' ' '|'))/" || :
}

show_results() {
	awk -F '\t' '{
		printf "  %s: %s (%s), %s\n    %s, %s\n    %s\n", $1, $2, $3, $4, $5, $6, $7
		if ($8 != "") print "    " $8
	}'
}

# recorded: the file of results that the kit has for this base, of all architectures. What
# RECORD= has written about a tree of the user's does not say which tree that was.
recorded() { [ "$base" = kdir ] || echo "Documentation/results/matrix-$base.txt"; }

# as_recorded COMMIT: whether the series is the same in this commit of the kit
as_recorded() {
	git -C "$KIT" cat-file -e "$1^{commit}" 2>/dev/null &&
		git -C "$KIT" diff --quiet "$1" -- $patches $(sed 's/^[^ ]* //' "$work/owners")
}

show_recorded() {
	commit=$(sed -n '2s/.*, kit \([0-9a-f]*\).*/\1/p' "$(recorded)")
	if [ -n "$commit" ] && as_recorded "$commit"; then
		echo "This series was tested; the kit recorded the result:"
	else
		echo "A state of this series that is not exactly this one was tested; the kit"
		echo "recorded the result:"
	fi
	echo
	awk '/^report:/ { next } NF { if (blank) print ""; print "  " $0; blank = 0; next } { blank = 1 }' "$(recorded)"
}

how_tested() {
	cat <<-'EOF'
	Each kernel was built with the series and booted under QEMU. A conformance suite
	(tools/testing/selftests/ftrace_direct), the samples and the tree's own ftracetest
	ran there. PASS: every required test passed, and the kernel did not complain.

	EOF
}

proof() {
	results_json >"$work/results"
	of_arches <"$work/results" >"$work/results.here"
	if [ -s "$work/results.here" ]; then
		how_tested
		echo "Results of exactly this series on $version (configuration/architecture as the"
		echo "kit names them):"
		echo
		show_results <"$work/results.here"
	elif [ -e "$(recorded)" ]; then
		how_tested
		show_recorded
	else
		echo "There is no result of this series on $version yet; make matrix of the kit gives one."
	fi
}
