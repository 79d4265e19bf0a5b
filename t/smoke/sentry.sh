#!/bin/sh
# Sentry's protocol: raw requests as SDKs send them, odd and bad ones, and their effects. The files in sentry/ have the
# shapes of sentry-python 2, sentry-php 4, @sentry/browser 10 and raven. sdk.mjs uses the real @sentry/node.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2059,SC2086,SC2119,SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"
SHAPES=$(dirname "$0")/sentry
# shellcheck source=sdk.sh
. "$(dirname "$0")/sdk.sh"

unpack() { # FILE: as $WORK/shape
	case $1 in *.b64) base64 -d "$SHAPES/$1" ;; *) cat "$SHAPES/$1" ;; esac >"$WORK/shape"
}

# --- keys ---

callers() {
	project
	theirs=$KEY number=$NUMBER
	project
	envelope '{"message":"Quem sou"}'
	cp "$WORK/envelope" "$WORK/who"
	while IFS='|' read -r text query name status; do
		trim "$query" && query=$TRIMMED
		trim "$name" && name=$TRIMMED
		trim "$status" && status=$TRIMMED
		if [ -n "$name" ]; then set -- -h "$name"; else set --; fi
		ask "$ENVELOPE${query:+?$query}" -f "$WORK/who" "$@"
		case $status in 200) accepted "who: ${text% }" $ID ;; *) refused "who: ${text% }" $status ;; esac
		[ "$status" != 401 ] || expect_header "who: ${text% }: why" X-Sentry-Error '?*'
	done <<END
by the query | $AUTH | | 200
by the query, without a version | sentry_key=$KEY | | 200
nobody | | | 401
with an empty key | sentry_key= | | 401
with another scheme | | Authorization: Bearer $KEY | 401
with an invalid key | sentry_key=123 | | 400
with a key that nobody has | sentry_key=0123456789abcdef0123456789abcdef | | 403
with a key of another project | sentry_key=$theirs | | 403
the query goes first | sentry_key=$theirs | X-Sentry-Auth: Sentry sentry_key=$KEY | 403
END
	ask "$ENVELOPE?sentry_key=0123456789abcdef0123456789abcdef" -f "$WORK/who"
	cp "$BODY" "$WORK/nobodys"
	ask "$ENVELOPE?sentry_key=$theirs" -f "$WORK/who"
	check "who: an unknown key and another project's get the same answer" cmp -s "$BODY" "$WORK/nobodys"
	for line in "X-Sentry-Auth: Sentry sentry_key=$KEY, sentry_version=7, sentry_client=sentry.python/2.30.0" \
		"X-Sentry-Auth: sentry sentry_version=7,sentry_client=x/1,sentry_key=$KEY,sentry_secret=old" \
		"Authorization: Sentry sentry_key=$KEY, sentry_version=7"; do
		ask $ENVELOPE -f "$WORK/who" -h "$line"
		accepted "who: by $(printf %s "$line" | cut -c 1-40)" $ID
	done
	ask /api/$number/envelope/ -f "$WORK/who" -h "X-Sentry-Auth: Sentry sentry_key=$KEY"
	refused 'who: a key of another project, by the header' 403
	ask "/api/999999999/envelope/?$AUTH" -f "$WORK/who"
	refused 'who: an unknown project' 403
	ask "/api/0$NUMBER/envelope/?$AUTH" -f "$WORK/who"
	refused 'who: a number written in another way' 403
	for dsn in "https://$KEY@errors.example.org/$NUMBER" "https://$KEY:secret@errors.example.org/a/b/$NUMBER"; do
		envelope '{"message":"Túnel"}' "{\"dsn\":\"$dsn\"}"
		ask $ENVELOPE -f "$WORK/envelope"
		accepted "who: by the envelope's dsn, $dsn" $ID
	done
	envelope '{"message":"Túnel"}' "{\"dsn\":\"https://$theirs@errors.example.org/$number\"}"
	ask $ENVELOPE -f "$WORK/envelope"
	refused "who: by another project's dsn" 403
	head -c 4000 /dev/urandom >"$WORK/noise"
	ask $ENVELOPE -f "$WORK/noise" -h 'Content-Encoding: gzip'
	refused 'who: nobody, whatever is sent' 401
	ask "$ENVELOPE?sentry_key=$theirs" -f "$WORK/noise" -h 'Content-Encoding: gzip'
	refused 'who: judged before the body is inflated' 403
	kept 'who: all of these are one event of each id' 3
}

# --- bodies ---

