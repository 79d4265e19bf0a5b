#!/bin/sh
# Operators: the command line that makes them, and their rights over all users.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

USERS=$API/users

# --- the command line ---

# TEXT CODE PATTERN-OF-OUTPUT PATTERN-OF-ERRORS ARGUMENT...
command_says() {
	_text=$1 _code=$2 _output=$3 _errors=$4
	shift 4
	balcao "$@"
	# shellcheck disable=SC2254
	case $CODE in $_code) _good=yes ;; *) _good= ;; esac
	# shellcheck disable=SC2254
	case $OUTPUT in $_output) ;; *) _good= ;; esac
	# shellcheck disable=SC2254
	case $ERRORS in $_errors) ;; *) _good= ;; esac
	if [ -n "$_good" ]; then pass "command: $_text"; else fail "command: $_text" "$*: exit status $CODE, said '$OUTPUT', and '$ERRORS'"; fi
}

wrong_usage() {
	command_says 'user alone: usage' 2 '' '*usage:*create*promote*demote*disable*enable*password*reset*list*' user
	command_says 'user with an unknown word' 2 '' '*usage:*' user raise "$ana"
	command_says 'promote without a name' 2 '' '*usage:*' user promote
	command_says 'promote with two names' 2 '' '*usage:*' user promote "$ana" "$bea"
	command_says 'list with a name' 2 '' '*usage:*' user list "$ana"
	command_says 'an option it does not know' 2 '' '*usage:*' user promote --force "$ana"
	for word in promote demote disable enable; do
		command_says "$word somebody unknown" 1 '' '*nobody-here*' user $word nobody-here
		command_says "$word with a name no one can have" 1 '' '?*' user $word "' OR 1=1 --"
		command_says "$word nobody at all" '[12]' '' '?*' user $word ''
	done
	command_says 'password of somebody unknown' 1 '' '?*' user password nobody-here </dev/null
	http GET $API/users/me -a "$ana_token"
	judge 'command: wrong usage changes nothing' '200 .operator == false'
}

commands() {
	command_says 'promote' 0 "*$ana*" '' user promote "$ana"
	command_says 'promote again is no fault' 0 "*$ana*" '' user promote "$ana"
	http GET $API/users/me -a "$ana_token"
	judge 'promote: the user is an operator' '200 .operator == true'
	http GET $USERS -a "$ana_token"
	judge 'promote: takes effect at once, with the present token' 200
	command_says 'list shows everybody' 0 "*$ana*$bea*" '' user list
	balcao user list
	line=$(printf '%s\n' "$OUTPUT" | grep -F "$ana_email")
	case $line in *"$ana"*operator*) pass 'command: list tells who is an operator' ;; *) fail 'command: list tells who is an operator' "$line" ;; esac
	case $OUTPUT in *"\$y\$"*) fail 'command: list shows no hash' "$OUTPUT" ;; *) pass 'command: list shows no hash' ;; esac
	command_says 'demote' 0 "*$ana*" '' user demote "$ana"
	http GET $USERS -a "$ana_token"
	judge 'demote: it counts at once' 403
	http GET $API/users/me -a "$ana_token"
	judge 'demote: the session goes on, as no operator' '200 .operator == false'
	command_says 'promote by a name in capitals' 0 "*$ana*" '' user promote "$(printf %s "$ana" | tr '[:lower:]' '[:upper:]')"
	balcao user demote "$ana"
	command_says 'disable' 0 "*$bea*" '' user disable "$bea"
	ended 'disable: the access token ends' "$bea_token"
	refresh_refused 'disable: so does the refresh token' "$bea_refresh"
	http POST $API/login -a '' -d "{\"username\":\"$bea\",\"password\":\"$bea_password\"}"
	judge 'disable: login is refused like a wrong password' '401 invalid_credentials'
	balcao user list
	line=$(printf '%s\n' "$OUTPUT" | grep -F "$bea_email")
	case $line in *disabled*) pass 'command: list tells who is disabled' ;; *) fail 'command: list tells who is disabled' "$line" ;; esac
	command_says 'enable' 0 "*$bea*" '' user enable "$bea"
	sign_in "$bea" "$bea_password" bea
	works 'enable: signing in works again' "$bea_token"
	password_command
}

