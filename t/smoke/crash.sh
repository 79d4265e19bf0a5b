#!/bin/sh
# No accepted event is lost, and none is counted twice, whichever process dies: workers, the jobs process, one process of
# PostgreSQL, or all of PostgreSQL. Clients send numbered events all the time (stream.mjs), and at the end the sums are compared.
# The script starts an instance of its own, in a scratch directory, and stops it.
# In: CRASH_SECONDS how long the clients send (8), CRASH_CLIENTS their number (4), CRASH_EVERY which events have an error of
#     their own (2: every second event). The long form is t/crash.sh.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
stream=''

clean() {
	[ -z "$stream" ] || kill "$stream" 2>/dev/null
	[ ! -r "$INSTANCE/run.pid" ] || kill -CONT "$(cat "$INSTANCE/run.pid")" 2>/dev/null # postgresql.sh may have been cut short
	instance_remove
}
trap clean EXIT

# At the level debug the master logs the role of each process.
instance_start 3 $NO_QUOTAS BALCAO_LOG_LEVEL=debug || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; clean' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=center.sh
. "$here/center.sh"

SECONDS_ALL=${CRASH_SECONDS:-8} CLIENTS=${CRASH_CLIENTS:-4} EVERY=${CRASH_EVERY:-2}
MASTER=$(head -n 1 "$STATE/balcao.pid")
accidents='' COUNTED=0

# --- accidents ---

running() { # ROLE: the processes of it that are there now
	_children=" $(cat "/proc/$MASTER/task/$MASTER/children") "
	grep -oE "$1 [0-9]+: started as pid [0-9]+" "$STATE/log/balcao.log" | sed 's/.* //' | while read -r _pid; do
		case $_children in *" $_pid "*) echo "$_pid" ;; esac
	done
}

kill_one() { # ROLE
	_victims=$(running "$1" | sort -R)
	[ -n "$_victims" ] || return 1
	kill -9 "${_victims%%"
"*}" 2>/dev/null
}

worker() { eventually 10 kill_one worker; }
workers() { for _pid in $(running worker); do kill -9 "$_pid" 2>/dev/null; done; }
jobs_process() { eventually 10 kill_one jobs; }
everyone() {
	workers
	jobs_process
}
backend() { # of PostgreSQL, whose postmaster then ends all others
	_backend=$(sql "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'balcao%' ORDER BY random() LIMIT 1")
	[ -n "$_backend" ] && kill -9 "$_backend"
}
restart_fast() { "$here/postgresql.sh" stop && sleep 0.3 && "$here/postgresql.sh" start; }
restart_immediate() { "$here/postgresql.sh" stop immediate && "$here/postgresql.sh" start; }

accident() { # NAME
	if $1; then accidents="$accidents $1"; else fail "the test itself: $1 can be brought about"; fi
	sleep 0.7
}

# --- the stream, and its results ---

flow() {
	node "$here/stream.mjs" "$KEY" "$CLIENTS" "$SECONDS_ALL" "$EVERY" >"$WORK/stream" 2>"$WORK/stream.errors" &
	stream=$!
	end=$(($(date +%s) + SECONDS_ALL))
	sleep 1
	while :; do
		for what in jobs_process worker backend jobs_process workers restart_immediate everyone restart_fast; do
			[ "$(date +%s)" -lt $((end - 1)) ] || break 2
			accident $what
		done
	done
	wait "$stream"
	stream=''
}

# Sets ACCEPTED and UNSURE, events; writes a line "origin yes|maybe client/series" for each
count_stream() {
	awk '{
		for (i = 0; i < $3; i++) print "c" $1 "-" ($2 + i), $4 == 202 ? "yes" : "maybe", $1 "/" series[$1] + 0
		if ($4 != 202) series[$1]++
	}' "$WORK/stream" | sort >"$WORK/sent"
	ACCEPTED=$(grep -c ' yes ' "$WORK/sent") UNSURE=$(grep -c ' maybe ' "$WORK/sent")
}

