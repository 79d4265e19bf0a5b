#!/bin/sh
# Invitations to organizations: who may invite whom, what one is told, accepting by the list and by the link, and what ends them.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

ORGS=$API/organizations MINE=$API/users/me/invitations
MEMBERS='["expires_at","id","role","user"]'
SECRETS='' # every token of a link

organization() { # sets ORGANIZATION, INVITATIONS
	new_organization "$owner_token"
	INVITATIONS=$ORGS/$ORGANIZATION/invitations
}

offer() { # NAME [ROLE] [TOKEN]: the owner invites to ORGANIZATION
	invite "${3:-$owner_token}" "$ORGANIZATION" "$1" "${2:-viewer}"
	SECRETS="$SECRETS $SECRET"
}

refused_link() { # TEXT TOKEN-OF-THE-LINK TOKEN
	accept "$2" "$3"
	judge "$1" '422 /token=token_invalid'
}

# --- inviting ---

inviting() {
	organization
	upper=$(printf %s "$ana" | tr '[:lower:]' '[:upper:]') mail=$(printf %s "$bea_email" | tr '[:lower:]' '[:upper:]')
	bodies POST "$INVITATIONS" -a "$owner_token" <<EOT
invite: nothing | {} | 422 /user=required /role=required
invite: null | {"user":null,"role":null} | 422 /user=* /role=*
invite: a number | {"user":5,"role":"viewer"} | 422 /user=wrong_type
invite: an unknown role | {"user":"$ana","role":"chief"} | 422 /role=*
invite: operator is no role | {"user":"$ana","role":"operator"} | 422 /role=*
invite: an unknown member | {"user":"$ana","role":"viewer","since":"2020"} | 422 /since=unknown_field
invite: neither a username | {"user":"1ana","role":"viewer"} | 422 /user=username_invalid
invite: nor an e-mail address | {"user":"ana@localhost","role":"viewer"} | 422 /user=email_invalid
invite: an id is no name | {"user":"$ana_id","role":"viewer"} | 422 /user=username_invalid
invite: a header in an address | {"user":"a@example.com\\nBcc: b@example.com","role":"viewer"} | 422 /user=*
invite: a username in capitals | {"user":"$upper","role":"admin"} | 201 keys == ["expires_at","id","role","url","user"] and .user == "$ana" and .role == "admin" and (.id|is_id) and (.expires_at|is_time)
invite: an address in capitals | {"user":"$mail","role":"editor"} | 201 (.user|ascii_downcase) == "$bea_email" and .role == "editor"
invite: a username that nobody has | {"user":"nobody-$UNIQUE","role":"editor"} | 201 keys == ["expires_at","id","role","url","user"]
invite: an address that nobody has | {"user":"nobody-$UNIQUE@example.com","role":"editor"} | 201 keys == ["expires_at","id","role","url","user"]
invite: a reserved username may be somebody's | {"user":"root","role":"viewer"} | 201
invite: to be an owner, too | {"user":"$eva","role":"owner"} | 201 .role == "owner"
invite: oneself | {"user":"$owner","role":"viewer"} | 409 already_member /user=already_member
invite: oneself, and no such role | {"user":"$owner","role":"king"} | 422 /role=not_allowed /user=already_member
invite: oneself by the address | {"user":"$owner_email","role":"viewer"} | 409 already_member /user=already_member
EOT
	answer 11
	id=$(field .id)
	expect_header 'invite: Location' Location "*$INVITATIONS/$id"
	expect_header 'invite: ETag' ETag '"1"'
	expect_json 'invite: the link, with 256 bits in its fragment' ".url | test(\"^$BASE/app/invitation#token=[A-Za-z0-9_-]{43}\$\")"
	expect_json 'invite: for seven days' '(.expires_at|sub("[.][0-9]+";"")|fromdate) - now | . > 604700 and . <= 604801'
	answer 13
	nobody=$(field -c 'del(.id, .user, .url, .expires_at)') heads=$(shape)
	answer 11
	# shellcheck disable=SC2016
	same 'invite: the same answer whether or not somebody is called so' "$nobody $heads" "$(field -c 'del(.id, .user, .url, .expires_at) | .role = "editor"') $(shape)"
	if has_sql; then
		for n in 11 13; do
			answer $n
			same "invite: the same is written, too: row $n" '1 1' "$(sql "SELECT count(*) || ' ' || count(about) FROM activity WHERE request_id = '$REQUEST_ID'")"
		done
	fi
	http GET "$INVITATIONS?count=true" -a "$owner_token"
	judge 'invitations: the open ones, the newest first' "200 .total == 6 and .items[0].user == \"$eva\" and all(.items[]; keys == $MEMBERS)"
	expect_json 'invitations: no link and no token' 'tostring | test("token|url") | not'
	http GET "$INVITATIONS?limit=2&sort=created_at" -a "$owner_token"
	cursor=$(field .next_cursor)
	paths GET -a "$owner_token" <<EOT
invitations: the next page | $INVITATIONS?limit=2&sort=created_at&cursor=$cursor | 200 (.items|length) == 2
invitations: an unknown filter | $INVITATIONS?role=owner | 422 role=unknown_parameter
invitation: one | $INVITATIONS/$id | 200 keys == $MEMBERS and .user == "$ana" and .role == "admin"
invitation: an unknown one | $INVITATIONS/$UNKNOWN_ID | 404
invitation: of another organization | $ORGS/$owner_home/invitations/$id | 404
EOT
	http GET "$INVITATIONS/$id" -a "$owner_token" -h 'If-None-Match: "1"'
	judge 'invitation: If-None-Match' 304
	headers DELETE "$INVITATIONS/$id" -a "$owner_token" <<EOT
invitation: DELETE, If-Match of another version | If-Match: "2" | 412
invitation: DELETE, If-Match | If-Match: "1" | 204
invitation: DELETE again | If-Match: "1" | 404
EOT
	http PUT "$INVITATIONS/$id" -a "$owner_token" -d '{}'
	judge 'invitation: there is no PUT' 405
}

