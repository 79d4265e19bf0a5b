#!/bin/sh
# Meetings of a club: members with a place, and members who wait.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

MEETING_MEMBERS='["book_id","capacity","counts","created_at","duration_minutes","id","my_answer","place","starts_at","title","updated_at","url","version","waitlisted"]'

call_meeting() { # JQ-EXPRESSION: sets MEETING, its address; by the owner
	http POST "$CLUBS/$CLUB/meetings" -a "$owner_token" -d "$(jq -nc "{title: \"Encontro\", starts_at: \"2030-01-02T19:00:00-03:00\"} | ${1:-.}")"
	MEETING=$CLUBS/$CLUB/meetings/$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a meeting is called'
}

answer_by() { # TOKEN yes|no|maybe
	http PUT "$MEETING/rsvp" -a "$1" -d "{\"answer\":\"$2\"}"
}

calling() {
	crowd public
	one=$CLUBS/$CLUB/meetings
	TOKEN=$moderator_token
	add_book ""
	http POST "$one" -d "{\"title\":\" Capítulos 1 a 3 \",\"starts_at\":\"2030-01-02T19:00:00-03:00\",\"duration_minutes\":90,\"place\":\"Biblioteca\",\"url\":\"https://meet.example.org/x?y=1\",\"book_id\":\"$BOOK\",\"capacity\":10}"
	judge 'POST: 201 with the meeting' "201 keys == $MEETING_MEMBERS and (.id|is_id) and .title == \"Capítulos 1 a 3\" and .starts_at == \"2030-01-02T22:00:00Z\" and .duration_minutes == 90
		and .place == \"Biblioteca\" and .url == \"https://meet.example.org/x?y=1\" and .book_id == \"$BOOK\" and .capacity == 10 and .counts == {\"yes\":0,\"no\":0,\"maybe\":0,\"waiting\":0} and .my_answer == null and .waitlisted == false"
	meeting=$(field .id)
	expect_header 'POST: Location' Location "$one/$meeting"
	bodies POST "$one" <<END
title and time are enough | {"title":"x","starts_at":"2030-01-01T00:00:00Z"} | 201 .place == null and .url == null and .capacity == null and .duration_minutes == null and .book_id == null
nothing | {} | 422 /title=required /starts_at=required
not a time | {"title":"x","starts_at":"amanhã"} | 422 /starts_at=time_invalid
capacity 0 | {"title":"x","starts_at":"2030-01-01T00:00:00Z","capacity":0} | 422 /capacity=too_small
duration 0 | {"title":"x","starts_at":"2030-01-01T00:00:00Z","duration_minutes":0} | 422 /duration_minutes=too_small
an invalid url | {"title":"x","starts_at":"2030-01-01T00:00:00Z","url":"javascript:alert(1)"} | 422 /url=url_invalid
a url without a host | {"title":"x","starts_at":"2030-01-01T00:00:00Z","url":"https:///x"} | 422 /url=url_invalid
a url with a blank | {"title":"x","starts_at":"2030-01-01T00:00:00Z","url":"https://a b"} | 422 /url=url_invalid
an unknown book | {"title":"x","starts_at":"2030-01-01T00:00:00Z","book_id":"$UNKNOWN_ID"} | 404
END
	by_role <<END
POST | POST $one {"title":"y","starts_at":"2031-01-01T00:00:00Z"} | 403 403 201 201
list | GET $one | 200 200 200 200
GET | GET $one/$meeting | 200 200 200 200
PATCH | PATCH $one/$meeting {"title":"Outro"} | 403 403 200 200
DELETE: none | DELETE $one/$UNKNOWN_ID | 403 403 404 404
answer | PUT $one/$meeting/rsvp {"answer":"maybe"} | 403 200 200 200
answer: to none | PUT $one/$UNKNOWN_ID/rsvp {"answer":"maybe"} | 403 404 404 404
END
	requests <<END
PATCH: null clears | PATCH $one/$meeting {"place":null} | 200 .place == null and .title == "Outro" and .capacity == 10
list: since and until | GET $one?since=2030-01-01T12:00:00Z&until=2030-12-31T00:00:00Z | 200 [.items[].id] == ["$meeting"]
list: in the order of time | GET $one?count=true | 200 .total == 4 and [.items[].starts_at] == ([.items[].starts_at] | sort)
list: the last first | GET $one?sort=-starts_at | 200 [.items[].starts_at] == ([.items[].starts_at] | sort | reverse)
END
	tag=$(header ETag)
	http GET "$one/$meeting"
	tag=$(header ETag)
	http PATCH "$one/$meeting" -d '{"title":"x"}' -h "If-Match: $tag"
	judge 'If-Match: the current version' 200
	http DELETE "$one/$meeting" -h "If-Match: $tag"
	judge 'If-Match: an old version' 412
	http DELETE "$one/$meeting"
	judge 'DELETE' 204
	http GET "$one/$meeting"
	judge 'DELETE: it is gone' 404
}

