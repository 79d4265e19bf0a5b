#!/bin/sh
# The pages agree with the tables of settings, routes and problem codes. The script gets the
# tables' contents from the built program.
# shellcheck disable=SC2016 # quoted are patterns
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs jq
balcao=$top_builddir/balcao
[ -x "$balcao" ] || { echo "not ok - $lint: $balcao is not there: make first" && exit 1; }
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
# Settings in the environment would hide the defaults.
for name in $(env | sed -n 's/^\(BALCAO_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done

# --- settings: docs/configuration.md has a row "| `NAME` | `default` | description |" for each

settings() { "$balcao" config | sed -n 's/^\(BALCAO_[A-Z_]*\)=\(.*\)  # default$/| `\1` | `\2` |/p' | sed 's/ `` |$/ empty |/' | sort; }
documented_settings() { sed -n 's/^\(| `BALCAO_[A-Z_]*` | [^|]* |\).*/\1/p' docs/configuration.md | sort; }

settings >"$scratch/settings"
documented_settings >"$scratch/documented"
rule 'docs/configuration.md has every setting with its default, and no other' \
	"$([ -s "$scratch/settings" ] || echo 'balcao config shows none'; diff "$scratch/settings" "$scratch/documented")"

# "`NAME` description" for each. --help has "What it does. (values; default: x)" for "What it does (values)." of the page.
descriptions() {
	"$balcao" --help | awk '/^    BALCAO_/ { printf "%s`%s`", end, $1; end = "\n"; next }
		/^        / && end { $1 = $1; printf " %s", $0; next }
		end { print ""; exit }' | sed 's/\. (default: .*)$/./; s/\. (\(.*\); default: .*)$/ (\1)./' | sort
}
documented_descriptions() {
	sed -n 's/^| \(`BALCAO_[A-Z_]*`\) | [^|]* | *\(.*[^ ]\) *|$/\1 \2/p' docs/configuration.md | tr -s ' ' | sort
}
descriptions >"$scratch/descriptions"
documented_descriptions >"$scratch/documented"
rule 'docs/configuration.md describes every setting like balcao --help' \
	"$([ -s "$scratch/descriptions" ] || echo 'balcao --help shows none'; diff "$scratch/descriptions" "$scratch/documented")"

# Skips variables of ./run and the tests, which are not settings of the program.
unknown_settings() {
	grep -noE 'BALCAO_[A-Z_]+[A-Z]' README.md docs/*.md conf/nginx/* conf/systemd/* |
		while IFS=: read -r file line name; do
			case $name in BALCAO_BUILD_DIR | BALCAO_TEST_*) continue ;; esac
			grep -q "\`$name\`" "$scratch/settings" || echo "$file:$line: $name"
		done
}
rule 'every setting that a page names exists' "$(unknown_settings)"

# --- pages: README.md has a link to each

unlisted_pages() {
	files | grep -E '^docs/[^/]*\.md$' | while IFS= read -r page; do
		grep -qF "]($page)" README.md || echo "$page: README.md has no link to it: add it to the list of pages at its end"
	done
}
rule 'every page is in README.md' "$(unlisted_pages)"

# --- routes: docs/<room>.md has `METHOD /path` for each; the service's own, operations.md

"$balcao" openapi >"$scratch/openapi.json" 2>"$scratch/errors" || rule 'balcao openapi' "$(cat "$scratch/errors")"
jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[] | select(.key | IN("get", "post", "put", "patch", "delete"))
	| "\(.value.tags[0]) \(.key | ascii_upcase) \($path)"' "$scratch/openapi.json" | sort >"$scratch/routes"
# The routes that pages write as `GET /tasks/{id}`, with or without /api/v1, without a query.
grep -oE '`(GET|POST|PUT|PATCH|DELETE) /[^` ?]*' README.md docs/*.md | tr -d '`' >"$scratch/mentioned"

undocumented_routes() {
	[ -s "$scratch/routes" ] || echo 'balcao openapi shows none'
	sed 's/^service /operations /' "$scratch/routes" | while read -r room method path; do
		[ -f "docs/$room.md" ] || { echo "$method $path: there is no docs/$room.md" && continue; }
		grep -qxF -e "docs/$room.md:$method $path" -e "docs/$room.md:$method ${path#/api/v1}" "$scratch/mentioned" ||
			echo "docs/$room.md: $method $path is missing"
	done
}
unknown_routes() {
	sort -u "$scratch/mentioned" | while IFS=: read -r file route; do
		method=${route%% *} path=${route#* }
		[ "$path" = / ] || path=${path%/}
		cut -d ' ' -f 2- "$scratch/routes" | grep -qxF -e "$method $path" -e "$method /api/v1$path" || echo "$file: $route"
	done
}
rule 'every route is in the page of its room' "$(undocumented_routes)"
rule 'every route that a page names exists' "$(unknown_routes)"

# --- codes: in the tables of the engine and the rooms, in pages as "404 `not_found`" or /docs/problems#not_found

codes() { # "409 conflict" of problems, "422 required" of faults
	jq -r '(."x-problem-codes"[] | "\(.status) \(.code)"), (."x-fault-codes"[] | "422 \(.)")' "$scratch/openapi.json"
}
codes | sort -u >"$scratch/codes"
unknown_codes() {
	[ "$(wc -l <"$scratch/codes")" -gt 20 ] || echo 'balcao openapi shows none'
	grep -noE '\b[45][0-9][0-9] `[a-z_]+`' README.md docs/*.md | tr -d '`' | while IFS=: read -r file line code; do
		grep -qxF "$code" "$scratch/codes" || echo "$file:$line: $code"
	done
	grep -noE '/docs/problems#[a-z_]+' README.md docs/*.md | while IFS=: read -r file line code; do
		grep -q " ${code#*#}\$" "$scratch/codes" || echo "$file:$line: $code"
	done
}
rule 'every code that a page names exists, with that status' "$(unknown_codes)"

# --- the sentences of start-up that docs/room.md quotes, which the sources break into lines

quoted() { sed -n '/^## What start-up says/,/^## The test/p' docs/room.md | grep '^|' | cut -d '|' -f 3 | grep -o '`[^`]*`' | tr -d '`'; }
unsaid() {
	[ "$(quoted | wc -l)" -gt 20 ] || echo 'no sentence was found'
	cat src/check/*.c src/table/*.c | tr -d '\n' | sed 's/"[[:space:]]*"//g' >"$scratch/sentences"
	quoted | while IFS= read -r sentence; do
		grep -qF -e "$sentence" "$scratch/sentences" || echo "docs/room.md: start-up never says: $sentence"
	done
}
rule 'start-up says what docs/room.md quotes' "$(unsaid)"
finish
