#!/bin/sh
# Lists: limits, walking through all pages in every order, cursors, counting, links.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# --- walking ---

# QUERY LIMIT [disturb]: walks through /tasks page by page, by the Link header, or by next_cursor if QUERY ends
# in "#". Writes all items into $WORK/walk, one per line.
walk() {
	walk_query=${1%#} walk_pages=0 walk_fault=''
	walk_next="$API/tasks?limit=$2${walk_query:+&$walk_query}"
	: >"$WORK/walk"
	while [ -n "$walk_next" ] && [ "$walk_pages" -lt 100 ]; do
		http GET "$walk_next"
		walk_pages=$((walk_pages + 1))
		[ "$STATUS" = 200 ] || { walk_fault="page $walk_pages: $STATUS" && break; }
		jq -c '.items[], (.next_cursor // "" | @uri)' "$BODY" >"$WORK/page"
		sed '$d' "$WORK/page" >>"$WORK/walk"
		cursor=$(tail -n 1 "$WORK/page" | tr -d '"') link=$(header Link)
		walk_next=''
		case $link:$cursor in
		:) ;;
		'<'*'>; rel="next":'?*)
			link=${link#<} link=${link%%>*}
			case $1 in *'#') walk_next="$API/tasks?limit=$2${walk_query:+&$walk_query}&cursor=$cursor" ;; *) walk_next=$link ;; esac
			;;
		*) walk_fault="page $walk_pages: Link '$link' and cursor '$cursor'" ;;
		esac
		[ "${3:-}" != disturb ] || disturb "$walk_pages"
	done
}

# TEXT KEY-EXPRESSION asc|desc: the walk found every task once, in order, and equal keys in the order of their ids
expect_order() {
	order_verdict=$(jq -rs --arg direction "$3" --slurpfile ids "$WORK/all-ids" "$JQ_DEFINITIONS"'
		map({id, key: ('"$2"')}) as $rows
		| [$rows[] | .key | select(. != null)] as $keys
		| [$rows | to_entries[] | select(.value.key == null) | .key] as $nulls
		| [$rows | range(1; length) as $i | [.[$i - 1], .[$i]] | select(.[0].key == .[1].key) | .[0].id < .[1].id] as $ties
		| if ($rows | map(.id) | sort) != $ids then "found \($rows | length) rows, \($rows | map(.id) | unique | length) different"
		  elif $keys != (if $direction == "desc" then ($keys | sort | reverse) else ($keys | sort) end) then "out of order: \($keys)"
		  elif ($nulls | length) > 0 and ($nulls[-1] - $nulls[0] + 1 != ($nulls | length)
			or ($nulls[0] != 0 and $nulls[-1] != ($rows | length) - 1)) then "nulls at \($nulls)"
		  elif ('"${4:-true}"') and ($ties | unique | length) > 1 then "ties not by id"
		  else "right" end' "$WORK/walk" 2>&1)
	same "$1" right "$walk_fault$order_verdict"
}

make_tasks() {
	i=0
	while [ $i -lt 55 ]; do
		i=$((i + 1))
		case $((i % 4)) in 0) due=null ;; *) due="\"2031-01-0$((i % 4))T00:00:00Z\"" ;; esac
		case $((i % 3)) in 0) status='done' ;; *) status='pending' ;; esac
		queue POST $API/tasks -d "{\"title\":\"title $((i % 7))\",\"due_at\":$due,\"priority\":$((i % 5)),\"status\":\"$status\",\"labels\":[\"l$((i % 2))\"]}"
	done
	send
	i=0
	while [ $i -lt 55 ]; do
		i=$((i + 1))
		cat "$WORK/$i.body"
	done >"$WORK/made"
	jq -s 'map(.id) | sort | .[]' "$WORK/made" >"$WORK/all-ids"
	same 'setting up: 55 tasks' 55 "$(($(wc -l <"$WORK/all-ids")))"
	# makes the order of updated_at differ from that of created_at
	for i in 3 17 40; do queue PATCH "$API/tasks/$(sed -n "${i}p" "$WORK/all-ids" | tr -d '"')" -d '{"description":"touched"}'; done
	send
}