answering() {
	crowd public
	call_meeting
	TOKEN=$member_token
	requests <<END
answer: yes | PUT $MEETING/rsvp {"answer":"yes"} | 200 . == {"answer":"yes","waitlisted":false}
answer: a meeting shows it | GET $MEETING | 200 .my_answer == "yes" and .waitlisted == false and .counts.yes == 1
answer: the list, too | GET $CLUBS/$CLUB/meetings | 200 .items[0].my_answer == "yes" and .items[0].counts.yes == 1
answer: yes again | PUT $MEETING/rsvp {"answer":"yes"} | 200 . == {"answer":"yes","waitlisted":false}
answer: it counts once | GET $MEETING | 200 .counts.yes == 1
answer: no | PUT $MEETING/rsvp {"answer":"no"} | 200 . == {"answer":"no","waitlisted":false}
answer: nobody comes | GET $MEETING | 200 .my_answer == "no" and .counts.yes == 0
answer: maybe | PUT $MEETING/rsvp {"answer":"maybe"} | 200 . == {"answer":"maybe","waitlisted":false}
answer: perhaps | PUT $MEETING/rsvp {"answer":"perhaps"} | 422 /answer=not_allowed
answer: nothing | PUT $MEETING/rsvp {} | 422 /answer=required
END
	http GET "$MEETING"
	version=$(field .version)
	http PUT "$MEETING/rsvp" -d '{"answer":"yes"}' -h "If-Match: \"$((version - 1))\""
	judge 'answer: to another version of the meeting' 412
	http PUT "$MEETING/rsvp" -d '{"answer":"yes"}' -h 'If-None-Match: *'
	judge 'answer: only if there is no such meeting' 412
	http PUT "$CLUBS/$CLUB/meetings/$UNKNOWN_ID/rsvp" -d '{"answer":"yes"}' -h "If-Match: \"$version\""
	judge 'answer: If-Match and no meeting' 404
	http GET "$MEETING"
	judge 'answer: nothing was changed' "200 .version == $version and .my_answer == \"maybe\""
	http PUT "$MEETING/rsvp" -d '{"answer":"maybe"}' -h "If-Match: \"$version\""
	judge 'answer: to this version' 200
	http GET "$MEETING" -a "$owner_token"
	judge "answer: another's is not shown" '200 .my_answer == null'
	for _ in 1 2 3 4 5 6; do queue PUT "$MEETING/rsvp" -d '{"answer":"yes"}'; done
	send --parallel --parallel-immediate
	http GET "$MEETING"
	judge 'answer: six times at once is once' '200 .counts.yes == 1'
}

