#!/bin/sh
# Organizations over time: the last owner, roles that change while tokens live, the log of activity.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

ORGS=$API/organizations

# --- the last owner ---

last_owner() {
	person ana
	person bea
	new_organization "$ana_token"
	MEMBERS=$ORGS/$ORGANIZATION/members
	add_member "$ana_token" "$ORGANIZATION" "$bea" admin
	requests -a "$ana_token" <<EOT
last owner: not lowered | PATCH $MEMBERS/$ana_id {"role":"admin"} | 409 last_owner
last owner: not removed, nor may leave | DELETE $MEMBERS/$ana_id | 409 last_owner
last owner: may stay owner | PATCH $MEMBERS/$ana_id {"role":"owner"} | 200 .role == "owner"
last owner: the account is not deleted | POST $API/users/me/delete {"password":"$ana_password"} | 409 last_owner
EOT
	http GET "$ORGS/$ORGANIZATION" -a "$ana_token"
	name=$(field .name)
	http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	expect_json 'last owner: errors names the organization' "(.errors|length) == 1 and (.errors[0]|tostring|contains(\"$name\")) and .errors[0].code == \"last_owner\""
	http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}" -h 'Accept-Language: pt-BR'
	expect_json 'last owner: in Portuguese too' ".code == \"last_owner\" and (.errors[0].detail|contains(\"$name\"))"
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	judge 'last owner of two: both are named' '409 last_owner'
	expect_json 'last owner of two: two entries' '(.errors|length) == 2'
	http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password.\"}"
	judge 'last owner: a wrong password is reported first' '403 invalid_credentials'
	works 'last owner: the session goes on' "$ana_token"
	second=$ORGANIZATION
	http DELETE "$ORGS/$second" -a "$ana_token"
	judge 'last owner: may delete the organization' 204
	requests -a "$ana_token" <<EOT
another owner | PATCH $MEMBERS/$bea_id {"role":"owner"} | 200 .role == "owner"
with two owners the account can be deleted | POST $API/users/me/delete {"password":"$ana_password"} | 204
EOT
	http GET "$MEMBERS" -a "$bea_token"
	judge 'the organization goes on with the other owner' "200 [.items[].id] == [\"$bea_id\"]"
	http GET "${MEMBERS%/members}" -a "$bea_token"
	judge 'who owns it' '200 .role == "owner"'
	http DELETE "$MEMBERS/$bea_id" -a "$bea_token"
	judge 'last owner: does not leave without other members either' '409 last_owner'
	http POST $API/users/me/delete -a "$bea_token" -d "{\"password\":\"$bea_password\"}"
	judge 'alone in all of them the account can be deleted' 204
}

# A disabled owner can't do anything, so the organization counts as without them.
disabled_owner() {
	has_program || { skip 'disabled owner' 'no STATE with the program' && return; }
	person ana
	person bea
	person eva
	person root
	promote "$root"
	new_organization "$ana_token"
	MEMBERS=$ORGS/$ORGANIZATION/members
	add_member "$ana_token" "$ORGANIZATION" "$bea" owner
	add_member "$ana_token" "$ORGANIZATION" "$eva" viewer
	http PATCH "$API/users/$bea_id" -a "$root_token" -d '{"status":"disabled"}'
	judge 'disabled owner: one of two may be disabled' 200
	requests -a "$ana_token" <<EOT
disabled owner: the active one does not leave | DELETE $MEMBERS/$ana_id | 409 last_owner
disabled owner: nor is lowered | PATCH $MEMBERS/$ana_id {"role":"admin"} | 409 last_owner
disabled owner: nor is the account deleted | POST $API/users/me/delete {"password":"$ana_password"} | 409 last_owner
disabled owner: one can't insist for oneself | POST $API/users/me/delete {"password":"$ana_password","force":true} | 422 /force=unknown_field
EOT
	http GET "$ORGS/$ORGANIZATION" -a "$ana_token"
	name=$(field .name)
	requests -a "$root_token" <<EOT
operator: the last active owner is not disabled | PATCH $API/users/$ana_id {"status":"disabled"} | 409 last_owner
operator: nor deleted | DELETE $API/users/$ana_id | 409 last_owner
operator: force is a boolean | PATCH $API/users/$ana_id {"status":"disabled","force":"yes"} | 422 /force=wrong_type
operator: force is false by itself | PATCH $API/users/$ana_id {"status":"disabled","force":false} | 409 last_owner
operator: without a body, too | DELETE $API/users/$ana_id {} | 409 last_owner
operator: an unknown member | DELETE $API/users/$ana_id {"sure":true} | 422 /sure=unknown_field
operator: a viewer may be disabled | PATCH $API/users/$eva_id {"status":"disabled"} | 200
EOT
	http PATCH "$API/users/$ana_id" -a "$root_token" -d '{"status":"disabled"}'
	expect_json 'operator: is told which organization' "(.errors|length) == 1 and (.errors[0].detail|contains(\"$name\"))"
	http PATCH "$API/users/$ana_id" -a "$root_token" -d '{"status":"disabled"}' -h 'If-Match: "999"'
	judge 'operator: another version comes first' 412
	works 'operator: nothing was done' "$ana_token"
	balcao user disable "$ana"
	same 'command: does not disable the last active owner' "1 " "$CODE $OUTPUT"
	case $ERRORS in *"$ana"*--force*) pass 'command: and says what to do' ;; *) fail 'command: and says what to do' "$ERRORS" ;; esac
	requests -a "$root_token" <<EOT