shape() { printf '%s %s' "$STATUS" "$(sed -n 's/^\([A-Za-z-]*\):.*/\1/p' "$HEAD" | tr '[:upper:]' '[:lower:]' | sort | tr '\n' ' ')"; }

again() {
	organization
	offer "$ana" editor
	first=$INVITATION first_secret=$SECRET
	offer "$ana" viewer
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'again: the newer invitation takes the place of the older' "200 [.items[] | [.id, .role]] == [[\"$INVITATION\", \"viewer\"]]"
	http GET "$INVITATIONS/$first" -a "$owner_token"
	judge 'again: the older is gone' 404
	refused_link 'again: its link has ended' "$first_secret" "$ana_token"
	accept "$SECRET" "$ana_token"
	judge 'again: the newer link works' "200 .id == \"$ORGANIZATION\" and .role == \"viewer\""
	for n in 1 2 3 4 5 6; do queue POST "$INVITATIONS" -a "$owner_token" -d "{\"user\":\"$eva\",\"role\":\"viewer\"}"; done
	send --parallel --parallel-immediate
	http GET "$INVITATIONS?count=true" -a "$owner_token"
	judge 'again: six at once leave one' '200 .total == 1'
}

# --- what one is invited to ---

by_list() {
	organization
	offer "$ana" editor
	id=$INVITATION secret=$SECRET
	http GET "$ORGS/$ORGANIZATION" -a "$ana_token"
	judge 'list: an invitation makes nobody a member' 404
	http GET $MINE -a "$ana_token"
	judge 'list: what one is invited to' "200 [.items[] | [.id, .organization.id, .role, .invited_by]] == [[\"$id\", \"$ORGANIZATION\", \"editor\", \"$owner\"]]"
	expect_json 'list: exactly these members (silent)' '.items[0] | keys == ["created_at","expires_at","id","invited_by","organization","role"] and (.organization|keys) == ["id","name"]'
	expect_json 'list: no token' 'tostring | test("token") | not'
	requests -a "$bea_token" <<EOT
list: others don't see it | GET $MINE | 200 .items == []
list: nor accept it | POST $MINE/$id/accept | 404
list: nor decline it | DELETE $MINE/$id | 404
EOT
	requests -a "$ana_token" <<EOT
list: accepting gives the organization | POST $MINE/$id/accept | 200 keys == ["created_at","id","name","role","updated_at","version"] and .id == "$ORGANIZATION" and .role == "editor"
list: one is in | GET $ORGS/$ORGANIZATION | 200 .role == "editor"
list: an invitation works once | POST $MINE/$id/accept | 404
list: it is gone | GET $MINE | 200 .items == []
list: an unknown one | POST $MINE/$UNKNOWN_ID/accept | 404
list: a malformed id | POST $MINE/mine/accept | 404
list: GET is no method of accepting | GET $MINE/accept | 405
EOT
	refused_link 'list: the link has ended, too' "$secret" "$ana_token"
	http POST "$INVITATIONS" -a "$owner_token" -d "{\"user\":\"$ana\",\"role\":\"admin\"}"
	judge 'list: a member is not invited' '409 already_member'
	http PATCH "$ORGS/$ORGANIZATION/members/$ana_id" -a "$owner_token" -d '{"role":"viewer"}'
	http POST "$INVITATIONS" -a "$ana_token" -d "{\"user\":\"$bea\",\"role\":\"viewer\"}"
	judge 'list: a viewer invites nobody' 403
	organization
	offer "$ana"
	http DELETE "$MINE/$INVITATION" -a "$ana_token"
	judge 'decline: 204' 204
	http DELETE "$MINE/$INVITATION" -a "$ana_token"
	judge 'decline: once more' 404
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'decline: it is gone for the admins, too' '200 .items == []'
	refused_link 'decline: the link has ended' "$SECRET" "$ana_token"
	http GET "$ORGS/$ORGANIZATION/activity?action=invitation.decline" -a "$owner_token"
	judge 'decline: the log tells' "200 [.items[] | [.actor, .object]] == [[\"$ana_id\", \"$INVITATION\"]]"
}

