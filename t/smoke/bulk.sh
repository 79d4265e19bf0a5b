#!/bin/sh
# Events that are too big to be kept as a tree: whatever they hold, and wherever, they keep what they are. And the event as
# it was sent, byte for byte.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"
# shellcheck source=sdk.sh
. "$(dirname "$0")/sdk.sh"

# --- events ---

# The members of an event in the order in which sentry-go writes them; $bulk is one more, and may replace some.
GO='{breadcrumbs: [{message: "antes", timestamp: "2026-11-28T09:00:00Z"}], contexts: {os: {name: "linux"}}, dist: "7", environment: "teste",
	event_id: $id} + $bulk + {level: "fatal", platform: "go", release: "loja@1.2.3", sdk: {name: "sentry.go", version: "0.36.2"},
	server_name: "web-1", tags: {loja: "sul"}, transaction: "GET /pedidos", user: {id: "ana", email: "ana@example.com"}, modules: {m: "v1"},
	request: {url: "https://loja.example/pedidos"}, exception: [{type: $name, value: "sem itens", stacktrace: {frames: [
	{function: "main", in_app: true}, {function: $name, module: "main", filename: "main.go", lineno: 7, in_app: true}]}}]} + $last'
KEPT='.level == "fatal" and .environment == "teste" and .release == "loja@1.2.3" and .tags.loja == "sul" and .origin == "web-1"
	and (.event | .user.id == "ana" and .platform == "go" and .transaction == "GET /pedidos" and .dist == "7" and .breadcrumbs[-1].message != null
	and (.exceptions[-1] | .value == "sem itens" and .frames[-1].lineno == null and .frames[-1].line == 7))'

# Lines "text ~ bulk, or what comes last (behind >) ~ the wanted field of a fault ~ jq expression of the shown event"
big() {
	project
	n=0
	: >"$WORK/sent"
	while IFS='~' read -r text bulk fault wanted; do
		n=$((n + 1))
		event_id
		trim "$bulk"
		case $TRIMMED in '>'*) last=${TRIMMED#>} bulk='{}' ;; *) last='{}' bulk=$TRIMMED ;; esac
		jq -nc --arg id $ID --arg name "Erro$n" "($bulk) as \$bulk | ($last) as \$last | $GO" >"$WORK/event.$n"
		size=$(wc -c <"$WORK/event.$n")
		[ "$size" -le 1048576 ] || fail "setting up: $text: $size bytes"
		{ printf '{"event_id":"%s"}\n{"type":"event","length":%s}\n' $ID "$size" && cat "$WORK/event.$n"; } >"$WORK/envelope"
		if [ $((n % 2)) = 0 ]; then
			gzip -c "$WORK/envelope" >"$WORK/packed"
			ask "$ENVELOPE?$AUTH" -f "$WORK/packed" -h 'Content-Encoding: gzip'
		else
			ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
		fi
		accepted "big: ${text% }" $ID
		trim "$fault" && fault=$TRIMMED
		trim "$wanted" && wanted=$TRIMMED
		printf '%s\n' "$ID$US$n$US${text% }$US$fault$US$wanted" >>"$WORK/sent"
	done
	settle $n
	while IFS=$US read -r id n text fault wanted; do
		all_errors
		error_of "Erro$n: sem itens"
		whole $id
		judge "big: $text: it keeps what it is" "200 $KEPT and .title == \"Erro$n: sem itens\""
		judge "big: $text: what was cut is told" "200 any(.event.errors[]; . == {\"field\":\"$fault\",\"fault\":\"too_many\"})"
		[ -z "$wanted" ] || judge "big: $text: as it is shown" "200 $wanted"
		http GET "$URL_PATH?raw=true"
		check "big: $text: it comes back byte for byte" cmp -s "$WORK/event.$n" "$BODY"
	done <"$WORK/sent"
}