operator: insists | PATCH $API/users/$ana_id {"status":"disabled","force":true} | 200 .status == "disabled"
operator: disabling again is no fault | PATCH $API/users/$ana_id {"status":"disabled"} | 200
operator: a disabled last owner is not deleted either | DELETE $API/users/$ana_id | 409 last_owner
operator: enabling is no matter of owners | PATCH $API/users/$bea_id {"status":"active"} | 200
operator: with another active owner the disabled one may go | DELETE $API/users/$ana_id | 204
operator: the last owner goes if the operator insists | DELETE $API/users/$bea_id {"force":true} | 204
operator: who owns nothing but their own is no matter either | DELETE $API/users/$eva_id | 204
EOT
	insist_by_command
	disabled_at_once
}

insist_by_command() {
	person ana
	person bea
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	balcao user disable "$ana" --force
	same 'command: insists' 0 $CODE
	ended 'command: the account is disabled' "$ana_token"
	balcao user enable "$ana" --force
	same 'command: nothing else takes --force' 2 $CODE
}

# Both owners are disabled at the same moment, or one is while the other leaves: one of them stays.
disabled_at_once() {
	odd=''
	person eva
	for turn in 1 2 3 4 5 6; do
		person ana
		person bea
		new_organization "$ana_token"
		MEMBERS=$ORGS/$ORGANIZATION/members
		add_member "$ana_token" "$ORGANIZATION" "$bea" owner
		add_member "$ana_token" "$ORGANIZATION" "$eva" viewer
		queue PATCH "$API/users/$ana_id" -a "$root_token" -d '{"status":"disabled"}'
		case $turn in
		[123]) queue PATCH "$API/users/$bea_id" -a "$root_token" -d '{"status":"disabled"}' ;;
		*) queue DELETE "$MEMBERS/$bea_id" -a "$bea_token" ;;
		esac
		send --parallel --parallel-immediate
		answer 1
		first=$STATUS
		answer 2
		case $first-$STATUS in 200-409 | 409-200 | 409-204) ;; *) odd="$odd, turn $turn: $first-$STATUS" ;; esac
	done
	same 'at once: an active owner stays' '' "$odd"
}

# The same two people, twenty times: both owners, each lowers (or removes) the other at the same moment.
owners_race() {
	person ana
	person bea
	won=0 lost=0 odd=''
	for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		new_organization "$ana_token"
		MEMBERS=$ORGS/$ORGANIZATION/members
		add_member "$ana_token" "$ORGANIZATION" "$bea" owner
		case $turn in
		*[05]) race_both DELETE "$MEMBERS/$ana_id" "$MEMBERS/$bea_id" '' ;;
		*[16]) race_both DELETE "$MEMBERS/$bea_id" "$MEMBERS/$ana_id" '' ;;
		*[27]) race_both PATCH "$MEMBERS/$bea_id" "$MEMBERS/$ana_id" '{"role":"viewer"}' ;;
		*) race_both PATCH "$MEMBERS/$ana_id" "$MEMBERS/$bea_id" '{"role":"admin"}' ;;
		esac
	done
	same 'two owners, at once, twenty times: exactly one wins each time' '20 20' "$won $lost$odd"
}

# METHOD PATH-FOR-ANA PATH-FOR-BEA BODY: counts successes and failures, and checks who owns it afterwards
race_both() {
	queue "$1" "$2" -a "$ana_token" ${4:+-d "$4"}
	queue "$1" "$3" -a "$bea_token" ${4:+-d "$4"}
	send --parallel --parallel-immediate
	for n in 1 2; do
		answer $n
		case $STATUS${PROBLEM%% *} in
		200 | 204) won=$((won + 1)) ;;
		409last_owner | 403forbidden | 404not_found) lost=$((lost + 1)) ;;
		*) odd="$odd $STATUS$PROBLEM" ;;
		esac
	done
	owners=0
	for token in "$ana_token" "$bea_token"; do
		http GET "${MEMBERS%/members}" -a "$token"
		if [ "$STATUS $(field .role)" = '200 owner' ]; then owners=$((owners + 1)); fi
	done
	[ $owners -eq 1 ] || odd="$odd turn $turn: $owners owners"
}

