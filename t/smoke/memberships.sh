#!/bin/sh
# Memberships that change while they are used: roles that change during a request, versions that show them,
# users without any organization, repeated refreshes, and who can read which log.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

ORGS=$API/organizations

# Runs STATEMENT in a transaction that commits only once the following request waits for it.
meanwhile() {
	sql "BEGIN; $1; SELECT pg_sleep(1); COMMIT" >/dev/null &
	_writer=$!
	_tries=0
	until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ] || [ $_tries -gt 40 ]; do
		_tries=$((_tries + 1))
		sleep 0.05
	done
}

set_role() { # PERSON-ID ROLE: in ORGANIZATION
	meanwhile "UPDATE membership SET role = '$2' WHERE org_id = '$ORGANIZATION' AND user_id = '$1'"
}

give_role() { # PERSON-ID ROLE: in ORGANIZATION, at once
	sql "UPDATE membership SET role = '$2' WHERE org_id = '$ORGANIZATION' AND user_id = '$1'" >/dev/null || fail 'setting up: a role'
}

# --- the role at the moment of the change decides ---

lowered_meanwhile() {
	person ana
	person bea
	person eva
	new_organization "$ana_token"
	MEMBERS=$ORGS/$ORGANIZATION/members INVITATIONS=$ORGS/$ORGANIZATION/invitations
	add_member "$ana_token" "$ORGANIZATION" "$bea" owner
	set_role "$bea_id" viewer
	http PATCH "$ORGS/$ORGANIZATION" -a "$bea_token" -d '{"name":"Tomada"}'
	judge 'lowered meanwhile: does not rename' '403 forbidden'
	wait $_writer
	give_role "$bea_id" owner
	set_role "$bea_id" editor
	http POST "$INVITATIONS" -a "$bea_token" -d "{\"user\":\"$eva\",\"role\":\"viewer\"}"
	judge "lowered meanwhile: can't invite" '403 forbidden'
	wait $_writer
	give_role "$bea_id" owner
	set_role "$bea_id" admin
	http POST "$INVITATIONS" -a "$bea_token" -d "{\"user\":\"$eva\",\"role\":\"owner\"}"
	judge "lowered to admin meanwhile: can't offer to be an owner" '403 forbidden'
	wait $_writer
	http GET "$INVITATIONS" -a "$ana_token"
	judge 'lowered meanwhile: nobody was invited' '200 .items == []'
	set_role "$bea_id" viewer
	http DELETE "$ORGS/$ORGANIZATION" -a "$bea_token"
	judge 'lowered meanwhile: does not delete' '403 forbidden'
	wait $_writer
	add_member "$ana_token" "$ORGANIZATION" "$eva" viewer
	give_role "$bea_id" admin
	set_role "$eva_id" owner
	http PATCH "$MEMBERS/$eva_id" -a "$bea_token" -d '{"role":"viewer"}'
	judge 'raised meanwhile: not lowered by an admin' '403 forbidden'
	wait $_writer
	set_role "$eva_id" owner
	http DELETE "$MEMBERS/$eva_id" -a "$bea_token"
	judge 'an owner meanwhile: not removed by an admin' '403 forbidden'
	wait $_writer
	meanwhile "DELETE FROM membership WHERE org_id = '$ORGANIZATION' AND user_id = '$bea_id'"
	http POST "$INVITATIONS" -a "$bea_token" -d "{\"user\":\"$ana\",\"role\":\"viewer\"}"
	judge 'removed meanwhile: nothing there any more' 404
	wait $_writer
}

no_longer_operator() {
	person ana
	person bea
	promote "$ana"
	meanwhile "UPDATE account SET operator = false WHERE id = '$ana_id'"
	http PATCH "$API/users/$bea_id" -a "$ana_token" -d '{"status":"disabled"}'
	judge "demoted meanwhile: can't disable a user" '403 forbidden'
	wait $_writer
	works 'demoted meanwhile: nobody was disabled' "$bea_token"
	sql "UPDATE account SET operator = true WHERE id = '$ana_id'" >/dev/null
	meanwhile "UPDATE account SET operator = false WHERE id = '$ana_id'"
	http DELETE "$API/users/$bea_id" -a "$ana_token"
	judge "demoted meanwhile: can't delete a user" '403 forbidden'
	wait $_writer
}