# Capacity 1: the owner has the place, the moderator and then the member wait.
waiting() {
	crowd public
	call_meeting '.capacity = 1'
	answer_by "$owner_token" yes
	judge 'wait: the first has a place' '200 . == {"answer":"yes","waitlisted":false}'
	answer_by "$moderator_token" yes
	judge 'wait: the second waits' '200 . == {"answer":"yes","waitlisted":true}'
	answer_by "$member_token" yes
	judge 'wait: so does the third' '200 . == {"answer":"yes","waitlisted":true}'
	http GET "$MEETING" -a "$member_token"
	judge 'wait: the meeting says so' '200 .counts.yes == 1 and .counts.waiting == 2 and .my_answer == "yes" and .waitlisted == true'
	answer_by "$moderator_token" yes
	judge 'wait: yes again keeps the place in the line' '200 .waitlisted == true'
	answer_by "$owner_token" no
	http GET "$MEETING" -a "$moderator_token"
	judge 'wait: a free place goes to the first who waits' '200 .counts.yes == 1 and .counts.waiting == 1 and .waitlisted == false'
	http GET "$MEETING" -a "$member_token"
	judge 'wait: the other goes on waiting' '200 .waitlisted == true'
	answer_by "$owner_token" yes
	judge 'wait: a member who comes back is last' '200 .waitlisted == true'
	http PATCH "$MEETING" -a "$owner_token" -d '{"capacity":2}'
	judge 'wait: with more places one more moves up' '200 .counts.yes == 2 and .counts.waiting == 1 and .waitlisted == true'
	http GET "$MEETING" -a "$member_token"
	judge 'wait: in the order of the line' '200 .waitlisted == false'
	http PATCH "$MEETING" -a "$owner_token" -d '{"capacity":1}'
	judge 'wait: with fewer the last wait again' '200 .counts.yes == 1 and .counts.waiting == 2'
	http GET "$MEETING" -a "$moderator_token"
	judge 'wait: and the first stays' '200 .waitlisted == false'
	http DELETE "$CLUBS/$CLUB/members/$moderator_id" -a "$moderator_token"
	http GET "$MEETING" -a "$member_token"
	judge 'wait: a member who leaves the club frees a place' '200 .counts.yes == 1 and .counts.waiting == 1 and .waitlisted == false'
	http PATCH "$MEETING" -a "$owner_token" -d '{"capacity":null}'
	judge 'wait: without a limit no member waits' '200 .counts.yes == 2 and .counts.waiting == 0 and .waitlisted == false'
	person leaver
	http POST "$CLUBS/$CLUB/join" -a "$leaver_token"
	http PATCH "$MEETING" -a "$owner_token" -d '{"capacity":3}'
	answer_by "$leaver_token" yes
	http PATCH "$MEETING" -a "$owner_token" -d '{"capacity":2}'
	http GET "$MEETING" -a "$owner_token"
	judge 'wait: three for two places' '200 .counts.yes == 2 and .counts.waiting == 1'
	http POST "$API/users/me/delete" -a "$leaver_token" -d "{\"password\":\"$leaver_password\"}"
	http GET "$MEETING" -a "$owner_token"
	judge 'wait: an account that goes waits no more' '200 .counts.yes == 2 and .counts.waiting == 0'
}

