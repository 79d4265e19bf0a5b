#!/bin/sh
# Triage of errors: who takes care of one, what ends its being archived or resolved, and comments.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

COMMENT_MEMBERS='["author","author_display_name","author_username","created_at","id","text","updated_at","version"]'

new_error() { # [MEMBERS]: a new project with one error; sets one, its address, and total, the events of the project
	fresh_project "$admin_token"
	sent "{\"title\":\"Um\"${1:+,$1}}"
	total=1
	settle 1
	error_of Um
	one=$ERRORS/$ERROR
}

more() { # BODY...: so many events more
	sent "$@"
	for _ in "$@"; do total=$((total + 1)); done
	settle $total
	detail
}

# --- who takes care of it ---

assigning() {
	new_error
	detail
	judge 'assignee: nobody at first' '200 .assignee == null and .assignee_username == null and .until == null'
	version=$(field .version)
	requests <<END
assignee: a member | PATCH $one {"assignee":"$viewer_id"} | 200 .assignee == "$viewer_id" and .assignee_username == "$viewer" and .version > $version and .status == "unresolved"
assignee: no member | PATCH $one {"assignee":"$stranger_id"} | 422 /assignee=not_a_member
assignee: no id | PATCH $one {"assignee":"ana"} | 422 /assignee=id_invalid
assignee: no text | PATCH $one {"assignee":1} | 422 /assignee=wrong_type
assignee: of no error | PATCH $ERRORS/$UNKNOWN_ID {"assignee":"$stranger_id"} | 404
assignee: with a status | PATCH $one {"assignee":"$editor_id","status":"archived"} | 200 .assignee == "$editor_id" and .status == "archived"
assignee: a status leaves it | PATCH $one {"status":"unresolved"} | 200 .assignee == "$editor_id"
END
	sent '{"title":"Outro"}'
	settle 2
	found <<END
filter: of me | assignee=me | 200 Um
filter: of a member | assignee=$editor_id | 200 Um
filter: of a member, in capitals | assignee=$(printf %s "$editor_id" | tr a-f A-F) | 200 Um
filter: of nobody | assignee=none | 200 Outro
filter: of a member who has none | assignee=$viewer_id | 200
filter: of somebody else | assignee=$stranger_id | 200
filter: no id | assignee=ana | 422
filter: with others | assignee=me&status=archived | 200
END
	http GET "$ERRORS?project=$PROJECT&assignee=me" -a "$viewer_token"
	judge 'filter: me is who asks' '200 .items == []'
	http GET "$ERRORS?project=$PROJECT&assignee=you"
	judge 'filter: another word' '422 assignee=not_allowed'
	http PATCH "$one" -d '{"assignee":null}'
	judge 'assignee: nobody again' '200 .assignee == null'
	http PATCH "$one" -d "{\"assignee\":\"$viewer_id\"}" -a "$viewer_token"
	judge 'assignee: a viewer does not assign' '403 forbidden'
}

leaving() {
	person leaver
	add_member "$owner_token" "$ORGANIZATION" "$leaver" viewer
	TOKEN=$editor_token
	new_error
	http PATCH "$one" -d "{\"assignee\":\"$leaver_id\"}"
	judge 'leaving: assigned' "200 .assignee == \"$leaver_id\""
	tag=$(header ETag)
	http DELETE "$API/organizations/$ORGANIZATION/members/$leaver_id" -a "$owner_token"
	judge 'leaving: removed from the organization' 204
	http GET "$one" -h "If-None-Match: $tag"
	judge 'leaving: nobody takes care of it' '200 .assignee == null and .assignee_username == null'
	http PATCH "$one" -d "{\"assignee\":\"$leaver_id\"}"
	judge 'leaving: nobody assigns a former member' '422 /assignee=not_a_member'
}

# --- until ---

refused() {
	new_error
	bodies PATCH "$one" <<'END'
until: of an unresolved error | {"status":"unresolved","until":{"events":1}} | 422 /until=needs_status
until: without a status | {"until":{"events":1}} | 422 /until=needs_status
until: an archived one waits for no release | {"status":"archived","until":{"release":"next"}} | 422 /until=needs_status
until: nothing | {"status":"archived","until":{}} | 422 /until=exactly_one
until: two things | {"status":"archived","until":{"events":1,"release":"next"}} | 422 /until=exactly_one
until: no event | {"status":"archived","until":{"events":0}} | 422 /until/events=too_small
until: half an event | {"status":"archived","until":{"events":1.5}} | 422 /until/events=wrong_type
until: a time that has passed | {"status":"archived","until":{"at":"2020-01-01T00:00:00Z"}} | 422 /until/at=time_past
until: no time | {"status":"archived","until":{"at":"tomorrow"}} | 422 /until/at=time_invalid
until: another release | {"status":"resolved","until":{"release":"2.0"}} | 422 /until/release=not_allowed
until: something else | {"status":"archived","until":{"events":1,"days":2}} | 422 /until/days=unknown_field
until: a text | {"status":"archived","until":"later"} | 422 /until=wrong_type
END
	detail
	judge 'until: nothing has changed' '200 .status == "unresolved" and .until == null and .version == 1'
}

