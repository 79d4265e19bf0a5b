#!/bin/sh
# The tree of refresh tokens: a lost answer signs nobody out, two tabs go on side by side, a thief ends the session, and
# a session has an end. Time passes by SQL.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

# --- a table of what is sent, in turn ---
# T is the token of the login, and `T@a=1` sends it as client a and calls the new one 1. `1@b!` sends it as client b, which
# ends the session. `+1 hour` lets that time pass ("_" stands for the blank). a, b and c are three clients: a and b at one
# address with two User-Agents, c with the User-Agent of a at another address.

as_client() { # a|b|c: sets CLIENT, FROM
	case $1 in b) CLIENT=b ;; *) CLIENT=a ;; esac
	case $1 in c) FROM='interface = "127.9.9.9"' ;; *) FROM='#' ;; esac
}

pass_time() { # INTERVAL
	sql "UPDATE refresh_token SET used_at = used_at - interval '$1', issued_at = issued_at - interval '$1'
		WHERE user_id = '$ana_id'" >/dev/null
}

take_step() { # TOKEN@CLIENT=NAME | TOKEN@CLIENT!: adds what went wrong to WRONG
	_token=${1%%@*} _rest=${1#*@} _client=${_rest%"${_rest#?}"}
	eval "_secret=\$token_$_token"
	as_client "$_client"
	refresh "$_secret" -h "User-Agent: $CLIENT" -c "$FROM"
	case $_rest in
	*=*)
		[ "$STATUS" = 200 ] || WRONG="$WRONG $1: $STATUS $PROBLEM"
		eval "token_${_rest#*=}=\$(field .refresh_token)"
		NEWEST=$(field .access_token)
		;;
	*) [ "$STATUS $PROBLEM" = '401 token_invalid' ] || WRONG="$WRONG $1: $STATUS $PROBLEM" ;;
	esac
}

cases() { # lines "text | steps"
	while IFS='|' read -r text steps <&3; do
		person ana
		NEWEST=$ana_token WRONG=''
		eval 'token_T=$ana_refresh'
		for step in $steps; do
			case $step in
			+*) pass_time "$(printf %s "${step#+}" | tr _ ' ')" ;;
			*) take_step "$step" ;;
			esac
		done
		trim "$text"
		same "$TRIMMED: $steps" '' "$WRONG"
		case $steps in
		*!*) ended "$TRIMMED: the session has ended" "$NEWEST" ;;
		*) works "$TRIMMED: the session goes on" "$ana_token" ;;
		esac
	done
}

