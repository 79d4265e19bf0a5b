#!/bin/sh
# Sources of addresses: the cache, ViaCEP, BrasilAPI, OpenCEP, and each way in which a provider can fail.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"

asked() { # CEP: how often each provider was, as "viacep brasilapi opencep"
	calls "[.viacep, .brasilapi, .opencep] | map([.calls[] | select(.cep == \"$1\")] | length) | join(\" \")"
}

comes_from() { # FAMILY SOURCE: a CEP that nobody asked for
	fresh_cep "$1"
	look_up "$CEP"
	[ "$STATUS $(field .address.source)" = "201 $2" ]
}

# Every provider answers, all breakers are closed, and the last answers were good.
recovered() {
	fault all none
	comes_from 04 viacep && comes_from 07 opencep && comes_from 06 brasilapi
}

settle() { eventually 75 recovered || fail 'the test itself: the providers recover'; }

# --- what providers know ---

addresses() {
	! has_sql || sql 'DELETE FROM cep_cache' # other scripts may have asked for these
	while IFS='|' read -r cep wanted; do
		look_up "${cep% }"
		got="$STATUS $(field -c '.address | [.street, .district, .city, .state, .ibge, .ddd, .source]')"
		same "address of ${cep% }" "201${wanted% }" "$got"
	done <<'END'
01001000 | ["Praça da Sé","Sé","São Paulo","SP","3550308","11","viacep"]
01310-200 | ["Avenida Paulista","Bela Vista","São Paulo","SP","3550308","11","viacep"]
97542080 | ["Rua Barão de Cerro Largo","Centro","Alegrete","RS","4300406","55","viacep"]
18071051 | ["Rua Constantino Verrone","Centro","Sorocaba","SP","3552205","15","viacep"]
37503130 | ["Rua Geraldino Campista","Santo Antônio","Itajubá","MG","3132404",null,"viacep"]
88390000 | [null,null,"Barra Velha","SC","4202107","47","viacep"]
END
	fault viacep 502
	look_up 87360000
	judge 'a town, from BrasilAPI: null instead of ""' '201 .address | .street == null and .district == null and .city == "Goioerê" and .state == "PR"
		and .ibge == "4108601" and .ddd == null and .source == "brasilapi"'
	fault viacep none
	fresh_cep 06
	look_up "$CEP"
	judge 'ViaCEP does not know it, BrasilAPI does' "201 .address | .cep == \"$CEP\" and .street == \"Rua $CEP\" and .state == \"SP\" and .source == \"brasilapi\""
	fresh_cep 07
	look_up "$CEP"
	judge 'only OpenCEP knows it' "201 .address | .street == \"Rua $CEP\" and .ibge == \"3550308\" and .ddd == null and .source == \"opencep\""
	same 'each was asked once' '1 1 1' "$(asked "$CEP")"
}

manners() {
	fresh_cep 07
	look_up "$CEP"
	same 'User-Agent: tells who asks' '' "$(calls "[.viacep, .brasilapi, .opencep][].calls[] | select(.cep == \"$CEP\") | .headers[\"user-agent\"]" |
		grep -vE '^balcao/[0-9][^ ]* \(\+https?://[^ )]+\)$')"
	same 'nobody is asked in the name of somebody' 0 "$(calls '[.viacep, .brasilapi, .opencep] | map(.calls[].headers | select(has("authorization") or has("cookie") or has("referer"))) | length')"
}

nobody_knows() {
	fresh_cep 08
	look_up "$CEP"
	judge 'no provider knows it' '422 /cep=cep_not_found'
	look_up "$CEP"
	judge 'no provider knows it: nor a moment later' '422 /cep=cep_not_found'
	check "nobody knows it: that is remembered [$(asked "$CEP")]" [ "$(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")" = 1 ]
	add_customer
	taken=$(field .cpf)
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\" | .cpf = \"$taken\"")"
	judge 'nobody knows it, and the CPF is taken: both are named' '422 /cep=cep_not_found /cpf=cpf_taken'
	fresh_cep 08
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\" | .cpf = \"$taken\"")"
	judge 'a taken CPF: before a provider is asked' '409 cpf_taken /cpf=cpf_taken'
	add_customer
	requests <<EOT
