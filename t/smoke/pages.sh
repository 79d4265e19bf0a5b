#!/bin/sh
# The console's files, as nginx serves them: one page for every address, assets that never change, what stands there without a
# console, limits. It puts files where `make install` puts the console, so it starts an instance of its own, and stops it.
# lane: breaking
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2034,SC2086,SC2154
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
instance_start 2 || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT

FILES=$STATE/app/share/balcao/www/app
POLICY="default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
BELOW='/app/ /app/login?next=1 /app/errors /app/errors/0190a5c0-0000-7000-8000-000000000000 /app/customers/new /app/a/b/c/ /app/index.html /app/nothing.js /app/assets
/app/errors?status=all&q=a%20b /app/%C3%A9 /app/api/v1/tasks /app/assetsx/y.js'

page_headers() { # TEXT
	same "$1: Content-Security-Policy" "$POLICY" "$(header Content-Security-Policy)"
	same "$1: others" 'nosniff no-referrer DENY' "$(header X-Content-Type-Options) $(header Referrer-Policy) $(header X-Frame-Options)"
	expect_header "$1: Strict-Transport-Security" Strict-Transport-Security 'max-age=*'
}

without() {
	rm -rf "$FILES"
	for path in / /app; do
		http GET $path
		same "no console: $path leads to where it would be" '302 /app/' "$STATUS $(header Location)"
	done
	for path in /app/ /app/login /app/errors/1; do
		http GET $path
		expect_status "no console: $path" 404
		expect_header "no console: $path: a page" Content-Type 'text/html; charset=utf-8'
		check "no console: $path says so" grep -q 'The console is not in this build' "$BODY"
		check "no console: $path says so in Portuguese" grep -q 'O console não faz parte desta instalação' "$BODY"
		check "no console: $path leads to /docs/" grep -q 'href="/docs/"' "$BODY"
	done
	http GET /app/assets/index-1.js
	judge 'no console: its files' '404 not_found'
	http GET /no-console.html
	judge 'no console: that page has no address of its own' '404 not_found'
}

fill() {
	mkdir -p "$FILES/assets"
	printf '<!doctype html><title>balcão</title>' >"$FILES/index.html"
	printf 'packed page' >"$FILES/index.html.gz"
	printf 'console.log(1)' >"$FILES/assets/index-1.js"
	printf 'packed script' >"$FILES/assets/index-1.js.gz"
	printf 'brotli script' >"$FILES/assets/index-1.js.br"
	printf 'a{}' >"$FILES/assets/index-2.css"
	printf 'font' >"$FILES/assets/index-3.woff2"
	printf '<svg/>' >"$FILES/favicon.svg"
	chmod -R a+rX "$FILES"
}

the_page() {
	for path in / /app; do
		http GET $path
		same "$path leads to the console" '302 /app/' "$STATUS $(header Location)"
		http HEAD $path
		same "$path leads to the console: HEAD" '302 /app/' "$STATUS $(header Location)"
		http POST $path -d '{}'
		judge "$path: POST" 405
		expect_allow "$path: Allow" 'GET HEAD OPTIONS'
	done
	for path in $BELOW; do
		http GET "$path"
		same "the page: $path" '200 <!doctype html><title>balcão</title>' "$STATUS $(cat "$BODY")"
		expect_header "the page: $path: its type" Content-Type 'text/html; charset=utf-8'
		expect_header "the page: $path: asked for anew" Cache-Control no-cache
		page_headers "the page: $path"
	done
	tag=$(header ETag)
	check 'the page: an ETag' [ -n "$tag" ]
	http GET /app/tasks -h "If-None-Match: $tag"
	judge 'the page: not modified' 304
	page_headers 'the page: not modified'
	http GET /app/tasks -2
	expect_status 'the page: over HTTP/2' 200
	http HEAD /app/tasks
	expect_status 'the page: HEAD' 200
	http OPTIONS /app/tasks
	expect_status 'the page: OPTIONS' 204
	http POST /app/tasks -d '{}'
	judge 'the page: POST' 405
	expect_allow 'the page: Allow' 'GET HEAD OPTIONS'
	http GET /app/tasks -h 'Accept-Encoding: gzip'
	same 'the page: as the build has packed it' 'gzip packed page' "$(header Content-Encoding) $(cat "$BODY")"
	expect_header 'the page: packed: Vary' Vary '*Accept-Encoding*'
	http GET /app/favicon.svg
	expect_header 'a file beside the page' Content-Type 'image/svg+xml*'
	http GET /app/..%2F..%2Fetc/passwd
	judge 'an address above the root' '400 bad_request'
	http GET /app/%zz
	judge 'an address that can not be decoded' '400 bad_request'
	http GET "/app/$(repeat a 9000)"
	judge 'an address over 8 KiB' '200,414'
	http GET "/app/$(repeat a 3000)"
	expect_status 'a name that no file can have' 200
}

the_files() {
	while read -r file type; do
		http GET /app/assets/$file
		expect_status "assets: $file" 200
		expect_header "assets: $file: its type" Content-Type "$type"
		same "assets: $file: for a year" 'public, max-age=31536000, immutable' "$(header Cache-Control)"
		check "assets: $file: an ETag" [ -n "$(header ETag)" ]
		page_headers "assets: $file"
	done <<'EOT'
index-1.js application/javascript*
index-2.css text/css*
index-3.woff2 font/woff2*
EOT
	http GET /app/assets/index-1.js -h 'Accept-Encoding: gzip'
	same 'assets: as the build has packed them' 'gzip packed script' "$(header Content-Encoding) $(cat "$BODY")"
	same 'assets: packed: for a year' 'public, max-age=31536000, immutable' "$(header Cache-Control)"
	http GET /app/assets/index-1.js -h 'Accept-Encoding: gzip, br'
	if [ -r "$STATE/nginx/balcao-brotli.conf" ]; then
		same 'assets: with brotli' 'br brotli script' "$(header Content-Encoding) $(cat "$BODY")"
	else
		same "assets: without nginx's module for brotli" 'gzip packed script' "$(header Content-Encoding) $(cat "$BODY")"
	fi
	http GET /app/assets/index-1.js -h "If-None-Match: $(header ETag)" -h 'Accept-Encoding: gzip, br'
	judge 'assets: not modified' 304
	for path in index-0.js '' sub/x.js ../index-0.js '%2e%2e/assets/index-0.js'; do
		http GET "/app/assets/$path" -h 'Accept-Language: pt-BR'
		case $path in ../*) expect_status "assets: $path is no asset" 200 && continue ;; esac
		judge "assets: nothing at '$path'" '404 not_found'
		expect_json "assets: nothing at '$path', in Portuguese" '.title == "Não encontrado"'
		expect_no_header "assets: nothing at '$path': not for a year" Cache-Control '*immutable*'
	done
	http POST /app/assets/index-1.js -d '{}'
	judge 'assets: POST' 405
}

# nginx counts other addresses than 127.0.0.1. A page that loads a thousand files leaves the API its requests.
own_limits() {
	n=0
	while [ $n -lt 700 ]; do
		n=$((n + 1))
		queue GET /app/assets/index-2.css -c 'interface = "127.0.0.3"' -c "connect-to = \"::127.0.0.1:${BASE##*:}\""
	done
	queue GET $API/tasks -c 'interface = "127.0.0.3"' -c "connect-to = \"::127.0.0.1:${BASE##*:}\""
	send
	answer 700
	expect_status 'limits: 700 files at once' 200
	answer 701
	judge 'limits: then the API answers all the same' 401
}

without
fill
the_page
the_files
own_limits
finish
