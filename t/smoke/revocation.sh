#!/bin/sh
# Every worker refuses a revoked token within a second, and never accepts it again: not a worker that was
# replaced, not after SIGHUP, not after a restart of PostgreSQL. The check costs an ordinary request no round trip.
# Needs STATE for the workers, PG_STOP and PG_START (commands) for the database.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

MANY=48
LOG=${STATE:-}/log/balcao.log
DEAD=$WORK/dead # the tokens that were revoked, one a line
: >"$DEAD"

# --- asking all workers ---

# Sets SEEN, the processes that sent the current replies, from the service's log
seen_by() { # COUNT
	n=0
	while [ $n -lt "$1" ]; do
		n=$((n + 1))
		answer $n
		echo "$REQUEST_ID"
	done >"$WORK/asked"
	_waited=0
	while [ $_waited -lt 20 ]; do
		_waited=$((_waited + 1))
		grep -F -f "$WORK/asked" "$LOG" | jq -r .pid 2>/dev/null >"$WORK/pids"
		[ "$(wc -l <"$WORK/pids")" -lt "$1" ] || break
		sleep 0.05
	done
	SEEN=$(sort -u "$WORK/pids" | tr '\n' ' ')
}

# The present processes that answer requests, from the log
workers() {
	_children=$(cat "/proc/$MASTER/task/$MASTER/children" 2>/dev/null)
	for _pid in $_children; do
		if tail -n 20000 "$LOG" | grep -q "\"role\":\"worker\",\"pid\":$_pid,"; then echo "$_pid"; fi
	done | sort | tr '\n' ' '
}

# Sends requests with the tokens of a file in turn, many at once, until every worker has answered; sets ANSWERS, the statuses
# and codes of the replies, each once, and EVERYONE, the workers that answered
ask_everyone() { # FILE
	EVERYONE='' _round=0
	: >"$WORK/answers"
	while [ $_round -lt 12 ]; do
		_round=$((_round + 1))
		many_questions "$1"
		n=0
		while [ $n -lt $MANY ]; do
			n=$((n + 1))
			answer $n
			echo "$STATUS${PROBLEM:+ ${PROBLEM%% *}}" >>"$WORK/answers"
		done
		[ -n "$MASTER" ] || break
		seen_by $MANY
		EVERYONE="$EVERYONE$SEEN"
		WORKERS=$(workers)
		if all_seen; then break; fi
	done
	EVERYONE=$(printf %s "$EVERYONE" | tr ' ' '\n' | sort -u | tr '\n' ' ')
	ANSWERS=$(sort -u "$WORK/answers" | tr '\n' ',')
}

many_questions() { # FILE
	n=0
	while [ $n -lt $MANY ]; do
		while [ $n -lt $MANY ] && read -r _dead; do
			n=$((n + 1))
			queue GET $API/users/me -a "$_dead"
		done <"$1"
	done
	send --parallel --parallel-immediate --parallel-max 24
}

all_seen() {
	for _pid in $WORKERS; do case " $EVERYONE" in *" $_pid "*) ;; *) return 1 ;; esac done
}

# TEXT FILE: a second after the action, every worker refuses each of these tokens
refused_by_all() {
	ask_everyone "$2"
	same "$1: refused, and by every answer" '401 token_invalid,' "$ANSWERS"
	[ -n "$MASTER" ] || return 0
	check "$1: by every worker [$WORKERS: $EVERYONE]" all_seen
}

accepted_by_all() { # TEXT TOKEN
	printf '%s\n' "$2" >"$WORK/alive"
	ask_everyone "$WORK/alive"
	same "$1" '200,' "$ANSWERS"
}

# TEXT TOKEN...: remembers them as revoked, and checks once the second is over
revoked() {
	_text=$1
	shift
	printf '%s\n' "$@" >"$WORK/just"
	printf '%s\n' "$@" >>"$DEAD"
	sleep 1
	refused_by_all "$_text" "$WORK/just"
}

# --- each way of ending ---

