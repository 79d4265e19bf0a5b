#!/bin/sh
# Tasks: fields and their bounds, changes, filters, and that no other user can reach them.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

TASK_MEMBERS='["completed_at","created_at","description","due_at","id","labels","priority","status","title","updated_at","version"]'
DEFAULTS='.description == null and .status == "pending" and .priority == 0 and .due_at == null and .labels == [] and .completed_at == null'

creating() {
	http POST $API/tasks -d '{"title":"least"}'
	judge 'POST: exactly the documented members' "201 keys == $TASK_MEMBERS"
	expect_json 'POST: the defaults' ".title == \"least\" and $DEFAULTS"
	expect_json 'POST: what the server sets' '(.id|is_id) and (.created_at|is_time) and .updated_at == .created_at and (.version|type) == "number"'
	expect_header 'POST: Location names the task' Location "*/api/v1/tasks/$(field .id)"
	whole=$(field -cS .)
	location=$(header Location)
	http GET "$location"
	same 'POST: following Location gives the same' "200 $whole" "$STATUS $(field -cS .)"
	http POST $API/tasks -d '{"title":"most","description":"two\nlines","status":"done","priority":4,"due_at":"2031-02-03T04:05:06.789Z","labels":["casa","São Paulo"]}'
	judge 'POST: every field' '201 .title == "most" and .description == "two\nlines" and .status == "done" and .priority == 4
		and .due_at == "2031-02-03T04:05:06.789Z" and .labels == ["casa","São Paulo"] and (.completed_at|is_time)'
	http GET "$API/tasks/$(field .id)"
	judge 'GET: the same' '200 .description == "two\nlines" and .labels == ["casa","São Paulo"] and .due_at == "2031-02-03T04:05:06.789Z"'
	http GET "$API/tasks?limit=1"
	judge 'GET: a row of the list is the whole task' "200 (.items[0]|keys) == $TASK_MEMBERS and .items[0].title == \"most\""
}

texts() {
	bodies POST $API/tasks <<END
title: missing | {} | 422 /title=required
title: null | {"title":null} | 422 /title=*
title: empty | {"title":""} | 422 /title=*
title: only blanks | {"title":" \\t\\n "} | 422 /title=*
title: a number | {"title":5} | 422 /title=wrong_type
title: true | {"title":true} | 422 /title=wrong_type
title: an array | {"title":["x"]} | 422 /title=wrong_type
title: an object | {"title":{}} | 422 /title=wrong_type
title: of 1 | {"title":"x"} | 201 .title == "x"
title: of 200 | {"title":"$(repeat x 200)"} | 201 .title|length == 200
title: of 201 | {"title":"$(repeat x 201)"} | 422 /title=too_long
title: of 200, two bytes each | {"title":"$(repeat é 200)"} | 201 .title|length == 200
title: of 201, two bytes each | {"title":"$(repeat é 201)"} | 422 /title=too_long
title: of 200, four bytes each | {"title":"$(repeat 😀 200)"} | 201 .title|length == 200
title: of 201, four bytes each | {"title":"$(repeat 😀 201)"} | 422 /title=too_long
title: of 200 after trimming | {"title":"   $(repeat x 200)\\n\\n"} | 201 .title|length == 200
title: trimmed at both ends only | {"title":" \\t a  b \\n"} | 201 .title == "a  b"
title: newline within | {"title":"a\\nb"} | 422 /title=line_break
title: tab within | {"title":"a\\tb"} | 422 /title=line_break
title: a control character | {"title":"a\\u0001b"} | 422 /title=control_character
title: escape | {"title":"a\\u001bb"} | 422 /title=control_character
title: carriage return | {"title":"a\\rb"} | 422 /title=control_character
title: delete | {"title":"a\\u007fb"} | 422 /title=control_character
title: markup and quotes stay as they are | {"title":"<b>'O''Hara'</b>; -- \\"x\\" & \\\\"} | 201 .title == "<b>'O''Hara'</b>; -- \\"x\\" & \\\\"
title: joined emoji, right-to-left | {"title":"👩‍👩‍👧 שלום"} | 201 .title == "👩‍👩‍👧 שלום"
description: absent | {"title":"x"} | 201 has("description") and .description == null
description: null | {"title":"x","description":null} | 201 .description == null
description: a number | {"title":"x","description":1} | 422 /description=wrong_type
description: of 10,000 | {"title":"x","description":"$(repeat x 10000)"} | 201 .description|length == 10000
description: of 10,001 | {"title":"x","description":"$(repeat x 10001)"} | 422 /description=too_long
description: of 10,000, three bytes each | {"title":"x","description":"$(repeat € 10000)"} | 201 .description|length == 10000
description: of 10,001, three bytes each | {"title":"x","description":"$(repeat € 10001)"} | 422 /description=too_long
description: trimmed | {"title":"x","description":"\\n a\\nb \\n"} | 201 .description == "a\\nb"
description: a control character | {"title":"x","description":"a\\u0000b"} | 400
description: a bell | {"title":"x","description":"a\\u0007b"} | 422 /description=control_character
description: only blanks | {"title":"x","description":"   "} | 422 /description=blank
END
}