until_events() {
	new_error
	http PATCH "$one" -d '{"status":"archived","until":{"events":3}}'
	judge 'events: archived until three more' '200 .status == "archived" and .until == {events: 3}'
	http GET "$ERRORS?project=$PROJECT&status=archived"
	judge 'events: the list shows it' '200 .items[0].until == {events: 3}'
	more '{"title":"Um"}' '{"title":"Um"}'
	judge 'events: two of three' '200 .status == "archived" and .until == {events: 1} and .events == 3'
	more '{"title":"Um"}'
	judge 'events: the third reopens it' '200 .status == "unresolved" and .until == null and .regressed == false and .events == 4'
	http PATCH "$one" -d '{"status":"resolved","until":{"events":4}}'
	judge 'events: resolved until four more' '200 .status == "resolved" and .until == {events: 4}'
	sent '[{"title":"Um"},{"title":"Um"},{"title":"Um"}]'
	settle 7
	detail
	judge 'events: three in one request do not reopen it' '200 .status == "resolved" and .until == {events: 1} and .regressed == false'
	sent '[{"title":"Um"},{"title":"Um"},{"title":"Um"}]'
	total=10
	settle 10
	detail
	judge 'events: the fourth, among others, does' '200 .status == "unresolved" and .until == null and .regressed == true'
	http PATCH "$one" -d '{"status":"archived","until":{"events":1}}'
	http PATCH "$one" -d '{"status":"archived"}'
	judge 'events: another status ends it' '200 .status == "archived" and .until == null'
	more '{"title":"Um"}'
	judge 'events: then no event reopens an archived error' '200 .status == "archived"'
	http PATCH "$one" -d '{"status":"archived","until":{"events":1}}'
	http PATCH "$one" -d '{"until":null}'
	judge 'events: null ends it' '200 .status == "archived" and .until == null'
	http PATCH "$one" -d '{"status":"archived","until":{"events":1}}'
	http PATCH "$one" -d "{\"assignee\":\"$editor_id\"}"
	judge 'events: an assignee leaves it' '200 .status == "archived" and .until == {events: 1}'
	http POST $ERRORS/bulk -d "{\"ids\":[\"$ERROR\"],\"action\":\"archive\"}"
	detail
	judge 'events: bulk ends it' '200 .status == "archived" and .until == null'
}

is_open() {
	detail
	[ "$(field '.status + (.until | tojson)')" = unresolvednull ]
}

until_time() {
	for status in archived resolved; do
		new_error
		at=$(moment '+3 seconds')
		http PATCH "$one" -d "{\"status\":\"$status\",\"until\":{\"at\":\"$at\"}}"
		judge "time: $status until then" "200 .status == \"$status\" and (.until.at | sub(\"[.]000\"; \"\")) == \"$at\""
		version=$(field .version)
		more '{"title":"Um"}'
		judge 'time: an event before it reopens nothing' "200 .events == 2"
		check "time: $status ends by itself" eventually 60 is_open
		expect_json 'time: it is a change, and no regression' ".version > $version and .regressed == false"
	done
}

until_release() {
	new_error '"release":"loja@1.9.0"'
	http PATCH "$one" -d '{"status":"resolved","until":{"release":"next"}}'
	judge 'release: resolved until the next' '200 .status == "resolved" and .until == {release: "next"}'
	more '{"title":"Um","release":"loja@1.9.0"}'
	judge 'release: the same does not reopen it' '200 .status == "resolved" and .until == {release: "next"}'
	more '{"title":"Um","release":"loja@1.8.12"}' '{"title":"Um","release":"loja@1.9.0-rc.1"}' '{"title":"Um"}'
	judge 'release: an older one, a candidate of it and none do not' '200 .status == "resolved" and .regressed == false'
	more '{"title":"Um","release":"loja@1.10.0-alpha"}'
	judge 'release: a newer one does' '200 .status == "unresolved" and .regressed == true and .until == null'

	new_error '"release":"abc"'
	sent '{"title":"Outro","release":"def"}'
	total=2
	settle 2
	http PATCH "$one" -d '{"status":"resolved","until":{"release":"next"}}'
	more '{"title":"Um","release":"abc"}'
	judge 'release: the same name is the same release' '200 .status == "resolved"'
	more '{"title":"Um","release":"def"}'
	judge 'release: without versions, one that was seen first later is newer' '200 .status == "unresolved" and .regressed == true'
	http PATCH "$one" -d '{"status":"resolved","until":{"release":"next"}}'
	more '{"title":"Um","release":"abc"}'
	judge 'release: and one that was seen first earlier is older' '200 .status == "resolved" and .regressed == false'

	new_error
	sent '{"title":"Outro","release":"old"}'
	total=2
	settle 2
	http PATCH "$one" -d '{"status":"resolved","until":{"release":"next"}}'
	more '{"title":"Um"}' '{"title":"Um","release":"old"}'
	judge 'release: after none, what was seen before is not newer' '200 .status == "resolved"'
	more '{"title":"Um","release":"new"}'
	judge 'release: after none, what nobody had seen is' '200 .status == "unresolved"'
}