walks() {
	while read -r sort key ties; do
		walk "sort=$sort" 10
		expect_order "sort=$sort by the links: each task once, in order" "$key" asc "$ties"
		walk "sort=-$sort#" 7
		expect_order "sort=-$sort by the cursors: each task once, in order" "$key" desc "$ties"
	done <<'END'
created_at (.created_at|moment) false
updated_at (.updated_at|moment) false
due_at (.due_at|if(.)then(moment)else(.)end) true
priority .priority true
title .title true
END
	walk '' 10
	expect_order 'without sort: newest first' '(.created_at|moment)' desc false
	walk 'status=done&sort=due_at' 1
	same 'pages of one' '18 18 18' "$walk_pages $(jq -rs '"\(length) \(map(.id) | unique | length)"' "$WORK/walk")"
	walk 'sort=priority' 100
	same 'one page of 100 holds all, without a link' "1 55" "$walk_pages $(($(wc -l <"$WORK/walk")))"
	walk 'sort=priority' 55
	same 'a page that holds just all is the last (silent)' "1 55" "$walk_pages $(($(wc -l <"$WORK/walk")))"
	walk 'status=done&sort=title' 5
	same 'the link keeps the filter' '18 ["done"]' "$(jq -s 'length' "$WORK/walk") $(jq -sc 'map(.status) | unique' "$WORK/walk")"
	walk 'label=l1&status=pending&q=TITLE&priority_min=1&due_after=2030-12-31T00%3A00%3A00%2B02%3A00' 3
	same 'the link keeps every filter' "$(jq -s '[.[] | select(.labels == ["l1"] and .status == "pending" and .priority > 0 and .due_at)] | length' "$WORK/made")" \
		"$(jq -s 'map(.id) | unique | length' "$WORK/walk")"
	http GET '/tasks?limit=2&sort=title'
	link=$(header Link) && link=${link#<}
	http GET "${link%%>*}"
	judge 'the link of the alias /tasks works' '200 .items | length == 2'
}

# --- rows that come and go ---

disturb() { # PAGE: makes rows at both ends, deletes one seen, one not yet seen and the last of the page
	[ "$1" -le 3 ] || return 0
	queue POST $API/tasks -d '{"title":"title 0","priority":0,"due_at":"2031-01-01T00:00:00Z","labels":["extra"]}'
	queue POST $API/tasks -d '{"title":"title 6","priority":4,"due_at":"2031-01-03T00:00:00Z","labels":["extra"]}'
	for victim in "$(sed -n 2p "$WORK/walk" | jq -r .id)" "$(tail -n 1 "$WORK/walk" | jq -r .id)" \
		"$(jq -r --slurpfile seen "$WORK/walk" 'select(.id as $id | $seen | map(.id) | index($id) | not) | .id' "$WORK/steady" | tail -n 1)"; do
		queue DELETE "$API/tasks/$victim"
		printf '%s\n' "$victim" >>"$WORK/deleted"
	done
	send
}

paging_under_change() {
	for sort in -created_at created_at priority -priority title -title due_at -due_at; do
		: >"$WORK/deleted"
		walk 'sort=title' 100 && cp "$WORK/walk" "$WORK/steady"
		walk "sort=$sort" 6 disturb
		# tasks that existed before and were not deleted: each appears exactly once
		verdict=$(jq -rn --slurpfile before "$WORK/steady" --slurpfile walk "$WORK/walk" --rawfile deleted "$WORK/deleted" '
			($deleted | split("\n")) as $gone | ($walk | map(.id)) as $found
			| [$before[].id | select(. as $id | $gone | index($id) | not) | select(. as $id | $found | map(select(. == $id)) | length != 1)] as $wrong
			| if $wrong != [] then "\($wrong | length) skipped or repeated"
			  elif ($found | length) != ($found | unique | length) then "repeated" else "right" end')
		same "rows come and go while paging by sort=$sort: none skipped, none repeated" right "$walk_fault$verdict"
	done
}

# --- parameters ---

bounds() {
	paths GET <<END
limit: default | $API/tasks | 200 (.items|length) == 20 and (.next_cursor|type) == "string" and (has("total")|not)
limit: 1 | $API/tasks?limit=1 | 200 .items|length == 1
limit: 100 | $API/tasks?limit=100 | 200 (.items|length) == 55 and .next_cursor == null and has("next_cursor")
limit: 0 | $API/tasks?limit=0 | 422 limit=too_small
limit: 101 | $API/tasks?limit=101 | 422 limit=too_large
limit: negative | $API/tasks?limit=-1 | 422 limit=too_small
limit: huge (silent) | $API/tasks?limit=99999999999999999999 | 422 limit=too_large
limit: a word | $API/tasks?limit=ten | 422 limit=wrong_type
limit: a fraction | $API/tasks?limit=1.5 | 422 limit=wrong_type
limit: a number and more | $API/tasks?limit=10x | 422 limit=wrong_type
limit: hexadecimal | $API/tasks?limit=0x10 | 422 limit=wrong_type
limit: empty | $API/tasks?limit= | 422 limit=*
limit: twice | $API/tasks?limit=1&limit=2 | 422 limit=repeated_parameter
sort: unknown | $API/tasks?sort=colour | 422 sort=not_allowed
sort: a member that is not a sort | $API/tasks?sort=description | 422 sort=not_allowed
sort: two signs | $API/tasks?sort=--title | 422 sort=not_allowed
sort: two names | $API/tasks?sort=title,priority | 422 sort=not_allowed
sort: a sign alone | $API/tasks?sort=- | 422 sort=not_allowed
sort: a plus sign | $API/tasks?sort=%2Btitle | 422 sort=not_allowed
sort: empty | $API/tasks?sort= | 422 sort=*
sort: injection | $API/tasks?sort=title;drop%20table%20tasks | 422 sort=not_allowed
count: true | $API/tasks?count=true | 200 .total == 55 and (.items|length) == 20
count: with a limit | $API/tasks?count=true&limit=1 | 200 .total == 55
count: with a filter | $API/tasks?count=true&status=done | 200 .total == 18
count: of nothing | $API/tasks?count=true&q=nothing-like-this | 200 .total == 0 and .items == [] and .next_cursor == null
count: false | $API/tasks?count=false | 200 has("total")|not
count: another word | $API/tasks?count=maybe | 422 count=*
count: a number | $API/tasks?count=2 | 422 count=*
END
	http GET "$API/tasks?limit=100"
	expect_no_header 'no Link on the last page' Link
	http GET "$API/tasks?limit=5&count=true"
	link=$(header Link) && link=${link#<}
	http GET "${link%%>*}"
	expect_json 'count: goes on along the link (silent)' '.total == 55'
}

cursors() {
	http GET "$API/tasks?limit=5&sort=title&status=pending"
	cursor=$(field '.next_cursor') uri=$(field '.next_cursor | @uri')
	middle=$(printf %s "$cursor" | cut -c $((${#cursor} / 2)))
	case $middle in A) other=B ;; *) other=A ;; esac
	before=$(printf %s "$cursor" | cut -c 1-$((${#cursor} / 2 - 1)))
	bent=$(printf %s "$before$other${cursor#"$before$middle"}" | jq -sRr @uri)
	case $cursor in A*) first=B${cursor#?} ;; *) first=A${cursor#?} ;; esac
	first=$(printf %s "$first" | jq -sRr @uri)
	paths GET <<END
cursor: with its own query | $API/tasks?limit=5&sort=title&status=pending&cursor=$uri | 200 .items|length == 5
cursor: with its own query in another order | $API/tasks?cursor=$uri&status=pending&limit=5&sort=title | 200 .items|length == 5
cursor: with another sort | $API/tasks?limit=5&sort=priority&status=pending&cursor=$uri | 422 cursor=cursor_invalid
cursor: with the other direction | $API/tasks?limit=5&sort=-title&status=pending&cursor=$uri | 422 cursor=cursor_invalid
cursor: without its sort | $API/tasks?limit=5&status=pending&cursor=$uri | 422 cursor=cursor_invalid
cursor: with another filter | $API/tasks?limit=5&sort=title&status=done&cursor=$uri | 422 cursor=cursor_invalid
cursor: without its filter | $API/tasks?limit=5&sort=title&cursor=$uri | 422 cursor=cursor_invalid
cursor: with one filter more: q | $API/tasks?limit=5&sort=title&status=pending&q=x&cursor=$uri | 422 cursor=cursor_invalid
cursor: with one filter more: label | $API/tasks?limit=5&sort=title&status=pending&label=l1&cursor=$uri | 422 cursor=cursor_invalid
cursor: with one filter more: priority_min | $API/tasks?limit=5&sort=title&status=pending&priority_min=1&cursor=$uri | 422 cursor=cursor_invalid
cursor: with one filter more: due_before | $API/tasks?limit=5&sort=title&status=pending&due_before=2040-01-01T00:00:00Z&cursor=$uri | 422 cursor=cursor_invalid
cursor: forged | $API/tasks?cursor=abc | 422 cursor=cursor_invalid
cursor: forged, as base64 of JSON | $API/tasks?cursor=eyJpZCI6MX0%3D | 422 cursor=cursor_invalid
cursor: empty | $API/tasks?cursor= | 422 cursor=cursor_invalid,too_short
cursor: one character changed in the middle | $API/tasks?limit=5&sort=title&status=pending&cursor=$bent | 422 cursor=cursor_invalid
cursor: its first character changed | $API/tasks?limit=5&sort=title&status=pending&cursor=$first | 422 cursor=cursor_invalid
cursor: cut at the end | $API/tasks?limit=5&sort=title&status=pending&cursor=${uri%????} | 422 cursor=cursor_invalid
cursor: cut in front | $API/tasks?limit=5&sort=title&status=pending&cursor=${uri#????} | 422 cursor=cursor_invalid
cursor: more at the end | $API/tasks?limit=5&sort=title&status=pending&cursor=${uri}AAAA | 422 cursor=cursor_invalid
cursor: long nonsense | $API/tasks?cursor=$(repeat A 3000) | 422 cursor=cursor_invalid
cursor: not text | $API/tasks?cursor=%01%02 | 400,422 bad_request,validation
cursor: twice | $API/tasks?limit=5&sort=title&status=pending&cursor=$uri&cursor=$uri | 422 cursor=repeated_parameter
END
	fresh_user
	http GET "$API/tasks?limit=5&sort=title&status=pending&cursor=$uri"
	judge "cursor: another user's" '422 cursor=cursor_invalid'
	http GET "$API/tasks"
	judge 'a list without rows' '200 .items == [] and has("next_cursor") and .next_cursor == null'
	expect_no_header 'a list without rows has no link' Link
}

fresh_user
make_tasks
bounds
walks
owner=$TOKEN
cursors
TOKEN=$owner
paging_under_change
finish
