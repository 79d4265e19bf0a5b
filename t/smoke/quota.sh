#!/bin/sh
# How many events and bytes keys and projects may report in a minute. The script needs low limits, so it starts an instance of its
# own, in a scratch directory, and stops it.
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
judge 'limit: at last the answer tells the key to wait' '429 quota_exceeded'
retry_after 'limit: and for how long'
check "limit: no more than a minute [$(header Retry-After)]" [ "$(header Retry-After)" -le 60 ]
# a service that counts by the minute lets twice as many pass if a minute ends meanwhile
check "limit: $LIMIT in a minute, whichever worker counts [$ACCEPTED]" [ $ACCEPTED -ge $((LIMIT / 2)) -a $ACCEPTED -le $((2 * LIMIT)) ]
expect_header 'limit: the answer may not be stored' Cache-Control '*no-store*'
post '{"level":"none","colour":'
judge 'limit: before the body is looked at' '429 quota_exceeded'
post "[$(repeat '{"title":"x"},' 20 | sed 's/,$//')]"
judge 'limit: for arrays too' '429 quota_exceeded'
check 'limit: what was accepted is counted, and nothing else' eventually 15 digested $ACCEPTED

new_key
post '{"title":"De outra chave"}'
judge 'limit: another key of the project is refused, too' '429 quota_exceeded'
http PATCH "$PROJECTS/$PROJECT" -d '{"quota":{"events_per_minute":100000}}'
judge 'limit: the project may have more' '200 .quota == {"events_per_minute":100000,"bytes_per_minute":null}'
taken() { post '{"title":"De outra chave"}' && [ "$STATUS" = 202 ]; }
check 'limit: then its other keys go on within a second' eventually 2 taken
post '{"title":"x"}' -a "$first"
judge 'limit: but not the first' '429 quota_exceeded'
http PATCH "$PROJECTS/$PROJECT/keys/$KEY_ID" -d '{"quota":{"events_per_minute":2}}'
judge 'limit: a key may have less' '200 .quota.events_per_minute == 2 and .version == 2 and (.dsn | endswith("/'$NUMBER'"))'
refused() { post '{"title":"De outra chave"}' && [ "$STATUS" = 429 ]; }
check 'limit: then it is refused' eventually 5 refused
fresh_project
post '{"title":"x"}' -a 0123456789abcdef0123456789abcdef
judge 'limit: an unknown key gets the same answer, however often' '401 token_invalid'
http GET "$PROJECTS/$PROJECT/keys"
judge 'limit: people go on' 200

# an array counts as many as it has elements
fresh_project
post "[$(repeat '{"title":"Dez"},' 10 | sed 's/,$//')]"
judge 'array: ten are taken' 202
arrays=1
while [ "$STATUS" = 202 ] && [ $arrays -lt 40 ]; do
	arrays=$((arrays + 1))
	post "[$(repeat '{"title":"Dez"},' 10 | sed 's/,$//')]"
done
judge 'array: until the limit' '429 quota_exceeded'
check "array: each counts as many as it holds [$arrays of 10]" [ $arrays -le $((2 * LIMIT / 10 + 1)) ]
# an SDK gets the answer of its own protocol, and stops
fresh_project
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
	fresh_project
	statuses=$(node "$here/sdk.mjs" "https://$KEY@${BASE#https://}/$NUMBER" $((3 * LIMIT)))
	refused=$(printf '%s\n' $statuses | grep -c ':429') # an event, or the client report that is sent with it
	silent=$(printf '%s\n' $statuses | grep -c 'event:none')
	# a minute may have ended meanwhile
	check "SDK: @sentry/node meets the limit [$(printf '%s\n' $statuses | sort | uniq -c | xargs)]" [ "$refused" -ge 1 -a "$refused" -le 4 ]
	check "SDK: @sentry/node stops then [$silent]" [ "$silent" -ge $((LIMIT / 2)) ]
else
	skip 'SDK: @sentry/node stops' 'node or the package is missing'
fi

# bytes: a mebibyte a minute
fresh_project
http PATCH "$PROJECTS/$PROJECT" -d '{"quota":{"bytes_per_minute":1048576}}'
judge 'bytes: of the project' '200 .quota == {"events_per_minute":null,"bytes_per_minute":1048576}'
large="{\"title\":\"Grande\",\"details\":\"$(repeat x 200000)\"}"
taken=0
post "$large"
while [ "$STATUS" = 202 ] && [ $taken -lt 20 ]; do
	taken=$((taken + 1))
	post "$large"