a taken CPF: PATCH | PATCH $CUSTOMERS/$CUSTOMER {"cep":"$CEP","cpf":"$taken"} | 409 cpf_taken /cpf=cpf_taken
an unknown customer comes first | PATCH $CUSTOMERS/$UNKNOWN_ID {"cep":"$CEP","cpf":"$taken"} | 404
EOT
	http PATCH "$CUSTOMERS/$CUSTOMER" -h 'If-Match: "7"' -d "{\"cep\":\"$CEP\",\"cpf\":\"$taken\"}"
	judge 'and so does an old version' 412
	same 'none of these asked anybody' '0 0 0' "$(asked "$CEP")"
	fault viacep 502 && fault opencep 502
	fresh_cep 08
	look_up "$CEP"
	judge 'BrasilAPI: its 404 counts after ViaCEP said the same' '422 /cep=cep_not_found'
	fault brasilapi none
	fresh_cep 09
	look_up "$CEP"
	judge 'BrasilAPI could not reach ViaCEP: its 404 proves nothing' '503 cep_service_unavailable'
	fault all none && fault viacep 502
	fresh_cep 07
	look_up "$CEP"
	judge "BrasilAPI's 404, and OpenCEP knows better" '201 .address.source == "opencep"'
	settle
}

caching() {
	fresh_cep 04
	look_up "$CEP"
	whole=$(field -cS .address)
	look_up "$CEP"
	same 'cache: the same address, source included' "201 $whole" "$STATUS $(field -cS .address)"
	person other
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\"")" -a "$other_token"
	same 'cache: for every organization' "201 $whole" "$STATUS $(field -cS .address)"
	same 'cache: one call for three customers' '1 0 0' "$(asked "$CEP")"
	fault all 502
	look_up "$CEP"
	judge 'cache: what is in it needs no provider' '201 .address.source == "viacep"'
	fault all none
}

# --- how providers fail ---

faults_of() { # PROVIDER NEXT FAMILY: of CEPs that PROVIDER is the first to know
	while read -r name; do
		before=$(calls .redirected.count)
		fault "$1" "$name"
		fresh_cep "$3"
		look_up "$CEP"
		judge "$1: $name: $2 is asked" "201 .address | .cep == \"$CEP\" and .street == \"Rua $CEP\" and .city == \"São Paulo\" and .source == \"$2\""
		[ "$name" != redirect ] || same "$1: a redirect is not followed" "$before" "$(calls .redirected.count)"
		fault "$1" none
		check "$1: $name: then it answers again" comes_from "$3" "$1"
	done <<'END'
502
429
html200
html400
hang
reset
cut
truncate
trickle
redirect
not_json
array
huge
wrong_cep
no_city
bad_state
wrong_types
latin1
END
	# another form of a good answer
	for name in bom small_state numbers nulls gzip range decomposed; do
		fault "$1" $name
		fresh_cep "$3"
		look_up "$CEP"
		judge "$1: $name: is read" "201 .address | .street == \"Rua $CEP\" and .city == \"São Paulo\" and .state == \"SP\" and .ibge == \"3550308\" and .source == \"$1\""
		fault "$1" none
	done
	# values that the service may take or drop, but must never take unchanged
	for name in deep control_chars long; do
		fault "$1" $name
		fresh_cep "$3"
		look_up "$CEP"
		judge "$1: $name: an address that can be shown (silent)" "201 .address | .city == \"São Paulo\" and (.street | length) <= 500
			and (.street | explode | all(. >= 32 and . != 127))"
		fault "$1" none
		comes_from "$3" "$1"
	done
	settle
}

