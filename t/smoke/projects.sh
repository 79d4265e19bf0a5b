#!/bin/sh
# Projects and their keys: creating, changing, rights, and that a deleted key ends at once.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

projects() {
	http POST $PROJECTS -d '{"name":" Loja virtual ","platform":"node"}'
	judge 'POST: the project' '201 (.id|is_id) and .name == "Loja virtual" and .platform == "node" and (.created_at|is_time)'
	expect_json 'POST: its number is decimal' '.number | tostring | test("^[1-9][0-9]*$")'
	expect_header 'POST: Location names the project' Location "*$PROJECTS/$(field .id)"
	expect_header 'POST: ETag' ETag '"*"'
	PROJECT=$(field .id) NUMBER=$(field .number) one=$PROJECTS/$(field .id) tag=$(header ETag) whole=$(field -cS .)
	http GET "$one"
	same 'GET: the same' "200 $whole" "$STATUS $(field -cS .)"
	http GET "$one/"
	judge 'GET: with the final slash' 200
	headers GET "$one" <<END
If-None-Match: the tag | If-None-Match: $tag | 304
If-None-Match: another | If-None-Match: "999" | 200
END
	requests <<END
PATCH: name | PATCH $one {"name":"Loja"} | 200 .name == "Loja" and .platform == "node" and (.number|tostring) == "$NUMBER"
PATCH: null clears the platform | PATCH $one {"platform":null} | 200 .platform == null and .name == "Loja"
PATCH: the name can't be cleared | PATCH $one {"name":null} | 422 /name=*
PATCH: the number is the server's | PATCH $one {"number":7} | 422 /number=unknown_field
PATCH: an unknown member | PATCH $one {"colour":"red"} | 422 /colour=unknown_field
PATCH: nothing | PATCH $one {} | 200 .name == "Loja"
PATCH: of an unknown id | PATCH $PROJECTS/$UNKNOWN_ID {"name":"x"} | 404
GET: of an unknown id | GET $PROJECTS/$UNKNOWN_ID | 404
GET: its number is no id | GET $PROJECTS/$NUMBER | 404
a method that it has not | POST $one {} | 405
END
	http PATCH "$one" -d '{"name":"x"}' -h "If-Match: $tag"
	judge 'If-Match: PATCH of an old version' 412
	bodies POST $PROJECTS <<END
POST: without platform | {"name":"Caixa"} | 201 .platform == null and (.number|tostring) != "$NUMBER"
POST: without a name | {} | 422 /name=required
POST: an empty name | {"name":"  "} | 422 /name=*
POST: a name that is a number | {"name":5} | 422 /name=wrong_type
POST: an endless name (silent) | {"name":"$(repeat x 2000)"} | 422 /name=too_long
POST: a number of one's own | {"name":"x","number":1} | 422 /number=unknown_field
POST: no body | - | 400,415 *
END
	http GET "$PROJECTS?count=true"
	judge 'list: both, and no more' '200 .total == 2 and (.items|map(.name)|sort) == ["Caixa","Loja"] and .next_cursor == null'
	http GET "$PROJECTS?limit=1"
	judge 'list: pages' '200 (.items|length) == 1 and (.next_cursor|type) == "string"'
}

keys() {
	http POST "$PROJECTS/$PROJECT/keys" -d '{"name":"servidor"}'
	judge 'keys: POST' '201 (.id|is_id) and .name == "servidor" and .last_used_at == null'
	expect_json 'keys: the public key is 32 digits in lower-case hexadecimal' '.public_key | test("^[0-9a-f]{32}$")'
	KEY=$(field .public_key) KEY_ID=$(field .id)
	same 'keys: dsn' "https://$KEY@${BASE#*://}/$NUMBER" "$(field .dsn)"
	expect_json 'keys: created_by is the username' ".created_by | said(\"$admin\") or said(\"$admin_id\")"
	expect_header 'keys: Location' Location "*$PROJECTS/$PROJECT/keys*"
	http POST "$PROJECTS/$PROJECT/keys" -d '{"name":"servidor"}'
	judge 'keys: several, and of one name' "201 .public_key != \"$KEY\""
	http GET "$PROJECTS/$PROJECT/keys?count=true"
	judge 'keys: the list' "200 .total == 2 and any(.items[]; .id == \"$KEY_ID\" and .public_key == \"$KEY\" and .dsn == \"https://$KEY@${BASE#*://}/$NUMBER\")"
	requests <<END
keys: an unknown member | POST $PROJECTS/$PROJECT/keys {"name":"x","public_key":"$KEY"} | 422 /public_key=unknown_field
keys: a name that is a number | POST $PROJECTS/$PROJECT/keys {"name":1} | 422 /name=wrong_type
keys: of no project | GET $PROJECTS/$UNKNOWN_ID/keys | 404
keys: for no project | POST $PROJECTS/$UNKNOWN_ID/keys {"name":"x"} | 404
keys: DELETE of none | DELETE $PROJECTS/$PROJECT/keys/$UNKNOWN_ID | 404
END
	sent '{"title":"Used"}'
	check 'keys: last_used_at tells of the use' eventually 30 was_used
}

