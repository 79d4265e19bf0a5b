#!/bin/sh
# Organizations: creating and changing them, their members and roles, the last owner, their log of activity.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

ORGS=$API/organizations

# Creates an organization with owner, admin, editor and viewer; sets ORGANIZATION, MEMBERS, INVITATIONS
staff() {
	new_organization "$owner_token"
	for _role in admin editor viewer; do
		eval "_who=\$$_role"
		add_member "$owner_token" "$ORGANIZATION" "$_who" $_role
	done
	MEMBERS=$ORGS/$ORGANIZATION/members INVITATIONS=$ORGS/$ORGANIZATION/invitations
}

role_of() { # ID: one's role, as the owner sees it
	http GET "$MEMBERS/$1" -a "$owner_token"
	field .role
}

# --- the organization itself ---

own() {
	http GET "$ORGS?count=true" -a "$owner_token"
	judge 'organizations: registering made one' "200 .total == 1 and .items[0].id == \"$owner_home\" and .items[0].role == \"owner\"
		and .items[0].name == \"$owner\""
	http POST $ORGS -a "$owner_token" -d '{"name":"  Padaria da Praça\t"}'
	judge 'organization: made' '201 .name == "Padaria da Praça" and .role == "owner" and (.id|is_id) and (.created_at|is_time) and (.updated_at|is_time)'
	id=$(field .id) made=$(field -c .)
	expect_header 'organization: Location' Location "*$ORGS/$id"
	expect_header 'organization: ETag' ETag '"1"'
	bodies POST $ORGS -a "$owner_token" <<EOT
organization: nothing | {} | 422 /name=required
organization: name null | {"name":null} | 422 /name=*
organization: name empty | {"name":""} | 422 /name=*
organization: name of blanks | {"name":"  "} | 422 /name=*
organization: name a number | {"name":5} | 422 /name=wrong_type
organization: name with a control character | {"name":"a\\u0007"} | 422 /name=control_character
organization: name of 201 (silent) | {"name":"$(repeat é 201)"} | 422 /name=too_long
organization: name of 200 (silent) | {"name":"$(repeat é 200)"} | 201
organization: one can't choose the role | {"name":"x","role":"owner"} | 422 /role=unknown_field
organization: two may have one name (silent) | {"name":"Padaria da Praça"} | 201
EOT
	http GET "$ORGS/$id" -a "$owner_token"
	judge 'organization: GET gives what was made' "200 . == $made"
	conditional
	http GET "$ORGS?sort=name&limit=2" -a "$owner_token"
	judge 'organizations: by name, a page of two' '200 [.items[].name[:2]] == ["éé","Pa"]'
	next=$(field .next_cursor)
	paths GET -a "$owner_token" <<EOT
organizations: the next page | $ORGS?sort=name&limit=2&cursor=$next | 200 (.items|length) == 1 and .next_cursor == null
organizations: the cursor with another sort | $ORGS?sort=-name&limit=2&cursor=$next | 422 cursor=*
organizations: newest first | $ORGS?sort=-created_at&limit=1 | 200 .items[0].name == "Padaria da Praça"
organizations: unknown sort | $ORGS?sort=role | 422 sort=*
organizations: unknown parameter | $ORGS?q=x | 422 q=unknown_parameter
organization: a malformed id | $ORGS/mine | 404
organization: an unknown id | $ORGS/$UNKNOWN_ID | 404
EOT
}

