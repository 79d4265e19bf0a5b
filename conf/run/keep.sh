#!/bin/sh
# keep.sh PIDFILE SUPERVISOR DIRECTORY COMMAND...: runs COMMAND in DIRECTORY, writes its
# process id to PIDFILE, and sends SIGUSR1 to the process SUPERVISOR when COMMAND has ended.
pidfile=$1 supervisor=$2 directory=$3
shift 3
cd "$directory" || exit 1
"$@" &
echo $! >"$pidfile"
wait $!
kill -s USR1 "$supervisor" 2>/dev/null
