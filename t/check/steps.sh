# shellcheck shell=sh
# The steps of ./check, in the order in which they run. Steps that compute all the time, and for which no other step waits,
# run with nice, so that steps whose timing matters get the processor first.

NORMAL=$CHECK_TOP/build-check ASAN=$CHECK_TOP/build-asan

# --- building -------------------------------------------------------------------

# build DIRECTORY CONFIGURE-ARGUMENT...: the program and the tests.
build() {
	directory=$1
	shift
	if [ ! -x configure ] || [ ! -f Makefile.in ]; then
		autoreconf -i || return 1
	fi
	mkdir -p "$directory" && cd "$directory" || return 1
	# Configures again if the directory was configured with other arguments.
	if [ ! -f Makefile ] || [ "$(cat .configured 2>/dev/null)" != "$*" ]; then
		"$CHECK_TOP/configure" -q --prefix=/usr/local --sysconfdir=/etc --enable-werror "$@" || return 1
		echo "$*" >.configured
	fi
	make -s -j"$(nproc)" all && make -s -j"$(nproc)" check TESTS=
}

build_asan() {
	# The page /docs/ is the same as in the other build, so we copy it.
	mkdir -p "$ASAN/conf/www" && cp -pR "$NORMAL/conf/www/swagger-ui" "$ASAN/conf/www/" || return 1
	build "$ASAN" --with-sanitizers --disable-console CFLAGS='-O1 -g1'
}

steps_of_build() {
	step 'build' count_status build "$NORMAL" || {
		step_lost 'everything else' 'the build failed'
		check_end
	}
}

# --- steps without nginx --------------------------------------------------------

# Runs a command in the build directory, with the variables that replay.sh and the lint scripts read.
in_build() {
	cd "$1" || return 1
	shift
	export top_srcdir="$CHECK_TOP" top_builddir=.
	"$@"
}

steps_of_units() {
	step 'unit tests' count_criterion nice "$NORMAL/t/unit-tests"
	step 'database tests' count_criterion nice "$CHECK_TOP/t/db/run.sh" "$NORMAL"
	step 'fuzz corpora' count_lines in_build "$NORMAL" "$CHECK_TOP/t/fuzz/replay.sh"
}

steps_of_lint() {
	step 'lint' count_lines nice make -s -C "$NORMAL" lint
}

# --- the service ----------------------------------------------------------------

smoke() { # BUILD-DIRECTORY
	export BALCAO_BUILD_DIR="$1"
	"$CHECK_TOP/t/smoke/run.sh"
}

steps_of_service() {
	step 'smoke tests' count_smoke smoke "$NORMAL"
}

# --- the console ---

said() { # TEXT COMMAND...: a line "ok" or "not ok", and what the command says
	text=$1
	shift
	if "$@"; then echo "ok - $text"; else echo "not ok - $text"; fi
}

# In the build's copy of web/, which has the packages.
console_style() {
	cd "$NORMAL/web/work" 2>/dev/null && [ -d node_modules ] || return 77
	cp "$CHECK_TOP/web/.prettierrc.json" "$CHECK_TOP/web/.prettierignore" "$CHECK_TOP/.editorconfig" . || return 1
	said 'web: svelte-check' npm run --silent check
	said 'web: prettier' npm run --silent lint
	cd "$CHECK_TOP/t/web" || return 1
	said 't/web: prettier' "$NORMAL/web/work/node_modules/.bin/prettier" --check '*.ts' 'lib/*.ts'
}

browser() {
	export BALCAO_BUILD_DIR="$NORMAL"
	"$CHECK_TOP/t/web/run.sh" "$@"
}

steps_of_console() {
	step 'web: types' count_lines console_style
	step 'web: unit tests' count_lines in_build "$NORMAL" nice "$CHECK_TOP/web/build/test.sh" --reporter=tap-flat
	step 'web: types of the browser tests' count_lines browser --types
}

# --- sanitizers -----------------------------------------------------------------

# sanitized KIND COMMAND...: makes the sanitizers write their reports to files of that kind, because Criterion and ./run don't
# show all of them. `reports` counts the files, so the exit status stays the program's own.
sanitized() {
	options=log_path=$SCRATCH/reports/$1:exitcode=0
	shift
	export ASAN_OPTIONS="$options:detect_leaks=1:detect_stack_use_after_return=1"
	export UBSAN_OPTIONS="$options:print_stacktrace=1"
	export LSAN_OPTIONS="suppressions=$CHECK_TOP/t/check/leaks.txt:print_suppressions=0"
	"$@"
}

# Succeeds if a leak is libcriterion's own: the report contains no frame of our code.
criterions_own() { # FILE
	grep -q 'LeakSanitizer' "$1" && grep -q 'libcriterion' "$1" && ! grep -qF "$CHECK_TOP" "$1"
}

# Each report is a failure.
reports() { # KIND
	for report in "$SCRATCH/reports/$1".*; do
		[ -s "$report" ] || continue
		if criterions_own "$report"; then
			rm -f "$report"
			continue
		fi
		echo "not ok - sanitizer report: $(grep -m 1 -E 'ERROR|runtime error' "$report")"
		cat "$report"
		rm -f "$report"
	done
	echo 'ok - the reports of the sanitizers were read'
}

steps_of_sanitizers() {
	step 'sanitizers: build' count_status build_asan || {
		step_lost 'sanitizers: everything' 'the build failed'
		return
	}
	beside steps_of_sanitized_service
	# The suite left out kills a process at each of its instructions, of which there are many more here, and none of whose
	# sanitizers lives to report.
	step 'sanitizers: unit tests' count_criterion sanitized units nice "$ASAN/t/unit-tests" --filter '!(shared_gate_deaths)/*'
	step 'sanitizers: reports of the unit tests' count_lines reports units
	# The suites left out measure plans of SQL with a hundred thousand rows, for which C does nothing.
	step 'sanitizers: database tests' count_criterion sanitized database nice "$CHECK_TOP/t/db/run.sh" "$ASAN" \
		--filter '!(facets|finding)/*'
	step 'sanitizers: fuzz corpora' count_lines in_build "$ASAN" sanitized database "$CHECK_TOP/t/fuzz/replay.sh"
	step 'sanitizers: reports of database and fuzz' count_lines reports database
	beside_end steps_of_sanitized_service
}

steps_of_sanitized_service() {
	step 'sanitizers: smoke tests' count_smoke sanitized smoke smoke "$ASAN"
	step 'sanitizers: reports of the smoke tests' count_lines reports smoke
}

# --- the tarball ----------------------------------------------------------------

distcheck() {
	nice make -s -C "$NORMAL" -j"$(nproc)" distcheck && return
	# distcheck leaves read-only files behind.
	cat "$NORMAL"/balcao-*/_build/sub/test-suite.log
	chmod -R u+w "$NORMAL"/balcao-*/
	rm -rf "$NORMAL"/balcao-*/
	return 1
}

steps_of_distribution() {
	step 'make distcheck' count_status distcheck
}
