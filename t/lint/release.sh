#!/bin/sh
# All files state the same version, that of configure.ac, and the same licence, that of LICENSE.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs jq
balcao=$top_builddir/balcao
[ -x "$balcao" ] || { echo "not ok - $lint: $balcao is not there: make first" && exit 1; }
for name in $(env | sed -n 's/^\(BALCAO_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done

version=$(sed -n 's/^AC_INIT(\[balcao\], \[\([^]]*\)\].*/\1/p' configure.ac)
holder=$(sed -n 's/^Copyright (c) //p' LICENSE)

# differs WHERE WANTED GOT
differs() { [ "$2" = "$3" ] || echo "$1 says '$3', not '$2'"; }

other_versions() {
	[ -n "$version" ] || echo 'configure.ac: the version was not found'
	differs 'balcao --version' "balcao $version" "$("$balcao" --version | head -n 1)"
	differs 'balcao openapi' "$version" "$("$balcao" openapi | jq -r .info.version)"
	differs conf/www/package.json "$version" "$(jq -r .version conf/www/package.json)"
	grep -qE "^## \[$version\] - [0-9]{4}-[0-9]{2}-[0-9]{2}\$" CHANGELOG.md || echo "CHANGELOG.md has no line \"## [$version] - YYYY-MM-DD\""
}

# Keep a Changelog 1.1.0: the newest version first, six kinds of changes, unreleased changes on top.
ill_formed_changes() {
	awk '/^## / { if (++n == 1 && $0 != "## [Unreleased]") print FILENAME ":" FNR ": begins with " $0 ", not with ## [Unreleased]" }
		/^### / && $0 !~ /^### (Added|Changed|Deprecated|Removed|Fixed|Security)$/ { print FILENAME ":" FNR ": no kind of change: " $0 }' CHANGELOG.md
}

other_licences() {
	[ -n "$holder" ] || echo 'LICENSE has no line "Copyright (c) YEAR NAME"'
	differs LICENSE 'MIT License' "$(head -n 1 LICENSE)"
	differs 'balcao openapi' MIT "$("$balcao" openapi | jq -r .info.license.identifier)"
	for file in conf/www/package.json t/smoke/package.json t/web/package.json; do
		differs "$file" MIT "$(jq -r .license $file)"
	done
	for file in conf/www/package-lock.json t/smoke/package-lock.json t/web/package-lock.json; do
		differs "$file" MIT "$(jq -r '.packages[""].license' $file)"
	done
	"$balcao" --version | grep -qxF "Copyright (C) $holder" || echo "balcao --version does not say Copyright (C) $holder"
	for file in README.md docs/licences.md configure.ac; do
		grep -iqF "Copyright (c) $holder" $file || echo "$file does not say Copyright (c) $holder"
	done
}

# docs/licences.md must have the versions of the npm packages.
unnamed_parts() {
	jq -r '.dependencies | to_entries[] | "\(.key) \(.value)"' conf/www/package.json | while read -r name number; do
		grep -qE "\[$name\]\([^)]*\) $number([^0-9.]|\$)" docs/licences.md || echo "docs/licences.md does not name $name $number, which is shipped"
	done
}

rule "the version is $version everywhere" "$(other_versions)"
rule 'CHANGELOG.md has the form of Keep a Changelog' "$(ill_formed_changes)"
rule "the licence is MIT everywhere, of $holder" "$(other_licences)"
rule 'docs/licences.md names what is shipped' "$(unnamed_parts)"
finish
