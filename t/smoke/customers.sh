#!/bin/sh
# Customers: creating, changing and finding them, and uniqueness. Fields are in registration.sh, rights to see data in
# privacy.sh, sources of addresses in cep.sh and outage.sh.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"

SE='.cep == "01001000" and .street == "Praça da Sé" and .district == "Sé" and .city == "São Paulo" and .state == "SP" and .ibge == "3550308" and .ddd == "11"'

creating() {
	new_cpf
	http POST $CUSTOMERS -d "{\"name\":\" Maria da Silva \",\"email\":\"maria$CPF@example.com\",\"phone\":\"(11) 99402-9275\",\"cep\":\"01001-000\",\"cpf\":\"$CPF_TYPED\"}"
	judge 'POST: exactly the documented members' "201 keys == $CUSTOMER_MEMBERS and (.address|keys) == $ADDRESS_MEMBERS"
	expect_json 'POST: what was sent, as it is stored' ".name == \"Maria da Silva\" and .email == \"maria$CPF@example.com\" and .phone == \"+5511994029275\""
	expect_json 'POST: the CPF without its mask' ".cpf == \"$CPF\""
	expect_json 'POST: the address of the CEP' ".address | $SE and .source == \"viacep\""
	expect_json "POST: what the CEP's entry says of numbers is not the customer's complement" '.address | .number == null and .complement == null'
	expect_json 'POST: what the server sets' '(.id|is_id) and (.created_at|is_time) and .updated_at == .created_at and .version == 1'
	expect_header 'POST: Location names the customer' Location "*$CUSTOMERS/$(field .id)"
	expect_header 'POST: ETag' ETag '"1"'
	whole=$(field -cS .)
	http GET "$(header Location)"
	same 'POST: following Location gives the same' "200 $whole" "$STATUS $(field -cS .)"
	add_customer '.number = " 100 " | .complement = "sala 2" | .cep = "01310200"'
	judge 'POST: number and complement' '201 .address | .number == "100" and .complement == "sala 2" and .street == "Avenida Paulista"'
	http GET "$CUSTOMERS/$CUSTOMER"
	judge 'GET: the same' '200 .address | .number == "100" and .complement == "sala 2" and .district == "Bela Vista"'
	http HEAD "$CUSTOMERS/$CUSTOMER"
	expect_status 'HEAD' 200
	requests <<END
a malformed id | GET $CUSTOMERS/1 | 404
an unknown id | GET $CUSTOMERS/$UNKNOWN_ID | 404
the search is no customer | GET $CUSTOMERS/search | 404,405 *
a method that it has not | POST $CUSTOMERS/$CUSTOMER {} | 405
END
}

# --- changing ---

