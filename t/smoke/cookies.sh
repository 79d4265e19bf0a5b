#!/bin/sh
# Sessions in a cookie: who gets one, who may use it, what removes it.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

COOKIE=__Host-balcao
GONE="$COOKIE=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
REFRESH=$API/token/refresh

login_body() { # [MEMBERS]
	printf '{"username":"%s","password":"%s"%s}' "$ana" "$ana_password" "${1:-}"
}

crumb() { # the value in the answer's Set-Cookie
	header Set-Cookie | sed -n "s/^$COOKIE=\([^;]*\);.*/\1/p"
}

page() { # METHOD PATH BODY COOKIE [options]: as a page of the service asks
	_verb=$1 _at=$2 _text=$3 _crumb=$4
	shift 4
	http "$_verb" "$_at" -a '' -d "$_text" -h "Cookie: $COOKIE=$_crumb" -h "Origin: $BASE" -h 'Sec-Fetch-Site: same-origin' "$@"
}

enter() { # signs ana in by cookie: sets CRUMB, SESSION_TOKEN
	patiently POST $API/login -a '' -d "$(login_body ',"cookie":true')"
	CRUMB=$(crumb) SESSION_TOKEN=$(field .access_token)
	[ -n "$CRUMB" ] || fail 'setting up: a login by cookie'
}

lives() { # SECONDS: Set-Cookie has about this Max-Age
	_age=$(header Set-Cookie | sed -n 's/.*Max-Age=\([0-9]*\)$/\1/p')
	[ "${_age:-0}" -le "$1" ] && [ "${_age:-0}" -gt $(($1 - 60)) ]
}

# --- getting one ---

getting() {
	patiently POST $API/login -a '' -d "$(login_body ',"cookie":true')"
	judge 'login by cookie: the members but the refresh token' \
		'200 keys == ["access_token","expires_in","organization","token_type","user"]'
	expect_header 'login by cookie: Set-Cookie' Set-Cookie "$COOKIE=???????????????????????????????????????????; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=*"
	check 'login by cookie: it lives as long as the token' lives $((30 * 86400))
	expect_header 'login by cookie: the answer may not be stored' Cache-Control 'private, no-store'
	works 'login by cookie: the access token works' "$(field .access_token)"
	for members in '' ',"cookie":false'; do
		patiently POST $API/login -a '' -d "$(login_body "$members")"
		judge "login without it ($members): the token is in the body" '200 .refresh_token | length == 43'
		expect_no_header "login without it ($members): no cookie" Set-Cookie
	done
	patiently POST /login/ -a '' -d "$(login_body ',"cookie":true')" -2
	expect_header 'login by cookie: at the root, over HTTP/2' Set-Cookie "$COOKIE=?*"
	bodies POST $API/login -a '' <<EOT
login: cookie null | $(login_body ',"cookie":null') | 422 /cookie=wrong_type
login: cookie a text | $(login_body ',"cookie":"true"') | 422 /cookie=wrong_type
login by cookie: a wrong password | {"username":"$ana","password":"wrong one","cookie":true} | 401 invalid_credentials
EOT
	expect_no_header 'login by cookie: a wrong password: no cookie' Set-Cookie
	patiently POST $API/login -a '' -d "$(login_body)"
	http POST $REFRESH -a '' -d "{\"refresh_token\":\"$(field .refresh_token)\",\"cookie\":true}"
	judge 'refresh: a token in the body can become a cookie' '200 has("refresh_token") | not'
	CRUMB=$(crumb)
	page POST $REFRESH '{}' "$CRUMB"
	judge 'refresh: which works' 200
	http POST $API/register -a '' -d "{\"cookie\":true}"
	judge 'register gives no tokens, and takes no cookie' '422 /cookie=unknown_field /username=required /email=required /password=required'
}

# --- using it ---

