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
	floor["config"] = 2; floor["shared"] = 2
	floor["http"] = 3; floor["db"] = 3
	floor["table"] = 4
	floor["check"] = 5
	floor["call"] = 6
	floor["core"] = 7; floor["openapi"] = 7
	ROOM = 8
	floor["server"] = 9
	beside["errors/reporting"] = " errors/grouping "
	beside["errors/sentry"] = " errors/grouping errors/reporting "
	beside["errors/sentry/event"] = " errors/grouping "
	beside["errors/sentry/page"] = " errors/sentry/event "
}