# --- comments ---

comment() { # TEXT [options]: sets at, its address
	_text=$1
	shift
	http POST "$one/comments" -d "{\"text\":\"$_text\"}" "$@"
	at=$one/comments/$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a comment is written'
}

comments() {
	new_error
	http POST "$one/comments" -d '{"text":" Linha um\nlinha dois "}'
	judge 'comments: 201' "201 keys == $COMMENT_MEMBERS and (.id|is_id) and .text == \"Linha um\\nlinha dois\" and .author == \"$editor_id\"
		and .author_username == \"$editor\" and .version == 1 and .created_at == .updated_at"
	at=$one/comments/$(field .id)
	expect_header 'comments: Location' Location "$at"
	http GET "$at" -a "$viewer_token"
	judge 'comments: a viewer reads it' '200 .text == "Linha um\nlinha dois"'
	tag=$(header ETag)
	bodies POST "$one/comments" <<END
comments: a long one | {"text":"$(repeat x 10000)"} | 201
comments: too long | {"text":"$(repeat x 10001)"} | 422 /text=too_long
comments: nothing | {} | 422 /text=required
comments: empty | {"text":" "} | 422 /text=*
comments: a control character | {"text":"a\\u0007"} | 422 /text=control_character
END
	http PATCH "$at" -d '{"text":"Outra"}' -h 'If-Match: "9"'
	judge 'comments: If-Match of another version' 412
	http PATCH "$at" -d '{"text":"Outra"}' -h "If-Match: $tag"
	judge 'comments: the author changes it' '200 .text == "Outra" and .version == 2'
	http GET "$at" -h "If-None-Match: $tag"
	judge 'comments: it is another version' '200 .text == "Outra"'
	mine=$at
	comment 'Do admin' -a "$admin_token"
	requests <<END
comments: nobody else changes one | PATCH $at {"text":"x"} | 403
comments: nobody but admins deletes another's | DELETE $at | 403
comments: none | GET $one/comments/$UNKNOWN_ID | 404
comments: none to change | PATCH $one/comments/$UNKNOWN_ID {"text":"x"} | 404
comments: none to delete | DELETE $one/comments/$UNKNOWN_ID | 404
comments: of no error | GET $ERRORS/$UNKNOWN_ID/comments | 404
comments: to no error | POST $ERRORS/$UNKNOWN_ID/comments {"text":"x"} | 404
END
	requests -a "$admin_token" <<END
comments: not even an admin changes another's | PATCH $mine {"text":"x"} | 403
comments: an admin deletes another's | DELETE $mine | 204
comments: then it is gone | GET $mine | 404
END
	http POST "$one/comments" -d '{"text":"x"}' -a "$viewer_token"
	judge 'comments: a viewer writes none' '403 forbidden'
	http GET "$one/comments" -a "$stranger_token"
	judge 'comments: a stranger finds no error' 404
	comment Terceiro
	http DELETE "$at"
	judge 'comments: the author deletes it' 204
	comment Quarto
	http GET "$one/comments?limit=1&count=true"
	judge 'comments: a page' '200 (.items|length) == 1 and .total == 3 and .next_cursor != null'
	http GET "$one/comments?sort=-created_at"
	judge 'comments: the newest first' '200 [.items[].text][0] == "Quarto" and (.items|length) == 3'
	other=$one
	new_error
	http GET "$one/comments/${at##*/}"
	judge 'comments: of another error' 404
	http DELETE "$other" -a "$admin_token"
	http GET "$other/comments"
	judge 'comments: gone with the error' 404
}

audit() {
	http GET "$API/organizations/$ORGANIZATION/activity?limit=100" -a "$admin_token"
	judge 'activity: all of it is logged' "200 [.items[] | select(.actor == \"$editor_id\") | .action] | unique | contains([\"error.bulk\", \"error.change\",
		\"error.comment.change\", \"error.comment.create\", \"error.comment.delete\"])"
}

staff
person stranger
TOKEN=$editor_token
assigning
leaving
refused
until_events
until_time
until_release
comments
audit
finish
