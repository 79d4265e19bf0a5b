#!/bin/sh
# Fingerprint rules of a project: what they may be, that they apply to what arrives, and their preview.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

RULE='{"value":"Timeout*","parts":["timeout"]}'

rules() {
	http POST $PROJECTS -d "{\"name\":\"Loja\",\"fingerprint_rules\":[$RULE]}"
	judge 'rules: with a new project' "201 .fingerprint_rules == [$RULE]"
	new_project
	one=$PROJECTS/$PROJECT
	many=$(jq -nc '[range(100) | {type: "T\(.)*", parts: ["a", "{{ default }}"]}]')
	long=$(jq -nc '"x" * 200')
	requests <<END
rules: none at first | GET $one | 200 .fingerprint_rules == []
rules: of each kind | PATCH $one {"fingerprint_rules":[{"type":"A*","parts":["a"]},{"value":"?","parts":["b","b"]},{"module":"m","parts":["c"]},{"function":"f","parts":["d"]},{"path":"*/p","parts":["e"]},{"logger":"l","parts":["{{ default }}","x"]}]} | 200 (.fingerprint_rules | length) == 6 and .fingerprint_rules[0] == {"type":"A*","parts":["a"]}
rules: other changes leave them | PATCH $one {"name":"x"} | 200 (.fingerprint_rules | length) == 6
rules: GET shows them | GET $one | 200 .fingerprint_rules[1] == {"value":"?","parts":["b","b"]} and .fingerprint_rules[5].logger == "l"
rules: so does the list | GET $PROJECTS | 200 any(.items[]; (.fingerprint_rules | length) == 6)
rules: null brings the default back | PATCH $one {"fingerprint_rules":null} | 200 .fingerprint_rules == []
rules: a hundred | PATCH $one {"fingerprint_rules":$many} | 200 (.fingerprint_rules | length) == 100
rules: one more | PATCH $one {"fingerprint_rules":$(printf %s "$many" | jq -c ". + [$RULE]")} | 422 /fingerprint_rules=too_many_items
rules: none | PATCH $one {"fingerprint_rules":[]} | 200 .fingerprint_rules == []
rules: the longest pattern and part | PATCH $one {"fingerprint_rules":[{"type":$long,"parts":[$long]}]} | 200
END
	broken "PATCH $one"
}

# METHOD-AND-PATH: what is refused, and where
broken() {
	requests <<END
${1%% *}: no list | $1 {"fingerprint_rules":{}} | 422 /fingerprint_rules=wrong_type
${1%% *}: no object | $1 {"fingerprint_rules":[1]} | 422 /fingerprint_rules/0=wrong_type
${1%% *}: no pattern | $1 {"fingerprint_rules":[$RULE,{"parts":["a"]}]} | 422 /fingerprint_rules/1=exactly_one
${1%% *}: two patterns | $1 {"fingerprint_rules":[{"type":"a","value":"b","parts":["a"]}]} | 422 /fingerprint_rules/0=exactly_one
${1%% *}: no parts | $1 {"fingerprint_rules":[$RULE,$RULE,$RULE,{"type":"a"}]} | 422 /fingerprint_rules/3/parts=required
${1%% *}: empty parts | $1 {"fingerprint_rules":[$RULE,$RULE,$RULE,{"type":"a","parts":[]}]} | 422 /fingerprint_rules/3/parts=too_few_items
${1%% *}: an empty part | $1 {"fingerprint_rules":[{"type":"a","parts":["a",""]}]} | 422 /fingerprint_rules/0/parts/1=too_short
${1%% *}: a part that is a number | $1 {"fingerprint_rules":[{"type":"a","parts":[1]}]} | 422 /fingerprint_rules/0/parts/0=wrong_type
${1%% *}: an empty pattern | $1 {"fingerprint_rules":[{"type":"","parts":["a"]}]} | 422 /fingerprint_rules/0/type=too_short
${1%% *}: a pattern that is too long | $1 {"fingerprint_rules":[{"type":"$(repeat x 201)","parts":["a"]}]} | 422 /fingerprint_rules/0/type=too_long
${1%% *}: an unknown member | $1 {"fingerprint_rules":[{"type":"a","parts":["a"],"colour":"red"}]} | 422 /fingerprint_rules/0/colour=unknown_field
END
}

# An event of an SDK: TYPE VALUE FUNCTION [LOGGER].
event() {
	jq -nc --arg type "$1" --arg value "$2" --arg function "$3" --arg logger "${4:-}" '{platform: "go", logger: $logger, tags: {loja: "sul"},
		exception: {values: [{type: $type, value: $value, stacktrace: {frames: [{function: $function, module: "loja.pedidos", in_app: true}]}}]}}'
}

store() { # EVENT...
	for _event; do
		http POST "/api/$NUMBER/store/?sentry_key=$KEY&sentry_version=7" -a '' -d "$_event"
		[ "$STATUS" = 200 ] || fail "setting up: an event of an SDK is accepted: $STATUS"
	done
}

ruled() { # RULES: sets the project's rules, and waits until workers know them
	http PATCH "$PROJECTS/$PROJECT" -d "{\"fingerprint_rules\":$1}"
	[ "$STATUS" = 200 ] || fail "setting up: the rules are set: $STATUS"
	sleep 1
}