framing() {
	project
	one='{"message":"Um"}' long=$(printf '{"message":"Um"}' | wc -c)
	n=0
	for item in '{"type":"event"}' "{\"type\":\"event\",\"length\":$long}"; do
		for end in '' '\n'; do
			event_id
			printf '{"event_id":"%s"}\n%s\n%s'"$end" "$ID" "$item" "$one" >"$WORK/envelope"
			ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
			accepted "framing: $item, ending with '$end'" $ID
			n=$((n + 1))
		done
	done
	event_id
	printf '{"event_id":"%s"}\n{"type":"attachment","length":9,"filename":"a"}\n\r\n\n456\n8\n\n{"type":"event","length":%s}\n%s\n{"type":"tomorrow"}\n{"x":1}' \
		$ID $long "$one" >"$WORK/envelope"
	ask "${ENVELOPE%/}?$AUTH" -f "$WORK/envelope"
	accepted 'framing: among items that are skipped, newlines in one; without the final slash' $ID
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" -h 'Transfer-Encoding: chunked'
	accepted 'framing: in chunks, without a length' $ID
	printf '{}\n{"type":"event"}\n{"message":"Sem nome"}' >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	accepted 'framing: an event without an id gets one'
	printf '{"event_id":"%s"}\n{"type":"event"}\n{"event_id":"%s","message":"Dois nomes"}' 0123456789ABCDEF0123456789ABCDEF $ID >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	accepted "framing: the envelope's id wins" 0123456789abcdef0123456789abcdef
	printf '{"event_id":"89abcdef-0123-4567-89ab-cdef01234567"}\n{"type":"event"}\n{"message":"Traços"}' >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	accepted 'framing: an id with dashes' 89abcdef0123456789abcdef01234567
	kept 'framing: each event was one' $((n + 4))
	for none in '{}' '{}\n' '{"event_id":"0123456789abcdef0123456789abcdef"}\n{"type":"session"}\n{}' '{}\n{"type":"client_report","length":2}\n{}\n'; do
		printf "$none" >"$WORK/envelope"
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
		judge "framing: no event, $none" '200 . == {}'
	done
	for bad in '' 'x' '[]\n' '{"event_id":\n' '{}\n{"type":"event","length":100}\n{"message":"curto"}' '{}\n{"length":2}\n{}\n' \
		'{}\nx\n{}\n' '{}\n{"type":"event"}\n{"message":' '{}\n{"type":"event","length":-1}\n{}'; do
		printf "$bad" >"$WORK/envelope"
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
		refused "framing: refused, '$bad'" 400
	done
}

encodings() {
	project
	n=0
	for encoding in '' identity utf-8 gzip x-gzip GZIP; do
		envelope '{"message":"Comprimido"}'
		case $encoding in *[gG][zZ]*) gzip "$WORK/envelope" && mv "$WORK/envelope.gz" "$WORK/envelope" ;; esac
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" -h "Content-Encoding${encoding:+: }${encoding:-;}"
		n=$((n + 1))
		accepted "encoding: '$encoding'" $ID
	done
	for shape in zlib.b64 raw.b64; do
		unpack $shape
		ask "$ENVELOPE?$AUTH" -f "$WORK/shape" -h 'Content-Encoding: deflate'
		accepted "encoding: deflate, ${shape%.b64}"
	done
	kept 'encoding: all of them' $((n + 2))
	envelope '{"message":"Comprimido"}'
	for encoding in zstd 'gzip, br' nothing; do
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" -h "Content-Encoding: $encoding"
		refused "encoding: $encoding is not known" 400
	done
	for encoding in gzip br deflate; do
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" -h "Content-Encoding: $encoding"
		refused "encoding: it is not $encoding" 400
	done
	gzip -c "$WORK/envelope" | head -c 60 >"$WORK/half"
	ask "$ENVELOPE?$AUTH" -f "$WORK/half" -h 'Content-Encoding: gzip'
	refused 'encoding: half of it' 400
	http POST $API/tasks -f "$WORK/half" -h 'Content-Encoding: gzip'
	judge 'encoding: not for others' 415
}

