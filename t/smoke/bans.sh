#!/bin/sh
# Bans from a club: who is banned is no member, can't become one, and reads a public club like a stranger.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

banning() {
	crowd public
	one=$CLUBS/$CLUB
	at=$one/members/$stranger_id/ban
	http POST "$one/meetings" -a "$owner_token" -d '{"title":"m","starts_at":"2040-01-01T00:00:00Z","capacity":1}'
	meeting=$one/meetings/$(field .id)
	http POST "$one/join" -a "$stranger_token"
	http PUT "$meeting/rsvp" -a "$stranger_token" -d '{"answer":"yes"}'
	http PUT "$meeting/rsvp" -a "$member_token" -d '{"answer":"yes"}'
	judge 'ban: before it somebody waits' '200 .waitlisted == true'
	for path in "$at" "$one/join"; do
		http POST "$path" -a "$moderator_token" -d '{"reason":"x"}'
		judge "no body is taken by ${path##*/}: a member" '422 /reason=unknown_field'
		http POST "$path" -a "$moderator_token" -d '{"x"'
		judge "no body is taken by ${path##*/}: malformed" 400
		http POST "$path" -a "$moderator_token" -d '{}' -t ''
		judge "no body is taken by ${path##*/}: without a type" 415
		http POST "$path" -a "$moderator_token" -d '{}' -t text/plain
		judge "no body is taken by ${path##*/}: of another type" 415
		http POST "$path" -a "$moderator_token" -d '[]'
		judge "no body is taken by ${path##*/}: an array" '422 =wrong_type'
	done
	http POST "$one/join" -a "$moderator_token" -d '{}'
	judge 'no body is taken: {} is fine' '409 already_member'
	http POST "$at" -a "$moderator_token" -d '{}'
	judge 'ban: a member' 204
	http GET "$meeting" -a "$member_token"
	judge 'ban: the place goes to who waits' '200 .waitlisted == false and .counts == {"yes":1,"no":0,"maybe":0,"waiting":0}'
	paths GET -a "$stranger_token" <<END
ban: the banned reads a public club like a stranger | $one | 200 .role == null and .members == 3
ban: and its members | $one/members | 200 (.items | length) == 3
ban: but not the bans | $one/bans | 403
END
	http POST "$one/join" -a "$stranger_token"
	judge 'ban: joining is refused' '403 banned'
	http POST "$one/join" -a "$stranger_token" -h 'Accept-Language: pt-BR'
	same 'ban: in Portuguese' Banido "$(field .title)"
	http POST "$one/invitations" -a "$owner_token" -d '{"max_uses":1}'
	token=$(field .token)
	http POST "$API/invitations/$token/accept" -a "$stranger_token"
	judge 'ban: so is an invitation' '403 banned'
	http GET "$one/bans?count=true" -a "$moderator_token"
	judge 'bans: the list' "200 .total == 1 and (.items[0] | .id == \"$stranger_id\" and .username == \"$stranger\" and .banned_by == \"$moderator_id\" and (.created_at|is_time))"
	http POST "$at" -a "$owner_token"
	judge 'ban: again' 204
	http GET "$one/activity?action=club.member.ban" -a "$owner_token"
	judge 'ban: the log tells it once' "200 [.items[] | [.actor, .object]] == [[\"$moderator_id\",\"$stranger_id\"]]"
	http GET "$API/users/me/activity?action=club.member.ban" -a "$stranger_token"
	judge 'ban: and to who is banned' "200 [.items[] | [.actor, .object, .address]] == [[\"$moderator_id\",\"$stranger_id\",null]]"
	http DELETE "$at" -a "$member_token"
	judge 'ban: a member does not lift it' 403
	http DELETE "$at" -a "$owner_token"
	judge 'ban: lifted' 204
	http DELETE "$at" -a "$owner_token"
	judge 'ban: there is none' 404
	http POST "$API/invitations/$token/accept" -a "$stranger_token"
	judge 'ban: the invitation was not used up, and is good again' 201
	http DELETE "$one/members/$stranger_id" -a "$moderator_token"
	http POST "$one/join" -a "$stranger_token"
	judge 'remove: is no ban' 201
	http DELETE "$one/members/$stranger_id" -a "$stranger_token"
	person other
	by_role <<END
ban: one who is no member | POST $one/members/$other_id/ban | 403 403 204 204
ban: nobody | POST $one/members/$UNKNOWN_ID/ban | 403 403 404 404
ban: the owner | POST $one/members/$owner_id/ban | 403 403 403 409
ban: a malformed id | POST $one/members/x/ban | 404 404 404 404
bans | GET $one/bans | 403 403 200 200
lift: of nobody | DELETE $one/members/$UNKNOWN_ID/ban | 403 403 404 404
END
	requests -a "$moderator_token" <<END
ban: oneself | POST $one/members/$moderator_id/ban | 409 own_ban
ban: of a ban there is no GET | GET $one/members/$other_id/ban | 405
END
	http POST "$one/join" -a "$other_token"
	judge 'ban: one who was never a member' '403 banned'
	http POST "$one/members/$moderator_id/ban" -a "$owner_token"
	judge 'ban: a moderator' 204
	http GET "$one" -a "$owner_token"
	judge 'ban: the moderator is no member' '200 .members == 2'
	http PATCH "$one" -a "$owner_token" -d '{"visibility":"private"}'
	http POST "$one/invitations" -a "$owner_token"
	token=$(field .token)
	requests -a "$other_token" <<END
ban: a private club is not there | GET $one | 404
ban: nor to join | POST $one/join | 404
ban: nor by an invitation | POST $API/invitations/$token/accept | 404
END
	person outsider
	http POST "$one/members/$outsider_id/ban" -a "$owner_token"
	http GET "$API/users/me/activity?action=club.member.ban" -a "$outsider_token"
	judge 'ban: a private club is not named to who has never seen it' '200 .items == []'
	http DELETE "$one/members/$outsider_id/ban" -a "$owner_token"
	http POST "$API/users/me/delete" -a "$other_token" -d "{\"password\":\"$other_password\"}"
	http GET "$one/bans" -a "$owner_token"
	judge 'bans: without accounts that are gone' "200 [.items[].id] == [\"$moderator_id\"] and .items[0].banned_by == \"$owner_id\""
	keeping_out
}

# While a moderator bans, the banned user joins again and again: in the end there is no member who is banned.
keeping_out() {
	crowd public
	for _ in 1 2 3 4 5; do
		queue POST "$CLUBS/$CLUB/join" -a "$stranger_token"
		queue POST "$CLUBS/$CLUB/members/$stranger_id/ban" -a "$moderator_token"
	done
	send --parallel --parallel-immediate
	wrong=''
	for n in 1 2 3 4 5 6 7 8 9 10; do
		answer $n
		case $STATUS in 201 | 204 | 403 | 409) ;; *) wrong="$wrong $METHOD $STATUS" ;; esac
	done
	same 'ban: while the user joins' '' "$wrong"
	http GET "$CLUBS/$CLUB" -a "$stranger_token"
	judge 'ban: nobody is both' '200 .role == null'
}

for who in owner moderator member stranger; do person $who; done
banning
finish