changing() {
	add_customer '.number = "10" | .complement = "casa"'
	one=$CUSTOMERS/$CUSTOMER made=$(field .created_at) cpf=$(field .cpf)
	calls_before=$(calls '[.viacep, .brasilapi, .opencep] | map(.count) | add')
	requests <<END
PATCH: what is absent stays | PATCH $one {"name":"José"} | 200 keys == $CUSTOMER_MEMBERS and .name == "José" and .cpf == "$cpf" and .address.number == "10" and .version == 2 and .created_at == "$made"
PATCH: number | PATCH $one {"number":"12B"} | 200 .address.number == "12B" and .address.complement == "casa" and .address.street == "Praça da Sé"
PATCH: null clears | PATCH $one {"number":null,"complement":null} | 200 .address.number == null and .address.complement == null
PATCH: nothing | PATCH $one {} | 200 .name == "José"
PATCH: phone | PATCH $one {"phone":"11 3501-4415"} | 200 .phone == "+551135014415"
PATCH: what is required can't be cleared | PATCH $one {"name":null,"email":null,"phone":null,"cep":null,"cpf":null} | 422 /name=* /email=* /phone=* /cep=* /cpf=*
PATCH: the rules hold | PATCH $one {"cpf":"11111111111","phone":"190","cep":"1"} | 422 /cpf=cpf_invalid /phone=phone_* /cep=cep_invalid
PATCH: the address is sent in its parts | PATCH $one {"address":{"number":"1"}} | 422 /address=unknown_field
PATCH: city is the CEP's | PATCH $one {"city":"Santos","state":"RJ"} | 422 /city=unknown_field /state=unknown_field
PATCH: version and id are the server's | PATCH $one {"version":9,"id":"$UNKNOWN_ID"} | 422 /version=unknown_field /id=unknown_field
GET: after all that | GET $one | 200 .name == "José" and .phone == "+551135014415" and (.address|$SE)
END
	same 'PATCH: without a CEP nobody is asked for one' "$calls_before" "$(calls '[.viacep, .brasilapi, .opencep] | map(.count) | add')"
	requests <<END
PATCH: another CEP, another address | PATCH $one {"cep":"97542-080"} | 200 .address | .cep == "97542080" and .street == "Rua Barão de Cerro Largo" and .city == "Alegrete" and .state == "RS" and .ibge == "4300406" and .ddd == "55"
PATCH: an invalid CEP changes nothing | PATCH $one {"cep":"99999-999","name":"Nobody"} | 422 /cep=cep_not_found
GET: it did not | GET $one | 200 .name == "José" and .address.cep == "97542080"
END
	unique
	new_cpf
	http PUT "$one" -d "{\"name\":\"Ana\",\"email\":\"$UNIQUE@example.com\",\"phone\":\"1123456789\",\"cep\":\"01001000\",\"cpf\":\"$CPF\",\"number\":\"7\"}"
	judge 'PUT: all of it' "200 keys == $CUSTOMER_MEMBERS and .name == \"Ana\" and .email == \"$UNIQUE@example.com\" and .phone == \"+551123456789\"
		and .cpf == \"$CPF\" and .address.number == \"7\" and (.address|$SE) and .created_at == \"$made\""
	http PUT "$one" -d "{\"name\":\"Ana\",\"email\":\"$UNIQUE@example.com\",\"phone\":\"1123456789\",\"cep\":\"01001000\",\"cpf\":\"$CPF\"}"
	judge "PUT: one's own e-mail and CPF are not taken; what is left out is gone" '200 .address.number == null'
	requests <<END
PUT: what is required | PUT $one {"name":"Ana"} | 422 /email=required /phone=required /cep=required /cpf=required
PUT: makes no customer | PUT $CUSTOMERS/$UNKNOWN_ID $(customer) | 404
PATCH: of an unknown id | PATCH $CUSTOMERS/$UNKNOWN_ID {"name":"x"} | 404
END
}

# The client fills what a CEP leaves empty, and nothing else.
blanks() {
	add_customer '.cep = "88390000" | .street = "Rua do Porto" | .district = "Centro" | .number = "5"'
	judge 'town: street and district fill the blanks' '201 .address | .street == "Rua do Porto" and .district == "Centro"
		and .city == "Barra Velha" and .state == "SC" and .ibge == "4202107" and .ddd == "47"'
	one=$CUSTOMERS/$CUSTOMER
	requests <<END
town: PATCH street | PATCH $one {"street":"Rua da Praia"} | 200 .address | .street == "Rua da Praia" and .district == "Centro"
town: PATCH null clears | PATCH $one {"street":null} | 200 .address | .street == null and .district == "Centro"
town: to a CEP with a street of its own | PATCH $one {"cep":"05010000","street":"Rua do Porto"} | 200 .address | .street == "Rua Caiubi" and .district == "Perdizes"
town: there a street is not taken | PATCH $one {"street":"Rua do Porto","district":"Centro"} | 200 .address | .street == "Rua Caiubi" and .district == "Perdizes"
town: nor cleared | PATCH $one {"street":null,"district":null} | 200 .address | .street == "Rua Caiubi" and .district == "Perdizes"
town: back, the old street is gone | PATCH $one {"cep":"87360-000"} | 200 .address | .city == "Goioerê" and (.street | . != "Rua Caiubi") and .district != "Perdizes"
town: with a street along | PATCH $one {"cep":"88390-000","street":"Rua Nova"} | 200 .address | .city == "Barra Velha" and .street == "Rua Nova"
END
	bodies POST $CUSTOMERS <<END
town: without street and district | $(customer '.cep = "88390000"') | 201 .address | .street == null and .district == null and .city == "Barra Velha"
ignored: a street for a CEP that has one | $(customer '.street = "Rua Falsa" | .district = "Lugar Nenhum"') | 201 .address | .street == "Praça da Sé" and .district == "Sé"
ignored, but not unread: a street of 10,000 (silent) | $(customer ".street = \"$(repeat x 10000)\"") | 422 /street=too_long
ignored, but not unread: a street that is a number | $(customer '.street = 5') | 422 /street=wrong_type
END
}

