#!/bin/sh
# Many at once: logins, and customers with CEPs that must be asked for, of one user and of many. They wait for their places, nobody
# takes the places of others, and other routes go on. The script needs the default number of workers, so it starts an instance of
# its own, in a scratch directory, and stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2034,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT

start() { # WORKERS [NAME=VALUE]...
	_number=$1
	shift
	instance_start "$_number" "BALCAO_VIACEP_URL=${FAKE:-}/viacep" "BALCAO_BRASILAPI_URL=${FAKE:-}/brasilapi" \
		"BALCAO_OPENCEP_URL=${FAKE:-}/opencep" BALCAO_CEP_BREAKER_FAILURES=1000 "$@" || exit 1
}

start 0
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=registry.sh
. "$here/registry.sh"

LOGINS='1 2 3 4 5 6 7 8'
USERS="$LOGINS 9 10"
WORKERS=$((2 * $(nproc) + 16))
CAP=$((WORKERS / 4))
SERVING=$((WORKERS - 16))
# The contract says two seconds, on two cores that do nothing else.
SECONDS_MOST=10

at_once() { # sends what is queued all at once; sets TOOK, in milliseconds
	_begun=$(date +%s%N)
	send --parallel --parallel-immediate
	TOOK=$((($(date +%s%N) - _begun) / 1000000))
}

all_get() { # TEXT STATUS COUNT: every answer has that status, and in time
	_n=0 _odd=''
	while [ $_n -lt "$3" ]; do
		_n=$((_n + 1))
		answer $_n
		[ "$STATUS" = "$2" ] || _odd="$_odd $STATUS $PROBLEM,"
	done
	same "$1: all get $2" '' "$_odd"
	check "$1: in time [$TOOK ms]" [ $TOOK -lt $((SECONDS_MOST * 1000)) ]
}

new_customer() { # TOKEN [CEP]: queues a customer with a CEP that nobody asked for
	[ $# -gt 1 ] || fresh_cep 04
	queue POST $CUSTOMERS -a "$1" -d "$(customer ".cep = \"${2:-$CEP}\"")"
}

metric() { # SERIES: its value
	http GET /metrics -a ''
	awk -v series="$1" '$1 == series { print $2 }' "$BODY"
}

refusals() { metric "balcao_gate_refusals_total{gate=\"$1\"}"; }
waiting() { metric "balcao_gate_workers{gate=\"lookup\",state=\"waiting\"}"; }

# --- logins ---

logins() {
	for n in $LOGINS; do queue POST $API/login -a '' -d "{\"username\":\"$p1\",\"password\":\"$p1_password\"}"; done
	at_once
	all_get 'eight logins to one account at once' 200 8
	for n in $LOGINS; do eval "queue POST $API/login -a '' -d \"{\\\"username\\\":\\\"\$p$n\\\",\\\"password\\\":\\\"\$p${n}_password\\\"}\""; done
	at_once
	all_get 'eight people sign in at once' 200 8
	for n in $LOGINS; do
		unique
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	done
	at_once
	all_get 'eight people register at once' 201 8
	for n in $LOGINS; do
		eval "queue POST $API/users/me/password -a \"\$p${n}_token\" -d \"{\\\"current_password\\\":\\\"\$p${n}_password\\\",\\\"new_password\\\":\\\"Neu-\$p${n}_password\\\"}\""
	done
	at_once
	all_get 'eight people change their passwords at once' 204 8
	same 'nobody was refused' 0 "$(refusals hashing)"
}

# nginx limits addresses other than loopback to 20 requests that hash a password, and one more every two seconds.
office() {
	[ -n "${METRICS_DENIED:-}" ] || { skip 'eight from one office' 'no METRICS_DENIED' && return; }
	for n in $LOGINS; do
		eval "queue POST $API/login -a '' -d \"{\\\"username\\\":\\\"\$p$n\\\",\\\"password\\\":\\\"Neu-\$p${n}_password\\\"}\"" \
			"-c 'interface = \"$METRICS_DENIED\"' -c 'connect-to = \"::127.0.0.1:${BASE##*:}\"'"
	done
	at_once
	all_get 'eight sign in from one office at once' 200 8
}

# --- customers ---

