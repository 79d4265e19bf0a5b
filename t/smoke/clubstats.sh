#!/bin/sh
# Statistics of reading: each number as docs/clubs.md defines it, equal to the rows after any change. And
# nginx's cache of public replies: it never contains anything of a particular user.
# lane: waiting
# shellcheck disable=SC2154 # person sets NAME_token, …
# shellcheck source=t/smoke/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=t/smoke/people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=t/smoke/readers.sh
. "$(dirname "$0")/readers.sh"

STATS=$API/stats/reading
MONTH=$(TZ=America/Sao_Paulo date +%Y-%m)

# --- a club's ---

of_a_club() {
	crowd public
	one=$CLUBS/$CLUB
	TOKEN=$owner_token
	http GET "$one/stats"
	judge 'club: in the beginning' "200 .books_finished == 0 and .average_rating == null and .members == 3 and .meetings == 0 and .attendance == 0
		and (.months|length) == 12 and .months[0] == {\"month\":\"$MONTH\",\"books_finished\":0,\"average_rating\":null,\"members\":3,\"meetings\":0,\"attendance\":0}
		and .months[1].members == 0"
	tag=$(header ETag)
	expect_header 'club: a weak ETag' ETag 'W/"*"'
	http GET "$one/stats" -h "If-None-Match: $tag"
	judge 'club: and 304' 304
	http GET "$one/stats?months=11" -h "If-None-Match: $tag"
	judge 'club: with other numbers 200' 200
	add_book && first=$BOOK
	add_book && second=$BOOK
	for book in $first $second; do http POST "$one/books" -d "{\"book_id\":\"$book\",\"state\":\"finished\"}"; done
	http POST "$BOOKS/$first/reviews" -a "$owner_token" -d '{"rating":5}'
	http POST "$BOOKS/$second/reviews" -a "$owner_token" -d '{"rating":4}'
	http POST "$BOOKS/$second/reviews" -a "$member_token" -d '{"rating":0.5}'
	progress "$first" 100 "$stranger_token"
	http POST "$BOOKS/$first/reviews" -a "$stranger_token" -d '{"rating":1}'
	http POST "$one/meetings" -d '{"title":"já foi","starts_at":"2020-05-01T00:00:00Z"}'
	past=$one/meetings/$(field .id)
	http POST "$one/meetings" -d '{"title":"será","starts_at":"2040-05-01T00:00:00Z"}'
	future=$one/meetings/$(field .id)
	for token in "$owner_token" "$member_token"; do
		http PUT "$past/rsvp" -a "$token" -d '{"answer":"yes"}'
		http PUT "$future/rsvp" -a "$token" -d '{"answer":"yes"}'
	done
	http PUT "$past/rsvp" -a "$moderator_token" -d '{"answer":"maybe"}'
	http GET "$one/stats"
	judge 'club: finished books, what members think, meetings that were' '200 .books_finished == 2 and .average_rating == 3.17 and .meetings == 1 and .attendance == 2'
	expect_json 'club: by month' ".months[0].books_finished == 2 and .months[0].average_rating == 3.17 and .months[0].meetings == 0 and (.months|map(.meetings)|add) == 0"
	http GET "$one/stats?months=60"
	judge 'club: months asked for' '200 (.months|length) == 60'
	http DELETE "$one/members/$member_id"
	http GET "$one/stats"
	judge 'club: without the ratings of a member who left, but with their attendance' '200 .average_rating == 4.5 and .members == 2 and .attendance == 2'
	http PATCH "$one/books/$first" -d '{"state":"reading"}'
	http GET "$one/stats"
	judge 'club: a book that is not finished after all' '200 .books_finished == 1 and .average_rating == 4'
	paths GET <<END
club: months 0 | $one/stats?months=0 | 422 months=too_small
club: months 61 | $one/stats?months=61 | 422 months=too_large
END
	http GET "$one/stats" -a "$stranger_token"
	judge 'club: a public one tells strangers' '200 .members == 2'
}

# Each meeting counts in the month of its place: the last of October in the evening, in São Paulo, and others at the ends of months.
zones() {
	add_club private -a "$owner_token"
	one="$CLUBS/$CLUB/stats?months=60"
	TOKEN=$owner_token
	for at in 2025-10-31T21:30:00-03:00 2024-03-01T04:30:00Z 2023-11-05T05:59:59Z 2022-12-31T18:30:00Z; do
		http POST "$CLUBS/$CLUB/meetings" -d "{\"title\":\"x\",\"starts_at\":\"$at\"}"
	done
	while read -r zone months; do
		http GET "$one$zone"
		same "tz: months of '${zone#*=}'" "$months" "$(field -c '[.months[] | select(.meetings > 0) | .month]')"
	done <<'END'
 ["2025-10","2024-03","2023-11","2022-12"]
&tz=America/Sao_Paulo ["2025-10","2024-03","2023-11","2022-12"]
&tz=America%2FSao_Paulo ["2025-10","2024-03","2023-11","2022-12"]
&tz=UTC ["2025-11","2024-03","2023-11","2022-12"]
&tz=America/New_York ["2025-10","2024-02","2023-11","2022-12"]
&tz=Asia/Kolkata ["2025-11","2024-03","2023-11","2023-01"]
&tz=Etc/GMT%2B12 ["2025-10","2024-02","2023-11","2022-12"]
END
	for zone in america/sao_paulo America/Springfield BRT UTC%2B3 '%3C-03%3E3' -03:00 3 '' posix/UTC ../zoneinfo/UTC America//Sao_Paulo localtime \
		"$(repeat A 300)" America/S%C3%A3o_Paulo; do
		for where in "$one&" "$STATS?"; do
			http GET "${where}tz=$zone"
			judge "tz: $(printf %.20s "$zone") at ${where%%\?*}" '422 tz=*'
		done
	done
	http GET "$STATS?tz=Asia/Tokyo" -a ''
	judge 'tz: of all clubs' '200 .most_read'
	http GET "$STATS?tz=Asia/Tokyo&tz=UTC" -a ''
	judge 'tz: twice' '422 tz=repeated_parameter'
}

# --- over all clubs, against the rows ---

# Computes the same numbers from the rows, independently, in the shape of the reply.
recomputed() {
	sql "SELECT json_build_object(
		'clubs', (SELECT count(*) FROM club WHERE visibility = 'public'),
		'books_finished', (SELECT count(*) FROM club_book b, club c WHERE b.club_id = c.club_id AND c.visibility = 'public' AND b.state = 'finished'),
		'average_books_finished', (SELECT round(avg(n), 2) FROM (SELECT (SELECT count(*) FROM club_book b WHERE b.club_id = c.club_id AND b.state = 'finished') n
			FROM club c WHERE c.visibility = 'public') x),
		'ratings_count', (SELECT count(*) FROM review),
		'average_rating', (SELECT round(avg(rating / 2.0), 2) FROM review),
		'most_read', (SELECT json_agg(n) FROM (SELECT count(*) n FROM club_book b, club c WHERE b.club_id = c.club_id AND c.visibility = 'public'
			AND b.state = 'finished' AND (5 <= (SELECT count(*) FROM review r WHERE r.book_id = b.book_id)
				OR 5 <= (SELECT count(*) FROM progress p WHERE p.book_id = b.book_id AND percent = 100)
				OR EXISTS (SELECT FROM club_book l JOIN club d USING (club_id) WHERE l.book_id = b.book_id AND l.state = 'finished' AND d.visibility = 'public'
					AND 5 <= (SELECT count(*) FROM club_member m WHERE m.club_id = d.club_id)))
			GROUP BY b.book_id ORDER BY count(*) DESC, b.book_id LIMIT 10) x),
		'best_rated', (SELECT json_agg(id) FROM (SELECT book_id AS id FROM review GROUP BY book_id HAVING count(*) >= 5
			ORDER BY round((sum(rating) / 2.0 + 15) / (count(*) + 5), 4) DESC, count(*) DESC, book_id DESC LIMIT 10) x))" | jq -cS .
}