conditional() {
	requests -a "$owner_token" <<EOT
organization: PATCH | PATCH $ORGS/$id {"name":"Café"} | 200 .name == "Café" and .version == 2 and .role == "owner"
organization: PATCH nothing | PATCH $ORGS/$id {} | 200 .name == "Café"
organization: PATCH null | PATCH $ORGS/$id {"name":null} | 422 /name=*
organization: PATCH unknown member | PATCH $ORGS/$id {"id":"$UNKNOWN_ID"} | 422 /id=unknown_field
organization: PUT is no method of it | PUT $ORGS/$id {"name":"x"} | 405
organization: PATCH of an unknown one | PATCH $ORGS/$UNKNOWN_ID {"name":"x"} | 404
organization: DELETE of an unknown one | DELETE $ORGS/$UNKNOWN_ID | 404
EOT
	http GET "$ORGS/$id" -a "$owner_token"
	tag=$(header ETag)
	headers GET "$ORGS/$id" -a "$owner_token" <<EOT
organization: If-None-Match | If-None-Match: $tag | 304
organization: If-None-Match of another version | If-None-Match: "1" | 200
EOT
	headers PATCH "$ORGS/$id" -a "$owner_token" -d '{"name":"Bar"}' <<EOT
organization: PATCH, If-Match of an old version | If-Match: "1" | 412
organization: PATCH, If-Match | If-Match: W/$tag | 200 .name == "Bar"
EOT
	headers DELETE "$ORGS/$id" -a "$owner_token" <<EOT
organization: DELETE, If-Match of an old version | If-Match: $tag | 412
organization: DELETE, If-Match of the current one | If-Match: * | 204
EOT
	requests -a "$owner_token" <<EOT
organization: deleted: gone | GET $ORGS/$id | 404
organization: deleted: its members too | GET $ORGS/$id/members | 404
organization: deleted: once more | DELETE $ORGS/$id | 404
organization: deleted: the others stay | GET $ORGS/$owner_home | 200
EOT
}

# The last organization may be deleted; afterwards the user can still sign in, or gets the reason why not.
homeless() {
	person solo
	http DELETE "$ORGS/$solo_home" -a "$solo_token"
	expect_status "homeless: deleting one's only organization (silent)" 204,409
	[ "$STATUS" = 204 ] || return
	http POST $API/login -a '' -d "{\"username\":\"$solo\",\"password\":\"$solo_password\"}"
	check "homeless: signing in is no lie and no 500 (silent) [$STATUS]" one_of "$STATUS" '200,409'
	refresh "$solo_refresh"
	check "homeless: refreshing neither (silent) [$STATUS]" one_of "$STATUS" '200,409'
}

# --- members ---

