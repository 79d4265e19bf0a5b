#!/bin/sh
# POST /errors: rights, every field with its default and bounds, one event and arrays, and when accepted events appear.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

# --- rights ---

callers() {
	for who in owner viewer; do
		eval "token=\$${who}_token"
		post '{"title":"x"}' -a "$token"
		judge "an access token is no key, the $who's" '401 token_invalid'
	done
	post '{"title":"x"}' -a ''
	judge 'without a key' '401 unauthenticated'
	expect_header 'without a key: how to ask' WWW-Authenticate 'Bearer realm="balcao"'
	post '{"title":"x"}' -a 0123456789abcdef0123456789abcdef
	judge 'an unknown key' '401 token_invalid'
	expect_header 'an unknown key: the header says how to authenticate' WWW-Authenticate 'Bearer *error="invalid_token"*'
	for wrong in "${KEY%?}" "${KEY}0" x "$PROJECT" "$KEY_ID"; do
		post '{"title":"x"}' -a "$wrong"
		judge "no key: $(printf %s "$wrong" | wc -c) characters" '401 token_invalid'
	done
	requests -a "$KEY" <<END
a key reads no errors | GET $ERRORS | 401 token_invalid
a key reads no projects | GET $PROJECTS | 401 token_invalid
a key is not a user's token | GET $API/users/me | 401 token_invalid
a key makes no task | POST $API/tasks {"title":"x"} | 401 token_invalid
GET: a method of the path | PUT $ERRORS {} | 405
END
	post '{"title":"x"}' -t text/plain
	judge 'a body that is not JSON' 415
	post '{"title":'
	judge 'a body that is half JSON' '400 malformed_json'
	post '[{"title":"x"}'
	judge 'an array that does not end' '400 malformed_json'
	post '{"title":"a\u0000b"}'
	judge 'NUL' '400 malformed_json'
	post '{"title":"a","title":"b"}'
	judge 'a member twice' '400 malformed_json'
	post '{"title":"x"}' -a 0123456789abcdef0123456789abcdef -t text/plain
	judge 'the key is judged before the body' '401 token_invalid'
}

# --- fields ---

defaults() {
	before=$(moment '-1 second')
	post '{"title":" Só o título "}'
	judge 'the least: accepted' '202 keys == ["event_ids"] and (.event_ids|length) == 1 and (.event_ids[0]|is_id)'
	settle 1
	error_of 'Só o título'
	list="$STATUS $(field -cS '.items[0]')"
	detail
	judge 'the least: level, environment, status' '200 .level == "error" and .environment == "production" and .status == "unresolved"'
	expect_json "the least: origin is the caller's address" '.origin | test("^(127[.]|::1$|::ffff:127[.])")'
	expect_json 'the least: when' ".first_seen == .last_seen and (.last_seen|is_time) and .last_seen >= \"$before\""
	expect_json 'the least: nothing else' '.details == null and .release == null and .tags == {} and .events == 1'
	expect_json 'the least: its project by the id' ".project == \"$PROJECT\""
	check "the least: the list shows it [$(printf %s "$list" | cut -c 1-60)]" [ -n "$ERROR" ]
	http GET "$ERRORS/$ERROR/events/$EVENT"
	judge 'the least: the event' '200 has_all('"$EVENT_MEMBERS"') and .title == "Só o título" and .fingerprint == [] and .tags == {} and .details == null'
	expect_json "the least: its id is the one that was told" ".id == \"$EVENT\""
}

everything() {
	new_project && new_key
	at=$(moment '-2 hours')
	post "{\"title\":\"Falha no pagamento\",\"level\":\"fatal\",\"environment\":\"staging\",\"origin\":\"app.loja.example\",
		\"details\":\"linha 1\\nlinha 2\\tfim\",\"occurred_at\":\"$at\",\"release\":\"loja@1.2.3\",
		\"tags\":{\"navegador\":\"Firefox\",\"módulo\":\"caixa\"},\"fingerprint\":[\"pagamento\",\"cartão\"]}"
	judge 'all of it: accepted' 202
	settle 1
	error_of 'Falha no pagamento'
	detail
	judge 'all of it: in the error' "200 .level == \"fatal\" and .environment == \"staging\" and .origin == \"app.loja.example\" and
		.details == \"linha 1\\nlinha 2\\tfim\" and .release == \"loja@1.2.3\" and .first_seen == \"$at\" and .last_seen == \"$at\""
	expect_json 'all of it: tags' '.tags | said("Firefox") and said("caixa") and said("módulo")'
	http GET "$ERRORS/$ERROR/events/$EVENT"
	judge 'all of it: in the event' "200 .level == \"fatal\" and .environment == \"staging\" and .origin == \"app.loja.example\" and
		.details == \"linha 1\\nlinha 2\\tfim\" and .release == \"loja@1.2.3\" and .occurred_at == \"$at\" and .title == \"Falha no pagamento\""
	expect_json 'all of it: tags and fingerprint of the event' \
		'.tags == {"navegador":"Firefox","módulo":"caixa"} and .fingerprint == ["pagamento","cartão"]'
}

