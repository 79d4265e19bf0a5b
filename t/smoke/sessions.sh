#!/bin/sh
# Sessions: refresh tokens, choosing an organization, signing out, changing the password, the user's own log of activity.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

USER_MEMBERS='["created_at","display_name","email","id","operator","updated_at","username"]'
ME=$API/users/me

# --- refresh tokens ---

refreshing() {
	person ana
	refresh "$ana_refresh"
	judge 'refresh: 200 and exactly the documented members' \
		'200 keys == ["access_token","expires_in","organization","refresh_token","token_type","user"]'
	expect_json 'refresh: the values' ".token_type == \"Bearer\" and .expires_in == 900 and (.refresh_token|test(\"^[A-Za-z0-9_-]{43,}$\"))
		and (.user|keys) == $USER_MEMBERS and .user.id == \"$ana_id\"
		and .organization == {id: \"$ana_home\", name: \"$ana\", role: \"owner\"}"
	expect_header 'refresh: the answer may not be stored' Cache-Control 'private, no-store'
	old=$ana_refresh old_token=$ana_token session=$ana_session
	keep ana
	check 'refresh: a new refresh token' [ "$old" != "$ana_refresh" ]
	check 'refresh: a new access token' [ "$old_token" != "$ana_token" ]
	same 'refresh: the session is the same' "$session" "$ana_session"
	works 'refresh: the new access token works' "$ana_token"
	works 'refresh: so does the one before, until it expires (silent)' "$old_token"
	for turn in 2 3 4; do
		refresh "$ana_refresh"
		judge "refresh: and on, turn $turn" "200 .refresh_token != \"$ana_refresh\""
		keep ana
	done
	http POST $API/token/refresh/ -a '' -d "{\"refresh_token\":\"$ana_refresh\"}"
	judge 'refresh: with a final slash' 200
	keep ana
	http POST $API/token/refresh -a 'rubbish' -d "{\"refresh_token\":\"$ana_refresh\"}"
	judge 'refresh: an access token is neither needed nor looked at' 200
	keep ana
	refresh_forms
	works 'refresh: none of these ended the session' "$ana_token"
	refresh "$ana_refresh"
	judge 'refresh: nor used the token up' 200
}

refresh_forms() {
	bodies POST $API/token/refresh -a '' <<EOT
refresh: nothing | {} | 422 /refresh_token=required
refresh: no body | - | 415,400 *
refresh: null | {"refresh_token":null} | 422 /refresh_token=*
refresh: a number | {"refresh_token":7} | 422 /refresh_token=wrong_type
refresh: unknown member | {"refresh_token":"$ana_refresh","username":"x"} | 422 /username=unknown_field
refresh: empty (silent) | {"refresh_token":""} | 401,422 *
refresh: rubbish | {"refresh_token":"rubbish"} | 401 token_invalid
refresh: an unknown token of the right form | {"refresh_token":"$(repeat A 43)"} | 401 token_invalid
refresh: cut | {"refresh_token":"${ana_refresh%?}"} | 401 token_invalid
refresh: blanks inside | {"refresh_token":"A $(repeat A 41)"} | 401 token_invalid
refresh: too long | {"refresh_token":"$(repeat A 201)"} | 422 /refresh_token=too_long
refresh: with something after it | {"refresh_token":"${ana_refresh}A"} | 401 token_invalid
refresh: an access token | {"refresh_token":"$(printf %s "$ana_token" | cut -c 1-150)"} | 401 token_invalid
refresh: the word in SQL | {"refresh_token":"' OR 1=1 --"} | 401 token_invalid
refresh: letters outside ASCII | {"refresh_token":"ção"} | 401 token_invalid
refresh: an organization that is not an id | {"refresh_token":"$ana_refresh","organization":"mine"} | 422 /organization=id_invalid
refresh: an organization that is a number | {"refresh_token":"$ana_refresh","organization":1} | 422 /organization=wrong_type
refresh: an unknown organization | {"refresh_token":"$ana_refresh","organization":"$UNKNOWN_ID"} | 404
EOT
	refresh "\\n $ana_refresh\\t"
	judge 'refresh: pasted with blanks around it' 200
	ana_refresh=$(field .refresh_token)
	http GET $API/token/refresh
	judge 'refresh: GET is no method of it' 405
	refresh rubbish
	expect_header 'refresh: refused: WWW-Authenticate' WWW-Authenticate 'Bearer realm="balcao"*'
}

at_once() { # COUNT OPTIONS...: sends the refresh token $ana_refresh so many times at once; sets ANSWERS
	count=$1
	shift
	n=0
	while [ $n -lt "$count" ]; do
		n=$((n + 1))
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}" "$@"
	done
	send --parallel --parallel-immediate
	ANSWERS=$(n=0 && while [ $n -lt "$count" ]; do
		n=$((n + 1))
		answer $n
		printf '%s ' "$STATUS"
	done)
}

