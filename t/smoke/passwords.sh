#!/bin/sh
# The user's own account over time: the list of sessions, changing the password, the log of activity.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

ME=$API/users/me

# --- the list of sessions ---

sessions() {
	person ana
	person bea
	for n in 1 2 3 4; do sign_in "$ana" "$ana_password" "s$n" '' -h "User-Agent: browser $n"; done
	http GET $ME/sessions -a "$s2_token"
	judge 'sessions: all of one, the newest first' \
		"200 [.items[].id] == [\"$s4_session\",\"$s3_session\",\"$s2_session\",\"$s1_session\",\"$ana_session\"] and .next_cursor == null"
	expect_json 'sessions: exactly these members (silent)' 'all(.items[]; keys == ["address","created_at","current","id","last_used_at","user_agent"])'
	expect_json 'sessions: the values' 'all(.items[]; (.id|is_id) and (.created_at|is_time) and (.last_used_at|is_time)
		and (.last_used_at|moment) >= (.created_at|moment) and (.address|test("^(127[.]0[.]0[.]1|::1)$")))'
	expect_json 'sessions: one is current: that of the token' "[.items[]|select(.current).id] == [\"$s2_session\"]"
	expect_json 'sessions: the user agent' ".items[0].user_agent == \"browser 4\""
	expect_json 'sessions: no token and no hash among them' 'tostring | test("refresh|hash|token|secret") | not'
	before=$(field ".items[]|select(.id == \"$s1_session\")|.created_at + \" \" + .last_used_at")
	sleep 0.1
	refresh "$s1_refresh" -h 'User-Agent: browser 1, later'
	keep s1
	http GET $ME/sessions -a "$s2_token"
	expect_json 'sessions: a refresh moves last_used_at, not created_at' ".items[]|select(.id == \"$s1_session\")
		|.created_at == \"${before% *}\" and (.last_used_at|moment) > (\"${before#* }\"|moment)"
	expect_json 'sessions: and notes the user agent' ".items[]|select(.id == \"$s1_session\").user_agent == \"browser 1, later\""
	session_pages
	session_ends
}

session_pages() {
	http GET "$ME/sessions?limit=2&count=true" -a "$s2_token"
	judge 'sessions: a page of two' "200 [.items[].id] == [\"$s4_session\",\"$s3_session\"] and .total == 5 and (.next_cursor|type) == \"string\""
	expect_header 'sessions: Link to the next' Link '<*>; rel="next"'
	cursor=$(field .next_cursor)
	http GET "$ME/sessions?limit=2&cursor=$cursor" -a "$s2_token"
	judge 'sessions: the next' "200 [.items[].id] == [\"$s2_session\",\"$s1_session\"]"
	next=$(field .next_cursor)
	http GET "$ME/sessions?limit=2&cursor=$next" -a "$s2_token"
	judge 'sessions: the last' "200 [.items[].id] == [\"$ana_session\"] and .next_cursor == null"
	paths GET -a "$s2_token" <<EOT
sessions: the cursor with another sort | $ME/sessions?sort=created_at&cursor=$cursor | 422 cursor=*
sessions: a forged cursor | $ME/sessions?cursor=A$cursor | 422 cursor=*
sessions: unknown sort | $ME/sessions?sort=address | 422 sort=*
sessions: unknown parameter | $ME/sessions?current=true | 422 current=unknown_parameter
sessions: limit 0 | $ME/sessions?limit=0 | 422 limit=*
sessions: ascending | $ME/sessions?sort=created_at&limit=1 | 200 .items[0].id == "$ana_session"
EOT
	http GET "$ME/sessions?cursor=$cursor" -a "$bea_token"
	judge "sessions: somebody else's cursor" '422 cursor=*'
	http GET $ME/sessions -a ''
	judge 'sessions: without a token' 401
}

session_ends() {
	requests -a "$s2_token" <<EOT
session: an unknown one | DELETE $ME/sessions/$UNKNOWN_ID | 404
session: somebody else's | DELETE $ME/sessions/$bea_session | 404
session: a malformed id | DELETE $ME/sessions/current | 404
session: one of mine | DELETE $ME/sessions/$s3_session | 204
session: once more | DELETE $ME/sessions/$s3_session | 404
session: GET of one is no route (silent) | GET $ME/sessions/$s1_session | 404,405 *
session: unknown parameter | DELETE $ME/sessions/$s1_session?x=1 | 422 x=unknown_parameter
EOT
	ended 'session: its access token is refused' "$s3_token"
	refresh_refused 'session: its refresh token too' "$s3_refresh"
	for token in "$ana_token" "$s1_token" "$s2_token" "$s4_token" "$bea_token"; do works 'session: the others go on' "$token"; done
	http DELETE "$ME/sessions/$s4_session" -a ''
	judge 'session: without a token' 401
	http DELETE "$ME/sessions/$s2_session" -a "$s2_token"
	judge 'session: the current one may end itself' 204
	ended 'session: and is ended' "$s2_token"
	http GET "$ME/sessions?count=true" -a "$s1_token"
	judge 'session: three are left' '200 .total == 3'
}

