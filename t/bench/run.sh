#!/bin/sh
# Measures balcao against the bare program (bare.c): see t/bench/README.md and --help.
set -eu
umask 022

BENCH=$(cd -P "$(dirname "$0")" && pwd)
RUN_TOP=$(cd -P "$BENCH/../.." && pwd)
export RUN_TOP
# shellcheck source=conf/run/common.sh
. "$RUN_TOP/conf/run/common.sh"

usage() {
	cat <<'EOT'
usage: t/bench/run.sh [--quick] [--rounds N] [--seconds N] [--workers N] [--rows N] [--own N]
                      [--work "get page create"] [--port N] [--no-install] [--hold]

  --quick       3 rounds of 2 seconds, and fewer requests for the memory
  --rounds N    rounds of each work; a round measures both programs (5)
  --seconds N   length of one measurement (5)
  --workers N   workers of both programs (two per core)
  --rows N      tasks in the table (100000); try 1000 to 10000000 for flatness
  --own N       tasks of the account that asks (1000)
  --work LIST   which works to measure
  --port N      first of three free ports (9640)
  --no-install  install no packages
  --hold        keep everything running until you press Enter

Prints the results as Markdown, and its progress to standard error. Fails if a request failed.
EOT
}

note() { printf '%s\n' "$*" >&2; }

is_number() { case $1 in '' | *[!0-9]*) return 1 ;; esac; }

options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--rounds | --seconds | --workers | --rows | --own | --port)
			is_number "${2:-}" || die "$1 needs a number (--help)"
			eval "${1#--}=\$2"
			shift
			;;
		--work) [ $# -ge 2 ] && works=$2 && shift ;;
		--quick) quick=yes rounds=3 seconds=2 ;;
		--no-install) install=no ;;
		--hold) hold=yes ;;
		--help | -h) usage && exit 0 ;;
		*) die "unknown option $1 (--help)" ;;
		esac
		shift
	done
}

packages() {
	[ "$install" = yes ] || return 0
	! { command -v wrk && command -v gcc && command -v curl; } >/dev/null || return 0
	sudo=
	is_root || sudo=sudo
	$sudo sh "$RUN_TOP/conf/run/install-packages.sh" wrk gcc libc6-dev libfcgi-dev libpq-dev pkg-config curl >&2
}

# --- what is measured -----------------------------------------------------------

instance_start() {
	note "starting balcao in $scratch"
	"$RUN_TOP/run" --state "$RUN_STATE" --port "$port" --workers "$workers" --detach --no-install >&2
	RUN_SOCKETS=$RUN_STATE/run
	[ ! -r "$RUN_STATE/sockets" ] || read -r RUN_SOCKETS <"$RUN_STATE/sockets"
	RUN_USER=
	! is_root || RUN_USER=postgres
	balcao=$(part_pid balcao)
	postgres=$(part_pid postgresql)
	nginx=$(part_pid nginx)
}

sql() {
	(cd / && as_service psql -X -q -At -v ON_ERROR_STOP=1 -h "$RUN_SOCKETS" -p 5432 -U postgres -d balcao "$@")
}

# Autovacuum is off, because its CPU time would count for only one of the programs.
database_fill() {
	note "filling the table with $rows tasks"
	sql -c 'ALTER SYSTEM SET autovacuum = off' -c 'SELECT pg_reload_conf()' >/dev/null
	account POST /register -d "{\"username\":\"measured\",\"email\":\"measured@example.com\",\"password\":\"$password\"}" >/dev/null
	owner=$(sql -c "SELECT id FROM account WHERE username = 'measured'")
	sql -v me=measured -v rows="$rows" -v own="$own" <"$BENCH/data.sql" >&2
	# Up to 1000 ids in random order, so that neighbouring rows are not read one after another.
	sql -c "SELECT id FROM task WHERE owner_id = '$owner' ORDER BY md5(id::text) LIMIT 1000" >"$scratch/ids"
	[ -s "$scratch/ids" ] || die "the account has no tasks: --own must be below --rows"
}

account() { # METHOD PATH [curl option]...: sends a request to balcao
	account_method=$1 account_path=$2
	shift 2
	curl -fsSk --noproxy '*' -X "$account_method" -H 'Content-Type: application/json' "$@" \
		"https://127.0.0.1:$port$account_path"
}

# An access token is valid for 15 minutes.
sign_in() {
	token=$(account POST /login -d "{\"username\":\"measured\",\"password\":\"$password\"}" |
		sed -n 's/.*"access_token":"\([^"]*\)".*/\1/p')
	[ -n "$token" ] || die "no access token"
}