status_and_priority() {
	bodies POST $API/tasks <<'END'
status: pending | {"title":"x","status":"pending"} | 201 .status == "pending" and .completed_at == null
status: done | {"title":"x","status":"done"} | 201 .status == "done" and (.completed_at|is_time)
status: another | {"title":"x","status":"open"} | 422 /status=not_allowed
status: in capitals | {"title":"x","status":"DONE"} | 422 /status=not_allowed
status: empty | {"title":"x","status":""} | 422 /status=not_allowed
status: a boolean | {"title":"x","status":true} | 422 /status=wrong_type
status: null (silent) | {"title":"x","status":null} | 422 /status=*
priority: 0 | {"title":"x","priority":0} | 201 .priority == 0
priority: 4 | {"title":"x","priority":4} | 201 .priority == 4
priority: -1 | {"title":"x","priority":-1} | 422 /priority=too_small
priority: 5 | {"title":"x","priority":5} | 422 /priority=too_large
priority: a text | {"title":"x","priority":"1"} | 422 /priority=wrong_type
priority: a fraction | {"title":"x","priority":1.5} | 422 /priority=wrong_type
priority: a boolean | {"title":"x","priority":true} | 422 /priority=wrong_type
priority: an array | {"title":"x","priority":[1]} | 422 /priority=wrong_type
priority: null (silent) | {"title":"x","priority":null} | 422 /priority=*
the server's own: completed_at | {"title":"x","completed_at":"2031-01-01T00:00:00Z"} | 422 /completed_at=unknown_field
the server's own: id | {"title":"x","id":"01890000-0000-7000-8000-000000000001"} | 422 /id=unknown_field
the server's own: version, created_at | {"title":"x","version":7,"created_at":"2001-01-01T00:00:00Z"} | 422 /version=unknown_field /created_at=unknown_field
END
}

due_dates() {
	while read_row; do
		queue POST $API/tasks -d "{\"title\":\"x\",\"due_at\":\"$ROW_SUBJECT\"}"
		case $ROW_WANT in 20*) ROW_WANT="201 .due_at == \"$ROW_WANT\"" ;; invalid) ROW_WANT='422 /due_at=time_invalid' ;; esac
		note_row
	done <<'END'
