# shellcheck shell=sh
# Counting and cleaning up for ./check. A step is a command whose output goes to a log and
# is counted there; one that fails does not keep the others from running. Steps run one
# after another, in lines side by side: most of the time a test waits.

die() {
	printf 'check: %s\n' "$*" >&2
	exit 1
}

# --- packages -------------------------------------------------------------------

# What ./run needs, and what only tests need.
check_install() {
	run_packages=$(packages_wanted)
	packages_wanted() {
		echo "$run_packages"
		echo autoconf automake autoconf-archive clang-format-14 git gojq jq libcriterion-dev shellcheck universal-ctags xz-utils
		command -v node >/dev/null || echo nodejs
		command -v npm >/dev/null || echo npm
	}
	packages_install
}

# --- the scratch directory ------------------------------------------------------

# Everything temporary goes there; in /tmp because PostgreSQL's user must reach it.
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
	# What somebody has set for a service of his own is not for the tests.
	for name in $(env | sed -n 's/^\(BALCAO_[A-Z_]*\)=.*/\1/p; s/^\(PG[A-Z]*\)=.*/\1/p'); do
		unset "$name"
	done
}

check_clean() {
	trap - EXIT
	rm -rf "$SCRATCH"
}

# Prints the processes that we have started, by way of others, too.
descendants() {
	below=
	read -r below 2>/dev/null <"/proc/$1/task/$1/children" || : # there is no newline
	for one in $below; do
		echo "$one"
		descendants "$one"
	done
}

# The scripts under way stop their own servers on TERM, which is waited for.
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

# Each reads a log and sets p, f and s: how many passed, failed, were skipped.

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

count_smoke() { # "# passed=N failed=N" is the last line; what was skipped counts as passed there
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

# Shows what matters of the log of a step that failed.
show_failure() {
	{
		if grep -qE '^not ok|^\[FAIL\]' "$1"; then
			grep -E -A 8 '^not ok|^\[----\]|^\[FAIL\]|^# --- what failed' "$1" | grep -v '^ok' | head -n 80
		else
			tail -n 40 "$1"
		fi
	} | cut -c 1-300 | sed 's/^/    | /'
	echo "    all of it: ${1#"$CHECK_TOP/"}"
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
		# A step that says that it failed, or did nothing at all, is a failure itself.
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

# step_lost NAME WHY: a step that cannot run, because of another that failed.
step_lost() {
	printf '==> %s\n    not run: %s\n' "$1" "$2"
	echo "0 1 0 $1 (not run: $2)" >>"$SCRATCH/results"
}

# beside FUNCTION: its steps run beside those that follow. They may have others beside them.
beside() {
	"$1" >"$SCRATCH/$1" 2>&1 &
}

beside_end() { # FUNCTION...: waits for them, and shows what they said
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