# All errors of the project, as lines "origin events"; sorted by first_seen, which never changes
collect() {
	_next="$ERRORS?project=$PROJECT&status=all&limit=100&sort=first_seen"
	: >"$WORK/errors.found"
	while [ -n "$_next" ]; do
		http GET "$_next"
		[ "$STATUS" = 200 ] || return 1
		field '.items[] | "\(.origin) \(.events)"' >>"$WORK/errors.found"
		_next=$(header Link) && _next=${_next#<} && _next=${_next%%>*}
	done
	COUNTED=$(awk '{ sum += $2 } END { print sum + 0 }' "$WORK/errors.found")
}

# Waits for the same number twice in a row, at least the accepted events, with an empty inbox
all_digested() {
	_before=$COUNTED
	collect && [ "$COUNTED" -ge "$ACCEPTED" ] && [ "$COUNTED" = "$_before" ] && nothing_waits
}

nothing_waits() {
	http GET /metrics -a ''
	awk -v series="$QUEUE_SERIES" '$1 == series { age = $2 } END { exit age > 0 }' "$BODY"
}

# An error shows the origin of its newest event, which tells the series of the events that share it.
compare() {
	awk -v every="$EVERY" '
		function number(origin) { sub(/.*-/, "", origin); return origin }
		FNR == NR { fate[$1] = $2; series[$1] = $3; next }
		!($1 in fate) { print "unknown " $1; next }
		number($1) % every { group[series[$1]] += $2; errors[series[$1]]++; next }
		{ seen[$1] += $2 }
		END {
			for (origin in fate) {
				s = series[origin]
				if (number(origin) % every) { if (fate[origin] == "yes") least[s]++; else more[s]++; all[s]; continue }
				if (fate[origin] == "yes" && !(origin in seen)) print "lost " origin
				if (seen[origin] > 1) print "doubled " origin " " seen[origin]
			}
			for (s in all) {
				if (errors[s] > 1) print "split " s " " errors[s]
				if (group[s] < least[s]) print "lost " s " " group[s] + 0 " of " least[s]
				if (group[s] > least[s] + more[s]) print "doubled " s " " group[s] " of " least[s] + 0 "+" more[s] + 0
			}
		}' "$WORK/sent" "$WORK/errors.found" | sort >"$WORK/verdict"
	for what in lost doubled unknown split; do
		same "none is $what" '' "$(grep "^$what " "$WORK/verdict" | head -n 5)"
	done
	check "accepted ≤ counted ≤ accepted + unanswered [$ACCEPTED, $COUNTED, $ACCEPTED + $UNSURE]" \
		[ "$ACCEPTED" -le "$COUNTED" -a "$COUNTED" -le $((ACCEPTED + UNSURE)) ]
}

# The service takes all events of an array or none.
arrays() {
	awk -v every="$EVERY" 'FNR == NR { seen[$1] = 1; next }
		$4 != 202 { in_it = out = 0
			for (i = $2; i < $2 + $3; i++) if (i % every == 0) { if (("c" $1 "-" i) in seen) in_it++; else out++ }
			if (in_it && out) print $0 }' "$WORK/errors.found" "$WORK/stream" >"$WORK/halves"
	same 'no array was taken by half (silent)' '' "$(head -n 3 "$WORK/halves")"
}

statistics() {
	http GET "$ERRORS/stats?project=$PROJECT&interval=hour&since=$(moment "-$((SECONDS_ALL + 7200)) seconds")&until=$(moment '+1 hour')"
	same 'the hours count as much as the errors' "$COUNTED" "$(field '[.items[] | .fatal + .error + .warning + .info + .debug] | add')"
}

away() {
	"$here/postgresql.sh" stop || fail 'the test itself: PostgreSQL stops'
	for n in 1 2 3; do
		post '{"title":"Sem banco"}'
		judge "database away: a post, $n" '503 unavailable'
		retry_after "database away: a post, $n: Retry-After"
	done
	"$here/postgresql.sh" start || fail 'the test itself: PostgreSQL starts'
	check 'database back: posts are accepted' eventually 20 accepted_again
}

# While the jobs process stands still, accepted events wait, and /readyz and the metric show it.
stopped() {
	_jobs=$(running jobs)
	kill -STOP $_jobs
	post '{"title":"À espera"}'
	judge 'jobs stopped: a post is accepted all the same' 202
	check 'jobs stopped: /readyz tells how long it has been waiting' eventually 10 waits_for 2
	check 'jobs stopped: so does /metrics' eventually 15 metric_says
	kill -CONT $_jobs
	settle 1
	check 'jobs back: nothing waits' eventually 10 waits_for 0
}

waits_for() { # SECONDS
	http GET /readyz -a ''
	[ "$STATUS" = 200 ] && [ "$(field .oldest_undigested_seconds)" -ge "$1" ] && { [ "$1" != 0 ] || [ "$(field .oldest_undigested_seconds)" = 0 ]; }
}

metric() { curl -qsk --noproxy '*' "$BASE/metrics" | awk -v series="$1" '$1 == series { print $2 }'; } # SERIES
metric_says() { [ "$(metric "$QUEUE_SERIES")" -ge 2 ]; }
metric_is() { [ "$(metric "$1")" = "$2" ]; } # SERIES VALUE

is_set_aside() { [ "$(sql "SELECT string_agg(title, ',') FROM error_aside WHERE project_id = '$PROJECT'")" = "$1" ]; } # TITLES

# An event that the database can't count (its environment is too long for an index; no route accepts such an event)
# waits between good ones.
poison() {
	sql "INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, environment, origin, occurred_at, tags,
			fingerprint)
		SELECT org_id, uuid_beside(uuid_floor(now())), id, id, sha256(n::text::bytea), '{}', 'n' || n, 'error',
			CASE n WHEN 5 THEN (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) i) ELSE 'e' END, 'o', now(), '{}', '{}'
		FROM project, generate_series(1, 9) n WHERE id = '$PROJECT'" >/dev/null
	check 'an event that fails holds up no other (silent)' eventually 30 errors_are 8
	check '… and is set aside (silent)' eventually 30 is_set_aside n5
	check '… which is counted' eventually 30 metric_is 'balcao_error_events_total{event="set_aside"}' 1
}

errors_are() { # COUNT
	http GET "$ERRORS?project=$PROJECT&count=true"
	[ "$(field .total)" = "$1" ]
}

accepted_again() { post '{"title":"Com banco"}' && [ "$STATUS" = 202 ]; }

if ! command -v node >/dev/null || ! has_sql; then skip 'everything' 'node or psql is missing' && finish; fi
fresh_user
fresh_project
flow
eventually 20 answers_with /readyz 200 || fail 'the service answers again'
login "$USER_NAME" "$PASSWORD" # for a long stream outlives the token
count_stream
same 'the stream itself had no fault' '' "$(head -n 3 "$WORK/stream.errors")"
check "the stream flowed: $ACCEPTED accepted, $UNSURE unanswered or refused" [ "$ACCEPTED" -gt $((20 * CLIENTS)) ]
same 'no answer but 202 and those of an outage' '' "$(awk '$4 !~ /^(0|202|50[0234])$/' "$WORK/stream" | head -n 3)"
same 'no outage is a 500' '' "$(awk '$4 == 500' "$WORK/stream" | head -n 3)"
check "everything is counted in the end, after$accidents" eventually 30 all_digested
compare
arrays
statistics
fresh_project
stopped
fresh_project
poison
away
finish