# Three owners delete their accounts, leave and are lowered at once: one owner remains.
exodus() {
	for turn in 1 2 3 4 5; do
		person ana
		person bea
		person eva
		new_organization "$ana_token"
		MEMBERS=$ORGS/$ORGANIZATION/members
		add_member "$ana_token" "$ORGANIZATION" "$bea" owner
		add_member "$ana_token" "$ORGANIZATION" "$eva" viewer
		queue POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
		queue DELETE "$MEMBERS/$bea_id" -a "$bea_token"
		send --parallel --parallel-immediate
		answer 1
		first=$STATUS
		answer 2
		same "one owner deletes the account, the other leaves, at once: one of them can't, turn $turn" 1 \
			"$(printf '%s\n' "$first" "$STATUS" | grep -c '^204$')"
		same "and answers properly, turn $turn" '' "$(printf '%s\n' "$first" "$STATUS" | grep -v -x -e 204 -e 409 -e 503)"
	done
}

# --- roles change while tokens live ---

role_change() {
	person ana
	person bea
	new_organization "$ana_token"
	MEMBERS=$ORGS/$ORGANIZATION/members
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	sign_in "$bea" "$bea_password" there ",\"organization\":\"$ORGANIZATION\""
	sign_in "$bea" "$bea_password" there2 ",\"organization\":\"$ORGANIZATION\""
	http PATCH "$MEMBERS/$bea_id" -a "$ana_token" -d '{"role":"editor"}'
	judge 'role change: made' 200
	ended 'role change: the access token of that organization ends' "$there_token"
	ended 'role change: of every session there' "$there2_token"
	works 'role change: the access token of another organization goes on' "$bea_token"
	works 'role change: so does that of who made it' "$ana_token"
	refresh "$there_refresh"
	judge 'role change: the refresh token goes on, with the new role' "200 .organization.id == \"$ORGANIZATION\" and .organization.role == \"editor\""
	keep there
	same 'role change: the token says so' editor "$(claim .role)"
	works 'role change: and works' "$there_token"
	http PATCH "$MEMBERS/$bea_id" -a "$ana_token" -d '{"role":"editor"}'
	http GET $API/users/me -a "$there_token"
	expect_status 'role change: the same role again: the token may go on or end (silent)' 200,401
	refresh "$there_refresh"
	judge 'role change: the same role again: refresh' 200
	keep there
	works 'role change: a token given right after works' "$there_token"
	removal
}

removal() {
	http DELETE "$MEMBERS/$bea_id" -a "$ana_token"
	judge 'removal: made' 204
	ended 'removal: the access token of that organization ends' "$there_token"
	works 'removal: the access token of another goes on' "$bea_token"
	http POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$there_refresh\",\"organization\":\"$ORGANIZATION\"}"
	judge 'removal: choosing it is 404' 404
	refresh "$there_refresh"
	judge "removal: the refresh token goes on, in one's own organization" "200 .organization.id == \"$bea_home\" and .organization.role == \"owner\""
	keep there
	works 'removal: and the token works' "$there_token"
	refresh "$there2_refresh"
	judge 'removal: the same for the other session' "200 .organization.id == \"$bea_home\""
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	sign_in "$bea" "$bea_password" there ",\"organization\":\"$ORGANIZATION\""
	works 'added again: a new token works at once' "$there_token"
	http DELETE "$MEMBERS/$bea_id" -a "$there_token"
	judge 'leaving with a token of that organization' 204
	ended 'leaving: the token ends' "$there_token"
	refresh "$there_refresh"
	judge 'leaving: the session goes on at home' "200 .organization.id == \"$bea_home\""
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	sign_in "$bea" "$bea_password" there ",\"organization\":\"$ORGANIZATION\""
	http DELETE "$ORGS/$ORGANIZATION" -a "$ana_token"
	ended "organization deleted: its members' tokens for it end" "$there_token"
	refresh "$there_refresh"
	judge 'organization deleted: the session goes on at home' "200 .organization.id == \"$bea_home\""
}

# --- the log ---

