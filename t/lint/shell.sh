#!/bin/sh
# Shell scripts: shellcheck finds nothing, and executable bits are right.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs shellcheck
in_repository

# The linter reads a sourced file once more for each script that sources it, which takes most of the time. So a script that was
# found good, with what it may source and this shellcheck, is not read again: a stamp in the build directory says so.
stamps=$top_builddir/.shellcheck
mkdir -p "$stamps" || exit 1
version=$(shellcheck --version | sha256sum)

sourced() { scripts | while IFS= read -r file; do [ -x "$file" ] || echo "$file"; done; }

# "stamp file" for each script that has no stamp yet.
unchecked() {
	common="$version $(sourced | xargs cat | sha256sum)"
	scripts | xargs sha256sum | while read -r sum file; do
		stamp=$(echo "$sum $file $common" | sha256sum | cut -c 1-32)
		[ -e "$stamps/$stamp" ] || echo "$stamp $file"
	done
}

# SC2317 takes functions that a table or a trap calls for dead code.
# shellcheck disable=SC2016 # the inner shell's variables
suspicious() {
	unchecked | xargs -r -P 2 -n 2 sh -c '
		found=$(shellcheck -x -P "SCRIPTDIR:$0" -e SC2317 -f gcc "$3" 2>&1)
		if [ -z "$found" ]; then : >"$1/$2"; else printf "%s\n" "$found"; fi' "$top_srcdir" "$stamps"
}

scripts() {
	files | while IFS= read -r file; do
		case $file in
		*.sh) echo "$file" ;;
		*) ! head -c 32 "$file" | grep -qE '^#! ?/(usr/)?bin/(env )?(ba|da)?sh' || echo "$file" ;;
		esac
	done
}

# A file has the executable bit if and only if it begins with #!. The scripts of conf/run may lack the bit.
bits() {
	files | while IFS= read -r file; do
		if [ "$(head -c 2 "$file" | tr -d '\0')" = '#!' ]; then
			[ -x "$file" ] || case $file in conf/run/*) ;; *) echo "$file begins with #! and cannot be run" ;; esac
		else
			[ ! -x "$file" ] || echo "$file can be run and does not begin with #!"
		fi
	done
}

rule 'shellcheck finds nothing' "$(suspicious)"
rule 'executable bits' "$(bits)"
finish
