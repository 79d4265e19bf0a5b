#!/bin/sh
# Runs the browser tests: run.sh [SPEC...] [options of Playwright's runner]; without names all of them. A spec is a file of this folder,
# by its name without .spec.ts. They run against an instance of the service that ./run starts in a scratch directory and that is removed
# afterwards, with the console of the build directory and a fake of the CEP providers.
#
# Prints "ok N - text" or "not ok N - text" for each test, and at the end "# passed=N failed=N". Pictures of the pages stay in
# BUILD-DIRECTORY/web/shots, those of failures in BUILD-DIRECTORY/web/failed.
#
# run.sh --types only looks whether the types of the specs fit.
#
# BALCAO_BUILD_DIR is the build directory. With BASE (and STATE, CACERT, FAKE) in the environment the tests run against that service.
# CHROMIUM is the browser (/usr/bin/chromium), WORKERS the number of tests at a time (3).
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=../smoke/instance.sh
. "$here/../smoke/instance.sh"
TMP=$(mktemp -d) || exit 1
runner=''

clean() {
	trap - EXIT
	[ -z "$runner" ] || { kill "$runner" 2>/dev/null && wait "$runner"; }
	instance_remove
	cep_fake_stop
	rm -rf "$TMP"
}
trap clean EXIT

skip() { # WHY
	echo "ok 1 - the console in a browser # SKIP $1"
	echo '# passed=1 failed=0'
	exit 0
}

lost() { # WHAT
	echo "not ok 1 - $1"
	echo '# passed=0 failed=1'
	exit 1
}

install_packages() {
	(
		flock 8
		lock=$(cksum <"$here/package-lock.json")
		[ "$(cat "$here/node_modules/.lock" 2>/dev/null)" != "$lock" ] || exit 0
		(cd "$here" && npm ci --ignore-scripts --no-audit --no-fund >"$TMP/npm" 2>&1 8>&-) || { tail -n 5 "$TMP/npm" && exit 1; }
		echo "$lock" >"$here/node_modules/.lock"
	) 8<"$here/package.json"
}

start_instance() {
	cep_fake_start "$TMP" || lost 'the fake of the providers starts'
	# shellcheck disable=SC2086 # they are several
	instance_start 4 "BALCAO_METRICS_ALLOW=127.0.0.1 ::1" $NO_QUOTAS "BALCAO_VIACEP_URL=$FAKE/viacep" \
		"BALCAO_BRASILAPI_URL=$FAKE/brasilapi" "BALCAO_OPENCEP_URL=$FAKE/opencep" || lost 'the service starts'
}

command -v node >/dev/null || skip 'node is missing'
[ -x "${CHROMIUM:=/usr/bin/chromium}" ] || skip "$CHROMIUM is missing"
install_packages || skip 'npm could not get its packages'
if [ "${1:-}" = --types ]; then
	(cd "$here" && node node_modules/typescript/bin/tsc -p .) && echo 'ok 1 - t/web: types' && exit 0
	echo 'not ok 1 - t/web: types'
	exit 1
fi
[ -n "${BASE:-}" ] || start_instance
curl -q -s -k --noproxy '*' -o "$TMP/page" "$BASE/app/"
grep -q '<script' "$TMP/page" || skip 'the console is not in this build'

build=${BALCAO_BUILD_DIR:-$root/build}
SHOTS=$build/web/shots FAILED=$build/web/failed NODE_EXTRA_CA_CERTS=${CACERT:-}
export BASE CHROMIUM SHOTS FAILED NODE_EXTRA_CA_CERTS
[ $# -gt 0 ] || rm -rf "$SHOTS"
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY
cd "$here" || exit 1
names=yes
for argument; do # the names of specs stand before the options
	shift
	case $argument in -*) names='' ;; esac
	[ -z "$names" ] || argument=/${argument%.spec.ts}.spec.ts
	set -- "$@" "$argument"
done
node node_modules/@playwright/test/cli.js test "$@" &
runner=$!
wait "$runner"
status=$?
runner=''
exit $status