by_oneself() {
	person ana
	for n in 1 2 3 4 5; do sign_in "$ana" "$ana_password" "s$n"; done
	accepted_by_all 'before: every worker takes the token' "$s1_token"
	http POST $API/logout -a "$s1_token"
	judge 'logout' 204
	revoked 'logout' "$s1_token"
	http DELETE "$API/users/me/sessions/$s2_session" -a "$ana_token"
	judge 'session ended' 204
	revoked 'session ended' "$s2_token"
	refresh "$s3_refresh"
	old=$s3_token
	keep s3
	http POST $API/logout -a "$s3_token"
	judge 'logout of a session that was refreshed' 204
	revoked 'logout of a session that was refreshed: both tokens' "$old" "$s3_token"
	http POST $API/users/me/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	judge 'password change' 204
	revoked 'password change: the other sessions' "$s4_token" "$s5_token"
	accepted_by_all 'password change: this session goes on, with every worker' "$ana_token"
	sign_in "$ana" "$PASSWORD_NEW" s1
	http POST $API/logout -a "$s1_token" -d '{"everywhere":true}'
	judge 'logout everywhere' 204
	revoked 'logout everywhere' "$ana_token" "$s1_token"
	sign_in "$ana" "$PASSWORD_NEW" ana
	accepted_by_all 'after signing in again every worker accepts the token' "$ana_token"
	refresh "$ana_refresh" -h 'User-Agent: one browser'
	keep s1
	refresh "$s1_refresh" -h 'User-Agent: one browser'
	keep s2
	refresh "$ana_refresh" -h 'User-Agent: another browser'
	judge 'a refresh token comes back' '401 token_invalid'
	revoked 'a refresh token comes back: its session' "$ana_token" "$s1_token" "$s2_token"
}

by_others() {
	person bea
	person eva
	new_organization "$bea_token"
	add_member "$bea_token" "$ORGANIZATION" "$eva" viewer
	for n in 1 2 3; do sign_in "$eva" "$eva_password" "s$n" ",\"organization\":\"$ORGANIZATION\""; done
	http PATCH "$API/organizations/$ORGANIZATION/members/$eva_id" -a "$bea_token" -d '{"role":"editor"}'
	judge 'role change' 200
	revoked 'role change: the tokens of that organization' "$s1_token" "$s2_token" "$s3_token"
	accepted_by_all 'role change: the token of another organization goes on' "$eva_token"
	refresh "$s1_refresh"
	keep s1
	accepted_by_all 'role change: a new token of that organization is taken' "$s1_token"
	http DELETE "$API/organizations/$ORGANIZATION/members/$eva_id" -a "$bea_token"
	judge 'removal' 204
	revoked 'removal: the token of that organization' "$s1_token"
	accepted_by_all 'removal: the token of another organization goes on' "$eva_token"
	http POST $API/users/me/delete -a "$eva_token" -d "{\"password\":\"$eva_password\"}"
	judge 'account deleted' 204
	revoked 'account deleted' "$eva_token"
	has_program || { skip 'disabling, the commands' 'no STATE with the program' && return; }
	for way in disable password; do
		person eva
		printf '%s\n' "$PASSWORD_NEW" >"$WORK/typed"
		balcao user $way "$eva" <"$WORK/typed"
		same "the command $way" 0 $CODE
		revoked "the command $way" "$eva_token"
	done
	person eva
	promote "$bea"
	http PATCH "$API/users/$eva_id" -a "$bea_token" -d '{"status":"disabled"}'
	judge 'disabling' 200
	revoked 'disabling' "$eva_token"
	http PATCH "$API/users/$eva_id" -a "$bea_token" -d '{"status":"active"}'
	refused_by_all 'enabling does not bring the old token back' "$WORK/just"
	sign_in "$eva" "$eva_password" eva
	accepted_by_all 'after enabling a new token is accepted' "$eva_token"
	http DELETE "$API/users/$eva_id" -a "$bea_token"
	judge 'user deleted' 204
	revoked 'user deleted' "$eva_token"
}

# --- workers that did not exist at the time ---

replaced() { # COUNT PID...: as many children as before, none of these among them
	_count=$1 _now=$(cat "/proc/$MASTER/task/$MASTER/children")
	shift
	[ "$(printf %s "$_now" | wc -w)" -ge "$_count" ] || return 1
	for _pid; do case " $_now" in *" $_pid "*) return 1 ;; esac done
}