without_deadlock() { ! grep -q 'deadlock detected' "$STATE/log/postgresql.log"; }

# Two operators change each other, and delete each other, at the same moment.
operators_at_once() {
	person ana
	person bea
	for n in ana bea; do eval "promote \"\$$n\""; done
	odd=''
	for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		queue PATCH "$API/users/$bea_id" -a "$ana_token" -d '{"status":"active"}'
		queue PATCH "$API/users/$ana_id" -a "$bea_token" -d '{"status":"active"}'
		send --parallel --parallel-immediate
		for n in 1 2; do
			answer $n
			[ "$STATUS" = 200 ] || odd="$odd, turn $turn: $STATUS $PROBLEM"
		done
	done
	same 'two operators change each other at once, fifteen times: both do' '' "$odd"
	queue DELETE "$API/users/$bea_id" -a "$ana_token"
	queue DELETE "$API/users/$ana_id" -a "$bea_token"
	send --parallel --parallel-immediate
	answer 1
	first=$STATUS
	answer 2
	same 'two operators delete each other at once: one does' 1 "$(printf '%s\n' "$first" "$STATUS" | grep -c '^204$')"
	same 'and nothing worse comes of it' '' "$(printf '%s\n' "$first" "$STATUS" | grep -v -x -e 204 -e 401 -e 403 -e 404)"
	check 'nor a deadlock' without_deadlock
}

# An account is deleted while a session of it is refreshed; both lock the membership.
deleted_at_refresh() {
	person ana
	sql "BEGIN; SELECT FROM membership WHERE user_id = '$ana_id' FOR UPDATE; SELECT pg_sleep(1.5); COMMIT" >/dev/null &
	sleep 0.3
	aside=$WORK/aside
	mkdir -p "$aside"
	(
		WORK=$aside
		: >"$WORK/queue"
		http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
		echo "$STATUS" >"$WORK/status"
	) &
	sleep 0.5
	refresh "$ana_refresh"
	wait
	same 'deleted while it is refreshed: the account goes' 204 "$(cat "$aside/status")"
	expect_status 'deleted while it is refreshed: the refresh comes before or after' 200,401
	check 'deleted while it is refreshed: no deadlock' without_deadlock
}

# --- a login into an organization that ends meanwhile ---

removed_at_login() {
	person ana
	person bea
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	before=$(sql "SELECT count(*) FROM session WHERE user_id = '$bea_id'")
	meanwhile "DELETE FROM membership WHERE org_id = '$ORGANIZATION' AND user_id = '$bea_id'"
	http POST $API/login -a '' -d "{\"username\":\"$bea\",\"password\":\"$bea_password\",\"organization\":\"$ORGANIZATION\"}"
	judge 'removed during the login: not found' 404
	wait $_writer
	same 'removed during the login: leaves no session' "$before" "$(sql "SELECT count(*) FROM session WHERE user_id = '$bea_id'")"
	same 'removed during the login: nor an entry in the log' "$before" \
		"$(sql "SELECT count(*) FROM activity WHERE actor = '$bea_id' AND action = 'session.login'")"
}

# A user becomes a member of an organization whose only member deletes their account.
entered_at_deletion() {
	person ana
	person bea
	new_organization "$ana_token"
	sql "BEGIN; INSERT INTO membership (org_id, user_id, role, created_at) VALUES ('$ORGANIZATION', '$bea_id', 'editor', now());
		SELECT pg_sleep(1); COMMIT" >/dev/null &
	_writer=$!
	sleep 0.4
	http POST $API/users/me/delete -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	judge 'somebody enters while the only owner deletes the account: refused' '409 last_owner'
	wait $_writer
	http GET "$ORGS/$ORGANIZATION" -a "$bea_token"
	judge 'the organization goes on' 200
}

# --- replies show the caller's role ---

