# shellcheck shell=sh disable=SC2016,SC2034,SC2059,SC2086,SC2119,SC2120,SC2154
# Requests as Sentry's SDKs send them, and checks of the replies. Read this after lib.sh, people.sh, registry.sh and center.sh.

HEX32='test("^[0-9a-f]{32}$")'

# --- requests ---

project() { # a new one, with the addresses of an SDK
	new_project && new_key
	ENVELOPE=/api/$NUMBER/envelope/ STORE=/api/$NUMBER/store/ SECURITY=/api/$NUMBER/security/
	AUTH="sentry_key=$KEY&sentry_version=7&sentry_client=smoke%2F1"
}

event_id() { # sets ID, that no event has had
	ID=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
}

ask() { # PATH [options]: as an SDK, by nobody
	_where=$1
	shift
	http POST "$_where" -a '' -t '' "$@"
}

envelope() { # PAYLOAD [HEADER]: a file of one event, as JavaScript writes it
	event_id
	_header=${2:-{\}}
	printf '{"event_id":"%s",%s\n{"type":"event"}\n%s' "$ID" "$(printf %s "${_header#\{}" | sed 's/^}$/"x":0}/')" "$1" >"$WORK/envelope"
}

report() { # PAYLOAD [options]: one event in an envelope
	envelope "$1"
	shift
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" "$@"
}

# --- checks ---

refused() { # TEXT STATUS: in Sentry's form, for pages of any origin to see
	_form='(.detail | type == "string" and length > 0)'
	[ "$2" != 400 ] || _form="$_form and (.causes | type == \"array\" and length > 0)"
	if [ "$STATUS" = "$2" ] && holds "$_form" && [ "$(header Access-Control-Allow-Origin)" = '*' ]; then
		pass "$1"
	else
		fail "$1 [wanted $2, detail, Access-Control-Allow-Origin; got '$(header Access-Control-Allow-Origin)']"
	fi
}

accepted() { # TEXT [ID]
	if [ $# -gt 1 ]; then judge "$1" "200 . == {\"id\":\"$2\"}"; else judge "$1" "200 keys == [\"id\"] and (.id | $HEX32)"; fi
}

kept() { # TEXT COUNT: so many events of the project are counted in the end, and no more
	check "$1" eventually 15 digested "$2"
}

whole() { # ID: the event of the current error, as it is shown
	http GET "$ERRORS/$ERROR/events/$(printf %s "$1" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/')"
}
