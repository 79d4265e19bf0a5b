# shellcheck shell=sh disable=SC2034,SC2154
# An instance of the service for tests, started with ./run in a scratch directory. Read this after setting `root` to the source
# tree, and before lib.sh. A script that starts an instance removes it, in a trap of EXIT.

trap 'trap "" INT TERM HUP; exit 130' INT TERM HUP # and nothing disturbs the tidying up
INSTANCE=''
EVENTS_SETTING=BALCAO_EVENTS_PER_MINUTE # the setting that limits the events of a key and of a project
# Settings for tests that are not about quotas
NO_QUOTAS="$EVENTS_SETTING=1000000000 BALCAO_EVENT_BYTES_PER_MINUTE=4000000000 BALCAO_ALL_EVENTS_PER_MINUTE=1000000000 BALCAO_ALL_EVENT_BYTES_PER_MINUTE=4000000000"
free_port() { # sets port: below those that the kernel hands out, nobody answers on it
	for _ in 1 2 3 4 5 6 7 8 9; do
		port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
		curl -q -s --noproxy '*' -o /dev/null "http://localhost:$port/"
		[ $? -ne 7 ] || return 0
	done
	echo 'no free port' >&2
	return 1
}

instance_run() { (cd "$root" && ./run --state "$INSTANCE" --no-install "$@" </dev/null); }

# instance_start WORKERS [NAME=VALUE]...: starts it with so many workers (0: the default, and those that stand by) and these settings; after instance_stop, with the same data. Exports BASE,
# STATE and CACERT. If the instance does not start, it prints the output of ./run and returns 1.
instance_start() {
	free_port || return 1
	[ -n "$INSTANCE" ] || { INSTANCE=$(mktemp -d /tmp/balcao.XXXXXX) && chmod 755 "$INSTANCE"; } || return 1
	_workers=$1
	shift
	BASE=https://localhost:$port STATE=$INSTANCE CACERT=$INSTANCE/tls/cert.pem
	export BASE STATE CACERT
	(
		[ "$_workers" = 0 ] || export BALCAO_STANDBY_WORKERS=0
		for _setting; do export "${_setting?}"; done
		instance_run --port "$port" --workers "$_workers" --detach
	) >"$INSTANCE.log" 2>&1 || { cat "$INSTANCE.log" && rm -f "$INSTANCE.log" && return 1; }
	rm -f "$INSTANCE.log"
}

instance_stop() { instance_run --stop >/dev/null 2>&1; }

instance_remove() {
	[ -z "$INSTANCE" ] || { instance_stop; rm -rf "$INSTANCE"; }
	INSTANCE=''
}

# The fake of the CEP providers (t/fake/cep.mjs). cep_fake_start DIRECTORY exports FAKE, its address, which stays empty where node is
# missing; fails if it does not start.
_fake=''
has_node() { command -v node >/dev/null; }
cep_fake_start() {
	FAKE=
	has_node || return 0
	: >"$1/fake"
	node "$root/t/fake/cep.mjs" >"$1/fake" &
	_fake=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		read -r port <"$1/fake" && break
		sleep 0.1
	done
	[ -s "$1/fake" ] || return 1
	FAKE=http://127.0.0.1:$port
	export FAKE
}

cep_fake_stop() {
	[ -z "$_fake" ] || kill "$_fake" 2>/dev/null
	_fake=''
}
