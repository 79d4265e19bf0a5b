#!/bin/sh
# Who can see which data of customers: roles, other organizations, masks, the log of activity; and that no log, address or metric
# contains a CPF or an e-mail.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"

by() { # ROLE: sets TOKEN to theirs
	eval "TOKEN=\$${1}_token"
}

roles() {
	new_cpf
	cpf=$CPF masked=$CPF_MASKED
	add_customer ".cpf = \"$cpf\""
	one=$CUSTOMERS/$CUSTOMER
	for role in viewer editor admin owner; do
		case $role in viewer) seen=$masked ;; *) seen=$cpf ;; esac
		by $role
		requests <<END
$role: reads one | GET $one | 200 keys == $CUSTOMER_MEMBERS and .cpf == "$seen"
$role: reads the list, masked | GET $CUSTOMERS | 200 (.items|length) == 1 and .items[0].cpf == "$masked"
$role: searches, masked | POST $CUSTOMERS/search {"cpf":"$cpf"} | 200 .items[0].cpf == "$masked"
END
	done
	by viewer
	requests <<END
viewer: does not make | POST $CUSTOMERS $(customer) | 403
viewer: does not make, whatever the body | POST $CUSTOMERS {} | 403
viewer: does not change | PATCH $one {"name":"x"} | 403
viewer: does not replace | PUT $one $(customer) | 403
viewer: does not delete | DELETE $one | 403
viewer: gets 403, even for an unknown customer | PATCH $CUSTOMERS/$UNKNOWN_ID {"name":"x"} | 403
END
	by editor
	requests <<END
editor: changes | PATCH $one {"name":"Rita"} | 200 .name == "Rita"
editor: does not delete | DELETE $one | 403
editor: can't delete, even an unknown customer | DELETE $CUSTOMERS/$UNKNOWN_ID | 403
END
	by viewer
	http GET "$one"
	judge 'viewer: after the change: masked' "200 .name == \"Rita\" and .cpf == \"$masked\""
	check 'viewer: nowhere the CPF' [ "$(grep -c "$cpf" "$BODY")" -eq 0 ]
	by admin
	requests <<END
admin: makes | POST $CUSTOMERS $(customer) | 201
admin: deletes | DELETE $one | 204
END
	requests -a '' <<END
no token: the list | GET $CUSTOMERS | 401
no token: one | GET $one | 401
no token: making | POST $CUSTOMERS {} | 401
no token: searching | POST $CUSTOMERS/search {} | 401
END
}

organizations() {
	by editor
	add_customer
	one=$CUSTOMERS/$CUSTOMER whole=$(field -cS .)
	requests -a "$stranger_token" <<END
another organization: GET | GET $one | 404
another organization: PATCH | PATCH $one {"name":"x"} | 404
another organization: PUT | PUT $one $(customer) | 404
another organization: DELETE | DELETE $one | 404
another organization: the list | GET $CUSTOMERS?count=true | 200 .items == [] and .total == 0
another organization: by name | GET $CUSTOMERS?q=maria | 200 .items == []
another organization: 422 comes first | PATCH $one {"name":""} | 422 /name=*
END
	http DELETE "$one" -a "$stranger_token" -h 'If-Match: "9"'
	judge 'another organization: 404 comes before 412' 404
	http GET "$one"
	same 'another organization: untouched by all that' "200 $whole" "$STATUS $(field -cS .)"
	# the same person, with a token for another organization
	sign_in "$editor" "$editor_password" home ",\"organization\":\"$editor_home\""
	http GET "$one" -a "$home_token"
	judge "one's token of another organization" 404
	http GET "$one" -a "$editor_token"
	judge "one's token of this one" 200
}

# --- the log of activity ---

entries() { # sets ENTRIES: what the editor did to CUSTOMER, the oldest first
	http GET "$API/organizations/$ORGANIZATION/activity?sort=at&limit=100&actor=$editor_id" -a "$admin_token"
	ENTRIES=$(field --arg id "$CUSTOMER" '[.items[] | select(.object == $id) | .action] | join(" ")')
}