# --- changing the password ---

password_forms() {
	bodies POST $ME/password -a "$ana_token" <<EOT
password: nothing | {} | 422 /current_password=required /new_password=required
password: current alone | {"current_password":"$ana_password"} | 422 /new_password=required
password: not texts | {"current_password":1,"new_password":[]} | 422 /current_password=wrong_type /new_password=wrong_type
password: unknown member | {"current_password":"$ana_password","new_password":"$PASSWORD_NEW","sure":1} | 422 /sure=unknown_field
password: too short | {"current_password":"$ana_password","new_password":"kR7#xq2"} | 422 /new_password=password_too_short
password: too long | {"current_password":"$ana_password","new_password":"$(repeat 'k7' 64)k"} | 422 /new_password=password_too_long
password: too common | {"current_password":"$ana_password","new_password":"password1"} | 422 /new_password=password_too_common
password: too common in capitals (silent) | {"current_password":"$ana_password","new_password":"PASSWORD1"} | 422 /new_password=password_too_common
password: too common: a row of digits | {"current_password":"$ana_password","new_password":"123456789"} | 422 /new_password=password_too_common
password: the username | {"current_password":"$ana_password","new_password":"$ana"} | 422 /new_password=password_is_identity
password: the e-mail | {"current_password":"$ana_password","new_password":"$ana_email"} | 422 /new_password=password_is_identity
password: the e-mail in capitals (silent) | {"current_password":"$ana_password","new_password":"$(printf %s "$ana_email" | tr '[:lower:]' '[:upper:]')"} | 422 /new_password=password_is_identity
password: too common: a club of Brazil | {"current_password":"$ana_password","new_password":"Corinthians1910"} | 422 /new_password=password_too_common
password: one character again and again | {"current_password":"$ana_password","new_password":"        "} | 422 /new_password=password_too_common
password: the same as before | {"current_password":"$ana_password","new_password":"$ana_password"} | 422 /new_password=password_same
password: the same, and wrong: nothing is told about the current one | {"current_password":"$ana_password.","new_password":"$ana_password."} | 422 /new_password=password_same
password: wrong current one | {"current_password":"$ana_password.","new_password":"$PASSWORD_NEW"} | 403 invalid_credentials
password: empty current one | {"current_password":"","new_password":"$PASSWORD_NEW"} | 403,422 *
EOT
	works 'password: after these the session goes on' "$ana_token"
	works 'password: so do the others' "$other_token"
	http POST $ME/password -a '' -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	judge 'password: without a token' 401
	unique
	bodies POST $API/register -a '' <<EOT
register: a common password | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"password1"} | 422 /password=password_too_common
register: iloveyou | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"iloveyou"} | 422 /password=password_too_common
register: 12345678 | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"12345678"} | 422 /password=password_too_common
register: qwertyuiop | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"qwertyuiop"} | 422 /password=password_too_common
register: Password123 (silent) | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"Password123"} | 422 /password=password_too_common
register: eight blanks | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"        "} | 422 /password=password_too_common
register: ******** | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"********"} | 422 /password=password_too_common
register: one letter, in both cases | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"aAaAaAaAaA"} | 422 /password=password_too_common
register: one letter in two forms | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"ééé\u0065\u0301\u0065\u0301\u0065\u0301éé"} | 422 /password=password_too_common
register: one Japanese letter | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"ああああああああ"} | 422 /password=password_too_common
register: flamengo | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"flamengo"} | 422 /password=password_too_common
register: Flamengo with a year | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"Flamengo1981"} | 422 /password=password_too_common
register: São Paulo | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"São Paulo"} | 422 /password=password_too_common
register: senha123 | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"senha123"} | 422 /password=password_too_common
register: SENHA@123 | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"SENHA@123"} | 422 /password=password_too_common
register: mudar123 | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"mudar123"} | 422 /password=password_too_common
register: 123mudar | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"123mudar"} | 422 /password=password_too_common
register: Brasil123 | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"Brasil123"} | 422 /password=password_too_common
register: a name with digits | {"username":"$UNIQUE","email":"$UNIQUE@example.com","password":"João1234"} | 422 /password=password_too_common
register: and the other faults with it | {"username":"1","email":"x","password":"password1"} | 422 /username=* /email=email_invalid /password=password_too_common
EOT
}

