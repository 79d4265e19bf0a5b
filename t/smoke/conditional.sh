#!/bin/sh
# Conditional requests: ETag, If-None-Match, If-Match.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

etags() {
	http POST $API/tasks -d '{"title":"tagged"}'
	expect_header 'ETag: POST tells it (silent)' ETag "\"$(field .version)\""
	id=$(field .id)
	http GET "$API/tasks/$id"
	tag=$(header ETag)
	same 'ETag: GET tells the version' "\"$(field .version)\"" "$tag"
	http GET "$API/tasks/$id/"
	same 'ETag: stays while nothing changes' "$tag" "$(header ETag)"
	http PATCH "$API/tasks/$id" -d '{"title":"tagged anew"}'
	same 'ETag: PATCH tells the new version' "\"$(field .version)\"" "$(header ETag)"
	check 'ETag: PATCH changes it' [ "$tag" != "$(header ETag)" ]
	tag=$(header ETag)
	http PUT "$API/tasks/$id" -d '{"title":"tagged again"}'
	same 'ETag: PUT tells the new version' "\"$(field .version)\"" "$(header ETag)"
	check 'ETag: PUT changes it' [ "$tag" != "$(header ETag)" ]
	tag=$(header ETag)
	http HEAD "$API/tasks/$id"
	same 'ETag: HEAD tells it' "$tag" "$(header ETag)"
	http GET $API/users/me
	tag=$(header ETag)
	case $tag in '"'?*'"') pass "ETag: one's account has one" ;; *) fail "ETag: one's account has one" "$tag" ;; esac
	http PATCH $API/users/me -d '{"display_name":"Tagged"}'
	check "ETag: changing one's account changes it" [ "$tag" != "$(header ETag)" ]
	tag=$(header ETag)
	http GET $API/users/me
	same "ETag: one's account, as PATCH told" "$tag" "$(header ETag)"
}

# PATH: the same rows for a task and for an account
if_none_match() {
	http GET "$1"
	tag=$(header ETag)
	headers GET "$1" <<END
If-None-Match: the tag at $1 | If-None-Match: $tag | 304
If-None-Match: the tag, weak | If-None-Match: W/$tag | 304
If-None-Match: in a list | If-None-Match: "other", $tag | 304
If-None-Match: first in a list without blanks | If-None-Match: $tag,"other" | 304
If-None-Match: weak in a list | If-None-Match: W/"other" , W/$tag | 304
If-None-Match: * | If-None-Match: * | 304
If-None-Match: another tag | If-None-Match: "other" | 200 .created_at
If-None-Match: a list of others | If-None-Match: "other", W/"more" | 200 .created_at
If-None-Match: a part of the tag | If-None-Match: "0${tag#?} | 200 .created_at
If-None-Match: a list inside quotes is one tag | If-None-Match: "x, ${tag#?}x" | 200 .created_at
END
	http GET "$1" -h "If-None-Match: $tag"
	same "304 at $1: no body, the tag, no type" "304 0 $tag " "$STATUS $(wc -c <"$BODY" | tr -d ' ') $(header ETag) $TYPE"
	http HEAD "$1" -h "If-None-Match: $tag"
	expect_status "If-None-Match: HEAD at $1" 304
	http GET "$1" -h 'If-None-Match: *' -a ''
	judge "If-None-Match: 401 comes first at $1" 401
}

# METHOD BODY: which tags let a write through; each request uses the version after the one before
if_match() {
	method=$1 body=$2
	while read_row; do
		http GET "$SUBJECT"
		tag=$(header ETag) number=$(header ETag | tr -d '"')
		http "$method" "$SUBJECT" -d "$body" -h "If-Match: $(printf %s "$ROW_SUBJECT" | sed "s/TAG/$tag/g; s/NUMBER/$number/g")"
		judge "If-Match: $method $ROW_TEXT" "$ROW_WANT"
		[ "$STATUS" != 412 ] || {
			http GET "$SUBJECT"
			same "If-Match: $method $ROW_TEXT: nothing has changed" "$tag" "$(header ETag)"
		}
	done <<'END'
the tag | TAG | 200
the tag, weak | W/TAG | 200
in a list | "other", TAG | 200
weak in a list | "other",W/TAG | 200
* | * | 200
another | "other" | 412
another, weak | W/"other" | 412
a list of others | "other", W/"more" | 412
the number and more | "NUMBER0" | 412
the number without quotes (silent) | NUMBER | 412,400,422,200 *
END
}

