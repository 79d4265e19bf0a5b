#!/bin/sh
# States of errors: resolved, archived, reopened, deleted, one by one and many at once, and the effect of new events.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

status_of() { # ERROR: sets nothing, prints it
	http GET "$ERRORS/$1"
	[ "$STATUS" = 200 ] && field .status || echo "$STATUS"
}

statuses_of() { # ERROR...
	for _one; do status_of "$_one"; done | tr '\n' ' '
}

some_errors() { # COUNT: a new project with so many, in IDS
	fresh_project "$admin_token"
	sent "$(jq -nc --argjson n "$1" '[range($n) | {title: "Erro", fingerprint: ["\(.)"]}]')"
	settle "$1"
	IDS=$(field '.items[].id' | tr '\n' ' ')
}

again() { # NUMBER COUNT: another event of the error with that fingerprint, the COUNTth of the project
	sent "{\"title\":\"Erro\",\"fingerprint\":[\"$1\"]}"
	settle "$2"
}

json_ids() { printf '%s\n' "$@" | jq -Rsc 'split("\n") - [""]'; }

bulk() { # TEXT EXPECTATION ACTION ID... [of TOKEN]
	_bulk=$1 _expected=$2 _action=$3
	shift 3
	http POST $ERRORS/bulk -d "{\"ids\":$(json_ids "$@"),\"action\":\"$_action\"}"
	judge "$_bulk" "$_expected"
}

# --- one by one ---

changing() {
	some_errors 1
	one=$ERRORS/${IDS% }
	http GET "$one"
	tag=$(header ETag) version=$(field .version)
	requests <<END
PATCH: resolved | PATCH $one {"status":"resolved"} | 200 .status == "resolved" and .version > $version and .events == 1
PATCH: it stays | GET $one | 200 .status == "resolved" and .regressed == false
PATCH: archived | PATCH $one {"status":"archived"} | 200 .status == "archived"
PATCH: unresolved | PATCH $one {"status":"unresolved"} | 200 .status == "unresolved"
PATCH: all is no status | PATCH $one {"status":"all"} | 422 /status=not_allowed
PATCH: nor is another word | PATCH $one {"status":"closed"} | 422 /status=not_allowed
PATCH: an invalid status | PATCH $one {"status":null} | 422 /status=*
PATCH: a number | PATCH $one {"status":1} | 422 /status=*
PATCH: what is counted is the server's | PATCH $one {"events":0,"title":"x"} | 422 /events=unknown_field /title=unknown_field
PATCH: nothing | PATCH $one {} | 200 .status == "unresolved"
PATCH: of an unknown id | PATCH $ERRORS/$UNKNOWN_ID {"status":"resolved"} | 404
END
	http PATCH "$one" -d '{"status":"archived"}' -h "If-Match: $tag"
	judge 'If-Match: of an old version' 412
	http DELETE "$one" -h "If-Match: $tag" -a "$admin_token"
	judge 'If-Match: DELETE of an old version' 412
	http GET "$one"
	judge 'If-Match: nothing has changed' '200 .status == "unresolved"'
	current=$(header ETag)
	http PATCH "$one" -d '{"status":"resolved"}' -h "If-Match: $current"
	judge 'If-Match: of the current version' '200 .status == "resolved"'
	check 'ETag: another status, another version' [ "$(header ETag)" != "$current" ]
	http PATCH "$one" -d '{"status":"unresolved"}' -h "If-Match: W/$(header ETag)"
	judge 'If-Match: as a compressing proxy rewrites it' 200
	http PATCH "$one" -d '{"status":"resolved"}' -t application/merge-patch+json
	judge 'PATCH: as a merge patch' 200
}

listed() {
	some_errors 3
	# shellcheck disable=SC2086
	set -- $IDS
	http PATCH "$ERRORS/$1" -d '{"status":"resolved"}'
	http PATCH "$ERRORS/$2" -d '{"status":"archived"}'
	for row in "unresolved:[\"$3\"]" "resolved:[\"$1\"]" "archived:[\"$2\"]"; do
		http GET "$ERRORS?project=$PROJECT&status=${row%%:*}"
		judge "the list: status=${row%%:*}" "200 (.items|map(.id)) == ${row#*:} and all(.items[]; .status == \"${row%%:*}\")"
	done
	http GET "$ERRORS?project=$PROJECT"
	judge 'the list: without status the unresolved' "200 (.items|map(.id)) == [\"$3\"]"
	http GET "$ERRORS?project=$PROJECT&status=all"
	judge 'the list: all' '200 .items|length == 3'
}

# --- new events ---

