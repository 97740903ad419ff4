# SPDX-License-Identifier: GPL-2.0
# Sourced: packages of other suites and architectures, from the mirror that
# apt is configured for, through a private apt state. The system's own sources
# and lists are never touched, every index is verified with the distribution's
# keyring.
# shellcheck shell=sh

KEYRING=${KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
# KIT_MIRROR: one URI for all suites, used instead of apt's own configuration. That of a
# mirror as Debian's are, ".../debian", has the security archive next to it.

# Fedora has it in another place than Debian.
APT_HELPER=/usr/lib/apt/apt-helper
[ -x "$APT_HELPER" ] || APT_HELPER=/usr/libexec/apt/apt-helper

# mirror_of main|security: where the machine gets that archive from. Archives of other
# vendors may be configured too, so check the origin. A machine that never ran
# "apt-get update" knows no origin; there the path has to identify the archive.
mirror_of() {
	suites=$({
		apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 'Component: main'
		apt-get update --print-uris 2>/dev/null |
			sed -n "s|^'\(.*/debian[^/]*/*\)/*dists/\([^/]*\)/InRelease'.*|\1 \2 Debian|p"
	} | awk '$3 == "Debian"')
	case $1 in
	security) echo "$suites" | awk '$2 ~ /-security$/ { print $1; exit }' ;;
	*) echo "$suites" | awk '$2 !~ /-/ { print $1; exit }' ;;
	esac
}

# apt_open NAME ARCHES SUITE...: open a private apt state with these suites
apt_open() {
	APT_DIR=$CACHE/apt/$1
	shift
	# In a process of its own, so that its variables stay local. Not before "||",
	# which would disable set -e in it.
	(apt_make_state "$@")
}

apt_make_state() { # ARCHES SUITE...
	arches=$1
	shift
	mkdir -p "$APT_DIR/lists/partial" "$APT_DIR/archives/partial"
	[ -r "$KEYRING" ] || die "no archive keyring at $KEYRING: install debian-archive-keyring, or set KEYRING="
	for suite; do
		case ${KIT_MIRROR:+mirror}$suite in
		mirror*-security)
			uri=${KIT_MIRROR%/}
			case $uri in */debian) uri=$uri-security ;; esac
			;;
		mirror*) uri=$KIT_MIRROR ;;
		*-security) uri=$(mirror_of security) ;;
		*) uri=$(mirror_of main) ;;
		esac
		[ -n "$uri" ] || die "apt on this machine has no Debian mirror configured for $suite; add one to its sources, or give KIT_MIRROR=, the URI of a mirror"
		echo "deb [arch=$(echo "$arches" | tr ' ' ',') signed-by=$KEYRING] $uri $suite main"
	done >"$APT_DIR/sources.list"
	cat >"$APT_DIR/apt.conf" <<-EOF
	Dir::State "$APT_DIR";
	Dir::State::lists "$APT_DIR/lists";
	Dir::State::status "/dev/null";
	Dir::Cache "$APT_DIR";
	Dir::Cache::archives "$APT_DIR/archives";
	Dir::Etc::SourceList "$APT_DIR/sources.list";
	Dir::Etc::SourceParts "/dev/null";
	Dir::Etc::Preferences "/dev/null";
	Dir::Etc::PreferencesParts "/dev/null";
	pkgCacheFile::Generate "false";
	APT::Architecture "${arches%% *}";
	APT::Architectures { $(for a in $arches; do printf '"%s"; ' "$a"; done)};
	APT::Sandbox::User "root";
	Acquire::Languages "none";
	Acquire::Retries "2";
	EOF
	log=$APT_DIR/update.log
	APT_CONFIG=$APT_DIR/apt.conf apt-get update --error-on=any >"$log" 2>&1 || {
		grep -E '^(E|W|Err)' "$log" | head -n 3 >&2
		die "the package lists for $* could not be read; check that the machine reaches the mirror (all of it: $log)"
	}
}

# apt_list PACKAGE ARCH: print "version sha256 uri" of the package's versions in the
# opened suites, oldest first. Read the lists directly: they have been verified, and
# apt-cache would first spend half a minute on a binary cache of them.
apt_list() {
	for list in "$APT_DIR"/lists/*_binary-"$2"_Packages*; do
		[ -e "$list" ] || continue
		uri=$(sed -n "s/^deb .*\] \([^ ]*\) \([^ ]*\) .*/\1 \2/p" "$APT_DIR/sources.list" |
			while read -r uri suite; do
				case ${list##*/} in
				*_dists_"${suite}"_main_*) echo "$uri" ;;
				esac
			done | head -n 1)
		"$APT_HELPER" cat-file "$list" |
			awk -v package="$1" -v uri="${uri%/}" -v RS= -F '\n' '
			$1 == "Package: " package {
				for (i = 2; i <= NF; i++) {
					split($i, field, ": ")
					value[field[1]] = field[2]
				}
				print value["Version"], value["SHA256"], uri "/" value["Filename"]
			}'
	done | sort -V -k 1,1 -u
}

# apt_find PACKAGE ARCH: print the newest of these versions
apt_find() { apt_list "$@" | tail -n 1 | grep .; }

# apt_fetch FILE SHA256 URI
apt_fetch() {
	echo "$2  $1" | sha256sum --status --check 2>/dev/null && return
	rm -f "$1"
	"$APT_HELPER" download-file "$3" "$1" "SHA256:$2" >"$1.log" 2>&1 || {
		rm -f "$1"
		grep -E '^ *(E|W|Err|Hash)' "$1.log" | head -n 3 >&2
		die "${1##*/} could not be downloaded completely (see above); nothing of it was kept, run the same command again"
	}
	echo "$2  $1" | sha256sum --status --check || {
		rm -f "$1"
		die "${1##*/} came damaged: its SHA256 is not the one that the signed list gives; it was removed, run the same command again"
	}
	rm -f "$1.log"
}