successors() {
	count=$(wc -w <"/proc/$MASTER/task/$MASTER/children")
	person ana
	sign_in "$ana" "$ana_password" s1
	http POST $API/logout -a "$s1_token"
	printf '%s\n' "$s1_token" >>"$DEAD"
	victim=$(workers | cut -d ' ' -f 1)
	kill -9 "$victim"
	check 'a worker is killed right after a logout: it is replaced' eventually 20 replaced "$count" "$victim"
	sleep 1
	refused_by_all 'a worker is killed: all that ever was revoked' "$DEAD"
	accepted_by_all 'a worker is killed: what was not revoked is taken' "$ana_token"
	sign_in "$ana" "$ana_password" s1
	victims=$(workers)
	# shellcheck disable=SC2086
	kill -9 $victims
	http POST $API/logout -a "$s1_token"
	judge 'all are killed, and at once somebody logs out' '204'
	printf '%s\n' "$s1_token" >>"$DEAD"
	# shellcheck disable=SC2086
	check 'all are killed: they are replaced' eventually 30 replaced "$count" $victims
	sleep 1
	refused_by_all 'all are killed: all that ever was revoked' "$DEAD"
	sign_in "$ana" "$ana_password" s1
	victims=$(workers)
	kill -HUP "$MASTER"
	http POST $API/logout -a "$s1_token"
	judge 'SIGHUP, and at once somebody logs out' 204
	printf '%s\n' "$s1_token" >>"$DEAD"
	# shellcheck disable=SC2086
	check 'SIGHUP: every worker is a new one' eventually 30 replaced "$count" $victims
	sleep 1
	refused_by_all 'SIGHUP: all that ever was revoked' "$DEAD"
	accepted_by_all 'SIGHUP: what was not revoked is taken' "$ana_token"
}

# A worker that is suspended meanwhile has not read the notification when it continues.
sleeper() {
	person ana
	sign_in "$ana" "$ana_password" s1
	victim=$(workers | cut -d ' ' -f 1)
	kill -STOP "$victim"
	http POST $API/logout -a "$s1_token"
	status=$STATUS
	kill -CONT "$victim"
	same 'a worker stands still during a logout: the logout' 204 "$status"
	printf '%s\n' "$s1_token" >>"$DEAD"
	sleep 1
	refused_by_all 'a worker stood still during a logout: all that ever was revoked' "$DEAD"
}

# --- the database ---

ready() {
	http GET /readyz
	[ "$STATUS" = 200 ]
}

database_restarts() {
	person ana
	for n in 1 2 3; do sign_in "$ana" "$ana_password" "s$n"; done
	accepted_by_all 'database restart, before: every worker takes the token' "$s1_token"
	http POST $API/logout -a "$s1_token"
	if ! { $PG_STOP && $PG_START; }; then fail 'the test itself: restarting PostgreSQL' "$PG_STOP, $PG_START" && return; fi
	printf '%s\n' "$s1_token" >>"$DEAD"
	check 'database restart right after a logout: the service recovers' eventually 30 ready
	sleep 1
	refused_by_all 'database restart right after a logout: all that ever was revoked' "$DEAD"
	if ! { $PG_STOP && $PG_START; }; then fail 'the test itself: restarting PostgreSQL' "$PG_STOP, $PG_START" && return; fi
	patiently_logout "$s2_token"
	revoked 'a logout right after a database restart' "$s2_token"
	http GET $API/users/me -a "$s3_token"
	judge 'database restart: what was not revoked is taken' 200
	$PG_STOP || fail 'the test itself: stopping PostgreSQL' "$PG_STOP"
	ask_everyone "$DEAD"
	case $ANSWERS in *200*) fail 'database away: a revoked token is not accepted' "$ANSWERS" ;; *) pass 'database away: a revoked token is not accepted' ;; esac
	victim=$(workers | cut -d ' ' -f 1)
	kill -9 "$victim"
	ask_everyone "$DEAD"
	case $ANSWERS in *200*) fail 'database away and a worker replaced: nor then' "$ANSWERS" ;; *) pass 'database away and a worker replaced: nor then' ;; esac
	$PG_START || fail 'the test itself: starting PostgreSQL' "$PG_START"
	check 'database back: the service recovers' eventually 30 ready
	sleep 2
	refused_by_all 'database back: all that ever was revoked' "$DEAD"
	accepted_by_all 'database back: what was not revoked is taken' "$s3_token"
}

