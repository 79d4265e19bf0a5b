# Prints C without its comments, "file:line: code":
#   -v mode=code        with empty strings
#   -v mode=strings     only the strings, one after another
#   -v mode=statements  whole statements with their strings, by the line on which they end

function flush() {
	gsub(/[ \t]+/, " ", text)
	if (text !~ /^ *$/) print FILENAME ":" FNR ": " text
	text = ""
}

FNR == 1 { comment = 0; text = "" }

{
	n = length($0)
	for (i = 1; i <= n; i++) {
		c = substr($0, i, 1)
		two = substr($0, i, 2)
		if (comment) {
			if (two == "*/") { comment = 0; i++ }
		} else if (two == "/*") {
			comment = 1
			i++
		} else if (two == "//") {
			break
		} else if (c == "\"" || c == "'") {
			for (start = i++; i <= n && substr($0, i, 1) != c; i++)
				if (substr($0, i, 1) == "\\") i++
			whole = substr($0, start, i - start + 1)
			if (mode == "statements" || (mode == "strings" && c == "\"")) text = text whole
			else if (mode == "code") text = text (c == "\"" ? "\"\"" : whole)
		} else if (mode != "strings") {
			text = text c
			if (mode == "statements" && c ~ /[;{}]/) flush()
		}
	}
	if (mode == "statements") text = text " "
	else flush()
}
