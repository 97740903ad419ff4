#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# npm.sh PACKAGE VERSION PROGRAM [PEER]: print the path of a program from the npm registry, which
# is installed in the cache. Only the kit's tests need this; npm verifies the package.
set -eu
. "$(dirname -- "$0")/../lib/common.sh"

dir=$CACHE/npm/$1@$2
program=$dir/node_modules/.bin/$3
[ -x "$program" ] || {
	command -v npm >/dev/null || die "npm is missing; install nodejs and npm"
	mkdir -p "$dir"
	npm install --no-audit --no-fund --ignore-scripts --prefix "$dir" "$1@$2" ${4:+"$4"} >"$dir/npm.log" 2>&1 || {
		tail -n 3 "$dir/npm.log" >&2
		die "npm could not install $1 $2 (see above); check that the machine reaches the registry"
	}
}
[ -x "$program" ] || die "$1 $2 has no program $3"
echo "$program"
