#!/bin/sh
# Providers that fail for long, and many requests at once: the circuit breaker, one call for one CEP, a limit on look-ups
# while other routes continue. The script needs a short pause of the breaker and a known number of workers, so it starts an
# instance of its own, in a scratch directory, and stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT

WORKERS=8
CAP=2 # a quarter of them

start() { # [NAME=VALUE]...
	instance_start $WORKERS "BALCAO_VIACEP_URL=${FAKE:-}/viacep" "BALCAO_BRASILAPI_URL=${FAKE:-}/brasilapi" \
		"BALCAO_OPENCEP_URL=${FAKE:-}/opencep" BALCAO_CEP_BREAKER_SECONDS=4 "$@" || exit 1
}

if [ -n "${FAKE:-}" ]; then start; fi
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=registry.sh
. "$here/registry.sh"

viacep_calls() { calls .viacep.count; }

metric() { # SERIES: its value
	http GET /metrics -a ''
	awk -v series="$1" '$1 == series { print $2 }' "$BODY"
}

is_open() { # PROVIDER 0|1
	[ "$(metric "balcao_provider_breaker{provider=\"$1\"}")" = $((2 * $2)) ]
}

comes_from() { # SOURCE
	fresh_cep 04
	look_up "$CEP"
	[ "$STATUS $(field .address.source)" = "201 $1" ]
}

probed() { # ViaCEP is asked once more
	_calls=$(viacep_calls)
	fresh_cep 04
	look_up "$CEP"
	[ "$(viacep_calls)" -gt "$_calls" ]
}

# --- the breaker ---

breaker() {
	check 'breaker: closed at first' is_open viacep 0
	for _ in 1 2 3 4 5 6; do
		fresh_cep 08
		look_up "$CEP"
	done
	check 'breaker: a CEP that no provider knows does not count as a failure' is_open viacep 0
	check 'breaker: and ViaCEP is asked' comes_from viacep
	failed=$(metric 'balcao_provider_calls_total{provider="viacep",outcome="failed"}')
	fault viacep 502
	for n in 1 2 3 4; do check "breaker: failure $n: the next is asked" comes_from brasilapi; done
	fault viacep none
	check 'breaker: a success in between' comes_from viacep
	fault viacep 502
	for n in 1 2 3 4; do check "breaker: failure $n again" comes_from brasilapi; done
	check 'breaker: failures that do not follow each other leave it closed' is_open viacep 0
	check 'breaker: the fifth' comes_from brasilapi
	check 'breaker: opens it' is_open viacep 1
	check "breaker: but not another provider's" is_open brasilapi 0
	before=$(viacep_calls)
	for _ in 1 2 3 4 5 6 7 8; do
		fresh_cep 04
		look_up "$CEP"
		same 'breaker: open: the next is asked at once' '201 brasilapi' "$STATUS $(field .address.source)"
	done
	same 'breaker: open, for every worker' "$before" "$(viacep_calls)"
	same 'metrics: the failures were counted' 9 "$(($(metric 'balcao_provider_calls_total{provider="viacep",outcome="failed"}') - failed))"
	check 'breaker: half open after a while: ViaCEP is tried' eventually 75 probed
	check 'breaker: half open: the next is asked all the same' [ "$STATUS $(field .address.source)" = '201 brasilapi' ]
	if probed; then fail 'breaker: a probe that fails opens it again' 'ViaCEP was asked at once'; else pass 'breaker: a probe that fails opens it again'; fi
	fault viacep none
	check 'breaker: a probe that succeeds' eventually 75 comes_from viacep
	check 'breaker: closes it' is_open viacep 0
	for _ in 1 2 3; do check 'breaker: closed: ViaCEP is asked' comes_from viacep; done
}

# A provider asks for a rest that is longer than the pause of the breaker.
rest() {
	fault viacep rest 9000
	begun=$(date +%s)
	check 'rest: the next is asked' comes_from brasilapi
	check 'rest: the breaker is open after one answer' is_open viacep 1
	fault viacep none
	before=$(viacep_calls)
	for _ in 1 2 3 4 5 6 7 8; do comes_from brasilapi; done
	same 'rest: for every worker' "$before" "$(viacep_calls)"
	check 'rest: then the provider is asked' eventually 75 comes_from viacep
	taken=$(($(date +%s) - begun))
	check "rest: for as long as it asked [$taken s]" [ $taken -ge 8 ]
	check 'rest: and the breaker is closed' is_open viacep 0
}

pair() { # two at once, until ViaCEP is asked
	before=$(viacep_calls)
	for _ in 1 2; do
		fresh_cep 04
		queue POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\"")"
	done
	send --parallel --parallel-immediate
	[ "$(viacep_calls)" -gt "$before" ]
}

