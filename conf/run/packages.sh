# shellcheck shell=sh
# The packages of Debian 12 that ./run needs.

packages_wanted() {
	echo gcc libc6-dev make pkg-config
	echo libbrotli-dev libcrypt-dev libcurl4-openssl-dev libfcgi-dev libidn2-dev libjson-c-dev libjwt-dev \
		libpcre2-dev libpq-dev libssl-dev libunistring-dev zlib1g-dev
	echo ca-certificates curl openssl
	[ -x /usr/sbin/nginx ] || echo nginx
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || echo postgresql
	# A tarball already contains the files that these packages make.
	[ -x "$RUN_TOP/configure" ] || echo autoconf automake autoconf-archive
	[ -f "$RUN_TOP/src/errors/agent/agents.yaml" ] || echo uap-core
	{ [ -f "$RUN_TOP/conf/www/swagger-ui/swagger-ui-bundle.js" ] && [ -f "$RUN_TOP/web/app/index.html" ]; } ||
		command -v npm >/dev/null || echo npm
}

packages_missing() {
	# shellcheck disable=SC2046 # a list of words
	set -- $(packages_wanted)
	dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
		awk -v wanted="$*" '$1 == "installed" { have[$2] = 1 }
			END { n = split(wanted, w, " "); for (i = 1; i <= n; i++) if (!(w[i] in have)) print w[i] }'
}

packages_install() {
	if ! command -v dpkg-query >/dev/null; then
		say "This system is not Debian: packages are not checked"
		return
	fi
	missing=$(packages_missing | tr '\n' ' ')
	[ -n "$missing" ] || return 0
	say "Installing Debian packages: $missing"
	sudo=
	if ! is_root; then
		command -v sudo >/dev/null ||
			die "this needs root or sudo; run as root: apt-get install $missing"
		sudo=sudo
	fi
	# shellcheck disable=SC2086 # lists of words
	$sudo sh "$RUN_TOP/conf/run/install-packages.sh" $missing ||
		die "the packages could not be installed (--no-install skips this step)"
}
