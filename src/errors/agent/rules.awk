# Turns uap-core's regexes.yaml into an array of C (rules.h). The file is YAML of one shape only: three lists, whose
# items are members with a quoted text each.

# The text of a line `name: 'text'`, as a literal of C.
function literal(line) {
	sub(/^[^:]*: */, "", line)
	sub(/ *(#[^'"]*)?$/, "", line)
	if (line ~ /^'.*'$/) {
		line = substr(line, 2, length(line) - 2)
		gsub(/''/, "'", line)
	} else if (line ~ /^".*"$/) {
		line = substr(line, 2, length(line) - 2)
	}
	gsub(/[\\"]/, "\\\\&", line)
	gsub(/\?\?/, "?\"\"?", line) # no trigraphs
	return "\"" line "\""
}

function end_rule() {
	if (rule != "")
		print "\t{ " kind rule " },"
	rule = ""
}

BEGIN {
	member["family_replacement"] = member["os_replacement"] = member["device_replacement"] = "name"
	member["v1_replacement"] = member["os_v1_replacement"] = "version[0]"
	member["v2_replacement"] = member["os_v2_replacement"] = "version[1]"
	member["v3_replacement"] = member["os_v3_replacement"] = "version[2]"
	member["brand_replacement"] = member["model_replacement"] = "" # the name says both
	print "/* Made by rules.awk from uap-core's regexes.yaml. */"
	print "#include \"errors/agent/rules.h\"\n\nconst struct agent_rule agent_rules[] = {"
}

/^ *#/ { next }
/^user_agent_parsers:/ { end_rule(); kind = "AGENT_BROWSER"; next }
/^os_parsers:/ { end_rule(); kind = "AGENT_SYSTEM"; next }
/^device_parsers:/ { end_rule(); kind = "AGENT_DEVICE"; next }

/^ *- / { end_rule() }
/^ *(- )?[a-z_0-9]+: / {
	name = $0
	sub(/^ *(- )?/, "", name)
	line = name
	sub(/:.*/, "", name)
	if (name == "regex")
		rule = rule ", " literal(line)
	else if (name == "regex_flag")
		rule = rule ", .caseless = true"
	else if (name in member && member[name] != "")
		rule = rule ", ." member[name] " = " literal(line)
	else if (!(name in member))
		unknown = unknown " " name
}

END {
	end_rule()
	print "\t{ 0 }\n};"
	if (unknown != "") {
		print "rules.awk: unknown members:" unknown >"/dev/stderr"
		exit 1
	}
}