# RFC 8265: form C, and every blank is U+0020.
password_forms_of_text() {
	unique
	odd="\u00a0Cora\u00e7\u00e3o\u3000$UNIQUE\u2003" plain=" Corac\u0327a\u0303o $UNIQUE "
	http POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"$odd\"}"
	judge 'password: the test itself: other blanks, composed' 201
	http POST $API/login -a '' -d "{\"username\":\"$UNIQUE\",\"password\":\"$plain\"}"
	judge 'password: plain blanks, decomposed: it is the same' 200
	bodies POST $ME/password -a "$(field .access_token)" <<EOT
password: nor is it a new one | {"current_password":"$odd","new_password":"$plain"} | 422 /new_password=password_same
password: without the blanks it is another | {"current_password":"$odd","new_password":"Cora\u00e7\u00e3o $UNIQUE"} | 204
EOT
}

# An address with letters outside ASCII has two forms.
password_address() {
	person eva
	http PATCH $ME -a "$eva_token" -d "{\"email\":\"$eva@bücher.example\"}"
	judge 'password: the test itself: an address with other letters' 200
	bodies POST $ME/password -a "$eva_token" <<EOT
password: an address with other letters | {"current_password":"$eva_password","new_password":"$eva@bücher.example"} | 422 /new_password=password_is_identity
password: its ASCII form | {"current_password":"$eva_password","new_password":"$eva@XN--bcher-kva.example"} | 422 /new_password=password_is_identity
EOT
	has_program || return
	printf '%s\n' "$eva@xn--bcher-kva.example" >"$WORK/typed"
	balcao user password "$eva" <"$WORK/typed"
	same 'password: its ASCII form, on the command line' 1 "$CODE"
}

password_change() {
	person ana
	person bea
	sign_in "$ana" "$ana_password" other
	sign_in "$ana" "$ana_password" third
	password_forms
	http POST $ME/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	judge 'password: changed: 204' 204
	ended 'password: changed: another session ends' "$other_token"
	ended 'password: changed: and the third' "$third_token"
	refresh_refused 'password: changed: they can not be refreshed' "$other_refresh"
	works 'password: changed: this session goes on' "$ana_token"
	refresh "$ana_refresh"
	judge 'password: changed: and is refreshed' 200
	keep ana
	works "password: changed: other people's sessions go on" "$bea_token"
	bodies POST $API/login -a '' <<EOT
password: changed: the old one is refused | {"username":"$ana","password":"$ana_password"} | 401 invalid_credentials
password: changed: the new one is taken | {"username":"$ana","password":"$PASSWORD_NEW"} | 200
EOT
	http GET "$ME/sessions?count=true" -a "$ana_token"
	judge 'password: changed: the sessions left' "200 .total == 2 and any(.items[]; .id == \"$ana_session\" and .current)"
	http POST $ME/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	judge 'password: the old one no longer confirms' '403 invalid_credentials'
	http POST $ME/password -a "$ana_token" -d "{\"current_password\":\"$PASSWORD_NEW\",\"new_password\":\"$ana_password\"}"
	judge 'password: and back' 204
	password_race
}

# Several tabs change it at once: the final password is one of those that got a 204.
password_race() {
	person ana
	for n in 1 2 3 4; do
		queue POST $ME/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"Neu-$n-$ana_password\"}"
	done
	send --parallel --parallel-immediate
	made='' other=''
	for n in 1 2 3 4; do
		answer $n
		case $STATUS in
		204) made="$made $n" ;;
		403 | 409 | 503 | 401 | 404) other="$other $STATUS" ;;
		*) fail "four changes at once: an answer to be expected [got $STATUS]" ;;
		esac
	done
	same 'four changes at once: one is made' 1 "$(printf %s "$made" | wc -w)"
	check "four changes at once: the others are told: 403, 409 or 503 [$other]" [ "$other" = "$(printf %s "$other" | sed 's/40[14]//g')" ]
	works 'four changes at once: the session goes on' "$ana_token"
	patiently POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"Neu-${made#* }-$ana_password\"}"
	judge 'four changes at once: the password that was taken is taken' 200
}

# --- the user's own log ---

