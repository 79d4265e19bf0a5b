# shellcheck shell=sh
# Builds the program, and installs it into the state directory, where the user of the services
# can reach it. Both are quick if nothing has changed.

build_dir() {
	dir=${BALCAO_BUILD_DIR:-build}
	case $dir in /*) ;; *) dir=$RUN_TOP/$dir ;; esac
	# A tree that was configured in place can't be built in another directory.
	if [ -z "${BALCAO_BUILD_DIR:-}" ] && [ -f "$RUN_TOP/config.status" ]; then
		dir=$RUN_TOP
	fi
	echo "$dir"
}

# build_step COMMAND...: writes the command's output to a log, and shows the end of it if the command fails.
build_step() {
	"$@" >"$RUN_STATE/log/build.log" 2>&1 || {
		tail -n 40 "$RUN_STATE/log/build.log" >&2
		die "failed: $* (the whole log: $RUN_STATE/log/build.log)"
	}
}

docs_page=conf/www/swagger-ui/swagger-ui-bundle.js
without='' # arguments that make make leave out the page /docs/

# ./run continues without the page /docs/ if npm is missing or has no network.
build_docs_page() {
	if [ -f "$RUN_TOP/$docs_page" ] || [ -f "$docs_page" ] || grep -q '^S\["DOCS_UI_TRUE"\]="#"' config.status; then
		return
	fi
	say "Making the page /docs/ with npm"
	npm_config_fetch_retry_mintimeout=1000 npm_config_fetch_retry_maxtimeout=5000 \
		make -s "$docs_page" >"$RUN_STATE/log/npm.log" 2>&1 || {
		tail -n 5 "$RUN_STATE/log/npm.log" >&2
		say "The page /docs/ could not be made (the whole log: $RUN_STATE/log/npm.log); ./run continues without it"
		without='wwwdocs_DATA= wwwswagger_DATA='
	}
}

build_configure() {
	set -- "$RUN_TOP/configure" -q --prefix=/usr/local --sysconfdir=/etc
	if [ ! -f "$RUN_TOP/$docs_page" ] && ! command -v npm >/dev/null; then
		say "npm is missing: ./run continues without the page /docs/"
		set -- "$@" --disable-docs-ui
	fi
	build_step "$@"
}

build_locked() {
	cd "$RUN_TOP" || die "$RUN_TOP is not there"
	if [ ! -x configure ] || [ ! -f Makefile.in ]; then
		say "Making configure"
		build_step autoreconf -i
	fi
	cd "$1" || die "$1 is not there"
	if [ ! -f Makefile ]; then
		say "Configuring in $1"
		build_configure
	fi
	build_docs_page
	say "Building in $1"
	# shellcheck disable=SC2086 # a list of words
	build_step make -s -j"$(nproc)" $without
	install_app "$1"
}

install_app() {
	app=$RUN_STATE/app
	if [ "$(cat "$app/.from" 2>/dev/null)" = "$1" ] &&
		[ -z "$(find "$1/balcao" "$1/conf" "$RUN_TOP/conf/nginx" "$RUN_TOP/conf/www" \
			"$1/web/dist" "$RUN_TOP/web/app" -newer "$app/.from" -type f -print -quit 2>/dev/null)" ]; then
		return
	fi
	say "Installing into $app"
	# shellcheck disable=SC2086
	build_step make -s install DESTDIR= prefix="$app" exec_prefix="$app" sysconfdir="$app/etc" \
		systemdsystemunitdir="$app/lib/systemd/system" $without
	echo "$1" >"$app/.from"
}

# Several instances may share a build directory: one of them builds, and the others wait.
build() {
	dir=$(build_dir)
	{ mkdir -p "$dir" && [ -w "$dir" ]; } ||
		die "$dir is not writable (made by another user? then remove it, or set BALCAO_BUILD_DIR)"
	(
		flock 8
		build_locked "$dir"
	) 8>>"$dir/.run.lock" 9>&- || exit 1
}