lookups() {
	fake_reset
	fault all slow 300
	for n in $USERS; do new_customer "$p1_token"; done
	at_once
	all_get 'ten new CEPs of one user at once' 201 10
	check "ten new CEPs of one user: $CAP of $WORKERS workers ask at the most [$(calls .at_once)]" [ "$(calls .at_once)" -le $CAP ]
	for n in $USERS; do eval "new_customer \"\$p${n}_token\""; done
	at_once
	all_get 'ten new CEPs of ten users at once' 201 10
	for n in $USERS; do
		fresh_cep 04
		queue PATCH "$CUSTOMERS/$CUSTOMER" -a "$p1_token" -d "{\"cep\":\"$CEP\"}"
	done
	at_once
	all_get 'ten changes of a CEP at once' 200 10
	fresh_cep 04
	for n in $USERS; do eval "new_customer \"\$p${n}_token\" $CEP"; done
	at_once
	all_get 'ten users with one new CEP at once' 201 10
	same 'ten users with one new CEP: it is asked for once' 1 "$(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")"
	same 'nobody was refused' 0 "$(refusals lookup)"
}

# Requests behind our back: their statuses and bodies come into $WORK/flood.*
flood() { # TOKEN COUNT
	: >"$WORK/flood.pids"
	FLOOD=$2 _n=0
	while [ $_n -lt "$2" ]; do
		_n=$((_n + 1))
		fresh_cep 04
		customer ".cep = \"$CEP\"" >"$WORK/flood.$_n.data"
		curl -q -s -k --noproxy '*' --max-time 30 -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
			--data-binary "@$WORK/flood.$_n.data" -D "$WORK/flood.$_n.head" -o "$WORK/flood.$_n.body" -w '%{http_code}\n' \
			"$BASE$CUSTOMERS" >"$WORK/flood.$_n" &
		echo $! >>"$WORK/flood.pids"
	done
}

flood_done() { # sets ANSWERS: the statuses, codes and Retry-After, each once
	while read -r pid; do wait "$pid"; done <"$WORK/flood.pids"
	ANSWERS=$(n=0 && while [ $n -lt "$FLOOD" ]; do
		n=$((n + 1))
		echo "$(cat "$WORK/flood.$n")$(jq -r '" " + (.code // empty)' "$WORK/flood.$n.body")$(sed -n 's/\r$//; s/^[Rr]etry-[Aa]fter:/,/p' "$WORK/flood.$n.head")"
	done | sort | uniq -c | sed 's/^ *//')
	printf '%s\n' "$ANSWERS" >"$WORK/answers"
}

told() { # TEXT PATTERN...: each of them, and nothing else, is among ANSWERS
	_text=$1 _odd=$ANSWERS
	shift
	for _pattern; do
		check "$_text: $_pattern" grep -q "^[1-9][0-9]* $_pattern\$" "$WORK/answers"
		_odd=$(printf '%s\n' "$_odd" | grep -v "^[1-9][0-9]* $_pattern\$")
	done
	same "$_text: nothing else" '' "$_odd"
}

some_wait() { [ "$(waiting)" -gt 0 ]; }
none_waits() { [ "$(waiting)" = 0 ]; }

meanwhile() { # TEXT: each route of others answers, and what is cached, too
	_late=''
	for _ in 1 2 3 4 5; do
		for _path in "$API/tasks" "$CUSTOMERS?limit=1" /livez; do
			http GET "$_path" -a "$p2_token" -c 'max-time = 5'
			[ "$STATUS" = 200 ] || _late="$_late $_path:$STATUS"
		done
		http POST $API/login -a '' -d "{\"username\":\"$p2\",\"password\":\"Neu-$p2_password\"}" -c 'max-time = 5'
		[ "$STATUS" = 200 ] || _late="$_late login:$STATUS"
		http POST $CUSTOMERS -a "$p2_token" -d "$(customer)" -c 'max-time = 5'
		[ "$STATUS" = 201 ] || _late="$_late cached:$STATUS"
	done
	same "$1: others read, sign in, and use CEPs of the cache" '' "$_late"
}

# One user has more requests than there are places to wait in.
greedy() {
	add_customer . -a "$p2_token"
	fault all slow 1500
	flood "$p1_token" 40
	check 'one user fills all places: some wait' eventually 10 some_wait
	for n in 2 3 4; do eval "new_customer \"\$p${n}_token\""; done
	at_once
	all_get 'one user fills all places: others are served' 201 3
	meanwhile 'one user fills all places'
	flood_done
	told 'one user fills all places: the rest of theirs' 201 '503 busy, 1'
	check 'busy is counted' [ "$(refusals lookup)" -gt 0 ]
	check 'afterwards nobody waits' eventually 30 none_waits
}

