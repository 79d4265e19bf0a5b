#!/bin/sh
# Shell scripts: shellcheck has nothing to say, and what is run can be run.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs shellcheck

# SC2317 takes functions that a table or a trap calls for dead code.
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

# What begins with #! is run and has the bit; what does not, has not.
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
