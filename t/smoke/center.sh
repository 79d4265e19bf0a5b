# shellcheck shell=sh disable=SC2016,SC2034,SC2086,SC2119,SC2120,SC2154
# Test data of the error center: projects, keys and errors. Read it after lib.sh, people.sh and
# registry.sh (for `staff`).

PROJECTS=$API/projects
ERRORS=$API/errors

# --- choices that the contract leaves to the service: here, and nowhere else ---

QUEUE_SERIES='balcao_queue_oldest_seconds{queue="errors"}'
LEVELS='["debug","info","warning","error","fatal"]' # as `sort=level` has them
# The members that an error, a detail and an event must have; more are allowed.
ERROR_MEMBERS='["environment","events","first_seen","id","last_seen","level","origin","project","release","status","title","users","version"]'
DETAIL_MEMBERS='["collected_by","details","environments","latest_event","regressed","tags","why"]'
EVENT_MEMBERS='["details","environment","fingerprint","id","level","occurred_at","origin","release","tags","title"]'
JQ_DEFINITIONS="$JQ_DEFINITIONS"'
	def has_all($names): $names - keys == [];
	def said($text): tojson | contains($text | tojson | .[1:-1]);
	def latest: .latest_event | if type == "object" then .id else . end;'

# --- projects and keys ---

new_project() { # [TOKEN]: sets PROJECT and NUMBER
	unique
	http POST $PROJECTS -a "${1:-$TOKEN}" -d "{\"name\":\"Loja $UNIQUE\",\"platform\":\"node\"}"
	PROJECT=$(field .id) NUMBER=$(field .number)
	[ "$STATUS" = 201 ] || fail 'setting up: a project is made'
}

new_key() { # [TOKEN] [NAME]: sets KEY_ID and KEY
	http POST "$PROJECTS/$PROJECT/keys" -a "${1:-$TOKEN}" -d "{\"name\":\"${2:-servidor}\"}"
	KEY_ID=$(field .id) KEY=$(field .public_key)
	[ "$STATUS" = 201 ] || fail 'setting up: a key is made'
}

fresh_project() { # [TOKEN]: a new one with a key
	new_project "$@"
	new_key "$@"
}

# --- events ---

post() { # BODY [options]: sets EVENT, the first of the events that were accepted
	_body=$1
	shift
	http POST $ERRORS -a "$KEY" -d "$_body" "$@"
	EVENT=$(field '.event_ids[0]')
}

sent() { # BODY...: each must be accepted
	for _sent; do
		post "$_sent"
		[ "$STATUS" = 202 ] || fail "setting up: an event is accepted: $(printf %s "$_sent" | cut -c 1-100)"
	done
}

moment() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; } # WHEN, for date(1)
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# --- looking ---

all_errors() { http GET "$ERRORS?project=$PROJECT&status=all&limit=100${1:-}"; } # [&PARAMETER=VALUE...]

digested() { # COUNT: so many events of the project have been counted
	all_errors
	[ "$(field '[.items[].events] | add // 0')" = "$1" ]
}

# COUNT: waits until so many events of the project are counted; events.sh checks how soon that must be
settle() {
	eventually 15 digested "$1" || fail "setting up: $1 events are counted"
}

error_of() { # TITLE: sets ERROR, its group in the current list
	ERROR=$(field --arg title "$1" '[.items[] | select(.title == $title)][0].id // empty')
	[ -n "$ERROR" ] || fail "setting up: there is an error '$1'"
}

detail() { http GET "$ERRORS/$ERROR" "$@"; } # [options]

titles() { # QUERY: those that it finds, each once, in their order
	http GET "$ERRORS?limit=100&project=$PROJECT${1:+&$1}"
	field '.items | map(.title) | join("; ")'
}

finds() { [ "$(titles "$1")" = "$2" ]; } # QUERY TITLES

found() { # lines "text | query | status titles": what the list shows of the project
	while IFS='|' read -r _text _query _wanted; do
		trim "$_query"
		_got=$(titles "$TRIMMED")
		answer 1
		trim "$STATUS $_got" && _got=$TRIMMED
		trim "$_wanted"
		same "${_text% }" "$TRIMMED" "$_got"
	done
}

refused_now() { # KEY: by one who asks once
	http POST $ERRORS -a "$1" -d '{"title":"Too late"}'
	[ "$STATUS" = 401 ]
}

# TEXT KEY: every worker refuses the key within a second after the action before
key_ended() {
	_until=$(($(milliseconds) + 1000))
	until refused_now "$2" || [ "$(milliseconds)" -ge $_until ]; do sleep 0.05; done
	judge "$1" '401 token_invalid'
	while [ "$(milliseconds)" -lt $_until ]; do sleep 0.05; done
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do queue POST $ERRORS -a "$2" -d '{"title":"Too late"}'; done
	send --parallel --parallel-immediate --parallel-max 16
	_late=''
	for _n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
		answer $_n
		[ "$STATUS" = 401 ] || _late="$_late $STATUS"
	done
	same "$1, a second later by everyone" '' "$_late"
}
