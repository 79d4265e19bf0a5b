#!/bin/sh
# The catalogue of books, and the readers' progress.
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

creating() {
	new_isbn
	hyphens=$(printf %s "$ISBN" | sed 's/^\(...\)\(..\)\(...\)\(....\)\(.\)$/\1-\2-\3-\4-\5/')
	http POST $BOOKS -d "{\"title\":\"  Grande Sertão \",\"authors\":[\"João Guimarães Rosa\"],\"isbn\":\"$hyphens\",\"pages\":608,\"published_year\":1956,\"language\":\"pt-BR\"}"
	judge 'POST: 201 with the book' "201 keys == $BOOK_MEMBERS and (.id|is_id) and .title == \"Grande Sertão\" and .authors == [\"João Guimarães Rosa\"]
		and .isbn == \"$ISBN\" and .pages == 608 and .published_year == 1956 and .language == \"pt-BR\" and .version == 1"
	expect_json 'POST: nobody has rated it' '.rating_average == null and .ratings_count == 0'
	BOOK=$(field .id)
	expect_header 'POST: Location' Location "$BOOKS/$BOOK"
	http GET "$BOOKS/$BOOK"
	judge 'GET: the same' "200 keys == $BOOK_MEMBERS and .isbn == \"$ISBN\""
	http GET "$BOOKS/$BOOK" -a ''
	judge 'GET: without a token, too' '200 .title == "Grande Sertão"'
	bodies POST $BOOKS <<END
the title is enough | {"title":"x"} | 201 .authors == [] and .isbn == null and .pages == null and .published_year == null and .language == null
no title | {} | 422 /title=required
title of 300 | {"title":"$(repeat x 300)"} | 201
title of 301 | {"title":"$(repeat x 301)"} | 422 /title=too_long
authors that are no array | {"title":"x","authors":"y"} | 422 /authors=wrong_type
authors twice the same | {"title":"x","authors":["y","y"]} | 422 /authors/1=duplicate_item
pages 0 | {"title":"x","pages":0} | 422 /pages=too_small
ratings are the server's | {"title":"x","rating_average":5,"ratings_count":1} | 422 /rating_average=unknown_field /ratings_count=unknown_field
END
	http POST $BOOKS -a '' -d '{"title":"x"}'
	judge 'POST: without a token' 401
	paths GET <<END
GET: an unknown id | $BOOKS/$UNKNOWN_ID | 404
GET: a malformed id | $BOOKS/1 | 404
END
}

# --- ISBN ---

isbns() {
	while IFS='|' read -r typed stored; do
		typed=${typed% }
		http GET "$BOOKS?isbn=$typed"
		case ${stored# } in
		422) judge "ISBN $typed is invalid" '422 isbn=isbn_invalid' ;;
		*) judge "ISBN $typed is one" 200 ;;
		esac
	done <<'END'