# The numbers of a club, or of the months between two dates, as docs/clubs.md defines them.
club_numbers() { # CLUB FROM TO: FROM and TO are SQL
	echo "'books_finished', (SELECT count(*) FROM club_book WHERE club_id = '$1' AND state = 'finished' AND finished_at >= $2 AND finished_at < $3),
		'average_rating', (SELECT round(avg(r.rating) / 2, 2) FROM review r WHERE r.user_id IN (SELECT user_id FROM club_member WHERE club_id = '$1')
			AND r.book_id IN (SELECT book_id FROM club_book WHERE club_id = '$1' AND state = 'finished' AND finished_at >= $2 AND finished_at < $3)),
		'members', (SELECT count(*) FROM club_member WHERE club_id = '$1' AND created_at < $3),
		'meetings', (SELECT count(*) FROM meeting WHERE club_id = '$1' AND starts_at <= now() AND starts_at >= $2 AND starts_at < $3),
		'attendance', (SELECT count(*) FROM meeting_answer a JOIN meeting m ON m.club_id = a.club_id AND m.id = a.meeting_id WHERE m.club_id = '$1'
			AND starts_at <= now() AND starts_at >= $2 AND starts_at < $3 AND answer = 'yes' AND NOT waitlisted)"
}
recomputed_club() { # CLUB
	sql "SET timezone = 'America/Sao_Paulo'; SELECT json_build_object($(club_numbers "$1" "timestamptz '-infinity'" "timestamptz 'infinity'"),
		'months', (SELECT json_agg(json_build_object('month', to_char(month, 'YYYY-MM'), $(club_numbers "$1" month "month + interval '1 month'")) ORDER BY month DESC)
			FROM generate_series(date_trunc('month', now()) - interval '13 months', date_trunc('month', now()), interval '1 month') month))" | jq -cS .
}