limits() {
	project
	event_id
	{ printf '{"event_id":"%s"}\n{"type":"attachment","length":18000000}\n' $ID && head -c 18000000 /dev/urandom && printf '\n{"type":"event"}\n{"message":"Com anexo"}'; } >"$WORK/much"
	ask "$ENVELOPE?$AUTH" -f "$WORK/much"
	accepted 'limits: 18 MB, most of it skipped' $ID
	gzip -1 "$WORK/much"
	ask "$ENVELOPE?$AUTH" -f "$WORK/much.gz" -h 'Content-Encoding: gzip'
	accepted 'limits: 18 MB, compressed' $ID
	truncate -s 105000000 "$WORK/much"
	ask "$ENVELOPE?$AUTH" -f "$WORK/much"
	expect_status 'limits: over 100 MiB' 413
	http POST $API/tasks -f "$WORK/much"
	judge 'limits: 1 MiB for others' 413
	{ printf '{}\n{"type":"tomorrow"}\n' && head -c 100000000 /dev/zero; } | gzip >"$WORK/bomb"
	ask "$ENVELOPE?$AUTH" -f "$WORK/bomb" -h 'Content-Encoding: gzip'
	refused "limits: a bomb of $(wc -c <"$WORK/bomb") bytes" 413
	if command -v node >/dev/null; then
		node -e 'process.stdout.write(require("zlib").brotliCompressSync(Buffer.concat([Buffer.from("{}\n{\"type\":\"tomorrow\"}\n"), Buffer.alloc(1e8)]), { params: { 2: 24, 1: 5 } }))' >"$WORK/bomb.br"
		ask "$ENVELOPE?$AUTH" -f "$WORK/bomb.br" -h 'Content-Encoding: br'
		refused "limits: a bomb of $(wc -c <"$WORK/bomb.br") bytes of br, with the widest window" 413
	else
		skip 'limits: a bomb of br' 'node is missing'
	fi
	{ printf '{}\n{"type":"event"}\n' && head -c 30000000 /dev/zero; } | gzip >"$WORK/bomb"
	ask "$ENVELOPE?$AUTH" -f "$WORK/bomb" -h 'Content-Encoding: gzip'
	refused 'limits: a bomb within an event' 413
	head -c 100000000 /dev/zero | gzip >"$WORK/bomb"
	ask "$STORE?$AUTH" -f "$WORK/bomb" -h 'Content-Encoding: gzip'
	refused 'limits: a bomb to store' 413
	one='{"csp-report":{"effective-directive":"img-src"}}'
	reports="[$(repeat "$one," 49)$one]"
	{ printf '{}\n' && yes "$(printf '{"type":"raw_security"}\n%s' "$reports")" | head -n 2000; } | gzip >"$WORK/bomb"
	ask "$ENVELOPE?$AUTH" -f "$WORK/bomb" -h 'Content-Encoding: gzip'
	accepted "limits: 50,000 reports in $(wc -c <"$WORK/bomb") bytes"
	{ printf '{}\n{"type":"event"}\n{"extra":"' && head -c 1048564 /dev/zero | tr '\0' x && printf '"}'; } >"$WORK/large"
	ask "$ENVELOPE?$AUTH" -f "$WORK/large"
	judge 'limits: an event of 1 MiB' '200 has("id")'
	sed 's/extra/extras/' "$WORK/large" >"$WORK/larger"
	ask "$ENVELOPE?$AUTH" -f "$WORK/larger"
	refused 'limits: one more byte' 413
	{ printf '{"x":"' && head -c 8200 /dev/zero | tr '\0' x && printf '"}\n'; } >"$WORK/large"
	ask "$ENVELOPE?$AUTH" -f "$WORK/large"
	refused 'limits: a header over 8 KiB' 413
	kept 'limits: what was refused is not there, and of the reports the first 50' 52
	flat_memory
}

most() { # FIELD of /proc/PID/status: the largest of the workers', in KiB
	for pid in $children; do sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$pid/status"; done | sort -n | tail -n 1
}

# What they take at their highest is memory.sh's to judge. A window of br has 16 MiB.
flat_memory() {
	if [ -z "${STATE:-}" ]; then skip 'limits: memory of the workers' 'no STATE' && return; fi
	master=$(head -n 1 "$STATE/balcao.pid")
	read -r children <"/proc/$master/task/$master/children"
	if grep -q libasan "/proc/$master/maps"; then skip 'limits: memory of the workers' 'sanitizers take theirs' && return; fi
	before=$(most RssAnon)
	[ ! -s "$WORK/bomb.br" ] || for _ in 1 2 3 4 5 6 7 8; do ask "$ENVELOPE?$AUTH" -f "$WORK/bomb.br" -h 'Content-Encoding: br'; done
	check "limits: what they had is given back [$before, then $(most RssAnon) KiB]" [ "$(most RssAnon)" -lt $((before + 4096)) ]
}

