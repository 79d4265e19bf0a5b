#!/bin/sh
# Measures bursts of logins and of look-ups, and what others notice of them: see t/bench/README.md and --help.
# shellcheck source-path=SCRIPTDIR disable=SC2154
set -eu
umask 022
bench=$(cd -P "$(dirname "$0")" && pwd)
root=$(cd -P "$bench/../.." && pwd)
# shellcheck source=../smoke/instance.sh
. "$root/t/smoke/instance.sh"

usage() {
	cat <<'EOT'
usage: t/bench/bursts.sh [--rounds N] [--workers N] [NAME=VALUE]...

  --rounds N    bursts of each kind (5)
  --workers N   workers (the default of the service)
  NAME=VALUE    settings of the service

Prints the results as Markdown. Needs node.
EOT
}

die() { echo "bursts: $*" >&2 && exit 1; }

rounds=5 workers=0 settings=''
while [ $# -gt 0 ]; do
	case $1 in
	--rounds | --workers)
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

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
	trap '' INT TERM HUP
	[ -z "$fake" ] || kill "$fake" 2>/dev/null || :
	instance_remove
	rm -rf "$scratch"
}

# Prints the median of a figure of /proc/PID/smaps_rollup over the children of a process, in MiB.
memory() { # PID FIGURE NAME: of the children whose command line begins with NAME
	# shellcheck disable=SC2013 # words
	for pid in $(cat "/proc/$1/task/$1/children"); do
		case $(tr '\0' ' ' <"/proc/$pid/cmdline") in "$3"*) awk -v name="$2:" '$1 == name { print $2 / 1024 }' "/proc/$pid/smaps_rollup" ;; esac
	done | sort -n | awk '{ value[NR] = $1 } END { printf "%.1f", value[int((NR + 1) / 2)] }'
}

command -v node >/dev/null || die 'node is missing'
fake=''
trap 'exit 130' INT
trap 'exit 143' TERM HUP
scratch=$(mktemp -d)
trap clean_up EXIT
node "$root/t/fake/cep.mjs" >"$scratch/fake" &
fake=$!
until [ -s "$scratch/fake" ]; do kill -0 "$fake" && sleep 0.1; done
FAKE=http://127.0.0.1:$(cat "$scratch/fake")
# shellcheck disable=SC2086 # settings are words
instance_start "$workers" BALCAO_VIACEP_URL="$FAKE/viacep" BALCAO_BRASILAPI_URL="$FAKE/brasilapi" \
	BALCAO_OPENCEP_URL="$FAKE/opencep" BALCAO_CEP_PER_MINUTE=1000000 $settings >&2 || die 'the service does not start'
read -r master <"$STATE/balcao.pid"
read -r postgresql <"$STATE/postgresql.pid"
echo "$(nproc) cores, $(wc -w <"/proc/$master/task/$master/children") processes, $rounds rounds, a provider that takes 300 ms$settings"
echo
node "$bench/bursts.mjs" "$BASE" "$FAKE" "$rounds"
echo
echo "Memory of a worker: PSS $(memory "$master" Pss '') MiB; of its connection in PostgreSQL: PSS $(memory "$postgresql" Pss 'postgres: balcao') MiB (medians)"