was_used() {
	http GET "$PROJECTS/$PROJECT/keys"
	field --arg id "$KEY_ID" '.items[] | select(.id == $id) | .last_used_at' | grep -q 'Z$'
}

# --- rights ---

allowed() { # TEXT STATUS-OF-VIEWER -EDITOR -ADMIN METHOD PATH [BODY]
	_wanted="$2 $3 $4" _got='' _allowed=$1
	shift 4
	for _who in viewer editor admin; do
		eval "_asks=\$${_who}_token"
		http "$1" "$2" ${3:+-d "$3"} -a "$_asks"
		_got="$_got $STATUS"
	done
	same "roles: $_allowed, by viewer, editor, admin" "$_wanted" "${_got# }"
}

roles() {
	new_project
	one=$PROJECTS/$PROJECT
	allowed 'the list' 200 200 200 GET $PROJECTS
	allowed 'a project' 200 200 200 GET "$one"
	allowed 'its keys' 200 200 200 GET "$one/keys"
	allowed 'POST of a project' 403 403 201 POST $PROJECTS '{"name":"x"}'
	allowed 'PATCH of a project' 403 403 200 PATCH "$one" '{"name":"y"}'
	allowed 'POST of a key' 403 403 201 POST "$one/keys" '{"name":"x"}'
	new_key
	allowed 'DELETE of a key' 403 403 204 DELETE "$one/keys/$KEY_ID"
	allowed 'DELETE of a project' 403 403 204 DELETE "$one"
	requests -a '' <<END
nobody: the list | GET $PROJECTS | 401 unauthenticated
nobody: POST | POST $PROJECTS {"name":"x"} | 401 unauthenticated
nobody: keys | GET $PROJECTS/$PROJECT/keys | 401 unauthenticated
END
}

strangers() {
	fresh_project
	one=$PROJECTS/$PROJECT
	requests -a "$stranger_token" <<END
a stranger: GET | GET $one | 404
a stranger: PATCH | PATCH $one {"name":"x"} | 404
a stranger: DELETE | DELETE $one | 404
a stranger: keys | GET $one/keys | 404
a stranger: POST of a key | POST $one/keys {"name":"x"} | 404
a stranger: DELETE of a key | DELETE $one/keys/$KEY_ID | 404
a stranger: the list is empty | GET $PROJECTS | 200 .items == []
END
	mine=$one/keys/$KEY_ID
	new_project
	requests <<END
a key under another project | DELETE $PROJECTS/$PROJECT/keys/$KEY_ID | 404
the key is still there | GET ${mine%/*} | 200 .items | length == 1
END
}

# --- the end of a key ---

endings() {
	fresh_project
	first=$KEY first_id=$KEY_ID
	new_key
	sent '{"title":"By the second"}'
	post '{"title":"By the first"}' -a "$first"
	judge 'deleted: before, the key is taken' 202
	settle 2
	http DELETE "$PROJECTS/$PROJECT/keys/$first_id"
	judge 'deleted: the key' 204
	key_ended 'deleted: the key is refused within a second' "$first"
	sent '{"title":"By the second"}'
	http GET "$PROJECTS/$PROJECT/keys"
	judge 'deleted: it is in no list' "200 (.items|map(.id)) == [\"$KEY_ID\"]"
	http DELETE "$PROJECTS/$PROJECT/keys/$first_id"
	judge 'deleted: again' 404
	settle 3
	error_of 'By the first'
	detail
	judge 'deleted: what it collected stays' '200 .events == 1 and .collected_by == {"key":null,"user":null}'
	http DELETE "$PROJECTS/$PROJECT"
	judge 'deleted: the project' 204
	key_ended 'deleted: the key of a deleted project is refused within a second' "$KEY"
	requests <<END
deleted: the project is gone | GET $PROJECTS/$PROJECT | 404
deleted: its keys too | GET $PROJECTS/$PROJECT/keys | 404
deleted: its errors too | GET $ERRORS/$ERROR | 404
deleted: in no list | GET $ERRORS?project=$PROJECT&status=all | 200 .items == []
deleted: in no list of all projects | GET $ERRORS?status=all&q=by%20the%20first | 200 .items == []
deleted: in no statistics | GET $ERRORS/stats?project=$PROJECT | 200 ([.items[] | .error] | add) == 0
END
}

person stranger
staff
TOKEN=$admin_token
projects
keys
roles
strangers
endings
finish
