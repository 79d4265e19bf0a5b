#!/bin/sh
# The rules for every route: bodies, order of checks, methods, tokens, languages, limits.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# --- JSON ---

# Lines "text | printf format of the body | expectation"; needed for bytes that a shell string can't hold.
byte_bodies() {
	while read_row; do
		queue "$@" -f "$WORK/bytes.$((_queued + 1))"
		# shellcheck disable=SC2059
		printf "$ROW_SUBJECT" >"$WORK/bytes.$_queued"
		note_row
	done
	judge_rows
}

malformed_json() {
	byte_bodies POST $API/tasks <<'END'
JSON: an empty body where one is needed |  | 400
JSON: only blanks | \n  | 400
JSON: no closing brace | {"title":"x" | 400
JSON: no closing quote | {"title":"x | 400
JSON: a stray brace | } | 400
JSON: single quotes | {'title':'x'} | 400
JSON: a bare name | {title:"x"} | 400
JSON: a trailing comma in an object | {"title":"x",} | 400
JSON: a trailing comma in an array | {"title":"x","labels":["a",]} | 400
JSON: a missing comma | {"title":"x" "priority":1} | 400
JSON: a comment | {"title":"x"/* y */} | 400
JSON: a line comment | {"title":"x"} // y | 400
JSON: a leading zero | {"title":"x","priority":01} | 400
JSON: a plus sign | {"title":"x","priority":+1} | 400
JSON: a bare decimal point | {"title":"x","priority":1.} | 400
JSON: a decimal point in front | {"title":"x","priority":.1} | 400
JSON: an exponent without digits | {"title":"x","priority":1e} | 400
JSON: a hexadecimal number | {"title":"x","priority":0x1} | 400
JSON: NaN | {"title":"x","priority":NaN} | 400
JSON: Infinity | {"title":"x","priority":Infinity} | 400
JSON: -Infinity | {"title":"x","priority":-Infinity} | 400
JSON: NaN alone | NaN | 400
JSON: TRUE in capitals | {"title":"x","status":TRUE} | 400
JSON: nil | {"title":"x","due_at":nil} | 400
JSON: a raw newline in a string | {"title":"a\nb"} | 400
JSON: a raw control character in a string | {"title":"a\001b"} | 400
JSON: a raw tab in a name | {"ti\ttle":"x"} | 400
JSON: a raw NUL | {"title":"a\000b"} | 400
JSON: a NUL behind the end | {"title":"x"}\000 | 400
JSON: an escaped NUL in a text | {"title":"a\\u0000b"} | 400
JSON: an escaped NUL in a name | {"a\\u0000b":1,"title":"x"} | 400
JSON: an unknown escape | {"title":"\\x41"} | 400
JSON: a short escape | {"title":"\\u12"} | 400
JSON: a Latin-1 byte | {"title":"caf\351"} | 400
JSON: an overlong sequence | {"title":"\300\257"} | 400
JSON: an overlong sequence of three bytes | {"title":"\340\200\257"} | 400
JSON: a surrogate in UTF-8 | {"title":"\355\240\200"} | 400
JSON: beyond U+10FFFF | {"title":"\364\220\200\200"} | 400
JSON: a cut sequence | {"title":"\303"} | 400
JSON: a lone continuation byte | {"title":"\200"} | 400
JSON: invalid UTF-8 in a name | {"\351":1,"title":"x"} | 400
JSON: a lone high surrogate | {"title":"\\ud800"} | 400
JSON: a lone low surrogate | {"title":"\\udc00"} | 400
JSON: a high surrogate before a letter | {"title":"\\ud800\\u0041"} | 400
JSON: surrogates in the wrong order | {"title":"\\udc00\\ud800"} | 400
JSON: a byte order mark | \357\273\277{"title":"x"} | 400
JSON: UTF-16 | {\000"\000t\000"\000:\0001\000}\000 | 400
JSON: a name twice | {"title":"a","title":"b"} | 400
JSON: a name twice, the same value | {"title":"a","title":"a"} | 400
JSON: a name twice, once escaped | {"title":"a","t\\u0069tle":"b"} | 400
JSON: a name twice, nested | {"title":"a","labels":[{"x":1,"x":2}]} | 400
JSON: a name twice among unknown ones | {"title":"a","x":1,"x":2} | 400
JSON: trailing garbage | {"title":"x"} x | 400
JSON: a second value | {"title":"x"}{"title":"y"} | 400
JSON: a closing brace too many | {"title":"x"}} | 400
END
}

