#!/bin/sh
# install-packages.sh PACKAGE...: runs apt-get install, as root, without the side effects of the
# packages: it keeps nginx from being started or enabled, and PostgreSQL from creating the
# cluster "main". Packages that were installed before stay as they are.
set -eu

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d
made=

clean_up() {
	for file in $made; do
		rm -f "$file"
	done
	rmdir "$clusters" "${clusters%/*}" 2>/dev/null || :
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

if [ ! -e "$policy" ]; then
	made=$policy
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
if [ ! -e "$clusters/balcao-run.conf" ]; then
	mkdir -p "$clusters"
	made="$made $clusters/balcao-run.conf"
	echo 'create_main_cluster = false' >"$clusters/balcao-run.conf"
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q -y --no-install-recommends install "$@"

for package; do
	if [ "$package" = nginx ]; then
		update-rc.d nginx disable >/dev/null 2>&1 || :
		deb-systemd-helper disable nginx.service >/dev/null 2>&1 || :
	fi
done
