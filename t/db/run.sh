#!/bin/sh
# t/db/run.sh BUILDDIR [ARGUMENT OF db-tests]... makes its own PostgreSQL, migrates a database in it, and runs
# db-tests there. It prints a line "ok" or "not ok" for each check of `balcao migrate`, then Criterion's output.
# Exit status 77: PostgreSQL is not installed.
set -u
top=$(cd -P "$(dirname "$0")/../.." && pwd)
build=$(cd -P "${1:-.}" && pwd)
[ $# -eq 0 ] || shift
RUN_PGBIN='' RUN_USER='' server='' failed=0
# shellcheck source=conf/run/common.sh
. "$top/conf/run/common.sh"
# shellcheck source=conf/run/database.sh
. "$top/conf/run/database.sh"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || exit 77
if is_root; then
	RUN_USER=postgres
fi

# The programs print progress for people, which would be noise here.
say() { :; }

clean_up() {
	trap - EXIT
	[ -z "$server" ] || { kill -s INT "$server" 2>/dev/null && wait "$server"; }
	rm -rf "$RUN_STATE"
}
RUN_STATE=$(mktemp -d "${TMPDIR:-/tmp}/balcao-db.XXXXXX") || exit 1
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
chmod 755 "$RUN_STATE"
RUN_SOCKETS=$RUN_STATE/run
mkdir "$RUN_STATE/log" && mkdir -m 700 "$RUN_SOCKETS"
give "$RUN_SOCKETS"

# part_start NAME DIRECTORY COMMAND...: database_start calls it.
part_start() {
	shift 2
	set -- setsid "$@" -c fsync=off -c full_page_writes=off -c autovacuum=off
	if [ -n "$RUN_USER" ]; then
		set -- setpriv --reuid="$RUN_USER" --regid="$RUN_USER" --init-groups "$@"
	fi
	(cd "$RUN_STATE/pgdata" && exec "$@") </dev/null >"$RUN_STATE/log/postgresql.log" 2>&1 &
	server=$!
}

server_start() {
	database_programs
	database_make
	database_start
	tries=600
	until "$RUN_PGBIN/pg_isready" -q -h "$RUN_SOCKETS"; do
		tries=$((tries - 1))
		if [ $tries -eq 0 ] || ! kill -s 0 "$server" 2>/dev/null; then
			cat "$RUN_STATE/log/postgresql.log"
			echo 'not ok - PostgreSQL starts'
			exit 1
		fi
		sleep 0.1
	done
}

psql() { # DATABASE SQL: as the superuser
	(cd / && as_service "$RUN_PGBIN/psql" -XAtq -v ON_ERROR_STOP=1 -h "$RUN_SOCKETS" -U postgres -d "$1" -c "$2")
}

conninfo() { echo "host=$RUN_SOCKETS port=5432 dbname=$1 user=$2"; }

migrate() { # DATABASE
	env BALCAO_DATABASE="$(conninfo "$1" balcao)" BALCAO_DATABASE_OWNER="$(conninfo "$1" balcao_owner)" \
		BALCAO_DATABASE_ROLE=balcao "$build/balcao" migrate
}

judge() { # TEXT COMMAND...: the command's success decides
	text=$1
	shift
	if "$@" >"$RUN_STATE/log/judged" 2>&1; then
		echo "ok - migrate: $text"
	else
		echo "not ok - migrate: $text"
		sed 's/^/#   /' "$RUN_STATE/log/judged" "$RUN_STATE/log/output"
		failed=1
	fi
}

# migrate_as STATUS PATTERN NUMBER: runs `balcao migrate` and checks its exit status, its output, and
# the number of migrations that it applies.
migrate_as() {
	migrate balcao >"$RUN_STATE/log/output" 2>&1
	status=$?
	[ "$status" -eq "$1" ] && grep -q "$2" "$RUN_STATE/log/output" &&
		[ "$(grep -c '^applied' "$RUN_STATE/log/output")" -eq "$3" ]
}

# says TEXT...: succeeds if the output of the last run contains each text.
says() {
	for wanted; do
		grep -qF -- "$wanted" "$RUN_STATE/log/output" || { echo "it does not say: $wanted" && return 1; }
	done
}

migrations() { find "$top/sql/schema" -name '*.sql' | wc -l; }

several_at_once() {
	psql postgres 'CREATE DATABASE balcao_twice OWNER balcao_owner' || return 1
	migrate balcao_twice >"$RUN_STATE/log/first" 2>&1 &
	first=$!
	migrate balcao_twice >"$RUN_STATE/log/second" 2>&1 &
	second=$!
	wait "$first" && first=fine
	wait "$second" && second=fine
	cat "$RUN_STATE/log/first" "$RUN_STATE/log/second" >"$RUN_STATE/log/output"
	[ "$first $second" = 'fine fine' ] &&
		[ "$(grep -c '^applied' "$RUN_STATE/log/output")" -eq "$(migrations)" ]
}

migration_checks() {
	judge 'an empty database is brought to the head' migrate_as 0 "at migration $(migrations)\$" "$(migrations)"
	judge 'a second run does nothing' migrate_as 0 "at migration $(migrations)\$" 0
	psql balcao "UPDATE migration SET checksum = 'x' || checksum WHERE number = 1"
	judge 'a migration with another text is refused' migrate_as 1 'migration 001_base was applied .* another text' 0
	judge '... and it is said whose database that is, and what to do' says \
		'made by an unreleased version' 'pg_dump -Fc balcao' './run --state DIR' 'dropdb balcao' \
		'"A database of an unreleased version"'
	judge '... in a section of docs/operations.md' grep -qx '## A database of an unreleased version' "$top/docs/operations.md"
	psql balcao "UPDATE migration SET checksum = substr(checksum, 2) WHERE number = 1"
	psql balcao "INSERT INTO migration (number, name, checksum) VALUES ($(migrations) + 1, 'x', 'x')"
	judge 'a database from the future is refused' migrate_as 1 'newer than this program' 0
	psql balcao "DELETE FROM migration WHERE name = 'x'"
	judge 'the database is fine after that' migrate_as 0 "at migration $(migrations)\$" 0
	: >"$RUN_STATE/log/output"
	judge 'two at once both succeed' several_at_once
}

# Makes copies for the suites that read many rows, because filling them commits.
copies_make() {
	for suite in plans customer_plans error_plans club_plans finding facets sessions; do
		psql postgres "CREATE DATABASE $suite TEMPLATE balcao OWNER balcao_owner" || return 1
	done
}

# What `balcao migrate` would have done with the migrations before NUMBER.
migrations_before() { # NUMBER
	sed -n '/^-- name: migration_table /,/^)/p' "$top/sql/queries/service.sql"
	echo ';'
	for file in "$top"/sql/schema/*.sql; do
		name=$(basename "$file" .sql)
		[ "${name%%_*}" -lt "$1" ] || break
		cat "$file"
		echo "INSERT INTO migration (number, name, checksum) VALUES (${name%%_*}, '$name', '$(sha256sum <"$file" | cut -c 1-64)');"
	done
}

# Makes a database for each file of t/db/planted, whose rows were there before its migration: planted_NUMBER.
planted_make() {
	for planted in "$top"/t/db/planted/*.sql; do
		number=$(basename "$planted" | cut -c 1-3)
		psql postgres "CREATE DATABASE planted_$number OWNER balcao_owner" || return 1
		{ migrations_before "$number" && cat "$planted"; } | (cd / && as_service "$RUN_PGBIN/psql" -XAtq1 \
			-v ON_ERROR_STOP=1 -h "$RUN_SOCKETS" -U balcao_owner -d "planted_$number" -f -) >/dev/null || return 1
		migrate "planted_$number" || return 1
	done
}

server_start
database_roles || { echo 'not ok - the roles are made' && exit 1; }
migration_checks
copies_make || { echo 'not ok - copies of the database are made' && failed=1; }
planted_make >"$RUN_STATE/log/output" 2>&1 || {
	sed 's/^/#   /' "$RUN_STATE/log/output"
	echo 'not ok - rows that are older than a migration are migrated' && failed=1
}
BALCAO_TEST_DATABASE=$(conninfo balcao balcao)
BALCAO_TEST_DATABASE_OWNER=$(conninfo balcao balcao_owner)
export BALCAO_TEST_DATABASE BALCAO_TEST_DATABASE_OWNER
if [ -x "$build/t/db-tests" ]; then
	"$build/t/db-tests" "$@" 2>&1 || failed=1
else
	echo 'not ok - there is no db-tests: apt-get install libcriterion-dev'
	failed=1
fi
exit $failed
