#!/bin/sh
# Runs the smoke tests: run.sh [SCRIPT...]; without names all of them, in lanes side by side, because tests spend much of
# their time waiting. A lane is a run of this script with names, of which `+` stands for the queue that the lanes share. It has
# an instance of its own, which ./run starts in a scratch directory and which is removed afterwards, and a fake of the CEP
# providers, t/fake/cep.mjs, at FAKE.
#
# A test is a script of this folder whose first line is a "#!". Its header may have these lines:
#     lane: waiting      it waits more than it computes
#     lane: breaking     it tries to break things
#     lane: last         it stops the instance
#     lane: any          as if it had no such line: the lane takes it that has done its own tests first
#     lane: none         it is no test: others call it
#     needs: packages    npm's, of package.json
# run.sh --lanes prints "LANE NAME" for each test.
#
# If BASE (and STATE, CACERT, PG_STOP, PG_START, METRICS_DENIED, FAKE) are in the environment, the scripts test the service at
# BASE, one after another; faults.sh stops it.
# If LANE, a directory, is in the environment, the run leaves its results there for the process that started the lane.
# lane: none
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
KINDS='waiting breaking any last'
passed=0 failed=0 lanes=''
# shellcheck source=instance.sh
. "$here/instance.sh"
TMP=${LANE:-$(mktemp -d)} || exit 1
export TMP

clean() {
	trap - EXIT
	for lane in $lanes; do kill -s TERM -- "-$lane" 2>/dev/null && wait "$lane"; done
	[ ! -r "$INSTANCE/run.pid" ] || kill -CONT "$(cat "$INSTANCE/run.pid")" 2>/dev/null # faults.sh may have been cut short
	instance_remove
	cep_fake_stop
	[ -n "${LANE:-}" ] || rm -rf "$TMP"
}
trap clean EXIT

# --- what there is ---

said() { # FILE WORD: what a header says behind "WORD: "
	sed -n -E "/^(#|\/\/)/!q; s/^(#|\/\/) $2: //p" "$1"
}

# "LANE NAME" for each test, the lane as it stands.
lanes() {
	awk '
		FNR == 1 && (header = /^#!/) {
			file = FILENAME
			gsub(/.*\/|\.[^.]*$/, "", file)
			name[++count] = file
			lane[count] = "any"
		}
		!/^(#|\/\/)/ { header = 0 }
		header && sub(/^(#|\/\/) lane: /, "") { lane[count] = $0 }
		END {
			for (i = 1; i <= count; i++)
				if (lane[i] != "none")
					print lane[i], name[i]
		}' "$here"/*.sh "$here"/*.mjs
}

# A line for each test that no lane would run.
strangers() {
	lanes | while read -r lane name; do
		case " $KINDS " in *" $lane "*) continue ;; esac
		echo "$name: there is no lane \"$lane\": write one of these behind \"# lane: \" into its header: $KINDS"
	done
}

tests() { # LANE
	lanes | sed -n "s/^$1 //p"
}

file_of() { # NAME: of a test; nothing if there is none
	for file in "$here/$1.sh" "$here/$1.mjs"; do
		[ ! -f "$file" ] || [ "$(head -c 2 "$file")" != '#!' ] || echo "$file"
	done
}

# --- what is tested, and with what ---

start_instance() {
	cep_fake_start "$TMP" || { echo 'not ok - the fake of the providers starts' && exit 1; }
	METRICS_DENIED=127.0.0.2 PG_STOP="$here/postgresql.sh stop" PG_START="$here/postgresql.sh start"
	export METRICS_DENIED PG_STOP PG_START
	# shellcheck disable=SC2086 # they are several
	instance_start 4 "BALCAO_METRICS_ALLOW=127.0.0.1 ::1" $NO_QUOTAS ${FAKE:+"BALCAO_VIACEP_URL=$FAKE/viacep" \
		"BALCAO_BRASILAPI_URL=$FAKE/brasilapi" "BALCAO_OPENCEP_URL=$FAKE/opencep"} || { echo 'not ok - the service starts' && exit 1; }
	[ -r "$CACERT" ] || CACERT=
}

has_packages() { [ -d "$here/node_modules/ajv-formats" ] && [ -d "$here/node_modules/@sentry/node" ] && [ -d "$here/node_modules/@sentry/browser" ]; }

# The npm packages, which need node. Of several runs one installs them, and the others wait.
install_packages() {
	has_node && command -v npm >/dev/null || return 1
	(
		flock 8
		has_packages || (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund >"$TMP/npm" 2>&1 8>&-) || { cat "$TMP/npm" && exit 1; }
	) 8<"$here/package.json"
}

# --- running and counting ---

count() { # NAME STATUS FILE: adds what its last line says, "# passed=N failed=N"
	last=$(tail -n 1 "$3")
	case $last in
	'# passed='*' failed='*)
		ours=${last#*passed=} theirs=${last#*failed=}
		[ "$theirs" != 0 ] || [ "$2" = 0 ] || theirs=1
		passed=$((passed + ${ours%% *})) failed=$((failed + theirs))
		;;
	*)
		echo "not ok - $1 ended early" | tee -a "$TMP/failures"
		failed=$((failed + 1))
		;;
	esac
}

run_script() { # NAME COMMAND...
	name=$1
	shift
	echo "# --- $name"
	since=$(date +%s)
	# A signal is for the script, which cleans up and reports.
	{ "$@" && echo 0 >"$TMP/status" || echo 1 >"$TMP/status"; } | (trap '' INT TERM HUP && exec tee "$TMP/output")
	echo "# $name: $(($(date +%s) - since)) s"
	grep -E '^not ok' "$TMP/output" | sed "s/^/$name: /" >>"$TMP/failures"
	count "$name" "$(cat "$TMP/status")" "$TMP/output"
}

# Runs a script with node, which may be missing
run_by_node() { # NAME COMMAND FILE...: the command must succeed first
	name=$1 ready=$2
	shift 2
	if $ready; then
		run_script "$name" node "$@"
	else
		echo "# --- $name"
		echo "ok 1 - $name # SKIP node, npm or a package is missing"
		passed=$((passed + 1)) # counts skipped tests as passed, as lib.sh does
	fi
}

run_file() { # NAME FILE
	case $2 in
	*.sh) run_script "$1" "$2" ;;
	*)
		ready=has_node
		[ "$(said "$2" needs)" != packages ] || ready=install_packages
		run_by_node "$1" "$ready" "$2" "$TMP/openapi.json"
		;;
	esac
}

