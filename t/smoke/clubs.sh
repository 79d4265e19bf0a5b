#!/bin/sh
# Reading clubs: who can see them, their members, and the rights of each role.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

creating() {
	TOKEN=$owner_token
	http POST $CLUBS -d '{"name":" Clube da Praça ","description":"Às quintas","visibility":"public"}'
	judge 'POST: 201 with the club' "201 keys == $CLUB_MEMBERS and (.id|is_id) and .name == \"Clube da Praça\" and .description == \"Às quintas\"
		and .visibility == \"public\" and .role == \"owner\" and .members == 1 and .version == 1"
	one=$CLUBS/$(field .id)
	expect_header 'POST: Location' Location "$one"
	bodies POST $CLUBS <<END
the name is enough; private by default | {"name":"x"} | 201 .visibility == "private" and .description == null
no name | {} | 422 /name=required
name of 100 | {"name":"$(repeat x 100)"} | 201
name of 101 | {"name":"$(repeat x 101)"} | 422 /name=too_long
invalid visibility | {"name":"x","visibility":"secret"} | 422 /visibility=not_allowed
members are the server's | {"name":"x","members":5,"role":"owner"} | 422 /members=unknown_field /role=unknown_field
END
	requests <<END
GET | GET $one | 200 .role == "owner" and .members == 1
PATCH | PATCH $one {"description":null} | 200 .name == "Clube da Praça" and .description == null and .visibility == "public" and .version == 2
PUT: what is left out goes back to its default | PUT $one {"name":"Clube"} | 200 .name == "Clube" and .description == null and .visibility == "private"
PUT: needs a name | PUT $one {"visibility":"public"} | 422 /name=required
PATCH: of an unknown one | PATCH $CLUBS/$UNKNOWN_ID {"name":"x"} | 404
PATCH: back | PATCH $one {"visibility":"public"} | 200
END
	http GET "$one" -a ''
	judge 'GET: without a token' '200 .role == null'
	tag=$(header ETag)
	http GET "$one" -h "If-None-Match: $tag"
	judge "ETag: differs from that of the reply without a role" '200 .role == "owner"'
	tag=$(header ETag)
	http GET "$one" -h "If-None-Match: $tag"
	judge "If-None-Match: one's own tag" 304
	http PATCH "$one" -d '{"name":"Outro"}' -h "If-Match: $tag"
	judge 'If-Match: PATCH of the current version' '200 .name == "Outro"'
	for method in PATCH PUT DELETE; do
		http $method "$one" -d '{"name":"x"}' -h "If-Match: $tag"
		judge "If-Match: $method of an old version" 412
	done
	http DELETE "$one"
	judge 'DELETE' 204
	http GET "$one"
	judge 'DELETE: it is gone' 404
	http POST $CLUBS -a '' -d '{"name":"x"}'
	judge 'POST: without a token' 401
}

# --- who sees a club ---