without_deadlock() { ! grep -q 'deadlock detected' "$STATE/log/postgresql.log"; }

# A session that ends while it is refreshed: both take the same locks, in the same order.
ended_meanwhile() {
	for turn in 1 2 3 4 5 6 7 8 9 10; do
		person ana
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}"
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}"
		queue POST $API/logout -a "$ana_token"
		send --parallel --parallel-immediate
		answer 3
		same "a logout during two refreshes, turn $turn" 204 "$STATUS"
	done
	if [ -r "${STATE:-}/log/postgresql.log" ]; then
		check 'they never wait for each other for ever' without_deadlock
	else
		skip 'they never wait for each other for ever' 'no log of PostgreSQL'
	fi
}

# Two tabs of a browser
same_client() {
	for turn in 1 2 3 4 5; do
		person ana
		at_once 2 -h 'User-Agent: one browser'
		same "two refreshes at once by one client: both are served, turn $turn" '200 200 ' "$ANSWERS"
		answer 1
		keep one
		answer 2
		keep two
		check "two refreshes at once: each got its own token, turn $turn" [ "$one_refresh" != "$two_refresh" ]
		works "two refreshes at once: the first's access token works, turn $turn" "$one_token"
		works "two refreshes at once: so does the second's, turn $turn" "$two_token"
	done
	refresh "$one_refresh" -h 'User-Agent: one browser'
	judge 'two refreshes at once: the first goes on' 200
	refresh "$two_refresh" -h 'User-Agent: one browser'
	judge 'two refreshes at once: so does the second' 200
	http GET $ME/sessions -a "$two_token"
	judge 'two refreshes at once: it still is one session' '200 (.items|length) == 1'
	person ana
	refresh "$ana_refresh" -h 'User-Agent: one browser'
	refresh "$ana_refresh" -h 'User-Agent: one browser'
	judge 'one after the other within seconds, by one client: served too' 200
	person ana
	refresh "$ana_refresh"
	if has_sql; then
		sql "UPDATE refresh_token SET used_address = '::ffff:127.0.0.1' WHERE user_id = '$ana_id' AND used_at IS NOT NULL" >/dev/null
		refresh "$ana_refresh"
		judge 'the same, from another address of the same block' 200
	fi
	person ana
	at_once 6 -h 'User-Agent: one browser'
	same 'six at once by one client: all are served' '200 200 200 200 200 200 ' "$ANSWERS"
}

# Another client has the token, or had it. refresh.sh has the other cases.
other_client() {
	person ana
	sign_in "$ana" "$ana_password" other
	refresh "$ana_refresh" -h 'User-Agent: one browser'
	keep first
	refresh "$first_refresh" -h 'User-Agent: one browser'
	keep fresh
	refresh_refused 'a used token from another client: refused, as its successor was used' "$ana_refresh"
	ended 'a used token from another client: the access token of its session ends' "$fresh_token"
	ended 'a used token from another client: the ones before too' "$ana_token"
	refresh_refused 'a used token from another client: the fresh token ends with it' "$fresh_refresh"
	works 'a used token from another client: other sessions go on' "$other_token"
	http GET $ME/sessions -a "$other_token"
	judge 'a used token from another client: the session is gone from the list' "200 [.items[].id] == [\"$other_session\"]"
	refresh "$other_refresh"
	judge 'a used token from another client: other sessions are refreshed' 200
}

later() {
	person ana
	refresh "$ana_refresh"
	keep first
	refresh "$first_refresh"
	keep second
	sleep 11
	refresh_refused 'a used token 11 s later: refused, by the same client too' "$ana_refresh"
	ended 'a used token 11 s later: the newest access token of the family ends' "$second_token"
	refresh_refused 'a used token 11 s later: the newest refresh token too' "$second_refresh"
	refresh_refused 'a used token 11 s later: and those in between' "$first_refresh"
	http POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}"
	judge 'a used token 11 s later: the user must sign in again' 200
}

# --- which organization ---

