#!/bin/sh
# HTTP at the edge: what a page of an allowed origin may read, with errors of nginx itself; reads with If-Match; Accept-Patch;
# `needs` of a 403. The instances of other tests allow no origin, so it starts one of its own, in a scratch directory, and
# stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2059,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
ALLOWED=https://loja.example SECOND="http://[::1]:3000" FOREIGN=https://loja-example
instance_start 2 "BALCAO_CORS_ORIGINS=$ALLOWED  $SECOND" || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=registry.sh
. "$here/registry.sh"
# shellcheck source=readers.sh
. "$here/readers.sh"
EXPOSED='ETag, Link, Location, Retry-After, X-Request-Id'

# --- origins ---

readable_by() { # TEXT ORIGIN: the current answer is
	same "$1: $2 may read it" "$2 $EXPOSED" "$(header Access-Control-Allow-Origin) $(header Access-Control-Expose-Headers)"
	expect_header "$1: it varies by origin" Vary '*Origin*'
}

unreadable() { # TEXT
	expect_no_header "$1: others may not" Access-Control-Allow-Origin
}

# TEXT STATUS METHOD PATH [options]: over both protocols, as pages of several origins and as no page. Errors that nginx may
# find before it reads the Origin are open to the first one even then.
for_pages() {
	_page=$1 _wanted=$2
	shift 2
	for _version in '' -2; do
		_over="$_page${_version:+ over HTTP/2}"
		for _origin in "$ALLOWED" "$SECOND"; do
			http "$@" -h "Origin: $_origin" ${_version:+"$_version"}
			expect_status "$_over" "$_wanted"
			readable_by "$_over" "$_origin"
		done
		for _origin in "$FOREIGN" "$ALLOWED.evil" "$ALLOWED:443" null HTTPS://LOJA.EXAMPLE; do
			http "$@" -h "Origin: $_origin" ${_version:+"$_version"}
			unreadable "$_over, $_origin"
		done
		http "$@" ${_version:+"$_version"}
		case $STATUS in 400 | 414 | 431) ;; *) unreadable "$_over, no page" ;; esac
	done
}

own_answers() {
	for_pages 'a list' 200 GET $API/tasks
	for_pages 'a reply of the cache' 200 GET $API/clubs -a ''
	for_pages 'a page' 200 GET /docs/ -a ''
	for_pages 'the way to the console' 302 GET / -a ''
	for_pages 'OPTIONS of a page' 204 OPTIONS /docs/ -a ''
	for_pages 'the document' 200 GET $API/openapi.json
	for_pages 'no token' 401 GET $API/tasks -a ''
	for_pages 'no such address' 404 GET $API/nothing
	for_pages 'no such file' 404 GET /docs/nothing.js
	for_pages 'a fault' 422 POST $API/tasks -d '{}'
	for_pages 'a preflight' 204 OPTIONS $API/tasks -a '' -h 'Access-Control-Request-Method: POST'
}

errors_of_nginx() {
	head -c 1100000 /dev/zero >"$WORK/much"
	for_pages 'a body over 1 MiB' 413 POST $API/tasks -f "$WORK/much"
	for_pages 'an address over 8 KiB' 414 GET "$API/tasks?q=$(repeat a 9000)"
	for_pages 'headers over 9,000 bytes' 431 GET $API/tasks -h "X-Large: $(repeat x 15000)"
	for_pages 'a compressed body' 415 POST $API/tasks -d '{}' -h 'Content-Encoding: gzip'
	for_pages 'a method that nginx refuses' 405 TRACE $API/tasks
}