told() { field -cS '. + {most_read: ((.most_read | map(.clubs) | select(. != [])) // null), best_rated: ((.best_rated | map(.id) | select(. != [])) // null)}'; }

drift() { # books and clubs and meetings whose counters are not what the rows say
	sql "SELECT (SELECT count(*) FROM book b WHERE (ratings_count, rating_sum) IS DISTINCT FROM
			(SELECT (count(*), coalesce(sum(rating), 0)) FROM review r WHERE r.book_id = b.id)::record) +
		(SELECT count(*) FROM club c WHERE members <> (SELECT count(*) FROM club_member m WHERE m.club_id = c.club_id)) +
		(SELECT count(*) FROM meeting m WHERE going <> (SELECT count(*) FROM meeting_answer a WHERE a.club_id = m.club_id AND a.meeting_id = m.id
			AND answer = 'yes' AND NOT waitlisted)
			OR waiting <> (SELECT count(*) FROM meeting_answer a WHERE a.club_id = m.club_id AND a.meeting_id = m.id AND waitlisted) OR going > capacity) +
		(SELECT count(*) FROM book b WHERE clubs_finished <> (SELECT count(*) FROM club_book f JOIN club c USING (club_id) WHERE f.book_id = b.id
			AND state = 'finished' AND visibility = 'public'))" |
		tr -d '\n'
}

random() { # BELOW: sets RANDOM_NUMBER
	_seed=$(((_seed * 1103515245 + 12345) % 2147483648))
	RANDOM_NUMBER=$((_seed / 65536 % $1))
}
pick() { # WORD...: sets PICKED
	random $#
	shift "$RANDOM_NUMBER"
	PICKED=$1
}