# Every address of a private club is 404 to strangers, with and without a token; strangers may read a public club.
strangers() {
	crowd private
	one=$CLUBS/$CLUB
	TOKEN=$owner_token
	add_book
	http POST "$one/books" -d "{\"book_id\":\"$BOOK\"}"
	http POST "$one/meetings" -d '{"title":"m","starts_at":"2030-01-01T00:00:00Z"}'
	meeting=$(field .id)
	http POST "$one/topics" -d '{"title":"t"}'
	topic=$(field .id)
	http POST "$API/topics/$topic/posts" -d '{"text":"p"}'
	post=$(field .id)
	http POST "$one/invitations"
	invitation=$(field .id)
	hidden=$WORK/hidden
	cat >"$hidden" <<END
GET $one
PUT $one {"name":"x"}
PATCH $one {"name":"x"}
DELETE $one
GET $one/members
GET $one/members/$owner_id
PATCH $one/members/$owner_id {"role":"member"}
DELETE $one/members/$owner_id
POST $one/join
POST $one/members/$owner_id/ban
DELETE $one/members/$owner_id/ban
GET $one/bans
GET $one/invitations
POST $one/invitations {}
GET $one/invitations/$invitation
DELETE $one/invitations/$invitation
GET $one/books
POST $one/books {"book_id":"$BOOK"}
GET $one/books/$BOOK
PATCH $one/books/$BOOK {"state":"planned"}
DELETE $one/books/$BOOK
GET $one/meetings
POST $one/meetings {"title":"x","starts_at":"2030-01-01T00:00:00Z"}
GET $one/meetings/$meeting
PATCH $one/meetings/$meeting {"title":"x"}
DELETE $one/meetings/$meeting
PUT $one/meetings/$meeting/rsvp {"answer":"yes"}
GET $one/meetings/$meeting/rsvps
GET $one/topics
POST $one/topics {"title":"x"}
GET $API/topics/$topic
PATCH $API/topics/$topic {"title":"x"}
DELETE $API/topics/$topic
GET $API/topics/$topic/posts
POST $API/topics/$topic/posts {"text":"x"}
GET $API/posts/$post
PATCH $API/posts/$post {"text":"x"}
DELETE $API/posts/$post
GET $one/stats
GET $one/activity
END
	sed 's/^\([A-Z]*\) \([^ ]*\)\(.*\)$/private, to a stranger: \1 \2 | \1 \2\3 | 404/' "$hidden" >"$WORK/asked"
	requests -a "$stranger_token" <"$WORK/asked"
	http GET "$one" -a ''
	judge 'private: without a token' 404
	http GET "$one"
	judge 'private: nothing has changed' '200 .members == 3 and .visibility == "private"'
	http PATCH "$one" -d '{"visibility":"public"}'
	grep ^GET "$hidden" | grep -vE 'invitations|activity|bans|rsvps' | sed 's/^\([A-Z]*\) \(.*\)$/public, to a stranger: \2 | \1 \2 | 200/' >"$WORK/asked"
	requests -a "$stranger_token" <"$WORK/asked"
	grep -vE '^GET|/join' "$hidden" | sed 's/^\([A-Z]*\) \([^ ]*\)\(.*\)$/public, a stranger may not: \1 \2 | \1 \2\3 | 403/' >"$WORK/asked"
	requests -a "$stranger_token" <"$WORK/asked"
	paths GET -a "$stranger_token" <<END
public, a stranger may not: invitations | $one/invitations | 403
public, a stranger may not: activity | $one/activity | 403
public, a stranger may not: bans | $one/bans | 403
public, a stranger may not: answers | $one/meetings/$meeting/rsvps | 403
END
	for sub in members books meetings topics stats; do queue GET "$one/$sub" -a ''; done
	send
	for n in 1 2 3 4 5; do
		answer $n
		judge "public: $REQUEST needs a token" 401
	done
	http GET "$one" -a ''
	judge 'public: itself does not' '200 .role == null and .members == 3'
	http PATCH "$one" -d '{"visibility":"private"}'
}

listing() {
	unique
	word=z$(printf %s "$UNIQUE" | tr -dc 0-9)
	TOKEN=$owner_token
	for club in "Público Á$word|public" "Privado B$word|private"; do
		http POST $CLUBS -d "{\"name\":\"${club%|*}\",\"visibility\":\"${club#*|}\"}"
		[ "${club#*|}" = public ] && public=$(field .id) || private=$(field .id)
	done
	paths GET <<END
list: public and one's own | $CLUBS?q=$word&sort=name | 200 [.items[] | [.id, .role]] == [["$private","owner"],["$public","owner"]]
list: newest first | $CLUBS?q=$word | 200 [.items[].id] == ["$private","$public"]
list: a row is a club | $CLUBS?q=$word | 200 all(.items[]; keys == $CLUB_MEMBERS)
q: without accents | $CLUBS?q=publico%20a$word | 200 [.items[].id] == ["$public"]
mine | $CLUBS?mine=true&q=$word&count=true | 200 .total == 2
sort: members | $CLUBS?q=$word&sort=-members | 200 (.items|length) == 2
mine that is not a boolean | $CLUBS?mine=yes | 422 mine=wrong_type
END
	paths GET -a "$stranger_token" <<END
list: to a stranger the public one | $CLUBS?q=$word&count=true | 200 .total == 1 and [.items[] | [.id, .role]] == [["$public",null]]
list: mine=false hides nothing | $CLUBS?q=$word&mine=false | 200 [.items[].id] == ["$public"]
mine: none of a stranger's | $CLUBS?q=$word&mine=true | 200 .items == []
END
	paths GET -a '' <<END
list: without a token the public one | $CLUBS?q=$word | 200 (has("total")|not) and [.items[] | [.id, .role]] == [["$public",null]]
mine: nobody has none | $CLUBS?q=$word&mine=true | 401
END
}

