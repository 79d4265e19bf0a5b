# shellcheck shell=sh
# Runs, counts and cleans up for ./check. A step is a command; its output goes to a log, in which
# its results are counted. If a step fails, the others still run. Steps run one after another, in
# several lines side by side, because tests spend most of their time waiting.

die() {
	printf 'check: %s\n' "$*" >&2
	exit 1
}

# --- packages -------------------------------------------------------------------

# Installs the packages that ./run needs, and those that only tests need.
check_install() {
	run_packages=$(packages_wanted)
	packages_wanted() {
		echo "$run_packages"
		echo autoconf automake autoconf-archive clang-format-14 git gojq jq libcriterion-dev shellcheck universal-ctags xz-utils
		echo golang-github-getsentry-sentry-go-dev python3-sentry-sdk ruby ruby-sentry-ruby # for t/smoke/languages.sh
		echo chromium # for t/web, and the browsers' part of t/smoke/languages.sh
		command -v go >/dev/null || echo golang-go
		command -v node >/dev/null || echo nodejs
		command -v npm >/dev/null || echo npm
	}
	packages_install
}

# --- the scratch directory ------------------------------------------------------

# Makes the directory for all temporary files. It is in /tmp because PostgreSQL's user must reach it.
check_begin() {
	LOGS=$CHECK_TOP/build-check/log
	mkdir -p "$LOGS" || die "$LOGS cannot be made"
	exec 7>>"$CHECK_TOP/build-check/.check.lock"
	flock -n 7 || die "another ./check is at work in $CHECK_TOP"
	rm -f "$LOGS"/*.log
	SCRATCH=$(mktemp -d /tmp/balcao-check.XXXXXX) || exit 1
	trap check_clean EXIT
	trap 'check_interrupted INT 130' INT
	trap 'check_interrupted TERM 143' TERM HUP
	chmod 755 "$SCRATCH"
	mkdir -m 1777 "$SCRATCH/tmp" "$SCRATCH/reports" || exit 1
	: >"$SCRATCH/results"
	export TMPDIR="$SCRATCH/tmp"
	begun=$(date +%s)
	# Settings in the caller's environment are for another service, not for the tests.
	for name in $(env | sed -n 's/^\(BALCAO_[A-Z_]*\)=.*/\1/p; s/^\(PG[A-Z]*\)=.*/\1/p'); do
		unset "$name"
	done
}

check_clean() {
	trap - EXIT
	rm -rf "$SCRATCH"
}

# Prints the processes that this process has started, directly or through others.
descendants() {
	below=
	read -r below 2>/dev/null <"/proc/$1/task/$1/children" || : # there is no newline
	for one in $below; do
		echo "$one"
		descendants "$one"
	done
}

# Running scripts stop their own servers on TERM; we wait for that.
check_interrupted() {
	trap '' INT TERM HUP
	printf '\ncheck: stopped by SIG%s\n' "$1" >&2
	under_way=$(descendants $$)
	for process in $under_way; do
		kill -s TERM "$process" 2>/dev/null
	done
	for process in $under_way; do
		wait_gone "$process" 60
	done
	check_clean
	exit "$2"
}

# --- counting -------------------------------------------------------------------

# Each function reads a log and sets p, f and s, the numbers of passed, failed and skipped tests.

count_status() { # the step is one test
	s=0
	if [ "$status" -eq 0 ]; then p=1 f=0; else p=0 f=1; fi
}

count_lines() { # "ok", "not ok", "ok … # SKIP"
	s=$(grep -c '^ok.*# SKIP' "$1")
	p=$(($(grep -c '^ok' "$1") - s))
	f=$(grep -c '^not ok' "$1")
}

count_criterion() { # "[====] Synthesis: Tested: N | Passing: N | …", and "ok" lines around it
	count_lines "$1"
	# shellcheck disable=SC2046 # numbers
	set -- $(sed -n 's/.*Synthesis: Tested: *\([0-9]*\) | Passing: *\([0-9]*\) .*/\1 \2/p' "$1" |
		awk '{ tested += $1; passing += $2 } END { print tested + 0, passing + 0 }')
	p=$((p + $2)) f=$((f + $1 - $2))
	[ "$1" -gt 0 ] || f=$((f + 1))
}

count_smoke() { # the last line is "# passed=N failed=N", which counts skipped tests as passed
	last=$(tail -n 1 "$1")
	case $last in
	'# passed='*' failed='*)
		s=$(grep -c '^ok.*# SKIP' "$1")
		p=${last#*passed=} f=${last##*failed=}
		p=$((${p%% *} - s))
		;;
	*) p=0 f=1 s=0 ;;
	esac
}

# --- steps ----------------------------------------------------------------------

# Shows the important lines in the log of a step that failed.
show_failure() {
	{
		if grep -qE '^not ok|^\[FAIL\]' "$1"; then
			grep -E -A 8 '^not ok|^\[----\]|^\[FAIL\]|^# --- what failed' "$1" | grep -v '^ok' | head -n 80
		else
			tail -n 40 "$1"
		fi
	} | cut -c 1-300 | sed 's/^/    | /'
	echo "    the whole log: ${1#"$CHECK_TOP/"}"
}

# step NAME COUNTER COMMAND...: returns the command's exit status.
step() {
	name=$1 counter=$2 child=''
	shift 2
	log=$LOGS/$(printf %s "$name" | tr -c 'a-z0-9' '-').log
	printf '==> %s\n' "$name"
	since=$(date +%s)
	"$@" >"$log" 2>&1 7>&- &
	child=$!
	wait "$child"
	status=$?
	if [ "$status" -eq 77 ]; then
		p=0 f=0 s=1
	else
		"$counter" "$log"
		# A step without results, or with a failing exit status and no failed test, counts as one failure.
		if [ $((p + f + s)) -eq 0 ] || { [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; }; then
			f=$((f + 1))
		fi
	fi
	echo "$p $f $s $name" >>"$SCRATCH/results"
	printf '    %d passed, %d failed, %d skipped in %d s\n' "$p" "$f" "$s" $(($(date +%s) - since))
	if [ "$f" -gt 0 ]; then
		show_failure "$log"
	fi
	return "$status"
}

# step_lost NAME WHY: counts a step that can't run, because another step failed.
step_lost() {
	printf '==> %s\n    not run: %s\n' "$1" "$2"
	echo "0 1 0 $1 (not run: $2)" >>"$SCRATCH/results"
}

# beside FUNCTION: runs its steps beside those that follow. FUNCTION may itself call beside.
beside() {
	"$1" >"$SCRATCH/$1" 2>&1 &
}

beside_end() { # FUNCTION...: waits for these functions, and prints their output
	wait
	for function; do cat "$SCRATCH/$function"; done
}

check_end() {
	awk -v seconds=$(($(date +%s) - begun)) '
		{ passed += $1; failed += $2; skipped += $3 }
		$2 > 0 { text = $2; $1 = $2 = $3 = ""; lost = lost "\n   " $0 ": " text " failed" }
		END {
			if (lost) print "\nFailed:" lost
			print "\nIn " seconds + 0 " seconds:"
			print passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped"
			exit failed > 0 || passed == 0
		}' "$SCRATCH/results"
	exit
}