tree() {
	cases 3<<'END'
a lost answer, tried again at once | T@a=1 T@a=2 2@a=3 3@a=4
a lost answer, tried again after an hour | T@a=1 +1_hour T@a=2 2@a=3
a lost answer, tried again after an hour from another network | T@a=1 +1_hour T@c=2 2@c=3
a lost answer, tried again after an hour by another program | T@a=1 +1_hour T@b=2 2@b=3
a lost answer, tried again at once from another network | T@a=1 T@c=2 2@c=3 3@a=4
answers that are lost again and again | T@a=1 +1_hour T@b=2 +1_hour T@c=3 +1_day T@a=4 4@a=5
a lost answer further on | T@a=1 1@a=2 2@a=3 +1_hour 2@c=4 4@c=5
an answer after 29 days | T@a=1 +29_days T@a=2 2@a=3
the earlier successor is dead | T@a=1 +1_hour T@a=2 1@a!
the earlier successor is dead, for everybody | T@a=1 T@b=2 1@b!
the earlier successor is dead, for its own client too | T@a=1 T@b=2 1@a!
a dead one ends all of the family | T@a=1 +1_hour T@a=2 1@a! 2@a! T@a!
the one before the last is dead | T@a=1 +1_hour T@a=2 +1_hour T@a=3 2@a!
the successor was used | T@a=1 1@a=2 +11_seconds T@a!
the successor was used, from another network | T@a=1 1@a=2 T@c!
the successor was used, by another program | T@a=1 1@a=2 T@b!
the successor was used, and its own | T@a=1 1@a=2 2@a=3 +11_seconds T@a! 3@a!
the one before the last comes back | T@a=1 1@a=2 2@a=3 +11_seconds 1@a! 3@a!
a dead successor does not count as used, its brother does | T@a=1 +1_hour T@a=2 2@a=3 T@a!
two tabs | T@a=1 T@a=2 1@a=3 2@a=4 3@a=5 4@a=6
two tabs, hours later | T@a=1 T@a=2 +3_hours 1@a=3 +3_hours 2@a=4 +3_hours 3@a=5 4@a=6
two tabs, of which one is quick | T@a=1 1@a=2 2@a=3 T@a=4 3@a=5 4@a=6
five tabs | T@a=1 T@a=2 T@a=3 T@a=4 T@a=5 3@a=6 1@a=7 5@a=8 2@a=9 4@a=10
two tabs, of which one loses an answer | T@a=1 T@a=2 1@a=3 +1_hour 1@c=4 4@c=5 2@a=6
two tabs, of which one is robbed | T@a=1 T@a=2 1@a=3 +1_hour 1@b=4 3@a! 2@a!
two tabs of another client | T@a=1 T@b=2 T@b=3 2@b=4 3@b=5
two tabs of another client: the first client's is dead | T@a=1 T@b=2 T@b=3 1@a!
two tabs, then another client | T@a=1 T@a=2 T@b=3 3@b=4
two tabs, then another client: both are dead | T@a=1 T@a=2 T@b=3 2@a!
two tabs, of which one was used, then another client | T@a=1 T@a=2 2@a=3 T@b!
ten seconds from the first use on | T@a=1 +6_seconds T@a=2 +6_seconds T@a=3 3@a=4
ten seconds from the first use on: then the earlier are dead | T@a=1 +6_seconds T@a=2 +6_seconds T@a=3 1@a!
ten seconds from the first use on: nobody begins anew | T@a=1 +11_seconds T@a=2 T@a=3 2@a!
one tab was used, and the other comes too late | T@a=1 T@a=2 1@a=3 +11_seconds T@a!
a thief comes first | T@b=1 T@a=2 1@b!
a thief comes first and goes on | T@b=1 1@b=2 T@a! 2@b!
a thief comes second | T@a=1 T@b=2 1@a! 2@b!
a thief comes second, an hour later | T@a=1 +1_hour T@b=2 2@b=3 1@a! 3@b!
a thief comes too late | T@a=1 1@a=2 T@b! 2@a!
a thief and the owner in turn | T@a=1 T@b=2 T@a=3 T@b=4 3@a! 4@b!
END
}

# --- what the end leaves behind ---

traces() {
	person ana
	ended_session=$ana_session
	refresh "$ana_refresh" -h 'User-Agent: a'
	keep one
	refresh "$one_refresh" -h 'User-Agent: a'
	refresh "$ana_refresh" -h 'User-Agent: b'
	judge 'a token that comes back: refused' '401 token_invalid'
	sign_in "$ana" "$ana_password" ana
	http GET "$API/users/me/activity?action=session.reused" -a "$ana_token"
	judge 'a token that comes back: is in the activity, once' "200 [.items[].object] == [\"$ended_session\"]"
	[ -r "${STATE:-}/log/balcao.log" ] || { skip 'a token that comes back: a line of the log' 'no log' && return; }
	check 'a token that comes back: a line of the log' \
		grep -q "\"warning\".*session $ended_session of account $ana_id ended.*address 127.0.0.1" "$STATE/log/balcao.log"
}

# --- at the same moment, by several workers ---

living() { # how many tokens of ana's first one live
	sql "SELECT count(*) FROM refresh_token WHERE user_id = '$ana_id' AND parent = sha256('$ana_refresh') AND NOT dead"
}

many_clients() {
	for turn in 1 2 3 4 5 6; do
		person ana
		for n in 1 2 3 4 5 6; do queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}" -h "User-Agent: client $n"; done
		send --parallel --parallel-immediate
		odd='' last=''
		for n in 1 2 3 4 5 6; do
			answer $n
			[ "$STATUS" = 200 ] || odd="$odd $STATUS $PROBLEM"
			last="$last $(field .refresh_token)"
		done
		same "six clients at once, turn $turn: a lost answer is tried again: all are served" '' "$odd"
		same "six clients at once, turn $turn: one token lives" 1 "$(living)"
		served=0
		for token in $last; do
			refresh "$token" -h 'User-Agent: another'
			[ "$STATUS" != 200 ] || served=$((served + 1))
		done
		check "six clients at once, turn $turn: at most that one goes on [$served]" [ $served -le 1 ]
		refresh_refused "six clients at once, turn $turn: the dead ones ended the session" "$ana_refresh"
	done
}

