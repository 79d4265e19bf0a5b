# shellcheck shell=sh disable=SC2034
# The state directory, the secret and the certificate.

# Prints the absolute path, without . and .. as far as the path exists.
absolute() {
	case $1 in
	/*) wanted=$1 ;;
	*) wanted=$PWD/$1 ;;
	esac
	if [ -d "$wanted" ]; then
		(cd -P "$wanted" && pwd)
	else
		mkdir -p "$(dirname "$wanted")" && (cd -P "$(dirname "$wanted")" && printf '%s/%s\n' "$(pwd)" "$(basename "$wanted")")
	fi
}

is_empty() { [ -z "$(ls -A "$1" 2>/dev/null)" ]; }
# shellcheck disable=SC2016
service_reaches() { as_service sh -c 'cd "$1"' sh "$1" 2>/dev/null; }

# If root runs ./run, the user of the services can't enter a directory below /root. Then the data are in
# another directory, and DIR becomes a link to it.
state_elsewhere() {
	real=/var/lib/balcao-run/$(printf %s "$1" | cksum | tr -d ' ')
	if [ -d "$real" ] && ! is_empty "$real"; then
		RUN_STATE=$real
		[ -z "$(strays)" ] || die "$1 is gone, but its instance still runs in $real: restore the link with ln -s $real $1, then stop the instance"
		mv "$real" "$real.old.$(date +%Y%m%d%H%M%S)"
		say "$real belonged to an earlier $1 and is kept as $real.old.*"
	fi
	mkdir -p "$real"
	[ ! -d "$1" ] || rmdir "$1"
	ln -s "$real" "$1"
	say "$RUN_USER cannot reach $1, so the data are in $real and $1 is a link to it"
}

state_make() {
	if [ -L "$1" ] && [ ! -e "$1" ]; then
		rm -f "$1" # of an instance that was removed
	fi
	if [ -n "$RUN_USER" ]; then
		if [ -d "$1" ] && is_empty "$1" && service_reaches "$(dirname "$1")"; then
			chmod a+rx "$1"
		fi
		if [ -d "$1" ] && ! is_empty "$1"; then
			service_reaches "$1" || die "the user $RUN_USER cannot reach $1: choose another --state, or make the directories above it accessible (chmod a+x)"
		elif ! service_reaches "$(dirname "$1")"; then
			state_elsewhere "$1"
		fi
	fi
	mkdir -p "$1" || die "$1 cannot be made"
}

# state_open DIR: sets RUN_STATE and makes its subdirectories.
state_open() {
	RUN_SHOWN=$1
	[ -z "$RUN_USER" ] || id "$RUN_USER" >/dev/null 2>&1 ||
		die "the user $RUN_USER does not exist: apt-get install postgresql"
	case $1 in
	*[\"\'\$\\\;,{}#\*?\[]* | *"
"*) die "$1: the name of a state directory must not contain quotes and \$ \\ ; , { } # * ? [" ;;
	esac
	path=$(absolute "$1") || die "$1 cannot be made"
	state_make "$path"
	RUN_STATE=$(cd -P "$path" && pwd)
	[ -w "$RUN_STATE" ] || die "$RUN_STATE is not writable (made by another user, or with sudo?)"
	mkdir -p "$RUN_STATE/log" "$RUN_STATE/nginx" "$RUN_STATE/tls" "$RUN_STATE/run" ||
		die "$RUN_STATE is not writable"
	chmod 700 "$RUN_STATE/run"
	chmod 750 "$RUN_STATE/log"
	give "$RUN_STATE/run"
	sockets_choose
}

# A Unix socket's path has at most 107 bytes.
sockets_choose() {
	RUN_SOCKETS=$RUN_STATE/run
	[ "$(printf %s "$RUN_SOCKETS/.s.PGSQL.5432" | wc -c)" -gt 107 ] || return 0
	RUN_SOCKETS=
	[ ! -r "$RUN_STATE/sockets" ] || read -r RUN_SOCKETS <"$RUN_STATE/sockets" || :
	owner=${RUN_USER:-$(id -un)}
	if [ -z "$RUN_SOCKETS" ] || [ -L "$RUN_SOCKETS" ] ||
		[ "$(stat -c '%U %a' "$RUN_SOCKETS" 2>/dev/null)" != "$owner 700" ]; then
		RUN_SOCKETS=$(mktemp -d /tmp/balcao-XXXXXX)
		give "$RUN_SOCKETS"
		echo "$RUN_SOCKETS" >"$RUN_STATE/sockets"
	fi
}

secret_make() {
	[ ! -s "$RUN_STATE/secret" ] || return 0
	(umask 077 && openssl rand -hex 32 >"$RUN_STATE/secret.new")
	give "$RUN_STATE/secret.new"
	mv "$RUN_STATE/secret.new" "$RUN_STATE/secret"
}

certificate_make() {
	tls=$RUN_STATE/tls
	if [ -s "$tls/key.pem" ] && openssl x509 -in "$tls/cert.pem" -noout -checkend 604800 >/dev/null 2>&1; then
		return 0
	fi
	say "Making a self-signed certificate for localhost"
	(umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 \
		-subj '/CN=localhost' -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1' \
		-keyout "$tls/key.pem" -out "$tls/cert.pem" 2>"$RUN_STATE/log/openssl.log") ||
		die "openssl failed: $(cat "$RUN_STATE/log/openssl.log")"
	chmod 644 "$tls/cert.pem"
}

# Succeeds if a process listens on this TCP port.
port_in_use() {
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf ':%04X' "$1")" '
		$4 == "0A" && substr($2, length($2) - 4) == port { used = 1 } END { exit !used }'
}