patiently_logout() { # TOKEN: the first answers after a restart may be 503
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		http POST $API/logout -a "$1"
		[ "$STATUS" = 503 ] || break
		sleep 0.2
	done
	judge 'logout after a database restart' 204
}

# The connections of all workers end while no request comes, so no worker is notified of the next revocations.
connections_end() {
	has_sql || { skip 'the connections of all workers end' 'no psql, or no way to the database' && return; }
	person ana
	for n in 1 2 3 4 5; do
		sign_in "$ana" "$ana_password" s1
		sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'balcao'" >/dev/null
		patiently_logout "$s1_token"
		printf '%s\n' "$s1_token" >"$WORK/just"
		printf '%s\n' "$s1_token" >>"$DEAD"
		refused_by_all "all connections end and then somebody logs out, turn $n" "$WORK/just"
	done
}

# More revocations than one statement loads.
crowd() {
	has_sql || { skip 'a crowd of revocations' 'no psql, or no way to the database' && return; }
	person ana
	for n in 1 2 3; do sign_in "$ana" "$ana_password" "s$n"; done
	for n in 1 2 3; do eval "http POST $API/logout -a \"\$s${n}_token\""; done
	sql "SET session_replication_role = replica; INSERT INTO revocation (user_id, session_id, until)
		SELECT gen_random_uuid(), gen_random_uuid(), now() + interval '5 minutes' FROM generate_series(1, 45000)" >/dev/null
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'balcao'" >/dev/null
	check 'a crowd of revocations: the service connects again' eventually 30 ready
	printf '%s\n' "$s1_token" "$s2_token" "$s3_token" >"$WORK/just"
	cat "$WORK/just" >>"$DEAD"
	sleep 1
	refused_by_all 'a crowd of revocations: all are loaded' "$DEAD"
	accepted_by_all 'a crowd of revocations: what was not revoked is taken' "$ana_token"
	sql "DELETE FROM revocation WHERE user_id NOT IN (SELECT id FROM account) AND until < now() + interval '6 minutes'"
}

# --- at the same moment ---

# Locks the memberships of USER for a while: signing in must wait for them, other requests need not.
hold() { # USER-ID
	sql "BEGIN; SELECT FROM membership WHERE user_id = '$1' FOR UPDATE; SELECT pg_sleep(2); COMMIT" >/dev/null &
	held=$!
	sleep 0.5
}

# A user signs in with the old password while it is changed.
sign_in_meanwhile() {
	has_sql || { skip 'signing in while the password changes' 'no psql, or no way to the database' && return; }
	person ana
	hold "$ana_id"
	queue POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}"
	queue POST $API/users/me/password -a "$ana_token" -d "{\"current_password\":\"$ana_password\",\"new_password\":\"$PASSWORD_NEW\"}"
	send --parallel --parallel-immediate
	wait $held
	answer 2
	judge 'signing in while the password changes: the change' 204
	answer 1
	if [ "$STATUS" = 200 ]; then
		keep s1
		ended 'signing in while the password changes: a session of the old password does not stay' "$s1_token"
		refresh_refused 'signing in while the password changes: nor its refresh token' "$s1_refresh"
	else
		expect_status 'signing in while the password changes: refused' 401,409,429,503
	fi
	has_program || return
	person bea
	promote "$bea"
	person ana
	hold "$ana_id"
	{ sleep 0.3 && "$ROOT/run" --state "$STATE" --exec user disable "$ana" >/dev/null; } &
	disabling=$!
	http POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}"
	wait $held
	wait $disabling
	if [ "$STATUS" != 200 ]; then
		judge 'signing in while the account is disabled: refused' '401 invalid_credentials'
		return
	fi
	keep s1
	ended 'signing in while the account is disabled: the session does not stay' "$s1_token"
	http PATCH "$API/users/$ana_id" -a "$bea_token" -d '{"status":"active"}'
	judge 'signing in while the account is disabled: enabled again' '200 .status == "active"'
	refresh_refused 'signing in while one is disabled: no refresh, even then' "$s1_refresh"
}