choosing() {
	person ana
	person bea
	new_organization "$ana_token"
	mine=$ORGANIZATION
	new_organization "$bea_token"
	shared=$ORGANIZATION
	add_member "$bea_token" "$shared" "$ana" editor
	sign_in "$ana" "$ana_password" s
	same 'without a choice one works at home' "$ana_home" "$s_org"
	sign_in "$ana" "$ana_password" s ",\"organization\":\"$shared\""
	expect_json 'login: the chosen organization, with the role there' ".organization.id == \"$shared\" and .organization.role == \"editor\""
	same 'login: the token names it' "$shared editor" "$(claim '.org + " " + .role')"
	refresh "$s_refresh"
	judge 'refresh: the same organization as before' "200 .organization.id == \"$shared\" and .organization.role == \"editor\""
	keep s
	http POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$s_refresh\",\"organization\":\"$mine\"}"
	judge 'refresh: another one of mine' "200 .organization.id == \"$mine\" and .organization.role == \"owner\""
	keep s
	same 'refresh: the token names it' "$mine owner" "$(claim '.org + " " + .role')"
	refresh "$s_refresh"
	judge 'refresh: the choice lasts' "200 .organization.id == \"$mine\""
	keep s
	http POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$s_refresh\",\"organization\":null}"
	judge 'refresh: null is no choice' "200 .organization.id == \"$mine\""
	keep s
	bodies POST $API/token/refresh -a '' <<EOT
refresh: an organization of others | {"refresh_token":"$s_refresh","organization":"$bea_home"} | 404
refresh: one that does not exist | {"refresh_token":"$s_refresh","organization":"$UNKNOWN_ID"} | 404
refresh: a malformed one | {"refresh_token":"$s_refresh","organization":"x"} | 422 /organization=id_invalid
refresh: rubbish with one of mine | {"refresh_token":"rubbish","organization":"$mine"} | 401 token_invalid
refresh: after these the token still works | {"refresh_token":"$s_refresh","organization":"$ana_home"} | 200 .organization.id == "$ana_home"
EOT
	bodies POST $API/login -a '' <<EOT
login: an organization of others | {"username":"$ana","password":"$ana_password","organization":"$bea_home"} | 404
login: an unknown one | {"username":"$ana","password":"$ana_password","organization":"$UNKNOWN_ID"} | 404
login: a malformed one | {"username":"$ana","password":"$ana_password","organization":"x"} | 422 /organization=id_invalid
login: a wrong password with an organization of others | {"username":"$ana","password":"wrong one","organization":"$bea_home"} | 401 invalid_credentials
EOT
}

# --- signing out ---

signing_out() {
	person ana
	sign_in "$ana" "$ana_password" other
	http POST $API/logout -a "$ana_token"
	judge 'logout: 204 without a body being sent' 204
	same 'logout: nor one in the answer' 0 "$(wc -c <"$BODY" | tr -d ' ')"
	ended 'logout: the access token is refused' "$ana_token"
	expect_header 'logout: WWW-Authenticate tells' WWW-Authenticate 'Bearer realm="balcao",*error="invalid_token"*'
	refresh_refused 'logout: so is the refresh token' "$ana_refresh"
	works 'logout: another session goes on' "$other_token"
	refresh "$other_refresh"
	judge 'logout: and is refreshed' 200
	keep other
	http POST $API/logout -a "$ana_token"
	judge 'logout: once more' '401 token_invalid'
	bodies POST $API/logout -a "$other_token" <<EOT
logout: everywhere a text | {"everywhere":"yes"} | 422 /everywhere=wrong_type
logout: everywhere a number | {"everywhere":1} | 422 /everywhere=wrong_type
logout: unknown member | {"all":true} | 422 /all=unknown_field
logout: not JSON | everywhere | 400
EOT
	works 'logout: a faulty one ends nothing' "$other_token"
	sign_in "$ana" "$ana_password" third
	http POST $API/logout -a "$third_token" -d '{"everywhere":false}'
	judge 'logout: everywhere false: 204' 204
	ended 'logout: everywhere false: this session ends' "$third_token"
	works 'logout: everywhere false: the others go on' "$other_token"
	sign_in "$ana" "$ana_password" third
	http POST $API/logout -a "$third_token" -d '{}'
	judge 'logout: an empty object: 204' 204
	works 'logout: an empty object: the others go on' "$other_token"
	http POST $API/logout -a ''
	judge 'logout: without a token' 401
	http GET $API/logout -a "$other_token"
	judge 'logout: GET is no method of it' 405
}

signing_out_everywhere() {
	person ana
	person bea
	for n in 1 2 3; do sign_in "$ana" "$ana_password" "s$n"; done
	http POST $API/logout -a "$s2_token" -d '{"everywhere":true}'
	judge 'logout everywhere: 204' 204
	for token in "$ana_token" "$s1_token" "$s2_token" "$s3_token"; do ended 'logout everywhere: each access token ends' "$token"; done
	for token in "$ana_refresh" "$s1_refresh" "$s2_refresh" "$s3_refresh"; do
		refresh_refused 'logout everywhere: each refresh token too' "$token"
	done
	works "logout everywhere: other people's go on" "$bea_token"
	sign_in "$ana" "$ana_password" s1
	works 'logout everywhere: who signs in again is in' "$s1_token"
	http GET $ME/sessions -a "$s1_token"
	judge 'logout everywhere: with one session' "200 [.items[].id] == [\"$s1_session\"]"
}

refreshing
same_client
ended_meanwhile
other_client
later
choosing
signing_out
signing_out_everywhere
finish