deleting() {
	http POST $API/tasks -d '{"title":"to delete"}'
	id=$(field .id) stale=$(header ETag)
	http PATCH "$API/tasks/$id" -d '{"priority":1}'
	tag=$(header ETag)
	http DELETE "$API/tasks/$id" -h "If-Match: $stale"
	judge 'If-Match: DELETE with a stale tag' 412
	http DELETE "$API/tasks/$id" -h "If-Match: W/$stale, \"other\""
	judge 'If-Match: DELETE with a list of stale tags' 412
	http GET "$API/tasks/$id"
	same 'If-Match: it is still there' "200 $tag" "$STATUS $(header ETag)"
	http DELETE "$API/tasks/$id" -h "If-Match: W/$tag"
	judge 'If-Match: DELETE with the tag, weak' 204
	for how in '*' '"1"' "$tag"; do
		create_task '{"title":"to delete"}'
		http GET "$API/tasks/$TASK"
		case $how in '*') own='*' ;; *) own="\"other\", $(header ETag)" ;; esac
		http DELETE "$API/tasks/$TASK" -h "If-Match: $own"
		judge "If-Match: DELETE with $own" 204
		http DELETE "$API/tasks/$TASK" -h "If-Match: $how"
		judge "If-Match: 404 comes before 412, deleted, $how" 404
	done
	requests -h 'If-Match: "1"' <<END
If-Match: 404 before 412: GET | GET $API/tasks/$UNKNOWN_ID | 404
If-Match: 404 before 412: PUT | PUT $API/tasks/$UNKNOWN_ID {"title":"x"} | 404
If-Match: 404 before 412: PATCH | PATCH $API/tasks/$UNKNOWN_ID {"title":"x"} | 404
If-Match: 404 before 412: DELETE | DELETE $API/tasks/$UNKNOWN_ID | 404
END
	requests -h 'If-Match: *' <<END
If-Match: * and nothing there: PUT makes nothing | PUT $API/tasks/$UNKNOWN_ID {"title":"x"} | 404
If-Match: * and nothing there: PATCH | PATCH $API/tasks/$UNKNOWN_ID {"title":"x"} | 404
END
}

if_none_match_on_writes() {
	create_task '{"title":"guarded"}'
	http GET "$API/tasks/$TASK"
	tag=$(header ETag)
	for method in PUT PATCH DELETE; do
		for matching in "$tag" "W/$tag" '*'; do
			case $method in DELETE) set -- ;; *) set -- -d '{"title":"never"}' ;; esac
			http $method "$API/tasks/$TASK" -h "If-None-Match: $matching" "$@"
			judge "If-None-Match: $method with $matching that matches (silent)" 412
		done
	done
	http GET "$API/tasks/$TASK"
	judge 'If-None-Match: nothing has changed' "200 .title == \"guarded\""
	http PATCH "$API/tasks/$TASK" -h 'If-None-Match: "other"' -d '{"title":"changed"}'
	judge 'If-None-Match: PATCH with a tag that does not match (silent)' '200 .title == "changed"'
	http PATCH "$API/tasks/$TASK" -d '{"title":"twice"}' -h "If-Match: $(header ETag)" -h 'If-None-Match: "other"'
	judge 'If-Match and If-None-Match together (silent)' '200 .title == "twice"'
}

race() {
	create_task '{"title":"race"}'
	http GET "$API/tasks/$TASK"
	tag=$(header ETag)
	for i in 1 2 3 4 5 6 7 8; do queue PATCH "$API/tasks/$TASK" -d "{\"title\":\"race $i\"}" -h "If-Match: $tag"; done
	send --parallel --parallel-immediate
	won='' lost=0
	for i in 1 2 3 4 5 6 7 8; do
		answer $i
		case $STATUS in 200) won="$won race $i" ;; 412) lost=$((lost + 1)) ;; esac
	done
	http GET "$API/tasks/$TASK"
	same 'eight writers with one tag: one wins, seven get 412' " $(field .title) 7" "$won $lost"
	for i in 1 2 3 4 5 6 7 8; do queue PATCH "$API/tasks/$TASK" -d "{\"description\":\"$i\"}"; done
	send --parallel --parallel-immediate
	answers=''
	for i in 1 2 3 4 5 6 7 8; do answer $i && answers="$answers $STATUS"; done
	same 'eight writers without a tag: all succeed' ' 200 200 200 200 200 200 200 200' "$answers"
}

fresh_user
etags
create_task '{"title":"conditional"}'
if_none_match "$API/tasks/$TASK"
if_none_match $API/users/me
SUBJECT=$API/tasks/$TASK
if_match PUT '{"title":"put"}'
if_match PATCH '{"priority":2}'
SUBJECT=$API/users/me
if_match PATCH '{"display_name":"Someone"}'
if_match PUT "{\"username\":\"$USER_NAME\",\"email\":\"$EMAIL\"}"
deleting
if_none_match_on_writes
race
finish