version_of_role() {
	person ana
	person bea
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	http GET "$ORGS/$ORGANIZATION" -a "$bea_token"
	etag=$(header ETag)
	http GET "$ORGS/$ORGANIZATION" -a "$bea_token" -h "If-None-Match: $etag"
	judge 'version: the same as long as nothing changes' 304
	http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$ana_token" -d '{"role":"editor"}'
	http GET "$ORGS/$ORGANIZATION" -a "$bea_token" -h "If-None-Match: $etag"
	judge 'version: another after a change of role' '200 .role == "editor"'
	etag=$(header ETag)
	http DELETE "$ORGS/$ORGANIZATION/members/$bea_id" -a "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	http GET "$ORGS/$ORGANIZATION" -a "$bea_token" -h "If-None-Match: $etag"
	judge 'version: another after removal and return' '200 .role == "viewer"'
}

# --- a member has a version ---

version_of_member() {
	person ana
	person bea
	new_organization "$ana_token"
	MEMBER=$ORGS/$ORGANIZATION/members/$bea_id
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	http GET "$MEMBER" -a "$ana_token"
	added=$(header ETag)
	http GET "$MEMBER" -a "$ana_token" -h "If-None-Match: $added"
	judge 'member: If-None-Match' 304
	http PATCH "$MEMBER" -a "$ana_token" -d '{"role":"editor"}' -h 'If-Match: "999"'
	judge 'member: PATCH, If-Match of another version' '412 precondition_failed'
	http PATCH "$MEMBER" -a "$ana_token" -d '{"role":"editor"}' -h "If-Match: $added"
	judge 'member: PATCH, If-Match' '200 .role == "editor"'
	changed=$(header ETag)
	check 'member: a new role is a new version' [ "$added" != "$changed" ]
	http PATCH $API/users/me -a "$bea_token" -d '{"display_name":"Bea"}'
	http GET "$MEMBER" -a "$ana_token" -h "If-None-Match: $changed"
	judge 'member: so is a new name' '200 .display_name == "Bea"'
	named=$(header ETag)
	requests -a "$bea_token" -h "If-Match: $added" <<EOT
member: a role that does not suffice goes before the version | PATCH $MEMBER {"role":"admin"} | 403 forbidden
member: somebody else, by a user who may not | DELETE $ORGS/$ORGANIZATION/members/$ana_id | 403 forbidden
member: leaving, If-Match of another version | DELETE $MEMBER | 412 precondition_failed
EOT
	http DELETE "$MEMBER" -a "$ana_token" -h "If-Match: $changed"
	judge 'member: DELETE, If-Match of another version' '412 precondition_failed'
	http DELETE "$MEMBER" -a "$ana_token" -h "If-Match: $named"
	judge 'member: DELETE, If-Match' 204
	http DELETE "$MEMBER" -a "$ana_token" -h "If-Match: $named"
	judge 'member: DELETE of a missing member, If-Match' 404
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	http GET "$MEMBER" -a "$ana_token"
	case " $added $changed $named " in
	*" $(header ETag) "*) fail 'member: who comes back has a version of their own' "$(header ETag) of $added $changed $named" ;;
	*) pass 'member: who comes back has a version of their own' ;;
	esac
}

# --- without any organization ---

homeless() {
	person ana
	http DELETE "$ORGS/$ana_home" -a "$ana_token"
	judge 'homeless: the last organization goes' 204
	refresh "$ana_refresh"
	judge 'homeless: the refresh token goes on, to a new one' "200 .organization.role == \"owner\" and .organization.id != \"$ana_home\" and .organization.name == \"$ana\""
	keep ana
	works 'homeless: and its token works' "$ana_token"
	http GET "$ORGS" -a "$ana_token"
	judge 'homeless: there is exactly one' '200 (.items | length) == 1'
	http GET "$ORGS/$ana_org/activity?action=organization.create" -a "$ana_token"
	judge 'homeless: its log tells' "200 [.items[] | {object, actor}] == [{\"object\": \"$ana_org\", \"actor\": \"$ana_id\"}]"
	http DELETE "$ORGS/$ana_org" -a "$ana_token"
	sign_in "$ana" "$ana_password" ana
	http GET "$ORGS/$ana_org" -a "$ana_token"
	judge 'homeless: a login makes one, too' '200 .role == "owner"'
	homeless_at_once refresh
	homeless_at_once login
}

