#!/bin/sh
# The layout of C: .clang-format decides, except for tables, which stand between clang-format's marks with a line or two per row.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs clang-format-14

ill_formed() { c_files src t | xargs clang-format-14 --dry-run 2>&1 | grep -E ' (warning|error): '; }

# Counts columns, not bytes; a tab has eight. clang-format doesn't break comments and strings, so this checks them.
wide() {
	c_files src t | while IFS= read -r file; do
		expand "$file" | LC_ALL=C.UTF-8 grep -nE '^.{111}' | cut -c 1-60 | sed "s|^|$file:|"
	done
}

rule 'C has the form of .clang-format (clang-format-14 -i FILE gives it)' "$(ill_formed)"
rule 'lines of C have 110 columns at the most' "$(wide)"
finish