members() {
	staff
	http POST "$MEMBERS" -a "$owner_token" -d "{\"user\":\"$stranger\",\"role\":\"viewer\"}"
	judge 'members: nobody is added without having accepted: there is no POST' 405
	expect_allow 'members: what there is' 'GET HEAD OPTIONS'
	http GET "$MEMBERS?count=true" -a "$viewer_token"
	judge 'members: a viewer reads the list, by username' "200 .total == 4 and ([.items[].username] | . == sort)
		and ([.items[]|.role]|sort) == [\"admin\",\"editor\",\"owner\",\"viewer\"]"
	expect_json 'members: exactly these members (silent)' 'all(.items[]; keys == ["created_at","display_name","id","role","username"])'
	expect_json 'members: no e-mail of others' 'tostring | test("@example.com") | not'
	http GET "$MEMBERS?limit=3" -a "$viewer_token"
	cursor=$(field .next_cursor)
	new_organization "$viewer_token"
	paths GET -a "$viewer_token" <<EOT
members: the next page | $MEMBERS?limit=3&cursor=$cursor | 200 (.items|length) == 1 and .next_cursor == null
members: the cursor in another organization | $ORGS/$ORGANIZATION/members?limit=3&cursor=$cursor | 422 cursor=*
members: by time | $MEMBERS?sort=created_at&limit=1 | 200 .items[0].role == "owner"
members: unknown filter | $MEMBERS?role=owner | 422 role=unknown_parameter
member: one (silent) | $MEMBERS/$editor_id | 200 .role == "editor"
member: an unknown one | $MEMBERS/$UNKNOWN_ID | 404
member: a user who is not a member | $MEMBERS/$stranger_id | 404
member: a malformed id | $MEMBERS/me | 404
EOT
	http GET $ORGS -a "$editor_token"
	judge 'organizations: the member sees it with the role' "200 any(.items[]; .role == \"editor\") and (.items|length) == 2"
}

# --- rights ---

may() { # TEXT ROLE METHOD PATH [BODY] EXPECTATION: as that person
	_text=$1 _as=$2 _verb=$3 _where=$4
	eval "_as=\$${_as}_token"
	shift 4
	if [ $# -eq 2 ]; then
		http "$_verb" "$_where" -a "$_as" -d "$1"
		shift
	else
		http "$_verb" "$_where" -a "$_as"
	fi
	judge "$_text" "$1"
}

# Nobody can grant, change or remove a role above their own
above() {
	staff
	org=$ORGS/$ORGANIZATION
	may 'an admin invites no owner' admin POST "$INVITATIONS" "{\"user\":\"$stranger\",\"role\":\"owner\"}" 403
	may 'an admin invites no owner, nor a member as one: 403 before 409' admin POST "$INVITATIONS" "{\"user\":\"$viewer\",\"role\":\"owner\"}" 403
	may 'an admin makes nobody an owner' admin PATCH "$MEMBERS/$viewer_id" '{"role":"owner"}' 403
	may 'nor themselves' admin PATCH "$MEMBERS/$admin_id" '{"role":"owner"}' 403
	may "an admin changes no owner's role" admin PATCH "$MEMBERS/$owner_id" '{"role":"viewer"}' 403
	may 'an admin removes no owner' admin DELETE "$MEMBERS/$owner_id" 403
	may 'an admin does not change the organization' admin PATCH "$org" '{"name":"x"}' 403
	may 'an admin does not delete it' admin DELETE "$org" 403
	for role in editor viewer; do
		may "a $role invites nobody" $role POST "$INVITATIONS" "{\"user\":\"$stranger\",\"role\":\"viewer\"}" 403
		may "a $role does not read the invitations" $role GET "$INVITATIONS" 403
		may "a $role changes nobody" $role PATCH "$MEMBERS/$viewer_id" '{"role":"viewer"}' 403
		may "a $role does not raise themselves" $role PATCH "$MEMBERS/$(eval "echo \$${role}_id")" '{"role":"admin"}' 403
		may "a $role removes nobody" $role DELETE "$MEMBERS/$admin_id" 403
		may "a $role does not change the organization" $role PATCH "$org" '{"name":"x"}' 403
		may "a $role does not delete it" $role DELETE "$org" 403
		may "a $role does not read the log" $role GET "$org/activity" 403
		may "a $role reads the organization" $role GET "$org" "200 .role == \"$role\""
		may "a $role reads the members" $role GET "$MEMBERS" 200
		may "a $role is told 403 before a faulty body is looked at" $role PATCH "$org" '{"name":5}' 403
		may "a $role gets 403, even for an unknown member" $role PATCH "$MEMBERS/$UNKNOWN_ID" '{"role":"viewer"}' 403
	done
	may 'an editor removes no viewer' editor DELETE "$MEMBERS/$viewer_id" 403
	same 'after all this: nothing has changed' "admin editor viewer owner" \
		"$(role_of "$admin_id") $(role_of "$editor_id") $(role_of "$viewer_id") $(role_of "$owner_id")"
}

# Up to the caller's own role everything is allowed
up_to_own() {
	staff
	org=$ORGS/$ORGANIZATION
	may 'an admin invites an admin' admin POST "$INVITATIONS" "{\"user\":\"$stranger\",\"role\":\"admin\"}" '201 .role == "admin"'
	accept "$(field '.url | sub(".*#token="; "")')" "$stranger_token"
	judge 'who accepts' '200 .role == "admin"'
	may 'an admin lowers another admin' admin PATCH "$MEMBERS/$stranger_id" '{"role":"editor"}' '200 .role == "editor"'
	may 'an admin raises to admin' admin PATCH "$MEMBERS/$stranger_id" '{"role":"admin"}' '200 .role == "admin"'
	may 'an admin removes another admin' admin DELETE "$MEMBERS/$stranger_id" 204
	may 'who is removed is a stranger: the organization' stranger GET "$org" 404
	may 'who is removed is a stranger: the members' stranger GET "$MEMBERS" 404
	may 'an admin raises a viewer' admin PATCH "$MEMBERS/$viewer_id" '{"role":"editor"}' '200 .role == "editor"'
	may 'an admin lowers themselves' admin PATCH "$MEMBERS/$admin_id" '{"role":"viewer"}' '200 .role == "viewer"'
	may 'and is admin no more' admin GET "$org/activity" 403
	may 'the owner makes another owner' owner PATCH "$MEMBERS/$editor_id" '{"role":"owner"}' '200 .role == "owner"'
	may 'PATCH nothing (silent)' owner PATCH "$MEMBERS/$editor_id" '{}' '200 .role == "owner"'
	may 'PATCH an unknown role' owner PATCH "$MEMBERS/$editor_id" '{"role":"boss"}' '422 /role=*'
	may 'PATCH role null' owner PATCH "$MEMBERS/$editor_id" '{"role":null}' '422 /role=*'
	may 'PATCH an unknown member' owner PATCH "$MEMBERS/$UNKNOWN_ID" '{"role":"viewer"}' 404
	may 'DELETE an unknown member' owner DELETE "$MEMBERS/$UNKNOWN_ID" 404
	may 'one of two owners is lowered by the other' owner PATCH "$MEMBERS/$editor_id" '{"role":"editor"}' 200
	may 'PUT is no method of a member' owner PUT "$MEMBERS/$editor_id" '{"role":"viewer"}' 405
	for role in viewer editor admin; do
		may "everyone may leave: the $role" $role DELETE "$MEMBERS/$(eval "echo \$${role}_id")" 204
		may "the $role is out" $role GET "$org" 404
	done
}

# The membership in the path's organization decides, whichever organization the token names
whichever_token() {
	staff
	org=$ORGS/$ORGANIZATION
	sign_in "$viewer" "$viewer_password" here ",\"organization\":\"$ORGANIZATION\""
	sign_in "$stranger" "$stranger_password" away
	same 'the test itself: a token of viewer role in it' viewer "$(claim .role "$here_token")"
	may 'a token of that organization: reads it' here GET "$org" '200 .role == "viewer"'
	may "with it one is owner at home" here PATCH "$ORGS/$viewer_home" '{"name":"Minha"}' '200 .role == "owner"'
	may 'a token of home, where one is owner, gives no rights in it' viewer PATCH "$org" '{"name":"x"}' 403
	may 'nor to invite' viewer POST "$INVITATIONS" "{\"user\":\"$stranger\",\"role\":\"viewer\"}" 403
	may "the owner's token of another organization works in it" owner PATCH "$org" '{"name":"Nova"}' '200 .name == "Nova"'
	requests -a "$stranger_token" <<EOT
stranger: the organization | GET $org | 404
stranger: PATCH | PATCH $org {"name":"x"} | 404
stranger: DELETE | DELETE $org | 404
stranger: the members | GET $MEMBERS | 404
stranger: inviting | POST $INVITATIONS {"user":"$stranger","role":"owner"} | 404
stranger: the invitations | GET $INVITATIONS | 404
stranger: one member | GET $MEMBERS/$viewer_id | 404
stranger: changing one | PATCH $MEMBERS/$viewer_id {"role":"viewer"} | 404
stranger: removing one | DELETE $MEMBERS/$viewer_id | 404
stranger: leaving what one is not in | DELETE $MEMBERS/$stranger_id | 404
stranger: the log | GET $org/activity | 404
stranger: faults of the body come first | PATCH $org {"name":5} | 422 /name=wrong_type
stranger: an unknown member of a body too | POST $INVITATIONS {"user":"$stranger","role":"viewer","y":1} | 422 /y=unknown_field
stranger: an unknown role too | PATCH $MEMBERS/$viewer_id {"role":"x"} | 422 /role=*
stranger: an unknown parameter too | GET $MEMBERS?x=1 | 422 x=unknown_parameter
stranger: not JSON | PATCH $org {name} | 400
stranger: the same with an unknown id | PATCH $ORGS/$UNKNOWN_ID {"name":5} | 422 /name=wrong_type
EOT
	http PATCH "$org" -a "$stranger_token" -d '{"name":"x"}' -t text/plain
	judge 'stranger: another type of body' 415
	http PATCH "$org" -a "$stranger_token" -d '{"name":"x"}' -h 'If-Match: "99"'
	judge 'stranger: no 412 for a wrong If-Match' 404
}

people() {
	for who in owner admin editor viewer stranger; do person $who; done
}

people
own
homeless
members
above
up_to_own
whichever_token
finish
