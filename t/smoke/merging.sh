#!/bin/sh
# Errors that people merge and split: later events respect it, splitting undoes it, and nothing is lost meanwhile.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

total=0
from() { # MESSAGE USER ENVIRONMENT: an event of a user, as an SDK sends it
	http POST "/api/$NUMBER/store/?sentry_key=$KEY" -a '' -d "{\"message\":\"$1\",\"user\":{\"id\":\"$2\"},\"environment\":\"$3\",\"logger\":\"loja\"}"
	[ "$STATUS" = 200 ] || fail "setting up: an event is accepted: $1"
	total=$((total + 1))
}

# Of the errors with the titles Alfa, Beta and Gama, in a new project: sets a, b and c, their ids
three_errors() {
	fresh_project "$admin_token"
	total=0
	from Alfa u1 production && from Alfa u2 production && from Beta u2 dev && from Beta u3 dev && from Beta u3 staging && from Gama u4 production
	settle $total
	error_of Alfa && a=$ERROR
	all_errors && error_of Beta && b=$ERROR
	all_errors && error_of Gama && c=$ERROR
}

merge() { # TEXT EXPECTATION INTO ID...
	_text=$1 _expected=$2 _into=$3
	shift 3
	http POST $ERRORS/merge -d "{\"into\":\"$_into\",\"ids\":$(printf '%s\n' "$@" | jq -Rsc 'split("\n") - [""]')}"
	judge "$_text" "$_expected"
}

key_of() { # TITLE: prints the key of its group in the current detail
	field --arg why "$1" '.groups[] | select(.why | tojson | contains($why)).key'
}

# What an error shows, but for what must change: its id, version and status
shown() { http GET "$ERRORS/$1" && jq -cS 'del(.id, .version, .status, .regressed)' "$BODY"; }

# --- merging ---

