#!/bin/sh
# Stops and starts the PostgreSQL of an instance, as an accident would: postgresql.sh stop [immediate] | start.
# `immediate` leaves PostgreSQL no time to write anything, so it recovers at the start.
# In: STATE, the state directory with postgresql.pid. `start` uses the command line of the stopped process.
# The instance's supervisor (run.pid) would end the other parts, so it is suspended in between.
# lane: none
set -u
: "${STATE:?which instance?}"
pid_file=$STATE/postgresql.pid
saved=$STATE/postgresql.command

supervisor() { # SIGNAL
	[ ! -r "$STATE/run.pid" ] || kill "-$1" "$(cat "$STATE/run.pid")" 2>/dev/null
}

stop() {
	pid=$(head -n 1 "$pid_file") || exit 1
	[ -r "/proc/$pid/cmdline" ] || exit 1
	cp "/proc/$pid/cmdline" "$saved"
	readlink "/proc/$pid/cwd" >"$saved.directory"
	stat -c '%u %g' "/proc/$pid" >"$saved.owner"
	supervisor STOP
	if [ "${1:-}" = immediate ]; then signal=QUIT; else signal=INT; fi
	kill "-$signal" "$pid"
	tries=0
	while [ -e "/proc/$pid" ] && [ $tries -lt 300 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	[ ! -e "/proc/$pid" ]
}

start() {
	read -r user group <"$saved.owner"
	cd "$(cat "$saved.directory")" || exit 1
	set -- setsid xargs -0 -a "$saved" env
	if [ "$user" != "$(id -u)" ]; then set -- setpriv --reuid "$user" --regid "$group" --init-groups "$@"; fi
	chmod 644 "$saved"
	"$@" >>"$STATE/log/postgresql.log" 2>&1 &
	tries=0
	while [ $tries -lt 300 ]; do
		tries=$((tries + 1))
		sleep 0.1
		find_server && break
	done
	if [ -n "$server" ] && [ "$(head -n 1 "$pid_file" 2>/dev/null)" != "$server" ]; then
		echo "$server" >"$pid_file"
	fi
	rm -f "$saved" "$saved.directory" "$saved.owner"
	supervisor CONT
	[ -n "$server" ]
}

find_server() { # sets server: whose command line is the saved one, and which has children
	server=
	for process in /proc/[0-9]*; do
		head -c 65536 "$process/cmdline" 2>/dev/null | cmp -s - "$saved" || continue
		server=${process#/proc/}
		[ -n "$(cat "$process/task/$server/children" 2>/dev/null)" ] && return 0
	done
	return 1
}

case ${1:-} in stop | start) "$@" ;; *) echo "usage: postgresql.sh stop [immediate] | start" >&2 && exit 2 ;; esac
