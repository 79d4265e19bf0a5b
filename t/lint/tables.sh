#!/bin/sh
# Tables of C that are walked to their end have one, and what stands in a table by hand is all that there is.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046 # names without blanks
endless() {
	code statements $(c_files src) | awk -f t/lint/tables.awk | sort |
		sed 's/$/ has no end: close it with { 0 }, NULL or the zero of its enum, or count it with COUNT()/'
}

# A room that is not in the list has no routes, and nothing says so.
unlisted_modules() {
	c_files src | xargs sed -n 's/^const struct module \([a-z_0-9]*\) = .*/\1/p' | while IFS= read -r module; do
		grep -qF "&$module," src/server/modules.c || echo "$module is in no list: add &$module to src/server/modules.c"
	done
}

# What the log of activity calls things is documented, which finds a name that is misspelt, too.
actions() { c_files src | xargs grep -hoE '\.action = "[^"]*"' | cut -d '"' -f 2 | sort -u; }

unknown_actions() {
	[ -n "$(actions)" ] || echo 'no action was found'
	actions | while IFS= read -r action; do
		grep -qF "\`$action\`" docs/activity.md ||
			echo "the action $action is not in docs/activity.md: correct it, or add it there"
	done
}

# A unit test has the name of a source, or includes the header of one in that folder.
without_source() {
	c_files t/unit | grep '\.c$' | while IFS= read -r file; do
		source=src/${file#t/unit/}
		[ -f "$source" ] ||
			sed -n 's/^#include "\([a-z_/]*\)\.h"$/src\/\1.c/p' "$file" | grep -qx "$(dirname "$source")/[a-z_]*\.c" ||
			echo "$file tests nothing: there is no $source, and it includes no header of $(dirname "$source")"
	done
}

rule 'every table has an end' "$(endless)"
rule 'every module is in the list of modules' "$(unlisted_modules)"
rule 'every action is documented' "$(unknown_actions)"
rule 'every unit test has something to test' "$(without_source)"
finish