due_at: UTC | 2031-01-02T03:04:05Z | 2031-01-02T03:04:05Z
due_at: east of Greenwich | 2031-01-02T03:04:05+02:00 | 2031-01-02T01:04:05Z
due_at: west of Greenwich, over midnight | 2031-12-31T23:00:00-03:00 | 2032-01-01T02:00:00Z
due_at: half an hour | 2031-01-02T03:04:05+05:30 | 2031-01-01T21:34:05Z
due_at: offset nought | 2031-01-02T03:04:05+00:00 | 2031-01-02T03:04:05Z
due_at: offset unknown | 2031-01-02T03:04:05-00:00 | 2031-01-02T03:04:05Z
due_at: milliseconds | 2031-01-02T03:04:05.678Z | 2031-01-02T03:04:05.678Z
due_at: tenths are shown in three digits | 2031-01-02T03:04:05.5Z | 2031-01-02T03:04:05.500Z
due_at: a fraction of nought is not shown | 2031-01-02T03:04:05.000Z | 2031-01-02T03:04:05Z
due_at: microseconds | 2031-01-02T03:04:05.123000Z | 2031-01-02T03:04:05.123Z
due_at: a leap day | 2032-02-29T00:00:00Z | 2032-02-29T00:00:00Z
due_at: long past | 2001-01-01T00:00:00Z | 2001-01-01T00:00:00Z
due_at: a date alone | 2031-01-02 | invalid
due_at: without an offset | 2031-01-02T03:04:05 | invalid
due_at: without seconds | 2031-01-02T03:04Z | invalid
due_at: month 13 | 2031-13-02T03:04:05Z | invalid
due_at: month 0 | 2031-00-02T03:04:05Z | invalid
due_at: day 32 | 2031-01-32T03:04:05Z | invalid
due_at: 31 April | 2031-04-31T03:04:05Z | invalid
due_at: 29 February of a common year | 2031-02-29T03:04:05Z | invalid
due_at: hour 24 | 2031-01-02T24:00:00Z | invalid
due_at: minute 60 | 2031-01-02T03:60:05Z | invalid
due_at: second 61 | 2031-01-02T03:04:61Z | invalid
due_at: offset of 24 hours | 2031-01-02T03:04:05+24:00 | invalid
due_at: offset of 60 minutes | 2031-01-02T03:04:05+01:60 | invalid
due_at: offset without a colon | 2031-01-02T03:04:05+0200 | invalid
due_at: a point without digits | 2031-01-02T03:04:05.Z | invalid
due_at: more at the end | 2031-01-02T03:04:05Zx | invalid
due_at: year of five digits | 12031-01-02T03:04:05Z | invalid
due_at: year of two digits | 31-01-02T03:04:05Z | invalid
due_at: a sign in front | -2031-01-02T03:04:05Z | invalid
due_at: another alphabet's digits | ２031-01-02T03:04:05Z | invalid
due_at: empty |  | invalid
due_at: now | now | invalid
due_at: infinity | infinity | invalid
due_at: epoch | epoch | invalid
due_at: seconds as text | 1924991999 | invalid
due_at: Brazilian | 02/01/2031 03:04:05 | invalid
END
	judge_rows
	bodies POST $API/tasks <<'END'
due_at: null | {"title":"x","due_at":null} | 201 .due_at == null
due_at: a number | {"title":"x","due_at":1924991999} | 422 /due_at=wrong_type
due_at: an object | {"title":"x","due_at":{}} | 422 /due_at=wrong_type
END
}

labels() {
	twenty=$(seq -s '","' 20)
	bodies POST $API/tasks <<END
labels: none | {"title":"x","labels":[]} | 201 .labels == []
labels: in their order (silent) | {"title":"x","labels":["b","a","ção"]} | 201 .labels == ["b","a","ção"]
labels: 20 | {"title":"x","labels":["$twenty"]} | 201 .labels|length == 20
labels: 21 | {"title":"x","labels":["$twenty","21"]} | 422 /labels=too_many_items
labels: of 1 | {"title":"x","labels":["a"]} | 201
labels: empty | {"title":"x","labels":["a",""]} | 422 /labels/1=too_short,required
labels: only blanks | {"title":"x","labels":["  "]} | 422 /labels/0=too_short,required
labels: of 50, two bytes each | {"title":"x","labels":["$(repeat é 50)"]} | 201 .labels[0]|length == 50
labels: of 51 | {"title":"x","labels":["a","b","$(repeat x 51)"]} | 422 /labels/2=too_long
labels: trimmed | {"title":"x","labels":[" a "]} | 201 .labels == ["a"]
labels: two equal | {"title":"x","labels":["a","b","a"]} | 422 /labels,/labels/2,/labels/0=duplicate_item
labels: two equal after trimming | {"title":"x","labels":["a"," a"]} | 422 /labels,/labels/1,/labels/0=duplicate_item
labels: two that differ by case (silent) | {"title":"x","labels":["a","A"]} | 201 .labels == ["a","A"]
labels: a control character | {"title":"x","labels":["a\\u0002"]} | 422 /labels/0=control_character
labels: a number among them | {"title":"x","labels":["a",1]} | 422 /labels/1=wrong_type
labels: null among them | {"title":"x","labels":[null]} | 422 /labels/0=wrong_type,required
labels: an array among them | {"title":"x","labels":[["a"]]} | 422 /labels/0=wrong_type
labels: a text | {"title":"x","labels":"a"} | 422 /labels=wrong_type
labels: an object | {"title":"x","labels":{"0":"a"}} | 422 /labels=wrong_type
labels: null (silent) | {"title":"x","labels":null} | 422 /labels=*
labels: quotes, commas, braces | {"title":"x","labels":["a,b","{c}","\\"d\\"","e\\\\","null","f g"]} | 201 .labels == ["a,b","{c}","\\"d\\"","e\\\\","null","f g"]
labels: two faults in two of them | {"title":"x","labels":["$(repeat x 51)",5]} | 422 /labels/0=too_long /labels/1=wrong_type
END
}

