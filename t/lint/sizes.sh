#!/bin/sh
# Sizes: functions have at most 60 lines, files at most 500, and the median function at most 15.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"
needs ctags
ctags --version | grep -q Universal || { echo "ok - $lint # SKIP universal-ctags is missing" && exit 77; }

# "lines file:line function", shortest first
functions() {
	c_files "$@" | ctags -L - -o - --languages=C --langmap=C:.c.h --kinds-C=f --fields=ne --sort=no 2>/dev/null |
		awk -F '\t' '{
			line = end = 0
			for (i = 4; i <= NF; i++) {
				if ($i ~ /^line:/) line = substr($i, 6)
				if ($i ~ /^end:/) end = substr($i, 5)
			}
			print end - line + 1, $2 ":" line, $1
		}' | sort -n
}

long_files() { files | grep -E '\.(c|h|sh|sql|awk|mjs|js)$|^(run|check)$' | xargs wc -l | awk '$1 > 500 && $2 != "total"'; }

median=$(functions src | awk '{ size[NR] = $1 } END { print size[int((NR + 1) / 2)] }')
rule 'no function over 60 lines' "$(functions src t | awk '$1 > 60')"
rule 'no file over 500 lines' "$(long_files)"
rule "the median function has $median lines, 15 at the most" "$([ "$median" -le 15 ] || echo "$median lines")"
finish