conditional() {
	add_customer
	one=$CUSTOMERS/$CUSTOMER tag=$(header ETag)
	http PATCH "$one" -d '{"name":"Rosa"}' -h "If-Match: $tag"
	judge 'If-Match: PATCH of the current version' '200 .version == 2'
	current=$(header ETag)
	fresh_cep 04
	for method in PATCH PUT DELETE; do
		case $method in PATCH) body="{\"cep\":\"$CEP\"}" ;; PUT) body=$(customer) ;; esac
		case $method in DELETE) http DELETE "$one" -a "$admin_token" -h "If-Match: $tag" ;; *) http $method "$one" -d "$body" -h "If-Match: $tag" ;; esac
		judge "If-Match: $method of an old version" 412
	done
	http GET "$one"
	judge 'If-Match: nothing has changed' "200 .name == \"Rosa\" and .address.cep == \"01001000\""
	same 'ETag: GET tells the version' "$current" "$(header ETag)"
	headers GET "$one" <<END
If-None-Match: the tag | If-None-Match: $current | 304
If-None-Match: another | If-None-Match: $tag | 200
END
	requests -a "$admin_token" <<END
DELETE | DELETE $one | 204
DELETE: it is gone | GET $one | 404
DELETE: again | DELETE $one | 404
DELETE: PATCH finds nothing | PATCH $one {"name":"x"} | 404
END
}

# --- uniqueness ---

duplicates() {
	new_cpf
	cpf=$CPF typed=$CPF_TYPED email=dup$CPF@example.com
	upper=$(printf %s "$email" | tr '[:lower:]' '[:upper:]')
	add_customer ".cpf = \"$cpf\" | .email = \"$email\""
	first=$CUSTOMER
	http GET "$CUSTOMERS?count=true&limit=1"
	total=$(field .total)
	bodies POST $CUSTOMERS <<END
taken: e-mail | $(customer ".email = \"$email\"") | 409 email_taken /email=email_taken
taken: e-mail in capitals | $(customer ".email = \"$upper\"") | 409 email_taken /email=email_taken
taken: CPF | $(customer ".cpf = \"$cpf\"") | 409 cpf_taken /cpf=cpf_taken
taken: CPF with its mask | $(customer ".cpf = \"$typed\"") | 409 cpf_taken /cpf=cpf_taken
taken: both | $(customer ".cpf = \"$cpf\" | .email = \"$email\"") | 409 email_taken /email=email_taken /cpf=cpf_taken
taken: beside a fault | $(customer ".cpf = \"$cpf\" | .phone = \"190\"") | 422 /phone=phone_* /cpf=cpf_taken
taken: beside a fault: both | $(customer ".cpf = \"$cpf\" | .email = \"$upper\" | .phone = \"190\"") | 422 /phone=phone_* /email=email_taken /cpf=cpf_taken
taken: beside a fault of the same kind | $(customer ".cpf = \"$cpf\" | .email = \"@\"") | 422 /email=* /cpf=cpf_taken
END
	http GET "$CUSTOMERS?count=true&limit=1"
	judge 'taken: nothing was stored' "200 .total == $total"
	add_customer
	requests <<END
taken: PATCH to another's e-mail | PATCH $CUSTOMERS/$CUSTOMER {"email":"$upper"} | 409 email_taken /email=email_taken
taken: PATCH to another's CPF | PATCH $CUSTOMERS/$CUSTOMER {"cpf":"$typed","name":"x"} | 409 cpf_taken /cpf=cpf_taken
taken: PUT | PUT $CUSTOMERS/$CUSTOMER $(customer ".cpf = \"$cpf\"") | 409 cpf_taken /cpf=cpf_taken
taken: nothing was changed | GET $CUSTOMERS/$CUSTOMER | 200 .name == "Maria da Silva" and .version == 1
a phone may be several people's | POST $CUSTOMERS $(customer) | 201
END
	body=$(customer ".cpf = \"$cpf\" | .email = \"$email\"")
	http POST $CUSTOMERS -d "$body" -a "$stranger_token"
	judge 'taken: in another organization they are free' '201 .version == 1'
	http DELETE "$CUSTOMERS/$first" -a "$admin_token"
	http POST $CUSTOMERS -d "$body"
	judge 'taken: free again after DELETE' 201
	race
}

