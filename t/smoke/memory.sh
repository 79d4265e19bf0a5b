#!/bin/sh
# What a worker takes at its highest, and keeps, whatever is sent to any route that reads a body: the routes come from the
# service's own document, Sentry's are added. Large bodies of each kind that is dear to read are sent to all of them, by
# nobody and by those who may. What workers took for other tests must not count, so it starts an instance of its own, in a
# scratch directory, and stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2059,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
instance_start 2 $NO_QUOTAS || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=center.sh
. "$here/center.sh"
# shellcheck source=sdk.sh
. "$here/sdk.sh"

MOST_MIB=40 KEPT_MIB=12 MOST_VALUES=20000
SIZE=1048576
# 100 MiB of zeros, packed by brotli with its largest window
ZEROS=z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69//8//+HfwIgDgsAdO//+f//D/8EQBwWAOje/+f//w/+CYA4LADQvf8B
FIGURES=$WORK/figures
mkdir -p "$FIGURES"

# --- the bodies ---

fill() { # FILE HEAD UNIT TAIL [COUNT]: as many units as fit into 1 MiB
	_count=${5:-$(((SIZE - ${#2} - ${#4}) / ${#3}))}
	{ printf %s "$2" && yes "$3" | head -n "$_count" | tr -d '\n' && printf %s "$4"; } >"$WORK/$1"
}

make_bodies() {
	credentials='{"username":"a","password":"b"'
	fill objects '[{}' ',{}' ']'
	fill members "$credentials,\"x\":[{}" ',{}' ']}'
	fill deep '' '[' ''
	fill repeated '{"b":0' ',"a":0' '}'
	fill text "$credentials,\"x\":\"" a '"}'
	fill escapes "$credentials,\"x\":\"" '\u0001' '"}'
	fill most '[{}' ',{}' ']' $((MOST_VALUES - 2))
	fill most_members "$credentials,\"x\":[{}" ',{}' ']}' $((MOST_VALUES - 5))
	# Events that are fine: a batch as large as it may be, and one with texts that grow when they are quoted
	fill events '[{"title":"a"}' ',{"title":"m","details":"'"$(repeat '\\n' 490)"'"}' ']' 999
	fill event '{"title":"a","details":"' '\"' '"}' 130000
}

# To FILE.envelope, FILE.gz and FILE.b64: as an SDK sends it, as HTTP packs it, and as raven did
wrap() { # NAME...
	for _name; do
		{ printf '{}\n{"type":"event"}\n' && cat "$WORK/$_name"; } >"$WORK/$_name.envelope"
		gzip -c "$WORK/$_name.envelope" >"$WORK/$_name.gz"
		gzip -c "$WORK/$_name" | tail -c +11 | head -c -8 | base64 -w 0 >"$WORK/$_name.b64"
	done
}

make_events() {
	fill controls '{"age":0,"body":{"a":"' "$(printf '\001')" '"}}'
	fill frames '{"exception":{"values":[{"stacktrace":{"frames":[{}' ',{"function":"f","lineno":1}' ']}}]}}'
	fill doubles '{"extra":[1.5' ',1.5' ']}'
	{ printf '{"message":"' && head -c $((SIZE * 3 / 4 - 100)) /dev/urandom | base64 -w 0 && printf '"}'; } >"$WORK/noise"
	# A tree as big as it may be, of texts that hardly pack: many members in small objects
	awk -v size=$SIZE 'BEGIN { srand(7); bytes = 30; printf "{\"message\":\"a\",\"extra\":[{\"a\":0}"
		while (bytes < size - 300) {
			for (line = ",{"; length(line) < 200;) line = line sprintf("\"%x\":0.%d,", rand() * 1e9, rand() * 1e9)
			line = substr(line, 1, length(line) - 1) "}"
			printf "%s", line
			bytes += length(line)
		}
		printf "]}" }' >"$WORK/dense"
	for _name in dense noise; do
		{ printf '{}\n{"type":"event"}\n' && cat "$WORK/$_name"; } >"$WORK/$_name.plain"
		node -e 'const fs = require("fs"), zlib = require("zlib"); fs.writeFileSync(process.argv[2], zlib.brotliCompressSync(fs.readFileSync(process.argv[1]),
			{ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4, [zlib.constants.BROTLI_PARAM_LGWIN]: 22 } }))' "$WORK/$_name.plain" "$WORK/$_name.br"
	done
	wrap dense objects members deep repeated text escapes most controls frames doubles noise
	echo $ZEROS | base64 -d >"$WORK/zeros.br"
}

# What is long, or becomes so: 18 MB that are skipped, 100 MB that are skipped, an event of 30 MB, 50,000 reports
make_envelopes() {
	{ printf '{}\n{"type":"attachment","length":18000000}\n' && head -c 18000000 /dev/urandom && printf '\n{"type":"event"}\n{"message":"a"}'; } | gzip -1 >"$WORK/attached.pack"
	{ printf '{}\n{"type":"tomorrow"}\n' && head -c 100000000 /dev/zero; } | gzip >"$WORK/skipped.pack"
	{ printf '{}\n{"type":"event"}\n' && head -c 30000000 /dev/zero; } | gzip >"$WORK/huge.pack"
	_one='{"csp-report":{"effective-directive":"img-src"}}'
	_reports="[$(repeat "$_one," 49)$_one]"
	{ printf '{}\n' && yes "$(printf '{"type":"raw_security"}\n%s' "$_reports")" | head -n 2000; } | gzip >"$WORK/reports.pack"
}

# --- asking: by curl itself, for there are many ---

# METHOD PATH FILE TYPE FROM [HEADER]: notes a request, of a client at FROM
note() {
	_noted=$((_noted + 1))
	[ $_noted -eq 1 ] || echo next
	printf 'request = "%s"\nurl = "%s%s"\ndata-binary = "@%s"\nheader = "Content-Type: %s"\ninterface = "%s"\n' "$1" "$BASE" "$2" "$WORK/$3" "$4" "$5"
	[ -z "${6:-}" ] || printf 'header = "%s"\n' "$6"
	printf 'output = "%s"\nwrite-out = "%%{http_code}\\t%%{time_total}\\t%s %s %s\\t%%{content_type}\\n"\n' "$ANSWERS/$_noted" "$1" "${2%%\?*}" "$3${6:+ (${6%%:*})}"
	printf 'header = "Expect:"\nmax-time = 60\nsilent\nhttp1.1\npath-as-is\nnoproxy = "*"\n'
	if [ -n "${CACERT:-}" ]; then printf 'cacert = "%s"\n' "$CACERT"; else echo insecure; fi
}

# KIND FROM [TOKEN]: to each route of the document
note_kind() {
	while read -r _method _route _type; do
		note "$_method" "$_route" "$1" "$_type" "$2" ${3:+"Authorization: Bearer $3"}
	done <"$WORK/routes"
}

note_all() {
	_place=0
	for kind in objects members deep repeated text escapes most most_members; do
		_place=$((_place + 1))
		note_kind $kind 127.0.3.$_place
		note_kind $kind 127.0.4.$_place "$TOKEN"
		note POST $ERRORS $kind application/json 127.0.5.1 "Authorization: Bearer $KEY"
	done
	for kind in events event; do note POST $ERRORS $kind application/json 127.0.5.1 "Authorization: Bearer $KEY"; done
	for kind in dense objects members deep repeated text escapes most controls frames doubles noise; do
		for key in "?$AUTH" ''; do
			note POST "$ENVELOPE$key" $kind.envelope application/x-sentry-envelope 127.0.5.2
			note POST "$ENVELOPE$key" $kind.gz application/x-sentry-envelope 127.0.5.2 'Content-Encoding: gzip'
			note POST "$STORE$key" $kind application/json 127.0.5.2
			note POST "$STORE$key" $kind.b64 application/octet-stream 127.0.5.2
			note POST "$SECURITY$key" $kind application/csp-report 127.0.5.2
		done
	done
	for kind in attached skipped huge reports; do
		note POST "$ENVELOPE?$AUTH" $kind.pack application/x-sentry-envelope 127.0.5.2 'Content-Encoding: gzip'
	done
	for kind in dense noise; do
		note POST "$ENVELOPE?$AUTH" $kind.br application/x-sentry-envelope 127.0.5.2 'Content-Encoding: br'
		note POST "$STORE?$AUTH" $kind application/json 127.0.5.2
	done
	for key in "?$AUTH" ''; do
		for where in "$ENVELOPE" "$STORE" "$SECURITY"; do
			note POST "$where$key" zeros.br application/json 127.0.5.2 'Content-Encoding: br'
		done
	done
}

# --- the workers ---

processes() { cat "/proc/$MASTER/task/$MASTER/children"; }

mib_of() { # FIELD: the most MiB that any process of the service has of it
	for _pid in $(processes); do awk -v field="$1:" '$1 == field { print $2 / 1024 }' "/proc/$_pid/status"; done | sort -n | tail -n 1
}

at_most() { # TEXT FIELD MIB
	_mib=$(mib_of "$2")
	if awk "BEGIN { exit !($_mib <= $3) }"; then pass "$1 (${_mib%.*} MiB)"; else fail "$1" "$_mib MiB of at most $3"; fi
}

is_sanitized() {
	for _pid in $(processes); do grep -qE 'lib(a|t|ub)san' "/proc/$_pid/maps" && return 0; done
	return 1
}

# --- judging ---

judge_answers() {
	same 'every request is answered' "$_noted" "$(wc -l <"$WORK/answers")"
	same 'no answer is a fault of the service, or of nginx in its place' '' "$(awk -F '\t' '$1 == "000" || $1 >= 500 || $1 == 429' "$WORK/answers" | head -n 5)"
	n=0
	while read -r status _; do
		n=$((n + 1))
		case $status in 2* | 000) ;; *) printf '%s\t%s\t' "$n" "$status" && tr -d '\n' <"$ANSWERS/$n" && echo ;; esac
	done <"$WORK/answers" >"$WORK/refused"
	same 'every refusal is a problem document, or in the words of SDKs' '' "$(jq -rR 'split("\t") | . as [$n, $status]
		| (.[2:] | join("\t") | fromjson? // {}) as $body
		| select(($body.status | tostring) != $status and ($body.detail | type) != "string") | $n' "$WORK/refused" | head -n 5)"
}