# The answers of a meeting: who has a place, who waits in the order of the line, then maybe, then no.
listing() {
	crowd public
	call_meeting '.capacity = 2'
	for who in first second third fourth fifth; do
		person $who
		http POST "$CLUBS/$CLUB/join" -a "$TOKEN"
	done
	answer_by "$fifth_token" no
	answer_by "$fourth_token" maybe
	for token in "$member_token" "$third_token" "$second_token" "$first_token"; do answer_by "$token" yes; done
	TOKEN=$member_token
	http GET "$MEETING"
	judge 'rsvps: the meeting counts each' '200 .counts == {"yes":2,"no":1,"maybe":1,"waiting":2}'
	http GET "$MEETING/rsvps"
	judge 'rsvps: in their order' "200 [.items[] | [.user_id, .answer, .waitlisted]] == [[\"$member_id\",\"yes\",false],[\"$third_id\",\"yes\",false],
		[\"$second_id\",\"yes\",true],[\"$first_id\",\"yes\",true],[\"$fourth_id\",\"maybe\",false],[\"$fifth_id\",\"no\",false]]"
	expect_json 'rsvps: with their names' ".items[0] | .username == \"$member\" and keys == [\"answer\",\"display_name\",\"user_id\",\"username\",\"waitlisted\"]"
	pages=''
	cursor=''
	for _ in 1 2 3; do
		http GET "$MEETING/rsvps?limit=2$cursor"
		pages="$pages$(field '.items | map(.user_id) | join(" ")') "
		cursor="&cursor=$(field .next_cursor)"
	done
	same 'rsvps: by pages' "$member_id $third_id $second_id $first_id $fourth_id $fifth_id " "$pages"
	answer_by "$member_token" no
	paths GET <<END
rsvps: who waited first moves up | $MEETING/rsvps?answer=yes&count=true | 200 .total == 3 and [.items[] | [.user_id, .waitlisted]] == [["$third_id",false],["$second_id",false],["$first_id",true]]
rsvps: of one answer | $MEETING/rsvps?answer=no | 200 (.items | length) == 2
rsvps: another answer | $MEETING/rsvps?answer=perhaps | 422 answer=not_allowed
rsvps: of no meeting | $CLUBS/$CLUB/meetings/$UNKNOWN_ID/rsvps | 404
the meeting counts each again | $MEETING | 200 .counts == {"yes":2,"no":2,"maybe":1,"waiting":1}
END
	by_role <<END
rsvps: for members | GET $MEETING/rsvps | 403 200 200 200
END
	http DELETE "$CLUBS/$CLUB/members/$fifth_id" -a "$fifth_token"
	http POST "$API/users/me/delete" -a "$fourth_token" -d "{\"password\":\"$fourth_password\"}"
	http GET "$MEETING"
	judge 'rsvps: who leaves counts no more' '200 .counts == {"yes":2,"no":1,"maybe":0,"waiting":1}'
}

# 50 members answer at once for 10 places; then those with a place give it back, all at once.
race() {
	crowd public
	call_meeting '.capacity = 10'
	: >"$WORK/racers"
	n=0
	while [ $n -lt 50 ]; do
		n=$((n + 1))
		person racer
		http POST "$CLUBS/$CLUB/join" -a "$racer_token"
		echo "$racer_token" >>"$WORK/racers"
	done
	while read -r token; do queue PUT "$MEETING/rsvp" -a "$token" -d '{"answer":"yes"}'; done <"$WORK/racers"
	send --parallel --parallel-immediate --parallel-max 50
	n=0 seated=0 waits=0
	: >"$WORK/seated"
	while read -r token; do
		n=$((n + 1))
		answer $n
		case $(field .waitlisted) in
		false) seated=$((seated + 1)) && echo "$token" >>"$WORK/seated" ;;
		true) waits=$((waits + 1)) ;;
		*) fail "race: answer $n" ;;
		esac
	done <"$WORK/racers"
	same 'race: of 50 at once 10 have a place and 40 wait' '10 40' "$seated $waits"
	http GET "$MEETING" -a "$owner_token"
	judge 'race: the meeting says so' '200 .counts.yes == 10 and .counts.waiting == 40'
	! has_sql || order >"$WORK/order"
	while read -r token; do queue PUT "$MEETING/rsvp" -a "$token" -d '{"answer":"no"}'; done <"$WORK/seated"
	send --parallel --parallel-immediate --parallel-max 50
	wrong=0
	for n in 1 2 3 4 5 6 7 8 9 10; do answer $n && [ "$STATUS" = 200 ] || wrong=$((wrong + 1)); done
	same 'race: ten give theirs back at once' 0 $wrong
	http GET "$MEETING" -a "$owner_token"
	judge 'race: ten move up' '200 .counts.yes == 10 and .counts.waiting == 30'
	if has_sql; then
		check 'race: not even by hand can more go than there are places' [ "$(sql 'UPDATE meeting SET going = capacity + 1; SELECT 1')" != 1 ]
		same 'race: the first of those who waited' "$(sed -n 11,20p "$WORK/order")" "$(order | head -n 10)"
		same 'race: which are those with a place' "$(order | head -n 10 | sort)" "$(seated_now | sort)"
	fi
}

