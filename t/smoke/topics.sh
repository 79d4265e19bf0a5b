#!/bin/sh
# Discussions of a club, and that a reader who is not so far in the book does not see them.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

TOPIC_MEMBERS='["author","author_username","book_id","club_id","created_at","id","last_post_at","locked","posts","spoiler_until_percent","title","updated_at","version"]'
POST_MEMBERS='["author","author_username","created_at","id","locked","text","topic_id","unlock_at_percent","updated_at","version"]'

begin() { # BODY [options]: sets TOPIC
	_topic=$1
	shift
	http POST "$CLUBS/$CLUB/topics" -d "$_topic" "$@"
	TOPIC=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a topic is begun'
}

say() { # TEXT [options]: sets POST
	_said=$1
	shift
	http POST "$API/topics/$TOPIC/posts" -d "{\"text\":\"$_said\"}" "$@"
	POST=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a post is written'
}

topics() {
	crowd public
	one=$CLUBS/$CLUB/topics
	TOKEN=$member_token
	add_book
	http POST "$one" -d "{\"title\":\" O final \",\"book_id\":\"$BOOK\",\"spoiler_until_percent\":80}"
	judge 'POST: 201 with the topic' "201 keys == $TOPIC_MEMBERS and (.id|is_id) and .club_id == \"$CLUB\" and .title == \"O final\" and .book_id == \"$BOOK\"
		and .spoiler_until_percent == 80 and .author == \"$member_id\" and .author_username == \"$member\" and .locked == true"
	TOPIC=$(field .id)
	at=$API/topics/$TOPIC
	expect_header 'POST: Location' Location "$at"
	bodies POST "$one" <<END
the title is enough | {"title":"x"} | 201 .book_id == null and .spoiler_until_percent == null and .locked == false
nothing | {} | 422 /title=required
a percentage of no book | {"title":"x","spoiler_until_percent":50} | 422 /spoiler_until_percent=inconsistent
0 percent | {"title":"x","book_id":"$BOOK","spoiler_until_percent":0} | 422 /spoiler_until_percent=too_small
101 percent | {"title":"x","book_id":"$BOOK","spoiler_until_percent":101} | 422 /spoiler_until_percent=too_large
an unknown book | {"title":"x","book_id":"$UNKNOWN_ID"} | 404
END
	by_role <<END
POST | POST $one {"title":"y"} | 403 201 201 201
list | GET $one | 200 200 200 200
GET | GET $at | 200 200 200 200
PATCH: only its author | PATCH $at {"title":"Outro"} | 403 200 403 403
posts | GET $at/posts | 200 200 200 200
write | POST $at/posts {"text":"x"} | 403 201 201 201
none: GET | GET $API/topics/$UNKNOWN_ID | 404 404 404 404
none: posts | GET $API/topics/$UNKNOWN_ID/posts | 404 404 404 404
none: write | POST $API/topics/$UNKNOWN_ID/posts {"text":"x"} | 404 404 404 404
END
	requests <<END
PATCH: null clears | PATCH $at {"spoiler_until_percent":null} | 200 .spoiler_until_percent == null and .title == "Outro" and .locked == false
PATCH: the book goes, the percentage stays | PATCH $at {"spoiler_until_percent":50,"book_id":null} | 422 /spoiler_until_percent=inconsistent
END
	paths GET <<END
list: of a book | $one?book_id=$BOOK&count=true | 200 .total == 1 and .items[0].id == "$TOPIC"
list: newest first | $one | 200 [.items[].id] == ([.items[].id] | sort | reverse) and all(.items[]; keys == $TOPIC_MEMBERS)
END
	http GET "$at"
	tag=$(header ETag)
	http PATCH "$at" -d '{"title":"x"}' -h "If-Match: $tag"
	judge 'If-Match: the current version' 200
	http PATCH "$at" -d '{"title":"y"}' -h "If-Match: $tag"
	judge 'If-Match: an old version' 412
	http DELETE "$at" -a "$stranger_token"
	judge 'DELETE: not by a stranger' 403
	begin '{"title":"z"}' -a "$owner_token"
	http DELETE "$API/topics/$TOPIC" -a "$member_token"
	judge "DELETE: not another's" 403
	http DELETE "$API/topics/$TOPIC" -a "$moderator_token"
	judge 'DELETE: by a moderator' 204
	say_in=$at
	http DELETE "$at"
	judge 'DELETE: by its author' 204
	http GET "$say_in/posts"
	judge 'DELETE: with its posts' 404
}