# A hundred random changes of three readers' reviews, clubs, lists, members and answers, sent ten at a time.
operations() {
	_seed=$(date +%s)
	echo "# seed $_seed"
	clubs='' books='' tokens="$owner_token $moderator_token $member_token" meetings=''
	TOKEN=$owner_token
	for visibility in public public private; do
		add_club $visibility -a "$owner_token"
		clubs="$clubs $CLUB"
		enter "$CLUB" "$owner_token" "$moderator_token"
		http POST "$CLUBS/$CLUB/meetings" -a "$owner_token" -d '{"title":"m","starts_at":"2040-01-01T00:00:00Z","capacity":1}'
		meetings="$meetings $CLUBS/$CLUB/meetings/$(field .id)"
		for day in 3 40 200; do
			http POST "$CLUBS/$CLUB/meetings" -a "$owner_token" -d "{\"title\":\"m\",\"starts_at\":\"$(date -u -d "$day days ago" +%FT%TZ)\",\"capacity\":2}"
			meetings="$meetings $CLUBS/$CLUB/meetings/$(field .id)"
		done
	done
	for _ in 1 2 3 4; do
		add_book '' -a "$owner_token"
		books="$books $BOOK"
		for token in $tokens; do progress "$BOOK" 100 "$token"; done
		for club in $clubs; do http POST "$CLUBS/$club/books" -a "$owner_token" -d "{\"book_id\":\"$BOOK\"}"; done
	done
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		for _ in 1 2 3 4 5 6 7 8 9 10; do operation; done
		send --parallel --parallel-immediate
		for n in 1 2 3 4 5 6 7 8 9 10; do
			answer $n
			case $STATUS in 2?? | 403 | 404 | 409) ;; *) fail "random: $METHOD $REQUEST answers $STATUS" ;; esac
			case $METHOD$REQUEST$STATUS in POST*/reviews201) reviews="$reviews $(field .id)" ;; esac
		done
	done
}

reviews=$UNKNOWN_ID
# shellcheck disable=SC2086 # lists
operation() { # queues one
	pick $tokens && token=$PICKED
	pick $clubs && club=$PICKED
	pick $books && book=$PICKED
	pick $reviews && review=$PICKED
	pick $meetings && meeting=$PICKED
	random 10 && rating=$(((RANDOM_NUMBER + 1) * 5)) && rating=$((rating / 10)).$((rating % 10))
	random 8
	case $RANDOM_NUMBER in
	0 | 1) queue POST "$BOOKS/$book/reviews" -a "$token" -d "{\"rating\":$rating}" ;;
	2) queue PATCH "$API/reviews/$review" -a "$token" -d "{\"rating\":$rating}" ;;
	3) queue DELETE "$API/reviews/$review" -a "$token" ;;
	4) pick suggested reading finished finished dropped && queue PATCH "$CLUBS/$club/books/$book" -a "$owner_token" -d "{\"state\":\"$PICKED\"}" ;;
	5) pick public private && queue PATCH "$CLUBS/$club" -a "$owner_token" -d "{\"visibility\":\"$PICKED\"}" ;;
	6) pick yes yes no maybe && queue PUT "$meeting/rsvp" -a "$token" -d "{\"answer\":\"$PICKED\"}" ;;
	7) pick "POST $CLUBS/$club/join" "DELETE $CLUBS/$club/members/$member_id" && queue ${PICKED% *} "${PICKED#* }" -a "$member_token" ;;
	esac
}

against_the_rows() {
	operations
	same 'random: no counter has drifted from its rows' 0 "$(drift)"
	wanted=$(recomputed)
	http GET $STATS -a "$owner_token"
	same 'random: the statistic is what the rows say' "$wanted" "$(told)"
	# Moves rows into other months, which no request can do.
	sql "UPDATE club_book SET finished_at = finished_at - n * interval '40 days' FROM (SELECT ctid AS row, row_number() OVER () % 5 AS n
		FROM club_book) o WHERE club_book.ctid = row AND state = 'finished'" >/dev/null
	sql "UPDATE club_member SET created_at = created_at - n * interval '25 days' FROM (SELECT ctid AS row, row_number() OVER () % 7 AS n
		FROM club_member) o WHERE club_member.ctid = row" >/dev/null
	for club in $clubs; do
		http GET "$CLUBS/$club/stats?months=14" -a "$owner_token"
		same 'random: so is that of a club, in all and by month' "$(recomputed_club "$club")" "$(field -cS .)"
	done
}

