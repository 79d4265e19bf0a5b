#!/bin/sh
# Partners that fall silent: the database, a client of the socket, a request that never ends. The script needs short
# limits, so it starts an instance of its own, in a scratch directory, and stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
frozen=''

thaw() { for pid in $frozen; do kill -CONT "$pid" 2>/dev/null; done; frozen=''; }
clean() {
	thaw
	instance_remove
}
trap clean EXIT

instance_start 2 BALCAO_REQUEST_TIMEOUT_SECONDS=30 BALCAO_STATEMENT_TIMEOUT_MS=300 || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; clean' EXIT

freeze() { # every process of PostgreSQL
	postmaster=$(head -n 1 "$STATE/postgresql.pid")
	frozen="$postmaster $(tr '\n' ' ' <"/proc/$postmaster/task/$postmaster/children")"
	for pid in $frozen; do kill -STOP "$pid"; done
}

hung_counter() { # COUNT: so many were killed for hanging
	http GET /metrics
	grep -q "^balcao_worker_events_total{event=\"hung\"} $1\$" "$BODY"
}

API=/api/v1
fresh_user
create_task '{"title":"waits"}'

# --- the database falls silent: 503 soon, and other routes go on
freeze
http GET "$API/tasks/$TASK" -c 'max-time = 20'
expect_problem 'a database that does not answer' 503 unavailable
expect_header 'and when to try again' Retry-After '[1-9]*'
http GET /livez -c 'max-time = 5'
expect_status '/livez goes on' 200
http GET "$API/tasks/$TASK" -c 'max-time = 20'
expect_problem 'nor does it when asked again' 503 unavailable
thaw
check 'it answers again: so does the service' eventually 15 answers_with "$API/tasks/$TASK" 200
check 'no worker was killed for it' hung_counter 0

# --- a request that never ends: its worker is replaced, and the log names the request
instance_stop
instance_start 2 BALCAO_REQUEST_TIMEOUT_SECONDS=1 BALCAO_STATEMENT_TIMEOUT_MS=30000
answers_with "$API/tasks/$TASK" 200
freeze
http GET "$API/tasks/$TASK" -c 'max-time = 20'
expect_problem 'a request that never ends' 502 unavailable
request=$(header X-Request-Id)
thaw
check 'the log tells route and request' grep -q "killed, busy for more than 1 s with $API/tasks/{id} $request" "$STATE/log/balcao.log"
check 'its worker was replaced' eventually 15 answers_with "$API/tasks/$TASK" 200
check 'and counted' hung_counter 1

# --- clients of the socket that connect and say nothing: one for each worker
socket=$(find -L "$STATE/run" -type s -name '*.sock' | head -n 1)
[ -n "$socket" ] || socket=$(find -L "$STATE" -type s -name 'balcao.sock' | head -n 1)
for _ in 1 2; do
	perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Peer => shift) or die; print $s "\1\1\0\1\0\10\0\0"; $s->flush; sleep 15' "$socket" &
	silent="${silent:-} $!"
done
sleep 0.5
check 'silent clients hold the workers for a moment only' eventually 10 answers_with /livez 200
for pid in $silent; do kill "$pid" 2>/dev/null; done
wait
finish
