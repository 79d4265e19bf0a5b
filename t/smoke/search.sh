#!/bin/sh
# POST /search: what is found, for whom, and in which order.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

SEARCH=$API/search

look() { http POST $SEARCH -d "$(jq -nc --arg q "$1" '{q: $q}')" -a "${2:-$TOKEN}"; } # WORDS [TOKEN]
hits() { field --arg type "$1" '[.items[] | select(.type == $type) | .title] | join("; ")'; } # TYPE: titles in their order

make_everything() {
	unique
	WORD=zurra$UNIQUE
	new_project
	http PATCH "$PROJECTS/$PROJECT" -d "{\"name\":\"Projeto $WORD\"}"
	new_key
	sent "{\"title\":\"Conexão $WORD recusada\"}"
	settle 1
	error_of "Conexão $WORD recusada"
	for title in "Pagar $WORD" "$WORD" "$WORD amanhã" "Ligar para $WORD, já" "Outra $WORD" "Mais uma $WORD"; do
		http POST $API/tasks -d "{\"title\":\"$title\",\"description\":\"Sobre $title\"}"
		[ "$STATUS" = 201 ] || fail 'setting up: a task is made'
	done
	http POST $API/clubs -d "{\"name\":\"Clube $WORD\",\"visibility\":\"public\",\"description\":\"Às quintas\"}"
	CLUB=$(field .id)
	http POST $API/clubs -d "{\"name\":\"Clube secreto $WORD\",\"visibility\":\"private\"}"
	http POST $API/books -d "{\"title\":\"Memórias de $WORD\",\"authors\":[\"Machado de Assis\"]}"
	BOOK=$(field .id)
}

everything() {
	look "$WORD"
	judge 'search: everything that has the word' '200 ([.items[].type] | unique) == ["book","club","error","project","task"]'
	expect_json 'search: each item has all members' 'all(.items[]; keys == ["at","detail","error","id","title","type"])'
	expect_json 'search: the error' ".items | any(.type == \"error\" and .id == \"$ERROR\" and .error == null)"
	expect_json 'search: the project' ".items | any(.type == \"project\" and .id == \"$PROJECT\")"
	expect_json 'search: the club' ".items | any(.type == \"club\" and .id == \"$CLUB\" and .detail == \"Às quintas\")"
	expect_json 'search: the book with its authors' ".items | any(.type == \"book\" and .id == \"$BOOK\" and .detail == \"Machado de Assis\")"
	same "search: one's private club" "Clube secreto $WORD; Clube $WORD" "$(hits club)"
	same 'search: five tasks, the exact title, then its beginning, then the newest' \
		"$WORD; $WORD amanhã; Mais uma $WORD; Outra $WORD; Ligar para $WORD, já" "$(hits task)"
	look "memorias ASSIS $WORD"
	same 'search: all words, in any order, without accents and case' "Memórias de $WORD" "$(hits book)"
	look "$WORD nada"
	judge 'search: not some of the words' '200 .items == []'
	look "$(printf %.2s "$WORD")"
	judge 'search: two letters' 200
	check 'search: two letters find the newest' test -n "$(hits task)"
	look 'zq'
	judge 'search: two letters that nothing has' '200 (.items | type) == "array"'
	look '%%'
	judge 'search: % is literal' '200 all(.items[]; .title | contains("%"))'
}

for_whom() {
	look "$WORD" "$viewer_token"
	judge "search: a colleague finds no task and no private club" '200 ([.items[].type] | unique) == ["book","club","error","project"]'
	same "search: a colleague finds the public club" "Clube $WORD" "$(hits club)"
	look "$WORD" "$stranger_token"
	judge "search: a stranger finds what is everybody's" '200 ([.items[].type] | unique) == ["book","club"]'
	http POST $SEARCH -a '' -d '{"q":"maria"}'
	judge 'search: nobody finds anything' 401
}

events() {
	for id in $EVENT "$(printf %s $EVENT | tr -d - | tr a-f A-F)"; do
		look "$id"
		judge "search: the event $id" "200 .items | length == 1 and (.[0] | .type == \"event\" and .id == \"$EVENT\" and .error == \"$ERROR\")"
		look "$id" "$stranger_token"
		judge "search: not a stranger's event" '200 .items == []'
	done
}

customers() {
	unique
	name="Ana $WORD"
	new_cpf
	http POST $CUSTOMERS -a "$editor_token" -d "$(jq -nc --arg name "$name" --arg cpf "$CPF" --arg phone "219$(printf %s "$CPF" | cut -c 1-8)" \
		'{name: $name, email: "c\($cpf)@example.com", phone: $phone, cep: "01001-000", cpf: $cpf}')"
	[ "$STATUS" = 201 ] || fail 'setting up: a customer is made'
	phone=$(field .phone) mail=$(field .email) masked=$CPF_MASKED typed=$CPF_TYPED
	for words in "$CPF" "$typed" "$mail" "$(printf %.9s "$mail")" "$phone" "$WORD ana" "ana"; do
		look "$words"
		same "search: the customer by $(printf %s "$words" | cut -c 1-5)…" "$masked" \
			"$(field --arg name "$name" '.items[] | select(.type == "customer" and .title == $name) | .detail')"
	done
	for words in zqxzqx 'zq%%' nobody@example.com "${CPF%?}x"; do
		look "$words"
		judge "search: no customer by $words" '200 .items | all(.type != "customer")'
	done
	look "$CPF" "$viewer_token"
	expect_json 'search: viewers find the customer, masked' ".items | any(.type == \"customer\" and .detail == \"$masked\")"
	same 'search: no CPF in the answer' 0 "$(grep -c "$CPF" "$BODY")"
	look "$CPF" "$stranger_token"
	judge "search: a stranger doesn't find the customer" '200 .items == []'
}

faults() {
	bodies POST $SEARCH <<END
search: one character | {"q":"a"} | 422 /q=too_short
search: 201 characters | {"q":"$(repeat a 201)"} | 422 /q=too_long
search: 200 characters | {"q":"$(repeat a 200)"} | 200
search: blanks | {"q":"    "} | 422 /q=too_short
search: nothing | {} | 422 /q=required
search: null | {"q":null} | 422 /q=required
search: a number | {"q":12} | 422 /q=wrong_type
search: another member | {"q":"maria","limit":3} | 422 /limit=unknown_field
search: another parameter | - | 415,400
END
	http GET $SEARCH
	judge 'search: a GET' 405
	http POST "$SEARCH?q=maria" -d '{"q":"maria"}'
	judge 'search: words in the address' '422 q=unknown_parameter'
}

needs_fake
person stranger
staff
TOKEN=$admin_token
make_everything
everything
for_whom
events
customers
faults
finish