posts() {
	crowd public
	TOKEN=$member_token
	begin '{"title":"Aberto"}'
	http POST "$API/topics/$TOPIC/posts" -d '{"text":" Olá! "}'
	judge 'post: 201' "201 keys == $POST_MEMBERS and (.id|is_id) and .text == \"Olá!\" and .topic_id == \"$TOPIC\" and .author == \"$member_id\" and .author_username == \"$member\"
		and .locked == false and .unlock_at_percent == null and .version == 1"
	POST=$(field .id)
	at=$API/posts/$POST
	expect_header 'post: Location' Location "$at"
	bodies POST "$API/topics/$TOPIC/posts" <<END
post: nothing | {} | 422 /text=required
post: empty | {"text":"  "} | 422 /text=too_short
post: of 10,000 | {"text":"$(repeat x 10000)"} | 201
post: of 10,001 | {"text":"$(repeat x 10001)"} | 422 /text=too_long
END
	by_role <<END
post: GET | GET $at | 200 200 200 200
post: PATCH only by its author | PATCH $at {"text":"Oi"} | 403 200 403 403
post: none | GET $API/posts/$UNKNOWN_ID | 404 404 404 404
post: PATCH none | PATCH $API/posts/$UNKNOWN_ID {"text":"x"} | 404 404 404 404
post: DELETE none | DELETE $API/posts/$UNKNOWN_ID | 404 404 404 404
END
	http GET "$API/topics/$TOPIC/posts?count=true"
	judge 'posts: the oldest first' "200 .total == 2 and .items[0].id == \"$POST\" and .items[0].text == \"Oi\" and .items[0].version == 2"
	http GET "$at"
	tag=$(header ETag)
	http PATCH "$at" -d '{"text":"a"}' -h "If-Match: $tag"
	http PATCH "$at" -d '{"text":"b"}' -h "If-Match: $tag"
	judge 'post: If-Match of an old version' 412
	http DELETE "$at" -a "$moderator_token"
	judge 'post: a moderator deletes it' 204
	say 'x' -a "$owner_token"
	http DELETE "$API/posts/$POST"
	judge "post: a member doesn't delete another's" 403
	say 'y'
	http DELETE "$API/posts/$POST"
	judge 'post: its author does' 204
	say 'w'
	own=$POST
	http DELETE "$CLUBS/$CLUB/members/$member_id"
	say 'z' -a "$owner_token"
	http POST "$API/topics/$TOPIC/posts" -d '{"text":"x"}'
	judge "post: a member who left can't write" 403
	http DELETE "$API/posts/$own"
	judge "post: nor delete one's own" 403
	http DELETE "$API/topics/$TOPIC"
	judge "topic: nor one's own, with the posts of others" 403
	http PATCH "$API/topics/$TOPIC" -d '{"title":"x"}'
	judge 'topic: nor changes what was theirs' 403
}

# A topic tells how many posts it has and when the newest was written.
counting() {
	crowd public
	TOKEN=$member_token
	begin '{"title":"Contados"}'
	at=$API/topics/$TOPIC
	http GET "$at"
	judge 'count: none' '200 .posts == 0 and .last_post_at == null'
	tag=$(header ETag)
	say 'um' && first=$POST
	written=$(field .created_at)
	http GET "$at" -h "If-None-Match: $tag"
	judge 'count: one, and another ETag' "200 .posts == 1 and .last_post_at == \"$written\" and .locked == false"
	say 'dois' && second=$POST
	http GET "$CLUBS/$CLUB/topics"
	judge 'count: two, in the list' "200 .items[0].posts == 2 and .items[0].last_post_at > \"$written\""
	http PATCH "$API/posts/$second" -d '{"text":"Dois"}'
	http DELETE "$API/posts/$second"
	http GET "$at"
	judge 'count: the newest is deleted' "200 .posts == 1 and .last_post_at == \"$written\""
	http DELETE "$API/posts/$first"
	http GET "$at"
	judge 'count: the last one, too' '200 .posts == 0 and .last_post_at == null'
	for n in 1 2 3 4 5 6 7 8; do queue POST "$at/posts" -d "{\"text\":\"$n\"}"; done
	send --parallel --parallel-immediate
	posts=''
	for n in 1 2 3 4 5 6 7 8; do answer $n && posts="$posts $(field .id)"; done
	for post in $posts; do queue DELETE "$API/posts/$post"; done
	queue POST "$at/posts" -d '{"text":"9"}'
	send --parallel --parallel-immediate
	http GET "$at/posts"
	last=$(field '.items[-1].created_at')
	http GET "$at"
	judge 'count: eight at once come and go' "200 .posts == 1 and .last_post_at == \"$last\""
}