outcome() { # TEXT METHOD-AND-PATH KIND STATUS
	same "$1" "$4" "$(awk -F '\t' -v what="$2 $3" '$3 == what { print $1 }' "$WORK/answers" | sort -u | tr '\n' ' ' | sed 's/ $//')"
}

MASTER=$(head -n 1 "$STATE/balcao.pid") ANSWERS=$WORK/answer
mkdir "$ANSWERS"
make_bodies
make_events
make_envelopes
fresh_user
project
http GET $API/openapi.json -a ''
jq -r --arg id $UNKNOWN_ID '.paths | to_entries[] | .key as $path | .value | to_entries[] | select(.value.requestBody)
	| [(.key | ascii_upcase), ($path | gsub("{[a-z_]+}"; $id)), (.value.requestBody.content | keys[0])] | join(" ")' "$BODY" >"$WORK/routes"
for pid in $(processes); do echo 5 >"/proc/$pid/clear_refs"; done # VmHWM begins anew
before=$(processes)
_noted=0
note_all >"$WORK/asking"
curl -q --config "$WORK/asking" >"$WORK/answers" 2>/dev/null
judge_answers
same 'no worker died' "$before" "$(processes)"
refreshed="POST $API/token/refresh"
outcome '1 MiB of {}' "$refreshed" members 400
for kind in dense members frames doubles noise; do
	outcome "an event of 1 MiB: $kind" "POST $ENVELOPE" $kind.envelope '200 401'
	outcome "an event of 1 MiB, packed: $kind" "POST $ENVELOPE" "$kind.gz (Content-Encoding)" '200 401'
done
for kind in dense noise; do outcome "an event of 1 MiB, packed by brotli: $kind" "POST $ENVELOPE" "$kind.br (Content-Encoding)" 200; done
for kind in attached reports; do outcome "an envelope that is long, unpacked: $kind" "POST $ENVELOPE" "$kind.pack (Content-Encoding)" 200; done
for kind in skipped huge; do outcome "an envelope that is too long, unpacked: $kind" "POST $ENVELOPE" "$kind.pack (Content-Encoding)" 413; done
outcome "$MOST_VALUES values are taken" "$refreshed" most_members 422
if is_sanitized; then
	skip 'what the workers take' 'sanitizers take more'
else
	at_most 'at its highest' VmHWM $MOST_MIB
	sleep 10
	at_most 'ten seconds later' VmRSS $KEPT_MIB
fi
finish