race() {
	body=$(customer)
	for _ in 1 2 3 4; do queue POST $CUSTOMERS -d "$body"; done
	send --parallel --parallel-immediate
	made=0 refused=0
	for n in 1 2 3 4; do
		answer $n
		case $STATUS${PROBLEM%% *} in 201) made=$((made + 1)) ;; 409email_taken | 409cpf_taken) refused=$((refused + 1)) ;; esac
	done
	same 'taken: of four at once one is made, three are told' '1 3' "$made $refused"
}

# --- lists ---

people_to_find() {
	staff
	while IFS='|' read -r name cep phone; do
		add_customer ".name = \"${name% }\" | .cep = \"${cep% }\" | .phone = \"$phone\""
	done <<'END'
João Conceição |01001000 |11994029275
Ângela Souza |97542080 |5555999999999
Bruno 100% |88390000 |4733334444
Carla_Dias |01310200 |+55 11 99402-9275
END
}

lists() {
	while IFS='|' read -r text query wanted; do
		trim "$query"
		http GET "$CUSTOMERS?limit=100&$TRIMMED"
		trim "$STATUS $(field '.items | map(.name) | join("; ")')" && got=$TRIMMED
		trim "$wanted"
		same "list: ${text% }" "$TRIMMED" "$got"
	done <<'END'
newest first | sort=-created_at | 200 Carla_Dias; Bruno 100%; Ângela Souza; João Conceição
sort=created_at | sort=created_at | 200 João Conceição; Ângela Souza; Bruno 100%; Carla_Dias
sort=name | sort=name&q=a_d | 200 Carla_Dias
q without accents finds with | q=conceicao | 200 João Conceição
q with accents, in capitals | q=%C3%82NGELA | 200 Ângela Souza
q: % is literal | q=%25 | 200 Bruno 100%
q: _ is literal | q=_ | 200 Carla_Dias
q: nothing found | q=inexistente | 200
q looks at the name only | q=example | 200
city | city=Alegrete | 200 Ângela Souza
city with accents | city=S%C3%A3o%20Paulo&sort=created_at | 200 João Conceição; Carla_Dias
state | state=SC | 200 Bruno 100%
city, state and q | city=S%C3%A3o%20Paulo&state=SP&q=joao | 200 João Conceição
state in small letters | state=sc | 200 Bruno 100%
state of nobody | state=AC | 200
END
	http GET "$CUSTOMERS?sort=name&count=true"
	judge 'list: a row is the customer with a masked CPF' "200 .total == 4 and all(.items[]; keys == $CUSTOMER_MEMBERS and (.address|keys) == $ADDRESS_MEMBERS)"
	expect_json 'list: by name' '[.items[].name[:1]] | . == ["Â","B","C","J"] or . == ["B","C","J","Â"]'
	expect_json 'list: every CPF is masked' 'all(.items[]; .cpf | test("^[*]{3}[.][0-9]{3}[.][0-9]{3}-[*]{2}$"))'
	http GET "$CUSTOMERS?sort=-name&limit=3"
	cursor=$(field .next_cursor)
	expect_header 'list: Link' Link '<*>; rel="next"'
	paths GET <<END
list: the next page | $CUSTOMERS?sort=-name&limit=3&cursor=$cursor | 200 (.items|length) == 1 and .next_cursor == null
list: the cursor with another sort | $CUSTOMERS?sort=name&limit=3&cursor=$cursor | 422 cursor=cursor_invalid
list: the cursor with a filter | $CUSTOMERS?sort=-name&limit=3&state=SP&cursor=$cursor | 422 cursor=cursor_invalid
list: sort by the CPF | $CUSTOMERS?sort=cpf | 422 sort=*
list: invalid state (silent) | $CUSTOMERS?state=XX | 200,422
list: a CPF is no filter | $CUSTOMERS?cpf=11144477735 | 422 cpf=unknown_parameter
list: nor an e-mail | $CUSTOMERS?email=a@example.com | 422 email=unknown_parameter
list: q twice | $CUSTOMERS?q=a&q=b | 422 q=repeated_parameter
END
	http GET "$CUSTOMERS?sort=-name&limit=3&cursor=$cursor" -a "$stranger_token"
	judge "list: somebody else's cursor" '422 cursor=cursor_invalid'
}