FULL='{"title":"full","description":"all of it","status":"done","priority":3,"due_at":"2031-01-01T00:00:00Z","labels":["a","b"]}'

changing() {
	create_task "$FULL"
	task=$API/tasks/$TASK created=$(field .created_at) completed=$(field .completed_at) version=$(field .version)
	requests <<END
PATCH: what is absent stays | PATCH $task {"title":"new"} | 200 keys == $TASK_MEMBERS and .title == "new" and .description == "all of it" and .status == "done" and .priority == 3 and .due_at == "2031-01-01T00:00:00Z" and .labels == ["a","b"]
PATCH: completed_at stays when something else changes | PATCH $task {"priority":2} | 200 .completed_at == "$completed" and .created_at == "$created" and .id == "$TASK"
PATCH: done again is no new completion | PATCH $task {"status":"done"} | 200 .completed_at == "$completed"
PATCH: the version has moved on | GET $task | 200 .version != $version and (.updated_at|moment) >= (.created_at|moment)
PATCH: nothing | PATCH $task {} | 200 .title == "new" and .priority == 2
PATCH: null clears | PATCH $task {"description":null,"due_at":null} | 200 .description == null and .due_at == null and .priority == 2
PATCH: a list is replaced whole | PATCH $task {"labels":["c"]} | 200 .labels == ["c"]
PATCH: null resets to the default | PATCH $task {"labels":null,"priority":null} | 200 .labels == [] and .priority == 0
PATCH: back to pending clears completed_at | PATCH $task {"status":"pending"} | 200 .status == "pending" and .completed_at == null
PATCH: done sets it anew | PATCH $task {"status":"done"} | 200 .completed_at|is_time
PATCH: status null is pending | PATCH $task {"status":null} | 200 .status == "pending" and .completed_at == null
PATCH: title null | PATCH $task {"title":null} | 422 /title=*
PATCH: title empty | PATCH $task {"title":" "} | 422 /title=*
PATCH: every fault at once | PATCH $task {"priority":7,"status":"x","labels":["a","a"],"x":1} | 422 /priority=too_large /status=not_allowed /labels*=duplicate_item /x=unknown_field
PATCH: id and version are the server's | PATCH $task {"id":"$TASK","version":1} | 422 /id=unknown_field /version=unknown_field
PATCH: trimmed too | PATCH $task {"title":"  t  "} | 200 .title == "t"
GET: after all that | GET $task | 200 .title == "t" and $DEFAULTS and .created_at == "$created"
PUT: all fields | PUT $task $FULL | 200 keys == $TASK_MEMBERS and .title == "full" and .description == "all of it" and .status == "done" and .priority == 3 and .due_at == "2031-01-01T00:00:00Z" and .labels == ["a","b"] and (.completed_at|is_time) and .created_at == "$created"
PUT: what is left out goes back to its default | PUT $task {"title":"bare"} | 200 .title == "bare" and $DEFAULTS
PUT: null for what may be absent | PUT $task {"title":"bare","description":null,"due_at":null} | 200 $DEFAULTS
PUT: null for what has another default (silent) | PUT $task {"title":"x","status":null,"priority":null,"labels":null} | 422 /status=* /priority=* /labels=*
PUT: title missing | PUT $task {"priority":1} | 422 /title=required
PUT: unknown member | PUT $task {"title":"x","version":1} | 422 /version=unknown_field
PUT: bounds hold | PUT $task {"title":"$(repeat x 201)","priority":5} | 422 /title=too_long /priority=too_large
PUT: nothing was written by these | GET $task | 200 .title == "bare" and $DEFAULTS
PUT: makes no new task | PUT $API/tasks/$UNKNOWN_ID {"title":"x"} | 404
DELETE: 204 | DELETE $task | 204
DELETE: it is gone | GET $task | 404
DELETE: again | DELETE $task | 404
DELETE: PATCH finds nothing | PATCH $task {"title":"x"} | 404
DELETE: PUT does not bring it back | PUT $task {"title":"x"} | 404
DELETE: nor is it in the list | GET $API/tasks?limit=100 | 200 .items|map(.id)|index("$TASK")|not
END
	http DELETE "$API/tasks/$(field -r '.items[0].id')"
	same 'DELETE: no body, no type' '204 0 ' "$STATUS $(wc -c <"$BODY" | tr -d ' ') $TYPE"
	create_task "$FULL"
	before=$(field .completed_at)
	http PUT "$API/tasks/$TASK" -d "$FULL"
	same 'PUT: done stays done since the first time (silent)' "$before" "$(field .completed_at)"
}