password_command() {
	printf '%s\n' "$PASSWORD_NEW" >"$WORK/typed"
	command_says 'password' 0 "*$bea*" '' user password "$bea" <"$WORK/typed"
	ended 'password: the access token ends' "$bea_token"
	refresh_refused 'password: so does the refresh token' "$bea_refresh"
	http POST $API/login -a '' -d "{\"username\":\"$bea\",\"password\":\"$bea_password\"}"
	judge 'password: the old one is refused' '401 invalid_credentials'
	bea_password=$PASSWORD_NEW
	sign_in "$bea" "$bea_password" bea
	works 'password: the new one is taken' "$bea_token"
	for typed in short password1 ''; do
		printf '%s\n' "$typed" >"$WORK/typed"
		command_says "password '$typed' won't do" 1 '' '?*' user password "$bea" <"$WORK/typed"
	done
	for typed in "$bea" "$bea_email"; do
		printf '%s\n' "$typed" >"$WORK/typed"
		command_says "password: not the user's name or e-mail (silent)" 1 '' '?*' user password "$bea" <"$WORK/typed"
	done
	command_says 'password without one' 1 '' '?*' user password "$bea" </dev/null
	http GET $API/users/me -a "$bea_token"
	judge 'password: after these the session goes on' 200
	printf '%s\n' "$PASSWORD_NEW" >"$WORK/typed"
	balcao user password "$bea" <"$WORK/typed"
	sign_in "$bea" "$bea_password" bea
}

# --- the list ---

listing() {
	unique
	mark=q$(printf %s "$UNIQUE" | tr -d s-)
	for n in 1 2 3; do
		person "p$n"
		eval "http PATCH $API/users/me -a \"\$p${n}_token\" -d '{\"display_name\":\"João $mark Conceição $n\"}'"
	done
	sign_in "$ana" "$ana_password" ana
	http GET "$USERS?limit=2&count=true" -a "$ana_token"
	judge 'users: a page' '200 (.items|length) == 2 and .total >= 5 and (.next_cursor|type) == "string"'
	expect_json 'users: exactly these members (silent)' 'all(.items[]; keys == ["created_at","display_name","email","id","operator","status","updated_at","username"])'
	expect_json 'users: the newest first (silent)' '.items[0].created_at >= .items[1].created_at'
	expect_json 'users: no password, no hash' 'tostring | test("password|hash|[$]y[$]") | not'
	http GET "$USERS?q=$mark&limit=2&sort=username" -a "$ana_token"
	judge 'users: q, a page of two' "200 [.items[].username] == [\"$p1\",\"$p2\"]"
	cursor=$(field .next_cursor)
	paths GET -a "$ana_token" <<EOT
users: q, the next | $USERS?q=$mark&limit=2&sort=username&cursor=$cursor | 200 [.items[].username] == ["$p3"] and .next_cursor == null
users: q without accents, in capitals | $USERS?q=JOAO%20$mark%20CONCEICAO&count=true | 200 .total == 3
users: q with other accents | $USERS?q=jo%C3%A3o%20$mark%20conc%C3%A9icao&count=true | 200 .total == 3
users: q in the username | $USERS?q=$(printf %s "$p2" | tr '[:lower:]' '[:upper:]') | 200 any(.items[]; .id == "$p2_id") and (.items|length) <= 2
users: q in the e-mail | $USERS?q=$p3@exam | 200 [.items[].id] == ["$p3_id"]
users: q is literal: % | $USERS?q=%25$mark | 200 .items == []
users: q is literal: _ | $USERS?q=${mark}_ | 200 .items == []
users: q that nobody has | $USERS?q=zz$mark | 200 .items == []
users: q and status | $USERS?q=$mark&status=active&count=true | 200 .total == 3
users: nobody of them is disabled | $USERS?q=$mark&status=disabled | 200 .items == []
users: unknown status | $USERS?status=gone | 422 status=*
users: unknown filter | $USERS?email=x | 422 email=unknown_parameter
users: unknown sort | $USERS?sort=email_key | 422 sort=*
users: the cursor with another q | $USERS?q=zz&limit=2&sort=username&cursor=$cursor | 422 cursor=*
users: by username, backwards | $USERS?q=$mark&sort=-username | 200 [.items[].username] == ["$p3","$p2","$p1"]
users: the oldest first | $USERS?q=$mark&sort=created_at | 200 [.items[].username] == ["$p1","$p2","$p3"]
EOT
	http GET $USERS -a "$bea_token"
	judge 'users: not an operator' 403
	http GET "$USERS?status=gone" -a "$bea_token"
	judge 'users: not an operator: 403 before 422' 403
	http GET $USERS -a ''
	judge 'users: without a token' 401
}

