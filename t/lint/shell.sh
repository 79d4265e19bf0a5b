#!/bin/sh
# Shell scripts: shellcheck finds nothing, and executable bits are right.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs shellcheck

# SC2317 would report functions that a table or a trap calls as dead code.
suspicious() {
	scripts | xargs shellcheck -x -P "SCRIPTDIR:$top_srcdir" -e SC2317 -f gcc 2>&1
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
