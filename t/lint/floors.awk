# The order of the folders of src/, for layers.sh, which checks includes, and symbols.sh, which checks calls.
# floors_allow(FROM, TO): whether a file in folder FROM may use a file in folder TO ("" is the top).

function floor_of(folder) {
	sub(/\/.*/, "", folder)
	return folder in floor ? floor[folder] : ROOM
}

# A folder may use itself, its own subfolders, folders on lower floors, and the folders of its room that `beside` lists.
function floors_allow(from, to) {
	if (from == to || index(to, from "/") == 1 || index(beside[from], " " to " ")) return 1
	return floor_of(to) < floor_of(from)
}

BEGIN {
	floor["base"] = 1
	floor["values"] = 2
	floor["config"] = 3; floor["shared"] = 3
	floor["http"] = 4; floor["db"] = 4
	floor["table"] = 5
	floor["check"] = 6
	floor["call"] = 7
	floor["core"] = 8; floor["openapi"] = 8
	ROOM = 9
	floor["search"] = 10 # finds what the rooms keep, as they recognise it
	floor["server"] = 11
	beside["errors/finding"] = " errors/reporting "
	beside["errors/reporting"] = " errors/grouping errors/scrub "
	beside["errors/sentry"] = " errors/agent errors/feedback errors/grouping errors/lenient errors/reporting errors/scrub "
	beside["errors/sentry/event"] = " errors/agent errors/grouping errors/lenient errors/scrub "
	beside["errors/feedback"] = " errors/lenient errors/reporting errors/scrub errors/sentry/event "
	beside["errors/dialog"] = " errors/feedback errors/reporting errors/sentry errors/sentry/event "
	beside["errors/sentry/page"] = " errors/sentry/event "
}
