#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Selectors of cells, and what the kit's tables say of each version with them.
# shellcheck disable=SC2154 # status, output are bats's

load kit

setup() {
	fresh_kit
	export KIT=$kit
	golden=$BATS_TEST_DIRNAME/golden
	. ci/lib/common.sh
	. ci/lib/selector.sh
	. ci/lib/fragments.sh
	. ci/lib/quirks.sh
	. ci/lib/flavors.sh
}

@test "selectors: they select what the table says" {
	run awk -F '\t+' "$SELECTOR_AWK"'
		/^#/ || !NF { next }
		{
			is = selects($7, $2, $3, $4, $5, $6)
			wanted = $1 == "yes" ? 1 : $1 == "no" ? 0 : -1
			if (is != wanted)
				print FNR ": " is ": " $0
			lines++
		}
		END { print lines " lines" }' "$golden/selectors"
	[ "$output" = "$(grep -cE '^(yes|no|error)' "$golden/selectors") lines" ]
}

@test "selectors: a malformed one is told with file and line, for any cell" {
	printf '%s\n' 'any a.b' 'none[6.4,6.1) c.d' >table
	run selected native 6.1.5-1 arm64 plain kit table
	[ "$status" -eq 2 ]
	[[ $output == *"kit: table:2: '[6.4,6.1)' is empty: no version is at least 6.4 and before 6.1"* ]]
	echo 'native,ported a.b' >table
	run selected none 6.1.5-1 arm64 plain kit table
	[ "$status" -eq 2 ]
	[[ $output == "kit: table:1: 'native,ported' is no selector: "*"; write STATUS[RANGE]"* ]]
}

@test "ranges: what the tables say is what a person has reviewed" {
	sh ci/tests/ranges.sh >said
	diff "$golden/ranges-of-tables" said || {
		echo "is it right? then: sh ci/tests/ranges.sh >ci/tests/golden/ranges-of-tables"
		false
	}
}