# --- members ---

joining() {
	crowd public
	one=$CLUBS/$CLUB
	http POST "$one/join" -a "$stranger_token"
	judge 'join: at once' "201 .id == \"$stranger_id\" and .username == \"$stranger\" and .role == \"member\" and (.created_at|is_time)"
	expect_header 'join: Location' Location "$one/members/$stranger_id"
	http POST "$one/join" -a "$stranger_token"
	judge 'join: again' '409 already_member'
	http GET "$one" -a "$stranger_token"
	judge 'join: the caller is a member' '200 .role == "member" and .members == 4'
	http GET "$one/members?sort=created_at&count=true" -a "$stranger_token"
	judge 'members: all of them' "200 .total == 4 and [.items[].role] == [\"owner\",\"moderator\",\"member\",\"member\"] and .items[3].id == \"$stranger_id\""
	http DELETE "$one/members/$stranger_id" -a "$stranger_token"
	judge 'leave' 204
	http GET "$one" -a "$stranger_token"
	judge 'leave: the caller is a stranger' '200 .role == null and .members == 3'
	http DELETE "$one/members/$stranger_id" -a "$stranger_token"
	judge 'leave: again' 403
	for _ in 1 2 3 4 5 6; do queue POST "$one/join" -a "$stranger_token"; done
	send --parallel --parallel-immediate
	joined=0
	for n in 1 2 3 4 5 6; do answer $n && [ "$STATUS" != 201 ] || joined=$((joined + 1)); done
	same 'join: six times at once is once' 1 $joined
	http DELETE "$one/members/$stranger_id" -a "$owner_token"
	judge 'remove: by the owner' 204
	by_role <<END
members: GET | GET $one/members | 200 200 200 200
members: one | GET $one/members/$member_id | 200 200 200 200
members: nobody | GET $one/members/$UNKNOWN_ID | 404 404 404 404
PATCH the club | PATCH $one {"name":"Novo"} | 403 403 403 200
role: PATCH of a member | PATCH $one/members/$member_id {"role":"member"} | 403 403 200 200
role: nobody grants above their own | PATCH $one/members/$UNKNOWN_ID {"role":"owner"} | 403 403 403 404
role: of the owner | PATCH $one/members/$owner_id {"role":"member"} | 403 403 403 409
remove: the owner | DELETE $one/members/$owner_id | 403 403 403 409
remove: nobody | DELETE $one/members/$UNKNOWN_ID | 403 404 404 404
END
	requests -a "$owner_token" <<END
role: invalid | PATCH $one/members/$member_id {"role":"admin"} | 422 /role=not_allowed
role: the owner can't step down | PATCH $one/members/$owner_id {"role":"moderator"} | 409 last_owner
role: nor leave | DELETE $one/members/$owner_id | 409 last_owner
role: to moderator | PATCH $one/members/$member_id {"role":"moderator"} | 200 .role == "moderator" and .id == "$member_id"
role: and back | PATCH $one/members/$member_id {"role":"member"} | 200 .role == "member"
END
	at=$one/members/$member_id
	http GET "$at" -a "$owner_token"
	tag=$(header ETag)
	http PATCH "$at" -a "$owner_token" -d '{"role":"moderator"}' -h "If-Match: $tag"
	judge 'If-Match: a member in the current version' '200 .role == "moderator"'
	current=$(header ETag)
	http GET "$at" -a "$owner_token" -h "If-None-Match: $current"
	judge 'If-None-Match: the version in the reply to PATCH' 304
	http PATCH "$at" -a "$owner_token" -d '{"role":"member"}' -h "If-Match: $tag"
	judge 'If-Match: a member in an old version' 412
	http PATCH "$one/members/$owner_id" -a "$owner_token" -d '{"role":"member"}' -h "If-Match: $tag"
	judge 'If-Match: is judged before the last owner' 412
	http PATCH "$one/members/$owner_id" -a "$moderator_token" -d '{"role":"member"}' -h "If-Match: $tag"
	judge 'If-Match: and after the role' 403
	http DELETE "$at" -a "$owner_token" -h "If-Match: $tag"
	judge 'If-Match: DELETE of a member in an old version' 412
	http DELETE "$at" -a "$owner_token" -h "If-Match: $current"
	judge 'If-Match: DELETE of one in the current version' 204
	enter "$CLUB" "$owner_token" "$member_token"
	http GET "$at" -a "$owner_token" -h "If-None-Match: $tag, $current"
	judge 'ETag: a member who comes back has a new one' 200
}

