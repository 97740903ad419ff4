# SPDX-License-Identifier: GPL-2.0
# Sourced: find out where the value of a variable comes from.
# shellcheck shell=sh

# given NAME: whether the variable was on make's command line
given() {
	case " ${KIT_GIVEN:-} " in
	*" $1 "*) ;;
	*) return 1 ;;
	esac
}

# origin NAME: print nothing if it was, else where it comes from, for a sentence
origin() { given "$1" || echo " from the environment"; }
