#!/bin/sh
# The form of sql/: each name has one statement, and each statement is used.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

semicolons() { grep -n '^[^-]*;' sql/queries/*.sql; }

# The first line of each file says what the file is about.
headless() {
	for file in sql/queries/*.sql sql/schema/*.sql; do
		head -n 1 "$file" | grep -q '^-- [A-Z].*' || echo "$file"
	done
}

# A line at the left margin that begins a statement must be the only one of its name. A WITH has its own besides, an INSERT a SELECT.
several() {
	awk '
		/^-- name:/ { name = $3; verbs = 0; more = 1 }
		/^(WITH|INSERT)( |$)/ { more++ }
		/^(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|MERGE)( |$)/ {
			if (++verbs > more) print FILENAME ":" FNR ": a second statement in " name
		}' sql/queries/*.sql
}

# C code must use the constant of each name, such as Q_TASK_LIST, or another statement must include it.
unused() {
	sed -n 's/^-- name: \([a-z0-9_]*\) .*/\1/p' sql/queries/*.sql | while read -r name; do
		grep -qx "{$name}" sql/queries/*.sql || grep -rqw "Q_$(printf %s "$name" | tr '[:lower:]' '[:upper:]')" src || echo "$name"
	done
}

# A name has the form noun_verb, and a kind.
nameless() { grep -n '^-- name' sql/queries/*.sql | grep -vE ':-- name: [a-z]+_[a-z0-9_]+ :(one|opt|many|exec|part)$'; }

# Statements and functions that nobody holds in the head: comments and blank lines are not counted.
long() {
	awk -v most=60 '
		function finish() {
			if (name != "" && lines > most) print where ": " name " has " lines " lines"
			name = ""
		}
		function begin(what) {
			finish()
			name = what
			where = FILENAME ":" FNR
			lines = quotes = 0
		}
		FNR == 1 { finish() }
		/^-- name:/ { begin($3); next }
		/^CREATE (OR REPLACE )?FUNCTION / {
			function_name = $0
			gsub(/^.*FUNCTION |\(.*/, "", function_name)
			begin(function_name)
		}
		name != "" && !/^ *(--.*)?$/ {
			lines++
			quotes += gsub(/\$\$/, "&")
			if (FILENAME ~ /schema/ && /;$/ && quotes % 2 == 0) finish()
		}
		END { finish() }' sql/queries/*.sql sql/schema/*.sql
}

stars() { grep -nE '^ *(SELECT|RETURNING) \*|^[^-]*[a-z]\.\*' sql/queries/*.sql | grep -vE 'RETURNING \*\),?$|WITH '; }
tabs() { grep -nE "$(printf '\t')| \$" sql/*/*.sql; }
wide() { awk 'length > 120 { print FILENAME ":" FNR ": " length " columns" }' sql/*/*.sql; }

rule 'no semicolons in queries' "$(semicolons)"
rule 'each file says what it is about' "$(headless)"
rule 'one statement for each name' "$(several)"
rule 'every statement is used' "$(unused)"
rule 'names are noun_verb with a kind' "$(nameless)"
rule 'no statement and no function over 60 lines' "$(long)"
rule 'columns are named, not *' "$(stars)"
rule 'blanks, no tabs, nothing after the line' "$(tabs)"
rule 'lines of 120 columns at the most' "$(wide)"
finish
