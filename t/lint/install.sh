#!/bin/sh
# All places that describe the installation agree. Three files name Debian's packages: configure.ac (the package to install if a
# library is missing), conf/run/packages.sh (the packages that ./run installs) and docs/operations.md (those that an administrator
# installs). README.md and docs/operations.md have the arguments of configure.
# shellcheck disable=SC2016 # quoted are patterns
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

words() { tr -s ' \t[]()`,;.' '\n' | grep -E '^[a-z0-9][a-z0-9+-]+$' | sort -u; }
# Joins a line that ends in \ with the next line.
joined() { sed -e ':more' -e '/\\$/{N;s/\\\n//;b more' -e '}' "$@"; }

of_configure() { grep -oE '^BALCAO_LIBRARY\(.*|apt-get install lib[a-z0-9-]*-dev\]' configure.ac | grep -oE '[a-z0-9+-]+-dev\]' | words; }
of_run() { joined conf/run/packages.sh | sed -n '/^packages_wanted/,/^}/s/.*echo //p' | words; }
of_operations() { joined docs/operations.md | sed -n 's/.*apt-get install \([a-z0-9 +-]*\).*/\1/p' | words; }

# lacking FILE WANTED HAD: prints the words of WANTED that HAD lacks.
lacking() {
	[ -n "$2" ] || echo "found no packages to compare $1 with: adapt this script to the new form of the list"
	for package in $2; do
		printf '%s\n' "$3" | grep -qxF -- "$package" || echo "$1 lacks $package"
	done
}

rule 'docs/operations.md names the packages that ./run installs' "$(lacking docs/operations.md "$(of_run)" "$(of_operations)")"
rule 'docs/operations.md names no package that ./run does not install' "$(lacking conf/run/packages.sh "$(of_operations)" "$(of_run)")"
rule './run installs each package that configure.ac asks for' "$(lacking conf/run/packages.sh "$(of_configure)" "$(of_run)")"

configurations() { sed -n 's/.*\(\.\/configure[^&]*\)&& make.*/\1/p' README.md docs/operations.md | sed 's/ *$//' | sort -u; }
rule 'README.md and docs/operations.md configure with the same arguments' "$(configurations | sed 1d)"
finish