nesting() {
	deep=$(repeat '[' 31) shut=$(repeat ']' 31)
	bodies POST $API/tasks <<END
JSON: nesting of 32 can be read | {"title":"x","labels":$deep$shut} | 422 /labels*=*
JSON: nesting of 33 | {"title":"x","labels":[$deep$shut]} | 400
JSON: nesting of 34 | {"title":"x","labels":[[$deep$shut]]} | 400
JSON: nesting of 33, unknown member | {"title":"x","other":[$deep$shut]} | 400
END
	http POST $API/tasks -d "$(repeat '[' 100000)"
	judge 'JSON: nesting of 100,000' 400
	http POST $API/tasks -d "$(repeat '{"a":' 20000)"
	judge 'JSON: nested objects, 20,000' 400
}

good_json() {
	byte_bodies POST $API/tasks <<'END'
JSON: blanks and line ends around | \r\n\t {"title" :\n"x"}\n  | 201 .title == "x"
JSON: an escaped letter | {"title":"caf\\u00e9"} | 201 .title == "caf\u00e9"
JSON: an escaped name | {"\\u0074itle":"x"} | 201 .title == "x"
JSON: a surrogate pair | {"title":"\\ud83d\\ude00"} | 201 .title == "\ud83d\ude00"
JSON: raw UTF-8 of four bytes | {"title":"\360\237\230\200"} | 201 .title == "\ud83d\ude00"
JSON: escaped solidus and quotes come back as they were | {"title":"a\\/b \\"c\\" \\\\ d"} | 201 .title == "a/b \"c\" \\ d"
JSON: the last code point | {"title":"\364\217\277\277"} | 201 .title == "\udbff\udfff"
END
	bodies POST $API/tasks <<'END'
JSON: an array instead of an object | [] | 422 =wrong_type
JSON: a string instead of an object | "x" | 422 =wrong_type
JSON: a number instead of an object | 5 | 422 =wrong_type
JSON: null instead of an object | null | 422 =wrong_type
JSON: true instead of an object | true | 422 =wrong_type
JSON: an integer beyond 64 bits | {"title":"x","priority":99999999999999999999} | 422 /priority=too_large
JSON: an integer beyond 32 bits | {"title":"x","priority":4294967297} | 422 /priority=too_large
JSON: an integer below 64 bits | {"title":"x","priority":-99999999999999999999} | 422 /priority=too_small
JSON: a number too large for a double | {"title":"x","priority":1e999} | 422 /priority=*
JSON: one unknown member | {"title":"x","colour":"red"} | 422 /colour=unknown_field
JSON: an unknown member that needs escapes in a pointer | {"title":"x","a/b~c":1} | 422 /a~1b~0c=unknown_field
JSON: an empty member name | {"title":"x","":1} | 422 /=unknown_field
JSON: names differ by case | {"title":"x","Title":"y"} | 422 /Title=unknown_field
JSON: every fault at once | {"titel":"x","priority":9,"status":"open","due_at":1} | 422 /title=required /titel=unknown_field /priority=too_large /status=not_allowed /due_at=wrong_type
END
	http POST "$API/tasks?colour=1" -d '{"priority":9}'
	judge 'every fault at once: of the body and of the query' '422 colour=unknown_parameter /title=required /priority=too_large'
}

# --- content types ---

content_types() {
	while read_row; do
		set -- "${ROW_SUBJECT%% *}" "${ROW_SUBJECT#* }"
		[ "$2" != none ] || set -- "$1" ''
		case $1 in POST) where=$API/tasks ;; *) where=$API/tasks/$TASK ;; esac
		queue "$1" "$where" -d '{"title":"x"}' -t "$2"
		note_row
	done <<'END'
