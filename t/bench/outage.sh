#!/bin/sh
# Measures whether other requests stay fast while the CEP providers hang: see t/bench/README.md and --help.
# shellcheck source-path=SCRIPTDIR disable=SC2154
set -eu
umask 022
bench=$(cd -P "$(dirname "$0")" && pwd)
root=$(cd -P "$bench/../.." && pwd)
# shellcheck source=../smoke/instance.sh
. "$root/t/smoke/instance.sh"

usage() {
	cat <<'EOT'
usage: t/bench/outage.sh [--rounds N] [--seconds N] [--workers N] [--clients N] [--connections N] [NAME=VALUE]...

  --rounds N       pairs of measurements of each load (5)
  --seconds N      length of one measurement (5)
  --workers N      workers (two per core)
  --clients N      clients that register customers at the same time (8)
  --connections N  connections that ask for tasks (32)
  NAME=VALUE       settings of the service

Prints the results as Markdown, and its progress to standard error. Fails if a request for a task failed. Needs wrk, node and jq.
EOT
}

die() { note "outage: $*" && exit 1; }
note() { printf '%s\n' "$*" >&2; }

options() {
	while [ $# -gt 0 ]; do
		case $1 in
		--rounds | --seconds | --workers | --clients | --connections)
			case ${2:-} in '' | *[!0-9]*) die "$1 needs a number (--help)" ;; esac
			eval "${1#--}=\$2"
			shift
			;;
		--help | -h) usage && exit 0 ;;
		BALCAO_*=*) settings="$settings $1" ;;
		*) die "unknown option $1 (--help)" ;;
		esac
		shift
	done
}

# --- what is measured -----------------------------------------------------------

fake_start() {
	node "$root/t/fake/cep.mjs" >"$scratch/fake" &
	fake=$!
	until [ -s "$scratch/fake" ]; do kill -0 "$fake" && sleep 0.1; done
	read -r port <"$scratch/fake"
	FAKE=http://127.0.0.1:$port
}

fault() { # NAME: makes the providers fail like this from now on, and forgets earlier calls
	curl -fsS --noproxy '*' -X POST -o /dev/null "$FAKE/control/reset"
	curl -fsS --noproxy '*' -d "{\"fault\":\"${1:-none}\"}" -o /dev/null "$FAKE/control/all"
}

hanging() { curl -fsS --noproxy '*' "$FAKE/control/calls" | jq .waiting; }

call() { # METHOD PATH [curl option]...
	call_method=$1 call_path=$2
	shift 2
	curl -fsS --noproxy '*' --cacert "$CACERT" -X "$call_method" -H 'Content-Type: application/json' \
		-H "Authorization: Bearer ${token:-}" "$@" "$BASE/api/v1$call_path"
}

# With its default setting, the breaker would stop the calls after five failures.
service_start() {
	note 'starting balcao'
	# shellcheck disable=SC2086 # settings are words
	instance_start "$workers" BALCAO_VIACEP_URL="$FAKE/viacep" BALCAO_BRASILAPI_URL="$FAKE/brasilapi" \
		BALCAO_OPENCEP_URL="$FAKE/opencep" BALCAO_CEP_BREAKER_FAILURES=1000 BALCAO_CEP_PER_MINUTE=1000000 $settings >&2 || die 'the service does not start'
	call POST /register -o /dev/null -d "{\"username\":\"measured\",\"email\":\"measured@example.com\",\"password\":\"$password\"}"
}

# An access token is valid for 15 minutes.
sign_in() {
	token=''
	token=$(call POST /login -d "{\"username\":\"measured\",\"password\":\"$password\"}" | jq -r .access_token)
}

tasks_make() {
	sign_in
	load create 1 >/dev/null
	cursor=''
	: >"$scratch/ids"
	while [ "$(wc -l <"$scratch/ids")" -lt 1000 ] && [ "$cursor" != null ]; do
		call GET "/tasks?limit=100${cursor:+&cursor=$cursor}" >"$scratch/page"
		jq -r '.items[].id' "$scratch/page" >>"$scratch/ids"
		cursor=$(jq -r .next_cursor "$scratch/page")
	done
}

load() { # WORK SECONDS [PAUSE]: prints requests per second, median and p99 in ms, errors
	wrk -t1 -c"$connections" -d"$2s" --latency -H "Authorization: Bearer $token" -s "$bench/load.lua" \
		"$BASE" -- "$1" "$scratch/ids" ${3:+"$3"} >"$scratch/wrk" 2>&1 || { cat "$scratch/wrk" >&2 && die 'wrk failed'; }
	awk '/^figures: / { rate = $2 * 1000000 / $3; p99 = $4 / 1000; errors = $5 }
		/^median: / { print rate, $2 / 1000, p99, errors }' "$scratch/wrk"
}