# Members answer while they leave: each request gets a reply, and no answer to a future meeting remains.
leaving() {
	crowd public
	call_meeting '.capacity = 2'
	head -n 12 "$WORK/racers" >"$WORK/leavers"
	for _ in 1 2 3; do
		while read -r token; do queue POST "$CLUBS/$CLUB/join" -a "$token"; done <"$WORK/leavers"
		send
		while read -r token; do
			queue PUT "$MEETING/rsvp" -a "$token" -d '{"answer":"yes"}'
			queue DELETE "$CLUBS/$CLUB/members/$(claim .sub "$token")" -a "$token"
			queue PUT "$MEETING/rsvp" -a "$token" -d '{"answer":"no"}'
		done <"$WORK/leavers"
		send --parallel --parallel-immediate --parallel-max 36
		n=0 wrong=''
		while [ $n -lt 36 ]; do
			n=$((n + 1))
			answer $n
			case $METHOD$STATUS in PUT200 | PUT403 | PUT404 | DELETE204) ;; *) wrong="$wrong $METHOD$STATUS" ;; esac
		done
		same 'leaving: while answering' '' "$wrong"
	done
	http GET "$MEETING" -a "$owner_token"
	judge 'leaving: members who left neither come nor wait' '200 .counts.yes == 0 and .counts.waiting == 0'
}

# The moderator changes the capacity while members answer: each gets a reply, and the line stays in order.
resizing() {
	crowd public
	call_meeting '.capacity = 5'
	head -n 16 "$WORK/racers" >"$WORK/members"
	while read -r token; do queue POST "$CLUBS/$CLUB/join" -a "$token"; done <"$WORK/members"
	send
	for capacities in '3 8 2' '10 4 6'; do
		n=0
		while read -r token; do
			n=$((n + 1))
			queue PUT "$MEETING/rsvp" -a "$token" -d "{\"answer\":\"$([ $((n % 4)) -eq 0 ] && echo no || echo yes)\"}"
			[ $((n % 5)) -ne 0 ] || queue PATCH "$MEETING" -a "$moderator_token" -d "{\"capacity\":${capacities%% *}}"
			[ $((n % 5)) -ne 0 ] || capacities=${capacities#* }
		done <"$WORK/members"
		send --parallel --parallel-immediate --parallel-max 19
		n=0 wrong=''
		while [ $n -lt 19 ]; do
			n=$((n + 1))
			answer $n
			[ "$STATUS" = 200 ] || wrong="$wrong $METHOD$STATUS"
		done
		same 'resizing: while answering' '' "$wrong"
		http GET "$MEETING" -a "$moderator_token"
		judge 'resizing: all places are taken, and the others wait' '200 .counts.yes == .capacity and .counts.yes + .counts.waiting == 12'
		! has_sql || same 'resizing: the first of the line have the places' "$(order | head -n "$(field .counts.yes)" | sort)" "$(seated_now | sort)"
	done
}

# A member who left after the meeting began counts as present; when it is put off, no longer.
put_off() {
	crowd public
	call_meeting '.starts_at = "2020-01-01T00:00:00Z" | .capacity = 1'
	answer_by "$member_token" yes
	answer_by "$moderator_token" yes
	judge 'put off: there is one place' '200 .waitlisted == true'
	http DELETE "$CLUBS/$CLUB/members/$member_id" -a "$member_token"
	http GET "$MEETING" -a "$moderator_token"
	judge 'put off: members who came still count' '200 .counts.yes == 1 and .waitlisted == true'
	http PATCH "$MEETING" -a "$owner_token" -d '{"starts_at":"2040-01-01T00:00:00Z"}'
	http GET "$MEETING" -a "$moderator_token"
	judge 'put off: a member who left loses their place' '200 .counts.yes == 1 and .counts.waiting == 0 and .waitlisted == false'
}

of_meeting="club_id = '%s' AND meeting_id = '%s' AND answer = 'yes'"
# shellcheck disable=SC2059 # the format is ours
order() { sql "SELECT user_id FROM meeting_answer WHERE $(printf "$of_meeting" "$CLUB" "${MEETING##*/}") ORDER BY place_number"; }
# shellcheck disable=SC2059
seated_now() { sql "SELECT user_id FROM meeting_answer WHERE $(printf "$of_meeting" "$CLUB" "${MEETING##*/}") AND NOT waitlisted"; }

for who in owner moderator member stranger; do person $who; done
calling
answering
waiting
listing
race
leaving
resizing
put_off
finish