type: application/json | POST application/json | 201
type: with a charset | POST application/json; charset=utf-8 | 201
type: with a quoted charset in capitals (silent) | POST application/json;charset="UTF-8" | 201
type: in capitals | POST Application/JSON | 201
type: with a charset within another parameter (silent) | POST application/json; x="a; charset=latin1" | 201
type: with another charset, after a parameter that ends like it | POST application/json; xcharset=utf-8; charset=latin1 | 415
type: with two charsets | POST application/json; charset=utf-8; charset=latin1 | 415
type: two in one header | POST application/json, text/plain | 415
type: none | POST none | 415
type: text/plain | POST text/plain | 415
type: a form | POST application/x-www-form-urlencoded | 415
type: multipart | POST multipart/form-data; boundary=x | 415
type: text/json | POST text/json | 415
type: application/jsonx | POST application/jsonx | 415
type: application/json-patch+json | PATCH application/json-patch+json | 415
type: application/vnd.api+json | POST application/vnd.api+json | 415
type: merge patch on POST | POST application/merge-patch+json | 415
type: merge patch on PUT | PUT application/merge-patch+json | 415
type: merge patch on PATCH | PATCH application/merge-patch+json | 200
type: merge patch with a charset on PATCH | PATCH application/merge-patch+json; charset=utf-8 | 200
type: application/json on PATCH | PATCH application/json | 200
type: text/plain on PATCH | PATCH text/plain | 415
type: text/plain on PUT | PUT text/plain | 415
END
	judge_rows
	http POST $API/tasks
	judge 'neither body nor type where a body is needed' 400
	http POST $API/login -a '' -t text/plain -d '{"username":"a","password":"b"}'
	judge 'type: text/plain at /login' 415
	set -- "POST $API/tasks" "PATCH $API/tasks/$TASK" "POST $API/clubs" "POST $API/token/refresh" "POST $API/login" 'POST /login'
	for where; do
		http "${where%% *}" "${where#* }" -d '{"title":"x"}' -h 'Content-Type: text/plain'
		judge "type: two headers, $where" 415
		http "${where%% *}" "${where#* }" -d '{"title":"x"}' -t text/plain -h 'Content-Type: application/json'
		judge "type: two headers, the other first, $where" 415
	done
	http POST $API/tasks -d '{"title":"x"}' -h 'Content-Type: application/json'
	judge 'type: two headers that agree (silent)' 201
	http POST /balcao-typed -d '{"title":"x"}'
	judge 'type: where nginx sends them is no address' 404
}

# --- order of checks ---