reopening() {
	some_errors 2
	for n in 0 1; do
		# finds which of the two has the fingerprint n: the one that now has two events
		again $n $((n + 3))
		eval "e$n=\$(field '[.items[] | select(.events == 2)] | map(.id) - [\"${e0:-}\"] | .[0]')"
	done
	http PATCH "$ERRORS/$e0" -d '{"status":"resolved"}'
	http PATCH "$ERRORS/$e1" -d '{"status":"archived"}'
	http GET "$ERRORS/$e0"
	judge 'resolved: has not come back' '200 .status == "resolved" and .regressed == false'
	tag=$(header ETag)
	again 0 5
	http GET "$ERRORS/$e0"
	judge 'resolved: a new event reopens it' '200 .status == "unresolved" and .regressed == true and .events == 3'
	check 'resolved: and makes another version of it' [ "$(header ETag)" != "$tag" ]
	again 1 6
	http GET "$ERRORS/$e1"
	judge 'archived: a new event is counted, and does not reopen it' '200 .status == "archived" and .regressed == false and .events == 3'
	http PATCH "$ERRORS/$e0" -d '{"status":"resolved"}'
	judge 'resolved again: it has not come back since (silent)' '200 .status == "resolved" and .regressed == false'
	again 0 7
	http GET "$ERRORS/$e0"
	judge 'resolved again: and comes back again' '200 .status == "unresolved" and .regressed == true'
	sent "[$(repeat '{"title":"Erro","fingerprint":["1"]},' 20 | sed 's/,$//')]"
	settle 27
	same 'archived: nor do twenty' archived "$(status_of "$e1")"
	http PATCH "$ERRORS/$e1" -d '{"status":"unresolved"}'
	judge 'archived: reopened by hand it has not come back' '200 .status == "unresolved" and .regressed == false'
}

# --- many at once ---

bulks() {
	some_errors 4
	# shellcheck disable=SC2086
	set -- $IDS
	bulk 'bulk: archive' '200,204' archive "$1" "$2"
	same 'bulk: those, and no others' 'archived archived unresolved unresolved ' "$(statuses_of "$@")"
	bulk 'bulk: resolve' '200,204' resolve "$2" "$3"
	same 'bulk: resolved' 'archived resolved resolved unresolved ' "$(statuses_of "$@")"
	bulk 'bulk: reopen' '200,204' reopen "$1" "$2"
	same 'bulk: reopened' 'unresolved unresolved resolved unresolved ' "$(statuses_of "$@")"
	bulk 'bulk: what is so already is no fault (silent)' '200,204' resolve "$3" "$4"
	TOKEN=$admin_token
	for action in archive resolve reopen delete; do
		bulk "bulk: $action with an unknown id" '404,422 *' $action "$1" $UNKNOWN_ID "$4"
	done
	TOKEN=$editor_token
	same 'bulk: all or nothing' 'unresolved unresolved resolved resolved ' "$(statuses_of "$@")"
	requests <<END
bulk: another action | POST $ERRORS/bulk {"ids":["$1"],"action":"close"} | 422 /action=not_allowed
bulk: no action | POST $ERRORS/bulk {"ids":["$1"]} | 422 /action=required
bulk: no ids | POST $ERRORS/bulk {"action":"archive"} | 422 /ids=required
bulk: none (silent) | POST $ERRORS/bulk {"ids":[],"action":"archive"} | 200,204,422
bulk: ids that are none | POST $ERRORS/bulk {"ids":["$1","7"],"action":"archive"} | 422 /ids*=*
bulk: one twice counts once | POST $ERRORS/bulk {"ids":["$1","$1"],"action":"reopen"} | 200 .changed == 1
bulk: which ids are unknown | POST $ERRORS/bulk {"ids":["$UNKNOWN_ID","$1","$1","$UNKNOWN_ID"],"action":"archive"} | 404 not_found /ids/0=not_found /ids/3=not_found
bulk: ids that are numbers | POST $ERRORS/bulk {"ids":[7],"action":"archive"} | 422 /ids*=*
bulk: a text | POST $ERRORS/bulk {"ids":"$1","action":"archive"} | 422 /ids=*
bulk: an unknown member | POST $ERRORS/bulk {"ids":["$1"],"action":"archive","why":"x"} | 422 /why=unknown_field
bulk: GET, of no error | GET $ERRORS/bulk | 404,405 *
END
	same 'bulk: faults change nothing' 'unresolved unresolved resolved resolved ' "$(statuses_of "$@")"
	mine=$1
	fresh_project "$stranger_token"
	TOKEN=$stranger_token
	sent '{"title":"Alheio"}'
	settle 1
	theirs=$(field '.items[0].id')
	TOKEN=$editor_token
	bulk "bulk: with one of somebody else's" '404,422 *' archive "$mine" "$theirs"
	same 'bulk: then nothing' 'unresolved ' "$(statuses_of "$mine")"
	TOKEN=$stranger_token
	same 'bulk: nor theirs' 'unresolved ' "$(statuses_of "$theirs")"
	TOKEN=$admin_token
	bulk 'bulk: delete' '200,204' delete "$1" "$3"
	same 'bulk: deleted' '404 unresolved 404 resolved ' "$(statuses_of "$@")"
}