# --- events as SDKs send them ---

shape() { # TEXT FILE ENCODING TITLE JQ-EXPRESSION [options]
	text=$1 file=$2 encoding=$3 title=$4 of_event=$5
	shift 5
	project
	unpack $file
	case $text in *python* | *php*) set -- "$@" -h "X-Sentry-Auth: Sentry sentry_key=$KEY, sentry_version=7" ;; *) ENVELOPE="$ENVELOPE?$AUTH" ;; esac
	http POST "$ENVELOPE" -a '' -f "$WORK/shape" "$@" ${encoding:+-h "Content-Encoding: $encoding"}
	accepted "$text: accepted"
	id=$(field .id)
	settle 1
	error_of "$title"
	detail
	judge "$text: the error" "200 .events == 1 and .users == 1 and .collected_by.key == \"servidor\""
	why=$(field -c .why)
	whole "$id"
	judge "$text: the event" "200 $of_event"
}

recorded() {
	python='.environment == "staging" and .release == "loja@1.4.2" and .origin == "loja-1" and .level == "error" and .tags.loja == "centro"
		and (.details | contains("total (loja/views.py:41)") and contains("return soma(itens) / len(itens)"))
		and (.event | .exceptions[0].type == "ZeroDivisionError" and .exceptions[0].frames[-1].vars.itens == [] and .user.id == "42"
		and .breadcrumbs[0].message == "carrinho vazio" and .request.url == "https://loja.example/total" and .contexts.runtime.name == "CPython"
		and .sdk.name == "sentry.python.django" and .modules.django == "5.1" and .extra.taxa == null)'
	shape 'sentry-python, br' python.br.b64 br 'ZeroDivisionError: division by zero' "$python" -t application/x-sentry-envelope
	same 'sentry-python: grouped by its stack' '["platform: python","type: ZeroDivisionError","frame: total in loja.views, at return soma(itens) / len(itens)"]' "$why"
	shape 'sentry-python, gzip' python.gz.b64 gzip 'ZeroDivisionError: division by zero' "$python" -t application/x-sentry-envelope
	shape 'sentry-php' php.gz.b64 gzip 'RuntimeException: Pedido 41 sem itens' '.origin == "loja-php" and .tags.loja == "norte" and .tags.os == "Linux 6.1.0"
		and (.details | contains("Pedido.php")) and (.event | .request.headers[0] == ["Host","loja.example"] and .exceptions[0].frames[-1].vars.id == 41)' -t application/x-sentry-envelope
	shape '@sentry/browser' browser.txt '' "TypeError: Cannot read properties of undefined (reading 'preço')" '.tags."página" == "carrinho" and .release == "loja-web@7"
		and (.event.exceptions[0] | .handled == false and .frames[-1].column == 1874) and .event.breadcrumbs[0].category == "ui.click"' \
		-t 'text/plain;charset=UTF-8' -h 'Origin: https://loja.example'
	same '@sentry/browser: grouped without the hash of the build' '["platform: javascript","type: TypeError","frame: total in app.js"]' "$why"
	project
	ask "$STORE?$AUTH" -f "$SHAPES/raven.b64"
	accepted 'raven: base64 of what is deflated' 55555555555545558555555555555555
	settle 1
	error_of 'Antigo, mas vivo'
	whole 55555555555545558555555555555555
	judge 'raven: the event' '200 .level == "warning" and .tags == {"loja":"sul","tem-espaço":"true"} and .event.user.id == 1 and (.occurred_at | startswith("2015-03-02"))'
}

ids() {
	project
	report '{"message":"Repetido","user":{"id":1}}'
	for _ in 1 2 3; do
		ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
		accepted 'ids: again' $ID
	done
	settle 1
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	report '{"message":"Repetido","user":{"id":2}}'
	report '{"message":"Repetido","user":{"id":"2"}}'
	kept 'ids: what comes again is not counted' 3
	error_of Repetido
	detail
	judge 'ids: a user is counted by id' '200 .users == 2'
	project
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	kept 'ids: another project has its own' 1
}