tasks_to_find() {
	fresh_user
	while IFS='|' read -r title rest; do
		trim "$title"
		queue POST $API/tasks -d "{\"title\":\"$TRIMMED\",$rest}"
	done <<'END'
Reunião de equipe | "status":"done","priority":4,"labels":["trabalho","urgente"],"due_at":"2031-01-01T12:00:00Z"
REUNIAO anual | "status":"pending","priority":3,"labels":["trabalho"],"due_at":"2031-01-02T12:00:00Z"
Comprar pão | "status":"pending","priority":0,"labels":["casa"],"due_at":"2031-01-03T12:00:00Z"
Desconto de 50% hoje | "status":"pending","priority":1,"labels":["Casa"]
Desconto de 50 reais | "status":"done","priority":1,"labels":["são paulo"]
arquivo_final | "status":"pending","priority":2,"labels":["a%b"]
arquivo-final | "status":"pending","priority":2,"description":"reuniao","labels":[]
C:\\temp | "status":"pending","priority":2,"labels":["a,b"]
ÀÉÎÕÜ ÇÑ | "status":"pending","priority":0,"labels":["casaco"]
END
	send
}

filters() {
	while IFS='|' read -r text query wanted; do
		trim "$query"
		http GET "$API/tasks?limit=100&sort=created_at&$TRIMMED"
		trim "$STATUS $(field '.items | map(.title) | join("; ")')" && got=$TRIMMED
		trim "$wanted"
		same "filter: ${text% }" "$TRIMMED" "$got"
	done <<'END'
status=pending | status=pending | 200 REUNIAO anual; Comprar pão; Desconto de 50% hoje; arquivo_final; arquivo-final; C:\temp; ÀÉÎÕÜ ÇÑ
status=done | status=done | 200 Reunião de equipe; Desconto de 50 reais
q without accents finds with | q=reuniao | 200 Reunião de equipe; REUNIAO anual
q with accents finds without | q=reuni%C3%A3o | 200 Reunião de equipe; REUNIAO anual
q in capitals | q=REUNI%C3%83O | 200 Reunião de equipe; REUNIAO anual
q with a combining accent (silent) | q=reunia%CC%83o | 200 Reunião de equipe; REUNIAO anual
q within a word | q=uniao | 200 Reunião de equipe; REUNIAO anual
q of two letters | q=pa | 200 Comprar pão
q of one letter | q=7 | 200 
q over a blank | q=reuniao%20de%20e | 200 Reunião de equipe
q over a blank, as forms write it | q=equipe+de+reuni | 200 Reunião de equipe
q: % is literal | q=50%25 | 200 Desconto de 50% hoje
q: % alone is literal | q=%25 | 200 Desconto de 50% hoje
q: _ is literal | q=arquivo_ | 200 arquivo_final
q: _ alone is literal | q=_ | 200 arquivo_final
q: a backslash is literal | q=%3A%5Ct | 200 C:\temp
q: a backslash alone | q=%5C | 200 C:\temp
q: other accents | q=aeiou%20cn | 200 ÀÉÎÕÜ ÇÑ
q looks at the title only | q=trabalho | 200 
q: nothing found | q=inexistente | 200 
q: injection | q='%20OR%20'1'%3D'1 | 200 
label | label=trabalho | 200 Reunião de equipe; REUNIAO anual
label: exactly, case too (silent) | label=casa | 200 Comprar pão
label: with a blank and accent | label=s%C3%A3o%20paulo | 200 Desconto de 50 reais
label: % is literal | label=a%25b | 200 arquivo_final
label: a comma is literal | label=a,b | 200 C:\temp
label: unknown | label=nenhum | 200 
priority_min=0 | priority_min=0&status=done | 200 Reunião de equipe; Desconto de 50 reais
priority_min=3 | priority_min=3 | 200 Reunião de equipe; REUNIAO anual
priority_min=4 | priority_min=4 | 200 Reunião de equipe
due_before leaves out what is never due | due_before=2031-01-02T13:00:00Z | 200 Reunião de equipe; REUNIAO anual
due_after too | due_after=2031-01-02T11:00:00Z | 200 REUNIAO anual; Comprar pão
due_after and due_before | due_after=2031-01-01T13:00:00Z&due_before=2031-01-03T11:00:00Z | 200 REUNIAO anual
due_before with an offset | due_before=2031-01-01T10:00:00-03:00 | 200 Reunião de equipe
due_before with an offset east | due_before=2031-01-01T13:30:00%2B02:00 | 200 
due_before and due_after that exclude each other | due_after=2031-01-03T13:00:00Z&due_before=2031-01-01T11:00:00Z | 200 
all together | status=pending&q=REUNIAO&label=trabalho&priority_min=3&due_after=2031-01-01T00:00:00Z&due_before=2032-01-01T00:00:00Z | 200 REUNIAO anual
END
}