# Succeeds if somebody answers at BASE.
answers() { curl -q -s -k --noproxy '*' --max-time 20 -o /dev/null "$BASE/"; }

lost() { # NAME WHY
	echo "not ok - $1: $2" | tee -a "$TMP/failures"
	failed=$((failed + 1))
}

run_one() { # NAME: fails if nobody answers
	file=$(file_of "$1")
	if ! answers; then
		lost "$1" "nobody answers at $BASE"
		return 1
	elif [ "$1" = openapi ]; then
		return 0 # comes in any case
	elif [ -f "$file" ]; then
		run_file "$1" "$file"
	else
		lost "$1" 'there is no such test, or two of that name'
	fi
}

# Takes a name out of the queue, which is a file, and prints it.
take() {
	(
		flock 8
		head -n 1 "$QUEUE"
		sed -i 1d "$QUEUE"
	) 8<"${QUEUE%/*}"
}

run_queue() {
	while script=$(take) && [ -n "$script" ]; do
		run_one "$script" || return
	done
}

run_named() { # SCRIPT...
	[ -n "${BASE:-}" ] || start_instance
	curl -q -s -k --noproxy '*' -o "$TMP/openapi.json" "$BASE/api/v1/openapi.json"
	for script; do
		if [ "$script" = + ]; then
			run_queue || return
		else
			script=${script##*/}
			run_one "${script%.*}" || return
		fi
	done
}

# --- lanes ---

start_lane() { # NAME SCRIPT...
	lane=$1
	shift
	mkdir "$TMP/$lane"
	LANE=$TMP/$lane setsid "$here/run.sh" "$@" >"$TMP/$lane.log" 2>&1 & # a session, which a signal reaches as a whole
	lanes="$lanes $!"
}

# shellcheck disable=SC2046,SC2086 # lists of words
run_lanes() {
	strangers | sed 's/^/not ok - /' | tee -a "$TMP/failures"
	failed=$((failed + $(strangers | wc -l)))
	install_packages
	export QUEUE="$TMP/queue"
	tests any >"$QUEUE"
	start_lane any +
	start_lane waiting $(tests waiting) +
	start_lane breaking $(tests breaking) + $(tests last)
	for lane in $lanes; do wait "$lane"; done
	for lane in any waiting breaking; do
		cat "$TMP/$lane.log"
		cat "$TMP/$lane/failures" >>"$TMP/failures"
		cat "$TMP/$lane/answers.jsonl" >>"$TMP/answers.jsonl"
		cp "$TMP/$lane/openapi.json" "$TMP/"
		count "the lane $lane" 0 "$TMP/$lane.log"
	done
}

if [ "${1:-}" = --lanes ]; then
	lanes
	strangers >&2
	[ -z "$(strangers)" ]
	exit
fi
begun=$(date +%s)
: >"$TMP/failures"
: >"$TMP/answers.jsonl"
if [ $# -eq 0 ] && [ -z "${BASE:-}" ]; then
	run_lanes
else
	# shellcheck disable=SC2046 # words
	[ $# -gt 0 ] || set -- $(for kind in $KINDS; do tests "$kind"; done)
	run_named "$@"
fi
if [ -z "${LANE:-}" ]; then
	# Checks every JSON reply that the scripts got against the schemas of the service's own document
	run_by_node openapi install_packages "$here/openapi.mjs" "$TMP/openapi.json" "$TMP/answers.jsonl"
	[ -z "${KEEP_ANSWERS:-}" ] || cp "$TMP/answers.jsonl" "$KEEP_ANSWERS"
	[ ! -s "$TMP/failures" ] || echo "# --- what failed"
	sed 's/^/# /' "$TMP/failures"
fi
echo "# smoke: $(($(date +%s) - begun)) s"
echo "# passed=$passed failed=$failed"
[ "$failed" -eq 0 ]