9789024538270 | 9789024538270
9789024538271 | 422
1857982185 | 9781857982183
9780471117094 | 9780471117094
8535902775 | 9788535902778
9788571537415 | 9788571537415
2222222222 | 9782222222224
12345678901 | 422
080442957X | 9780804429573
080442957x | 9780804429573
0-8044-2957-X | 9780804429573
X804429573 | 422
080442957: | 422
9791090636071 | 9791090636071
9771234567898 | 422
978902453827 | 422
97890245382700 | 422
978%2B024538270 | 422
978%20902453827 | 422
978%202%20253%2000269%207 | 9782253002697
ISBN%20978-2-253-00269-7 | 9782253002697
ISBN-13:978%E2%80%912%E2%80%91253%E2%80%9100269%E2%80%917 | 9782253002697
%E2%80%AA978%C2%A02253002697%E2%80%AC | 9782253002697
978225300269%D9%A7 | 422
END
	# Ten digits and thirteen are the same book; the digits are random except the check digit.
	new_isbn
	nine=${ISBN#978} nine=${nine%?}
	rest=$nine sum=0 weight=10
	while [ -n "$rest" ]; do
		digit=${rest%"${rest#?}"} rest=${rest#?}
		sum=$((sum + digit * weight)) weight=$((weight - 1))
	done
	last=$(((11 - sum % 11) % 11))
	[ $last -ne 10 ] || last=X
	http POST $BOOKS -d "{\"title\":\"Dez\",\"isbn\":\"$nine$last\"}"
	judge 'ISBN of 10 digits: stored as 13' "201 .isbn == \"$ISBN\""
	BOOK=$(field .id)
	bodies POST $BOOKS <<END
ISBN: taken, as 13 digits | {"title":"x","isbn":"$ISBN"} | 409 isbn_taken /isbn=isbn_taken
ISBN: taken, as 10 digits | {"title":"x","isbn":"$nine$last"} | 409 isbn_taken /isbn=isbn_taken
ISBN: taken, with hyphens | {"title":"x","isbn":"978-$nine-${ISBN#????????????}"} | 409 isbn_taken /isbn=isbn_taken
ISBN: taken, as people paste it | {"title":"x","isbn":"ISBN-13: \\u202a978\\u2011$nine\\u00a0${ISBN#????????????}\\u202c"} | 409 isbn_taken /isbn=isbn_taken
ISBN: taken, and another fault | {"title":"","isbn":"$ISBN"} | 422 /title=too_short /isbn=isbn_taken
ISBN: free, and another fault | {"title":"","isbn":"9780306406157"} | 422 /title=too_short
ISBN: a wrong check digit | {"title":"x","isbn":"9789024538271"} | 422 /isbn=isbn_invalid
ISBN: a number | {"title":"x","isbn":9789024538270} | 422 /isbn=wrong_type
ISBN: none | {"title":"x","isbn":null} | 201 .isbn == null
END
	http POST $BOOKS -d "{\"title\":\"x\",\"isbn\":\"$ISBN\"}"
	expect_json 'ISBN: the refusal names the book' ".errors[0].detail | contains(\"$BOOKS/$BOOK\")"
	http GET "$BOOKS?isbn=$nine$last"
	judge 'ISBN: found by 10 digits' "200 [.items[].id] == [\"$BOOK\"]"
	http GET "$BOOKS?isbn=ISBN%20978%E2%80%91$nine%C2%A0${ISBN#????????????}"
	judge 'ISBN: found as people paste it' "200 [.items[].id] == [\"$BOOK\"]"
	other=$BOOK
	add_book
	http PATCH "$BOOKS/$BOOK" -d "{\"isbn\":\"$ISBN\"}"
	judge 'ISBN: PATCH to the ISBN of another' '409 isbn_taken /isbn=isbn_taken'
	expect_json 'ISBN: PATCH: the other book is named' ".errors[0].detail | contains(\"$BOOKS/$other\")"
	http PATCH "$BOOKS/$BOOK" -d "{\"isbn\":\"$ISBN\"}" -h 'If-Match: "77"'
	judge 'ISBN: PATCH of an old version: that comes first' 412
	requests <<END
ISBN: PATCH to another's, and another fault | PATCH $BOOKS/$BOOK {"isbn":"$ISBN","pages":0} | 422 /isbn=isbn_taken /pages=too_small
ISBN: PATCH to one's own | PATCH $BOOKS/$other {"isbn":"$ISBN"} | 200 .isbn == "$ISBN"
ISBN: PATCH null | PATCH $BOOKS/$BOOK {"isbn":null} | 200 .isbn == null
END
	new_isbn
	for _ in 1 2 3 4 5 6 7 8; do queue POST $BOOKS -d "{\"title\":\"Corrida\",\"isbn\":\"$ISBN\"}"; done
	send --parallel --parallel-immediate
	made=0 refused=0
	for n in 1 2 3 4 5 6 7 8; do
		answer $n
		case $STATUS${PROBLEM%% *} in 201) made=$((made + 1)) ;; 409isbn_taken) refused=$((refused + 1)) ;; esac
	done
	same 'ISBN: of eight at once one is made' '1 7' "$made $refused"
}

# --- finding ---

finding() {
	unique
	word=z$(printf %s "$UNIQUE" | tr -dc 0-9)
	add_book "{\"title\":\"Ação $word\",\"authors\":[\"Érico Veríssimo\"]}"
	first=$BOOK
	add_book "{\"title\":\"Outra\",\"authors\":[\"Zé $word\",\"Ana 100%\"]}"
	second=$BOOK
	paths GET <<END
q: in the title, without accents | $BOOKS?q=acao%20$word | 200 [.items[].id] == ["$first"]
q: in the authors | $BOOKS?q=ZE%20$word | 200 [.items[].id] == ["$second"]
q: both | $BOOKS?q=$word&sort=created_at | 200 [.items[].id] == ["$first","$second"]
q: newest first | $BOOKS?q=$word | 200 [.items[].id] == ["$second","$first"]
sort: title | $BOOKS?q=$word&sort=title | 200 [.items[].title[:1]] == ["A","O"]
sort: -title | $BOOKS?q=$word&sort=-title | 200 [.items[].title[:1]] == ["O","A"]
sort: rating | $BOOKS?q=$word&sort=-rating | 200 (.items|length) == 2
q: % is literal | $BOOKS?q=$word%25 | 200 .items == []
q: nobody | $BOOKS?q=inexistente$word | 200 .items == []
count | $BOOKS?q=$word&count=true&limit=1 | 200 .total == 2 and (.items|length) == 1 and .next_cursor != null
sort: by something else | $BOOKS?sort=pages | 422 sort=*
filter: unknown | $BOOKS?author=x | 422 author=unknown_parameter
END
	http GET "$BOOKS?q=$word&limit=1" -a ''
	judge 'a page without a token' "200 [.items[].id] == [\"$second\"]"
	expect_header 'its Link' Link '<*>; rel="next"'
	cursor=$(field .next_cursor)
	http GET "$BOOKS?q=$word&limit=1&cursor=$cursor" -a ''
	judge 'the next page without a token' "200 [.items[].id] == [\"$first\"] and .next_cursor == null"
	http GET "$BOOKS?q=$word&limit=1&cursor=$cursor"
	judge "somebody is not nobody: the cursor is not theirs" '422 cursor=cursor_invalid'
}

