#!/bin/sh
# Requests that nginx itself refuses: sizes, encodings, too many requests, invalid HTTP.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

sizes() {
	{ printf '{"title":"x","description":"' && head -c 1048546 /dev/zero | tr '\0' a && printf '"}'; } >"$WORK/exact"
	{ cat "$WORK/exact" && printf ' '; } >"$WORK/more"
	same 'the test itself: a body of exactly 1 MiB' 1048576 "$(($(wc -c <"$WORK/exact")))"
	for version in '' -2; do
		over=${version:+ over HTTP/2}
		http POST $API/tasks -f "$WORK/exact" ${version:+"$version"}
		judge "a body of 1 MiB is read$over" '422 /description=too_long'
		http POST $API/tasks -f "$WORK/more" ${version:+"$version"}
		judge "a body of 1 MiB and a byte$over" 413
		english=$(field .title)
		http POST $API/tasks -f "$WORK/more" -h 'Accept-Language: pt' ${version:+"$version"}
		check "413 is told in Portuguese too$over" [ "$(field .title)" != "$english" ]
		http GET '/%zz' ${version:+"$version"}
		judge "a path that can't be decoded$over" '400 bad_request'
	done
	http POST $API/tasks -f "$WORK/more" -h 'Transfer-Encoding: chunked'
	judge 'a body of 1 MiB and a byte in chunks' 413
	http POST $API/tasks -d '{"title":"in chunks"}' -h 'Transfer-Encoding: chunked'
	judge 'a body in chunks' '201 .title == "in chunks"'
	http GET /docs/ -h 'Content-Encoding: gzip' -a ''
	expect_status 'a page with a Content-Encoding in the request' 200
}

# An address longer than 8 KiB is 414 over both protocols. The limit of 9,000 bytes applies to the request as sent; HTTP/2
# compresses it, "a" to five bits.
lengths() {
	room=$((8192 - ${#API} - 9)) # for /tasks?q=
	for version in '' -2; do
		over=${version:+ over HTTP/2}
		http GET "$API/tasks?q=$(repeat a $room)" ${version:+"$version"}
		judge "an address of 8,192 bytes$over" '422 q=too_long'
		http GET "$API/tasks?q=$(repeat a $((room + 1)))" ${version:+"$version"}
		judge "an address of 8,193 bytes$over" '414 uri_too_long'
		for length in 8300 9500 13000 16500 30000 60000; do
			http GET "/$(repeat a $length)" ${version:+"$version"}
			judge "a path of $length bytes$over" '414 uri_too_long'
		done
		http GET $API/tasks -h "X-Large: $(repeat a 8000)" ${version:+"$version"}
		judge "a header of 8,000 bytes$over" 200
		for length in 15000 30000 60000; do
			http GET $API/tasks -h "X-Large: $(repeat a $length)" ${version:+"$version"}
			judge "a header of $length bytes$over" '431 header_too_large'
		done
		http GET $API/tasks -h "X-Large: $(repeat a 25000)" -h "X-Larger: $(repeat b 25000)" ${version:+"$version"}
		judge "two headers of 25,000 bytes$over" '431 header_too_large'
	done
	for length in 9000 70000; do
		http GET $API/tasks -h "X-Large: $(repeat a $length)"
		judge "a header of $length bytes" '431 header_too_large'
	done
	http GET "/$(repeat a 70000)"
	judge 'a path of 70,000 bytes' '414 uri_too_long'
	http GET $API/tasks -h "X-Large: $(repeat a 9000)" -2
	judge 'a header of 9,000 bytes that are fewer when compressed, over HTTP/2' 200
}

encodings() {
	printf '{"title":"compressed"}' | gzip >"$WORK/gzip"
	for version in '' -2; do
		over=${version:+ over HTTP/2}
		for encoding in gzip GZIP deflate br zstd 'gzip, identity' nonsense; do
			http POST $API/tasks -f "$WORK/gzip" -h "Content-Encoding: $encoding" ${version:+"$version"}
			judge "a body with Content-Encoding: $encoding$over" 415
		done
		expect_header "415 of an encoding tells what is taken$over" Accept-Encoding identity
		http POST $API/tasks -d '{"title":"as it is"}' -h 'Content-Encoding: identity' ${version:+"$version"}
		judge "a body with Content-Encoding: identity$over" '201 .title == "as it is"'
	done
	http POST /tasks -f "$WORK/gzip" -h 'Content-Encoding: gzip' -h 'Accept-Language: pt-BR'
	judge 'a compressed body in Portuguese' 415
	same 'a compressed body in Portuguese: the title' 'Tipo de mídia não suportado' "$(field .title)"
	http POST $API/login -a '' -f "$WORK/gzip" -h 'Content-Encoding: gzip'
	judge 'a compressed body at /login' 415
	http POST $API/tasks -f "$WORK/gzip"
	judge 'a compressed body that does not say so' 400
}

# METRICS_DENIED: an address of this machine other than loopback, which is exempt from nginx's limits. It may send 20 requests
# that cost a password hash, and one more every two seconds.
elsewhere() { # METHOD PATH [options]: queues a request from there
	queue "$@" -a '' -c "interface = \"$METRICS_DENIED\"" -c "connect-to = \"::127.0.0.1:${BASE##*:}\""
}

too_many() {
	if [ -z "${METRICS_DENIED:-}" ]; then
		skip '429 of nginx' 'no METRICS_DENIED' && return
	fi
	for path in /register $API/users/me/password $API/users/me/delete; do
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28; do
			elsewhere POST "$path" -d '{}'
		done
		elsewhere POST "$path" -d '{}' -h 'Accept-Language: pt-BR'
		elsewhere GET /livez
		queue POST "$path" -a '' -d '{}'
		send
		case $path in
		/register)
			answer 1
			judge "from one address, $path: the first is read" 422
			answer 20
			judge "from one address, $path: so is the twentieth" 422
			;;
		esac
		answer 28
		judge "from one address, $path: too many" '429 too_many_requests'
		expect_header "from one address, $path: 429 tells when to come back" Retry-After '[1-9]*'
		same "from one address, $path: 429 in English" 'Too many requests' "$(field .title)"
		answer 29
		judge "from one address, $path: too many, in Portuguese" '429 too_many_requests'
		same "from one address, $path: 429 in Portuguese" 'Requisições demais' "$(field .title)"
		answer 30
		expect_status "from one address: all else goes on after $path" 200
		answer 31
		case $path in /register) judge "from loopback, $path: not too many" 422 ;; *) judge "from loopback, $path: not too many" 401 ;; esac
	done
}

malformed_requests() {
	raw 'GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'
	judge 'two Host headers' '400 bad_request'
	raw 'GET /livez HTTP/1.1\r\n\r\n'
	judge 'no Host header' '400 bad_request'
	raw 'NONSENSE\r\n\r\n'
	judge 'not a request line' '400 bad_request'
	raw 'GET /../.. HTTP/1.1\r\nHost: localhost\r\n\r\n'
	judge 'a path above the root' '400 bad_request'
	raw 'POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n'
	judge 'a length that is not a number' '400 bad_request'
	raw 'POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
	judge 'both a length and chunks' '400 bad_request'
	http GET "http://${BASE#https://}/livez"
	judge 'plain HTTP at the port of TLS (silent)' '400,404 *'
}

fresh_user
sizes
lengths
encodings
too_many
malformed_requests
finish
