#!/bin/sh
# Measures the error center: see t/bench/README.md and --help.
# shellcheck disable=SC2016,SC2034,SC2046,SC2086,SC2154
set -u
umask 022
bench=$(cd -P "$(dirname "$0")" && pwd)
root=$(cd -P "$bench/../.." && pwd)
# shellcheck source=t/smoke/instance.sh
. "$root/t/smoke/instance.sh"

usage() {
	cat <<'EOT'
usage: t/bench/errors.sh [--seconds N] [--workers N] [--events N] [--groups N] [--work "steady single sentry storm lists finding"]

  --seconds N   length of steady, single and each part of sentry (60)
  --workers N   workers of the service (two per core)
  --events N    number of equal events in the storm (1000000)
  --groups N    number of errors in the lists and in finding (100000)
  --work LIST   which works to measure

Starts an instance with ./run in a scratch directory, and removes it at the end. Prints the results as Markdown, and its
progress to standard error. Fails if a request failed, a count is not exact, or a goal is missed.
EOT
}

note() { printf '%s\n' "$*" >&2; }
die() { note "errors.sh: $*" && exit 1; }

seconds=60 workers=$((2 * $(nproc))) events=1000000 groups=100000 works='steady single sentry storm lists finding'
while [ $# -gt 0 ]; do
	case $1 in
	--help | -h) usage && exit 0 ;;
	--seconds | --workers | --events | --groups | --work) [ $# -ge 2 ] || die "$1 needs a value (--help)" ;;
	*) die "unknown option $1 (--help)" ;;
	esac
	option=${1#--}
	[ "$option" != work ] || option=works
	eval "$option=\$2"
	shift 2
done
for tool in wrk curl jq psql; do command -v $tool >/dev/null || die "$tool is missing"; done

# --- requests to the service; only this section knows its metrics and its database ---

QUEUE='balcao_queue_oldest_seconds{queue="errors"}'
ask() { curl -fsSk --noproxy '*' -H 'Content-Type: application/json' "$@"; }
mine() { ask -H "Authorization: Bearer $token" "$@"; }
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$STATE/run" -U postgres -d balcao -c "$1"; }

# An access token is valid for 15 minutes.
sign_in() {
	token=$(ask "$BASE/api/v1/login" -d "{\"username\":\"measured\",\"password\":\"$password\"}" | jq -r .access_token)
	[ -n "$token" ] || die 'no access token'
}

new_project() { # NAME: sets project, its number, and key
	sign_in
	mine "$BASE/api/v1/projects" -d "{\"name\":\"$1\"}" >"$scratch/project"
	project=$(jq -r .id "$scratch/project") number=$(jq -r .number "$scratch/project")
	key=$(mine "$BASE/api/v1/projects/$project/keys" -d '{"name":"bench"}' | jq -r .public_key)
	[ ${#key} -eq 32 ] || die 'no key'
}

queue_age() { ask "$BASE/metrics" | awk -v series="$QUEUE" '$1 == series { print $2; found = 1 } END { if (!found) print "?" }'; }

# Prints the sum of the events of all errors of the project
counted() {
	next="/api/v1/errors?project=$project&status=all&limit=100&sort=first_seen" sum=0
	while [ -n "$next" ]; do
		mine -D "$scratch/head" -o "$scratch/page" "$BASE$next" || return 1
		sum=$((sum + $(jq '[.items[].events] | add // 0' "$scratch/page")))
		next=$(sed -n 's/^[Ll]ink: <\(https:\/\/[^/>]*\)\{0,1\}\([^>]*\)>.*/\2/p' "$scratch/head")
	done
	echo $sum
}

# Waits until COUNT events of the project are counted, or the sum no longer grows; sets sum, and lag in seconds
digested() { # COUNT
	since=$(date +%s%N) still=0 sum=0
	while [ $still -lt 100 ]; do
		last=$sum
		sum=$(counted)
		[ "$sum" -lt "$1" ] || break
		if [ "$sum" = "$last" ]; then still=$((still + 1)); else still=0; fi
		sleep 0.1
	done
	lag=$(awk -v ns=$(($(date +%s%N) - since)) 'BEGIN { printf "%.1f", ns / 1e9 }')
}

load() { # CONNECTIONS ARGUMENT-OF-errors.lua...: sets requests accepted us p50 p95 p99 max late, microseconds; and failures
	connections=$1
	shift
	wrk -t1 "-c$connections" "-d$duration" --timeout 30s --latency -s "$bench/errors.lua" "$BASE" -- "$@" >"$scratch/wrk" 2>&1 ||
		{ cat "$scratch/wrk" >&2 && die 'wrk failed'; }
	read -r requests accepted us p50 p95 p99 max late <<END
$(sed -n 's/^figures: //p' "$scratch/wrk")
END
	failures=$(sed -n 's/^failures: //p' "$scratch/wrk")
	[ "${failures:-1}" = 0 ] || { missed "${failures:-all} requests failed" && cat "$scratch/wrk" >&2; }
}

ms() { awk -v us="$1" 'BEGIN { printf "%.1f", us / 1000 }'; }
missed() { note "missed: $*" && failed=1; }
row() { printf '| %s | %s | %s |\n' "$@"; }

# Print the size of the database on disk, and of its largest tables
size() { sql 'SELECT pg_database_size(current_database())'; }
tables() {
	sql "SELECT string_agg(format('%s %s', relname, pg_size_pretty(bytes)), ', ' ORDER BY bytes DESC)
		FROM (SELECT relname, pg_total_relation_size(oid) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
			ORDER BY bytes DESC LIMIT 6) AS largest"
}

# --- the works ---

# 2,000 events of 8 KiB a second, in arrays of 10
steady() {
	new_project steady
	note "steady: 200 arrays of 10 a second, $seconds s"
	: >"$scratch/ages"
	(while sleep 1; do queue_age >>"$scratch/ages"; done) &
	watcher=$!
	duration=$((10 * seconds + 60))s
	load 32 mixed "$key" 8192 10 200 $((200 * seconds)) 0
	after=$(queue_age)
	kill $watcher 2>/dev/null
	watcher=''
	sign_in
	digested $((10 * accepted))
	oldest=$(sort -n "$scratch/ages" | tail -n 1)
	rate=$(awk -v n="$accepted" -v us="$us" 'BEGIN { printf "%.0f", n * 10 / us * 1000000 }')
	row 'events of 8 KiB a second, in arrays of 10' "$rate for $seconds s; acknowledged in $(ms "$p50") ms, p95 $(ms "$p95"), p99 $(ms "$p99")" '≥ 2000'
	row 'age of the oldest waiting event: maximum / at the end (s); all counted after (s)' "$oldest / $after; $lag" '– / 0; ≤ 2'
	row 'events accepted / counted' "$((10 * accepted)) / $sum" equal
	[ "$rate" -ge 1960 ] || missed "$rate events a second"
	[ "$sum" -eq $((10 * accepted)) ] || missed "counted $sum of $((10 * accepted))"
	[ "${lag%.*}" -le 2 ] || missed "a backlog of $lag s"
}

single() {
	new_project single
	note "single: 300 a second, $seconds s"
	duration=$((10 * seconds + 60))s
	load 32 mixed "$key" 8192 1 300 $((300 * seconds)) 0
	sign_in
	digested "$accepted"
	row 'requests with one event of 8 KiB, 300 a second: acknowledged in (ms) p50 / p95 / p99 / maximum' \
		"$(ms "$p50") / **$(ms "$p95")** / $(ms "$p99") / $(ms "$max")" 'p95 ≤ 10'
	row 'the latest request was late by (ms)' "$late" '–'
	row 'events accepted / counted' "$accepted / $sum" equal
	[ "$p95" -le 10000 ] || missed "p95 $(ms "$p95") ms"
	[ "$sum" -eq "$accepted" ] || missed "counted $sum of $accepted"
}

# Prints the sum of the peak resident memory of all processes, in KiB. It includes pages that the kernel has swapped out since.
peak() {
	awk '$1 == "VmHWM:" { sum += $2 } END { print sum + 0 }' $(printf '/proc/%s/status ' \
		$(cat "/proc/$(head -n 1 "$STATE/balcao.pid")/task/"*/children))
}

# Envelopes with one event each, as SDKs send them
sentry() {
	for part in '8192 300' '51200 100'; do
		size=${part% *} rate=${part#* }
		new_project "sentry $size"
		note "sentry: $rate envelopes of $size bytes a second, $seconds s"
		duration=$((10 * seconds + 60))s
		load 8 envelope "$key" "$size" "$number" 50 500 0 # so that each worker has read some envelopes
		took=$accepted before=$(peak)
		load 32 envelope "$key" "$size" "$number" "$rate" $((rate * seconds)) 500
		took=$((took + accepted)) after=$(peak)
		sign_in
		digested "$took"
		row "envelopes of $((size / 1024)) KiB, $rate a second: acknowledged in (ms) p50 / p95 / p99; all counted after (s)" \
			"$(ms "$p50") / $(ms "$p95") / $(ms "$p99"); $lag" 'no backlog'
		row 'events accepted / counted' "$took / $sum" equal
		row 'peak memory of all processes, in sum: before / after (KiB)' "$before / $after" flat
		[ "$sum" -eq "$took" ] || missed "counted $sum of $took"
		[ "${lag%.*}" -le 2 ] || missed "a backlog of $lag s"
	done
}

storm() {
	new_project storm
	note "storm: $events equal events"
	sql CHECKPOINT
	before=$(size)
	duration=3600s
	load 4 equal "$key" 1024 500 0 $((events / 500)) 0
	sign_in
	digested $((500 * accepted))
	tries=0 # the inbox gives its disk space back once it is empty and no vacuum works on it
	while grown=$((($(size) - before) / 1000000)) && [ $grown -gt 100 ] && [ $tries -lt 60 ]; do
		tries=$((tries + 1))
		sleep 1
	done
	mine "$BASE/api/v1/errors?project=$project&status=all" >"$scratch/page"
	errors=$(jq '.items | length' "$scratch/page")
	row "a storm of $events equal events of 1 KiB: events a second; all counted after (s)" \
		"$(awk -v n="$accepted" -v us="$us" 'BEGIN { printf "%.0f", n * 500 / us * 1000000 }'); $lag" '–'
	row 'growth of the database (MB), measured after another (s)' "$grown, $tries" '≤ 100'
	row 'errors / events counted' "$errors / $sum" "1 / $events"
	row 'the largest tables' "$(tables)" '–'
	[ "$grown" -le 100 ] || missed "$grown MB"
	[ "$errors $sum" = "1 $((events / 500 * 500))" ] || missed "$errors errors, $sum events"
}

# Sends events like any client, so that it needs to know no table.
groups_load() {
	new_project lists
	note "lists: making $groups errors"
	duration=3600s
	load 4 kinds "$key" 600 100 0 $((groups / 100)) 0
	tries=0
	until sign_in && total=$(mine "$BASE/api/v1/errors?project=$project&status=all&count=true&limit=1" | jq .total) && [ "$total" -ge "$groups" ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || die "only $total errors"
		sleep 1
	done
	# Make some errors archived and resolved, because all are unresolved.
	for action in archive resolve; do
		mine "$BASE/api/v1/errors?project=$project&limit=100&sort=$([ $action = archive ] || echo -)level" |
			jq -c "{ids: [.items[].id], action: \"$action\"}" >"$scratch/bulk"
		mine "$BASE/api/v1/errors/bulk" -d "@$scratch/bulk" >/dev/null
	done
}

queries() {
	for sort in last_seen first_seen level events users; do printf '%s\n' "sort=$sort" "sort=-$sort" "environment=dev&sort=-$sort" "level=fatal&sort=-$sort" \
		"q=permissao&sort=-$sort" "since=$week&sort=-$sort"; done
	printf '%s\n' status=all status=resolved status=archived status=archived\&sort=events environment=production environment=none level=debug \
		level=debug\&environment=dev 'q=conexao' 'q=inexistente' 'q=conexao%20recusada%20no%20modulo%20ab' 'q=10.0.7' 'q=%25' 'q=e' \
		'field=title&q=memoria' 'field=details&q=arquivo_399.c' 'field=details&q=inexistente' 'field=origin&q=10.0.7.' 'field=level&q=fatal' \
		"since=$week" "until=$week" "since=$week&until=$day&level=error&environment=staging&q=tempo" 'limit=100' 'limit=100&sort=-events'
}

# Reads the pages of the queries in $scratch/all.
read_pages() {
	echo
	echo "| GET /errors of $groups, with | p50 ms | p95 ms | maximum ms |"
	echo '|---|---|---|---|'
	duration=1s worst=0
	while IFS= read -r query; do
		sign_in
		load 1 read "$token" "/api/v1/errors?$query" </dev/null
		shown=$(printf %s "$query" | sed "s/project=$project/project/; s/cursor=.*/cursor/")
		printf '| `%s` | %s | %s | %s |\n' "$shown" "$(ms "$p50")" "$(ms "$p95")" "$(ms "$max")"
		[ "$p95" -le 20000 ] || missed "$shown: p95 $(ms "$p95") ms"
		[ "$p95" -le $worst ] || worst=$p95
	done <"$scratch/all"
	echo
	echo "The slowest of them: p95 $(ms $worst) ms (goal: ≤ 20)."
}

# Each facet alone, and any two filters together, with sorts in turn. Nothing tells PostgreSQL what was inserted.
filters() {
	printf '%s\n' tag=sempre:1 tag=tres:1 tag=dez:1 tag=trinta:1 tag=cem:1 tag=mil:1 tag=milhares:1 tag=unica:77 tag=bloco:0 tag=bloco:5 \
		release=loja@1.7 tag=nada:1 environment=dev level=fatal status=archived q=memoria field=details\&q=arquivo_399.c "since=$day" "until=$week" "project=$project"
}

finding() {
	groups_load
	week=$(date -u -d '-7 days' +%Y-%m-%dT%H:%M:%SZ) day=$(date -u -d '-1 day' +%Y-%m-%dT%H:%M:%SZ)
	filters >"$scratch/filters"
	set -- last_seen -last_seen first_seen -first_seen level -level events -events users -users
	{
		while IFS= read -r one; do
			case $one in tag=* | release=*) for sort in last_seen -last_seen first_seen -level -events; do echo "$one&sort=$sort"; done ;; esac
			later=''
			while IFS= read -r other; do
				case $later$one$other in
				yes*tag=* | yes*release=*)
					echo "$one&$other&sort=$1"
					set -- "$@" "$1" && shift
					;;
				esac
				[ "$other" != "$one" ] || later=yes
			done <"$scratch/filters"
		done <"$scratch/filters"
	} >"$scratch/all"
	echo 'tag=cem:1&spark=24h
tag=sempre:1&spark=14d&limit=100
spark=14d&limit=100
event=01900000-0000-7000-8000-000000000000' >>"$scratch/all"
	read_pages
}

lists() {
	groups_load
	sql ANALYZE
	week=$(date -u -d '-7 days' +%Y-%m-%dT%H:%M:%SZ) day=$(date -u -d '-1 day' +%Y-%m-%dT%H:%M:%SZ)
	queries >"$scratch/queries"
	sed "s/^/project=$project\&/" "$scratch/queries" >"$scratch/all"
	cat "$scratch/queries" >>"$scratch/all"
	# a page after 20 others
	next=''
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		next=$(mine "$BASE/api/v1/errors?limit=100${next:+&cursor=$next}" | jq -r '.next_cursor | @uri')
	done
	echo "limit=100&cursor=$next" >>"$scratch/all"
	read_pages
}

# --- ---

scratch='' watcher='' failed=0 password='uma senha bem comprida'
clean() {
	trap '' INT TERM HUP
	[ -z "$watcher" ] || kill "$watcher" 2>/dev/null
	instance_remove
	[ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP
scratch=$(mktemp -d) || exit 1
note 'starting the service'
instance_start "$workers" $NO_QUOTAS || die 'the service does not start'
ask "$BASE/api/v1/register" -d "{\"username\":\"measured\",\"email\":\"measured@example.com\",\"password\":\"$password\"}" >/dev/null || die 'no account'
echo "The error center: $(nproc) cores, $workers workers, everything on one machine, TLS"
echo
echo '| what | measured | goal |'
echo '|---|---|---|'
for work in $works; do $work; done
exit $failed
