#!/bin/sh
# Texts: the form in which every field keeps them, searches for words, and the tags of lists.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

BOOKS=$API/books
CLUBS=$API/clubs
NO_TOKEN=''

# --- the form ---

with() { # TEXT: the body of the row, with this text (a piece of JSON) in place of TEXT
	printf %s "$ROW_BODY" | awk -v text="$(printf %s "$1" | sed 's/[\\&]/\\&/g')" '{ gsub(/TEXT/, text); print }'
}

# Lines "what | METHOD path | body with TEXT | how the reply shows it": sends texts in several forms. KIND: line or lines.
forms() { # KIND
	while IFS='|' read -r row_text row_request ROW_BODY row_shown; do
		trim "$row_text" && what=$TRIMMED
		trim "$row_request" && method=${TRIMMED%% *} path=${TRIMMED#* }
		trim "$row_shown" && shown=$TRIMMED
		trim "$ROW_BODY" && ROW_BODY=$TRIMMED
		case $1 in
		line) break_wanted='422' separator_wanted='422' ;;
		*) break_wanted='20? '"$shown"' == "a\n\tb"' separator_wanted='20? '"$shown"' == "a\u2028b"' ;;
		esac
		while read_row; do
			queue "$method" "$path" -d "$(with "$ROW_SUBJECT")"
			ROW_TEXT="$what: $ROW_TEXT" ROW_WANT=$(printf %s "$ROW_WANT" | sed "s/SHOWN/$shown/g")
			note_row
		done <<END
combining marks are composed | Jose\\u0301 a\\u0303o | 20? SHOWN == "José ão"
other ways to write a character | \\u212b\\u2126 | 20? SHOWN == "ÅΩ"
compatible characters stay | \\ufb01m \\u00bd | 20? SHOWN == "\\ufb01m ½"
trimmed of blanks of all kinds | \\u00a0\\u3000 a\\u00a0b \\u2028\\n | 20? SHOWN == "a\\u00a0b"
nothing but a zero-width space | \\u200b | 422
nothing but invisible characters | \\u00ad\\u2060\\ufeff \\u202e\\u3164 | 422
nothing but blanks | \\u00a0 \\t | 422
something behind a zero-width space | \\u200ba | 20? SHOWN == "\\u200ba"
a newline and a tab | a\\n\\tb | $break_wanted
a separator of lines | a\\u2028b | $separator_wanted
a carriage return | a\\rb | 422
a vertical tab | a\\u000bb | 422
a C1 control | a\\u0085b | 422
END
		judge_rows
	done
}

rooms() {
	new_project
	http POST $CLUBS -d '{"name":"Clube"}'
	club=$(field .id)
	http POST "$CLUBS/$club/topics" -d '{"title":"Assunto"}'
	topic=$(field .id)
	http POST $BOOKS -d '{"title":"Livro"}'
	book=$(field .id)
	http PUT "$BOOKS/$book/progress" -d '{"percent":100}'
	http POST "$BOOKS/$book/reviews" -d '{"rating":5,"text":"bom"}'
	review=$(field .id)
	forms line <<END
task title | POST $API/tasks | {"title":"TEXT"} | .title
task label | POST $API/tasks | {"title":"x","labels":["TEXT"]} | .labels[0]
display name | PATCH $API/users/me | {"display_name":"TEXT"} | .display_name
organization | PATCH $API/organizations/$ana_home | {"name":"TEXT"} | .name
project | POST $PROJECTS | {"name":"TEXT"} | .name
platform | PATCH $PROJECTS/$PROJECT | {"platform":"TEXT"} | .platform
key | POST $PROJECTS/$PROJECT/keys | {"name":"TEXT"} | .name
book title | POST $BOOKS | {"title":"TEXT"} | .title
book author | POST $BOOKS | {"title":"x","authors":["y","TEXT"]} | .authors[1]
club | POST $CLUBS | {"name":"TEXT"} | .name
meeting title | POST $CLUBS/$club/meetings | {"title":"TEXT","starts_at":"2031-01-01T00:00:00Z"} | .title
meeting place | POST $CLUBS/$club/meetings | {"title":"x","place":"TEXT","starts_at":"2031-01-01T00:00:00Z"} | .place
topic title | POST $CLUBS/$club/topics | {"title":"TEXT"} | .title
END
	forms lines <<END
task description | POST $API/tasks | {"title":"x","description":"TEXT"} | .description
club description | POST $CLUBS | {"name":"x","description":"TEXT"} | .description
review | PATCH $API/reviews/$review | {"text":"TEXT"} | .text
post | POST $API/topics/$topic/posts | {"text":"TEXT"} | .text
END
}