using() {
	enter
	for body in '{}' '{"cookie":true}' '{"cookie":false}' '{"refresh_token":null}' "{\"organization\":\"$ana_home\"}"; do
		page POST $REFRESH "$body" "$CRUMB"
		judge "refresh by cookie: $body" '200 has("refresh_token") | not'
		check "refresh by cookie: $body: a new cookie" [ -n "$(crumb)" -a "$(crumb)" != "$CRUMB" ]
		check "refresh by cookie: $body: with the token's life" lives $((30 * 86400))
		CRUMB=$(crumb)
	done
	http POST $REFRESH -a '' -d '{}' -h "Cookie: $COOKIE=$CRUMB"
	judge 'refresh by cookie: a program, which sends no Origin' 200
	CRUMB=$(crumb)
	http POST $REFRESH/ -a '' -d '{}' -h "Cookie: a=b; x$COOKIE=no; $COOKIE=$CRUMB; c=d" -2
	judge 'refresh by cookie: among others, over HTTP/2' 200
	CRUMB=$(crumb)
	page POST $REFRESH '{}' "$CRUMB" -h "Cookie: $COOKIE=second"
	judge 'refresh by cookie: the first of two' 200
	CRUMB=$(crumb)
	patiently POST $API/login -a '' -d "$(login_body)"
	other=$(field .refresh_token)
	page POST $REFRESH "{\"refresh_token\":\"$other\"}" "$CRUMB"
	judge 'refresh: a token in the body counts before the cookie' '200 .refresh_token | length == 43'
	expect_no_header 'refresh: and leaves the cookie alone' Set-Cookie
	page POST $REFRESH '{"refresh_token":"rubbish"}' "$CRUMB"
	judge 'refresh: so does a bad one' '401 token_invalid'
	expect_no_header 'refresh: a bad one in the body leaves the cookie alone, too' Set-Cookie
	page POST $REFRESH "{\"organization\":\"$UNKNOWN_ID\"}" "$CRUMB"
	judge 'refresh by cookie: an organization of others' 404
	expect_no_header 'refresh by cookie: an organization of others: the cookie stays' Set-Cookie
	page POST $REFRESH '{"refresh_token":7}' "$CRUMB"
	judge 'refresh by cookie: a faulty body' '422 /refresh_token=wrong_type'
	expect_no_header 'refresh by cookie: a faulty body: the cookie stays' Set-Cookie
	page POST $REFRESH '{}' "$CRUMB"
	judge 'refresh by cookie: none of these used it up' 200
	http POST $REFRESH -a '' -d '{"cookie":true}'
	judge 'refresh by cookie: who carries none is not signed in' '401 unauthenticated'
	http POST $REFRESH -a '' -d '{}'
	judge 'refresh: nothing at all' '422 /refresh_token=required'
}

two_tabs() {
	enter
	for n in 1 2; do
		queue POST $REFRESH -a '' -d '{}' -h "Cookie: $COOKIE=$CRUMB" -h "Origin: $BASE" -h 'User-Agent: one browser'
	done
	send --parallel --parallel-immediate
	for n in 1 2; do
		answer $n
		judge "two tabs: both are served, $n" 200
		eval "crumb_$n=\$(crumb)"
	done
	check 'two tabs: each with a cookie of its own' [ "$crumb_1" != "$crumb_2" ]
	for crumb in "$crumb_1" "$crumb_2"; do
		page POST $REFRESH '{}' "$crumb" -h 'User-Agent: one browser'
		judge 'two tabs: whichever the browser keeps goes on' 200
	done
	enter
	n=0
	while [ $n -lt 31 ] && [ "$STATUS" != 429 ]; do
		n=$((n + 1))
		page POST $REFRESH '{}' "$CRUMB"
	done
	judge 'too many refreshes: 429' '429 too_many_requests'
	expect_no_header 'too many refreshes: the cookie stays' Set-Cookie
}

only_there() {
	enter
	for path in /users/me /tasks /organizations /users/me/sessions; do
		page GET $API$path '' "$CRUMB"
		judge "the cookie opens nothing else: $path" 401
	done
	page POST $API/tasks '{"title":"x"}' "$CRUMB"
	judge 'the cookie opens nothing else: a POST' 401
	http GET $API/users/me -a "$SESSION_TOKEN" -h "Cookie: $COOKIE=rubbish" -h 'Origin: https://evil.example' -h 'Sec-Fetch-Site: cross-site'
	judge 'nor disturbs it' 200
	expect_no_header 'nor is it answered' Set-Cookie
	http POST $API/users/me/delete -a "$SESSION_TOKEN" -d '{"password":"wrong one"}' -h "Cookie: $COOKIE=$CRUMB" -h 'Origin: https://evil.example'
	judge 'other routes do not judge the origin' '403 invalid_credentials'
}

# --- signing out ---