bounds() {
	new_project && new_key
	bodies POST $ERRORS -a "$KEY" <<END
title: needed | {"level":"error"} | 422 /title=required
title: empty | {"title":""} | 422 /title=*
title: blank | {"title":" \n "} | 422 /title=*
title: null | {"title":null} | 422 /title=required,wrong_type
title: a number | {"title":7} | 422 /title=wrong_type
tags: a number that fills a page | {"title":"x","tags":{"a":1e131071}} | 422 /tags/a=*
tags: beyond all numbers | {"title":"x","tags":{"a":1e200000}} | 422 /tags/a=*
level: unknown | {"title":"x","level":"critical"} | 422 /level=not_allowed
level: in capitals | {"title":"x","level":"ERROR"} | 422 /level=not_allowed
level: a number | {"title":"x","level":3} | 422 /level=*
environment: 64 characters | {"title":"bounds","environment":"$(repeat é 64)"} | 202
environment: 65 | {"title":"x","environment":"$(repeat x 65)"} | 422 /environment=too_long
environment: any | {"title":"bounds","environment":"Homologação 2"} | 202
environment: a number | {"title":"x","environment":1} | 422 /environment=wrong_type
origin: a number | {"title":"x","origin":1} | 422 /origin=wrong_type
details: a number | {"title":"x","details":1} | 422 /details=wrong_type
details: an object | {"title":"x","details":{}} | 422 /details=wrong_type
occurred_at: no time | {"title":"x","occurred_at":"yesterday"} | 422 /occurred_at=time_invalid
occurred_at: seconds | {"title":"x","occurred_at":1700000000} | 422 /occurred_at=*
occurred_at: no such day | {"title":"x","occurred_at":"2026-02-30T00:00:00Z"} | 422 /occurred_at=time_invalid
occurred_at: another zone | {"title":"bounds","occurred_at":"$(TZ=UTC3 date -d "-1 hour" +%Y-%m-%dT%H:%M:%S-03:00)"} | 202
release: a number | {"title":"x","release":1} | 422 /release=wrong_type
release: 200 characters (silent) | {"title":"bounds","release":"$(repeat r 200)"} | 202
tags: an array | {"title":"x","tags":[]} | 422 /tags*=wrong_type
tags: a text | {"title":"x","tags":"a"} | 422 /tags*=wrong_type
tags: an object in it | {"title":"x","tags":{"a":{}}} | 422 /tags*=*
fingerprint: a text | {"title":"x","fingerprint":"a"} | 422 /fingerprint*=wrong_type
tags: a name with a slash | {"title":"x","tags":{"a/b~c":{}}} | 422 /tags/a~1b~0c=wrong_type
fingerprint: an object in it | {"title":"x","fingerprint":[{}]} | 422 /fingerprint*=*
unknown member | {"title":"x","colour":"red"} | 422 /colour=unknown_field
the server's own members | {"title":"x","id":"$UNKNOWN_ID","status":"archived"} | 422 /id=unknown_field /status=unknown_field
every fault at once | {"level":"x","environment":"$(repeat x 65)","occurred_at":"x"} | 422 /title=* /level=* /environment=* /occurred_at=*
neither object nor array | "x" | 422 *
null | null | 422 *
none | - | 400,415 *
each level: fatal | {"title":"bounds","level":"fatal"} | 202
each level: error | {"title":"bounds","level":"error"} | 202
each level: warning | {"title":"bounds","level":"warning"} | 202
each level: info | {"title":"bounds","level":"info"} | 202
each level: debug | {"title":"bounds","level":"debug"} | 202
END
	jq -nc '{title: "bounds", details: ("x" * 262144)}' >"$WORK/256k"
	jq -nc '{title: "x", details: ("x" * 262145)}' >"$WORK/more"
	jq -nc '{title: "x", details: ("é" * 131072 + "x")}' >"$WORK/bytes"
	jq -nc '{title: "x", details: ("x" * 1100000)}' >"$WORK/much"
	http POST $ERRORS -a "$KEY" -f "$WORK/256k"
	judge 'details: 256 KiB of one character' 202
	big=$(field '.event_ids[0]')
	http POST $ERRORS -a "$KEY" -f "$WORK/more"
	judge 'details: one more' '422 /details=too_long'
	http POST $ERRORS -a "$KEY" -f "$WORK/bytes"
	judge 'details: bytes count, not characters' '422 /details=too_long'
	http POST $ERRORS -a "$KEY" -f "$WORK/much"
	judge 'a body over 1 MiB' '413 *'
	settle 10
	all_errors
	same 'what was refused is not there' 'bounds' "$(field '.items | map(.title) | join(" ")')"
	ERROR=$(field '.items[0].id')
	http GET "$ERRORS/$ERROR/events/$big"
	judge 'details: all 256 KiB come back' '200 .details == "x" * 262144'
	post '{"title":"Partes","fingerprint":["GET","GET",""]}'
	judge 'fingerprint: equal parts, and an empty one (silent)' 202
}