searching() {
	new_cpf
	add_customer ".cpf = \"$CPF\" | .email = \"Find.$CPF@Example.com\" | .phone = \"(51) 98888-7777\""
	found="200 (.items|length) == 1 and .items[0].id == \"$CUSTOMER\" and .items[0].cpf == \"$CPF_MASKED\" and (.items[0]|keys) == $CUSTOMER_MEMBERS and has(\"next_cursor\")"
	bodies POST $CUSTOMERS/search <<END
search: CPF | {"cpf":"$CPF"} | $found
search: CPF with its mask | {"cpf":"$CPF_TYPED"} | $found
search: e-mail | {"email":"find.$CPF@example.com"} | $found
search: e-mail in capitals | {"email":"FIND.$CPF@EXAMPLE.COM"} | $found
search: phone | {"phone":"+5551988887777"} | $found
search: phone, typed otherwise | {"phone":"051 98888.7777"} | $found
search: phone of two | {"phone":"11994029275"} | 200 [.items[].name] | sort == ["Carla_Dias","João Conceição"]
search: a CPF that no customer has | {"cpf":"11144477735"} | 200 .items == [] and .next_cursor == null
search: an e-mail that no customer has | {"email":"nobody@example.com"} | 200 .items == []
search: a part of an e-mail finds nothing | {"email":"ind.$CPF@example.com"} | 200 .items == []
search: for nothing | {} | 422
search: for null (silent) | {"cpf":null} | 422
search: a wrong CPF | {"cpf":"11144477736"} | 422 /cpf=cpf_invalid
search: a wrong phone | {"phone":"190"} | 422 /phone=phone_*
search: a wrong e-mail | {"email":"x"} | 422 /email=email_invalid
search: by name | {"name":"Carla_Dias"} | 422 /name=unknown_field
search: CPF a number | {"cpf":$CPF} | 422 /cpf=wrong_type
search: two that don't belong together (silent) | {"cpf":"$CPF","email":"nobody@example.com"} | 200,422
END
	parts
	for who in viewer editor admin; do
		eval "token=\$${who}_token"
		http POST $CUSTOMERS/search -d "{\"cpf\":\"$CPF\"}" -a "$token"
		judge "search: masked for the $who" "$found"
	done
	http POST $CUSTOMERS/search -d "{\"cpf\":\"$CPF\"}" -a "$stranger_token"
	judge "search: in another organization nobody is found" '200 .items == []'
	http POST $CUSTOMERS/search -d "{\"cpf\":\"$CPF\"}" -a ''
	judge 'search: without a token' 401
}

