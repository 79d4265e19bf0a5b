#!/bin/sh
# Every operation of the API has its place in the console, or a row in console.tsv that says why a person at a screen does not need it.
# shellcheck disable=SC2016 # awk's own
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs jq
balcao=$top_builddir/balcao
[ -x "$balcao" ] || { echo "not ok - $lint: $balcao is not there: make first" && exit 1; }
for name in $(env | sed -n 's/^\(BALCAO_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
table=t/lint/console.tsv

"$balcao" openapi | jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[]
	| select(.key | IN("get", "post", "put", "patch", "delete")) | "\(.key | ascii_upcase) \($path)"' | sort -u >"$scratch/operations"

# "METHOD PATH" of each request in the sources: api.GET('/api/v1/…'), the same with a constant of the file, `operation: 'POST /…'` of a form,
# and the requests of session.svelte.ts, which stand apart. Tests don't count.
files | grep -E '^web/src/.*\.(ts|svelte)$' | grep -vE '\.test\.ts$|/schema\.d\.ts$' | tr '\n' '\0' | xargs -0 awk '
	function take(pattern, found) { # the next text that fits; what was before it is cut off
		if (!match(text, pattern)) return 0
		hit = substr(text, RSTART, RLENGTH)
		text = substr(text, RSTART + RLENGTH)
		return 1
	}
	function quoted(part) {
		sub(/^[^\047]*\047/, "", part)
		sub(/\047.*$/, "", part)
		return part
	}
	function look(whole, verb, name) {
		split("", constants)
		text = whole
		while (take("const [A-Za-z_]+ = \047/api/[^\047]*\047")) {
			name = hit
			sub(/^const /, "", name)
			sub(/ .*/, "", name)
			constants[name] = quoted(hit)
		}
		text = whole
		while (take("[.](GET|POST|PUT|PATCH|DELETE)[(][ \n]*(\047/[^\047]*\047|[A-Za-z_]+)")) {
			verb = hit
			gsub(/^[.]|[(].*/, "", verb)
			name = hit
			sub(/^[^(]*[(][ \n]*/, "", name)
			print verb, (name ~ /^\047/ ? quoted(name) : constants[name])
		}
		text = whole
		while (take("operation: \047[A-Z]+ /[^\047]*\047")) {
			verb = quoted(hit)
			sub(/ /, " /api/v1", verb)
			print verb
		}
		text = whole
		while (take("[^.a-zA-Z]post[(]\047/[a-z/]+\047")) print "POST /api/v1" quoted(hit)
		text = whole
		while (take("fetch[(]\047/api/[^\047]*\047, [{] method: \047[A-Z]+\047")) {
			verb = hit
			sub(/.*method: /, "", verb)
			print quoted(verb), quoted(hit)
		}
		text = whole
		while (take("fetch[(]\047/[a-z]+\047")) print "GET", quoted(hit)
	}
	FNR == 1 && whole { look(whole); whole = "" }
	{ whole = whole $0 "\n" }
	END { look(whole) }' | sort -u >"$scratch/used"
cut -f 1 "$table" | sort >"$scratch/left"

none() { [ -s "$1" ] || echo "$2"; }

missing() {
	none "$scratch/operations" 'balcao openapi shows none'
	cat "$scratch/used" "$scratch/left" | sort -u | comm -23 "$scratch/operations" - |
		sed "s,\$,: no page of web/src uses it; give it a place there; or say in $table why people don't need it,"
}

idle_rows() {
	none "$scratch/used" 'web/src uses none: has the way of writing requests changed?'
	comm -13 "$scratch/operations" "$scratch/left" | sed 's/$/: there is no such operation/'
	comm -12 "$scratch/used" "$scratch/left" | sed 's/$/: the console uses it, so the row can go/'
	uniq -d "$scratch/left" | sed 's/$/: has two rows/'
	awk -F '\t' 'NF != 2 || length($2) < 10 { print FILENAME ":" FNR ": not \"METHOD PATH<tab>reason\"" }' "$table"
}

rule 'every operation has its place in the console' "$(missing)"
rule "every row of $table is needed" "$(idle_rows)"
finish