activity() {
	person ana
	person bea
	http PATCH $ME -a "$ana_token" -d '{"display_name":"Ana"}'
	http PUT $ME -a "$ana_token" -d "{\"username\":\"$ana\",\"email\":\"$ana_email\",\"display_name\":\"Ana B\"}"
	http POST $ME/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	password_request=$REQUEST_ID
	sign_in "$ana" "$PASSWORD_NEW" s1
	sign_in "$ana" "$PASSWORD_NEW" s2
	http DELETE "$ME/sessions/$s1_session" -a "$ana_token"
	http POST $API/logout -a "$s2_token"
	new_organization "$ana_token"
	http POST $API/tasks -a "$ana_token" -d '{"title":"not in the log"}'
	http PATCH $ME -a "$ana_token" -d '{"username":"1x"}'
	http POST $ME/password -a "$ana_token" -d "{\"current_password\":\"wrong\",\"new_password\":\"$PASSWORD_NEW\"}"
	http GET $ME/activity -a "$ana_token"
	judge "activity: the user's actions, the newest first" '200 [.items[].action] == ["organization.create","session.logout","session.end",
		"session.login","session.login","account.password","account.change","account.change","session.login","account.register"]'
	expect_json 'activity: exactly these members (silent)' 'all(.items[];
		keys == ["action","actor","actor_username","address","at","id","object","organization","request_id"])'
	expect_json 'activity: the values' "all(.items[]; (.id|is_id) and (.at|is_time) and .actor == \"$ana_id\" and .actor_username == \"$ana\"
		and (.address|test(\"^(127[.]0[.]0[.]1|::1)$\")) and (.request_id|length) > 0)"
	expect_json 'activity: the request of each' ".items[]|select(.action == \"account.password\").request_id == \"$password_request\""
	expect_json 'activity: the object of each' "(.items[]|select(.action == \"session.end\").object) == \"$s1_session\"
		and (.items[]|select(.action == \"organization.create\")|.object, .organization) == \"$ORGANIZATION\"
		and (.items[]|select(.action == \"account.register\").object) == \"$ana_id\""
	activity_secrets
	activity_filters
}

activity_secrets() {
	for secret in "$ana_password" "$PASSWORD_NEW" "$ana_refresh" "${ana_token##*.}" "\$y\$" "$ana_email"; do
		check "activity: never a secret: $(printf %s "$secret" | cut -c 1-6)…" [ "$(grep -c -F -e "$secret" "$BODY")" -eq 0 ]
	done
	expect_json 'activity: failed attempts and tasks leave no entry' '.items|length == 10'
	http GET $ME/activity -a "$bea_token"
	judge "activity: somebody else's is theirs" "200 [.items[].action] == [\"session.login\",\"account.register\"] and all(.items[]; .actor == \"$bea_id\")"
}

activity_filters() {
	http GET "$ME/activity?limit=3&count=true" -a "$ana_token"
	judge 'activity: a page of three' '200 (.items|length) == 3 and .total == 10'
	cursor=$(field .next_cursor) middle=$(field '.items[2].at') third=$(field '.items[2].id')
	http GET "$ME/activity?limit=100&cursor=$cursor" -a "$ana_token"
	judge 'activity: the next' "200 (.items|length) == 7 and all(.items[]; .id < \"$third\") and .next_cursor == null"
	paths GET -a "$ana_token" <<EOT
activity: action | $ME/activity?action=session.login | 200 (.items|length) == 3
activity: an action that one never did | $ME/activity?action=member.add | 200 .items == []
activity: an unknown action (silent) | $ME/activity?action=nothing | 200 .items == []
activity: since is inclusive (silent) | $ME/activity?since=$middle&sort=at&limit=1 | 200 .items[0].at == "$middle"
activity: until is exclusive (silent) | $ME/activity?until=$middle | 200 all(.items[]; .at != "$middle")
activity: since the future | $ME/activity?since=2100-01-01T00:00:00Z | 200 .items == []
activity: until the past | $ME/activity?until=2000-01-01T00:00:00Z | 200 .items == []
activity: since and until and action | $ME/activity?since=2000-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&action=account.change&count=true | 200 .total == 2
activity: since that is not a time | $ME/activity?since=yesterday | 422 since=*
activity: until that is not a time | $ME/activity?until=2026-13-01T00:00:00Z | 422 until=*
activity: the cursor with another filter | $ME/activity?action=session.login&cursor=$cursor | 422 cursor=*
activity: actor is not asked for here | $ME/activity?actor=$ana_id | 422 actor=unknown_parameter
activity: unknown sort | $ME/activity?sort=action | 422 sort=*
activity: ascending | $ME/activity?sort=at&limit=1 | 200 .items[0].action == "account.register"
EOT
	http GET $ME/activity -a ''
	judge 'activity: without a token' 401
	for method in POST DELETE PATCH; do
		http $method $ME/activity -a "$ana_token"
		judge "activity: $method is no method of it" 405
	done
}

sessions
password_change
password_forms_of_text
password_address
activity
finish
