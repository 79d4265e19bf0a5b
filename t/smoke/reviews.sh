#!/bin/sh
# Reviews of books.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

REVIEW_MEMBERS='["book_id","created_at","id","mine","rating","spoiler","text","updated_at","user_id","username","version"]'

not_read() {
	add_book
	of=$BOOKS/$BOOK/reviews
	bodies POST "$of" <<END
not read: nothing said | {"rating":5} | 409 not_read
not read: what is wrong is judged first | {"rating":6} | 422 /rating=not_allowed
END
	progress "$BOOK" 99 "$ana_token"
	http POST "$of" -d '{"rating":5}'
	judge 'not read: at 99 %' '409 not_read'
	http POST "$BOOKS/$UNKNOWN_ID/reviews" -d '{"rating":5}'
	judge 'no such book' 404
	http POST "$of" -a '' -d '{"rating":5}'
	judge 'without a token' 401
	progress "$BOOK" 100 "$ana_token"
	http POST "$of" -d '{"rating":5}'
	judge 'read: at 100 %' 201
	one=$API/reviews/$(field .id)
	progress "$BOOK" 50 "$ana_token"
	http GET "$one"
	judge 'read again: the review stays' 200
}

# Of a book that one of the user's clubs has finished.
by_club() {
	crowd public
	add_book '' -a "$owner_token"
	http POST "$CLUBS/$CLUB/books" -a "$owner_token" -d "{\"book_id\":\"$BOOK\",\"state\":\"reading\"}"
	of=$BOOKS/$BOOK/reviews
	http POST "$of" -a "$member_token" -d '{"rating":3}'
	judge 'club: while it reads' '409 not_read'
	http PATCH "$CLUBS/$CLUB/books/$BOOK" -a "$owner_token" -d '{"state":"finished"}'
	http POST "$of" -a "$stranger_token" -d '{"rating":3}'
	judge 'club: it has finished, but is not of theirs' '409 not_read'
	http POST "$of" -a "$member_token" -d '{"rating":3}'
	judge 'club: it has finished, and is of theirs' 201
	add_club private -a "$owner_token"
	add_book '' -a "$owner_token"
	http POST "$CLUBS/$CLUB/books" -a "$owner_token" -d "{\"book_id\":\"$BOOK\",\"state\":\"finished\"}"
	http POST "$BOOKS/$BOOK/reviews" -a "$owner_token" -d '{"rating":4}'
	judge 'club: a private one' 201
}