# --- one user ---

one_user() {
	requests -a "$ana_token" <<EOT
user: GET | GET $USERS/$p1_id | 200 .id == "$p1_id" and .email == "$p1_email" and .status == "active" and .operator == false
user: an unknown one | GET $USERS/$UNKNOWN_ID | 404
user: a malformed id | GET $USERS/$p1 | 404
user: PATCH nothing (silent) | PATCH $USERS/$p1_id {} | 200 .status == "active"
user: PATCH an unknown status | PATCH $USERS/$p1_id {"status":"gone"} | 422 /status=*
user: PATCH status null | PATCH $USERS/$p1_id {"status":null} | 422 /status=*
user: PATCH what is not an operator's to change | PATCH $USERS/$p1_id {"operator":true,"email":"x@example.com"} | 422 /operator=unknown_field /email=unknown_field
user: PATCH an unknown user | PATCH $USERS/$UNKNOWN_ID {"status":"disabled"} | 404
user: DELETE an unknown user | DELETE $USERS/$UNKNOWN_ID | 404
user: PUT is no method of it | PUT $USERS/$p1_id {"status":"active"} | 405
EOT
	http GET "$USERS/$p1_id" -a "$ana_token"
	tag=$(header ETag)
	headers PATCH "$USERS/$p1_id" -a "$ana_token" -d '{"status":"active"}' <<EOT
user: If-Match of another version | If-Match: "999" | 412
user: If-Match | If-Match: $tag | 200
EOT
	http DELETE "$USERS/$p3_id" -a "$ana_token" -h 'If-Match: "999"'
	judge 'user: DELETE, If-Match of another version' 412
	http GET "$API/organizations?count=true" -a "$p3_token"
	judge 'user: and then nothing was deleted: organizations' '200 .total == 1'
	http GET "$API/users/me/activity?count=true" -a "$p3_token"
	judge 'user: and then nothing was deleted: the log' '200 .total == 3'
	http POST $API/login -a '' -d "{\"username\":\"$p3\",\"password\":\"$p3_password\"}"
	judge 'user: and then nothing was deleted: signing in' 200
	requests -a "$bea_token" <<EOT
user: GET by who is no operator | GET $USERS/$p1_id | 403
user: of oneself too | GET $USERS/$bea_id | 403
user: PATCH by who is no operator | PATCH $USERS/$p1_id {"status":"disabled"} | 403
user: DELETE by a user who is not an operator | DELETE $USERS/$p1_id | 403
user: an unknown one by who is no operator | GET $USERS/$UNKNOWN_ID | 403
EOT
}

