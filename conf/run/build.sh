# shellcheck shell=sh
# Building, and installing into the state directory, where the user of the services
# can reach it. Both are quick when nothing has changed.

build_dir() {
	dir=${BALCAO_BUILD_DIR:-build}
	case $dir in /*) ;; *) dir=$RUN_TOP/$dir ;; esac
	# A tree that was configured in place cannot be built elsewhere.
	if [ -z "${BALCAO_BUILD_DIR:-}" ] && [ -f "$RUN_TOP/config.status" ]; then
		dir=$RUN_TOP
	fi
	echo "$dir"
}

# build_step COMMAND...: its output goes to a log, which is shown if it fails.
build_step() {
	"$@" >"$RUN_STATE/log/build.log" 2>&1 || {
		tail -n 40 "$RUN_STATE/log/build.log" >&2
		die "failed: $* (all of it: $RUN_STATE/log/build.log)"
	}
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
		build_step "$RUN_TOP/configure" -q --prefix=/usr/local --sysconfdir=/etc
	fi
	say "Building in $1"
	build_step make -s -j"$(nproc)"
	install_app "$1"
}

install_app() {
	app=$RUN_STATE/app
	if [ "$(cat "$app/.from" 2>/dev/null)" = "$1" ] &&
		[ -z "$(find "$1/balcao" "$1/conf" "$RUN_TOP/conf/nginx" "$RUN_TOP/conf/www" \
			-newer "$app/.from" -type f -print -quit 2>/dev/null)" ]; then
		return
	fi
	say "Installing into $app"
	build_step make -s install DESTDIR= prefix="$app" exec_prefix="$app" sysconfdir="$app/etc" \
		systemdsystemunitdir="$app/lib/systemd/system"
	echo "$1" >"$app/.from"
}

# Several instances may share a build directory: one builds, the others wait.
build() {
	dir=$(build_dir)
	{ mkdir -p "$dir" && [ -w "$dir" ]; } ||
		die "$dir is not writable (made by another user? then remove it, or set BALCAO_BUILD_DIR)"
	(
		flock 8
		build_locked "$dir"
	) 8>>"$dir/.run.lock" 9>&- || exit 1
}
