#!/bin/sh
# The smoke tests: each file of t/smoke is run, or read by one that is (t/smoke/run.sh says how it finds them).
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

is_script() { [ "$(head -c 2 "$1")" = '#!' ]; }
scripts() { files | grep -E '^t/smoke/[^/]*\.(sh|mjs)$'; }

nowhere() { { t/smoke/run.sh --lanes >/dev/null; } 2>&1; }

# Whether a line of another file that is no comment names it.
is_named() { # NAME
	scripts | grep -v "/$1\$" | xargs grep -hE "(/|\"|')$1\b" | grep -qvE '^[[:blank:]]*(#|//)'
}

# What is no test must be called or read by one.
forgotten() {
	t/smoke/run.sh --lanes 2>/dev/null | cut -d ' ' -f 2 | sort >"$tests"
	scripts | while IFS= read -r file; do
		name=${file##*/}
		if is_script "$file" && grep -qxF -e "${name%.*}" "$tests"; then continue; fi
		[ "$name" = run.sh ] || is_named "$name" ||
			echo "$file is never run: begin it with a line #!/bin/sh or #!/usr/bin/env node, or read it in a test"
	done
}

ambiguous() {
	sort "$tests" | uniq -d | sed 's/$/: two tests have this name: rename one/'
}

# run.sh starts a test by its name.
modes() {
	scripts | while IFS= read -r file; do
		if is_script "$file" && [ ! -x "$file" ]; then
			echo "$file: nobody can start it: chmod +x"
		elif ! is_script "$file" && [ -x "$file" ]; then
			echo "$file: it can be started, but by what? Begin it with a line #!, or chmod -x"
		fi
	done
}

# A room without a test of its own: the generated tests ask each route, but know none of the room's rules.
untested() {
	c_files src | xargs grep -hoE '\.path = "/[a-z.]+' | cut -d / -f 2 | sort -u | while IFS= read -r noun; do
		files | grep -E '^t/smoke/[^/]*\.sh$' | xargs grep -qE "/$noun\b" ||
			echo "no test asks for /$noun: write t/smoke/$noun.sh"
	done
}

tests=$(mktemp) || exit 1
trap 'rm -f "$tests"' EXIT
rule 'every test is in a lane' "$(nowhere)"
rule 'every script is a test, or read by one' "$(forgotten)"
rule 'no two tests have one name' "$(ambiguous)"
rule 'every noun of a route is in a shell test' "$(untested)"
rule 'what begins with #! can be started, and nothing else' "$(modes)"
finish