changing() {
	add_book '{"title":"Antes","authors":["A"],"pages":10}'
	one=$BOOKS/$BOOK tag=$(header ETag)
	http PATCH "$one" -a "$reader_token" -d '{"title":"Depois"}' -h "If-Match: $tag"
	judge "PATCH: not another's" '403 forbidden'
	same 'PATCH: it says who may' moderator "$(field .needs)"
	http PATCH "$one" -d '{"title":"Depois","pages":null}' -h "If-Match: $tag"
	judge 'PATCH: who added it may' '200 .title == "Depois" and .authors == ["A"] and .pages == null and .version == 2'
	http PATCH "$one" -d '{"title":"x"}' -h "If-Match: $tag"
	judge 'PATCH: of an old version' 412
	http PATCH "$one" -a '' -d '{"title":"x"}'
	judge 'PATCH: without a token' 401
	http PATCH "$BOOKS/$UNKNOWN_ID" -d '{"title":"x"}'
	judge 'PATCH: of no book' 404
	http DELETE "$one"
	judge 'DELETE: the catalogue keeps its books' 405
	expect_allow 'its Allow' 'GET HEAD PATCH OPTIONS'
	http PATCH "$BOOKS/$UNKNOWN_ID" -a "$reader_token" -d '{"title":"x"}'
	judge 'PATCH: of no book, by another' 404
}

# A moderator and the owner of a club that lists the book may change it, and operators.
keeping() {
	crowd private
	add_book '{"title":"De todos"}' -a "$ana_token"
	one=$BOOKS/$BOOK
	by_role <<END
PATCH: in no list of theirs | PATCH $one {"title":"x"} | 403 403 403 403
END
	http POST "$CLUBS/$CLUB/books" -a "$member_token" -d "{\"book_id\":\"$BOOK\"}"
	by_role <<END
PATCH: by those of a club that lists it | PATCH $one {"title":"Do clube"} | 403 403 200 200
END
	http GET "$API/users/me/activity?action=book.change" -a "$moderator_token"
	judge 'activity: names the user who changed it' "200 [.items[].object] == [\"$BOOK\"]"
	http PATCH "$CLUBS/$CLUB/members/$moderator_id" -a "$owner_token" -d '{"role":"member"}'
	http PATCH "$one" -a "$moderator_token" -d '{"title":"x"}'
	judge 'PATCH: no longer a moderator' 403
	http DELETE "$CLUBS/$CLUB/books/$BOOK" -a "$owner_token"
	http PATCH "$one" -a "$owner_token" -d '{"title":"x"}'
	judge 'PATCH: no longer in the list' 403
	http GET "$one"
	judge 'PATCH: nothing has changed since' '200 .title == "Do clube"'
	if has_program; then
		person operator
		promote "$operator"
		http PATCH "$one" -d '{"title":"De operador"}'
		judge 'PATCH: by an operator' '200 .title == "De operador"'
	else
		skip 'an operator' 'no STATE, or no program there'
	fi
	http POST "$API/users/me/delete" -a "$ana_token" -d "{\"password\":\"$ana_password\"}"
	http GET "$one" -a "$owner_token"
	judge 'who added it is gone, the book stays' 200
}

reading() {
	add_book
	one=$BOOKS/$BOOK/progress
	requests <<END
progress: nothing yet | GET $one | 200 .percent == 0 and .updated_at == null and .book_id == "$BOOK"
progress: PUT | PUT $one {"percent":40} | 200 .percent == 40 and (.updated_at|is_time) and .book_id == "$BOOK"
progress: PUT again | PUT $one {"percent":30} | 200 .percent == 30
progress: GET | GET $one | 200 .percent == 30
progress: 0 | PUT $one {"percent":0} | 200
progress: 100 | PUT $one {"percent":100} | 200
progress: 101 | PUT $one {"percent":101} | 422 /percent=too_large
progress: below 0 | PUT $one {"percent":-1} | 422 /percent=too_small
progress: a half | PUT $one {"percent":0.5} | 422 /percent=wrong_type
progress: nothing | PUT $one {} | 422 /percent=required
progress: of no book | PUT $BOOKS/$UNKNOWN_ID/progress {"percent":1} | 404
progress: of no book, GET | GET $BOOKS/$UNKNOWN_ID/progress | 404
END
	http GET "$one"
	tag=$(header ETag)
	http PUT "$one" -d '{"percent":41}' -h "If-Match: $tag"
	judge 'progress: If-Match of the current version' '200 .percent == 41'
	http PUT "$one" -d '{"percent":42}' -h "If-Match: $tag"
	judge 'progress: If-Match of an old version' 412
	http PUT "$one" -a "$reader_token" -d '{"percent":43}' -h 'If-Match: "9"'
	judge 'progress: If-Match where nothing was said' 412
	http GET "$one" -a "$reader_token"
	judge "progress: another's is their own" '200 .percent == 0'
	http GET "$one" -a ''
	judge 'progress: without a token' 401
}

person reader
person ana
TOKEN=$ana_token
creating
isbns
finding
changing
reading
keeping
finish
