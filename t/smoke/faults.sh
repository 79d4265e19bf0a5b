#!/bin/sh
# Accidents: the database goes away, workers die or hang, the service is reloaded and stopped.
# Needs STATE, PG_STOP and PG_START (commands). Runs last: at its end the service is stopped.
# lane: last
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

MANY=40

burst() { # sets ANSWERS: the statuses of many requests at once, each named once
	burst_count=0
	while [ $burst_count -lt $MANY ]; do
		burst_count=$((burst_count + 1))
		queue GET "$API/tasks/$TASK" -c 'max-time = 20'
	done
	send --parallel --parallel-immediate --parallel-max 16
	statuses $MANY
}

statuses() { # COUNT: sets ANSWERS from the answers of the last `send`
	ANSWERS=$(n=0 && while [ $n -lt "$1" ]; do
		n=$((n + 1))
		answer $n
		echo "$STATUS"
	done | sort | uniq -c | sed 's/^ *[0-9]* //' | tr '\n' ' ')
}

children() { # of the master
	cat "/proc/$MASTER/task/$MASTER/children" 2>/dev/null
}

has_children() { # COUNT
	# shellcheck disable=SC2046
	set -- "$1" $(children)
	[ $# -gt "$1" ]
}

# --- the database ---

retry_after() { # TEXT
	case $(header Retry-After) in [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) pass "$1" ;; *) fail "$1" "Retry-After: '$(header Retry-After)'" ;; esac
}

# The same for Sentry's SDKs, in their format, and for pages of any origin.
sdk_without_database() {
	for what in "envelope/?sentry_key=$KEY" "store/?sentry_key=$KEY" "security/?sentry_key=$KEY"; do
		http POST "/api/$NUMBER/$what" -a '' -f "$WORK/envelope"
		expect_status "database away: an SDK, $what" 503
		expect_json "database away: an SDK, $what: in its form" 'keys == ["detail"]'
		retry_after "database away: an SDK, $what: Retry-After"
		expect_header "database away: an SDK, $what: any origin may read it" Access-Control-Allow-Origin '[*]'
	done
	http OPTIONS "/api/$NUMBER/envelope/" -a '' -h 'Origin: https://loja.example' -h 'Access-Control-Request-Method: POST'
	expect_status 'database away: a browser may ask' 204
	http POST "/api/$NUMBER/envelope/" -a '' -f "$WORK/envelope"
	expect_status 'database away: an SDK without a key gets 401' 401
}

database_away() {
	if ! $PG_STOP; then fail 'the test itself: stopping PostgreSQL' "$PG_STOP" && return; fi
	for i in 1 2 3 4 5 6 7 8; do
		http GET "$API/tasks/$TASK"
		judge "database away: GET of a task, $i" 503
		retry_after "database away: GET of a task, $i: Retry-After"
	done
	same 'database away: nothing of the inside is told' '' "$(grep -oiE 'postgres|libpq|socket|SELECT|sql|/tmp|/var|server closed' "$BODY" | head -n 1)"
	while read_row; do
		method=${ROW_SUBJECT%% *} where=${ROW_SUBJECT#* }
		case $where in *' '*) http "$method" "${where%% *}" -d "${where#* }" ;; *) http "$method" "$where" ;; esac
		judge "database away: $ROW_TEXT" "$ROW_WANT"
		retry_after "database away: $ROW_TEXT: Retry-After"
	done <<END
the list | GET $API/tasks | 503
POST | POST $API/tasks {"title":"lost"} | 503
PUT | PUT $API/tasks/$TASK {"title":"lost"} | 503
PATCH | PATCH $API/tasks/$TASK {"title":"lost"} | 503
DELETE | DELETE $API/tasks/$TASK | 503
one's account | GET $API/users/me | 503
signing in | POST $API/login {"username":"$USER_NAME","password":"$PASSWORD"} | 503
registering | POST $API/register {"username":"n$USER_NAME","email":"n$EMAIL","password":"$PASSWORD"} | 503
readyz | GET /readyz | 503 *
END
	requests <<END
database away: livez still answers | GET /livez | 200
database away: so does the documentation | GET $API/openapi.json | 200
database away: what needs no database is judged as ever: 404 | GET $API/nothing | 404
database away: 405 | DELETE $API/tasks | 405
END
	http GET "$API/tasks/$TASK" -h 'Accept-Language: pt-BR'
	judge 'database away: in Portuguese too' 503
	sdk_without_database
	if ! $PG_START; then fail 'the test itself: starting PostgreSQL' "$PG_START" && return; fi
	check 'database back: the service recovers by itself' eventually 30 answers_with /readyz 200
	sleep 2
	burst
	same 'database back: then every worker answers' '200 ' "$ANSWERS"
	http GET "$API/tasks/$TASK"
	judge 'database back: nothing was half-written' '200 .title == "kept"'
	http GET "$API/tasks?count=true"
	judge 'database back: nothing was made' '200 .total == 1'
}

database_restarts() {
	burst
	if ! { $PG_STOP && $PG_START; }; then fail 'the test itself: restarting PostgreSQL' "$PG_STOP, $PG_START" && return; fi
	eventually 30 answers_with /readyz 200
	sleep 2
	burst
	same 'database restarted between requests: 2 s later every worker answers' '200 ' "$ANSWERS"
	http POST $API/tasks -d '{"title":"after the restart"}'
	judge 'database restarted: writing works' 201
}

# --- workers ---

