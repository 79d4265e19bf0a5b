#!/bin/sh
# The reading list of a club: members suggest books, moderators do the rest.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

reading() {
	crowd public
	one=$CLUBS/$CLUB/books
	TOKEN=$moderator_token
	add_book '' && first=$BOOK
	add_book '' && second=$BOOK
	http POST "$one" -a "$member_token" -d "{\"book_id\":\"$first\"}"
	judge 'suggest: a member does' "201 .book_id == \"$first\" and .state == \"suggested\" and .suggested_by == \"$member_id\" and .position == null and .finished_at == null and .version == 1"
	expect_header 'suggest: Location' Location "$one/$first"
	for state in planned reading finished dropped; do
		http POST "$one" -a "$member_token" -d "{\"book_id\":\"$second\",\"state\":\"$state\"}"
		judge "suggest: as $state is not for members" 403
	done
	bodies POST "$one" <<END
POST: there already | {"book_id":"$first"} | 409 already_listed /book_id=*
POST: there already, and an invalid state | {"book_id":"$first","state":"burnt"} | 422 /state=not_allowed /book_id=already_listed
POST: of no book | {"book_id":"$UNKNOWN_ID"} | 404
POST: nothing | {} | 422 /book_id=required
POST: an invalid state | {"book_id":"$second","state":"burnt"} | 422 /state=not_allowed
POST: an invalid date | {"book_id":"$second","starts_on":"2026-02-30"} | 422 /starts_on=date_invalid
POST: a time for a date | {"book_id":"$second","starts_on":"2026-02-03T00:00:00Z"} | 422 /starts_on=date_invalid
POST: ends before it begins | {"book_id":"$second","starts_on":"2026-02-03","ends_on":"2026-02-02"} | 422 /ends_on=inconsistent
POST: by a moderator, as reading | {"book_id":"$second","state":"reading","position":1,"starts_on":"2026-02-03","ends_on":"2026-02-03"} | 201 .state == "reading" and .position == 1 and .starts_on == "2026-02-03" and .ends_on == "2026-02-03"
END
	by_role <<END
list | GET $one | 200 200 200 200
one | GET $one/$first | 200 200 200 200
PATCH | PATCH $one/$first {"state":"planned"} | 403 403 200 200
PATCH: no such book | PATCH $one/$UNKNOWN_ID {"state":"planned"} | 403 403 404 404
DELETE: no such book | DELETE $one/$UNKNOWN_ID | 403 403 404 404
END
	requests <<END
PATCH: position | PATCH $one/$first {"position":2} | 200 .position == 2 and .state == "planned"
PATCH: ends before it begins | PATCH $one/$second {"ends_on":"2026-02-02"} | 422 /ends_on=inconsistent
PATCH: null clears | PATCH $one/$second {"starts_on":null,"ends_on":"2026-02-02"} | 200 .starts_on == null
PATCH: finished | PATCH $one/$second {"state":"finished"} | 200 .state == "finished" and (.finished_at|is_time)
PATCH: no longer | PATCH $one/$second {"state":"reading"} | 200 .finished_at == null
PATCH: not the book | PATCH $one/$second {"book_id":"$first"} | 422 /book_id=unknown_field
list: by position | GET $one | 200 [.items[].book_id] == ["$second","$first"] and (.items[0].title|length) > 0
list: the other way round | GET $one?sort=-position | 200 [.items[].book_id] == ["$first","$second"]
list: by age | GET $one?sort=created_at | 200 [.items[].book_id] == ["$first","$second"]
list: by state | GET $one?state=planned&count=true | 200 .total == 1 and .items[0].book_id == "$first"
list: an invalid state | GET $one?state=x | 422 state=not_allowed
END
	http GET "$one/$first"
	tag=$(header ETag)
	http PATCH "$one/$first" -d '{"position":3}' -h "If-Match: $tag"
	judge 'If-Match: the current version' 200
	http PATCH "$one/$first" -d '{"position":4}' -h "If-Match: $tag"
	judge 'If-Match: an old version' 412
	http DELETE "$one/$first" -h "If-Match: $tag"
	judge 'If-Match: DELETE of an old version' 412
	http DELETE "$one/$first" -a "$member_token"
	judge 'DELETE: not for members' 403
	http DELETE "$one/$first"
	judge 'DELETE' 204
	http GET "$one/$first"
	judge 'DELETE: it is gone' 404
}

# The average of three members or more. Others' progress, and that of who left, doesn't count.
averages() {
	crowd public
	one=$CLUBS/$CLUB/books
	TOKEN=$owner_token
	add_book '' && first=$BOOK
	add_book '' && second=$BOOK
	for book in $first $second; do http POST "$one" -d "{\"book_id\":\"$book\"}"; done
	judge 'average: nobody reads it' '201 .progress_average == null'
	progress "$first" 10 "$owner_token"
	progress "$first" 0 "$moderator_token"
	progress "$first" 90 "$stranger_token"
	progress "$second" 50 "$member_token"
	http GET "$one/$first"
	judge 'the book beside it' '200 .pages == null and .rating_average == null and .ratings_count == 0'
	judge 'average: two members, and a stranger' '200 .progress_average == null'
	progress "$first" 25 "$member_token"
	requests <<END
average: three members | GET $one/$first | 200 .progress_average == 11.67
average: in the list | GET $one | 200 [.items[] | [.book_id, .progress_average]] == [["$first",11.67],["$second",null]]
average: in the list, by age | GET $one?sort=-created_at&limit=1 | 200 .items[0].progress_average == null
average: in the reply to PATCH | PATCH $one/$first {"position":1} | 200 .progress_average == 11.67
average: counted | GET $one?count=true&limit=1 | 200 .total == 2 and .items[0].progress_average == 11.67
END
	progress "$first" 100 "$member_token"
	http GET "$one/$first"
	judge 'average: it moves' '200 .progress_average == 36.67'
	http DELETE "$CLUBS/$CLUB/members/$member_id"
	http GET "$one"
	judge 'average: without who left' '200 .items[0].progress_average == null'
	http POST "$CLUBS/$CLUB/join" -a "$stranger_token"
	http GET "$one/$first" -a "$stranger_token"
	judge 'average: with who came' '200 .progress_average == 33.33'
}

for who in owner moderator member stranger; do person $who; done
reading
averages
finish