hanging() {
	fake_reset
	fault all hang
	flood "$p1_token" 20
	check 'providers hang: some wait' eventually 10 some_wait
	meanwhile 'providers hang'
	flood_done
	told 'providers hang: who asked, and who could not ask' '503 cep_service_unavailable, 30' '503 busy, 1'
	fault all 502
	new_customer "$p2_token"
	send
	answer 1
	judge 'providers fail: that is said, also when there is room' '503 cep_service_unavailable'
	fake_reset
}

# --- while one waits ---

revoked() {
	person leaver
	fault all slow 2500
	fresh_cep 04
	customer ".cep = \"$CEP\"" >"$WORK/revoked.data"
	curl -q -s -k --noproxy '*' --max-time 30 -H "Authorization: Bearer $leaver_token" -H 'Content-Type: application/json' \
		--data-binary "@$WORK/revoked.data" -w '\n%{http_code}\n' "$BASE$CUSTOMERS" >"$WORK/revoked" &
	_pid=$!
	check 'signed out while a CEP is looked up: it is asked for' eventually 10 asked_for "$CEP"
	http POST $API/logout -a "$leaver_token"
	wait $_pid
	same 'signed out while a CEP is looked up: nothing is stored' '401 token_invalid' "$(tail -n 1 "$WORK/revoked") $(head -n 1 "$WORK/revoked" | jq -r .code)"
	fake_reset
}

asked_for() { [ "$(calls "[.viacep.calls[] | select(.cep == \"$1\")] | length")" -gt 0 ]; }

reloaded() {
	fake_reset
	fault all slow 1000
	flood "$p1_token" 10
	check 'reloaded while some wait' eventually 10 some_wait
	kill -HUP "$(head -n 1 "$STATE/balcao.pid")"
	flood_done
	told 'reloaded while some wait' 201
	fake_reset
}

# --- with few workers that serve ---

few() {
	for workers in 2 4 8; do
		instance_stop
		start $workers BALCAO_STANDBY_WORKERS=16
		check "$workers workers: the others stand by" eventually 30 at_rest
		for n in $LOGINS; do eval "queue POST $API/login -a '' -d \"{\\\"username\\\":\\\"\$p$n\\\",\\\"password\\\":\\\"Neu-\${p${n}_password}\\\"}\""; done
		at_once
		all_get "$workers workers: eight people sign in at once" 200 8
		same "$workers workers: nobody was refused" 0 "$(refusals hashing)"
	done
}

# --- how many one user may look up ---

rate() {
	instance_stop
	start 2 BALCAO_CEP_PER_MINUTE=3
	for n in 1 2; do # the second time in the next minute, if the first was interrupted by its end
		http POST $API/login -a '' -d "{\"username\":\"$p3\",\"password\":\"Neu-$p3_password\"}"
		p3_token=$(field .access_token)
		until [ "$(($(cut -d . -f 1 /proc/uptime) % 60))" -lt 45 ]; do sleep 1; done
		for _ in 1 2 3; do new_customer "$p3_token"; done
		send
		statuses=''
		for m in 1 2 3; do answer $m && statuses="$statuses$STATUS "; done
		[ "$statuses" != '201 201 201 ' ] || break
	done
	same 'three new CEPs in a minute' '201 201 201 ' "$statuses"
	cached=$CEP
	before=$(calls .viacep.count)
	new_customer "$p3_token"
	send
	answer 1
	judge 'a fourth must wait' '429 too_many_requests'
	retry_after 'and is told for how long'
	same 'no provider was asked for it' "$before" "$(calls .viacep.count)"
	http POST $CUSTOMERS -a "$p3_token" -d "$(customer ".cep = \"$cached\"")"
	judge 'a CEP of the cache needs not' 201
	http POST $API/login -a '' -d "{\"username\":\"$p4\",\"password\":\"Neu-$p4_password\"}"
	new_customer "$(field .access_token)"
	send
	answer 1
	judge 'nor does somebody else' 201
}

# Each of the 16 looks around five times a second.
at_rest() { [ "$(metric 'balcao_workers{state="standby"}')" -ge 12 ]; }

for n in $USERS; do person p$n; done
check "at rest $SERVING of $WORKERS workers serve, and the others stand by" eventually 30 at_rest
logins
office
needs_fake
add_customer . -a "$p1_token"
http POST $API/login -a '' -d "{\"username\":\"$p1\",\"password\":\"Neu-$p1_password\"}"
lookups
greedy
hanging
check 'after the bursts they stand by again' eventually 30 at_rest
revoked
reloaded
few
rate
finish