# Several sessions of a user without an organization ask for tokens at the same moment.
homeless_at_once() { # refresh|login
	odd=''
	for turn in 1 2 3 4 5; do
		person ana
		for n in 1 2 3 4; do sign_in "$ana" "$ana_password" "s$n"; done
		http DELETE "$ORGS/$ana_home" -a "$ana_token"
		for n in 1 2 3 4; do
			eval "_token=\$s${n}_refresh"
			case $1 in
			refresh) queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$_token\"}" ;;
			login) queue POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}" ;;
			esac
		done
		send --parallel --parallel-immediate
		for n in 1 2 3 4; do
			answer $n
			case $1$STATUS in refresh200 | login200 | login503) ;; *) odd="$odd, turn $turn: $STATUS $PROBLEM" ;; esac
			[ "$STATUS" != 200 ] || keep ana
		done
		http GET "$ORGS?count=true" -a "$ana_token"
		[ "$(field .total)" = 1 ] || odd="$odd, turn $turn: $(field .total) organizations"
	done
	same "homeless: a $1 from several places at once: each gets tokens, and there is one new organization" '' "$odd"
}

# --- repeated refreshes ---

refreshing() {
	person ana
	n=0
	while [ $n -lt 29 ]; do # the login was the first
		n=$((n + 1))
		refresh "$ana_refresh"
		[ "$STATUS" = 200 ] || break
		keep ana
	done
	same 'refreshing: thirty tokens in a minute' 29 $n
	refresh "$ana_refresh"
	judge 'refreshing: the next one must wait' '429 too_many_requests'
	retry_after 'refreshing: and is told how long'
	works 'refreshing: the session goes on' "$ana_token"
	sql "UPDATE refresh_token SET issued_at = issued_at - interval '1 minute' WHERE user_id = '$ana_id'" >/dev/null
	refresh "$ana_refresh"
	judge 'refreshing: and is refreshed after that' 200
	keep ana
	sql "UPDATE refresh_token SET expires_at = expires_at + interval '60 days' WHERE user_id = '$ana_id'" >/dev/null
	refresh "$ana_refresh"
	judge 'refreshing: as if the setting had been longer when the tokens were made: goes on' 200
	keep ana
	sql "UPDATE refresh_token SET expires_at = now() - interval '1 second' WHERE user_id = '$ana_id'" >/dev/null
	refresh "$ana_refresh"
	judge 'refreshing: a token that has expired is refused' '401 token_invalid'
	works 'refreshing: which does not end the session' "$ana_token"
}

# --- what workers are told ---

revocations() {
	person ana
	new_organization "$ana_token"
	http DELETE "$ORGS/$ORGANIZATION" -a "$ana_token"
	same 'an organization that no token named: its end is nothing to tell' 0 \
		"$(sql "SELECT count(*) FROM revocation WHERE org_id = '$ORGANIZATION'")"
	new_organization "$ana_token"
	sign_in "$ana" "$ana_password" there ",\"organization\":\"$ORGANIZATION\""
	http DELETE "$ORGS/$ORGANIZATION" -a "$ana_token"
	ended 'an organization that a token named: its end is notified' "$there_token"
	told_once
	check 'rows can not be truncated away' [ "$(sql 'TRUNCATE session CASCADE; SELECT 1')" != 1 ]
	for pair in '2001:db8:1:2::1 2001:db8:1:2:ffff::9 t' '2001:db8:1:2::1 2001:db8:1:3::1 f' '192.0.2.1 192.0.2.2 f' \
		'::ffff:192.0.2.1 192.0.2.1 t' 'unix: unix: t'; do
		# shellcheck disable=SC2086
		set -- $pair
		same "failures: counted together, $1 and $2: $3" "$3" "$(sql "SELECT login_subject('pair', 'x', '$1') = login_subject('pair', 'x', '$2')")"
	done
}