activity() {
	by editor
	add_customer
	one=$CUSTOMERS/$CUSTOMER cpf=$(field .cpf) made=$REQUEST_ID
	http PATCH "$one" -d '{"number":"9"}'
	entries
	same 'activity: made and changed' 'customer.create customer.change' "$(echo "$ENTRIES" | sed 's/ customer\.reveal//g')"
	same 'activity: making is an entry of its request' "$made" \
		"$(field --arg id "$CUSTOMER" '.items[] | select(.object == $id and .action == "customer.create") | .request_id')"
	new_cpf
	add_customer ".cpf = \"$CPF\""
	one=$CUSTOMERS/$CUSTOMER
	http GET "$one"
	shown=$REQUEST_ID
	entries
	same 'activity: who saw the whole CPF' 'customer.create customer.reveal' "$ENTRIES"
	expect_json 'activity: by which request, from where' ".items[] | select(.action == \"customer.reveal\" and .object == \"$CUSTOMER\")
		| .request_id == \"$shown\" and .actor == \"$editor_id\" and .organization == \"$ORGANIZATION\" and (.address|test(\"^(127[.]|::1)\"))"
	http GET "$CUSTOMERS?limit=100"
	http POST $CUSTOMERS/search -d "{\"cpf\":\"$CPF\"}"
	http GET "$one" -a "$viewer_token"
	http GET "$one" -h 'If-None-Match: "1"'
	judge 'the test itself: nothing has changed' 304
	http GET "$CUSTOMERS/$UNKNOWN_ID"
	entries
	same 'activity: the list, the search and 304 reveal nothing' 'customer.create customer.reveal' "$ENTRIES"
	http GET "$API/organizations/$ORGANIZATION/activity?action=customer.reveal&actor=$viewer_id" -a "$admin_token"
	judge 'activity: nor does an answer to a viewer' '200 .items == []'
	http GET "$one"
	entries
	same 'activity: each time anew' 'customer.create customer.reveal customer.reveal' "$ENTRIES"
	http PATCH "$one" -d '{"cpf":"1"}'
	http PATCH "$one" -d '{"name":"x"}' -h 'If-Match: "77"'
	http DELETE "$one"
	entries
	same 'activity: what was refused left none' 'customer.create customer.reveal customer.reveal' "$ENTRIES"
	http DELETE "$one" -a "$admin_token"
	http GET "$API/organizations/$ORGANIZATION/activity?action=customer.delete&limit=100" -a "$admin_token"
	judge 'activity: deleted' "200 .items[0].object == \"$CUSTOMER\" and .items[0].actor == \"$admin_id\""
	http GET "$API/organizations/$ORGANIZATION/activity?limit=100" -a "$owner_token"
	same 'activity: no CPF, name or e-mail' '' "$(grep -oE "$cpf|$CPF|Maria|c[0-9]{11}@" "$BODY" | head -n 1)"
}

# --- places that must not contain them ---

# Every way in which a CPF and an e-mail reach the service, and every refusal
everywhere() {
	by editor
	new_cpf
	cpf=$CPF typed=$CPF_TYPED email=segredo$CPF@example.com
	body=$(customer ".cpf = \"$cpf\" | .email = \"$email\" | .phone = \"21988776655\"")
	http POST $CUSTOMERS -d "$body"
	judge 'the test itself: registered' '201 .phone == "+5521988776655"'
	CUSTOMER=$(field .id)
	requests <<END
the test itself: taken | POST $CUSTOMERS $body | 409
the test itself: found by CPF | POST $CUSTOMERS/search {"cpf":"$typed"} | 200 (.items|length) == 1
the test itself: found by e-mail | POST $CUSTOMERS/search {"email":"$email"} | 200 (.items|length) == 1
the test itself: found by phone | POST $CUSTOMERS/search {"phone":"21988776655"} | 200 (.items|length) == 1
the test itself: CPF in a wrong field | POST $CUSTOMERS {"name":"x","number":"$cpf and what is too long","$cpf":1} | 422
the test itself: not JSON | POST $CUSTOMERS {"cpf":"$cpf","email":"$email" | 400
the test itself: no token of this | PATCH $CUSTOMERS/$CUSTOMER {"cpf":"$typed"} | 200
the test itself: the whole | GET $CUSTOMERS/$CUSTOMER | 200 .cpf == "$cpf"
END
	http GET "$CUSTOMERS?cpf=$cpf&email=$email"
	judge 'the test itself: in the address, against the rules' '422 cpf=unknown_parameter email=unknown_parameter'
	fault all 502
	fresh_cep 04
	http POST $CUSTOMERS -d "$(customer ".cpf = \"$cpf\" | .email = \"$email\" | .cep = \"$CEP\"")"
	judge 'the test itself: no provider answers' '409,503 *'
	fake_reset
	new_cpf
	http PATCH "$CUSTOMERS/$CUSTOMER" -d "{\"cpf\":\"$CPF\"}"
	judge 'the test itself: another CPF' 200
}

traces() {
	http GET /metrics -a ''
	same 'metrics: neither CPF nor e-mail, phone or CEP' '' "$(grep -E "$cpf|segredo|988776655|$CEP" "$BODY" | head -n 1)"
	same 'providers: only the CEP goes there' '' "$(calls '[.viacep, .brasilapi, .opencep] | map(.calls[] | del(.cep)) | tojson' |
		grep -oE "$cpf|segredo|988776655|Maria|[Aa]uthorization|[Cc]ookie|[Rr]eferer" | head -n 1)"
	[ -d "${STATE:-}/log" ] || { skip 'logs' 'no STATE' && return; }
	sleep 1
	same 'log: nowhere the CPF' '' "$(grep -rlE "$cpf|$typed" "$STATE/log")"
	same 'log: nowhere the e-mail' '' "$(grep -rliE 'segredo[0-9]{11}' "$STATE/log")"
	same 'log: nowhere the phone' '' "$(grep -rlF '988776655' "$STATE/log")"
	same 'log: no CPF of any other' '' "$(grep -rohE '"?c[0-9]{11}@example\.com' "$STATE/log" | head -n 1)"
}

needs_fake
person stranger
staff
roles
organizations
activity
everywhere
traces
finish