order() {
	id=$API/tasks/$TASK gone=$API/tasks/$UNKNOWN_ID bad=$API/tasks/not-an-id
	requests -a '' <<END
order: 404 unknown path before 401 | GET $API/nothing | 404
order: 404 malformed id before 401 | GET $bad | 404
order: 404 malformed id before 405 | POST $bad {} | 404
order: 404 unknown path before 400 | POST $API/nothing { | 404
order: 405 before 401 | PATCH $API/tasks {} | 405
order: 405 before 401, known id | POST $id {} | 405
order: 401 before 400 | POST $API/tasks { | 401
order: 401 before 422 of the body | POST $API/tasks {} | 401
order: 401 before 422 of the query | GET $API/tasks?colour=1 | 401
order: 401 before 404 of the database | GET $gone | 401
END
	requests -t text/plain <<END
order: 404 malformed id before 415 | PUT $bad {} | 404
order: 405 before 415 | PUT $API/tasks {} | 405
order: 415 before 400 | POST $API/tasks { | 415
order: 415 before 422 of the query | POST $API/tasks?colour=1 {"title":"x"} | 415
order: 415 before 422 of the body | POST $API/tasks {} | 415
order: 415 before 404 of the database | PUT $gone {"title":"x"} | 415
END
	http POST $API/tasks -a '' -t text/plain -d '{}'
	judge 'order: 401 before 415' 401
	requests -h 'If-Match: "no-such-version"' <<END
order: 400 before 422 of the query | POST $API/tasks?colour=1 { | 400
order: 400 before 404 of the database | PUT $gone { | 400
order: 400 before 412 | PUT $id { | 400
order: 422 before 404 of the database | PATCH $gone {"priority":9} | 422 /priority=too_large
order: 422 of the query before 404 of the database | GET $gone?colour=1 | 422 colour=unknown_parameter
order: 422 before 412 | PATCH $id {"priority":9} | 422 /priority=too_large
order: 404 of the database before 412 | PATCH $gone {"title":"x"} | 404
order: 404 of the database before 412, DELETE | DELETE $gone | 404
order: 412 before 409 | PATCH $API/users/me {"username":"$TAKEN"} | 412
END
}

# --- queries ---

queries() {
	paths GET <<END
query: unknown parameter at a list | $API/tasks?colour=red | 422 colour=unknown_parameter
query: two unknown parameters | $API/tasks?colour=red&size=1 | 422 colour=unknown_parameter size=unknown_parameter
query: unknown parameter at one task | $API/tasks/$TASK?fields=id | 422 fields=unknown_parameter
query: unknown parameter at one's account | $API/users/me?x=1 | 422 x=unknown_parameter
query: an unknown parameter without a value | $API/tasks?colour | 422 colour=unknown_parameter
query: names differ by case | $API/tasks?Limit=5 | 422 Limit=unknown_parameter
query: a parameter twice | $API/tasks?limit=5&limit=5 | 422 limit=repeated_parameter
query: every fault at once | $API/tasks?limit=0&sort=colour&status=open | 422 limit=too_small sort=not_allowed status=not_allowed
query: a percent-encoded name (silent) | $API/tasks?lim%69t=1 | 200 .items | length == 1
query: an empty query (silent) | $API/tasks? | 200
query: invalid UTF-8 (silent) | $API/tasks?q=%ff | 400,422 bad_request,validation
query: a broken percent sign (silent) | $API/tasks?q=%zz | 400,422 bad_request,validation
query: NUL (silent) | $API/tasks?q=a%00b | 400,422 bad_request,validation
END
	requests <<END
query: unknown parameter on POST | POST $API/tasks?x=1 {"title":"x"} | 422 x=unknown_parameter
query: unknown parameter on PATCH | PATCH $API/tasks/$TASK?x=1 {"title":"never"} | 422 x=unknown_parameter
query: unknown parameter on DELETE | DELETE $API/tasks/$TASK?x=1 | 422 x=unknown_parameter
query: it was neither changed nor deleted | GET $API/tasks/$TASK | 200 .title != "never"
END
}

# --- paths ---

slashes_and_aliases() {
	unique
	person="{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE!\"}"
	requests -a '' <<END
path: POST /register | POST /register $person | 201 .username == "$UNIQUE"
path: POST /register/ is the same | POST /register/ $person | 409 email_taken,username_taken
path: POST $API/register/ is the same | POST $API/register/ $person | 409 email_taken,username_taken
path: POST /login | POST /login {"username":"$UNIQUE","password":"Um-Segredo-$UNIQUE!"} | 200 .access_token
path: POST /login/ | POST /login/ {"username":"$UNIQUE","password":"Um-Segredo-$UNIQUE!"} | 200 .access_token
path: POST $API/login/ | POST $API/login/ {"username":"$UNIQUE","password":"Um-Segredo-$UNIQUE!"} | 200 .access_token
path: /tasks needs a token too | GET /tasks | 401
END
	requests <<END
path: GET $API/tasks/ | GET $API/tasks/?limit=1 | 200 .items | length == 1
path: GET /tasks | GET /tasks?limit=1 | 200 .items | length == 1
path: GET /tasks/ | GET /tasks/?limit=1 | 200 .items | length == 1
path: GET $API/tasks/{id}/ | GET $API/tasks/$TASK/ | 200 .id == "$TASK"
path: GET /tasks/{id} | GET /tasks/$TASK | 200 .id == "$TASK"
path: GET /tasks/{id}/ | GET /tasks/$TASK/ | 200 .id == "$TASK"
path: GET $API/users/me/ | GET $API/users/me/ | 200 .username == "$USER_NAME"
path: POST /tasks | POST /tasks {"title":"alias"} | 201 .title == "alias"
path: POST /tasks/ | POST /tasks/ {"title":"alias"} | 201 .title == "alias"
path: PUT /tasks/{id} | PUT /tasks/$TASK {"title":"alias put"} | 200 .title == "alias put"
path: PUT /tasks/{id}/ | PUT /tasks/$TASK/ {"title":"alias put 2"} | 200 .title == "alias put 2"
path: PATCH /tasks/{id} | PATCH /tasks/$TASK {"priority":3} | 200 .priority == 3
path: PATCH /tasks/{id}/ | PATCH /tasks/$TASK/ {"priority":2} | 200 .title == "alias put 2" and .priority == 2
path: unknown parameter at the alias | GET /tasks?x=1 | 422 x=unknown_parameter
path: malformed id at the alias | GET /tasks/7 | 404
path: /users/me has no alias | GET /users/me | 404
path: no such version of the interface | GET /api/v2/tasks | 404
path: case matters (silent) | GET $API/Tasks | 404
path: more behind the id | GET $API/tasks/$TASK/more | 404
path: unknown, at the root | GET /nothing-here | 404
path: unknown, POST | POST /nothing-here {} | 404
path: that others begin with (silent) | GET /api | 404
path: that others begin with, the interface (silent) | GET $API | 404
path: that others begin with, stats (silent) | GET $API/stats | 404
path: that others begin with, token (silent) | POST $API/token {} | 404
path: malformed id: a number | GET $API/tasks/1 | 404
path: malformed id: cut | GET $API/tasks/${TASK%?} | 404
path: malformed id: too long | GET $API/tasks/${TASK}0 | 404
path: malformed id: braces | GET $API/tasks/%7B$TASK%7D | 404
path: malformed id: not hexadecimal | GET $API/tasks/${TASK%?}g | 404
path: malformed id: blanks | GET $API/tasks/%20$TASK | 404
path: malformed id: injection | GET $API/tasks/1'%20OR%20'1'='1 | 404
path: malformed id: PUT | PUT $API/tasks/x {"title":"x"} | 404
path: malformed id: DELETE | DELETE $API/tasks/x | 404
path: an id of another version of UUID | GET $API/tasks/6ba7b810-9dad-41d1-80b4-00c04fd430c8 | 404
path: an unknown id | GET $API/tasks/$UNKNOWN_ID | 404
path: DELETE /tasks/{id}/ | DELETE /tasks/$TASK/ | 204
path: it is gone under the other path | GET $API/tasks/$TASK | 404
END
	http POST /tasks/ -d '{"title":"alias"}'
	case $(header Location) in */tasks/$(field .id)) pass 'path: POST at the alias names the new task in Location' ;;
	*) fail 'path: POST at the alias names the new task in Location' "$(header Location)" ;; esac
	TASK=$(field .id)
}

# --- methods ---

head_and_options() {
	for where in $API/tasks $API/tasks/$TASK $API/users/me /tasks /livez /readyz $API/openapi.json /docs/; do
		http GET "$where" && got=$STATUS etag=$(header ETag) type=$TYPE
		http HEAD "$where"
		same "HEAD $where answers as GET does" "$got $type $etag" "$STATUS $TYPE $(header ETag)"
	done
	http HEAD $API/tasks/$UNKNOWN_ID
	expect_status 'HEAD of what is not there' 404
	for where in /livez $API/tasks $API/nothing; do
		raw "HEAD $where HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
		same "HEAD $where ($STATUS): no body" 0 "$(wc -c <"$BODY" | tr -d ' ')"
	done
	while read -r where allowed; do
		http OPTIONS "$where" -a ''
		expect_status "OPTIONS $where answers 204, no token needed" 204
		expect_allow "OPTIONS $where tells what is allowed" "$allowed"
		[ -s "$BODY" ] && fail "OPTIONS $where has no body"
		http BREW "$where"
		judge "an unknown method at $where (silent)" 405
		expect_allow "405 at $where tells what is allowed" "$allowed"
	done <<END
$API/tasks GET HEAD OPTIONS POST
$API/tasks/$TASK DELETE GET HEAD OPTIONS PATCH PUT
$API/users/me GET HEAD OPTIONS PATCH PUT
$API/register OPTIONS POST
$API/login OPTIONS POST
$API/users/me/delete OPTIONS POST
/tasks/ GET HEAD OPTIONS POST
/tasks/$TASK/ DELETE GET HEAD OPTIONS PATCH PUT
$API/openapi.json GET HEAD OPTIONS
/ GET HEAD OPTIONS
/docs GET HEAD OPTIONS
/docs/ GET HEAD OPTIONS
/style.css GET HEAD OPTIONS
/favicon.ico GET HEAD OPTIONS
END
	requests <<END
OPTIONS of an unknown path | OPTIONS $API/nothing | 404
OPTIONS of a malformed id | OPTIONS $API/tasks/x | 404
OPTIONS of no file | OPTIONS /docs/nothing.js | 404,405 *
405: PUT on the list | PUT $API/tasks {"title":"x"} | 405
405: DELETE on the list | DELETE $API/tasks | 405
405: POST on one task | POST $API/tasks/$TASK {"title":"x"} | 405
405: GET /register | GET $API/register | 405
405: GET /login | GET $API/login | 405
405: DELETE /users/me | DELETE $API/users/me | 405
405: GET /users/me/delete | GET $API/users/me/delete | 405
405: POST /livez | POST /livez {} | 405
405: DELETE /readyz | DELETE /readyz | 405
END
	for version in '' -2; do
		http TRACE $API/tasks ${version:+"$version"}
		judge "TRACE${version:+ over HTTP/2}" 405
		expect_header "TRACE${version:+ over HTTP/2} tells what is allowed" Allow '*GET*'
	done
	http GET $API/tasks -h 'Origin: https://elsewhere.example'
	expect_no_header 'CORS: no origin is allowed by default' Access-Control-Allow-Origin
	http OPTIONS $API/tasks -a '' -h 'Origin: https://elsewhere.example' -h 'Access-Control-Request-Method: POST'
	expect_no_header 'CORS: nor in a preflight' Access-Control-Allow-Origin
}

# --- tokens ---

tokens() {
	http GET $API/tasks -a ''
	judge '401 without a token' 401
	expect_header '401 without a token: WWW-Authenticate has no error' WWW-Authenticate 'Bearer realm="balcao"'
	for credentials in 'Bearer nonsense' 'Bearer a.b.c' 'Bearer ..'; do
		http GET $API/tasks -a '' -h "Authorization: $credentials"
		judge "401 for '$credentials'" '401 token_invalid'
		expect_header "401 for '$credentials': WWW-Authenticate tells" WWW-Authenticate 'Bearer realm="balcao",*error="invalid_token"*'
	done
	http GET $API/tasks -a '' -h 'Authorization: Basic YTpi'
	judge '401 for another scheme (silent)' '401 unauthenticated,token_invalid'
	expect_header '401 for another scheme: WWW-Authenticate names ours' WWW-Authenticate 'Bearer realm="balcao"*'
	http GET $API/tasks -a '' -h 'Authorization: Bearer'
	judge '401 for a scheme without a token (silent)' '401 unauthenticated,token_invalid'
	http GET $API/tasks -a '' -h "Authorization: $TOKEN"
	judge '401 for a token without a scheme (silent)' '401 unauthenticated,token_invalid'
	http GET $API/tasks -a '' -h "Authorization: bearer $TOKEN"
	judge 'the scheme may be in lower case' 200
	http GET "$API/tasks?access_token=$TOKEN" -a ''
	judge 'a token in the query does not count' 401
	http GET $API/tasks -a '' -h "Cookie: access_token=$TOKEN"
	judge 'a token in a cookie does not count' 401
	http GET $API/tasks -a "${TOKEN}x"
	judge 'a token with more at its end' '401 token_invalid'
	http GET $API/tasks -a "$(repeat x 6000)"
	judge 'a very long token' '401 token_invalid'
	http POST $API/login -a '' -d "{\"username\":\"$USER_NAME\",\"password\":\"not this one\"}"
	judge '401 at /login' '401 invalid_credentials'
	expect_header '401 at /login: WWW-Authenticate has no error' WWW-Authenticate 'Bearer realm="balcao"'
}

# --- languages ---

title_of() { # STATUS LANGUAGE
	case $1$2 in
	404en) echo 'Not found' ;;
	404pt) echo 'Não encontrado' ;;
	414en) echo 'URI too long' ;;
	414pt) echo 'Endereço longo demais' ;;
	esac
}