# nginx has not read the Origin when it refuses these: it names the first.
unread() {
	for version in '' -2; do
		over=${version:+ over HTTP/2}
		for origin in "$ALLOWED" "$FOREIGN"; do
			http GET $API/tasks/%zz -h "Origin: $origin" ${version:+"$version"}
			judge "an address that can't be decoded$over" '400 bad_request'
			readable_by "an address that can't be decoded, $origin$over" "$ALLOWED"
		done
	done
	http GET "/$(repeat a 70000)" -h "Origin: $ALLOWED"
	judge 'an address that nginx does not hold' '414 uri_too_long'
	readable_by 'an address that nginx does not hold' "$ALLOWED"
	http GET $API/tasks -h "X-Large: $(repeat x 70000)" -h "Origin: $ALLOWED"
	judge 'a header that nginx does not hold' '431 header_too_large'
	readable_by 'a header that nginx does not hold' "$ALLOWED"
	raw "GET $API/tasks HTTP/3.7\r\nHost: localhost\r\nOrigin: $ALLOWED\r\n\r\n"
	judge 'a version of HTTP that there is not' '505 bad_request'
	readable_by 'a version of HTTP that there is not' "$ALLOWED"
	raw "GET $API/tasks HTTP/1.1\r\nOrigin: $SECOND\r\n\r\n"
	judge 'no Host' '400 bad_request'
	readable_by 'no Host' "$SECOND"
	http GET $API/tasks/%zz
	readable_by "an address that can't be decoded, no page" "$ALLOWED"
	http GET /api/7/envelope/%zz -h "Origin: $FOREIGN"
	same 'for an SDK: any origin may read it' '*' "$(header Access-Control-Allow-Origin)"
	http POST '/api/7/envelope/?sentry_key=x' -d '{}' -h "Origin: $ALLOWED"
	same 'for an SDK: any origin may read the reply, too' '*' "$(header Access-Control-Allow-Origin)"
}

# Without the service nginx answers 502, and too many requests from one address get 429.
without_the_service() {
	mv "$STATE/run/balcao.sock" "$STATE/run/away"
	for_pages 'no service' 502 GET $API/tasks
	expect_header 'no service: Retry-After' Retry-After '[1-9]*'
	for_pages 'no service, a public list' 502 GET "$BOOKS?limit=3" -a ''
	mv "$STATE/run/away" "$STATE/run/balcao.sock"
	queued=0
	while [ $queued -lt 30 ]; do
		queued=$((queued + 1))
		queue POST /register -a '' -d '{}' -h "Origin: $ALLOWED" -c 'interface = "127.0.0.2"' -c "connect-to = \"::127.0.0.1:${BASE##*:}\""
	done
	send
	answer 30
	judge 'too many requests' '429 too_many_requests'
	readable_by 'too many requests' "$ALLOWED"
}

# --- reads with preconditions ---

# The requests of standard input over one connection: prints the statuses.
over_one_connection() {
	awk -v ORS= -v host="${BASE#https://}" -v token="$TOKEN" '
		{ split($0, part, "|"); print "GET " part[1] " HTTP/1.1\r\nHost: " host "\r\n"; if (part[3] != "") print "Authorization: Bearer " token "\r\n"
		if (part[2] != "") print part[2] "\r\n"; print "\r\n" }
		END { print "GET /livez HTTP/1.1\r\nHost: " host "\r\nConnection: close\r\n\r\n" }' |
		timeout 20 openssl s_client -quiet -connect "${BASE#https://}" 2>/dev/null | grep -ao 'HTTP/1\.1 [0-9]* ' | cut -d ' ' -f 2 | tr '\n' ' '
}

# Preconditions of writes on a read: one line each, the header
FOR_WRITES='If-Match: "other"
If-Match: W/"other"
If-Match: *
If-Match: nonsense
If-Unmodified-Since: Sat, 29 Oct 1994 19:43:31 GMT'

