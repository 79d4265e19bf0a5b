#!/bin/sh
# The number of events that a key may send in a minute. The script needs a low limit, so it starts an instance of its own, in a
# scratch directory, and stops it.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
LIMIT=30

instance_start 3 "$EVENTS_SETTING=$LIMIT" || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"
# shellcheck source=center.sh
. "$here/center.sh"

# Posts events one by one until one is refused; sets ACCEPTED
until_refused() {
	ACCEPTED=0
	while [ $ACCEPTED -lt $((4 * LIMIT)) ]; do
		post '{"title":"Um de muitos"}'
		[ "$STATUS" = 202 ] || return 0
		ACCEPTED=$((ACCEPTED + 1))
	done
}

fresh_user
fresh_project
first=$KEY
until_refused
judge 'limit: at last the answer tells the key to wait' '429 too_many_requests'
retry_after 'limit: and for how long'
check "limit: no more than a minute [$(header Retry-After)]" [ "$(header Retry-After)" -le 60 ]
# a service that counts by the minute lets twice as many pass if a minute ends meanwhile
check "limit: $LIMIT in a minute, whichever worker counts [$ACCEPTED]" [ $ACCEPTED -ge $((LIMIT / 2)) -a $ACCEPTED -le $((2 * LIMIT)) ]
expect_header 'limit: the answer may not be stored' Cache-Control '*no-store*'
post '{"level":"none","colour":'
judge 'limit: before the body is looked at' '429 too_many_requests'
post "[$(repeat '{"title":"x"},' 20 | sed 's/,$//')]"
judge 'limit: for arrays too' '429 too_many_requests'
check 'limit: what was accepted is counted, and nothing else' eventually 15 digested $ACCEPTED

new_key
post '{"title":"De outra chave"}'
judge 'limit: another key of the project goes on' 202
post '{"title":"x"}' -a 0123456789abcdef0123456789abcdef
judge 'limit: an unknown key gets the same answer, however often' '401 token_invalid'
http GET "$PROJECTS/$PROJECT/keys"
judge 'limit: people go on' 200

# an array counts as many as it has elements
new_key
post "[$(repeat '{"title":"Dez"},' 10 | sed 's/,$//')]"
judge 'array: ten are taken' 202
arrays=1
while [ "$STATUS" = 202 ] && [ $arrays -lt 40 ]; do
	arrays=$((arrays + 1))
	post "[$(repeat '{"title":"Dez"},' 10 | sed 's/,$//')]"
done
judge 'array: until the limit' '429 too_many_requests'
check "array: each counts as many as it holds [$arrays of 10]" [ $arrays -le $((2 * LIMIT / 10 + 1)) ]
# an SDK gets the answer of its own protocol, and stops
new_key
url="/api/$NUMBER/envelope/?sentry_key=$KEY"
printf '{}\n{"type":"event"}\n{"message":"Um de muitos"}' >"$WORK/envelope"
printf 'no gzip' >"$WORK/noise"
taken=0
http POST "$url" -a '' -t '' -f "$WORK/envelope"
while [ "$STATUS" = 200 ] && [ $taken -lt $((4 * LIMIT)) ]; do
	taken=$((taken + 1))
	http POST "$url" -a '' -t '' -f "$WORK/envelope"
done
check "SDK: so many events are taken [$taken]" [ $taken -ge $((LIMIT / 2)) -a $taken -le $((2 * LIMIT)) ]
expect_status 'SDK: at last the answer tells it to wait' 429
expect_json 'SDK: in its own form' '.detail | type == "string"'
retry_after 'SDK: for how long'
expect_header 'SDK: for everything' X-Sentry-Rate-Limits "$(header Retry-After)::key:*"
expect_header 'SDK: pages see that' Access-Control-Allow-Origin '[*]'
http POST "$url" -a '' -t '' -f "$WORK/noise" -h 'Content-Encoding: gzip'
expect_status 'SDK: before the body is inflated' 429
if command -v node >/dev/null && [ -d "$here/node_modules/@sentry/node" ]; then
	new_key
	statuses=$(node "$here/sdk.mjs" "https://$KEY@${BASE#https://}/$NUMBER" $((3 * LIMIT)))
	refused=$(printf '%s\n' $statuses | grep -c ':429') # an event, or the client report that is sent with it
	silent=$(printf '%s\n' $statuses | grep -c 'event:none')
	# a minute may have ended meanwhile
	check "SDK: @sentry/node meets the limit [$(printf '%s\n' $statuses | sort | uniq -c | xargs)]" [ "$refused" -ge 1 -a "$refused" -le 4 ]
	check "SDK: @sentry/node stops then [$silent]" [ "$silent" -ge $((LIMIT / 2)) ]
else
	skip 'SDK: @sentry/node stops' 'node or the package is missing'
fi

post '{"title":"x"}' -a "$first"
check "limit: the first key is still refused, or has waited long enough [$STATUS]" one_of "$STATUS" '202,429'
finish