handing_over() {
	crowd public
	one=$CLUBS/$CLUB
	http PATCH "$one/members/$member_id" -a "$owner_token" -d '{"role":"owner"}'
	judge 'owner: the club is given to a member' "200 .id == \"$member_id\" and .role == \"owner\""
	tag=$(header ETag)
	http GET "$one/members/$member_id" -a "$owner_token"
	same 'owner: in the version that was told' "$tag" "$(header ETag)"
	http GET "$one/members?sort=created_at" -a "$owner_token"
	judge 'owner: always one; the former owner is a moderator' '200 [.items[].role] == ["moderator","moderator","owner"]'
	http DELETE "$one" -a "$owner_token"
	judge 'owner: no longer' 403
	http PATCH "$one/members/$owner_id" -a "$member_token" -d '{"role":"owner"}'
	judge 'owner: and back' 200
	# The owner gives the club to two members at once: it still has one owner.
	for _ in 1 2 3 4; do
		queue PATCH "$one/members/$moderator_id" -a "$owner_token" -d '{"role":"owner"}'
		queue PATCH "$one/members/$member_id" -a "$owner_token" -d '{"role":"owner"}'
	done
	send --parallel --parallel-immediate
	http GET "$one/members" -a "$owner_token"
	judge 'owner: given to two at once, there is one' '200 [.items[] | select(.role == "owner")] | length == 1'
	if has_sql; then
		check 'owner: not even SQL can leave the club without one' [ "$(sql "DELETE FROM club_member WHERE (club_id, user_id) IN (SELECT club_id, owner_id FROM club); SELECT 1")" != 1 ]
		same 'owner: every club has one, who is a member' 0 "$(sql 'SELECT count(*) FROM club c LEFT JOIN club_member m ON m.club_id = c.club_id AND m.user_id = c.owner_id WHERE m.user_id IS NULL')"
	fi
}

# --- invitations ---

