#!/bin/sh
# Builds the console for make: make.sh SOURCES BUILD [--strict]. SOURCES is not written to, so that it may be read-only; packages and
# what is made of the API's document are in BUILD/work. Without npm, node or npm's registry it says so and succeeds, unless --strict.
set -eu

sources=$(cd -P "$1" && pwd)
mkdir -p "$2"
build=$(cd -P "$2" && pwd)
strict=${3:-}
work=$build/work
log=$build/work.log

without() {
	echo "balcao: $*: the console (/app/) is not in this build" >&2
	[ -z "$strict" ] || exit 1
	exit 0
}
failed() {
	tail -n 40 "$log" >&2
	echo "balcao: the console could not be built: $* (the whole log: $log)" >&2
	exit 1
}

# What the console is built from, as one number.
sum() {
	{
		cd "$sources"
		find build public src index.html ./*.ts ./*.js ./*.json .npmrc -type f ! -path 'src/lib/schema.*' \
			! -name idempotent.json ! -name openapi.json -print | LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done
		cksum <"$build/api.json"
	} | cksum
}

now=$(sum)
if [ -f "$build/dist/index.html" ] && [ "$(cat "$build/dist.stamp" 2>/dev/null)" = "$now" ]; then
	exit 0
fi
[ -n "${NPM:-}" ] || without "npm is missing (apt-get install npm)"
[ -n "${NODE:-}" ] || without "node is missing (apt-get install nodejs)"
"$NODE" -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' || without "node is older than 18"

mkdir -p "$work"
for name in build public src; do
	rm -rf "${work:?}/$name"
	cp -R "$sources/$name" "$work/"
done
for name in .npmrc package.json package-lock.json index.html svelte.config.js tsconfig.json vite.config.ts; do
	cp "$sources/$name" "$work/$name"
done
chmod -R u+w "$work"

# The packages are kept as long as the lock file is the same.
lock=$(cksum <"$work/package-lock.json")
if [ "$(cat "$work/node_modules/.lock" 2>/dev/null)" != "$lock" ]; then
	(cd "$work" && npm_config_fetch_retries="${npm_config_fetch_retries:-1}" \
		"$NPM" ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$log" 2>&1 || {
		tail -n 3 "$log" >&2
		rm -rf "$work/node_modules"
		without "npm could not get its packages"
	}
	echo "$lock" >"$work/node_modules/.lock"
fi

cd "$work"
cp "$build/api.json" openapi.json
"$NODE" build/schema.mjs openapi.json >"$log" 2>&1 || failed "the types of the API"
"$NPM" run --silent check >"$log" 2>&1 || failed "it doesn't fit the API, or its own types"
"$NPM" exec --offline -- vite build --logLevel info --outDir "$work/dist" --emptyOutDir >"$log" 2>&1 || failed "vite"
grep 'compressed' "$log" | sed 's/^.*] /  /'
rm -rf "$build/dist"
mv "$work/dist" "$build/dist"
echo "$now" >"$build/dist.stamp"
