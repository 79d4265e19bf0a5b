#!/bin/sh
# Applications with unchanged SDKs of Sentry, each of which knows only a DSN: @sentry/node and @sentry/browser from npm, and
# Debian's python3-sentry-sdk, ruby-sentry-ruby and golang-github-getsentry-sentry-go-dev. The programs are in sdks/. Each is
# called with DSN CERTIFICATE COUNT. If COUNT is 0 it reports three events and prints "NAME ID" for each, with the id that the SDK
# returned: "chain", an exception with a cause; "message", a text; "big", an exception with 8,000 objects beside it. Otherwise it
# reports COUNT messages, one after another. The script needs a low limit, so it starts an instance of its own.
# lane: waiting
# needs: packages
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2034,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
LIMIT=10

instance_start 3 "$EVENTS_SETTING=$LIMIT" "BALCAO_METRICS_ALLOW=127.0.0.1 ::1" || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=center.sh
. "$here/center.sh"

GOCODE=/usr/share/gocode

# --- how each is run ---

has_module() { [ -d "$here/node_modules/@sentry/$1" ] && command -v node >/dev/null; }

ready() { # LANGUAGE: or prints what is missing
	case $1 in
	node) has_module node || echo 'node or @sentry/node' ;;
	browser) { has_module browser && command -v chromium >/dev/null; } || echo 'chromium, node or @sentry/browser' ;;
	python) /usr/bin/python3 -c 'import sentry_sdk' 2>/dev/null || echo python3-sentry-sdk ;;
	ruby) ruby -e 'require "sentry-ruby"' 2>/dev/null || echo ruby-sentry-ruby ;;
	go) { [ -d "$GOCODE/src/github.com/getsentry/sentry-go" ] && build_go; } >"$WORK/go.log" 2>&1 || echo "golang-github-getsentry-sentry-go-dev, or: $(tail -n 1 "$WORK/go.log")" ;;
	esac
}

# In GOPATH mode, which takes the libraries of Debian's packages and asks no network.
build_go() {
	GO111MODULE=off GOFLAGS='' GOPATH=$GOCODE GOCACHE=$WORK/gocache go build -o "$WORK/go" "$here/sdks/go/main.go"
}

program() { # LANGUAGE DSN COUNT
	case $1 in
	node) NODE_EXTRA_CA_CERTS=$CACERT node "$here/sdks/node.mjs" "$2" "$CACERT" "$3" ;;
	browser) node "$here/sdks/browser.mjs" "$2" "$CACERT" "$3" ;;
	python) /usr/bin/python3 "$here/sdks/python.py" "$2" "$CACERT" "$3" ;;
	ruby) ruby "$here/sdks/ruby.rb" "$2" "$CACERT" "$3" ;;
	go) "$WORK/go" "$2" "$CACERT" "$3" ;;
	esac 2>"$WORK/program.errors"
}

# What differs: the titles of the three events, and a text of the cause that `details` must have.
title_of() { # LANGUAGE NAME
	case $1.$2 in
	go.chain) echo '*fmt.wrapError: a compra falhou: carrinho 7: o carrinho não tem itens' ;;
	go.big) echo '*fmt.wrapError: carrinho 9: o carrinho não tem itens' ;;
	node.chain | browser.chain) echo 'Error: a compra falhou' ;;
	node.big | browser.big) echo "TypeError: Cannot read properties of undefined (reading 'length')" ;;
	python.chain | ruby.chain) echo 'RuntimeError: a compra falhou' ;;
	python.big) echo "KeyError: 'itens'" ;;
	ruby.big) echo 'KeyError: key not found: :itens' ;;
	*.message) echo 'Estoque 17 vazio' ;;
	esac
}

cause_of() { # LANGUAGE
	case $1 in
	go) echo '*errors.errorString' ;;
	node | browser) echo TypeError ;;
	*) echo KeyError ;;
	esac
}

# --- what is checked ---

identifier() { sed -n "s/^$1 //p" "$WORK/ids.$language"; } # NAME: the id that the SDK returned

level_of() { case $1 in message) echo warning ;; *) echo error ;; esac; } # NAME

whole() { # NAME: the event is found by the SDK's id, with all that says what it is
	all_errors
	error_of "$(title_of "$language" "$1")"
	check "$language: $1: the SDK returned an id" [ -n "$(identifier "$1")" ]
	http GET "$ERRORS/$ERROR/events/$(identifier "$1")"
	judge "$language: $1: the event is found by that id" "200 .title == $(title_of "$language" "$1" | jq -R .)
		and .level == \"$(level_of "$1")\" and .environment == \"staging\" and .release == \"loja@1.4.2\" and .tags.loja == \"centro\"
		and .event.user.id == \"42\""
}

judge_events() {
	check "$language: three events, each an error" eventually 15 digested 3
	whole message
	whole big
	expect_json "$language: big: it has its stack" '.event.exceptions[-1].frames | length > 0'
	expect_json "$language: big: and what was beside it, as far as there is room" '.event.extra.estado | length > 0'
	whole chain
	expect_json "$language: chain: the cause is part of it" '.event.exceptions | length >= 2'
	expect_json "$language: chain: and of its text" ".details | contains(\"$(cause_of "$language")\")"
	detail
	judge "$language: the list and the error show it" '200 .environment == "staging" and .release == "loja@1.4.2" and .users == 1 and .events == 1
		and (.why | length > 1)'
}

# The answer 429 ends the SDK's requests for a minute: without it, most of the messages would be refused.
judge_flood() {
	new_key
	_before=$(refusals)
	program "$language" "$(dsn)" $((6 * LIMIT)) >"$WORK/flood"
	_refused=$(($(refusals) - _before))
	# a minute may have ended meanwhile, and a report of what was dropped may come after the event
	check "$language: 429 stops it [of $((6 * LIMIT)) messages $_refused were refused]" [ $_refused -ge 1 -a $_refused -le $((2 * LIMIT)) ]
}

refusals() { # by Sentry's routes, so far
	curl -q -s --noproxy '*' -k "$BASE/metrics" |
		awk '/^balcao_http_requests_total/ && /envelope|store/ && /status="429"/ { sum += $NF } END { print sum + 0 }'
}

dsn() { echo "https://$KEY@${BASE#https://}/$NUMBER"; }

fresh_user
for language in python ruby go node browser; do
	missing=$(ready $language)
	[ -z "${ASAN_OPTIONS:-}" ] || [ $language = python ] || missing='under the sanitizers one SDK tells as much as all'
	if [ -n "$missing" ]; then
		skip "$language: an unchanged SDK reports errors" "not there: $missing"
		continue
	fi
	fresh_project
	program $language "$(dsn)" 0 >"$WORK/ids.$language"
	same "$language: the program ends well" 0 $?
	judge_events
	judge_flood
done
finish