workers_die() {
	# shellcheck disable=SC2046
	set -- $(children)
	count=$#
	check 'the master has children' [ $count -gt 1 ]
	kill -9 "$1"
	burst
	same 'a worker is killed: no later request fails' '200 ' "$ANSWERS"
	check 'a worker is killed: it is replaced' eventually 20 has_children $count
	for child; do kill -9 "$child" 2>/dev/null; done
	check 'all are killed: all are replaced' eventually 30 has_children $count
	check 'all are killed: the service answers again' eventually 30 answers_with "$API/tasks/$TASK" 200
	burst
	same 'all are killed: and then to everyone' '200 ' "$ANSWERS"
	# shellcheck disable=SC2046
	set -- $(children)
	kill -STOP "$1"
	burst
	same 'a worker hangs: the others answer everyone (silent)' '200 ' "$ANSWERS"
	kill -CONT "$1" 2>/dev/null
}

signal_at() { # SIGNAL N: once the Nth answer of the running `send` begins
	_waited=0
	until [ -s "$WORK/$2.head" ] || [ $_waited -ge 3000 ]; do
		_waited=$((_waited + 1))
		sleep 0.01
	done
	kill "-$1" "$MASTER"
}

none_of() { # PID...: none of them lives
	for _pid; do [ ! -e "/proc/$_pid" ] || return 1; done
}

load() { # COUNT: queues ordinary work
	load_count=0
	while [ $load_count -lt "$1" ]; do
		load_count=$((load_count + 4))
		queue GET "$API/tasks/$TASK"
		queue GET "$API/tasks?limit=20"
		queue PATCH "$API/tasks/$TASK" -d '{"priority":1}'
		queue GET $API/users/me
	done
}

reloaded() {
	# shellcheck disable=SC2046
	set -- $(children)
	load 800
	{ signal_at HUP 100 && signal_at HUP 450; } &
	send --parallel --parallel-immediate --parallel-max 8
	wait $!
	statuses 800
	same 'SIGHUP under load: no request is refused' '200 ' "$ANSWERS"
	check 'SIGHUP: every worker is a new one' eventually 30 none_of "$@"
	check 'SIGHUP: as many as before' eventually 30 has_children $#
	burst
	same 'SIGHUP: they answer' '200 ' "$ANSWERS"
}

# ./run would stop nginx as soon as the service has ended, so it is suspended meanwhile.
supervisor() { # SIGNAL
	[ ! -r "$STATE/run.pid" ] || kill "-$1" "$(cat "$STATE/run.pid")" 2>/dev/null
}

# The service ends while nginx stays: begun requests finish, the others get nginx's own problem document.
terminated() {
	load 800
	signal_at TERM 200 &
	send --parallel --parallel-immediate --parallel-max 8
	wait $!
	good=0 refused=0 bad=''
	n=0
	while [ $n -lt 800 ]; do
		n=$((n + 1))
		answer $n
		case "$STATUS ${PROBLEM%% *}" in
		200*) if [ "$(tail -c 1 "$BODY")" = '}' ]; then good=$((good + 1)); else bad="$bad $n:cut"; fi ;;
		502' '[a-z]* | 503' '[a-z]* | 504' '[a-z]*) case $PROBLEM in malformed:*) bad="$bad $n:$PROBLEM" ;; *) refused=$((refused + 1)) ;; esac ;;
		*) bad="$bad $n:$STATUS" ;;
		esac
	done
	same "SIGTERM under load: $good finished, $refused refused properly, none lost" '' "$(printf %s "$bad" | cut -c 1-200)"
	check 'SIGTERM: the master ends' eventually 60 none_of "$MASTER"
	check 'SIGTERM: some requests were answered before' [ $good -gt 0 ]
	for version in '' -2; do
		http GET "$API/tasks/$TASK" ${version:+"$version"}
		judge "nobody behind nginx${version:+, over HTTP/2}: a problem document" '502,503,504 *'
		http POST $API/tasks -d '{"title":"x"}' -h 'Accept-Language: pt-BR' ${version:+"$version"}
		judge "nobody behind nginx${version:+, over HTTP/2}, POST: a problem document" '502,503,504 *'
		[ "$STATUS" != 503 ] || retry_after 'nobody behind nginx: Retry-After'
		http POST "/api/1/envelope/?sentry_key=$KEY" -a '' -d '{}' ${version:+"$version"}
		judge "nobody behind nginx${version:+, over HTTP/2}, an SDK: a problem document" '502,503,504 *'
		expect_header "nobody behind nginx${version:+, over HTTP/2}, an SDK: any origin may read it" Access-Control-Allow-Origin '[*]'
	done
}

fresh_user
create_task '{"title":"kept"}'
fresh_project
printf '{}\n{"type":"event"}\n{"message":"x"}' >"$WORK/envelope"
http POST "/api/$NUMBER/envelope/?sentry_key=$KEY" -a '' -f "$WORK/envelope"
expect_status 'an SDK reports' 200
if [ -n "${PG_STOP:-}" ] && [ -n "${PG_START:-}" ]; then
	database_away
	database_restarts
else
	skip 'the database goes away' 'no PG_STOP, PG_START'
fi
MASTER=$(head -n 1 "${STATE:-}/balcao.pid" 2>/dev/null)
if [ -n "$MASTER" ] && [ -e "/proc/$MASTER/task/$MASTER/children" ]; then
	workers_die
	reloaded
	supervisor STOP
	terminated
	supervisor CONT
else
	skip 'workers die, the service is reloaded and stopped' 'no STATE/balcao.pid, or no /proc'
fi
finish