signing_out() {
	enter
	page POST $API/logout '{}' "$CRUMB"
	judge 'logout by cookie: no access token is needed' 204
	same 'logout by cookie: the cookie goes' "$GONE" "$(header Set-Cookie)"
	ended 'logout by cookie: the session has ended' "$SESSION_TOKEN"
	page POST $REFRESH '{}' "$CRUMB"
	judge 'logout by cookie: the cookie is worth nothing' '401 token_invalid'
	same 'a refused refresh removes the cookie' "$GONE" "$(header Set-Cookie)"
	page POST $API/logout '{}' "$CRUMB"
	judge 'logout by cookie: once more' 204
	same 'logout by cookie: once more removes it, too' "$GONE" "$(header Set-Cookie)"
	for crumb in '' rubbish "$(repeat A 43)" "$(repeat A 2000)" "%00'--"; do
		page POST $API/logout '{}' "$crumb"
		judge "logout by cookie: the unknown cookie $(printf %.9s "$crumb")" 204
		page POST $REFRESH '{}' "$crumb"
		judge "refresh by cookie: the unknown cookie $(printf %.9s "$crumb")" '401 token_invalid'
		same "refresh by cookie: it goes" "$GONE" "$(header Set-Cookie)"
	done
	enter
	old=$CRUMB
	page POST $REFRESH '{}' "$CRUMB"
	token=$(field .access_token)
	page POST $API/logout '{}' "$old"
	judge 'logout by a cookie that was used' 204
	ended 'logout by a cookie that was used: the session has ended' "$token"
	enter
	http POST $API/logout -a '' -d '' -t application/json -h "Cookie: $COOKIE=$CRUMB"
	judge 'logout by cookie: with an empty body' 204
	ended 'logout by cookie: with an empty body: the session has ended' "$SESSION_TOKEN"
}

signing_out_by_both() {
	for token in rubbish "$SESSION_TOKEN"; do
		enter
		page POST $API/logout '{}' "$CRUMB" -h "Authorization: Bearer $token"
		judge 'logout by cookie: with an access token that is no good' 204
		ended 'logout by cookie: with an access token that is no good: the session has ended' "$SESSION_TOKEN"
	done
	enter
	sign_in "$ana" "$ana_password" other
	page POST $API/logout '{}' "$CRUMB" -h "Authorization: Bearer $other_token"
	judge 'logout by a token, with the cookie of another session' 204
	ended 'logout by both: the session of the token has ended' "$other_token"
	ended 'logout by both: that of the cookie, too' "$SESSION_TOKEN"
	sign_in "$ana" "$ana_password" other
	enter
	page POST $API/logout '{"everywhere":true}' "$CRUMB"
	judge 'logout everywhere by cookie' 204
	same 'logout everywhere by cookie: the cookie goes' "$GONE" "$(header Set-Cookie)"
	for token in "$other_token" "$SESSION_TOKEN"; do ended 'logout everywhere by cookie: each session has ended' "$token"; done
	works "logout everywhere by cookie: other people's go on" "$bea_token"
	enter
	http POST $API/logout -a "$SESSION_TOKEN" -d '{"everywhere":true}' -h "Cookie: $COOKIE=$CRUMB"
	same 'logout everywhere with a token removes the cookie' "204 $GONE" "$STATUS $(header Set-Cookie)"
	enter
	page POST $API/logout '{"all":true}' "$CRUMB"
	judge 'logout by cookie: a faulty body' '422 /all=unknown_field'
	works 'logout by cookie: a faulty body ends nothing' "$SESSION_TOKEN"
	sign_in "$ana" "$ana_password" other
	http POST $API/logout -a "$other_token"
	judge 'logout by a token alone' 204
	expect_no_header 'logout by a token alone: no cookie is touched' Set-Cookie
	http POST $API/logout -a '' -d '{}' -h 'Cookie: balcao=x; other=y'
	judge 'logout: another cookie is none' '401 unauthenticated'
}

# --- whose page asks ---

refused_page() { # TEXT
	judge "$1: 403" '403 cross_origin'
	expect_no_header "$1: no cookie" Set-Cookie
}

cross_origin() {
	enter
	own_port=${BASE##*:}
	while IFS='|' read -r text headers <&3; do
		trim "$text" && text=$TRIMMED
		trim "$headers" && headers=$TRIMMED
		one=${headers%%;*} two=${headers#*; }
		for where in login refresh logout; do
			set -- -h "$one" -h "$two"
			case $where in
			login) http POST $API/login -a '' -d "$(login_body ',"cookie":true')" "$@" ;;
			refresh) http POST $REFRESH -a '' -d '{}' -h "Cookie: $COOKIE=$CRUMB" "$@" ;;
			logout) http POST $API/logout -a "$SESSION_TOKEN" -d '{}' -h "Cookie: $COOKIE=$CRUMB" "$@" ;;
			esac
			refused_page "$where: $text"
		done
	done 3<<END
