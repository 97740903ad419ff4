# SPDX-License-Identifier: GPL-2.0
# Sourced after common.sh: a cell's directory and its facts.
# shellcheck shell=sh disable=SC2034 # what the facts say is for the steps
#
# A step takes a cell's directory, reads the files in it and writes files into it.
# Nothing else is passed. The file "meta" has the facts, one "key value" a line
# (Documentation/formats.rst). cell_new() writes the first facts, from the cell's name
# and the user's settings. Every step begins with cell_open().

# What a user may set for a cell. In meta each is a line "option NAME VALUE".
CELL_OPTIONS="SERIES STEPS MUTANT LINKS FTRACETEST V CPUS ACCEL QEMU DEPS SPLIT FRESH TIMEOUT_SCALE"
CELL_OPTIONS="$CELL_OPTIONS QEMU_ARGS KERNEL_ARGS PROGRAM_SECONDS KVM_DEVICE KVM_TRIAL"
CELL_OPTIONS="$CELL_OPTIONS FTRACE_DIRECT_SWITCHES KIT_CROSS KIT_ARCHES KCONFIG KMODULES FRAGMENT ABI DTB KIT_COVERAGE"

# cell_split CELL: set BASE, ARCH and FLAVOR from base/arch/flavor
cell_split() {
	BASE=${1%%/*}
	FLAVOR=${1##*/}
	ARCH=${1#*/}
	ARCH=${ARCH%/*}
}

# quoted TEXT: as a word for the shell
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

# cell_new DIR CELL: begin the facts of a cell
cell_new() {
	mkdir -p "$1/obj"
	DIR=$(cd -- "$1" && pwd -P)
	CELL=$2
	cell_split "$CELL"
	# Asked for or not, it is the same cell.
	SERIES=${SERIES:-$(default_series "$BASE")}
	# The steps run elsewhere.
	[ ! -f "${KCONFIG:-}" ] || KCONFIG=$(realpath -- "$KCONFIG")
	[ -z "${FRAGMENT:-}" ] || FRAGMENT=$(realpath -- "$FRAGMENT")
	[ -z "${DTB:-}" ] || DTB=$(realpath -- "$DTB")
	{
		echo "cell $CELL"
		echo "base $BASE"
		echo "arch $ARCH"
		echo "flavor $FLAVOR"
		kdir=
		[ "$BASE" != kdir ] || {
			kdir=$(realpath -- "$KDIR")
			echo "kdir $kdir"
			[ -z "${REV:-}" ] || echo "rev $REV"
		}
		echo "build $BUILD"
		echo "host $HOST"
		echo "rerun make rerun CELL=$CELL${kdir:+ KDIR=$(quoted "$kdir")${REV:+ REV=$(quoted "$REV")}}"
		echo "command $DIR/boot.sh"
		for option in $CELL_OPTIONS; do
			eval "value=\${$option:-}"
			[ -z "$value" ] || echo "option $option $value"
		done
	} >"$DIR/meta"
}

# cell_open DIR: set DIR, OBJ and, from the facts, CELL BASE ARCH FLAVOR KDIR REV BUILD
# HOST TREE VERSION STATUS TREE_SERIES and the options. A variable without a fact is
# empty, whatever the environment holds. TREE_SERIES is the series in the tree, SERIES
# is the one that the user requested.
cell_open() {
	[ -e "${1:-}/meta" ] ||
		die "'${1:-}' is no cell's directory: it has no file meta; a step takes build/cells/BASE/ARCH/FLAVOR of a cell that make matrix has begun"
	DIR=$(cd -- "$1" && pwd -P)
	OBJ=$DIR/obj
	CELL='' BASE='' ARCH='' FLAVOR='' KDIR='' REV='' TREE='' VERSION='' STATUS='' TREE_SERIES=''
	for option in $CELL_OPTIONS; do eval "$option="; done
	while read -r key value; do
		case $key in
		cell) CELL=$value ;;
		base) BASE=$value ;;
		arch) ARCH=$value ;;
		flavor) FLAVOR=$value ;;
		series) TREE_SERIES=$value ;;
		kdir) KDIR=$value ;;
		rev) REV=$value ;;
		build) BUILD=$value ;;
		host) HOST=$value ;;
		obj) OBJ=$value ;;
		tree) TREE=$value ;;
		version) VERSION=$value ;;
		status) STATUS=$value ;;
		option) cell_option "${value%% *}" "${value#* }" ;;
		esac
	done <"$DIR/meta"
}

cell_option() { # NAME VALUE
	case " $CELL_OPTIONS " in
	*" $1 "*) eval "$1=\$2" ;;
	*) die "$DIR/meta: no option is called '$1'; known: $CELL_OPTIONS" ;;
	esac
}

# fact_set KEY VALUE: set one fact of the open cell, replacing its old value
fact_set() {
	{
		grep -v "^$1 " "$DIR/meta" || :
		echo "$1 $2"
	} >"$DIR/meta.new"
	mv "$DIR/meta.new" "$DIR/meta"
}

# option_set NAME VALUE: set an option of the open cell, replacing its old value
option_set() { fact_set "option $1" "$2"; }

# config_facts: what a result says of a configuration, or of options, that were given to
# the open cell
config_facts() {
	[ -z "$KCONFIG" ] || fact_set kconfig "$KCONFIG"
	[ -z "$FRAGMENT" ] || fact_set fragment "$FRAGMENT"
	[ ! -e "$DIR/config-changes" ] ||
		fact_set config_changes "$(grep -cE '^(set|follows)	' "$DIR/config-changes")"
}

# state_set DIR WORDS: record what a cell does now, for kit-progress
state_set() {
	state_dir=$1
	shift
	printf '%s %s\n' "$(date +%s)" "$*" >"$state_dir/state.new"
	mv "$state_dir/state.new" "$state_dir/state"
}