unsupported() {
	project
	printf '{}\n{"type":"transaction"}\n{}\n{"type":"profile"}\n{}\n{"type":"replay_recording","length":3}\nabc\n{"type":"log"}\n{}\n{"type":"attachment","length":2}\noi\n{"type":"feedback"}\n{}\n{"type":"check_in"}\n{}' >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	judge 'unsupported: 200' '200 . == {}'
	for category in transaction profile replay log_item attachment monitor; do
		expect_header "unsupported: $category is told" X-Sentry-Rate-Limits "3600:*$category*:project:unsupported"
	done
	expect_no_header 'unsupported: errors go on' X-Sentry-Rate-Limits '*error*'
	expect_no_header 'unsupported: feedback too' X-Sentry-Rate-Limits '*feedback*'
	report '{"message":"Só um erro"}'
	expect_no_header 'unsupported: no header if everything was stored' X-Sentry-Rate-Limits
	query_time() { curl -q -sk --noproxy '*' "$BASE/metrics" | sed -n 's/^balcao_database_duration_seconds_sum{method="POST",route="\/api\/{number}\/envelope"} //p'; }
	printf '{}\n{"type":"session"}\n{}' >"$WORK/envelope"
	asks_nothing() { # twenty of them take the database no time; once every worker knows the key
		before=$(query_time)
		for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do queue POST "$ENVELOPE?$AUTH" -a '' -f "$WORK/envelope"; done
		send
		answer 20
		awk "BEGIN { exit !($(query_time) - $before < 0.0005) }"
	}
	if [ -n "$(query_time)" ]; then check 'unsupported: an envelope without an event asks no database' eventually 5 asks_nothing
	else skip 'unsupported: an envelope without an event asks no database' 'no metrics'; fi
	judge 'unsupported: sessions' '200 . == {}'
}

# --- other addresses ---

stored() {
	project
	event_id
	ask "$STORE?$AUTH" -d "{\"event_id\":\"$ID\",\"message\":\"Guardado\",\"tags\":{\"a\":1}}"
	accepted 'store: JSON' $ID
	event_id
	printf '{"event_id":"%s","message":"Guardado"}' $ID | gzip >"$WORK/stored"
	ask "$STORE?$AUTH" -f "$WORK/stored" -h 'Content-Encoding: gzip'
	accepted 'store: compressed' $ID
	ask "/api/store/?$AUTH" -d '{"message":"Guardado"}'
	accepted 'store: to the project of the key'
	envelope '{"message":"Guardado"}'
	http POST "$STORE?$AUTH" -a '' -f "$WORK/envelope" -t application/x-sentry-envelope
	accepted 'store: an envelope' $ID
	for bad in 'x' '{' '' 'bm90IGRlZmxhdGVk'; do
		ask "$STORE?$AUTH" -d "$bad"
		refused "store: refused, '$bad'" 400
	done
	ask $STORE -d '{"message":"x"}'
	refused 'store: nobody' 401
	ask /api/store/ -d '{"message":"x"}'
	refused 'store: nobody, of no project' 401
	kept 'store: all of them' 4
}

browsers() {
	project
	for path in $SECURITY /api/$NUMBER/csp-report/; do
		http POST "$path?sentry_key=$KEY" -a '' -t application/csp-report -d '{"csp-report":{"document-uri":"https://loja.example/","effective-directive":"img-src","blocked-uri":"https://evil.example/a.png"}}'
		accepted "security: ${path#/api/*/}"
	done
	http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/reports+json -d '[{"type":"csp-violation","age":10,"url":"https://loja.example/","body":{"effectiveDirective":"img-src","blockedURL":"https://evil.example/b.png"}},
		{"type":"deprecation","url":"https://loja.example/","body":{"id":"x","message":"velho"}}]'
	accepted 'security: several, of the Reporting API'
	http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/json -d '{"effective_directive":"font-src","blocked_uri":"https://f.example/x"}'
	accepted 'security: as Relay passes it on'
	id=$(field .id)
	kept 'security: each is an event' 5
	expect_json 'security: by directive and host' '[.items[].events] | sort == [1,1,3]'
	ERROR=$(field '[.items[] | select(.title | startswith("font-src"))][0].id')
	whole "$id"
	judge 'security: as Relay passes it on: it is shown' '200 .event.report.blocked_uri == "https://f.example/x"'
	all_errors
	ERROR=$(field '[.items[] | select(.events == 3)][0].id')
	http GET "$ERRORS/$ERROR/events"
	whole "$(field '.items[0].id' | tr -d -)"
	judge 'security: the report is shown' '200 (.event.report["blocked-uri"] // .event.report.blockedURL) | startswith("https://evil.example/")'
	project
	for name in chrome-extension://abc/x.js moz-extension safari-web-extension://x ms-browser-extension://x about:blank resource://x; do
		http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/csp-report -d "{\"csp-report\":{\"effective-directive\":\"script-src\",\"blocked-uri\":\"$name\"}}"
		judge "security: $name is dropped" '200 . == {}'
	done
	http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/reports+json \
		-d '[{"type":"csp-violation","body":{"effectiveDirective":"img-src","blockedURL":"https://x.example/","sourceFile":"moz-extension://y"}}]'
	judge 'security: by the source' '200 . == {}'
	http POST "$SECURITY?sentry_key=$KEY&sentry_environment=homologa%C3%A7%C3%A3o&sentry_release=loja%402" -a '' -t application/csp-report \
		-d '{"csp-report":{"effective-directive":"img-src","blocked-uri":"data"}}'
	accepted 'security: with environment and release'
	for body in '{"x":1}' '{"csp-report":{}}' '{}' '[]' '[{"x":1},null]' '{"message":"nenhum"}'; do
		http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/csp-report -d "$body"
		judge "security: $body is no report" '200 . == {}'
	done
	kept 'security: only that is an event' 1
	judge 'security: of that environment and release' '200 .items[0] | .environment == "homologação" and .release == "loja@2"'
	http POST $SECURITY -a '' -t application/csp-report -d '{}'
	refused 'security: nobody' 401
	http POST "$SECURITY?sentry_key=$KEY" -a '' -t application/csp-report -d 'x'
	refused 'security: no JSON' 400
}