writing() {
	add_book
	of=$BOOKS/$BOOK/reviews
	progress "$BOOK" 100 "$ana_token"
	bodies POST "$of" <<END
rating: none | {"text":"x"} | 422 /rating=required
rating: 0 | {"rating":0} | 422 /rating=not_allowed
rating: 5.5 | {"rating":5.5} | 422 /rating=not_allowed
rating: 4.25 | {"rating":4.25} | 422 /rating=not_allowed
rating: 1e300 | {"rating":1e300} | 422 /rating=not_allowed
rating: a text | {"rating":"5"} | 422 /rating=wrong_type
text of 10,001 | {"rating":5,"text":"$(repeat x 10001)"} | 422 /text=too_long
spoiler that is not a boolean | {"rating":5,"spoiler":"no"} | 422 /spoiler=wrong_type
END
	http POST "$of" -d '{"rating":4.5,"text":" Muito bom. ","spoiler":true}'
	judge 'POST: 201 with the review' "201 keys == $REVIEW_MEMBERS and (.id|is_id) and .book_id == \"$BOOK\" and .user_id == \"$ana_id\" and .username == \"$ana\"
		and .rating == 4.5 and .text == \"Muito bom.\" and .spoiler == true and .mine == true and .version == 1"
	one=$API/reviews/$(field .id)
	expect_header 'POST: Location' Location "$one"
	http POST "$of" -d '{"rating":1}'
	judge 'POST: one per reader and book' '409 already_reviewed'
	http GET "$one" -a "$bea_token"
	judge 'GET: another reads it' '200 .rating == 4.5 and .mine == false'
	http GET "$one" -a ''
	judge 'GET: without a token' 401
	requests -a "$bea_token" <<END
another may not change it | PATCH $one {"rating":1} | 403
another may not delete it | DELETE $one | 403
none that there is | PATCH $API/reviews/$UNKNOWN_ID {"rating":1} | 404
none to delete | DELETE $API/reviews/$UNKNOWN_ID | 404
END
	for rating in 0.5 1 1.5 2 2.5 3 3.5 4 4.5 5; do
		http PATCH "$one" -d "{\"rating\":$rating}"
		judge "PATCH: rating $rating" "200 .rating == $rating and .text == \"Muito bom.\""
	done
	tag=$(header ETag)
	requests <<END
PATCH: null clears | PATCH $one {"text":null,"spoiler":null} | 200 .text == null and .spoiler == false and .rating == 5
PATCH: the rating can't be cleared | PATCH $one {"rating":null} | 422 /rating=required
PATCH: the book is what it is | PATCH $one {"book_id":"$UNKNOWN_ID"} | 422 /book_id=unknown_field
END
	http PATCH "$one" -d '{"rating":1}' -h "If-Match: $tag"
	judge 'If-Match: an old version' 412
	http DELETE "$one" -h "If-Match: $tag"
	judge 'If-Match: DELETE of an old version' 412
	http DELETE "$one"
	judge 'DELETE' 204
	http GET "$one"
	judge 'DELETE: it is gone' 404
	for _ in 1 2 3 4 5 6; do queue POST "$of" -d '{"rating":2}'; done
	send --parallel --parallel-immediate
	made=0 refused=0
	for n in 1 2 3 4 5 6; do
		answer $n
		case $STATUS${PROBLEM%% *} in 201) made=$((made + 1)) ;; 409already_reviewed) refused=$((refused + 1)) ;; esac
	done
	same 'POST: six times at once is once' '1 5' "$made $refused"
	http GET "$BOOKS/$BOOK"
	judge 'POST: and counts once' '200 .ratings_count == 1 and .rating_average == 2'
}

averages() {
	add_book
	of=$BOOKS/$BOOK/reviews
	for who in ana bea eva; do
		eval "progress $BOOK 100 \$${who}_token"
	done
	http GET "$BOOKS/$BOOK"
	tag=$(header ETag)
	http POST "$of" -a "$ana_token" -d '{"rating":5}'
	http POST "$of" -a "$bea_token" -d '{"rating":4}'
	http POST "$of" -a "$eva_token" -d '{"rating":0.5}'
	third=$API/reviews/$(field .id)
	http GET "$BOOKS/$BOOK" -h "If-None-Match: $tag"
	judge 'average: of three, to two decimals; another version of the book' '200 .rating_average == 3.17 and .ratings_count == 3'
	http PATCH "$third" -a "$eva_token" -d '{"rating":3}'
	http GET "$BOOKS/$BOOK"
	judge 'average: after a change' '200 .rating_average == 4 and .ratings_count == 3'
	http DELETE "$third" -a "$eva_token"
	http GET "$BOOKS/$BOOK"
	judge 'average: after a deletion' '200 .rating_average == 4.5 and .ratings_count == 2'
	paths GET <<END
list: newest first | $of?count=true | 200 .total == 2 and [.items[].rating] == [4,5] and all(.items[]; keys == $REVIEW_MEMBERS) and [.items[].mine] == [false,true]
list: only one's own | $of?mine=true&count=true | 200 .total == 1 and [.items[].rating] == [5]
list: by rating | $of?sort=-rating | 200 [.items[].rating] == [5,4]
list: by age | $of?sort=created_at&limit=1 | 200 [.items[].rating] == [5] and .next_cursor != null
list: by text | $of?sort=text | 422 sort=*
list: of no book | $BOOKS/$UNKNOWN_ID/reviews | 404
END
	http GET "$of" -a ''
	judge 'list: without a token' 401
}

for who in ana bea eva owner moderator member stranger; do person $who; done
TOKEN=$ana_token
not_read
writing
averages
by_club
finish