thousand() {
	some_errors 1
	fresh_project "$admin_token"
	sent "$(jq -nc '[range(1000) | {title: "Mil", fingerprint: ["m\(.)"]}]')"
	thousand_counted() {
		http GET "$ERRORS?project=$PROJECT&count=true&limit=1"
		[ "$(field .total)" = 1000 ]
	}
	check 'bulk: the test itself: a thousand errors' eventually 20 thousand_counted
	next="$ERRORS?project=$PROJECT&limit=100"
	: >"$WORK/thousand"
	while [ -n "$next" ]; do
		http GET "$next"
		field '.items[].id' >>"$WORK/thousand"
		next=$(header Link) && next=${next#<} && next=${next%%>*}
	done
	TOKEN=$editor_token
	jq -Rsc '{ids: (split("\n") - [""] + ["'"${IDS% }"'"]), action: "archive"}' "$WORK/thousand" >"$WORK/1001"
	jq -Rsc '{ids: (split("\n") - [""]), action: "archive"}' "$WORK/thousand" >"$WORK/1000"
	http POST $ERRORS/bulk -f "$WORK/1001"
	judge 'bulk: 1,001 are refused' '422 /ids=too_many_items'
	http GET "$ERRORS?project=$PROJECT&count=true&limit=1&status=archived"
	judge 'bulk: none of them was changed' '200 .total == 0'
	http POST $ERRORS/bulk -f "$WORK/1000"
	judge 'bulk: 1,000 are taken' '200,204'
	http GET "$ERRORS?project=$PROJECT&count=true&limit=1&status=archived"
	judge 'bulk: all were changed' '200 .total == 1000'
	jq -c '.action = "delete"' "$WORK/1000" >"$WORK/gone"
	http POST $ERRORS/bulk -f "$WORK/gone" -a "$admin_token"
	judge 'bulk: 1,000 are deleted' '200,204'
	http GET "$ERRORS?project=$PROJECT&count=true&limit=1&status=all"
	judge 'bulk: all are gone' '200 .total == 0'
}

# --- DELETE, and rights ---

deleting() {
	some_errors 2
	# shellcheck disable=SC2086
	set -- $IDS
	TOKEN=$admin_token
	http GET "$ERRORS/$1/events"
	event=$(field '.items[0].id')
	requests <<END
DELETE | DELETE $ERRORS/$1 | 204
DELETE: it is gone | GET $ERRORS/$1 | 404
DELETE: and its events | GET $ERRORS/$1/events | 404
DELETE: each of them | GET $ERRORS/$1/events/$event | 404
DELETE: again | DELETE $ERRORS/$1 | 404
DELETE: the other is there | GET $ERRORS/$2 | 200
END
	sent '[{"title":"Erro","fingerprint":["0"]},{"title":"Erro","fingerprint":["1"]}]'
	settle 3
	judge 'DELETE: an equal event begins another error' "200 ([.items[].events]|sort) == [1,2] and (.items|map(.id)|index(\"$1\")) == null"
}

roles() {
	some_errors 2
	# shellcheck disable=SC2086
	set -- $IDS
	requests -a "$viewer_token" <<END
viewer: PATCH | PATCH $ERRORS/$1 {"status":"resolved"} | 403
viewer: DELETE | DELETE $ERRORS/$1 | 403
viewer: bulk | POST $ERRORS/bulk {"ids":["$1"],"action":"archive"} | 403
END
	requests -a "$editor_token" <<END
editor: DELETE | DELETE $ERRORS/$1 | 403
editor: bulk delete | POST $ERRORS/bulk {"ids":["$1"],"action":"delete"} | 403
editor: PATCH | PATCH $ERRORS/$1 {"status":"resolved"} | 200
editor: bulk reopen | POST $ERRORS/bulk {"ids":["$1"],"action":"reopen"} | 200,204
END
	requests -a '' <<END
nobody: PATCH | PATCH $ERRORS/$1 {"status":"resolved"} | 401 unauthenticated
nobody: DELETE | DELETE $ERRORS/$1 | 401 unauthenticated
nobody: bulk | POST $ERRORS/bulk {"ids":["$1"],"action":"archive"} | 401 unauthenticated
END
	same 'roles: both are there' 'unresolved unresolved ' "$(statuses_of "$@")"
	requests -a "$admin_token" <<END
admin: DELETE | DELETE $ERRORS/$1 | 204
admin: bulk delete | POST $ERRORS/bulk {"ids":["$2"],"action":"delete"} | 200,204
END
}

person stranger
staff
TOKEN=$editor_token
changing
listed
reopening
bulks
TOKEN=$editor_token
thousand
deleting
TOKEN=$editor_token
roles
finish