activity() {
	person ana
	person bea
	new_organization "$ana_token"
	LOG=$ORGS/$ORGANIZATION/activity MEMBERS=$ORGS/$ORGANIZATION/members
	http PATCH "$ORGS/$ORGANIZATION" -a "$ana_token" -d '{"name":"Livraria"}'
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	accepted=$REQUEST_ID
	http PATCH "$MEMBERS/$bea_id" -a "$ana_token" -d '{"role":"boss"}'
	http GET "$LOG" -a "$bea_token"
	judge 'organization log: not for a viewer' 403
	http PATCH "$MEMBERS/$bea_id" -a "$ana_token" -d '{"role":"editor"}'
	http GET "$LOG" -a "$bea_token"
	judge 'organization log: not for an editor' 403
	http PATCH "$MEMBERS/$bea_id" -a "$ana_token" -d '{"role":"admin"}'
	http POST "${MEMBERS%members}invitations" -a "$bea_token" -d "{\"user\":\"$ana\",\"role\":\"admin\"}"
	http POST $API/tasks -a "$bea_token" -d '{"title":"not in the log"}'
	http GET "$LOG" -a "$bea_token"
	judge 'organization log: for an admin: what was done, the newest first' \
		'200 [.items[].action] == ["member.change","member.change","invitation.accept","invitation.create","organization.change","organization.create"]'
	expect_json 'organization log: actor and organization' "all(.items[]; (.actor == \"$ana_id\" and .actor_username == \"$ana\"
		or .action == \"invitation.accept\" and .actor == \"$bea_id\") and .organization == \"$ORGANIZATION\" and (.id|is_id) and (.at|is_time) and (.address|test(\"^(127[.]0[.]0[.]1|::1)$\")))"
	expect_json 'organization log: to whom, and by which request' ".items[1].object == \"$bea_id\" and .items[2].request_id == \"$accepted\"
		and .items[2].object == \"$INVITATION\" and .items[3].object == \"$INVITATION\" and .items[4].object == \"$ORGANIZATION\""
	person eva
	add_member "$bea_token" "$ORGANIZATION" "$eva" viewer
	http DELETE "$MEMBERS/$eva_id" -a "$eva_token"
	log_filters
	http DELETE "$ORGS/$ORGANIZATION" -a "$ana_token"
	http GET "$LOG" -a "$ana_token"
	judge 'organization log: gone with the organization' 404
	http GET "$API/users/me/activity?limit=1" -a "$ana_token"
	judge "organization log: its end is in one's own" "200 .items[0].action == \"organization.delete\" and .items[0].object == \"$ORGANIZATION\""
}

log_filters() {
	http GET "$LOG?limit=2&count=true" -a "$ana_token"
	judge 'organization log: a page of two' '200 .total == 9 and [.items[].action] == ["member.remove","invitation.accept"]'
	expect_json 'organization log: the actor of leaving is the member who leaves' ".items[0].actor == \"$eva_id\" and .items[0].object == \"$eva_id\""
	cursor=$(field .next_cursor) moment=$(field '.items[1].at')
	paths GET -a "$bea_token" <<EOT
organization log: somebody else's cursor | $LOG?limit=2&cursor=$cursor | 422 cursor=*
organization log: actor | $LOG?actor=$bea_id | 200 [.items[].action] == ["invitation.create","invitation.accept"]
organization log: actor who did nothing | $LOG?actor=$UNKNOWN_ID | 200 .items == []
organization log: actor that is not an id | $LOG?actor=$bea | 422 actor=*
organization log: action | $LOG?action=invitation.accept | 200 [.items[].actor] == ["$eva_id","$bea_id"]
organization log: actor and action | $LOG?action=invitation.create&actor=$ana_id&count=true | 200 .total == 1
organization log: since | $LOG?since=$moment&count=true | 200 .total == 2
organization log: until | $LOG?until=$moment&count=true | 200 .total == 7
organization log: since and until | $LOG?since=$moment&until=$moment | 200 .items == []
organization log: since that is not a time | $LOG?since=today | 422 since=*
organization log: ascending | $LOG?sort=at&limit=1 | 200 .items[0].action == "organization.create"
organization log: unknown filter | $LOG?object=$eva_id | 422 object=unknown_parameter
EOT
	http GET "$LOG?limit=100&cursor=$cursor" -a "$ana_token"
	judge 'organization log: the next page' '200 (.items|length) == 7 and .next_cursor == null'
	http GET "$LOG" -a "$eva_token"
	judge 'organization log: not for a member who left' 404
	http GET "$LOG" -a ''
	judge 'organization log: without a token' 401
	http GET $API/users/me/activity -a "$eva_token"
	judge "what one did in organizations is in one's own log too" "200 .items[0].action == \"member.remove\" and .items[0].organization == \"$ORGANIZATION\""
}

last_owner
disabled_owner
owners_race
exodus
role_change
activity
finish