# Of `T@b` and `1@a` one is legal: who comes second ends the session.
reuse_and_use() {
	both='' neither='' turn=0
	while [ $turn -lt 12 ]; do
		turn=$((turn + 1))
		person ana
		refresh "$ana_refresh" -h 'User-Agent: a'
		keep one
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}" -h 'User-Agent: b'
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$one_refresh\"}" -h 'User-Agent: a'
		send --parallel --parallel-immediate
		answer 1
		codes=$STATUS
		answer 2
		case $codes$STATUS in
		200401 | 401200) ;;
		200200) both="$both $turn" ;;
		*) neither="$neither $turn: $codes $STATUS" ;;
		esac
		ended "a used token and its successor at once, turn $turn: the session ends" "$one_token"
	done
	same 'a used token and its successor at once: never both' '' "$both"
	same 'a used token and its successor at once: one of them' '' "$neither"
}

# --- answers that are lost ---

hold_session() { # SECONDS
	sql "BEGIN; SELECT FROM session WHERE user_id = '$ana_id' FOR UPDATE; SELECT pg_sleep($1); COMMIT" >/dev/null &
	held=$!
	sleep 0.4
}

was_used() { [ "$(sql "SELECT used_at IS NOT NULL FROM refresh_token WHERE hash = sha256('$ana_refresh')")" = t ]; }

lost_answers() {
	person ana
	hold_session 1.5
	queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$ana_refresh\"}" -c 'max-time = 0.5'
	send
	answer 1
	same 'the client hangs up: the test itself: no answer came' 000 "$STATUS"
	wait $held
	check 'the client hangs up: the test itself: the token is used' eventually 20 was_used
	as_client c
	refresh "$ana_refresh" -h 'User-Agent: a' -c "$FROM"
	judge 'the client hangs up: it tries again from another network: served' 200
	keep one
	refresh "$one_refresh" -h 'User-Agent: a'
	judge 'the client hangs up: and goes on' 200
	works 'the client hangs up: the session is the same' "$ana_token"
	person ana
	hold_session 7
	refresh "$ana_refresh"
	judge 'the database stands still: 503' 503
	retry_after 'the database stands still: with Retry-After'
	wait $held
	refresh "$ana_refresh" -h 'User-Agent: another'
	judge 'the database stands still: trying again is served' 200
	works 'the database stands still: the session goes on' "$ana_token"
}

# --- the end of a session ---

grow_old() { # INTERVAL: ana's session is so old
	sql "UPDATE session SET created_at = now() - interval '$1' WHERE user_id = '$ana_id'" >/dev/null
}

lifetimes() {
	person ana
	refresh "$ana_refresh"
	keep ana
	same 'a refresh token lives 30 days' 30.00 "$(sql "SELECT round(extract(epoch FROM max(expires_at) - now()) / 86400, 2)
		FROM refresh_token WHERE user_id = '$ana_id'")"
	grow_old '70 days'
	refresh "$ana_refresh"
	judge 'a session of 70 days: is refreshed' '200 .expires_in == 900'
	keep ana
	same 'a session of 70 days: its token lives 20 more' 20.00 "$(sql "SELECT round(extract(epoch FROM t.expires_at - now()) / 86400, 2)
		FROM refresh_token t WHERE hash = sha256('$ana_refresh')")"
	same 'a session of 70 days: so does the session' 20.00 "$(sql "SELECT round(extract(epoch FROM expires_at - now()) / 86400, 2)
		FROM session WHERE user_id = '$ana_id'")"
	grow_old '89 days 23:50:00'
	refresh "$ana_refresh"
	judge 'a session in its last ten minutes: the access token ends with it' '200 .expires_in > 500 and .expires_in <= 600'
	keep ana
	same 'a session in its last ten minutes: its claims say so' "$(field .expires_in)" "$(claim '.exp - .iat')"
	works 'a session in its last ten minutes: the access token works' "$ana_token"
	grow_old '90 days 00:00:01'
	refresh_refused 'a session of 90 days: no more' "$ana_refresh"
	sign_in "$ana" "$ana_password" ana
	works 'a session of 90 days: the next login begins a new one' "$ana_token"
	refresh "$ana_refresh"
	judge 'a session of 90 days: which is refreshed' 200
}

traces
if has_sql; then
	tree
	many_clients
	reuse_and_use
	lost_answers
	lifetimes
else
	skip 'time that passes' 'no psql, or no way to the database'
fi
finish