by_link() {
	organization
	offer "$ana" editor
	refused_link 'link: an unknown token' "$(printf %s "$SECRET" | tr 'A-Za-z' 'B-ZAb-za')" "$ana_token"
	accept "$SECRET" "$eva_token"
	judge 'link: not for another account' '403 forbidden'
	bodies POST $MINE/accept -a "$ana_token" <<EOT
link: nothing | {} | 422 /token=required
link: null | {"token":null} | 422 /token=*
link: a number | {"token":1} | 422 /token=wrong_type
link: empty | {"token":""} | 422 /token=*
link: an unknown member | {"token":"x","role":"owner"} | 422 /role=unknown_field
link: the whole link of an unknown token | {"token":"$BASE/app/invitation#token=x$SECRET"} | 422 /token=token_invalid
link: the account that is meant, the whole link, as it is pasted | {"token":" $BASE/app/invitation#token=$SECRET\n"} | 200 .id == "$ORGANIZATION" and .role == "editor"
link: works once | {"token":"$SECRET"} | 422 /token=token_invalid
EOT
	accept "$SECRET" ''
	judge 'link: without a token of access' 401
	offer "$bea_email" editor
	http GET $MINE -a "$bea_token"
	judge 'address: nobody has confirmed it, so no list shows the invitation' '200 .items == []'
	http POST "$MINE/$INVITATION/accept" -a "$bea_token"
	judge 'address: nor can it be accepted by its id' 404
	accept "$SECRET" "$eva_token"
	judge 'address: the link is not for an account with another address' '403 forbidden'
	accept "$SECRET" "$bea_token"
	judge 'address: it works for the account with this address' '200 .role == "editor"'
}

later_account() {
	organization
	unique
	offer "$UNIQUE" editor
	http POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	login "$UNIQUE" "Um-Segredo-$UNIQUE"
	http GET $MINE
	judge 'later account: who registers with the invited username sees the invitation' "200 [.items[].id] == [\"$INVITATION\"]"
	offer "$eva" editor
	taken=$eva
	http PATCH $API/users/me -a "$eva_token" -d "{\"username\":\"x$eva\"}"
	accept "$SECRET" "$eva_token"
	judge 'renamed: the invitation was for the old username' '403 forbidden'
	http PATCH $API/users/me -d "{\"username\":\"$taken\"}"
	judge 'renamed: somebody else takes the username' 200
	http GET $MINE
	judge 'renamed: whose invitation it is not' '200 .items == []'
	accept "$SECRET" "$TOKEN"
	judge 'renamed: even with the link' '403 forbidden'
	http PATCH $API/users/me -d "{\"username\":\"$UNIQUE\"}"
	http PATCH $API/users/me -a "$eva_token" -d "{\"username\":\"$taken\"}"
	accept "$SECRET" "$eva_token"
	judge 'renamed: back again it works' '200 .role == "editor"'
}