# A selector with a misspelled name would select nothing, in silence.
@test "ranges: architectures and flavors of all selectors exist" {
	tables="ci/guest/manifest tools/testing/selftests/ftrace_direct/manifest ci/flavors/*.manifest
		ci/allow/expected-failures ci/allow/splats"
	# shellcheck disable=SC2086 # a list
	selectors=$(grep -hvE '^[[:space:]]*(#|$)' $tables | awk '{ print $1 }' | tr '|' '\n' | sort -u)
	[ -n "$selectors" ]
	arches=$(sed -n 's|^[^/]*/\([^/+-]*\).*|\1|p' <<<"$selectors" | grep -vx '[*]' | sort -u)
	[ "$(paste -sd ' ' <<<"$arches")" = "arm64 riscv s390 x86" ]
	flavors=$(sed -n 's|^[^/]*/[^/]*/\([^/+-]*\).*|\1|p' <<<"$selectors" | sort -u)
	[ -z "$(comm -23 <(echo "$flavors" | grep . | sort) <(list_flavors | sort))" ]
	arches=$(sed -n 's/^arches[[:space:]]*//p' ci/flavors/*.descriptor | tr ' ' '\n' | sed 's/\[.*//' | sort -u)
	[ "$(paste -sd ' ' <<<"$arches")" = "arm64 riscv s390 x86" ]
}

# Nothing else says which guarantee a test checks.
@test "ranges: the name of a test of direct calls has the number of its guarantee" {
	names=$(awk '!/^#/ && NF { print $2 }' ci/flavors/*.manifest tools/testing/selftests/ftrace_direct/manifest |
		grep '^ftrace_direct' | grep -v '^ftrace_direct_bpf[.]selftests[.]')
	[ -n "$names" ]
	without=$(grep -vE '[._]dc[0-9][0-9]_' <<<"$names" | sort | paste -sd ' ')
	[ "$without" = "ftrace_direct.absent.absent_callback_after_refusal ftrace_direct.absent.absent_function_untouched \
ftrace_direct.absent.absent_register_refused ftrace_direct.callback.any_callback_runs_once \
ftrace_direct_bpf.client.direct_absent_refused ftrace_direct_bpf.fentry.absent_fentry_is_refused" ]
}

@test "fragments: those of a stem come after the file for all, and only where their range holds" {
	mkdir -p tree
	rm -f ci/configs/* arch/arm64/*.config
	for name in kit kit-b kit-a; do echo "CONFIG_X=$name" >"arch/arm64/$name.config"; done
	echo '# Versions: [6.1.75,6.2)' >>arch/arm64/kit-a.config
	echo '# Versions: [,6.4)' >>arch/arm64/kit-b.config
	run fragments 6.1.192-3 arm64 plain none tree
	[ "$status" -eq 0 ]
	[ "$(paste -sd ' ' <<<"$output")" = "arch/arm64/kit.config arch/arm64/kit-a.config arch/arm64/kit-b.config ci/flavors/plain.config" ]
	run fragments 6.1.74 arm64 plain none tree
	[ "$(paste -sd ' ' <<<"$output")" = "arch/arm64/kit.config arch/arm64/kit-b.config ci/flavors/plain.config" ]
	run fragments 6.4-rc1 arm64 plain none tree
	[[ $output == *kit-b* ]]
	run fragments 6.4 arm64 plain none tree
	[[ $output != *kit-b* ]]
}

@test "fragments: a flavor may take those of others, and its own come last" {
	mkdir -p tree arch/arm64/flavors
	rm -f ci/configs/* arch/arm64/*.config
	echo CONFIG_X=y >arch/arm64/flavors/debug.config
	printf 'fragments\tsize debug\n' >ci/flavors/plain.descriptor
	run fragments 6.1.5 arm64 plain none tree
	[ "$status" -eq 0 ]
	[ "$(paste -sd ' ' <<<"$output")" = "ci/flavors/size.config ci/flavors/debug.config arch/arm64/flavors/debug.config ci/flavors/plain.config" ]
	printf 'fragments\tsise\n' >ci/flavors/plain.descriptor
	run fragments 6.1.5 arm64 plain none tree
	[ "$status" -ne 0 ]
	[[ $output == *"flavor plain takes the fragments of sise, and there is no ci/flavors/sise.config"* ]]
}

@test "fragments: one that does not say for which versions, or not so that it can be read, is an error" {
	mkdir -p tree
	echo CONFIG_X=y >arch/arm64/kit-new.config
	run fragments 6.1.5 arm64 plain none tree
	[ "$status" -eq 2 ]
	[[ $output == *"kit: arch/arm64/kit-new.config does not say for which versions it is; add a line like '# Versions: [6.1,6.12)'"* ]]
	echo '# Versions: 6.1' >>arch/arm64/kit-new.config
	run fragments 6.1.5 arm64 plain none tree
	[ "$status" -eq 2 ]
	[[ $output == *"'6.1' is not a range of versions"*"arch/arm64/kit-new.config has a line '# Versions: 6.1' that cannot be read"* ]]
}

@test "quirks: one counts where both versions are in its ranges" {
	printf '%s\n' '# none yet' >arch/arm64/quirks
	[ -z "$(quirk accel arm64 7.2.22 6.1.5)" ]
	printf '%s\n' '[7.2,7.3) [6.1,6.2) accel=one a reason' '[7.2,8) [6.1.100,6.2) accel=two another' \
		'[7,8) [6,7) other=three and one' >>arch/arm64/quirks
	[ "$(quirk accel arm64 7.2.22 6.1.5)" = one ]
	[ "$(quirk accel arm64 7.2.22 6.1.192-3)" = two ]
	[ "$(quirk other arm64 7.2.22 6.1.192-3)" = three ]
	[ -z "$(quirk accel arm64 8.0 6.1.192-3)" ]
	[ -z "$(quirk accel arm64 7.2.22 6.2)" ]
	rm arch/s390/quirks 2>/dev/null || :
	[ -z "$(quirk accel s390 7.2.22 6.1)" ]
}

@test "quirks: a line without a reason or with an old pattern is an error" {
	echo '[7.2,7.3) [6.1,6.2) accel=one' >arch/arm64/quirks
	run quirk accel arm64 7.2.22 6.1.5
	[ "$status" -eq 2 ]
	[[ $output == *"/arch/arm64/quirks:1: "*"has no reason"* ]]
	echo '7.2.* 6.1 accel=one a reason' >arch/arm64/quirks
	run quirk accel arm64 7.2.22 6.1.5
	[ "$status" -eq 2 ]
	[[ $output == *"'7.2.*' is not a range of versions"* ]]
}

@test "flavors: a range that cannot be read is an error that names the flavor" {
	printf 'arches\tarm64 riscv@7.3\n' >ci/flavors/plain.descriptor
	run flavor_arches plain 7.3.4
	[ "$status" -eq 2 ]
	[[ $output == *"kit: key arches of flavor plain: '@7.3' is not a range of versions"* ]]
}

# A person's tree is judged by its own version, whatever base is near.
@test "ranges: the version of KDIR is its own" {
	toy_source 6.6 6.6.9
	dir=$XDG_CACHE_HOME/direct-call-kit/sources/6.6/6.6.9
	mkdir -p "$dir/kernel/trace" "$dir/scripts/kconfig"
	touch "$dir/Kconfig" "$dir/Kbuild" "$dir/kernel/trace/ftrace.c"
	printf 'arches\tarm64[6.6.9,6.7)\n' >ci/flavors/plain.descriptor
	printf 'VERSION = 6\nPATCHLEVEL = 6\nSUBLEVEL = 9\nEXTRAVERSION =\n' >"$dir/Makefile"
	KDIR=$dir run sh ci/lib/names.sh cells kdir "" plain
	[ "$output" = kdir/arm64/plain ]
	sed -i 's/= 9/= 8/' "$dir/Makefile"
	KDIR=$dir run sh ci/lib/names.sh cells kdir "" plain
	[ "$status" -ne 0 ]
}

@test "ranges: the series is in a tree that builds what switches in place" {
	mkdir -p tree/kernel/trace
	[ "$(sh ci/lib/status.sh series tree)" = none ]
	touch tree/kernel/trace/ftrace_switch.c
	echo 'obj-$(CONFIG_FUNCTION_TRACER) += ftrace.o' >tree/kernel/trace/Makefile
	[ "$(sh ci/lib/status.sh series tree)" = none ]
	echo 'obj-$(CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS) += ftrace_switch.o' >>tree/kernel/trace/Makefile
	[ "$(sh ci/lib/status.sh series tree)" = kit ]
}

# The markers are of the last feature patches, and a version without the switch has none.
@test "ranges: a tree that was merged up to the switch has the series without the switch" {
	mkdir -p tree/kernel/trace tree/tools/testing/selftests/ftrace_direct
	: >tree/kernel/trace/Makefile
	[ "$(sh ci/lib/status.sh series tree)" = none ]
	echo 'obj-$(CONFIG_FTRACE_VENEER) += ftrace_veneer.o ftrace_veneer_pool.o' >>tree/kernel/trace/Makefile
	[ "$(sh ci/lib/status.sh series tree)" = kit-without-switch ]
	rmdir tree/tools/testing/selftests/ftrace_direct
	[ "$(sh ci/lib/status.sh series tree)" = none ]
	cd "$real"
	of=6.1.192
	for patch in $(KIT=$real sh ci/lib/series.sh patches $of); do
		case $(sed -n 's/^X-Kit-Stage: //p' "$patch") in
		switch) break ;;
		*) cat "$patch" ;;
		esac
	done >"$BATS_TEST_TMPDIR/before"
	grep -q '^+obj-.* ftrace_veneer[.]o' "$BATS_TEST_TMPDIR/before"
	grep -qx 'X-Kit-Files: tools/testing/selftests/ftrace_direct/[*]' "$BATS_TEST_TMPDIR/before"
	! grep -q 'ftrace_switch[.]o' "$BATS_TEST_TMPDIR/before"
}

@test "ranges: what the series fixes is not expected without the switch, what needs the switch not required" {
	expected() { selected native 6.1.83 x86 plain "$1" ci/allow/expected-failures; }
	required() { selected "$1" 6.1.83 arm64 plain "$2" tools/testing/selftests/ftrace_direct/manifest; }
	[[ $(expected none) == *direct_dc32_* ]]
	[ "$(expected kit-without-switch)" = "$(expected kit)" ]
	[[ $(required ported kit) == *switch_stub*direct_dc36_function_comes_again* ]]
	[ "$(required ported kit-without-switch)" = "$(required ported none)" ]
	[ "$(required native kit-without-switch)" = "$(required native none)" ]
}

@test "ranges: a patch that an expected failure names is in the series" {
	titles=$(grep -ho 'fixed by "[^"]*"' "$real"/ci/allow/{expected-failures,splats} | sed 's/^fixed by "\(.*\)"$/\1/' | sort -u)
	[ "$(wc -l <<<"$titles")" -gt 3 ]
	while read -r title; do
		grep -rqxF --include='*.patch' "Subject: [PATCH] $title" "$real"/{kernel,arch}/ ||
			{ echo "no patch of the series is '$title'" && false; }
	done <<<"$titles"
}
