# SPDX-License-Identifier: GPL-2.0
# Sourced by the scripts in ci/export/: a git that the user's settings do not reach, so
# that equal input gives equal bytes.
# shellcheck shell=sh

# shellcheck disable=SC2046 # names
unset $(git rev-parse --local-env-vars) GIT_EXTERNAL_DIFF GIT_DIFF_OPTS
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_ATTR_NOSYSTEM=1
export TZ=UTC HOME="${HOME:-/}"

# identity NAME MAIL DATE: who commits from now on, and when
identity() {
	export GIT_COMMITTER_NAME="$1" GIT_COMMITTER_EMAIL="$2" GIT_COMMITTER_DATE="$3"
}

# repository DIR: make an empty one, without hooks and without line end conversion
repository() {
	git init -q --template= -b base "$1"
	git -C "$1" config core.autocrlf false
	git -C "$1" config core.fileMode true
	git -C "$1" config core.safecrlf false
	git -C "$1" config pack.threads 1
	git -C "$1" config gc.auto 0
	git -C "$1" config am.threeWay false
	mkdir -p "$1/.git/info"
}