customers_form() {
	if [ -z "${FAKE:-}" ]; then skip 'customers' 'no FAKE, the address of the providers' && return; fi
	fake_reset
	add_customer
	forms line <<END
customer name | PATCH $CUSTOMERS/$CUSTOMER | {"name":"TEXT"} | .name
customer number | PATCH $CUSTOMERS/$CUSTOMER | {"number":"TEXT"} | .address.number
customer complement | PATCH $CUSTOMERS/$CUSTOMER | {"complement":"TEXT"} | .address.complement
END
}

codes() {
	decomposed=$(printf 'e\314\201') note=$(printf '\360\235\205\240') # U+1D160
	bodies POST $API/tasks <<END
a newline | {"title":"a\\nb"} | 422 /title=line_break
a tab | {"title":"a\\tb"} | 422 /title=line_break
a separator of paragraphs | {"title":"a\\u2029b"} | 422 /title=line_break
invisible | {"title":"\\u200b"} | 422 /title=blank
an optional text of blanks | {"title":"x","description":" \\n"} | 422 /description=blank
an empty optional text | {"title":"x","description":""} | 201 .description == ""
every fault at once | {"title":"\\u200b","description":"\\u200b","labels":["a\\tb","\\u200b"]} | 422 /title=blank /description=blank /labels/0=line_break /labels/1=blank
lengths count after composing: 200 | {"title":"$(repeat "$decomposed" 200)"} | 201 .title == "$(repeat é 200)"
lengths count after composing: 201 | {"title":"$(repeat "$decomposed" 201)"} | 422 /title=too_long
a note that becomes three characters: 66 | {"title":"$(repeat "$note" 66)"} | 201 .title|length == 198
a note that becomes three characters: 67 | {"title":"$(repeat "$note" 67)"} | 422 /title=too_long
equal labels in two forms | {"title":"x","labels":["é","e\\u0301"]} | 422 /labels/1=duplicate_item
equal labels in three forms | {"title":"x","labels":["\\u212b","A\\u030a","Å"]} | 422 /labels/1=duplicate_item /labels/2=duplicate_item
equal labels but for a no-break space at the end | {"title":"x","labels":["a","a\\u00a0"]} | 422 /labels/1=duplicate_item
labels that only look alike are different | {"title":"x","labels":["fi","\\ufb01"]} | 201 (.labels|length) == 2
END
	bodies POST $BOOKS <<END
equal authors in two forms | {"title":"x","authors":["José","Jose\\u0301"]} | 422 /authors/1=duplicate_item
END
	http POST $API/tasks -d '{"title":"with a label","labels":["cafe\u0301"]}'
	paths GET <<END
label: composed | $API/tasks?label=caf%C3%A9 | 200 (.items|length) == 1 and .items[0].labels == ["café"]
label: decomposed | $API/tasks?label=cafe%CC%81 | 200 (.items|length) == 1
label: blanks around | $API/tasks?label=%C2%A0caf%C3%A9%20 | 200 (.items|length) == 1
label: invisible | $API/tasks?label=%E2%80%8B | 422 label=blank
label: with a newline | $API/tasks?label=a%0Ab | 422 label=line_break
q: invisible | $API/tasks?q=%E2%80%8B | 422 q=blank
q: of blanks | $API/tasks?q=%20%C2%A0 | 422 q=blank
q: with a newline | $API/tasks?q=a%0Ab | 422 q=line_break
q: a control character | $API/tasks?q=a%01 | 422 q=control_character
END
	http POST $API/register -a '' -d "{\"username\":\"$USER_NAME\\u200b\",\"email\":\"x@x.org\",\"password\":\"Um-Segredo-longo\"}"
	judge 'a username with an invisible character' '422 /username=username_invalid'
}

# --- the error center ---