inviting() {
	crowd private
	one=$CLUBS/$CLUB
	by_role <<END
invite | POST $one/invitations {} | 404 403 201 201
invitations | GET $one/invitations | 404 403 200 200
END
	TOKEN=$moderator_token
	http POST "$one/invitations" -d '{"max_uses":2,"expires_at":"2040-01-01T00:00:00Z"}'
	judge 'invite: 201 with the token' '201 (.token|length) == 43 and .max_uses == 2 and .uses == 0 and .expires_at == "2040-01-01T00:00:00Z" and (.id|is_id)'
	token=$(field .token) invitation=$(field .id)
	expect_header 'invite: Location' Location "$one/invitations/$invitation"
	http GET "$one/invitations/$invitation"
	judge 'invitation: the token is shown once' '200 has("token") | not'
	http GET "$one/invitations"
	judge 'invitations: nor in the list' '200 all(.items[]; has("token") | not)'
	if has_sql; then
		same 'invitation: only the digest of the token is stored' 1 "$(sql "SELECT count(*) FROM invitation WHERE hash = sha256('$token')")"
	fi
	bodies POST "$one/invitations" <<END
invite: without a body | - | 201 .max_uses == null
invite: expired already | {"expires_at":"2020-01-01T00:00:00Z"} | 422 /expires_at=time_past
invite: for nobody | {"max_uses":0} | 422 /max_uses=too_small
invite: not a time | {"expires_at":"tomorrow"} | 422 /expires_at=time_invalid
END
	http POST "$API/invitations/$token/accept" -a ''
	judge 'accept: without a token' 401
	http POST "$API/invitations/$token/accept" -a "$member_token"
	judge 'accept: of a member' '409 already_member'
	http POST "$API/invitations/$token/accept" -a "$stranger_token"
	judge 'accept: the user is a member' "201 .id == \"$CLUB\" and .role == \"member\" and .members == 4 and keys == $CLUB_MEMBERS"
	expect_header 'accept: Location' Location "$one"
	tag=$(header ETag)
	http GET "$one" -a "$stranger_token"
	judge 'accept: the club is there' '200 .role == "member" and .members == 4'
	same 'accept: in the version that was told' "$tag" "$(header ETag)"
	http GET "$one/invitations/$invitation"
	judge 'accept: counts a new member, but not a user who already is one' '200 .uses == 1'
	person first
	person second
	http POST "$API/invitations/$token/accept" -a "$first_token"
	judge 'accept: the last use' 201
	http POST "$API/invitations/$token/accept" -a "$second_token"
	judge 'accept: used up' 404
	http POST "$API/invitations/nonsense/accept" -a "$second_token"
	judge 'accept: no invitation' 404
	TOKEN=$moderator_token
	http POST "$one/invitations"
	token=$(field .token) invitation=$(field .id)
	http DELETE "$one/invitations/$invitation" -h 'If-Match: "9"'
	judge 'withdraw: in another version' 412
	http DELETE "$one/invitations/$invitation" -h 'If-Match: "1"'
	judge 'withdraw' 204
	http POST "$API/invitations/$token/accept" -a "$second_token"
	judge 'accept: withdrawn' 404
	if has_sql; then
		http POST "$one/invitations"
		token=$(field .token)
		sql "UPDATE invitation SET expires_at = now() - interval '1 second' WHERE hash = sha256('$token')" >/dev/null
		http POST "$API/invitations/$token/accept" -a "$second_token"
		judge 'accept: expired' 404
	fi
	inviting_many
	http DELETE "$one/members/$stranger_id" -a "$moderator_token"
	judge 'remove: by a moderator' 204
	http GET "$one" -a "$stranger_token"
	judge 'remove: a private club is gone' 404
	by_role <<END
delete: only the owner | DELETE $one | 404 403 403 204
END
}

inviting_many() {
	http POST "$one/invitations" -a "$owner_token" -d '{"max_uses":3}'
	token=$(field .token)
	for n in 1 2 3 4 5 6; do
		person "guest"
		eval "guest$n=\$guest_token"
	done
	for n in 1 2 3 4 5 6; do eval "queue POST \"$API/invitations/\$token/accept\" -a \"\$guest$n\""; done
	send --parallel --parallel-immediate
	entered=0
	for n in 1 2 3 4 5 6; do answer $n && [ "$STATUS" != 201 ] || entered=$((entered + 1)); done
	same 'accept: of six at once three enter by max_uses 3' 3 $entered
}

# --- the log ---

