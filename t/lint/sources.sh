#!/bin/sh
# Every file is listed in a Makefile fragment, so that it is built, tested and part of the tarball.
# shellcheck disable=SC2016 # quoted are patterns
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

# The words of all fragments, with %D% written out.
words() {
	echo configure.ac Makefile.am check run README.md CHANGELOG.md LICENSE SECURITY.md
	for fragment in */local.mk; do
		echo "$fragment"
		sed "s|%D%|$(dirname "$fragment")|g; s/\\\\\$//" "$fragment"
	done | tr -s ' \t' '\n'
	tr -s ' \t' '\n' <Makefile.am
}

# A directory in a fragment includes all its files.
missing() { # PATTERN
	words | sort -u >"$list"
	files | grep -E "$1" | awk -v list="$list" '
		BEGIN { while ((getline word < list) > 0) known[word] = 1 }
		{
			path = $0
			while (!(path in known) && sub(/\/[^\/]*$/, "", path));
			if (!(path in known)) print
		}'
}

# Files that a fragment names must exist, except those that the build makes.
gone() {
	words | grep -E '^(src|sql|t|docs|conf)/[^$()]*\.(c|h|sql|awk|sh|md|mjs|json|conf|in|html|css|js|svg|txt|socket)$' |
		grep -vE '^(src/db/(queries|migrations)\.[ch]|conf/www/swagger-ui/.*|conf/nginx/(routes|site)\.conf)$' | sort -u | while IFS= read -r file; do
		[ -e "$file" ] || echo "$file"
	done
}

list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
rule 'src: every source is listed in a local.mk' "$(missing '^src/.*\.[ch]$')"
rule 'sql: every file is listed in a local.mk' "$(missing '^sql/.*\.(sql|awk)$')"
rule 't: every file is listed in a local.mk' "$(missing '^t/.*' | grep -vE '/\.gitignore$')"
rule 'conf: every file is listed in a local.mk' "$(missing '^conf/.*')"
rule 'docs: every page is listed in a local.mk' "$(missing '^docs/.*')"
rule 'every file that a fragment names exists' "$(gone)"
finish