pages() {
	project
	for path in $ENVELOPE ${ENVELOPE%/} $STORE $SECURITY /api/store/; do
		http OPTIONS $path -a '' -h 'Origin: https://loja.example' -h 'Access-Control-Request-Method: POST' -h 'Access-Control-Request-Headers: x-sentry-auth'
		expect_status "CORS: OPTIONS $path" 204
		expect_header "CORS: OPTIONS $path: who" Access-Control-Allow-Origin '[*]'
		expect_header "CORS: OPTIONS $path: how" Access-Control-Allow-Methods '*POST*'
		expect_header "CORS: OPTIONS $path: with what" Access-Control-Allow-Headers '*x-sentry-auth*content-type*content-encoding*sentry-trace*baggage*'
		expect_header "CORS: OPTIONS $path: for how long" Access-Control-Max-Age 3600
		expect_header "CORS: OPTIONS $path: Allow" Allow 'POST, OPTIONS'
	done
	report '{"message":"Página"}' -h 'Origin: https://loja.example'
	expect_header 'CORS: an answer' Access-Control-Allow-Origin '[*]'
	expect_header 'CORS: an answer shows' Access-Control-Expose-Headers '*x-sentry-error*x-sentry-rate-limits*retry-after*'
	http GET $ENVELOPE -a ''
	refused 'CORS: another method' 405
	expect_header 'CORS: another method: Allow' Allow 'POST, OPTIONS'
	http POST $ERRORS -a "$KEY" -d '{"title":"x"}' -h 'Origin: https://loja.example'
	expect_no_header 'CORS: not for others' Access-Control-Allow-Origin
	ask "/api/x/envelope/?$AUTH" -d x
	refused 'CORS: no number' 400
}

ending() {
	project
	report '{"message":"Antes"}'
	accepted 'ending: the key is taken' $ID
	http POST $ERRORS -a "$KEY" -d '{"title":"Sem protocolo"}'
	EVENT=$(field '.event_ids[0]')
	settle 2
	error_of 'Sem protocolo'
	http GET "$ERRORS/$ERROR/events/$EVENT"
	judge 'ending: what no SDK sent has no event' '200 .event == null'
	http DELETE "$PROJECTS/$PROJECT/keys/$KEY_ID"
	until=$(($(milliseconds) + 1000))
	until { ask "$ENVELOPE?$AUTH" -f "$WORK/envelope" && [ "$STATUS" = 403 ]; } || [ "$(milliseconds)" -ge $until ]; do sleep 0.05; done
	refused 'ending: a deleted key is refused within a second' 403
}

soon() {
	project
	late=''
	for n in 1 2 3 4 5; do
		report "{\"message\":\"Agora\",\"fingerprint\":[\"$n\"]}"
		until=$(($(milliseconds) + 2000))
		until digested $n || [ "$(milliseconds)" -gt $until ]; do sleep 0.05; done
		digested $n || late="$late $n"
	done
	same 'what was accepted is visible within 2 seconds' '' "$late"
}

staff
TOKEN=$admin_token
callers
framing
encodings
limits
recorded
ids
unsupported
stored
browsers
pages
ending
soon
finish