registrations() { # SECONDS
	number=$(((number + 100000) % 1000000))
	wrk -t1 -c"$clients" -d"$1s" --timeout 30s -H "Authorization: Bearer $token" -s "$bench/customers.lua" \
		"$BASE" -- "$number" 200 >"$scratch/registrations" 2>&1 &
	registering=$!
}

# nobody: nobody registers customers; none: the providers answer; hang: they don't.
measure() { # LOAD ROUND nobody|none|hang [PAUSE]
	sign_in
	fault "${3#nobody}"
	[ "$3" = nobody ] || registrations $((seconds + 2))
	sleep 1
	figures=$(load get "$seconds" "${4:-}")
	[ "$3" != hang ] || [ "$(hanging)" -gt 0 ] || die 'no provider hung'
	[ "$3" = nobody ] || wait "$registering"
	registering=''
	echo "$1 $2 $3 $figures $(sed -n 's/^figures: //p' "$scratch/registrations")" >>"$scratch/figures"
	: >"$scratch/registrations"
	fault none
}

measure_all() {
	: >"$scratch/registrations"
	round=0
	while [ "$round" -lt "$rounds" ]; do
		round=$((round + 1))
		note "round $round"
		# The order changes with each round, so that other work of the machine affects all states alike.
		states='nobody none hang'
		[ $((round % 2)) -eq 1 ] || states='hang none nobody'
		for state in $states; do measure flat-out "$round" "$state"; done
		for state in $states; do measure calm "$round" "$state" 20; done
	done
}

# --- the report -----------------------------------------------------------------

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
column() { awk -v load="$1" -v state="$2" -v n="$3" '$1 == load && $3 == state { print $n }' "$scratch/figures"; }

ratios() { # LOAD STATE COLUMN: prints the ratio of `hang` to STATE for each round
	awk -v load="$1" -v state="$2" -v n="$3" '$1 == load { value[$3, $2] = $n; if ($2 > last) last = $2 }
		END { for (i = 1; i <= last; i++) printf "%.2f\n", value["hang", i] / value[state, i] }' "$scratch/figures"
}

ratio() { # LOAD STATE COLUMN: prints the median and the range of the ratios
	printf '**%s** (%s–%s)' "$(ratios "$@" | median)" "$(ratios "$@" | sort -n | head -n 1)" "$(ratios "$@" | sort -n | tail -n 1)"
}

report() {
	echo "A task by id, $(nproc) cores, $workers workers, $rounds rounds of $seconds s, $connections connections, $clients clients registering$settings"
	echo
	echo '| load | requests/s: nobody registers / providers answer / hang | median ms | p99 ms | median, hang to nobody (range) | p99, hang to nobody | p99, hang to answer |'
	echo '|---|---|---|---|---|---|---|'
	for load in flat-out calm; do
		printf '| %s' $load
		for n in 4 5 6; do
			printf ' | %.4g / %.4g / %.4g' "$(column $load nobody $n | median)" "$(column $load none $n | median)" "$(column $load hang $n | median)"
		done
		printf ' | %s | %s | %s |\n' "$(ratio $load nobody 5)" "$(ratio $load nobody 6)" "$(ratio $load none 6)"
	done
	echo
	awk '{ answers[$3] += $8; refused[$3] += $9; errors += $7 }
		END {
			printf "Registrations: %d while providers answer, %d of them refused; %d while they hang, %d refused\n",
				answers["none"], refused["none"], answers["hang"], refused["hang"]
			exit errors > 0
		}' "$scratch/figures"
}

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
	trap '' INT TERM HUP
	for pid in $registering $fake; do kill "$pid" 2>/dev/null || :; done
	instance_remove
	rm -rf "$scratch"
}

rounds=5 seconds=5 workers=$((2 * $(nproc))) clients=8 connections=32 settings=''
options "$@"
for program in wrk node jq curl; do command -v $program >/dev/null || die "$program is missing"; done
fake='' registering='' token='' number=$(($(date +%s) % 10 * 100000)) password='uma senha bem comprida'
trap 'exit 130' INT
trap 'exit 143' TERM HUP
scratch=$(mktemp -d)
trap clean_up EXIT
fake_start
service_start
tasks_make
measure_all
report