# The last digits of a phone, the eight of a mobile, the first characters of an e-mail. CPF is that of `searching`.
parts() {
	searched=$CUSTOMER
	tag=q$CPF
	add_customer ".name = \"Um\" | .email = \"$tag.um@Exa\\u00admple.com\" | .phone = \"(21) 99999-8181\""
	add_customer ".name = \"Dois\" | .email = \"$tag.um@example.com.br\" | .phone = \"21 2555-8181\""
	add_customer ".name = \"Três\" | .email = \"$tag.tres@açaí.com.br\" | .phone = \"+55 11 91999-9818\""
	while IFS='|' read -r text body wanted; do
		trim "$body"
		http POST "$CUSTOMERS/search?sort=created_at" -d "$TRIMMED"
		trim "$STATUS $(field '.items | map(.name) | join(" ")')" && got=$TRIMMED
		trim "$wanted"
		same "search: ${text% }" "$TRIMMED" "$got"
	done <<END
four last digits | {"phone":"8181"} | 200 Um Dois
the same as people paste them | {"phone":"\\u202a8181\\u202c"} | 200 Um Dois
five last digits | {"phone":"9-8181"} | 200 Um
eight digits of a mobile | {"phone":"9999-8181"} | 200 Um
nine digits | {"phone":"99999-8181"} | 200 Um
eight digits and the area code | {"phone":"2199998181"} | 200 Um
as WhatsApp gives it | {"phone":"552199998181"} | 200 Um
as WhatsApp gives it, with + | {"phone":"+55 21 9999-8181"} | 200 Um
as dialled, without the ninth digit | {"phone":"(0xx21) 9999-8181"} | 200 Um
a link of WhatsApp | {"phone":"https://wa.me/552199998181"} | 200 Um
the whole number, with no-break blanks | {"phone":"+55\\u00a021\\u00a099999\\u20118181"} | 200 Um
a whole landline number | {"phone":"2125558181"} | 200 Dois
digits of its middle | {"phone":"99998"} | 200
first digits are no last ones | {"phone":"219999"} | 200
ten last digits | {"phone":"1919999818"} | 200 Três
the beginning of an e-mail | {"email":"$tag"} | 200 Um Dois Três
the beginning, in capitals | {"email":"Q$CPF.U"} | 200 Um Dois
the beginning, to behind the @ | {"email":"$tag.um@exam"} | 200 Um Dois
a whole address is not the beginning of another | {"email":"$tag.um@example.com"} | 200 Um
a whole address that nobody has is a beginning | {"email":"$tag.um@example.co"} | 200 Um Dois
the beginning of a domain with accents | {"email":"$tag.tres@AÇA"} | 200 Três
a whole domain with accents, in ASCII | {"email":"$tag.tres@xn--aa-4iaz.com.br"} | 200 Três
the same as an A-label | {"email":"$tag.tres@xn--aa-4iaz"} | 200 Três
and its beginning in capitals | {"email":"$tag.tres@XN--AA-4IAZ."} | 200 Três
not the beginning | {"email":"$CPF.um"} | 200
a pattern is none | {"email":"$tag%"} | 200
both, of one | {"email":"$tag","phone":"8181"} | 200 Um Dois
both, of two people | {"email":"$tag.tres","phone":"8181"} | 200
END
	bodies POST $CUSTOMERS/search <<END
search: three digits are too few | {"phone":"818"} | 422 /phone=phone_too_short
search: two characters are too few | {"email":"q1"} | 422 /email=email_invalid
search: both are | {"phone":"8","email":"q"} | 422 /phone=phone_too_short /email=email_invalid
search: of a CPF there are no parts | {"cpf":"${CPF#???????}"} | 422 /cpf=cpf_invalid
search: a part with a letter | {"phone":"81 8x"} | 422 /phone=phone_invalid
search: a part of a foreign number | {"phone":"+8181"} | 422 /phone=phone_invalid
search: an area code that does not exist | {"phone":"20999998181"} | 422 /phone=phone_ddd
search: a blank in an e-mail | {"email":"q um"} | 422 /email=email_invalid
search: a beginning beyond ASCII | {"email":"joão"} | 422 /email=email_smtputf8_unsupported
search: parts are masked like the list | {"phone":"8181"} | 200 all(.items[]; .cpf | test("^[*]{3}[.][0-9]{3}[.][0-9]{3}-[*]{2}$"))
search: an e-mail is shown with its canonical domain | {"email":"$tag.um@example.com"} | 200 .items[0].email == "$tag.um@example.com"
END
	http POST "$CUSTOMERS/search?limit=1&sort=name&count=true" -d "{\"email\":\"$tag\"}"
	judge 'search: parts: a page' '200 .total == 3 and [.items[].name] == ["Dois"]'
	http POST "$CUSTOMERS/search?limit=5&sort=name&cursor=$(field .next_cursor)" -d "{\"email\":\"$tag\"}"
	judge 'search: parts: the next page' '200 [.items[].name] == ["Três","Um"] and .next_cursor == null'
	http POST $CUSTOMERS/search -d '{"phone":"8181"}' -a "$stranger_token"
	judge 'search: parts: in another organization nobody is found' '200 .items == []'
	CUSTOMER=$searched
}

# Domains are stored in their canonical form, and compared in it.
domains() {
	unique
	add_customer ".email = \"Ana.$UNIQUE@EXA\\u00adMPLE.com\""
	judge 'e-mail: the domain is stored in its canonical form' "201 .email == \"Ana.$UNIQUE@example.com\""
	add_customer ".email = \"$UNIQUE@XN--AA-4IAZ.com.br\""
	judge 'e-mail: an A-label is shown as its name' "201 .email == \"$UNIQUE@açaí.com.br\""
	bodies POST $CUSTOMERS <<END
e-mail: taken, with an invisible character | $(customer ".email = \"ana.$UNIQUE@exam\\u200bple.com\"") | 409 email_taken /email=*
e-mail: taken, in capitals | $(customer ".email = \"$UNIQUE@AÇAÍ.com.br\"") | 409 email_taken /email=*
e-mail: taken, decomposed | $(customer ".email = \"$UNIQUE@ac\\u0327ai\\u0301.com.br\"") | 409 email_taken /email=*
e-mail: a false A-label | $(customer '.email = "a@xn--a.com"') | 422 /email=email_invalid
e-mail: the A-label of ASCII | $(customer '.email = "a@xn--example-.com"') | 422 /email=email_invalid
END
}

needs_fake
person stranger
staff
creating
changing
blanks
conditional
duplicates
people_to_find
lists
searching
domains
finish