activity() {
	crowd private
	one=$CLUBS/$CLUB
	by_role <<END
activity | GET $one/activity | 404 403 200 200
END
	http GET "$one/activity?sort=at" -a "$moderator_token"
	judge 'activity: what was done, in order' "200 [.items[].action] == [\"club.create\",\"club.invite\",\"club.join\",\"club.invite\",\"club.join\",\"club.member.change\"]
		and all(.items[]; .organization == \"$CLUB\") and .items[2].actor == \"$moderator_id\" and .items[2].actor_username == \"$moderator\""
	expect_json 'activity: a moderator sees no address' 'all(.items[]; has("address") | not)'
	http GET "$one/activity?action=club.join&actor=$member_id&count=true" -a "$owner_token"
	judge 'activity: filters' '200 .total == 1'
	http GET "$API/users/me/activity?action=club.create" -a "$owner_token"
	judge "activity: one's own tells the club" "200 .items[0].organization == \"$CLUB\""
	http DELETE "$one" -a "$owner_token"
	http GET "$API/users/me/activity?action=club.delete" -a "$owner_token"
	judge 'activity: a deleted club' "200 .items[0].object == \"$CLUB\" and .items[0].organization == null"
}

# --- deleted accounts ---

# An operator learns that an account owns a private club, but not which one.
keeping_secrets() {
	_public=$CLUB
	add_club private -a "$ana_token"
	secret=$UNIQUE
	enter "$CLUB" "$ana_token" "$bea_token"
	http POST "$API/users/me/delete" -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	judge 'account: the owner of two clubs stays' '409 last_owner'
	expect_json 'account: both are named to their owner' "(.errors|length) == 2 and any(.errors[]; .detail | contains(\"$secret\"))"
	if has_program; then
		person operator
		promote "$operator"
		http DELETE "$API/users/$ana_id" -a "$operator_token"
		judge 'account: nor does an operator delete it' '409 last_owner'
		expect_json 'account: an operator does not learn the name of the private club' "(.errors|length) == 2 and (tostring | contains(\"$secret\") | not)"
		http DELETE "$API/users/$ana_id" -a "$operator_token" -h 'If-Match: "99"'
		judge 'account: the precondition comes first' 412
		expect_json 'account: and says nothing of clubs' '.errors == null'
	else
		skip 'an operator' 'no STATE, or no program there'
	fi
	http PATCH "$CLUBS/$CLUB/members/$bea_id" -a "$ana_token" -d '{"role":"owner"}'
	CLUB=$_public
}

leaving() {
	person ana
	person bea
	add_club private -a "$ana_token"
	alone=$CLUB
	add_club public -a "$ana_token"
	http POST "$CLUBS/$CLUB/join" -a "$bea_token"
	http POST "$API/users/me/delete" -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	judge 'account: the owner of a club with others stays' '409 last_owner'
	keeping_secrets
	http PATCH "$CLUBS/$CLUB/members/$bea_id" -a "$ana_token" -d '{"role":"owner"}'
	http POST "$CLUBS/$CLUB/topics" -a "$ana_token" -d '{"title":"Adeus"}'
	topic=$(field .id)
	http POST "$API/topics/$topic/posts" -a "$ana_token" -d '{"text":"Até logo"}'
	add_book '' -a "$ana_token"
	progress "$BOOK" 100 "$ana_token"
	http POST "$BOOKS/$BOOK/reviews" -a "$ana_token" -d '{"rating":5}'
	http POST "$API/users/me/delete" -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	judge 'account: goes once the club is given away' 204
	http GET "$CLUBS/$CLUB" -a "$bea_token"
	judge 'account: the club goes on' '200 .members == 1 and .role == "owner"'
	http GET "$API/topics/$topic/posts" -a "$bea_token"
	judge 'account: posts stay, without a name' '200 [.items[] | [.text, .author, .author_username]] == [["Até logo",null,null]]'
	http GET "$BOOKS/$BOOK" -a "$bea_token"
	judge 'account: reviews go' '200 .ratings_count == 0 and .rating_average == null'
	http GET "$CLUBS/$CLUB/activity?action=account.delete" -a "$bea_token"
	judge 'account: the club reads of it' "200 [.items[].object] == [\"$ana_id\"]"
	if has_sql; then
		same 'account: a club without other members goes, too' 0 "$(sql "SELECT count(*) FROM club WHERE club_id = '$alone'")"
	fi
}

for who in owner moderator member stranger; do person $who; done
creating
strangers
listing
joining
handing_over
inviting
activity
leaving
finish