shown() { http GET $STATS -a "$owner_token" && field "[.$1[].id] | index(\"$2\") != null"; } # LIST BOOK

# Nobody alone puts a text on the public page: both lists show what at least five have read.
five_readers() {
	readers=''
	for who in r1 r2 r3 r4 r5; do
		person $who
		readers="$readers $TOKEN"
	done
	TOKEN=$r1_token
	add_book && rated=$BOOK
	add_book && listed=$BOOK
	add_book && done=$BOOK
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do # one's own clubs, more than any other test has
		add_club public
		for book in $listed $done $rated; do http POST "$CLUBS/$CLUB/books" -d "{\"book_id\":\"$book\",\"state\":\"finished\"}"; done
	done
	same 'five: of clubs of one' 'false false false' "$(shown most_read "$listed") $(shown most_read "$done") $(shown most_read "$rated")"
	n=0
	for token in $readers; do
		n=$((n + 1))
		same "five: $((n - 1)) have read it" 'false false false false' "$(shown most_read "$listed") $(shown most_read "$done") $(shown most_read "$rated") $(shown best_rated "$rated")"
		progress "$done" 100 "$token"
		progress "$rated" 100 "$token"
		http POST "$BOOKS/$rated/reviews" -a "$token" -d '{"rating":5}'
		http POST "$CLUBS/$CLUB/join" -a "$token"
	done
	same 'five: all five have read it' 'true true true true' "$(shown most_read "$listed") $(shown most_read "$done") $(shown most_read "$rated") $(shown best_rated "$rated")"
	same 'five: with the number of all clubs' 12 "$(field ".most_read[] | select(.id == \"$listed\") | .clubs")"
	progress "$done" 99 "$r5_token"
	http DELETE "$CLUBS/$CLUB/members/$r5_id"
	judge 'five: one leaves' 204
	same 'five: a club of four' 'false false true' "$(shown most_read "$listed") $(shown most_read "$done") $(shown most_read "$rated")"
	http POST "$CLUBS/$CLUB/join" -a "$r5_token"
	same 'five: and back' true "$(shown most_read "$listed")"
	http PATCH "$CLUBS/$CLUB" -d '{"visibility":"private"}'
	same 'five: a private club of five' false "$(shown most_read "$listed")"
	http PATCH "$CLUBS/$CLUB" -d '{"visibility":"public"}'
	weighted
}