languages() {
	http POST $API/tasks -d '{"priority":9}' -h 'Accept-Language: en'
	english=$(field '.title + .detail') english_entries=$(field '[.errors[].detail] | tostring')
	http POST $API/tasks -d '{"priority":9}' -h 'Accept-Language: pt-BR'
	judge 'language: the codes stay English' '422 /title=required /priority=too_large'
	portuguese=$(field '.title + .detail')
	check 'language: title and detail differ' [ "$english" != "$portuguese" ]
	check 'language: so do the entries (silent)' [ "$english_entries" != "$(field '[.errors[].detail] | tostring')" ]
	# Each header with an error of the service and one of nginx: both have the same language.
	long="/$(repeat a 9000)"
	while IFS='|' read -r wanted language; do
		[ "$wanted" = pt ] && tag=pt-BR || tag=en
		for where in "$API/nothing" "$long"; do
			http GET "$where" ${language:+-h "Accept-Language: $language"}
			same "language: '$language' is $wanted ($STATUS)" "$tag" "$(header Content-Language)"
			same "language: '$language' is $wanted ($STATUS): the title" "$(title_of "$STATUS" "$wanted")" "$(field .title)"
		done
	done <<'END'
en|
en|*
en|*;q=0.5
en|en
en|en-GB
en|en;q=0
en|en;q=0, pt;q=0
en|fr
en|fr, de;q=0.5
en|ptx
en|apt
pt|pt
pt|PT-br
pt|pt-BR
pt|pt-PT
pt|fr, pt;q=0.5
pt|pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7
pt|pt-PT,pt;q=0.9,en;q=0.8
en|en-US,en;q=0.9,pt-BR;q=0.8,pt;q=0.7
pt|en;q=0.1, pt-BR;q=0.8
en|pt;q=0.1,en;q=0.9
en|pt;q=0.5, en;q=0.9
en|pt-BR;q=0.5, en
pt|en;q=0.8,pt;q=0.85
en|pt;q=0.85,en;q=0.9
en|pt;q=0.001,en;q=0.002
pt|en;q=0.899, pt
pt|en;q=0, pt;q=0.1
pt|pt, en
en|en, pt
pt|pt;q=0.5,en;q=0.5
en|en;q=0.50,pt;q=0.5
pt|pt;q=1.000, en
en|*, pt;q=0.9
pt|pt, *;q=0.5
pt|*;q=0.1, pt;q=0.2
en|pt;q=0
en|pt;q=0.0, en;q=0.1
pt|pt ; q=0.6 , en ; q=0.5
pt|en;Q=0.5,pt;Q=0.6
en|pt;q=x
en|pt;q=1.5
en|pt;level=1
en|pt en
en|;;;,,q=
pt|;q=1, pt;q=0.5
END
	for route in "GET $API/nothing" "GET $API/tasks/$UNKNOWN_ID" "PUT $API/tasks" "TRACE $API/tasks"; do
		http "${route%% *}" "${route#* }" -h 'Accept-Language: en' && english=$(field .title)
		http "${route%% *}" "${route#* }" -h 'Accept-Language: pt-BR'
		check "language: $STATUS at $METHOD is told in Portuguese too" [ "$english" != "$(field .title)" ]
	done
}

register && TAKEN=$USER_NAME
fresh_user
create_task '{"title":"one"}'
malformed_json
nesting
good_json
content_types
order
queries
slashes_and_aliases
head_and_options
tokens
languages
finish