another host | Origin: https://evil.example; X-None: 1
null | Origin: null; X-None: 1
another scheme | Origin: http://localhost:$own_port; X-None: 1
another port | Origin: https://localhost:1; X-None: 1
the host without its port | Origin: https://localhost; X-None: 1
the host in a longer name | Origin: $BASE.evil.example; X-None: 1
cross-site | Sec-Fetch-Site: cross-site; X-None: 1
same-site | Sec-Fetch-Site: same-site; X-None: 1
none | Sec-Fetch-Site: none; X-None: 1
own origin, but cross-site | Origin: $BASE; Sec-Fetch-Site: cross-site
another origin, but same-origin | Origin: https://evil.example; Sec-Fetch-Site: same-origin
a forwarded host | Origin: https://evil.example; X-Forwarded-Host: evil.example
END
	works 'other pages ended nothing' "$SESSION_TOKEN"
	http POST $API/login -a '' -d "$(login_body)" -h 'Origin: https://evil.example'
	judge 'login without the cookie: any page (silent)' 200
	http POST $API/login -a '' -d "$(login_body)" -h 'Origin: https://evil.example' -h "Cookie: $COOKIE=$CRUMB"
	refused_page 'login that carries the cookie, without asking for one'
}

other_types() {
	for type in text/plain application/x-www-form-urlencoded multipart/form-data application/jsonp ''; do
		http POST $API/login -a '' -d "$(login_body ',"cookie":true')" -t "$type"
		refused_page "login by cookie as '$type'"
		http POST $REFRESH -a '' -d '{}' -t "$type" -h "Cookie: $COOKIE=$CRUMB"
		refused_page "refresh by cookie as '$type'"
		http POST $API/logout -a "$SESSION_TOKEN" -d '{}' -t "$type" -h "Cookie: $COOKIE=$CRUMB"
		refused_page "logout by cookie as '$type'"
	done
	http POST $API/logout -a "$SESSION_TOKEN" -h "Cookie: $COOKIE=$CRUMB"
	refused_page 'logout by cookie without a body or a type'
	http POST $API/login -a '' -d "$(login_body)" -t text/plain
	judge 'login without the cookie as text/plain' 415
	for body in '{' '' '{"x":1}' "{\"refresh_token\":\"$(repeat A 201)\"}"; do
		http POST $REFRESH -a '' -d "$body" -h "Cookie: $COOKIE=$CRUMB" -h 'Origin: https://evil.example'
		refused_page "judged before the body: $body"
	done
	http POST $API/login -a '' -d '{"cookie":true,"x":1}' -h 'Origin: https://evil.example'
	refused_page 'judged before the other members'
	http POST $API/login -a '' -d "{\"\\u0063ookie\":true,\"username\":\"$ana\",\"password\":\"$ana_password\"}" -h 'Origin: https://evil.example'
	refused_page 'the member with an escape'
	http POST $API/login -a '' -d "$(login_body ",\"cookie\":true,\"x\":\"$(repeat A 40000)\"")" -h 'Origin: https://evil.example'
	refused_page 'a long body'
	http POST "$REFRESH?x=1" -a '' -d '{}' -h "Cookie: $COOKIE=$CRUMB" -h 'Sec-Fetch-Site: cross-site'
	refused_page 'judged before the query'
	http POST $REFRESH -a '' -d '{}' -h "Cookie: $COOKIE=$CRUMB" -h 'Sec-Fetch-Site: cross-site' -h 'Accept-Language: pt-BR'
	expect_json 'it is told in Portuguese' '.title == "Outra origem"'
	page POST $REFRESH '{}' "$CRUMB"
	judge 'none of these used the cookie up' 200
}

in_no_log() {
	[ -r "${STATE:-}/log/balcao.log" ] || { skip 'the cookie is in no log' 'no log' && return; }
	same 'the cookie is in no log' '' "$(grep -l -r -F -e "$CRUMB" -e "$COOKIE" "$STATE/log" 2>/dev/null)"
}

person ana
person bea
getting
using
two_tabs
only_there
signing_out
signing_out_by_both
cross_origin
other_types
in_no_log
finish
