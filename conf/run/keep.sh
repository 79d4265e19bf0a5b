#!/bin/sh
# keep.sh PIDFILE SUPERVISOR DIRECTORY COMMAND...: runs COMMAND in DIRECTORY with its
# process id in PIDFILE and tells the process SUPERVISOR (SIGUSR1) when it has ended.
pidfile=$1 supervisor=$2 directory=$3
shift 3
cd "$directory" || exit 1
"$@" &
echo $! >"$pidfile"
wait $!
kill -s USR1 "$supervisor" 2>/dev/null