done
judge 'bytes: at last it must wait' '429 quota_exceeded'
retry_after 'bytes: and is told for how long'
check "bytes: five of 200 kB are in a mebibyte, or ten if a minute ended [$taken]" [ $taken -ge 5 -a $taken -le 10 ]
fresh_project
http PATCH "$PROJECTS/$PROJECT/keys/$KEY_ID" -d '{"quota":{"bytes_per_minute":1048576}}'
url="/api/$NUMBER/envelope/?sentry_key=$KEY"
taken=0
{ printf '{}\n{"type":"event"}\n{"message":"Grande","extra":{"x":"' && repeat x 200000 && printf '"}}'; } | gzip >"$WORK/envelope"
sent_large() { http POST "$url" -a '' -t '' -f "$WORK/envelope" -h 'Content-Encoding: gzip'; }
sent_large
while [ "$STATUS" = 200 ] && [ $taken -lt 20 ]; do
	taken=$((taken + 1))
	sent_large
done
expect_status 'bytes: an SDK must wait, too' 429
check "bytes: they are counted before compression [$taken of $(wc -c <"$WORK/envelope") bytes]" [ $taken -ge 5 -a $taken -le 10 ]
expect_header 'bytes: it is told which quota' X-Sentry-Rate-Limits "*::key:bytes_per_minute"

# keeping: a project of a mebibyte
fresh_project
http PATCH "$PROJECTS/$PROJECT" -d '{"keep_bytes":1048576}'
judge 'keep: set' '200 .keep_bytes == 1048576 and .kept_bytes == 0'
n=0
while [ $n -lt 12 ]; do
	n=$((n + 1))
	sent "{\"title\":\"Guardado $n\",\"fingerprint\":[\"$n\"],\"details\":\"$(repeat x 200000)\"}"
done
settle 12
within() { http GET "$PROJECTS/$PROJECT" && holds '.kept_bytes <= 1048576 and .kept_bytes > 700000'; }
check 'keep: soon no more is kept' eventually 30 within
all_errors
judge 'keep: the errors and their counts stay' '200 (.items | length) == 12 and all(.items[]; .events == 1)'
error_of 'Guardado 1'
http GET "$ERRORS/$ERROR/events"
judge 'keep: the oldest has gone' '200 .items == []'
detail
judge 'keep: its error is still there' '200 .events == 1 and .details == null'
all_errors
error_of 'Guardado 12'
http GET "$ERRORS/$ERROR/events"
judge 'keep: the newest is there' '200 .items | length == 1'
http DELETE "$ERRORS/$ERROR"
smaller() { http GET "$PROJECTS/$PROJECT" && holds '.kept_bytes < 900000'; }
check 'keep: a deleted error takes its part along' eventually 30 smaller

bodies PATCH "$PROJECTS/$PROJECT" <<END
quota: one member | {"quota":{"bytes_per_minute":2000000}} | 200 .quota == {"events_per_minute":null,"bytes_per_minute":2000000}
quota: another stays | {"quota":{"events_per_minute":7}} | 200 .quota == {"events_per_minute":7,"bytes_per_minute":2000000}
quota: null takes one back | {"quota":{"events_per_minute":null}} | 200 .quota == {"events_per_minute":null,"bytes_per_minute":2000000}
quota: null takes all back | {"quota":null} | 200 .quota == {"events_per_minute":null,"bytes_per_minute":null}
quota: too little | {"quota":{"events_per_minute":0,"bytes_per_minute":1}} | 422 /quota/bytes_per_minute=* /quota/events_per_minute=*
quota: unknown | {"quota":{"events":1}} | 422 /quota/events=unknown_field
quota: no object | {"quota":5} | 422 /quota=wrong_type
keep: too little | {"keep_bytes":1} | 422 /keep_bytes=*
keep: the default | {"keep_bytes":null} | 200 .keep_bytes == 2147483648
END
http GET "$PROJECTS/$PROJECT/keys/$KEY_ID"
judge 'key: one of them' "200 .id == \"$KEY_ID\" and .public_key == \"$KEY\" and .version == 1"
tag=$(header ETag)
http PATCH "$PROJECTS/$PROJECT/keys/$KEY_ID" -d '{"name":"Outro nome"}' -h "If-Match: $tag"
judge 'key: another name' '200 .name == "Outro nome" and .version == 2'
http PATCH "$PROJECTS/$PROJECT/keys/$KEY_ID" -d '{"name":"x"}' -h "If-Match: $tag"
judge 'key: an old version' 412
http DELETE "$PROJECTS/$PROJECT/keys/$KEY_ID" -h "If-Match: $tag"
judge 'key: an old version is not deleted either' 412
http PATCH "$PROJECTS/$PROJECT/keys/$UNKNOWN_ID" -d '{"name":"x"}'
judge 'key: an unknown one' 404
http POST "$PROJECTS/$PROJECT/keys" -d '{"name":"x","quota":{"events_per_minute":5}}'
judge 'key: with a quota from the start' '201 .quota == {"events_per_minute":5,"bytes_per_minute":null}'

post '{"title":"x"}' -a "$first"
check "limit: the first key is still refused, or has waited long enough [$STATUS]" one_of "$STATUS" '202,429'
finish