# The same as whole, and keeps the path
whole() {
	URL_PATH=$ERRORS/$ERROR/events/$(printf %s "$1" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/')
	http GET "$URL_PATH"
}

bulk() {
	big <<'END'
8,000 objects of extra, as sentry-go sends them ~ {extra: {estado: [range(8000) | {id: ., nome: "item"}], outro: 7}} ~ extra ~ (.event.extra.estado | length) > 500 and .event.extra.outro == 7
the same behind all ~ >{extra: {estado: [range(8000) | {id: ., nome: "item"}]}} ~ extra ~ (.event.extra.estado | length) > 500
60,000 objects ~ {extra: [range(60000) | {}]} ~ extra ~ (.event.extra | length) > 500
90,000 members ~ {extra: ([range(60000) | {key: "m\(.)", value: .}] | from_entries)} ~ extra ~ (.event.extra | length) > 5000
a stack of 5,000 frames ~ >{exception: [{type: $name, value: "sem itens", stacktrace: {frames: [range(5000) | {function: "f\(.)", module: "main", filename: "main.go", lineno: 7, in_app: true, vars: {a: 1, b: 2}}]}}]} ~ frames ~ .event.exceptions[0] | .frames[0].function == "f0" and .frames[-1].function == "f4999" and (.frames | length) == 250 and .frames_left_out == 4750
a chain of 5,000 exceptions ~ >{exception: [range(5000) | {type: (if . == 4999 then $name else "E\(.)" end), value: "sem itens", stacktrace: {frames: [{function: "f", lineno: 7}]}}]} ~ exception ~ .event.exceptions | .[0].type == "E0" and length == 50
5,000 breadcrumbs ~ >{breadcrumbs: [range(5000) | {message: "m\(.)", data: {a: ., b: [., {}]}}]} ~ breadcrumbs ~ .event.breadcrumbs[-1].message == "m4999"
3,000 threads, of which one crashed ~ {threads: {values: [range(3000) | {id: ., crashed: (. == 1500), stacktrace: {frames: [{function: "f"}]}}]}} ~ threads ~ [.event.threads[] | select(.crashed) | .id] == ["1500"]
30,000 modules ~ >{modules: ([range(30000) | {key: "m\(.)", value: "1"}] | from_entries)} ~ modules ~ (.event.modules | length) > 1000
a big request ~ >{request: {data: [range(20000) | {a: .}], url: "https://a.example/", headers: {Host: "a"}}} ~ request ~ .event.request.url != null
an unknown member ~ {novo: [range(20000) | {a: .}]} ~ other ~ (.event.other.novo | length) > 500
lists in lists in lists ~ {extra: [range(9) | reduce range(40) as $i ([range(5000)]; [.])] } ~ extra ~ .event.extra != null
END
}

# --- as it was sent ---

sent_bytes() { # TEXT BYTES [WANTED]: an event of the SDK comes back so
	report "$2"
	accepted "raw: $1" $ID
	events=$((events + 1))
	settle $events
	all_errors
	ERROR=$(field '[.items[]][0].id')
	whole $ID
	http GET "$URL_PATH?raw=true"
	printf %s "${3:-$2}" >"$WORK/wanted"
	check "raw: $1: it comes back" cmp -s "$WORK/wanted" "$BODY"
}

as_sent() {
	project
	events=0
	sent_bytes 'blanks and the order of members stay' '{ "message" : "Igual", "extra":{"b":1.50,"a":[ ]} ,"message":"Igual"}'
	expect_header 'raw: it is JSON' Content-Type 'application/json; charset=utf-8'
	expect_header 'raw: nobody keeps it' Cache-Control 'private, no-store'
	expect_header 'raw: it never changes' ETag '"1"'
	http GET "$URL_PATH?raw=true" -h 'If-None-Match: "1"'
	judge 'raw: and need not be sent again' 304
	sent_bytes 'what is no JSON is mended' '{"message":"Igual","extra":[NaN,-Infinity,007,],}' '{"message":"Igual","extra":[null,null,7]}'
	http GET "$URL_PATH?raw=false"
	judge 'raw: false is as without it' '200 .event.message.text == "Igual"'
	paths GET <<END
raw: neither true nor false | $URL_PATH?raw=talvez | 422 raw=*
raw: of another error | $ERRORS/$UNKNOWN_ID/events/$UNKNOWN_ID?raw=true | 404
END
	http GET "$URL_PATH?raw=true" -a "$viewer_token"
	judge 'raw: a viewer reads it' 200
	http GET "$URL_PATH?raw=true" -a ''
	judge 'raw: nobody' '401 unauthenticated'
	post '{"title":"Simples","level":"info","tags":{"a":"b"},"occurred_at":"2026-01-02T03:04:05Z","details":"linha\n2","origin":"web-1"}'
	events=$((events + 1))
	settle $events
	all_errors
	error_of Simples
	http GET "$ERRORS/$ERROR/events/$EVENT?raw=true"
	judge 'raw: a plain report, as it was reported' '200 . == {"title":"Simples","level":"info","environment":"production","origin":"web-1","details":"linha\n2","occurred_at":"2026-01-02T03:04:05Z","release":null,"tags":{"a":"b"},"fingerprint":[]}'
}

staff
TOKEN=$admin_token
bulk
as_sent
finish
