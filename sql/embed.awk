# Embeds SQL into C. Called as
#   awk -v mode=header|source -f embed.awk queries/*.sql
#   awk -v mode=schema        -f embed.awk schema/NNN_*.sql
# Queries become `enum query_id` and `query_sources[]`, migrations `migrations[]`.
# A query begins at the line "-- name: task_get :opt" and ends before the next such line. The kinds
# :one, :opt, :many, :exec and :part are explained in src/db/statement.h.

function fail(message) {
	print FILENAME ":" FNR ": " message > "/dev/stderr"
	failed = 1
	exit 1
}

# Writes a line of SQL as a line of a C string literal.
function quoted(line) {
	gsub(/\\/, "\\\\&", line)
	gsub(/"/, "\\\"", line)
	return "\t\t\"" line "\\n\""
}

function finish() {
	if (name != "" && !filled) fail("the query " name " is empty")
}

mode == "schema" {
	if (FNR == 1) {
		if (open) print "\t},"
		file = FILENAME
		sub(/.*\//, "", file)
		if (file !~ /^[0-9][0-9][0-9]_[a-z_]+\.sql$/) fail("the name of a migration must be NNN_noun.sql")
		number = substr(file, 1, 3) + 0
		if (number != ++expected) fail("migration " expected " is missing")
		sub(/\.sql$/, "", file)
		if (!open) print "#include \"db/migrate.h\"\n\nconst struct migration migrations[] = {"
		open = 1
		print "\t{ .number = " number ", .name = \"" file "\", .text ="
	}
	print quoted($0)
	next
}

/^-- name:/ {
	finish()
	if ($0 !~ /^-- name: [a-z][a-z0-9_]* :(one|opt|many|exec|part)$/)
		fail("malformed name: write \"-- name: noun_verb :kind\"")
	name = $3
	if (name in seen) fail("query " name " is defined twice: rename one of them")
	seen[name] = 1
	filled = 0
	kind = toupper(substr($4, 2))
	order[++count] = name
	if (mode == "source") {
		if (count > 1) print "\t},"
		print "\t[Q_" toupper(name) "] = { .name = \"" name "\", .kind = QUERY_" kind ", .text ="
	}
	next
}

{
	if (name == "") {
		if ($0 !~ /^(--.*)?$/) fail("SQL before the first line \"-- name:\"")
		next
	}
	if ($0 !~ /^(--.*)?$/) filled = 1
	if (mode == "source") print quoted($0)
}

BEGIN {
	if (mode == "source")
		print "#include \"db/statement.h\"\n\nconst struct query_source query_sources[Q__MAX] = {"
}

END {
	if (failed) exit 1
	finish()
	if (mode == "schema") {
		if (open) print "\t},"
		print "\t{ 0 }\n};"
	} else if (mode == "source") {
		print "\t},\n};"
	} else {
		print "#ifndef BALCAO_DB_QUERIES_H\n#define BALCAO_DB_QUERIES_H\n"
		print "enum query_id {\n\tQ_NONE,"
		for (i = 1; i <= count; i++) print "\tQ_" toupper(order[i]) ","
		print "\tQ__MAX\n};\n\n#endif"
	}
}