bare_start() {
	note "building and starting the bare program"
	# shellcheck disable=SC2046 # a list of words
	gcc -std=gnu11 -O2 -g -Wall -Wextra $(pkg-config --cflags libpq) -o "$scratch/bare" "$BENCH/bare.c" \
		-lfcgi $(pkg-config --libs libpq)
	# shellcheck disable=SC2016 # $0 and $@ are of the inner shell
	(cd / && exec setsid sh -c 'echo $$ >"$0" && exec "$@"' "$scratch/bare.pid" \
		"$(command -v env)" ${RUN_USER:+setpriv --reuid="$RUN_USER" --regid="$RUN_USER" --init-groups} \
		"$scratch/bare" "$RUN_SOCKETS/bare.sock" \
		"host='$RUN_SOCKETS' port=5432 dbname=balcao user=balcao options='-c TimeZone=UTC'" "$owner" "$workers") \
		</dev/null >&2 &
	await -S "$RUN_SOCKETS/bare.sock"
	read -r bare <"$scratch/bare.pid"
}

await() { # TEST FILE
	tries=200
	until test "$1" "$2"; do
		[ "$tries" -gt 0 ] || die "$2 does not appear"
		tries=$((tries - 1))
		sleep 0.05
	done
}

# Adds a server for another program to nginx, with the same settings; only the upstream differs.
nginx_extend() { # NAME PORT SOCKET
	mkdir -p "$RUN_STATE/nginx/$1"
	for file in "$RUN_STATE/nginx/balcao/"*.conf; do
		sed "s/fastcgi_pass balcao;/fastcgi_pass $1;/; s|include balcao/|include $1/|" \
			"$file" >"$RUN_STATE/nginx/$1/${file##*/}"
	done
	cat <<EOT
	upstream $1 {
		server "unix:$3";
	}
	server {
		listen 127.0.0.1:$2 ssl http2;
		server_name localhost;
		ssl_certificate "$RUN_STATE/tls/cert.pem";
		ssl_certificate_key "$RUN_STATE/tls/key.pem";
		include balcao/tls.conf;
		root "$RUN_STATE/app/share/balcao/www";
		include $1/server.conf;
	}
EOT
}

nginx_configure() {
	conf=$RUN_STATE/nginx/nginx.conf
	{
		sed '$d' "$conf"
		nginx_extend bare $((port + 1)) "$RUN_SOCKETS/bare.sock"
		nginx_extend second $((port + 2)) "$RUN_SOCKETS/second.sock"
		echo "}"
	} >"$conf.new"
	mv "$conf.new" "$conf"
	kill -s HUP "$nginx"
	tries=100
	until [ "$(code $((port + 1)) /api/v1/tasks)" = 200 ]; do
		[ "$tries" -gt 0 ] || die "the bare program does not answer"
		tries=$((tries - 1))
		sleep 0.1
	done
	token='' code $((port + 1)) /api/v1/tasks | grep -q 200 || die "balcao answers instead of the bare program"
}

code() { # PORT PATH
	curl -sk --noproxy '*' -o /dev/null -w '%{http_code}' -H "Authorization: Bearer ${token:-}" \
		"https://127.0.0.1:$1$2" || :
}

# Both programs must give the same answers; otherwise they don't do the same work.
same_answers() {
	read -r id <"$scratch/ids"
	for path in "/api/v1/tasks/$id" /api/v1/tasks; do
		for who in $((port + 1)) $port; do
			curl -sSk --noproxy '*' -H "Authorization: Bearer $token" "https://127.0.0.1:$who$path" |
				sed 's/"next_cursor":.*//' >"$scratch/answer.$who"
		done
		cmp "$scratch/answer.$((port + 1))" "$scratch/answer.$port" >&2 || die "the answers to $path differ"
	done
}

# --- measuring ------------------------------------------------------------------

load() { # PORT WORK SECONDS: prints requests, microseconds, p99, errors
	wrk -t1 -c32 -d"$3s" --latency -H "Authorization: Bearer $token" -s "$BENCH/load.lua" \
		"https://127.0.0.1:$1" -- "$2" "$scratch/ids" >"$scratch/wrk.out" 2>&1 || {
		cat "$scratch/wrk.out" >&2
		die "wrk failed"
	}
	sed -n 's/^figures: //p' "$scratch/wrk.out"
}

ticks() { # MASTER: prints the clock ticks of nginx, the master and PostgreSQL, each with all its processes
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v roots="$nginx $1 $postgres" -f "$BENCH/cpu.awk"
}

measure() { # WORK WHO ROUND
	case $2 in
	bare) master=$bare to=$((port + 1)) ;;
	balcao) master=$balcao to=$port ;;
	esac
	sign_in # before the ticks are read, so that its hashing is not counted
	before=$(ticks "$master")
	figures=$(load "$to" "$1" "$seconds")
	after=$(ticks "$master")
	echo "$1 $3 $2 $figures $before $after $hertz" >>"$scratch/figures"
}