# The word must not appear in any reply to a reader for whom the post is locked.
locked() {
	crowd private
	add_book '' -a "$owner_token"
	begin "{\"title\":\"Fim\",\"book_id\":\"$BOOK\",\"spoiler_until_percent\":60}" -a "$owner_token"
	secret=mordomo$$
	say "Foi o $secret." -a "$owner_token"
	first=$POST
	for percent in 0 59; do
		progress "$BOOK" $percent "$member_token"
		http GET "$API/topics/$TOPIC/posts" -a "$member_token"
		judge "locked: at $percent %" '200 .items == [{"locked":true,"unlock_at_percent":60}]'
		http GET "$API/posts/$POST" -a "$member_token"
		judge "locked: the post itself, at $percent %" '200 . == {"locked":true,"unlock_at_percent":60}'
		expect_no_header 'locked: it has no tag, which would outlive the lock' ETag
	done
	http GET "$API/topics/$TOPIC" -a "$member_token"
	judge 'locked: the topic says so' '200 .locked == true and .title == "Fim"'
	locked_tag=$(header ETag)
	same 'locked: the tag of the topic is its version' "$locked_tag" "\"$(field .version)\""
	http GET "$API/topics/$TOPIC/posts" -a "$moderator_token"
	judge 'locked: to a moderator who has not read it, too' '200 .items == [{"locked":true,"unlock_at_percent":60}]'
	http GET "$API/topics/$TOPIC/posts" -a "$owner_token"
	judge "locked: one's own is not" "200 [.items[] | [.locked, .text]] == [[false,\"Foi o $secret.\"]]"
	say 'Não sei' -a "$member_token"
	own=$POST
	http GET "$API/topics/$TOPIC/posts" -a "$member_token"
	judge 'locked: authors see their own posts, not the others' '200 [.items[] | .text] == [null,"Não sei"] and .items[0] == {"locked":true,"unlock_at_percent":60}'
	http GET "$API/topics/$TOPIC/posts?limit=1" -a "$member_token"
	judge 'locked: pages' '200 .items == [{"locked":true,"unlock_at_percent":60}] and .next_cursor != null'
	http GET "$API/topics/$TOPIC/posts?limit=1&cursor=$(field .next_cursor)" -a "$member_token"
	judge 'locked: the next page' "200 [.items[].id] == [\"$own\"]"
	for path in "$CLUBS?q=$secret" "$CLUBS/$CLUB" "$CLUBS/$CLUB/topics" "$CLUBS/$CLUB/books" "$CLUBS/$CLUB/meetings" "$CLUBS/$CLUB/stats" \
		"$CLUBS/$CLUB/activity" "$CLUBS/$CLUB/members" "$API/topics/$TOPIC" "$API/topics/$TOPIC/posts?sort=-created_at&count=true" \
		"$BOOKS?q=$secret" "$BOOKS/$BOOK" "$BOOKS/$BOOK/reviews" "$API/users/me/activity" "$API/stats/reading"; do
		queue GET "$path" -a "$moderator_token"
	done
	queue PATCH "$API/posts/$POST" -a "$moderator_token" -d '{"text":1}'
	queue PATCH "$API/posts/$POST" -a "$moderator_token" -d '{"text":"x"}' -h 'If-Match: "9"'
	send
	told=''
	n=0
	while [ $n -lt 17 ]; do
		n=$((n + 1))
		answer $n
		! grep -q "$secret" "$BODY" "$HEAD" || told="$told $REQUEST"
	done
	same 'locked: no list, search, activity, statistic or error tells the text' '' "$told"
	http GET "$API/topics/$TOPIC" -a "$member_token"
	check 'locked: a new post makes another tag' [ "$(header ETag)" != "$locked_tag" ]
	locked_tag=$(header ETag)
	progress "$BOOK" 60 "$member_token"
	http GET "$API/topics/$TOPIC" -a "$member_token" -h "If-None-Match: $locked_tag"
	judge 'unlocked: the topic has another tag' '200 .locked == false'
	tag=$(header ETag)
	http PATCH "$API/topics/$TOPIC" -a "$owner_token" -d '{"title":"Fim"}' -h "If-Match: $tag"
	judge "unlocked: which is not that of who is locked" 412
	http PATCH "$API/topics/$TOPIC" -a "$owner_token" -d '{"title":"Fim"}' -h "If-Match: $locked_tag"
	judge "locked: one's own tag is" 200
	check 'locked: a change is another' [ "$(header ETag)" != "$locked_tag" ]
	http GET "$API/topics/$TOPIC/posts" -a "$member_token"
	judge 'unlocked: at 60 %' "200 [.items[] | [.locked, .unlock_at_percent, .text]] == [[false,null,\"Foi o $secret.\"],[false,null,\"Não sei\"]]"
	http GET "$API/posts/$first" -a "$member_token" -h 'If-None-Match: "1"'
	judge 'unlocked: the post has a tag' 304
	progress "$BOOK" 10 "$member_token"
	http GET "$API/posts/$first" -a "$member_token" -h 'If-None-Match: "1"'
	judge 'locked: again: the tag of the text is not that of the lock' '200 . == {"locked":true,"unlock_at_percent":60}'
	http GET "$API/topics/$TOPIC/posts" -a "$member_token"
	judge 'locked: again, for a reader who lowers their progress' '200 .items[0] == {"locked":true,"unlock_at_percent":60}'
}

for who in owner moderator member stranger; do person $who; done
topics
posts
counting
locked
finish