# Six ratings of 4.5 outweigh five that are a little better, but five of 5 outweigh six of 4.
weighted() {
	person r6
	add_book && few=$BOOK
	add_book && many=$BOOK
	add_book && good=$BOOK
	for book in $few $many $good; do
		for token in $readers "$r6_token"; do
			progress "$book" 100 "$token"
			case $book$token in "$few$r6_token" | "$good$r6_token") continue ;; "$few$r1_token") rating=5 ;; "$good"*) rating=3 ;; *) rating=4.5 ;; esac
			http POST "$BOOKS/$book/reviews" -a "$token" -d "{\"rating\":$rating}"
		done
	done
	http GET $STATS -a "$owner_token"
	same 'weighted: by number and average' "$rated $many $few $good" \
		"$(field "[.best_rated[].id | select(. == (\"$rated\",\"$many\",\"$few\",\"$good\"))] | join(\" \")")"
	expect_json 'weighted: the average is told as it is' ".best_rated[] | select(.id == \"$few\") | .rating_average == 4.6 and .ratings_count == 5"
}

# No number includes the reading of a private club.
private_ones() {
	http GET $STATS -a "$owner_token"
	before=$(field -c '[.clubs, .books_finished]')
	add_club private -a "$owner_token"
	add_book '' -a "$owner_token"
	http POST "$CLUBS/$CLUB/books" -a "$owner_token" -d "{\"book_id\":\"$BOOK\",\"state\":\"finished\"}"
	http GET $STATS -a "$owner_token"
	same 'private: counted nowhere, not even for its owner' "$before" "$(field -c '[.clubs, .books_finished]')"
	http PATCH "$CLUBS/$CLUB" -a "$owner_token" -d '{"visibility":"public"}'
	http GET $STATS -a "$owner_token"
	check 'private: counted once it is public' [ "$before" != "$(field -c '[.clubs, .books_finished]')" ]
}

# --- the cache ---

cache_of() { # PATH [options]: sets CACHED, what nginx says of it
	http GET "$@"
	CACHED=$(header X-Cache)
}

# The five routes: the second request without a token is a hit; a request with a token never is.
hits() {
	TOKEN=
	add_club public -a "$owner_token"
	club=$CLUB clubs_found="$CLUBS?q=$UNIQUE"
	add_book '' -a "$owner_token"
	book=$BOOK books_found="$BOOKS?q=$UNIQUE"
	for path in "$clubs_found" "$CLUBS/$club" "$books_found" "$BOOKS/$book" "$STATS"; do
		eventually 61 missed "$path" || fail "cache: $path was never asked for anew"
		tag=$(header ETag)
		expect_header "cache: ${path%%\?*}: is public" Cache-Control 'public, max-age=30'
		check "cache: ${path%%\?*}: has an ETag" [ -n "$tag" ]
		[ "$path" = "${path%%\?*}" ] || expect_json "cache: ${path%%\?*}: is no empty list" '.items | length == 1'
		expect_no_header 'cache: sets no cookie' Set-Cookie
		expect_header 'cache: Vary names Authorization' Vary '*Authorization*'
		cp "$BODY" "$WORK/missed"
		check 'cache: one soon after another is a hit' eventually 60 hit "$path"
		check 'cache: and the same' cmp -s "$BODY" "$WORK/missed"
		http GET "$path" -h "If-None-Match: $tag"
		judge 'cache: If-None-Match of that tag' 304
		http GET "$path" -h 'If-None-Match: "0"'
		judge 'cache: and of another' 200
		cache_of "$path" -a "$owner_token"
		same 'cache: with a token it is passed by' BYPASS "$CACHED"
		expect_header 'cache: then it is private' Cache-Control 'private, no-store'
		http GET "$path" -a 'a.b.c'
		judge 'cache: with a false token it is 401, not a hit' '401 token_invalid'
		http GET "$path" -h 'Authorization: Basic eDp5'
		judge 'cache: nor with another scheme' 401
		http GET "$path" -h 'Authorization: 0'
		judge 'cache: nor with 0, which nginx takes for nothing' 401
		cache_of "$path" -h 'Cookie: 0'
		same 'cache: nor is that a cookie like none' BYPASS "$CACHED"
		cache_of "$path" -h 'Cookie: session=1'
		same 'cache: with a cookie it is passed by, too' BYPASS "$CACHED"
		cache_of "$path"
		check 'cache: what was passed by changed nothing' cmp -s "$BODY" "$WORK/missed"
		http HEAD "$path"
		judge 'cache: HEAD' 200
	done
	http GET "$CLUBS/$club" -h "Accept-Language: pt-BR"
	judge 'cache: the language makes no difference' '200 .role == null'
}

hit() { # PATH: it is answered from the cache
	cache_of "$1"
	[ "$CACHED" = HIT ]
}

missed() { # PATH: it is not answered from the cache, which forgets after some seconds
	cache_of "$1"
	case $CACHED in MISS | EXPIRED) return 0 ;; *) return 1 ;; esac
}

