#!/bin/sh
# Includes go one way (floors.awk), folders are small, headers compile alone.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

# "file: header" for each of our own headers that a file includes.
includes() {
	c_files src | xargs sed -n 's/^#include "\(.*\)"$/\1/;T;F;p' | awk 'NR % 2 { file = $0; next } { print file, $0 }'
}

wrong_direction() {
	includes | awk -f t/lint/floors.awk -f /dev/fd/3 3<<-'EOT'
		function folder(path) { return sub(/\/[^\/]*$/, "", path) ? path : "" }
		!floors_allow(folder(substr($1, 5)), folder($2)) { print $1 " includes " $2 }
	EOT
}

# Folders with more entries than a reader can survey.
crowded() {
	files | awk '
		/^src\// {
			for (folder = $0; sub(/\/[^\/]*$/, "", folder);) {
				entry = substr($0, length(folder) + 2)
				sub(/\/.*/, "", entry)
				if (!seen[folder, entry]++) entries[folder]++
			}
		}
		END { for (folder in entries) if (folder ~ /^src/ && entries[folder] > 26) print folder " has " entries[folder] " entries" }'
}

# The build directory is in the include path for built headers such as db/queries.h.
not_alone() {
	: "${LINT_CC:=cc -std=gnu11 -D_GNU_SOURCE -DPACKAGE_STRING=\\\"x\\\" $(pkg-config --cflags fcgi libpq json-c libjwt 2>/dev/null)}"
	c_files src | grep '\.h$' | sort | while IFS= read -r header; do
		echo "#include \"${header#src/}\"" |
			(cd "$top_builddir" && eval "$LINT_CC -I$top_srcdir/src -Isrc -fsyntax-only -x c -") 2>&1 | sed "s|^|$header: |"
	done
}

own_header_not_first() {
	c_files src | grep '\.c$' | while IFS= read -r file; do
		header=${file#src/}
		header=${header%.c}.h
		[ -f "src/$header" ] || continue
		[ "$(sed -n 's/^#include //p' "$file" | head -n 1)" = "\"$header\"" ] || echo "$file"
	done
}

unguarded() {
	c_files src | grep '\.h$' | while IFS= read -r file; do
		guard=BALCAO_$(printf '%s_H' "${file#src/}" | sed 's/\.h_H$/_H/' | tr '[:lower:]/' '[:upper:]_')
		grep -q "^#ifndef $guard\$" "$file" && grep -q "^#define $guard\$" "$file" || echo "$file: $guard"
	done
}

rule 'includes go one way' "$(wrong_direction)"
rule 'a folder of src/ has 26 entries at the most' "$(crowded)"
rule 'each header compiles alone' "$(not_alone)"
rule 'each source includes its own header first' "$(own_header_not_first)"
rule 'each header has its guard, BALCAO_DIRECTORY_FILE_H' "$(unguarded)"
finish
