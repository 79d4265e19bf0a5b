# shellcheck shell=sh
# The instance's own PostgreSQL: a cluster in the state directory, reachable only
# through a socket in a directory that only the services' user can enter.

# Sets RUN_PGBIN to the programs of the cluster's version; without a cluster, of the newest installed version.
database_programs() {
	wanted=$(cat "$RUN_STATE/pgdata/PG_VERSION" 2>/dev/null) || wanted=
	RUN_PGBIN=
	newest=14
	for bin in /usr/lib/postgresql/*/bin; do
		version=${bin%/bin}
		version=${version##*/}
		[ -x "$bin/initdb" ] || continue
		if [ "$version" = "$wanted" ] || { [ -z "$wanted" ] && [ "${version%%.*}" -gt "$newest" ]; }; then
			RUN_PGBIN=$bin
			newest=${version%%.*}
		fi
	done
	[ -n "$RUN_PGBIN" ] || die "PostgreSQL ${wanted:-15 or newer} is not installed: apt-get install postgresql"
}

database_make() {
	if [ -f "$RUN_STATE/pgdata/PG_VERSION" ]; then
		owner=$(stat -c %U "$RUN_STATE/pgdata")
		[ "$owner" = "${RUN_USER:-$(id -un)}" ] ||
			die "$RUN_STATE/pgdata belongs to $owner: run this as the user who made it, or choose another --state"
		return
	fi
	say "Making a PostgreSQL cluster in $RUN_STATE/pgdata"
	rm -rf "$RUN_STATE/pgdata.new"
	mkdir -m 700 "$RUN_STATE/pgdata.new"
	give "$RUN_STATE/pgdata.new"
	(cd / && as_service "$RUN_PGBIN/initdb" -D "$RUN_STATE/pgdata.new" -U postgres --auth=trust \
		--encoding=UTF8 --locale=C.UTF-8 --data-checksums) >"$RUN_STATE/log/initdb.log" 2>&1 || {
		tail -n 20 "$RUN_STATE/log/initdb.log" >&2
		die "initdb failed"
	}
	mv "$RUN_STATE/pgdata.new" "$RUN_STATE/pgdata"
}

# After a crash the process id in postmaster.pid may belong to another process by now, which
# would keep PostgreSQL from starting. None of our processes is left at this point.
database_unlock() {
	read -r pid 2>/dev/null <"$RUN_STATE/pgdata/postmaster.pid" || return 0
	case $(command_line "$pid") in
	*"$(part_mark postgresql)"*) return 0 ;;
	esac
	rm -f "$RUN_STATE/pgdata/postmaster.pid" "$RUN_SOCKETS/.s.PGSQL.5432" "$RUN_SOCKETS/.s.PGSQL.5432.lock"
}

# Each worker has one connection; while workers are replaced there are twice as many.
database_connections() {
	workers=${BALCAO_WORKERS:-0} standby=${BALCAO_STANDBY_WORKERS:-16}
	case $workers in *[!0-9]* | '' | 0) workers=$((2 * $(nproc))) ;; esac
	case $standby in *[!0-9]*) standby=16 ;; esac
	echo $((2 * (workers + standby) + 30))
}

# log_error_verbosity=terse keeps details out of the log, since they contain e-mails and CPFs.
database_start() {
	set -- "$RUN_PGBIN/postgres" -D "$RUN_STATE/pgdata" -c listen_addresses= \
		-c unix_socket_directories="$RUN_SOCKETS" -c unix_socket_permissions=0700 -c port=5432 \
		-c max_connections="$(database_connections)" -c jit=off -c timezone=UTC -c log_timezone=UTC \
		-c logging_collector=off -c log_destination=stderr -c log_error_verbosity=terse
	part_start postgresql "$RUN_STATE/pgdata" "$@"
}

# Two roles: the owner makes the tables, the service only uses them.
database_roles() {
	[ ! -e "$RUN_STATE/pgdata/balcao.roles" ] || return 0
	(cd / && as_service "$RUN_PGBIN/psql" -X -q -v ON_ERROR_STOP=1 -h "$RUN_SOCKETS" -p 5432 -U postgres \
		-d postgres) <<'SQL' || return 1
SELECT format('CREATE ROLE %I LOGIN', name) FROM unnest(ARRAY['balcao', 'balcao_owner']) name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
SELECT 'CREATE DATABASE balcao OWNER balcao_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'balcao') \gexec
REVOKE ALL ON DATABASE balcao FROM PUBLIC;
GRANT CONNECT ON DATABASE balcao TO balcao;
SQL
	as_service touch "$RUN_STATE/pgdata/balcao.roles"
}