measure_all() {
	for work in $works; do
		note "measuring: $work"
		sign_in
		load $((port + 1)) "$work" 1 >/dev/null
		load "$port" "$work" 1 >/dev/null
		round=0
		while [ "$round" -lt "$rounds" ]; do
			round=$((round + 1))
			measure "$work" bare "$round"
			measure "$work" balcao "$round"
		done
	done
}

children() { # PID
	cat /proc/[0-9]*/stat 2>/dev/null |
		awk -v parent="$1" '{ pid = $1; sub(/^.*\) /, "") } $2 == parent { print pid }'
}

# Prints the PSS of the largest worker, and how much of it belongs to that worker alone; the rest depends on which other processes
# of this machine use the same libraries.
worker_memory() {
	for pid in $(children "$balcao"); do
		awk '$1 == "Pss:" { pss = $2 } $1 == "Private_Dirty:" { own = $2 } END { print pss " (" own ")" }' \
			"/proc/$pid/smaps_rollup"
	done | sort -n | tail -n 1
}

serve_until() { # WORK COUNT: sends at least COUNT requests
	served=0
	while [ "$served" -lt "$2" ]; do
		sign_in
		set -- "$1" "$2" "$(load "$port" "$1" 5)"
		served=$((served + ${3%% *}))
	done
}

# The requests are spread evenly, so each worker gets about `each` of them.
memory() {
	each=100000
	[ -z "$quick" ] || each=10000
	note "serving $each requests per worker for its memory"
	serve_until get $((each * workers / 2))
	serve_until page $((each * workers / 2))
	memory_then=$(worker_memory)
	serve_until get $((each * workers / 2))
	memory_end=$(worker_memory)
}

milliseconds() { date +%s%3N; }

# Starts a second service on the same database, behind the same nginx, with the settings of the first.
start_time() {
	set -- env
	while IFS= read -r line; do
		case $line in BALCAO_*) set -- "$@" "$line" ;; esac
	done <<EOT
$(tr '\0' '\n' <"/proc/$balcao/environ")
EOT
	rm -f "$RUN_SOCKETS/second.sock"
	set -- "$@" BALCAO_SOCKET="$RUN_SOCKETS/second.sock" BALCAO_LOG_LEVEL=error "$RUN_STATE/app/bin/balcao" serve
	since=$(milliseconds)
	(cd / && as_service "$@" </dev/null >&2) &
	second=$!
	until [ "$(code $((port + 2)) /readyz)" = 200 ]; do
		[ $(($(milliseconds) - since)) -lt 10000 ] || die "the second service does not answer"
	done
	starts_ms="$starts_ms $(($(milliseconds) - since))"
	code=$(code $((port + 2)) "/api/v1/tasks/$id")
	[ "$code" = 200 ] || die "the second service answers $code"
	second_stop
}

second_stop() {
	[ -n "$second" ] || return 0
	# $second is the subshell; the service is its only child.
	for pid in $(children "$second") $second; do
		kill -s TERM "$pid" 2>/dev/null || :
	done
	wait "$second" 2>/dev/null || :
	second=
}

report() {
	echo "balcao against the bare program: $(nproc) cores, $workers workers, $rows tasks ($own of the caller), $rounds rounds of $seconds s, 32 connections, TLS"
	echo
	result=0
	awk -f "$BENCH/report.awk" "$scratch/figures" || result=$?
	echo
	echo "| what | measured | goal |"
	echo "|---|---|---|"
	echo "| a worker's PSS at the start / after $each requests / after half as many more (KiB, the largest worker; in brackets: private dirty) | $memory_start / $memory_then / $memory_end | ≤ 6144 |"
	echo "| three starts, each to the first answer (ms) |$starts_ms | ≤ 1000 |"
	return "$result"
}

# --- the end --------------------------------------------------------------------

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
	trap '' INT TERM HUP
	second_stop
	[ -z "$bare" ] || kill -s TERM "$bare" 2>/dev/null || :
	[ -z "$scratch" ] || {
		"$RUN_TOP/run" --state "$RUN_STATE" --stop >&2 || :
		rm -rf "$scratch"
	}
}

quick='' rounds=5 seconds=5 rows=100000 own=1000 port=9640 install=yes hold='' works='get page create'
workers=$((2 * $(nproc)))
options "$@"
packages
scratch='' bare='' second='' starts_ms='' failed=0 password='uma senha bem comprida'
hertz=$(getconf CLK_TCK)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
scratch=$(mktemp -d)
chmod 755 "$scratch"
RUN_STATE=$scratch/state
instance_start
database_fill
memory_start=$(worker_memory)
bare_start
sign_in
nginx_configure
same_answers
measure_all
memory
note "timing three starts"
start_time
start_time
start_time
report || failed=1
[ -z "$hold" ] || { note "press Enter to stop everything" && read -r _; }
exit "$failed"