# --- what ends an invitation ---

# One to the username and one to the e-mail address may stand side by side, but nobody comes back by the second.
two_names() {
	organization
	offer "$ana_email" admin
	by_mail=$SECRET
	offer "$ana"
	accept "$SECRET" "$ana_token"
	judge 'two names: one is accepted' '200 .role == "viewer"'
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'two names: then the other has ended' '200 .items == []'
	http DELETE "$ORGS/$ORGANIZATION/members/$ana_id" -a "$owner_token"
	refused_link 'two names: there is no way back by it' "$by_mail" "$ana_token"
}

inviter_gone() {
	organization
	add_member "$owner_token" "$ORGANIZATION" "$bea" owner
	offer "$eva" owner "$bea_token"
	high=$SECRET
	offer "$ana" viewer "$bea_token"
	http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$owner_token" -d '{"role":"admin"}'
	refused_link 'inviter lowered: what is above the new role ends' "$high" "$eva_token"
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'inviter lowered: the rest goes on' "200 [.items[].id] == [\"$INVITATION\"]"
	http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$owner_token" -d '{"role":"editor"}'
	refused_link 'inviter no admin any more: everything ends' "$SECRET" "$ana_token"
	http PATCH "$ORGS/$ORGANIZATION/members/$bea_id" -a "$owner_token" -d '{"role":"admin"}'
	refused_link 'inviter admin again: what has ended stays so' "$SECRET" "$ana_token"
	offer "$ana" viewer "$bea_token"
	offer "second-$bea" admin "$bea_token"
	http DELETE "$ORGS/$ORGANIZATION/members/$bea_id" -a "$owner_token"
	refused_link 'inviter removed: nobody comes in by an invitation of theirs' "$SECRET" "$bea_token"
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'inviter removed: all have ended' '200 .items == []'
	offer "$ana"
	http DELETE "$ORGS/$ORGANIZATION" -a "$owner_token"
	refused_link 'organization deleted' "$SECRET" "$ana_token"
	http GET $MINE -a "$ana_token"
	judge 'organization deleted: nothing is left in the list' '200 .items == []'
}

above() {
	organization
	add_member "$owner_token" "$ORGANIZATION" "$bea" admin
	offer "$ana" owner
	requests -a "$bea_token" <<EOT
above: an admin sees the invitation | GET $INVITATIONS/$INVITATION | 200 .role == "owner"
above: but does not withdraw it | DELETE $INVITATIONS/$INVITATION | 403
above: nor replaces it by a lower one | POST $INVITATIONS {"user":"$ana","role":"viewer"} | 403
above: nor offers such a role | POST $INVITATIONS {"user":"$eva","role":"owner"} | 403
EOT
	accept "$SECRET" "$ana_token"
	judge 'above: it still works' '200 .role == "owner"'
	offer "$eva" admin "$bea_token"
	http DELETE "$INVITATIONS/$INVITATION" -a "$owner_token"
	judge 'withdrawn: by somebody above' 204
	refused_link 'withdrawn: the link has ended' "$SECRET" "$eva_token"
}

late() {
	organization
	offer "$ana" editor
	sql "UPDATE organization_invitation SET expires_at = now() WHERE id = '$INVITATION'"
	refused_link 'late: the link has ended' "$SECRET" "$ana_token"
	requests -a "$ana_token" <<EOT
late: it is in no list | GET $MINE | 200 .items == []
late: nor accepted by its id | POST $MINE/$INVITATION/accept | 404
EOT
	http GET "$INVITATIONS" -a "$owner_token"
	judge 'late: nor do admins see it' '200 .items == []'
	http POST "$INVITATIONS" -a "$owner_token" -d "{\"user\":\"$ana\",\"role\":\"viewer\"}"
	judge 'late: inviting again works' 201
}

# --- at once ---