slowness() {
	fault viacep slow 1000
	fresh_cep 04
	look_up "$CEP"
	judge 'ViaCEP takes a second: it is waited for' '201 .address.source == "viacep"'
	fault viacep none
}

# --- no provider answers ---

unavailable() { # TEXT CEP: 503, and nothing is stored
	http GET "$CUSTOMERS?count=true&limit=1"
	_total=$(field .total)
	look_up "$2"
	judge "$1" '503 cep_service_unavailable'
	retry_after "$1: Retry-After"
	http GET "$CUSTOMERS?count=true&limit=1"
	same "$1: nothing is stored" "$_total" "$(field .total)"
}

outage() {
	add_customer
	one=$CUSTOMERS/$CUSTOMER
	fault all 502
	fresh_cep 04
	unavailable 'all are down' "$CEP"
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\"")" -h 'Accept-Language: pt-BR'
	judge 'all are down: in Portuguese' '503 cep_service_unavailable'
	requests <<END
all are down: another CEP can't be had | PATCH $one {"cep":"$CEP","name":"x"} | 503 cep_service_unavailable
all are down: nothing was changed | GET $one | 200 .name == "Maria da Silva" and .version == 1
all are down: what needs no CEP works | PATCH $one {"name":"Rita"} | 200 .name == "Rita"
all are down: faults are reported as usual | POST $CUSTOMERS {"cep":"$CEP"} | 422 /name=* /email=* /phone=* /cpf=*
all are down: deleting and searching work | POST $CUSTOMERS/search {"cpf":"11144477735"} | 200
END
	settle
	look_up "$CEP"
	judge 'all are back: the same CEP is found' "201 .address.street == \"Rua $CEP\""
	fault all hang
	fresh_cep 04
	begun=$(date +%s)
	unavailable 'all are silent' "$CEP"
	taken=$(($(date +%s) - begun))
	check "all are silent: within the time for all of them [$taken s]" [ $taken -le 9 ]
	settle
	fault all html400
	fresh_cep 04
	unavailable 'all talk nonsense' "$CEP"
	fault all wrong_cep
	fresh_cep 04
	unavailable 'all tell of another CEP' "$CEP"
	settle
}

# --- entries that expire ---

age() { # CEP INTERVAL
	sql "UPDATE cep_cache SET expires_at = expires_at - INTERVAL '$2' WHERE cep = '$1'" >/dev/null
	same "the test itself: $1 is in the cache" 1 "$(sql "SELECT count(*) FROM cep_cache WHERE cep = '$1'")"
}

expiry() {
	has_sql || { skip 'entries that grow old' 'no psql, or no way to the database' && return; }
	while IFS='|' read -r text family age wanted; do
		fresh_cep "${family# }"
		look_up "$CEP"
		before=$STATUS
		age "$CEP" "${age# }"
		look_up "$CEP"
		same "cache: ${text% }" "$before ${wanted# }" "$STATUS $(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")"
	done <<'END'
found, 89 days old: not asked again | 04| 89 days| 1
found, 91 days old: asked again | 04| 91 days| 2
not found, 23 hours old: not asked again | 08| 23 hours| 1
not found, 25 hours old: asked again | 08| 25 hours| 2
END
	fresh_cep 04
	look_up "$CEP"
	age "$CEP" '120 days' # what expired 90 days ago is swept
	fault all 502
	look_up "$CEP"
	judge 'cache: expired, and all are down: it still serves' "201 .address | .street == \"Rua $CEP\" and .source == \"viacep\""
	fault all none
	look_up "$CEP"
	same 'cache: expired, and they are back: asked again (silent)' '201 3' "$STATUS $(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")"
	look_up "$CEP"
	same 'cache: then it is fresh (silent)' '201 3' "$STATUS $(calls "[.viacep.calls[] | select(.cep == \"$CEP\")] | length")"
	settle
}

needs_fake
fresh_user
settle
addresses
manners
nobody_knows
caching
slowness
faults_of viacep brasilapi 04
faults_of brasilapi opencep 06
outage
expiry
fake_reset
finish