pair_answers() { # what both were told
	for n in 1 2; do
		answer $n
		printf '%s ' "$STATUS $(field .address.source)"
	done
}

# While the breaker is half open, one request tries the provider, and the others wait for what becomes of it.
one_probe() {
	fault viacep 502
	for _ in 1 2 3 4 5; do comes_from brasilapi; done
	check 'breaker: open once more' is_open viacep 1
	fault viacep hang
	check 'breaker: half open once more' eventually 75 pair
	same 'breaker: of two at once one tries ViaCEP, in vain' 1 $(($(viacep_calls) - before))
	same 'breaker: and the next is asked for both' '201 brasilapi 201 brasilapi ' "$(pair_answers)"
	fault viacep slow 1000
	check 'breaker: half open again' eventually 75 pair
	same 'breaker: if it answers, both get theirs from it' '201 viacep 201 viacep ' "$(pair_answers)"
	fake_reset
	check 'the test itself: ViaCEP is back' eventually 75 comes_from viacep
}

# --- many at once ---

one_call() {
	fault all slow 1000
	for family in 04 08; do
		fresh_cep $family
		case $family in 04) wanted=201 ;; *) wanted=422 ;; esac
		for _ in 1 2; do queue POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\"")"; done
		send --parallel --parallel-immediate
		for n in 1 2; do
			answer $n
			same "two at once for a new CEP of family $family: answer $n" $wanted "$STATUS"
		done
		same "two at once for a new CEP of family $family: one call" '1 1' "$(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | \"\(length) \(map(.at_once) | max)\"")"
	done
	fake_reset
}

many() { # COUNT: that many new CEPs at once, behind our back; their statuses and headers come into $WORK/many.*
	: >"$WORK/many.pids"
	_n=0
	while [ $_n -lt "$1" ]; do
		_n=$((_n + 1))
		fresh_cep 04
		customer ".cep = \"$CEP\"" >"$WORK/many.$_n.data"
		curl -q -s -k --noproxy '*' --max-time 30 -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
			--data-binary "@$WORK/many.$_n.data" -D "$WORK/many.$_n.head" -o "$WORK/many.$_n.body" -w '%{http_code}\n' \
			"$BASE$CUSTOMERS" >"$WORK/many.$_n" &
		echo $! >>"$WORK/many.pids"
	done
}

many_done() { # sets STATUSES, each named once
	while read -r pid; do wait "$pid"; done <"$WORK/many.pids"
	STATUSES=$(n=0 && while [ $n -lt "$1" ]; do
		n=$((n + 1))
		cat "$WORK/many.$n"
	done | sort -u | tr '\n' ' ')
}

others_go_on() { # TEXT: while those are answered, each route of others is within a second
	late=''
	for _ in 1 2 3 4 5; do
		for path in "$API/tasks/$TASK" "$CUSTOMERS?limit=1" "$API/users/me" /livez; do
			http GET "$path" -c 'max-time = 1'
			[ "$STATUS" = 200 ] || late="$late $path:$STATUS"
		done
		http POST $CUSTOMERS -d "$(customer)" -c 'max-time = 1'
		[ "$STATUS" = 201 ] || late="$late cached:$STATUS"
	done
	same "$1: tasks, lists, and CEPs of the cache go on" '' "$late"
}

cap() {
	create_task '{"title":"meanwhile"}'
	add_customer
	fake_reset
	fault all hang
	many 16
	sleep 0.5
	others_go_on 'providers hang'
	check 'the test itself: the providers hung all that while' [ "$(calls .waiting)" -gt 0 ]
	many_done 16
	same 'providers hang: who waited for them is told' '503 ' "$STATUSES"
	same 'providers hang: and when to try again' 16 "$(n=0 && while [ $n -lt 16 ]; do
		n=$((n + 1))
		grep -ciE '^retry-after: [1-9]' "$WORK/many.$n.head"
	done | grep -c 1)"
	same 'providers hang: with the code of it, or that we are busy' '["busy","cep_service_unavailable"]' "$(n=0 && while [ $n -lt 16 ]; do
		n=$((n + 1))
		cat "$WORK/many.$n.body"
	done | jq -cs 'map(.code) | unique')"
	check "never more than $CAP of $WORKERS workers look up [$(calls .at_once)]" [ "$(calls .at_once)" -le $CAP ]
	http GET /metrics -a ''
	check 'providers hang: no worker was killed for it' grep -q '^balcao_worker_events_total{event="hung"} 0$' "$BODY"
	fake_reset
	check 'the test itself: the providers are back' eventually 75 comes_from viacep
	fake_reset
	fault all slow 300
	many 16
	many_done 16
	check "slow providers: some are registered, the rest told to come again [$STATUSES]" one_of "$STATUSES" '201 ,201 503 '
	check "slow providers: never more than $CAP at once [$(calls .at_once)]" [ "$(calls .at_once)" -le $CAP ]
	fake_reset
}