merging() {
	three_errors
	http POST "$ERRORS/$b/comments" -d '{"text":"De Beta"}'
	http POST "$ERRORS/$a/comments" -d '{"text":"De Alfa"}'
	http PATCH "$ERRORS/$b" -d '{"status":"archived"}'
	alfa=$(shown $a) beta=$(shown $b)
	http GET "$ERRORS/$a"
	version=$(field .version)
	judge 'before: one group' '200 (.groups|length) == 1 and (.groups[0]|keys) == ["events","key","why"] and .groups[0].events == 2 and .groups[0].why == .why'
	merge 'merge: 200 with the error' "200 .id == \"$a\" and .events == 5 and .users == 3 and (.groups|length) == 2 and ([.groups[].events]|sort) == [2,3]
		and (.environments|map(.name)) == [\"dev\",\"production\",\"staging\"] and .title == \"Beta\" and .status == \"unresolved\" and .version > $version" $a $b
	reply=$(jq -S . "$BODY")
	http GET "$ERRORS/$a"
	same 'merge: GET says the same' "$reply" "$(jq -S . "$BODY")"
	judge 'merge: its first group is its own' '200 .why == .groups[0].why and .groups[0].events == 2'
	requests <<END
merge: what was merged away is gone | GET $ERRORS/$b | 404
merge: its events, too | GET $ERRORS/$b/events | 404
merge: they are those of the error | GET $ERRORS/$a/events?count=true | 200 .total == 5 and ([.items[].title]|unique) == ["Alfa","Beta"]
merge: a page of them | GET $ERRORS/$a/events?limit=2 | 200 [.items[].title] == ["Beta","Beta"] and .next_cursor != null
merge: from the oldest on | GET $ERRORS/$a/events?limit=3&sort=received_at | 200 [.items[].title] == ["Alfa","Alfa","Beta"]
merge: the comments are there | GET $ERRORS/$a/comments | 200 [.items[].text] == ["De Beta","De Alfa"]
merge: an environment finds it | GET $ERRORS?project=$PROJECT&environment=staging | 200 [.items[].id] == ["$a"]
merge: the title finds it | GET $ERRORS?project=$PROJECT&q=beta | 200 [.items[].id] == ["$a"]
merge: the list has it once | GET $ERRORS?project=$PROJECT&status=all&sort=first_seen | 200 [.items[].id] == ["$a","$c"]
END
	http GET "$ERRORS/$a/events?limit=2"
	next=$(field '.next_cursor|@uri')
	http GET "$ERRORS/$a/events?limit=100&cursor=$next"
	judge 'merge: the pages go on' '200 [.items[].title] == ["Beta","Alfa","Alfa"] and .next_cursor == null'
	from Beta u1 dev && from Beta u9 qa && from Alfa u3 production
	settle $total
	http GET "$ERRORS/$a"
	judge 'merge: later events of both groups count for it, and users once' '200 .events == 8 and .users == 4 and ([.groups[].events]|sort) == [3,5]
		and (.environments|map(.name)) == ["dev","production","qa","staging"] and .title == "Alfa"'
	http POST "$ERRORS/$a/comments" -d '{"text":"Depois"}'
	splitting
}

splitting() {
	http GET "$ERRORS/$a"
	alfa_key=$(key_of Alfa) beta_key=$(key_of Beta)
	at=$ERRORS/$a/split
	requests <<END
split: all | POST $at {"keys":["$alfa_key","$beta_key"]} | 422 /keys=all_groups
split: none | POST $at {"keys":[]} | 422 /keys=required
split: nothing | POST $at {} | 422 /keys=required
split: an unknown key | POST $at {"keys":["$beta_key","$(repeat 0 64)"]} | 422 /keys/1=unknown_key
split: no key | POST $at {"keys":["x"]} | 422 /keys/0=too_short
split: of no error | POST $ERRORS/$b/split {"keys":["$beta_key"]} | 404
split: an error of one group | POST $ERRORS/$c/split {"keys":["$(repeat 0 64)"]} | 422 /keys/0=unknown_key
END
	http POST "$at" -d "{\"keys\":[\"$beta_key\"]}" -a "$viewer_token"
	judge 'split: a viewer does not' '403 forbidden'
	http POST "$at" -d "{\"keys\":[\"$beta_key\",\"$beta_key\"]}"
	judge 'split: 201 with the new error' '201 (.id|is_id) and .events == 5 and .users == 4 and (.groups|length) == 1 and .title == "Beta"
		and (.environments|map(.name)) == ["dev","qa","staging"] and .status == "unresolved"'
	n=$(field .id)
	reply=$(jq -S . "$BODY")
	expect_header 'split: Location' Location "$ERRORS/$n"
	same 'split: the id is a new one' '' "$(printf '%s\n' $a $b $c | grep "^$n\$")"
	http GET "$ERRORS/$n"
	same 'split: GET says the same' "$reply" "$(jq -S . "$BODY")"
	requests <<END
split: the rest | GET $ERRORS/$a | 200 .events == 3 and .users == 3 and (.groups|length) == 1 and .title == "Alfa" and (.environments|map(.name)) == ["production"]
split: its events | GET $ERRORS/$a/events | 200 [.items[].title] == ["Alfa","Alfa","Alfa"]
split: the new error's events | GET $ERRORS/$n/events | 200 (.items|length) == 5 and ([.items[].title]|unique) == ["Beta"]
split: comments go with what they came with | GET $ERRORS/$n/comments | 200 [.items[].text] == ["De Beta"]
split: the others stay | GET $ERRORS/$a/comments | 200 [.items[].text] == ["De Alfa","Depois"]
split: an environment finds it | GET $ERRORS?project=$PROJECT&environment=staging | 200 [.items[].id] == ["$n"]
split: a title finds it | GET $ERRORS?project=$PROJECT&q=beta | 200 [.items[].id] == ["$n"]
split: the other title finds the rest | GET $ERRORS?project=$PROJECT&q=alfa | 200 [.items[].id] == ["$a"]
END
	from Beta u9 dev && from Alfa u9 production
	settle $total
	requests <<END
split: later events count for it | GET $ERRORS/$n | 200 .events == 6 and .users == 4
split: and for the rest | GET $ERRORS/$a | 200 .events == 4 and .users == 4
END
}

# Merging and splitting at once is as if nothing had been done
undone() {
	three_errors
	alfa=$(shown $a) beta=$(shown $b)
	merge 'undo: merged' 200 $a $b $c
	http POST "$ERRORS/$a/split" -d "{\"keys\":[\"$(key_of Beta)\"]}"
	n=$(field .id)
	http GET "$ERRORS/$a"
	http POST "$ERRORS/$a/split" -d "{\"keys\":[\"$(key_of Gama)\"]}"
	same 'undo: the error is as it was' "$alfa" "$(shown $a)"
	same 'undo: so is the one that was merged away' "$beta" "$(shown $n)"
	merge 'undo: merged the other way' '200 .events == 5' $n $a
	http POST "$ERRORS/$n/split" -d "{\"keys\":[\"$(key_of Beta)\"]}"
	judge 'undo: an error may lose the group that it began with' '201 .events == 3 and .title == "Beta"'
	same 'undo: then it is the other one' "$alfa" "$(shown $n)"
}

refused() {
	three_errors
	mine=$PROJECT
	requests <<END
merge: with itself | POST $ERRORS/merge {"into":"$a","ids":["$b","$a"]} | 422 /ids/1=same_error
merge: with nothing | POST $ERRORS/merge {"into":"$a","ids":[]} | 422 /ids=required
merge: nothing | POST $ERRORS/merge {} | 422 /into=required /ids=required
merge: unknown ids | POST $ERRORS/merge {"into":"$a","ids":["$UNKNOWN_ID","$b","$UNKNOWN_ID"]} | 404 not_found /ids/0=not_found /ids/2=not_found
merge: into an unknown one | POST $ERRORS/merge {"into":"$UNKNOWN_ID","ids":["$b"]} | 404 not_found /into=not_found
merge: into no id | POST $ERRORS/merge {"into":"7","ids":["$b"]} | 422 /into=id_invalid
merge: no ids | POST $ERRORS/merge {"into":"$a","ids":["7"]} | 422 /ids*=*
merge: GET, of no error | GET $ERRORS/merge | 404,405 *
END
	http POST $ERRORS/merge -d "{\"into\":\"$a\",\"ids\":[\"$b\"]}" -a "$viewer_token"
	judge 'merge: a viewer does not' '403 forbidden'
	fresh_project "$admin_token"
	sent '{"title":"De outro projeto"}'
	settle 1
	other=$(field '.items[0].id')
	merge 'merge: errors of two projects' '422 /ids/0=other_project' $a $other $b
	fresh_project "$stranger_token"
	sent '{"title":"De outra organização"}'
	TOKEN=$stranger_token
	settle 1
	theirs=$(field '.items[0].id')
	TOKEN=$editor_token
	merge 'merge: with one of somebody else' '404 not_found /ids/1=not_found' $a $b $theirs
	PROJECT=$mine
	all_errors '&sort=first_seen'
	judge 'merge: faults change nothing' "200 [.items[].id] == [\"$a\",\"$b\",\"$c\"] and [.items[].events] == [2,3,1]"
	merge 'merge: an id twice counts once' '200 .events == 5' $a $b $b
}

# --- what happens to the status, and deleting ---

together() {
	three_errors
	merge 'together: merged' 200 $a $b
	http PATCH "$ERRORS/$a" -d '{"status":"resolved"}'
	from Beta u2 dev
	settle $total
	http GET "$ERRORS/$a"
	judge 'together: an event of each group reopens it' '200 .status == "unresolved" and .regressed == true'
	http PATCH "$ERRORS/$a" -d '{"status":"archived","until":{"events":2}}'
	from Beta u2 dev && from Alfa u2 production
	settle $total
	http GET "$ERRORS/$a"
	judge 'together: events of all groups are counted until' '200 .status == "unresolved" and .until == null'
	merge 'together: an error of several groups is merged' '200 (.groups|length) == 3 and .events == 9' $c $a
	requests <<END
together: deleted | DELETE $ERRORS/$c | 403
END
	http DELETE "$ERRORS/$c" -a "$admin_token"
	judge 'together: deleted by an admin' 204
	from Alfa u1 production && from Beta u1 dev
	total=2
	settle 2
	judge 'together: the next events make new errors' '200 [.items[].events] == [1,1] and [.items[].users] == [1,1]'
}

# Many events come in while errors are merged and split: each counts once.
storm() {
	fresh_project "$admin_token"
	sent "$(jq -nc '[range(12) | {title: "Erro", fingerprint: ["\(.)"]}]')"
	settle 12
	ids=$(field '.items[].id') first=$(field '.items[0].id')
	jq -nc '[range(120) | {title: "Erro", fingerprint: ["\(. % 12)"]}]' >"$WORK/storm"
	(for _ in $(seq 40); do
		curl -q -sS -o /dev/null -w '%{http_code}\n' --noproxy '*' ${CACERT:+--cacert "$CACERT"} -H "Authorization: Bearer $KEY" \
			-H 'Content-Type: application/json' --data-binary "@$WORK/storm" "$BASE$ERRORS"
	done) >"$WORK/storm.answers" 2>&1 &
	reporter=$!
	merged=0 parted=0
	while kill -0 $reporter 2>/dev/null; do
		all_errors
		ids=$(field '.items[].id' | grep -v "^$first\$" | head -n 5 | jq -Rsc 'split("\n") - [""]')
		[ "$ids" = '[]' ] || http POST $ERRORS/merge -d "{\"into\":\"$first\",\"ids\":$ids}"
		[ "$STATUS" != 200 ] || merged=$((merged + 1))
		http GET "$ERRORS/$first"
		[ "$(field '.groups|length')" -gt 4 ] || continue
		http POST "$ERRORS/$first/split" -d "$(jq -c '{keys: [.groups[1:4][].key]}' "$BODY")"
		[ "$STATUS" != 201 ] || parted=$((parted + 1))
	done
	wait $reporter
	same 'storm: all was accepted' "$(yes 202 | head -n 40)" "$(cat "$WORK/storm.answers")"
	check "storm: merged and split meanwhile ($merged, $parted)" [ "$((merged > 0 && parted > 0))" = 1 ]
	check 'storm: each event counts once' eventually 60 digested 4812
	all_errors
	ids=$(field '.items[].id')
	for one in $ids; do
		http GET "$ERRORS/$one"
		expect_json 'storm: an error has the events of its groups' '.events == ([.groups[].events] | add) and ([.groups[].events] | all(. == 401))'
		field '.groups[].key' >>"$WORK/storm.keys"
	done
	same 'storm: each group is there once' '12 12' "$(wc -l <"$WORK/storm.keys") $(sort -u "$WORK/storm.keys" | wc -l)"
}

audit() {
	http GET "$API/organizations/$ORGANIZATION/activity?action=error.merge&limit=100" -a "$admin_token"
	judge 'activity: merging is logged, with the error and what went' "200 any(.items[]; .object == \"$c\") and any(.items[]; .object == \"$a\")"
	http GET "$API/organizations/$ORGANIZATION/activity?action=error.split" -a "$admin_token"
	judge 'activity: so is splitting' "200 (.items|length) > 0 and all(.items[]; .actor == \"$editor_id\")"
}

staff
person stranger
TOKEN=$editor_token
merging
undone
refused
together
audit
storm
finish