disabling() {
	sign_in "$p1" "$p1_password" second
	http POST $API/tasks -a "$second_token" -d '{"title":"stays"}'
	http PATCH "$USERS/$p1_id" -a "$ana_token" -d '{"status":"disabled"}'
	judge 'disabling: 200' '200 .status == "disabled"'
	ended 'disabling: every access token ends: one' "$p1_token"
	ended 'disabling: every access token ends: the other' "$second_token"
	refresh_refused 'disabling: every refresh token ends: one' "$p1_refresh"
	refresh_refused 'disabling: every refresh token ends: the other' "$second_refresh"
	http POST $API/login -a '' -d "{\"username\":\"$p1\",\"password\":\"wrong one\"}"
	wrong="$STATUS $(field -c 'del(.instance)') $(header WWW-Authenticate)"
	http POST $API/login -a '' -d "{\"username\":\"$p1\",\"password\":\"$p1_password\"}"
	same 'disabling: login with the right password answers like a wrong one' "$wrong" "$STATUS $(field -c 'del(.instance)') $(header WWW-Authenticate)"
	http GET "$USERS?q=$mark&status=disabled" -a "$ana_token"
	judge 'disabling: the list tells' "200 [.items[].id] == [\"$p1_id\"]"
	http PATCH "$USERS/$p1_id" -a "$ana_token" -d '{"status":"disabled"}'
	judge 'disabling: again is no fault (silent)' '200 .status == "disabled"'
	http PATCH "$USERS/$p1_id" -a "$ana_token" -d '{"status":"active"}'
	judge 'enabling: 200' '200 .status == "active"'
	http GET $API/users/me -a "$second_token"
	judge 'enabling: the old tokens stay refused' '401 token_invalid'
	refresh_refused 'enabling: the old refresh tokens too' "$second_refresh"
	sign_in "$p1" "$p1_password" p1
	works 'enabling: signing in works' "$p1_token"
	http GET "$API/tasks?count=true" -a "$p1_token"
	judge "enabling: the user's data are there" '200 .total == 1'
	http GET "$API/users/me/activity?action=user.change" -a "$ana_token"
	judge 'disabling: it is in the log' "200 any(.items[]; .object == \"$p1_id\" and .actor == \"$ana_id\")"
}

deleting() {
	new_organization "$p1_token"
	add_member "$p1_token" "$ORGANIZATION" "$p2" admin
	http GET "$API/organizations/$ORGANIZATION" -a "$p1_token"
	name=$(field .name)
	http DELETE "$USERS/$p1_id" -a "$ana_token"
	judge 'deleting: the last owner of an organization with others' '409 last_owner'
	expect_json 'deleting: it is named' "(.errors|length) == 1 and (.errors[0].detail|contains(\"$name\"))"
	works 'deleting: refused: the session goes on' "$p1_token"
	http PATCH "$API/organizations/$ORGANIZATION/members/$p2_id" -a "$p1_token" -d '{"role":"owner"}'
	http DELETE "$USERS/$p1_id" -a "$ana_token"
	judge 'deleting: with another owner: 204' 204
	ended 'deleting: the access token ends' "$p1_token"
	refresh_refused 'deleting: the refresh token too' "$p1_refresh"
	requests -a "$ana_token" <<EOT
deleting: gone | GET $USERS/$p1_id | 404
deleting: once more | DELETE $USERS/$p1_id | 404
deleting: changing it | PATCH $USERS/$p1_id {"status":"active"} | 404
deleting: not in the list | GET $USERS?q=$p1@ | 200 .items == []
deleting: it is in the log | GET $API/users/me/activity?action=user.delete | 200 any(.items[]; .object == "$p1_id")
EOT
	http GET "$API/organizations/$ORGANIZATION/members" -a "$p2_token"
	judge 'deleting: the organization goes on' "200 [.items[].id] == [\"$p2_id\"]"
	http POST $API/login -a '' -d "{\"username\":\"$p1\",\"password\":\"$p1_password\"}"
	judge 'deleting: login is refused' '401 invalid_credentials'
	http POST $API/register -a '' -d "{\"username\":\"$p1\",\"email\":\"$p1_email\",\"password\":\"$p1_password\"}"
	judge 'deleting: the name is free (silent)' '201 .operator == false'
	balcao user demote "$ana"
	requests -a "$ana_token" <<EOT
demoted: the list | GET $USERS | 403
demoted: one user | GET $USERS/$p2_id | 403
demoted: disabling | PATCH $USERS/$p2_id {"status":"disabled"} | 403
demoted: deleting | DELETE $USERS/$p2_id | 403
EOT
	works 'demoted: nothing was done' "$p2_token"
}

if has_program; then
	person ana
	person bea
	wrong_usage
	commands
	promote "$ana"
	listing
	one_user
	disabling
	deleting
else
	person bea
	http GET $USERS -a "$bea_token"
	judge 'users: not an operator' 403
	skip 'operators' 'no STATE with the program'
fi
finish
