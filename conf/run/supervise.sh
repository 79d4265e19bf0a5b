#!/bin/sh
# supervise.sh: starts PostgreSQL, the service and nginx of one instance, waits until the instance
# is ready, and stops the three in order on a signal or when one of them ends. ./run executes
# it, with the variables that common.sh lists, and with the state directory's lock as
# descriptor 9.
set -eu
# shellcheck source=conf/run/common.sh
. "$RUN_TOP/conf/run/common.sh"
# shellcheck source=conf/run/database.sh
. "$RUN_TOP/conf/run/database.sh"

started=

# part_start NAME DIRECTORY COMMAND...
part_start() {
	name=$1 directory=$2
	shift 2
	if [ "$name" != nginx ] && [ -n "$RUN_USER" ]; then
		set -- env HOME=/nonexistent setpriv --reuid="$RUN_USER" --regid="$RUN_USER" --init-groups \
			--inh-caps=-all --no-new-privs "$@"
	fi
	rm -f "$RUN_STATE/$name.pid"
	setsid sh "$RUN_TOP/conf/run/keep.sh" "$RUN_STATE/$name.pid" $$ "$directory" "$@" \
		</dev/null >>"$RUN_STATE/log/$name.log" 2>&1 9>&- &
	started="$started $name"
}

failed() {
	trap '' INT TERM HUP USR1
	printf 'run: %s\n' "$1" >&2
	[ -z "${2:-}" ] || log_tail "$2"
	parts_stop
	exit 1
}

stop() {
	trap '' INT TERM HUP USR1
	say "Stopping nginx, balcao and PostgreSQL"
	parts_stop
	say "Stopped; the data are kept in $RUN_SHOWN"
	exit 0
}

# Stops everything if one of the parts has ended by itself.
parts_check() {
	for name in $started; do
		part_pid "$name" >/dev/null || failed "$name has ended unexpectedly: the others are stopped" "$name"
	done
}

# Waits for a part to start: at first it has no pid file, or still another command line.
part_await() {
	tries=100
	until part_pid "$1" >/dev/null; do
		[ "$tries" -gt 0 ] || failed "$1 does not start" "$1"
		tries=$((tries - 1))
		sleep 0.02
	done
}

database_await() {
	part_await postgresql
	tries=1200
	until "$RUN_PGBIN/pg_isready" -q -h "$RUN_SOCKETS" -p 5432 -U postgres -d postgres; do
		parts_check
		[ "$tries" -gt 0 ] || failed "PostgreSQL does not get ready" postgresql
		tries=$((tries - 1))
		sleep 0.05
	done
}

listen_lines() {
	for address in $RUN_LISTEN; do
		case $address in
		*:*) printf '\t\tlisten [%s]:%s ssl http2;\n' "$address" "$RUN_PORT" ;;
		*) printf '\t\tlisten %s:%s ssl http2;\n' "$address" "$RUN_PORT" ;;
		esac
	done
}

# Where Debian's libnginx-mod-http-brotli-static is installed, nginx sends the console's files with brotli.
brotli_configure() {
	module=/usr/lib/nginx/modules/ngx_http_brotli_static_module.so
	rm -f "$RUN_STATE/nginx/balcao-brotli.conf"
	[ -r "$module" ] || return 0
	echo 'brotli_static on;' >"$RUN_STATE/nginx/balcao-brotli.conf"
	echo "load_module $module;"
}

nginx_configure() {
	as_service "$RUN_STATE/app/bin/balcao" origins >"$RUN_STATE/nginx/balcao-origins.conf" ||
		failed "the allowed origins could not be read"
	ln -sfn "$RUN_STATE/app/share/balcao/nginx" "$RUN_STATE/nginx/balcao"
	cat >"$RUN_STATE/nginx/nginx.conf" <<EOT
# Written by ./run at every start.
${RUN_USER:+user $RUN_USER $RUN_USER;}
$(brotli_configure)
daemon off;
worker_processes auto;
pid "$RUN_STATE/nginx/pid"; # nginx.pid is written by keep.sh, before nginx starts
error_log "$RUN_STATE/log/nginx.log" error;
events {
	worker_connections 3000;
}
http {
	client_body_temp_path "$RUN_STATE/nginx/body";
	fastcgi_temp_path "$RUN_STATE/nginx/fastcgi";
	proxy_temp_path "$RUN_STATE/nginx/proxy";
	scgi_temp_path "$RUN_STATE/nginx/scgi";
	uwsgi_temp_path "$RUN_STATE/nginx/uwsgi";
	sendfile on;
	tcp_nopush on;
	include balcao/http.conf;
	fastcgi_cache_path "$RUN_STATE/nginx/cache" keys_zone=balcao_answers:2m max_size=64m inactive=5m use_temp_path=off;
	upstream balcao {
		server "unix:$RUN_SOCKETS/balcao.sock";
	}
	server {
$(listen_lines)
		server_name localhost;
		ssl_certificate "$RUN_STATE/tls/cert.pem";
		ssl_certificate_key "$RUN_STATE/tls/key.pem";
		include balcao/tls.conf;
		root "$RUN_STATE/app/share/balcao/www";
		include balcao/server.conf;
	}
}
EOT
}

nginx_start() {
	nginx_configure
	# shellcheck disable=SC3045 # dash and bash have it
	ulimit -S -n 8192 2>/dev/null || ulimit -S -n "$(ulimit -H -n)"
	part_start nginx "$RUN_STATE/nginx" "$(PATH=$PATH:/usr/sbin command -v nginx)" -c "$RUN_STATE/nginx/nginx.conf"
}

balcao_start() {
	rm -f "$RUN_SOCKETS/balcao.sock"
	part_start balcao "$RUN_STATE/app" env -u BALCAO_DATABASE_OWNER "$RUN_STATE/app/bin/balcao" serve
}

answer() {
	curl -sk --noproxy '*' --max-time 5 -o /dev/null -w '%{http_code}' "$RUN_URL$1" || :
}

ready_await() {
	since=$(date +%s)
	until [ "$(answer /readyz)" = 200 ]; do
		parts_check
		if [ $(($(date +%s) - since)) -ge 60 ]; then
			case $(answer /livez) in
			200) failed "not ready in 60 seconds: the service runs, but /readyz answers $(answer /readyz) (database or migrations)" balcao ;;
			502 | 503 | 504) failed "not ready in 60 seconds: nginx does not get an answer from the service" balcao ;;
			*) failed "not ready in 60 seconds: nginx does not answer at $RUN_URL" nginx ;;
			esac
		fi
		sleep 0.05
	done
}

start() {
	say "Starting PostgreSQL, balcao and nginx"
	logs_mark
	database_unlock
	database_start
	database_await
	database_roles || failed "the roles and the database could not be made" postgresql
	(cd / && as_service "$RUN_STATE/app/bin/balcao" migrate) >>"$RUN_STATE/log/migrate.log" 2>&1 9>&- ||
		failed "the migration failed" migrate
	balcao_start
	nginx_start
	part_await balcao
	part_await nginx
	ready_await
	echo "$RUN_PORT" >"$RUN_STATE/port"
	: >"$RUN_STATE/ready"
}

trap stop INT TERM HUP
trap : USR1
echo $$ >"$RUN_STATE/run.pid"
start
trap parts_check USR1
parts_check
if [ -n "$RUN_DETACHED" ]; then
	exec >>"$RUN_STATE/log/run.log" 2>&1
else
	sh "$RUN_TOP/conf/run/welcome.sh"
fi
while :; do
	wait
	parts_check
	sleep 1
done