wrong_filters() {
	paths GET <<END
filter: status unknown | $API/tasks?status=open | 422 status=not_allowed
filter: status empty | $API/tasks?status= | 422 status=*
filter: status twice | $API/tasks?status=done&status=pending | 422 status=repeated_parameter
filter: q twice | $API/tasks?q=a&q=b | 422 q=repeated_parameter
filter: label twice | $API/tasks?label=a&label=b | 422 label=repeated_parameter
filter: priority_min a word | $API/tasks?priority_min=high | 422 priority_min=wrong_type
filter: priority_min negative | $API/tasks?priority_min=-1 | 422 priority_min=too_small
filter: priority_min too large | $API/tasks?priority_min=5 | 422 priority_min=too_large
filter: due_before no time | $API/tasks?due_before=tomorrow | 422 due_before=time_invalid
filter: due_after a date alone | $API/tasks?due_after=2031-01-01 | 422 due_after=time_invalid
filter: due_after infinity | $API/tasks?due_after=infinity | 422 due_after=time_invalid
filter: a control character in q | $API/tasks?q=%01 | 422 q=control_character
filter: every fault at once | $API/tasks?status=x&priority_min=x&due_before=x&due_after=x | 422 status=not_allowed priority_min=wrong_type due_before=time_invalid due_after=time_invalid
END
}

isolation() {
	unique
	fresh_user
	create_task "{\"title\":\"private $UNIQUE\",\"labels\":[\"mine\"]}"
	task=$API/tasks/$TASK whole=$(field -cS .) owner=$TOKEN
	http GET "$task"
	tag=$(header ETag)
	fresh_user
	requests <<END
another's task: GET | GET $task | 404
another's task: PUT | PUT $task {"title":"stolen"} | 404
another's task: PATCH | PATCH $task {"title":"stolen"} | 404
another's task: DELETE | DELETE $task | 404
another's task: PATCH of nothing | PATCH $task {} | 404
another's task: 422 comes first, as for any id | PATCH $task {"priority":9} | 422 /priority=too_large
another's task: the list is empty | GET $API/tasks?count=true | 200 .items == [] and .total == 0
another's task: nor found by its title | GET $API/tasks?q=private | 200 .items == []
another's task: nor by its label | GET $API/tasks?label=mine&count=true | 200 .items == [] and .total == 0
END
	for version in "$tag" '*' '"other"'; do
		requests -h "If-Match: $version" <<END
another's task: If-Match $version: PUT | PUT $task {"title":"stolen"} | 404
another's task: If-Match $version: PATCH | PATCH $task {"title":"stolen"} | 404
another's task: If-Match $version: DELETE | DELETE $task | 404
END
	done
	http GET "$task" -h "If-None-Match: $tag"
	judge "another's task: no 304" 404
	seen="$(field -c 'del(.instance)') $(header ETag)$(header Cache-Control)"
	http GET $API/tasks/$UNKNOWN_ID
	same "another's task looks like no task at all" "$seen" "$(field -c 'del(.instance)') $(header ETag)$(header Cache-Control)"
	http HEAD "$task"
	expect_status "another's task: HEAD" 404
	requests -a '' <<END
no token: GET | GET $task | 401
no token: PUT | PUT $task {"title":"x"} | 401
no token: PATCH | PATCH $task {"title":"x"} | 401
no token: DELETE | DELETE $task | 401
no token: the list | GET $API/tasks | 401
no token: POST | POST $API/tasks {"title":"x"} | 401
END
	http GET "$task" -a "$owner"
	same "another's task: untouched by all that" "200 $whole" "$STATUS $(field -cS .)"
}

fresh_user
creating
texts
status_and_priority
due_dates
labels
changing
tasks_to_find
filters
wrong_filters
isolation
finish
