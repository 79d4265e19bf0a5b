#!/bin/sh
# Guessing one account from many networks: past 100 failures in an hour, networks where the account was never seen wait, each
# by itself; those where it was seen don't. Failed logins leave a line in the log.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

NETWORK=$(od -An -N1 -tu1 /dev/urandom | awk '{ print 10 + $1 % 200 }') # the second of the four numbers of the next
SITE=0
FREE=100

elsewhere() { # sets FROM: an address in a network of this machine's own that nobody has used, for the option -c
	SITE=$((SITE + 1))
	[ $SITE -lt 250 ] || NETWORK=$((NETWORK + 1)) SITE=1
	PLACE=127.$NETWORK.$SITE.7
	FROM="interface = \"$PLACE\""
}

attempt() { # NAME PASSWORD [options]: sets DELAY, the seconds of Retry-After or 0
	_name=$1 _word=$2
	shift 2
	http POST $API/login -a '' -d "{\"username\":\"$_name\",\"password\":\"$_word\"}" "$@"
	DELAY=$(header Retry-After)
	DELAY=${DELAY:-0}
}

guess_widely() { # NAME COUNT: each from another network; sets ODD to what was not 401
	ODD='' asked=0
	while [ $asked -lt "$2" ]; do
		n=0
		while [ $n -lt 25 ] && [ $asked -lt "$2" ]; do
			n=$((n + 1)) asked=$((asked + 1))
			elsewhere
			queue POST $API/login -a '' -d "{\"username\":\"$1\",\"password\":\"wrong one\"}" -c "$FROM"
		done
		send
		while [ $n -gt 0 ]; do
			answer $n
			n=$((n - 1))
			[ "$STATUS ${PROBLEM%% *}$(header Retry-After)" = '401 invalid_credentials' ] || ODD="$ODD $STATUS ${PROBLEM%% *}"
		done
	done
}

strangers() {
	person ana
	register # signs in nowhere
	bea=$USER_NAME bea_password=$PASSWORD
	unique
	nobody=nobody-$UNIQUE
	for name in "$ana" "$bea" "$nobody"; do
		guess_widely "$name" $FREE
		same "$FREE networks guess at ${name%%-*}…: all are answered" '' "$ODD"
	done
	elsewhere
	answers=''
	for name in "$ana" "$bea" "$nobody"; do
		attempt "$name" 'wrong one' -c "$FROM"
		judge 'the next network: it waits' '429 too_many_requests'
		answers="$answers $STATUS $DELAY $(field -c 'del(.instance)')
"
	done
	same 'the next network: whether there is such an account, is not told' 1 "$(printf %s "$answers" | sort -u | wc -l)"
	known_places
	waiting
	an_hour_later
}

known_places() {
	attempt "$ana" "$ana_password"
	judge 'where one is signed in: no delay' 200
	attempt "$bea" "$bea_password"
	judge 'where one has registered, and is signed in nowhere: no delay' 200
	keep bea
	http POST $API/logout -a "$bea_token"
	attempt "$bea" 'wrong one' -c 'interface = "127.0.0.99"'
	judge 'the same network: a wrong password is looked at' '401 invalid_credentials'
	attempt "$bea" "$bea_password" -c 'interface = "127.0.0.99"'
	judge 'the same network: no delay' 200
	works 'sessions go on all the while' "$ana_token"
	refresh "$ana_refresh"
	judge 'and are refreshed' 200
	keep ana
}

