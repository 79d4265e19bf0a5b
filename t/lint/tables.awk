# Reads statements as code.awk prints them, "file:line: code", and prints "file:line: name" for each table, an array
# without a size, that nobody counts and whose last row is no terminator: { 0 }, NULL, 0, OK or X_NONE.

function trimmed(text) {
	gsub(/^[ \t]+|[ \t]+$/, "", text)
	return text
}

# The last row of "a, b, ".
function last_row(body,   i, c, depth, quoted, row) {
	for (i = 1; i <= length(body); i++) {
		c = substr(body, i, 1)
		if (c == "\"" && substr(body, i - 1, 1) != "\\") quoted = !quoted
		if (!quoted && c ~ /[{(]/) depth++
		if (!quoted && c ~ /[})]/) depth--
		if (quoted || depth || c != ",") row = row c
		else if (trimmed(substr(body, i + 1)) != "") row = ""
	}
	return trimmed(row)
}

function judge(   declaration, name, body) {
	match(text, /[A-Za-z0-9_]\[\] *= *\{/)
	declaration = substr(text, 1, RSTART)
	body = substr(text, RSTART + RLENGTH)
	name = declaration
	sub(/.*[^A-Za-z0-9_]/, "", name)
	if (declaration ~ /(^|[^A-Za-z_])(unsigned )?char [A-Za-z0-9_]*$/) return
	sub(/\} *;[^;]*$/, "", body)
	last[where] = last_row(body)
	table[where] = name
}

{
	file = substr($0, 1, index($0, ":") - 1)
	code = substr($0, index($0, ": ") + 2)
	rest = code
	while (match(rest, /(COUNT|sizeof) ?\([a-z_0-9]+\)/)) {
		word = substr(rest, RSTART, RLENGTH - 1)
		sub(/.*\(/, "", word)
		rest = substr(rest, RSTART + RLENGTH)
		if (rest !~ /^ - 1/) counted[file, word] = 1 # all but its end
	}
	# What is neither static nor const lives for a call only, or has its type before it.
	if (!open && code ~ /^[^ ].*[A-Za-z0-9_]\[\] *= *\{|^ ?[a-z_0-9]+\[\] *= *\{|static .*\[\] *= *\{/) {
		open = 1
		text = ""
		where = file ":" substr($0, length(file) + 2) + 0
	}
	if (!open) next
	text = text " " code
	if (code ~ /; *$/) {
		judge()
		open = 0
	}
}

END {
	for (where in table) {
		file = where
		sub(/:.*/, "", file)
		if (!counted[file, table[where]] && last[where] !~ /^(\{ *(0|NULL) *\}|NULL|0|OK|[A-Z]+_NONE)$|_end\(\)$/)
			print where ": " table[where]
	}
}
