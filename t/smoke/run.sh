#!/bin/sh
# Runs the smoke tests: run.sh [SCRIPT...]; without names all of them.
#
# With BASE (and STATE, CACERT, PG_STOP, PG_START, METRICS_DENIED, FAKE) in the environment the service that answers there is
# tested; faults.sh stops it. Without, an instance is started with ./run in a scratch directory and removed afterwards; it asks
# the fake of the CEP providers, t/fake/cep.mjs, at FAKE.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
all='rules limits lists conditional accounts tokens sessions passwords organizations memberships owners users tasks customers registration privacy cep projects posting errors events states stats
	sentry tolerance origins books clubs readinglists meetings reviews topics clubstats service throttling revocation hangs outage quota crash faults'
passed=0 failed=0 fake=''
# shellcheck source=instance.sh
. "$here/instance.sh"
TMP=$(mktemp -d) || exit 1
export TMP

clean() {
	trap - EXIT INT TERM HUP
	[ ! -r "$INSTANCE/run.pid" ] || kill -CONT "$(cat "$INSTANCE/run.pid")" 2>/dev/null # faults.sh may have been cut short
	instance_remove
	[ -z "$fake" ] || kill "$fake" 2>/dev/null
	rm -rf "$TMP"
}
trap clean EXIT
trap 'clean; exit 130' INT TERM HUP

start_fake() { # sets FAKE; not where node is missing
	FAKE=
	command -v node >/dev/null || return 0
	node "$here/../fake/cep.mjs" >"$TMP/fake" &
	fake=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		read -r port <"$TMP/fake" && break
		sleep 0.1
	done
	[ -s "$TMP/fake" ] || { echo 'not ok - the fake of the providers starts' && exit 1; }
	FAKE=http://127.0.0.1:$port
	export FAKE
}

start_instance() {
	start_fake
	METRICS_DENIED=127.0.0.2 PG_STOP="$here/postgresql.sh stop" PG_START="$here/postgresql.sh start"
	export METRICS_DENIED PG_STOP PG_START
	instance_start 4 "BALCAO_METRICS_ALLOW=127.0.0.1 ::1" "$EVENTS_SETTING=1000000" ${FAKE:+"BALCAO_VIACEP_URL=$FAKE/viacep" \
		"BALCAO_BRASILAPI_URL=$FAKE/brasilapi" "BALCAO_OPENCEP_URL=$FAKE/opencep"} || { echo 'not ok - the service starts' && exit 1; }
	[ -r "$CACERT" ] || CACERT=
}

run_script() { # NAME COMMAND...
	name=$1
	shift
	echo "# --- $name"
	{ "$@" && echo 0 >"$TMP/status" || echo 1 >"$TMP/status"; } | tee "$TMP/output"
	last=$(tail -n 1 "$TMP/output")
	case $last in
	'# passed='*' failed='*)
		ours=${last#*passed=} theirs=${last#*failed=}
		passed=$((passed + ${ours%% *})) failed=$((failed + theirs))
		[ "$theirs" != 0 ] || [ "$(cat "$TMP/status")" = 0 ] || failed=$((failed + 1))
		;;
	*)
		echo "not ok - $name ended early"
		failed=$((failed + 1))
		;;
	esac
	grep -E '^not ok' "$TMP/output" | sed "s/^/$name: /" >>"$TMP/failures"
}

skip_script() { # NAME WHY: counted as lib.sh counts what it skips
	echo "# --- $1"
	echo "ok 1 - $1 # SKIP $2"
	passed=$((passed + 1))
}

# Every route with an id in its path, asked by somebody else; every route, asked by every role
generated() {
	for generated in isolation roles; do
		if command -v node >/dev/null; then
			run_script $generated node "$here/$generated.mjs" "$TMP/openapi.json"
		else
			skip_script $generated 'node is missing'
		fi
	done
}

# npm's packages, which need node
install_packages() {
	command -v node >/dev/null && command -v npm >/dev/null || return 1
	[ -d "$here/node_modules/ajv-formats" ] && [ -d "$here/node_modules/@sentry/node" ] ||
		(cd "$here" && npm ci --ignore-scripts --no-audit --no-fund >"$TMP/npm" 2>&1) || { cat "$TMP/npm" && return 1; }
}

# The error center as an application with a real SDK meets it
with_sdk() {
	if install_packages; then
		run_script sdk node "$here/sentry.mjs" "$TMP/openapi.json"
	else
		skip_script sdk 'node, npm or a package is missing'
	fi
}

# Every JSON answer that the scripts got, against the schemas of the service's own document
validate_answers() {
	if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
		skip_script openapi 'node or npm is missing' && return
	fi
	install_packages
	run_script openapi node "$here/openapi.mjs" "$TMP/openapi.json" "$TMP/answers.jsonl"
}

[ -n "${BASE:-}" ] || start_instance
: >"$TMP/failures"
: >"$TMP/answers.jsonl"
curl -q -s -k --noproxy '*' -o "$TMP/openapi.json" "$BASE/api/v1/openapi.json"
begun=$(date +%s)
[ $# -gt 0 ] || {
	# shellcheck disable=SC2086
	set -- $all
}
generated
for script; do
	script=${script##*/}
	script=${script%.sh}
	[ "$script" != openapi ] || continue
	if ! curl -q -s -k --noproxy '*' --max-time 20 -o /dev/null "$BASE/"; then
		echo "not ok - $script: nobody answers at $BASE"
		failed=$((failed + 1))
		break
	fi
	run_script "$script" "$here/$script.sh"
	[ "$script" != sentry ] || with_sdk
done
validate_answers
[ -z "${KEEP_ANSWERS:-}" ] || cp "$TMP/answers.jsonl" "$KEEP_ANSWERS"
if [ -s "$TMP/failures" ]; then
	echo "# --- what failed"
	sed 's/^/# /' "$TMP/failures"
fi
echo "# smoke: $(($(date +%s) - begun)) s"
echo "# passed=$passed failed=$failed"
[ "$failed" -eq 0 ]
