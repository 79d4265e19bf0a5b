#!/bin/sh
# Pages of any origin may read every reply at the addresses of Sentry's SDKs. This script checks nginx's own replies, and replies
# for unknown addresses. (sentry.sh checks the known ones, faults.sh those without PostgreSQL or the service.) A body that never
# arrives gets no reply: nginx closes the connection.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

open() { # TEXT STATUS: of the current answer
	expect_status "$1" "$2"
	expect_header "$1: any origin may read it" Access-Control-Allow-Origin '[*]'
	expect_header "$1: all of it" Access-Control-Expose-Headers 'x-sentry-error, x-sentry-rate-limits, retry-after'
}

too_large() {
	head -c 105000000 /dev/zero >"$WORK/much"
	for version in '' -2; do
		over=${version:+ over HTTP/2}
		http POST "$ENVELOPE" -a '' -f "$WORK/much" ${version:+"$version"}
		open "a body over 100 MiB$over" 413
		http POST "$ENVELOPE&x=$(repeat x 9000)" -a '' -d '{}' ${version:+"$version"}
		open "an address over 8 KiB$over" 414
		http POST "$ENVELOPE" -a '' -d '{}' -h "X-Large: $(repeat x 15000)" ${version:+"$version"}
		open "headers over 9,000 bytes$over" 431
		http TRACE "$ENVELOPE" -a '' ${version:+"$version"}
		open "a method that nginx does not know$over" 405
		for path in /api/$NUMBER/minidump/ /api/$NUMBER/envelope/more /api/$NUMBER/; do
			http POST "$path?sentry_key=$KEY" -a '' -d '{}' ${version:+"$version"}
			open "no such address, ${path#/api/*/}$over" 404
		done
	done
	http POST "$ENVELOPE" -a '' -d '{}' -h "X-Large: $(repeat x 70000)"
	open 'a header that nginx does not hold' 431
	http POST "$ENVELOPE&x=$(repeat x 70000)" -a '' -d '{}'
	open 'an address that nginx does not hold' 414
}

no_http() {
	head="POST /api/$NUMBER/envelope/?sentry_key=$KEY HTTP/1.1\r\n"
	raw "${head}Content-Length: 2\r\n\r\n{}"
	open 'no Host' 400
	raw "${head}Host: localhost\r\nContent-Length: x\r\n\r\n{}"
	open 'a length that is not a number' 400
	raw "${head}Host: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
	open 'both a length and chunks' 400
	raw "${head}Host: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
	open 'chunks that are none' 400
	raw "${head}Host: localhost\r\nConnection: close\r\nTransfer-Encoding: strange\r\n\r\n"
	open 'an encoding of transfer that nobody knows' 501
	raw 'NONSENSE\r\n\r\n'
	expect_status 'nothing that names an address' 400
	expect_no_header 'nothing that names an address is open to nobody' Access-Control-Allow-Origin
	http POST "/api/$NUMBER/envelope/%zz" -a '' -d '{}'
	open "an address that can't be decoded" 400
	http POST $API/tasks/%zz -d '{}' -h 'Origin: https://loja.example'
	expect_status "another address that can't be decoded" 400
	expect_no_header "another address that can't be decoded is not open" Access-Control-Allow-Origin
	http POST "http://${BASE#https://}$ENVELOPE" -a '' -d '{}'
	open 'plain HTTP at the port of TLS' 400
}

# A thousand at once and 500 a second are allowed. Loopback itself is exempt, so this uses the address of limits.sh.
too_many() {
	if [ -z "${METRICS_DENIED:-}" ]; then skip 'too many from one address' 'no METRICS_DENIED' && return; fi
	curl -q -s -k --noproxy '*' -Z --parallel-max 100 --http2 --interface "$METRICS_DENIED" --connect-to "::127.0.0.1:${BASE##*:}" \
		-X POST -d '{}' -o /dev/null -w '%{http_code}|%header{access-control-allow-origin}|%header{retry-after}|%header{x-sentry-rate-limits}\n' \
		"$BASE/api/$NUMBER/envelope/?n=[1-5000]" >"$WORK/many" 2>/dev/null
	if ! grep -q '^429' "$WORK/many"; then skip 'too many from one address' 'this machine is too slow' && return; fi
	same 'too many from one address: in the words of SDKs, too' '429|*|2|2::ip:too_many_requests' "$(grep '^429' "$WORK/many" | sort -u)"
	same 'too many from one address: the others are judged' '401|*||' "$(grep -v '^429' "$WORK/many" | sort -u)"
}

fresh_user
fresh_project
ENVELOPE="/api/$NUMBER/envelope/?sentry_key=$KEY"
too_large
no_http
too_many
http POST $API/nothing -d '{}' -h 'Origin: https://loja.example'
expect_no_header 'other addresses are not open' Access-Control-Allow-Origin
finish