races() {
	organization
	offer "$ana" editor
	for n in 1 2 3 4 5 6; do queue POST $MINE/accept -a "$ana_token" -d "{\"token\":\"$SECRET\"}"; done
	send --parallel --parallel-immediate
	won=0 lost=0
	for n in 1 2 3 4 5 6; do
		answer $n
		case $STATUS${PROBLEM%% *} in 200) won=$((won + 1)) ;; 422validation) lost=$((lost + 1)) ;; esac
	done
	same 'at once: of six uses of a link one is good' '1 5' "$won $lost"
	odd=''
	for _ in 1 2 3 4 5 6 7 8; do
		organization
		offer "$ana"
		queue POST "$MINE/$INVITATION/accept" -a "$ana_token"
		queue DELETE "$INVITATIONS/$INVITATION" -a "$owner_token"
		send --parallel --parallel-immediate
		answer 1
		one=$STATUS
		answer 2
		case $one$STATUS in 200404 | 404204) ;; *) odd="$odd $one-$STATUS" ;; esac
	done
	same 'at once: accepted or withdrawn, never both' '' "$odd"
}

# --- the logs ---

logs() {
	organization
	unique
	person leo
	offer "$leo" editor
	invited=$INVITATION
	http POST "$MINE/$INVITATION/accept" -a "$leo_token"
	http PATCH "$ORGS/$ORGANIZATION/members/$leo_id" -a "$owner_token" -d '{"role":"viewer"}'
	http DELETE "$ORGS/$ORGANIZATION/members/$leo_id" -a "$owner_token"
	http GET "$API/users/me/activity?limit=4" -a "$leo_token"
	judge "own log: what others did to one, and by whom" "200 [.items[] | [.action, .actor, .actor_username, .organization]] == [
		[\"member.remove\", \"$owner_id\", \"$owner\", \"$ORGANIZATION\"], [\"member.change\", \"$owner_id\", \"$owner\", \"$ORGANIZATION\"],
		[\"invitation.accept\", \"$leo_id\", \"$leo\", \"$ORGANIZATION\"], [\"invitation.create\", \"$owner_id\", \"$owner\", \"$ORGANIZATION\"]]"
	expect_json 'own log: not from where others did it' '[.items[].address == null] == [true, true, false, true]'
	expect_json 'own log: the same invitation' ".items[2].object == \"$invited\" and .items[3].object == \"$invited\""
	http GET "$API/users/me/activity?action=invitation.create" -a "$leo_token"
	judge 'own log: a filter' '200 (.items|length) == 1'
	http GET "$API/users/me/activity?action=member.remove&count=true" -a "$leo_token"
	judge 'own log: counted' '200 .total == 1'
	http DELETE "$ORGS/$ORGANIZATION/members/$leo_id" -a "$owner_token"
	offer "$leo_email" editor
	http GET "$API/users/me/activity?action=invitation.create" -a "$leo_token"
	judge 'own log: nothing of an invitation to an address that nobody has confirmed' '200 (.items|length) == 1'
	offer "$leo"
	http DELETE "$MINE/$INVITATION" -a "$leo_token"
	http GET "$API/users/me/activity?limit=1" -a "$leo_token"
	judge 'own log: declining is one entry' '200 .items[0].action == "invitation.decline"'
	http GET "$ORGS/$ORGANIZATION/activity?action=invitation.create" -a "$owner_token"
	judge 'the log of the organization tells nothing of who exists' "200 all(.items[]; .object != \"$leo_id\") and (.items[0]|has(\"about\")|not)"
}

no_secrets() {
	[ -d "${STATE:-}/log" ] || { skip 'no link in a log' 'no STATE' && return; }
	found=''
	for secret in $SECRETS; do found=$found$(grep -rlF -e "$secret" "$STATE/log"); done
	same 'no log has a token of a link' '' "$found"
	if has_sql; then
		offer "$ana"
		same 'the database has the hash of a token only' "$(printf %s "$SECRET" | sha256sum | cut -c 1-64)" \
			"$(sql "SELECT encode(hash, 'hex') FROM organization_invitation WHERE id = '$INVITATION'")"
	fi
}

for who in owner ana bea eva; do person $who; done
inviting
again
by_list
by_link
later_account
two_names
inviter_gone
above
if has_sql; then late; else skip 'late: the link has ended' 'no way to the database'; fi
races
logs
no_secrets
finish