# --- many at once ---

arrays() {
	new_project && new_key
	post '[{"title":"Primeiro"},{"title":"Segundo","level":"info"},{"title":"Terceiro"}]'
	judge 'array: accepted' '202 (.event_ids|length) == 3 and (.event_ids|unique|length) == 3 and all(.event_ids[]; is_id)'
	ids=$(field '.event_ids[]')
	settle 3
	for title in Primeiro Segundo Terceiro; do
		id=${ids%%"
"*}
		ids=${ids#*"
"}
		all_errors
		error_of $title
		http GET "$ERRORS/$ERROR/events/$id"
		judge "array: in order, $title" "200 .title == \"$title\""
	done
	jq -nc '[range(1000) | {title: "Mil", tags: {n: "\(.)"}}]' >"$WORK/1000"
	jq -nc '[range(1001) | {title: "Mil e um"}]' >"$WORK/1001"
	http POST $ERRORS -a "$KEY" -f "$WORK/1001"
	judge 'array: 1,001 are refused' 422
	http POST $ERRORS -a "$KEY" -f "$WORK/1000"
	judge 'array: 1,000 are taken' '202 (.event_ids|length) == 1000 and (.event_ids|unique|length) == 1000'
	bodies POST $ERRORS -a "$KEY" <<END
array: one fault refuses all, and tells where | [{"title":"x"},{"title":"y","level":"bad"},{}] | 422 /1/level=not_allowed /2/title=required
array: what is no object | [{"title":"x"},5] | 422 /1=*
array: in an array | [[{"title":"x"}]] | 422 /0=*
array: empty (silent) | [] | 202,422
array: of one | [{"title":"Um"}] | 202 .event_ids|length == 1
END
	settle 1004
	all_errors
	same 'array: what was refused is not there' 'Mil Primeiro Segundo Terceiro Um' "$(field '[.items[].title] | sort | join(" ")')"
	expect_json 'array: equal ones are one error' 'any(.items[]; .title == "Mil" and .events == 1000)'
}

visible() {
	new_project && new_key
	late=''
	for n in 1 2 3 4 5; do
		post "{\"title\":\"Agora\",\"fingerprint\":[\"$n\"]}"
		until=$(($(milliseconds) + 2000))
		until digested $n || [ "$(milliseconds)" -gt $until ]; do sleep 0.05; done
		digested $n || late="$late $n"
	done
	same 'what was accepted is visible within 2 seconds' '' "$late"
	detail_late=''
	post '{"title":"Agora","fingerprint":["1"]}'
	until=$(($(milliseconds) + 2000))
	until digested 6 || [ "$(milliseconds)" -gt $until ]; do sleep 0.05; done
	ERROR=$(field '[.items[] | select(.events == 2)][0].id')
	detail
	[ "$(field .latest_event | grep -c "$EVENT")" != 0 ] || detail_late="$EVENT"
	same 'and the error tells the newest event' '' "$detail_late"
	http GET /metrics -a ''
	check 'the age of the oldest that waits is a metric' grep -qF "$QUEUE_SERIES " "$BODY"
}

staff
TOKEN=$admin_token
fresh_project
callers
defaults
everything
bounds
arrays
visible
finish