# A refresh and a role change at once: the result is a token of the new role, or one that is refused.
refresh_meanwhile() {
	person ana
	person bea
	new_organization "$ana_token"
	add_member "$ana_token" "$ORGANIZATION" "$bea" viewer
	sign_in "$bea" "$bea_password" s1 ",\"organization\":\"$ORGANIZATION\""
	wrong='' role=viewer
	for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		case $role in viewer) role=editor ;; *) role=viewer ;; esac
		queue POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$s1_refresh\"}"
		queue PATCH "$API/organizations/$ORGANIZATION/members/$bea_id" -a "$ana_token" -d "{\"role\":\"$role\"}"
		send --parallel --parallel-immediate
		answer 2
		[ "$STATUS" = 200 ] || wrong="$wrong, turn $turn: the change $STATUS"
		answer 1
		[ "$STATUS" = 200 ] || wrong="$wrong, turn $turn: the refresh $STATUS"
		keep s1
		[ "$(claim .role)" != "$role" ] || continue
		sleep 0.3
		http GET $API/users/me -a "$s1_token"
		[ "$STATUS" = 401 ] || wrong="$wrong, turn $turn: the old role is accepted"
	done
	same 'refresh and role change at once, twenty times: the old role is never accepted' '' "$wrong"
}

# --- the price ---

statements_of() { # COMMAND...: sets STATEMENTS, how many the service has had run meanwhile, and SECONDS_TAKEN, rounded up
	sql "ALTER SYSTEM SET log_statement = 'all'" && sql "SELECT pg_reload_conf()" >/dev/null
	sleep 1
	_before=$(wc -l <"$STATE/log/postgresql.log")
	_since=$(date +%s)
	"$@"
	SECONDS_TAKEN=$(($(date +%s) - _since + 1))
	sleep 0.2
	tail -n "+$((_before + 1))" "$STATE/log/postgresql.log" | grep -E ' (execute|statement)[ :]|LOG: +(execute|statement)' >"$WORK/statements"
	sql 'ALTER SYSTEM RESET log_statement' && sql 'SELECT pg_reload_conf()' >/dev/null
	grep -v -c -E 'ALTER SYSTEM|pg_reload_conf' "$WORK/statements" >"$WORK/count"
	STATEMENTS=$(cat "$WORK/count")
}

hundred_reads() {
	n=0
	while [ $n -lt 100 ]; do
		n=$((n + 1))
		queue GET "$API/tasks/$TASK"
	done
	send
}

price() {
	has_sql || { skip 'a request costs one statement' 'no psql, or no way to the database' && return; }
	[ -r "$STATE/log/postgresql.log" ] || { skip 'a request costs one statement' 'no log of PostgreSQL' && return; }
	fresh_user
	create_task '{"title":"read"}'
	hundred_reads
	statements_of hundred_reads
	housekeeping=$((30 * SECONDS_TAKEN))
	[ $housekeeping -le 90 ] || housekeeping=90 # a second statement for each read would be 100 more
	check "100 reads of a task are 100 statements, and a few a second of housekeeping [$STATEMENTS]" \
		[ "$STATEMENTS" -le $((100 + housekeeping)) ]
	check 'the test itself: they were counted' [ "$STATEMENTS" -ge 100 ]
	answer 100
	judge 'the test itself: they were reads' '200 .title == "read"'
}

MASTER=$(head -n 1 "${STATE:-}/balcao.pid" 2>/dev/null)
if [ ! -e "/proc/$MASTER/task/$MASTER/children" ] || [ ! -r "$LOG" ]; then MASTER=''; fi
by_oneself
by_others
if [ -n "$MASTER" ]; then
	successors
	sleeper
else
	skip 'workers are replaced' 'no STATE/balcao.pid, no log, or no /proc'
fi
connections_end
crowd
sign_in_meanwhile
refresh_meanwhile
if [ -n "$MASTER" ] && [ -n "${PG_STOP:-}" ] && [ -n "${PG_START:-}" ]; then
	database_restarts
else
	skip 'the database restarts' 'no STATE, PG_STOP, PG_START'
fi
price
finish