counts() { # TEXT WANTED: the events of each error of the project
	all_errors
	same "$1" "$2" "$(field '[.items[].events] | sort | map(tostring) | join(" ")')"
}

arrival() {
	fresh_project
	sent '{"title":"Timeout ao gravar"}' '{"title":"Timeout ao ler"}'
	store "$(event NetError a f)" "$(event NetError a g)"
	settle 4
	counts 'arrival: without rules these are four' '1 1 1 1'
	ruled "[$RULE,{\"type\":\"Net*\",\"parts\":[\"net\",\"{{ tags.loja }}\"]}]"
	sent '{"title":"Timeout ao gravar"}' '{"title":"Timeout ao ler"}' '{"title":"Timeout ao ler","fingerprint":["meu"]}'
	store "$(event NetError a f)" "$(event NetError a g)"
	settle 9
	counts 'arrival: within a second the rules apply to both kinds, and win over a fingerprint' '1 1 1 1 2 3'
	error_of "$(field -r '[.items[] | select(.events == 2)][0].title')"
	ERROR=$(all_errors && field '[.items[] | select(.events == 2)][0].id')
	detail
	judge 'arrival: why tells the rule' '200 .why == ["fingerprint by rule: net","fingerprint by rule: sul"]'
	ruled '[{"function":"f","parts":["{{ default }}","{{ level }}"]},{"module":"loja.*","parts":["loja"]},{"logger":"l","parts":["never"]}]'
	store "$(event NetError a f)" "$(event NetError a g)" "$(event OutroError b h l)"
	settle 12
	counts 'arrival: the first that matches wins' '1 1 1 1 1 2 2 3'
	ruled '[]'
	sent '{"title":"Timeout ao gravar"}'
	settle 13
	counts 'arrival: without rules the old error goes on' '1 1 1 1 2 2 2 3'
}

preview() {
	fresh_project
	one=$PROJECTS/$PROJECT/grouping/preview
	http POST "$one" -d "{\"fingerprint_rules\":[$RULE]}"
	judge 'preview: of an empty project' '200 . == {"events":0,"merge":[],"split":[]}'
	sent '{"title":"Timeout ao gravar"}' '{"title":"Timeout ao ler"}' '{"title":"Timeout ao ler"}' '{"title":"Outro"}' '{"title":"Meu","fingerprint":["meu"]}'
	store "$(event NetError a f)" "$(jq -nc '{message: "pedido", logger: "a"}')" "$(jq -nc '{message: "pedido", logger: "b"}')"
	settle 8
	before=$(field -cS '[.items[] | {id, events, version}] | sort')
	timeouts=$(field -c '[.items[] | select(.title | startswith("Timeout")).id] | sort')
	order=$(field '.items[] | select(.title == "pedido").id')
	requests <<END
preview: without rules nothing changes | POST $one {"fingerprint_rules":[]} | 200 . == {"events":8,"merge":[],"split":[]}
preview: errors that would become one | POST $one {"fingerprint_rules":[$RULE]} | 200 .events == 8 and .split == [] and (.merge | length) == 1 and (.merge[0].ids | sort) == $timeouts and (.merge[0].into | startswith("Timeout"))
preview: an error that would become two | POST $one {"fingerprint_rules":[{"logger":"a","parts":["{{ default }}","a"]}]} | 200 .merge == [] and .split == [{"id":"$order","into":2}]
preview: both | POST $one {"fingerprint_rules":[{"logger":"a","parts":["meu"]}]} | 200 .split == [{"id":"$order","into":2}] and (.merge | length) == 1 and .merge[0].into == "Meu" and any(.merge[0].ids[]; . == "$order")
preview: a variable | POST $one {"fingerprint_rules":[{"value":"pedido","parts":["{{ logger }}"]}]} | 200 .split == [{"id":"$order","into":2}]
preview: no rules | POST $one {} | 422 /fingerprint_rules=required
preview: of an unknown project | POST $PROJECTS/$UNKNOWN_ID/grouping/preview {"fingerprint_rules":[]} | 404
preview: GET | GET $one | 405
END
	http GET "$PROJECTS/$PROJECT"
	judge 'preview: keeps no rules' '200 .fingerprint_rules == []'
	all_errors
	same 'preview: changes no error' "$before" "$(field -cS '[.items[] | {id, events, version}] | sort')"
	requests -a "$stranger_token" <<END
preview: a stranger's | POST $one {"fingerprint_rules":[]} | 404
END
	requests -a "$editor_token" <<END
preview: an editor's | POST $one {"fingerprint_rules":[]} | 403
END
	requests -a '' <<END
preview: nobody's | POST $one {"fingerprint_rules":[]} | 401
END
	broken "POST $one"
}

# More than ten a minute: the next is refused, and says for how long.
often() {
	n=0
	while [ $n -lt 12 ]; do
		http POST "$one" -d '{"fingerprint_rules":[]}'
		[ "$STATUS" = 200 ] || [ "$STATUS" = 503 ] || break
		n=$((n + 1))
	done
	expect_status 'preview: not all the time' 429
	retry_after 'preview: Retry-After'
}

person stranger
staff
TOKEN=$admin_token
rules
arrival
preview
often
finish
