#!/bin/sh
# Things that belong in one place only: libpq and SQL in src/db, status numbers in src/http. Rooms don't
# manage memory by hand.
# shellcheck source=t/lint/lib.sh
. "$(dirname "$0")/lib.sh"

outside() { c_files src | grep -v "^src/$1/"; }
rooms() { find src -mindepth 1 -maxdepth 1 -type d | grep -vE '^src/(base|values|config|shared|http|db|table|check|call|core|openapi|server)$'; }

# shellcheck disable=SC2046 # names without blanks
libpq() { code code $(outside db) | grep -E 'libpq-fe\.h|\bPQ[a-z][A-Za-z]*\b|\bPG(conn|result)\b'; grep -n 'libpq-fe' $(outside db); }

# Finds three digits like an HTTP status in a line that mentions a status, or compares or returns a number.
# shellcheck disable=SC2046
numbers() {
	code code $(outside http) | awk '{
		line = $0
		sub(/^[^ ]* /, "", line)
		if (line ~ /(^|[^A-Za-z0-9_.])([2345]0[0-9]|41[0-9]|42[0-9]|431|451|600)([^A-Za-z0-9_.]|$)/ &&
		    tolower(line) ~ /http|status|answer|code|return [0-9]|case [0-9]/ && line !~ /^ *enum /) print
	}'
}

# shellcheck disable=SC2016 # % and $ are in patterns
VERBS='(SELECT |INSERT INTO |UPDATE [a-z_%$0-9]+ SET |DELETE FROM |TRUNCATE |CREATE (TABLE|INDEX|FUNCTION|ROLE|DATABASE)|ALTER |DROP |GRANT |REVOKE |COPY |LISTEN |NOTIFY |DEALLOCATE |BEGIN|COMMIT|ROLLBACK)'
# shellcheck disable=SC2046
sql() { code strings $(outside db) | grep -E "\"$VERBS"; }

# Finds SQL that is built by printf. migrate.c may do so: it grants rights to a role, for whose name
# SQL has no parameter, and libpq quotes the name.
# shellcheck disable=SC2046
formatted() { code statements $(c_files src) | grep -E "printf ?\(.*\"[^\"]*$VERBS" | grep -vE '^src/db/migrate\.c:.*GRANT '; }

# shellcheck disable=SC2046
by_number() { code code $(outside db) | grep -E '\brows_(cell|column_[a-z]+) ?\(' | grep -vE '^src/core/(row|list)\.c:'; }

# shellcheck disable=SC2046
by_hand() { code code $(c_files $(rooms)) | grep -E '\b(free|malloc|calloc|realloc|strdup|asprintf|goto)\b ?\(?'; }

# The tolerant parser frees the name of each member at once: an event has thousands.
# shellcheck disable=SC2046
released() { code code $(c_files $(rooms) src/call src/core) | grep -E '\bbuffer_release ?\(' | grep -vE '^src/errors/lenient/(lenient|reader)\.c:'; }

# shellcheck disable=SC2046
by_chance() { code code $(c_files src) | grep -E '\b(strcat|sprintf|gets|atoi|rand|strtok|system|popen|localtime|gmtime) ?\('; }

rule 'libpq is used in src/db only' "$(libpq)"
rule 'status numbers stand in src/http only' "$(numbers)"
rule 'SQL stands in sql/ and src/db only' "$(sql)"
rule 'no SQL is put together by printf' "$(formatted)"
rule 'results are read by the names of their columns, except in core/row.c and core/list.c' "$(by_number)"
rule 'rooms have no free, malloc or goto' "$(by_hand)"
rule 'buffers of a request are its arena'"'"'s, and need no release' "$(released)"
rule 'no function that is unsafe or not reentrant' "$(by_chance)"
finish