reported() {
	fresh_project
	bodies POST $ERRORS -a "$KEY" <<END
event: title with a newline | {"title":"a\\nb"} | 422 /title=line_break
event: invisible title | {"title":"\\u2060"} | 422 /title=blank
event: invisible environment | {"title":"x","environment":"\\u200b"} | 422 /environment=blank
event: two tags become one | {"title":"x","tags":{"é":1,"e\\u0301":2}} | 422 /tags/e*=duplicate_item
event: a tag with a newline | {"title":"x","tags":{"a":"b\\nc"}} | 422 /tags/a=line_break
event: an invisible tag | {"title":"x","tags":{"\\u200b":"b"}} | 422 /tags/*=blank
event: a tag of 200 | {"title":"x","tags":{"a":"$(repeat é 200)"}} | 202
event: a tag of 201 | {"title":"x","tags":{"a":"$(repeat é 201)"}} | 422 /tags/a=too_long
END
	post '{"title":"Falha na impressa\u0303o","environment":"produc\u0327a\u0303o","origin":"caixa\u00a0um","tags":{"e\u0301":" cafe\u0301 "},"details":"e\u0301\r\n\u001b[31m"}'
	judge 'event: texts in another form are taken' 202
	sent '{"title":"Falha na impressão","environment":"produção","origin":"caixa um"}'
	settle 3
	found <<END
equal titles are one error: words in any order | q=impressao%20falha | 200 Falha na impressão
q: words in title and origin | q=caixa%20falha%20um | 200 Falha na impressão
q: a word that is in neither | q=caixa%20falha%20dois | 200
q: the words of one field | field=title&q=impressao%20falha | 200 Falha na impressão
q: not in another field | field=title&q=caixa%20falha | 200
q: of the origin | field=origin&q=um%20%20caixa | 200 Falha na impressão
q: of the level | field=level&q=or%20err&environment=produ%C3%A7%C3%A3o | 200 Falha na impressão
q: of another level | field=level&q=warn%20err&environment=produ%C3%A7%C3%A3o | 200
environment: composed | environment=produ%C3%A7%C3%A3o | 200 Falha na impressão
environment: decomposed | environment=produc%CC%A7a%CC%83o | 200 Falha na impressão
END
	http GET "$ERRORS?project=$PROJECT&environment=produ%C3%A7%C3%A3o"
	error_of 'Falha na impressão'
	http GET "$ERRORS/$ERROR/events"
	judge 'event: tags are kept in form C' '200 any(.items[]; .tags == {"é":"café"}) and (.items|length) == 2'
	event=$(field '[.items[] | select(.tags != {})][0].id')
	http GET "$ERRORS/$ERROR/events/$event"
	judge 'event: the log stays as it was sent' '200 .details == "e\u0301\r\n\u001b[31m"'
	check 'details: any order, across lines' eventually 5 finds "field=details&q=%5B31m%20%C3%A9" 'Falha na impressão'
}

# An SDK's texts are found by what people type.
from_sdk() {
	http POST "/api/$NUMBER/store/?sentry_key=$KEY" -a '' \
		-d '{"message":"Do SDK: na\u0303o","environment":"homologac\u0327a\u0303o","release":"lo\u0301ja@1"}'
	judge 'SDK: an event' 200
	settle 4
	found <<END
SDK: environment | environment=homologa%C3%A7%C3%A3o | 200 Do SDK: não
SDK: q | q=nao%20sdk | 200 Do SDK: não
END
	http GET "$ERRORS?project=$PROJECT&q=sdk"
	judge 'SDK: release' '200 .items[0].release == "lója@1"'
}

# --- searches ---

searches() {
	unique
	word=z$(printf %s "$UNIQUE" | tr -dc 0-9)
	for title in "Ana  Maria $word" "Reunião\\u00a0com Ana $word" "Comprar pão 50% a_b $word" "Outra coisa $word"; do
		http POST $API/tasks -d "{\"title\":\"$title\"}"
		[ "$STATUS" = 201 ] || fail "setting up: a task is made"
	done
	paths GET <<END
q: runs of blanks count as one | $API/tasks?q=ana%20maria%20$word | 200 [.items[].title] == ["Ana  Maria $word"]
q: more blanks than there are | $API/tasks?q=ana%20%20%20%C2%A0maria | 200 (.items|length) == 1
q: any order | $API/tasks?q=$word%20ana%20reuniao | 200 (.items|length) == 1
q: parts of words | $API/tasks?q=niao%20com | 200 (.items|length) == 1
q: decomposed | $API/tasks?q=reunia%CC%83o | 200 (.items|length) == 1
q: all words, not some | $API/tasks?q=ana%20inexistente | 200 .items == []
q: the same word twice | $API/tasks?q=ana%20ana%20$word&count=true | 200 .total == 2
q: % and _ are literal | $API/tasks?q=50%25%20a_b | 200 (.items|length) == 1
q: % matches nothing else | $API/tasks?q=a%25a | 200 .items == []
q: _ matches nothing else | $API/tasks?q=an_ | 200 .items == []
q: a backslash | $API/tasks?q=%5C | 200 .items == []
q: an accent alone finds nothing | $API/tasks?q=%CC%83 | 200 .items == []
q: an accent alone and a word | $API/tasks?q=%CC%83%20coisa | 200 (.items|length) == 1
q: invisible characters in a word | $API/tasks?q=rou%E2%80%8Bpa | 200 .items == []
q: invisible characters don't part words | $API/tasks?q=cois%C2%ADa | 200 (.items|length) == 1
q: empty is no filter (silent) | $API/tasks?q=&count=true | 200 .total >= 4
q: many words | $API/tasks?q=$(repeat %20a 40)%20$word | 200
q: 201 characters | $API/tasks?q=$(repeat a%20 100)b | 422 q=too_long
END
	walked=''
	for sort in created_at -created_at title -title; do
		http GET "$API/tasks?q=$word%20a&limit=1&sort=$sort"
		all='' pages=0
		while [ "$STATUS" = 200 ] && [ $pages -lt 9 ]; do
			all="$all $(field '.items[].id')" pages=$((pages + 1))
			next=$(field '.next_cursor // empty')
			[ -n "$next" ] || break
			http GET "$API/tasks?q=$word%20a&limit=1&sort=$sort&cursor=$next"
		done
		http GET "$API/tasks?q=$word%20a&sort=$sort"
		same "q: page by page, sorted by $sort" " $(field '[.items[].id] | join(" ")')" "$all"
		walked="$walked$pages"
	done
	same 'q: so many pages' 4444 "$walked"
	http POST $BOOKS -d "{\"title\":\"Dom Casmurro $word\",\"authors\":[\"Machado de Assis\"]}"
	http POST $CLUBS -d "{\"name\":\"Clube  da Praça $word\",\"visibility\":\"public\"}"
	paths GET <<END
books: words in title and author | $BOOKS?q=dom%20casmurro%20assis%20$word | 200 (.items|length) == 1
books: any order | $BOOKS?q=$word%20assis%20machado%20dom | 200 (.items|length) == 1
books: all words | $BOOKS?q=dom%20casmurro%20alencar%20$word | 200 .items == []
clubs: any order | $CLUBS?q=$word%20praca%20clube | 200 (.items|length) == 1
END
	paths GET -a "$NO_TOKEN" <<END
books: without a token | $BOOKS?q=assis%20$word | 200 (.items|length) == 1
clubs: without a token | $CLUBS?q=praca%20$word | 200 (.items|length) == 1
END
}

customers_found() {
	[ -n "${FAKE:-}" ] || return
	add_customer '.name = "José  Antônio da Silva"'
	paths GET <<END
customers: any order | $CUSTOMERS?q=silva%20jose | 200 (.items|length) == 1
customers: runs of blanks | $CUSTOMERS?q=jose%20antonio | 200 (.items|length) == 1
customers: all words | $CUSTOMERS?q=silva%20joana | 200 .items == []
customers: city, decomposed | $CUSTOMERS?city=Sa%CC%83o%20%20Paulo | 200 (.items|length) >= 1
END
}

users_found() {
	if ! has_program; then skip 'users' 'no program at hand' && return; fi
	promote "$ana"
	http PATCH $API/users/me -a "$ana_token" -d '{"display_name":"Ana  de Souza"}'
	paths GET -a "$ana_token" <<END
users: words in several members | $API/users?q=souza%20$ana%20example.com | 200 [.items[].username] == ["$ana"]
users: all words | $API/users?q=souza%20$ana%20example.org | 200 .items == []
users: an accent alone finds nothing | $API/users?q=%CC%81 | 200 .items == []
END
	balcao user demote "$ana"
}

# --- anybody ---

anybody() {
	paths GET -a "$NO_TOKEN" <<END
books: no count without a token | $BOOKS?count=true | 422 count=token_required
books: count=false | $BOOKS?count=false | 200 has("total")|not
books: q of two | $BOOKS?q=do | 422 q=too_short
books: q of three | $BOOKS?q=dom | 200
books: q of two, and blanks | $BOOKS?q=%20%20do%20 | 422 q=too_short
books: q of two with an accent apart | $BOOKS?q=de%CC%81 | 422 q=too_short
books: q empty | $BOOKS?q= | 422 q=too_short
books: both | $BOOKS?q=a&count=true | 422 q=too_short count=token_required
clubs: no count without a token | $CLUBS?count=true | 422 count=token_required
clubs: q of two | $CLUBS?q=ab | 422 q=too_short
clubs: q of three | $CLUBS?q=abc | 200
END
	paths GET <<END
books: count with a token | $BOOKS?count=true&limit=1 | 200 .total >= 1
books: q of one with a token | $BOOKS?q=a&limit=1 | 200
clubs: count with a token | $CLUBS?count=true&limit=1 | 200 .total >= 1
END
}

# --- the tags of lists ---

tags() {
	http GET "$API/tasks?limit=2"
	tag=$(header ETag)
	case $tag in 'W/"'?*'"') pass 'list: it has a weak ETag' ;; *) fail 'list: it has a weak ETag' "$tag" ;; esac
	http GET "$API/tasks?limit=2" -h "If-None-Match: $tag"
	same 'list: 304 without a body, with the tag' "304 0 $tag" "$STATUS $(wc -c <"$BODY" | tr -d ' ') $(header ETag)"
	headers GET "$API/tasks?limit=2" <<END
list: the tag without W/ | If-None-Match: ${tag#W/} | 304
list: in a list of tags | If-None-Match: "x", $tag | 304
list: * | If-None-Match: * | 304
list: another tag | If-None-Match: W/"x" | 200
list: If-Match is ignored | If-Match: "x" | 200
END
	http HEAD "$API/tasks?limit=2" -h "If-None-Match: $tag"
	expect_status 'list: HEAD' 304
	http GET "$API/tasks?limit=1"
	check 'list: another page has another tag' [ "$(header ETag)" != "$tag" ]
	create_task '{"title":"newer"}'
	http GET "$API/tasks?limit=2" -h "If-None-Match: $tag"
	judge 'list: a new row, a new tag' '200 .items[0].title == "newer"'
	tag=$(header ETag)
	http PATCH "$API/tasks/$TASK" -d '{"title":"changed"}'
	http GET "$API/tasks?limit=2" -h "If-None-Match: $tag"
	judge 'list: a changed row, a new tag' '200 .items[0].title == "changed"'
	http GET "$API/tasks?limit=2" -h "If-None-Match: $(header ETag)" -a ''
	judge 'list: 401 comes first' 401
	for list in "$API/organizations" "$API/users/me/sessions" "$API/users/me/activity" "$PROJECTS" "$ERRORS" "$ERRORS/stats?interval=day&since=2026-01-01T00:00:00Z&until=2026-01-03T00:00:00Z" "$BOOKS?limit=1" "$CLUBS?limit=1"; do
		http GET "$list"
		tag=$(header ETag)
		http GET "$list" -h "If-None-Match: $tag"
		case $tag in 'W/"'?*'"') expect_status "list: $list" 304 ;; *) fail "list: $list" "$tag" ;; esac
	done
	http GET "$BOOKS?limit=1" -a ''
	tag=$(header ETag)
	case $tag in 'W/"'?*'"') pass 'list: without a token, too' ;; *) fail 'list: without a token, too' "$tag" ;; esac
	http GET "$BOOKS?limit=1" -a '' -h "If-None-Match: $tag"
	expect_status 'list: without a token, 304' 304
	http POST $CUSTOMERS/search -d '{"email":"nobody@example.com"}' -h 'If-None-Match: *'
	judge 'list: a search by POST has none' '200 .items == []'
	expect_no_header 'list: a search by POST has no ETag' ETag
}

person ana
rooms
customers_form
codes
reported
from_sdk
searches
customers_found
anybody
tags
users_found
finish