told() { # USER-ID: how many revocations of this user there are
	sql "SELECT count(*) FROM revocation WHERE user_id = '$1'"
}

# A revocation costs a token, and lasts as long as the token.
told_once() {
	person ana
	person bea
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	sign_in "$bea" "$bea_password" there ",\"organization\":\"$ORGANIZATION\""
	for role in editor viewer admin editor viewer; do
		http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$ana_token" -d "{\"role\":\"$role\"}"
	done
	same 'told once: a role that changes five times, for the tokens of the first' 1 "$(told "$bea_id")"
	ended 'revoked once: they end' "$there_token"
	same 'told once: no longer than they would have lived' t "$(sql "SELECT until > now() + interval '10 minutes'
		AND until < now() + interval '20 minutes' FROM revocation WHERE user_id = '$bea_id'")"
	refresh "$there_refresh"
	keep there
	http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$ana_token" -d '{"role":"editor"}'
	same 'told once: and once for those that came after' 2 "$(told "$bea_id")"
	ended 'revoked once: they end, too' "$there_token"
	sql "UPDATE session SET token_until = now() WHERE user_id = '$ana_id'" >/dev/null
	http POST $API/logout -a "$ana_token" -d '{"everywhere":true}'
	same 'told once: a session whose tokens have all expired is not told of' 0 "$(told "$ana_id")"
}

# --- who can read what ---

logs() {
	person ana
	person bea
	promote "$ana"
	new_organization "$bea_token"
	add_member "$bea_token" "$ORGANIZATION" "$ana" admin
	person eva
	add_member "$bea_token" "$ORGANIZATION" "$eva" viewer
	http PATCH "$ORGS/$ORGANIZATION/members/$eva_id" -a "$bea_token" -d '{"role":"viewer"}'
	judge 'logs: the same role again' 200
	http PATCH "$ORGS/$ORGANIZATION/members/$eva_id" -a "$bea_token" -d '{}'
	http GET "$ORGS/$ORGANIZATION/activity?action=member.change" -a "$bea_token"
	judge 'logs: what changes nothing is not noted' '200 .items == []'
	for status in disabled active; do http PATCH "$API/users/$eva_id" -a "$ana_token" -d "{\"status\":\"$status\"}"; done
	sign_in "$eva" "$eva_password" eva
	http GET "$API/users/me/activity?action=user.change" -a "$eva_token"
	judge "logs: an operator's action on a user is in the user's log"\''s own log' "200 [.items[].actor] == [\"$ana_id\", \"$ana_id\"]"
	http GET "$API/users/me/activity?action=user.change" -a "$ana_token"
	judge 'logs: and in the operator'\''s' "200 [.items[].object] == [\"$eva_id\", \"$eva_id\"]"
	http GET "$API/users/$bea_id" -a "$ana_token"
	http DELETE "$API/users/$bea_id" -a "$ana_token" -h 'If-Match: "999"'
	judge 'an owner of others, and another version: the version is judged first' 412
	http DELETE "$API/users/$bea_id" -a "$ana_token"
	judge 'an owner of others: stays' '409 last_owner'
	http DELETE "$API/users/$eva_id" -a "$ana_token"
	judge 'a member goes' 204
	http GET "$ORGS/$ORGANIZATION/activity?action=user.delete" -a "$bea_token"
	judge 'logs: the organization reads of it' "200 [.items[] | [.actor, .object]] == [[\"$ana_id\", \"$eva_id\"]]"
	http GET "$API/users/me/activity?action=user.delete" -a "$ana_token"
	judge 'logs: so does the operator, once' "200 [.items[].object] == [\"$eva_id\"]"
}

version_of_role
version_of_member
homeless
if has_sql && has_program; then
	lowered_meanwhile
	no_longer_operator
	operators_at_once
	deleted_at_refresh
	removed_at_login
	entered_at_deletion
	refreshing
	revocations
	logs
else
	skip 'roles that change meanwhile, refreshes, logs' 'no STATE, psql, or way to the database'
fi
finish