# --- the worker that asks dies ---

asking() { # the workers that have a connection to the fake
	inodes=$(awk -v port="$(printf ':%04X' "${FAKE##*:}")" 'substr($3, length($3) - 4) == port && $4 == "01" { print $10 }' /proc/net/tcp)
	read -r master <"$STATE/balcao.pid"
	for inode in $inodes; do
		for worker in $(tr ' ' '\n' <"/proc/$master/task/$master/children"); do
			[ -z "$(find "/proc/$worker/fd" -lname "socket:\[$inode\]" 2>/dev/null)" ] || echo "$worker"
		done
	done
}

asks_alone() { # one does: sets ASKING
	ASKING=$(asking)
	case $ASKING in '' | *[!0-9]*) return 1 ;; esac
}

nobody_asks() { [ -z "$(asking)" ]; }

# The first asks a provider that hangs, the second waits for the first.
killed() {
	fake_reset
	check 'the test itself: no connection is kept' eventually 15 nobody_asks
	fault all hang
	fresh_cep 04
	for n in 1 2; do
		customer ".cep = \"$CEP\"" >"$WORK/killed.$n.data"
		curl -q -s -k --noproxy '*' --max-time 30 -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
			--data-binary "@$WORK/killed.$n.data" -o "$WORK/killed.$n.body" -w '%{http_code}' "$BASE$CUSTOMERS" >"$WORK/killed.$n" &
		eval "killed_$n=\$!"
		check "a worker that asks is killed: request $n is on its way" eventually 5 asks_alone
	done
	sleep 0.3
	fault all none
	kill -KILL "$ASKING"
	wait "$killed_1"
	wait "$killed_2"
	same 'a worker that asks is killed: its request fails' '502 unavailable' "$(cat "$WORK/killed.1") $(jq -r .code "$WORK/killed.1.body")"
	same 'the request that waited asks, and gets an answer' '201 viacep' "$(cat "$WORK/killed.2") $(jq -r .address.source "$WORK/killed.2.body")"
	look_up "$CEP"
	judge 'and so is a later request' '201 .address.source == "viacep"'
	same 'the CEP was asked for twice' 2 "$(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")"
	same 'the worker was replaced' 1 "$(metric 'balcao_worker_events_total{event="crashed"}')"
	fake_reset
	fault all slow 1000
	many $CAP
	many_done $CAP
	same "and its place is another's: $CAP at once" "201 $CAP" "$STATUSES$(calls .at_once)"
	fake_reset
}

# --- TLS ---

# A provider with a certificate for the right name from an unknown issuer.
untrusted() {
	instance_stop
	free_port
	openssl s_server -accept "$port" -cert "$CACERT" -key "$STATE/tls/key.pem" -www -quiet >/dev/null 2>&1 &
	impostor=$!
	start "BALCAO_VIACEP_URL=https://localhost:$port" BALCAO_LOG_LEVEL=debug
	fresh_cep 04
	look_up "$CEP"
	judge 'a certificate of an unknown issuer: the next provider is asked' '201 .address.source == "brasilapi"'
	check 'and that was why' grep -q 'no answer from a provider: SSL peer certificate' "$STATE/log/balcao.log"
	kill "$impostor"
}

# --- settings ---

settings() {
	instance_stop
	start BALCAO_VIACEP_URL=http://127.0.0.1:1 BALCAO_BRASILAPI_URL=
	fresh_cep 04
	look_up "$CEP"
	judge 'ViaCEP refuses the connection, BrasilAPI is switched off: OpenCEP' '201 .address.source == "opencep"'
	same 'who is switched off is not asked' 0 "$(calls "[.brasilapi.calls[] | select(.cep == \"$CEP\")] | length")"
	for wrong in http://viacep.example ftp://127.0.0.1 127.0.0.1:8080 'http://127.0.0.1:8080/?a=b'; do
		export BALCAO_VIACEP_URL="$wrong"
		balcao config
		same "BALCAO_VIACEP_URL: $wrong is refused" 78 $CODE
	done
	for right in https://viacep.com.br http://127.0.0.1:8080/viacep 'http://[::1]:8080' ''; do
		export BALCAO_VIACEP_URL="$right"
		balcao config
		same "BALCAO_VIACEP_URL: $right is taken" 0 $CODE
	done
	unset BALCAO_VIACEP_URL
}

needs_fake
fresh_user
breaker
rest
one_probe
one_call
cap
killed
untrusted
settings
fake_reset
finish