reading() {
	add_club public
	add_book
	for where in "$CLUBS|" "$CLUBS/$CLUB|" "$BOOKS|" "$BOOKS/$BOOK|" "$API/stats/reading|" "$CLUBS/$CLUB|mine" "$CLUBS/$CLUB/members/$USER_ID|mine" \
		"$API/users/me|mine" "$API/openapi.json|"; do
		path=${where%|*} mine=${where#*|} whose=''
		[ -z "$mine" ] || whose=$TOKEN
		printf '%s\n' "$FOR_WRITES" | while IFS= read -r line; do echo "$path|$line|$mine"; done >"$WORK/lines"
		same "If-Match is ignored by GET, and the connection goes on: $path${mine:+ with a token}" '200 200 200 200 200 200 ' "$(over_one_connection <"$WORK/lines")"
		statuses=$(printf '%s\n' "$FOR_WRITES" | while IFS= read -r line; do
			http HEAD "$path" -a "$whose" -h "$line" -2
			printf '%s ' "$STATUS"
		done)
		same "If-Match is ignored by HEAD, over HTTP/2: $path" '200 200 200 200 200 ' "$statuses"
		http GET "$path" -a "$whose"
		tag=$(header ETag)
		[ -n "$tag" ] || continue
		http GET "$path" -a "$whose" -h 'If-Match: "other"' -h "If-None-Match: $tag"
		judge "If-None-Match counts beside it: $path" 304
		http GET "$path" -a "$whose" -h 'If-Modified-Since: Sat, 29 Oct 1994 19:43:31 GMT' -h "If-None-Match: W/$tag"
		judge "If-None-Match counts beside If-Modified-Since: $path" 304
	done
	url=$BASE$CLUBS
	same 'over HTTP/2, too, by one connection' '200 1 200 0 200 0 ' "$(curl -q -s -k --noproxy '*' --http2 -H 'If-Match: "x"' -o /dev/null -o /dev/null \
		-o /dev/null -w '%{http_code} %{num_connects} ' "$url" "$url" "$url")"
}

# --- what a refusal tells ---

patches() {
	create_task '{"title":"x"}'
	while read -r where there; do
		http OPTIONS "$where" -a ''
		same "OPTIONS $where: Accept-Patch" "$there" "$(header Accept-Patch | tr -d ' ')"
	done <<END
$API/tasks/$TASK application/merge-patch+json,application/json
$API/users/me application/merge-patch+json,application/json
$API/tasks
/livez
END
	for version in '' -2; do
		http PATCH "$API/tasks/$TASK" -t text/plain -d '{}' ${version:+"$version"}
		judge 'PATCH of another type' 415
		same 'PATCH of another type: Accept-Patch' 'application/merge-patch+json, application/json' "$(header Accept-Patch)"
		http PATCH "$API/tasks/$TASK" -d '{}' -h 'Content-Encoding: gzip' ${version:+"$version"}
		judge 'PATCH of a compressed body' 415
		same 'PATCH of a compressed body: Accept-Patch' 'application/merge-patch+json, application/json' "$(header Accept-Patch)"
	done
	http PUT "$API/tasks/$TASK" -t text/plain -d '{}'
	expect_header '415 of another method where there is PATCH' Accept-Patch '*merge-patch+json*'
	http POST $API/tasks -t text/plain -d '{}'
	expect_no_header '415 where there is no PATCH' Accept-Patch
}

# "text | METHOD path [body] | role"
needing() {
	while read_row; do
		_verb=${ROW_SUBJECT%% *} _where=${ROW_SUBJECT#* } _wants=$ROW_WANT
		case $_where in *' '*) http "$_verb" "${_where%% *}" -d "${_where#* }" ;; *) http "$_verb" "$_where" ;; esac
		judge "needs: $ROW_TEXT" '403 forbidden'
		same "needs: $ROW_TEXT: the role that would do" "$_wants" "$(field .needs)"
	done
}

roles() {
	staff
	TOKEN=$viewer_token
	needing <<END
an editor's | POST $API/customers {} | editor
an admin's | POST $API/projects {"name":"x"} | admin
an owner's | PATCH $API/organizations/$ORGANIZATION {"name":"x"} | owner
an operator's | GET $API/users | operator
END
	crowd public
	TOKEN=$member_token
	needing <<END
a moderator's of a club | POST $CLUBS/$CLUB/meetings {"title":"x","starts_at":"2030-01-01T00:00:00Z"} | moderator
an owner's of a club | DELETE $CLUBS/$CLUB | owner
a moderator's state of a book | POST $CLUBS/$CLUB/books {"book_id":"$BOOK","state":"finished"} | moderator
to remove others | DELETE $CLUBS/$CLUB/members/$moderator_id | moderator
END
	TOKEN=$moderator_token
	needing <<END
to remove the owner | DELETE $CLUBS/$CLUB/members/$owner_id | owner
to make an owner | PATCH $CLUBS/$CLUB/members/$member_id {"role":"owner"} | owner
END
	TOKEN=$stranger_token
	needing <<END
a member's of a club | PUT $CLUBS/$CLUB/meetings/$UNKNOWN_ID/rsvp {"answer":"yes"} | member
END
}

fresh_user
own_answers
errors_of_nginx
unread
reading
patches
roles
without_the_service
finish