# Two users' own replies, then one without a token, at the same address.
mine_is_mine() {
	TOKEN=
	unique
	http POST $CLUBS -a "$owner_token" -d "{\"name\":\"Secreto $UNIQUE\"}"
	private=$(field .id)
	http GET "$CLUBS?q=$UNIQUE" -a "$owner_token"
	judge 'cache: a private club to its owner' "200 [.items[].id] == [\"$private\"]"
	http GET "$CLUBS?q=$UNIQUE"
	judge 'cache: a request without a token does not get that reply' '200 .items == []'
	http GET "$CLUBS?q=$UNIQUE"
	judge 'cache: nor from the cache' '200 .items == []'
	http GET "$CLUBS?q=$UNIQUE" -a "$stranger_token"
	judge 'cache: nor to another' '200 .items == []'
	http GET "$CLUBS?q=$UNIQUE" -a "$owner_token"
	judge 'cache: to its owner as before' "200 [.items[] | [.id, .role]] == [[\"$private\",\"owner\"]]"
	for _ in 1 2; do
		http GET "$CLUBS/$private"
		judge 'cache: a 404' 404
		expect_header 'cache: is not kept' Cache-Control '*no-store*'
		http GET "$CLUBS/$private" -a "$owner_token"
		judge 'cache: while its owner reads it' '200 .role == "owner"'
	done
	cache_of "$CLUBS/$club"
	judge 'cache: a public club without a token shows no role' '200 .role == null'
	http GET "$CLUBS/$club/members"
	judge 'cache: what lies below needs a token' 401
	same 'cache: and is not kept' MISS "$(header X-Cache)"
	http GET "$CLUBS/$club/members" -a "$owner_token"
	http GET "$CLUBS/$club/members"
	judge 'cache: even after somebody read it' 401
}

# After a change the old reply lives for four seconds at most. nginx and the clock of the test may be a second apart, so each
# reply must be read from the cache just before the change, and gone five seconds later.
refresh_after_change() {
	TOKEN=
	http GET "$BOOKS/$book"
	http PATCH "$BOOKS/$book" -a "$owner_token" -d '{"title":"Depois"}'
	http PATCH "$CLUBS/$club" -a "$owner_token" -d '{"name":"Depois"}'
	http GET "$CLUBS/$club" -a "$owner_token"
	judge 'refresh: with a token the change is there at once' '200 .name == "Depois"'
	check 'refresh: a book' eventually 60 now_says "$BOOKS/$book" '.title == "Depois"'
	check 'refresh: a club' eventually 60 now_says "$CLUBS/$club" '.name == "Depois"'
}

# TEXT: changes by a request, whose arguments follow, and finds the club gone for strangers within five seconds.
gone_after() {
	_change=$1
	shift
	TOKEN=
	http GET $STATS -a "$owner_token"
	counted=$(field .clubs)
	eventually 60 now_says $STATS ".clubs == $counted" || fail "$_change: the number of clubs"
	for path in "$clubs_found" "$CLUBS/$club"; do check "$_change: nginx has ${path%%\?*}" eventually 60 hit "$path"; done
	since=$(date +%s%N)
	http "$@" -a "$owner_token"
	one_of "$STATUS" 200,204 || fail "$_change"
	for path in "$CLUBS/$club 404" "$clubs_found .items==[]" "$STATS .clubs!=$counted"; do
		check "$_change: ${path%%\?*} tells nothing to strangers" eventually 60 told_to_strangers "${path% *}" "${path##* }"
	done
	took=$((($(date +%s%N) - since) / 1000000))
	check "$_change: within five seconds, and some for a busy machine [$took ms]" [ $took -lt 10000 ]
}

told_to_strangers() { # PATH 404|JQ-EXPRESSION
	http GET "$1" -a ''
	case $2 in 404) [ "$STATUS" = 404 ] ;; *) holds "$2" ;; esac
}

disappearing() {
	TOKEN=$owner_token
	add_club public
	club=$CLUB clubs_found="$CLUBS?q=$UNIQUE"
	gone_after 'private' PATCH "$CLUBS/$club" -d '{"visibility":"private"}'
	http PATCH "$CLUBS/$club" -a "$owner_token" -d '{"visibility":"public"}'
	eventually 60 now_says "$CLUBS/$club" '.visibility == "public"' || fail 'setting up: public again'
	gone_after 'deleted' DELETE "$CLUBS/$club"
}

now_says() { http GET "$1" -a '' && holds "$2"; }

for who in owner moderator member stranger; do person $who; done
of_a_club
zones
if has_sql; then
	against_the_rows
else
	skip 'the statistics against the rows' 'no STATE, psql, or way to the database'
fi
five_readers
private_ones
hits
mine_is_mine
refresh_after_change
disappearing
finish
