# shellcheck shell=sh
# Shared by ./run and supervise.sh: messages, users, processes. They pass these exported
# variables to each other:
#   RUN_TOP    the source tree          RUN_STATE    the state directory, physical path
#   RUN_PORT   HTTPS port               RUN_SHOWN    the state directory as the user wrote it
#   RUN_LISTEN addresses, or *          RUN_SOCKETS  directory of both Unix sockets
#   RUN_USER   the user of the services if root runs ./run, else empty
#   RUN_PGBIN  PostgreSQL's programs    RUN_DETACHED yes or empty

say() { printf '==> %s\n' "$*"; }
hint() { printf '    %s\n' "$*"; }
die() {
	printf 'run: %s\n' "$*" >&2
	exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }

# Runs a command as the user of the services.
as_service() {
	if [ -n "$RUN_USER" ]; then
		HOME=/nonexistent setpriv --reuid="$RUN_USER" --regid="$RUN_USER" --init-groups \
			--inh-caps=-all --no-new-privs "$@"
	else
		"$@"
	fi
}

# Gives files to the user of the services.
give() { [ -z "$RUN_USER" ] || chown -h "$RUN_USER:$RUN_USER" "$@"; }

# --- processes ----------------------------------------------------------------

# Succeeds if the process runs and is not a zombie.
is_alive() {
	case $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) in '' | [ZX]*) return 1 ;; esac
}

# Prints the command line of a process, by which we recognise it; nothing if the process is gone or a
# zombie. While a process executes another program its command line is empty for a moment, so we retry.
command_line() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		line=$({ tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null) || line=
		[ -z "$line" ] || break
		is_alive "$1" || return 0
		sleep 0.01
	done
	printf '%s\n' "$line"
}

# Prints a text that the command line of this part must contain.
part_mark() {
	case $1 in
	nginx) echo "$RUN_STATE/nginx/nginx.conf" ;;
	balcao) echo "$RUN_STATE/app/bin/balcao serve" ;;
	postgresql) echo "-D $RUN_STATE/pgdata" ;;
	esac
}

# Prints the process id of a part if it runs. The pid file may be stale, and its number may belong
# to another process by now, so the command line is compared.
part_pid() {
	[ -r "$RUN_STATE/$1.pid" ] || return 1
	read -r found <"$RUN_STATE/$1.pid" || return 1
	case $found in '' | *[!0-9]*) return 1 ;; esac
	case $(command_line "$found") in
	*"$(part_mark "$1")"*) echo "$found" ;;
	*) return 1 ;;
	esac
}

# wait_gone PID SECONDS
wait_gone() {
	tries=$(($2 * 20))
	while is_alive "$1"; do
		[ "$tries" -gt 0 ] || return 1
		tries=$((tries - 1))
		sleep 0.05
	done
}

# part_stop NAME SIGNAL SECONDS [SIGNAL SECONDS]...: sends each signal and waits; sends KILL at the end.
part_stop() {
	name=$1
	shift
	pid=$(part_pid "$name") || pid=
	while [ -n "$pid" ] && [ $# -ge 2 ]; do
		kill -s "$1" "$pid" 2>/dev/null || :
		if wait_gone "$pid" "$2"; then
			pid=
		fi
		shift 2
	done
	[ -z "$pid" ] || kill -s KILL "$pid" 2>/dev/null || :
	rm -f "$RUN_STATE/$name.pid"
}

# Processes of this instance that outlived their master (kill -9). We recognise them by their
# working directory and name.
strays() {
	for directory in "$RUN_STATE/nginx" "$RUN_STATE/app" "$RUN_STATE/pgdata"; do
		find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$directory" 2>/dev/null
	done | while IFS=/ read -r _ _ stray _; do
		read -r stray_name 2>/dev/null <"/proc/$stray/comm" || continue
		case $stray_name in nginx | balcao* | postgres) echo "$stray" ;; esac
	done
}

strays_stop() {
	for signal in TERM KILL; do
		for stray in $(strays); do
			kill -s "$signal" "$stray" 2>/dev/null || :
		done
		for stray in $(strays); do
			wait_gone "$stray" 5 || :
		done
	done
}

# First nginx stops taking requests, then the service finishes the current ones, then the database stops.
parts_stop() {
	drain=${BALCAO_DRAIN_SECONDS:-30}
	case $drain in *[!0-9]*) drain=30 ;; esac
	part_stop nginx QUIT 5 TERM 5
	part_stop balcao TERM $((drain + 15))
	part_stop postgresql INT 60 QUIT 10
	strays_stop
	rm -f "$RUN_STATE/ready" "$RUN_STATE/run.pid"
}

# --- logs ---------------------------------------------------------------------

# Remembers where the logs end now, so that log_tail shows only later lines.
logs_mark() {
	for name in postgresql balcao nginx; do
		touch "$RUN_STATE/log/$name.log"
		wc -c <"$RUN_STATE/log/$name.log" >"$RUN_STATE/log/.$name.start"
	done
}

log_tail() {
	start=0
	[ ! -r "$RUN_STATE/log/.$1.start" ] || read -r start <"$RUN_STATE/log/.$1.start"
	printf '    %s, last lines:\n' "$RUN_STATE/log/$1.log" >&2
	tail -c "+$((start + 1))" "$RUN_STATE/log/$1.log" | tail -n 15 | sed 's/^/    | /' >&2
}