# Nobody can hold a network shut for an owner who is there for the first time.
waiting() {
	elsewhere
	home=$FROM
	attempt "$ana" "$ana_password" -c "$home"
	judge 'the owner at a new network: waits, too' '429 too_many_requests'
	first=$DELAY
	elsewhere
	attempt "$ana" 'wrong one' -c "$FROM"
	judge 'strangers go on: they wait' '429 too_many_requests'
	stranger=$FROM
	sleep "$first"
	sleep 0.2
	attempt "$ana" 'wrong one' -c "$stranger"
	judge 'a stranger has waited: is looked at' '401 invalid_credentials'
	attempt "$ana" 'wrong one' -c "$stranger"
	judge 'a stranger has waited: then waits longer' '429 too_many_requests'
	check "a stranger has waited: then waits longer [$first, $DELAY]" [ "$DELAY" -gt "$first" ]
	attempt "$ana" "$ana_password" -c "$home"
	judge 'the owner at a new network: after the wait that was told, whatever strangers do' 200
	attempt "$ana" "$ana_password" -c "$home"
	judge 'the owner at a new network: which is known now' 200
}

ago() { # NAME INTERVAL: all failures at the name happened so much earlier
	sql "UPDATE login_failure SET last_at = last_at - interval '$2',
		recent = (SELECT array_agg(m - interval '$2' ORDER BY m) FROM unnest(recent) m)
		WHERE name = login_name('$1')" >/dev/null
}

an_hour_later() {
	has_sql || { skip 'an hour later' 'no psql, or no way to the database' && return; }
	ago "$nobody" '59 minutes'
	elsewhere
	attempt "$nobody" 'wrong one' -c "$FROM"
	judge '59 minutes later: a new network waits' '429 too_many_requests'
	ago "$nobody" '2 minutes'
	elsewhere
	attempt "$nobody" 'wrong one' -c "$FROM"
	judge 'an hour later: it is looked at' '401 invalid_credentials'
	guess_widely "$nobody" 98
	same 'an hour later: counting goes on from the failures of the past hour' '' "$ODD"
	guess_widely "$nobody" 1
	same 'an hour later: up to a hundred' '' "$ODD"
	elsewhere
	attempt "$nobody" 'wrong one' -c "$FROM"
	judge 'an hour later: past a hundred: it waits' '429 too_many_requests'
	same 'the memory of it has a bound' t "$(sql "SELECT bool_and(cardinality(recent) <= 110) FROM login_failure WHERE recent IS NOT NULL")"
	sql "UPDATE seen_network SET last_at = last_at - interval '91 days' WHERE user_id = '$ana_id'" >/dev/null
	http POST $API/logout -a "$ana_token" -d '{"everywhere":true}'
	attempt "$ana" "$ana_password"
	judge 'a network where one was not seen for 90 days: waits' '429 too_many_requests'
}

# --- the log ---

warned() { grep "$1" "$LOG" | grep -q '"level":"warning"'; } # REQUEST-ID

lines() {
	LOG=${STATE:-}/log/balcao.log
	[ -r "$LOG" ] || { skip 'failed logins leave a line' 'no STATE/log/balcao.log' && return; }
	person ana
	unique
	typed="My-Password-Typed-$UNIQUE"
	attempt "$ana" 'wrong one'
	one=$REQUEST_ID
	attempt "$typed" 'wrong one'
	other=$REQUEST_ID
	http POST $API/users/me/delete -a "$ana_token" -d '{"password":"wrong one"}'
	third=$REQUEST_ID
	for row in "$one account $ana_id," "$other account unknown," "$third account $ana_id,"; do
		check 'a failed login leaves a line of its request' eventually 20 warned "${row%% *}"
		check "a failed login: with the account and the address: ${row#* }" \
			one_of "$(grep "${row%% *}" "$LOG" | grep '"warning"' | tr , ';')" "*$(printf %s "${row#* }" | tr , ';') address 127.0.0.1*"
	done
	same 'a failed login: what was typed is in no line' 0 "$(grep -c -F -e "$typed" -e 'wrong one' "$LOG")"
	http GET $API/users/me/activity -a "$ana_token"
	judge "a failed login: strangers don't fill one's log of activity" '200 [.items[].action] == ["session.login","account.register"]'
}

elsewhere
http GET $API/openapi.json -a '' -c "$FROM"
if [ "$STATUS" = 200 ]; then strangers; else skip 'guessing from many networks' 'no addresses to be at'; fi
lines
! has_sql || sql 'DELETE FROM login_failure'
finish
