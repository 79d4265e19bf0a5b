#!/bin/sh
# GET /cep/{cep}: the address of a CEP while somebody types.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"

CEPS=$API/cep

asked() { # CEP: how often ViaCEP was
	calls "[.viacep.calls[] | select(.cep == \"$1\")] | length"
}

found() {
	for typed in 01310200 01310-200 01310-200/ 01310%20200; do
		http GET "$CEPS/$typed"
		judge "the address: $typed" '200 . == {cep: "01310200", street: "Avenida Paulista", district: "Bela Vista", city: "São Paulo",
			state: "SP", ibge: "3550308", ddd: "11", source: "viacep"}'
	done
	tag=$(header ETag)
	http GET "$CEPS/01310200" -h "If-None-Match: $tag"
	judge 'the address: not modified' 304
	http HEAD "$CEPS/01310200"
	judge 'the address: HEAD' 200
	http GET $CEPS/88390000
	judge 'a town with one CEP: no street' '200 .street == null and .district == null and .city == "Barra Velha"'
	fresh_cep 04
	for n in 1 2 3; do
		http GET "$CEPS/$CEP"
		judge "the cache: time $n" "200 .street == \"Rua $CEP\""
	done
	same 'the cache: ViaCEP is asked once' 1 "$(asked "$CEP")"
	look_up "$CEP"
	judge 'the cache: a customer has it, too' "201 .address.street == \"Rua $CEP\""
	same 'the cache: without asking again' 1 "$(asked "$CEP")"
}

not_found() {
	fresh_cep 08
	paths GET <<EOT
nobody knows it | $CEPS/$CEP | 404 cep_not_found
nobody knows it: a moment later | $CEPS/$CEP | 404 cep_not_found
a CEP that is never assigned | $CEPS/00000-000 | 404 cep_not_found
seven digits | $CEPS/0131020 | 422 cep=cep_invalid
nine digits | $CEPS/013102000 | 422 cep=cep_invalid
letters | $CEPS/0131020a | 422 cep=cep_invalid
a point | $CEPS/01.310-200 | 422 cep=cep_invalid
rubbish | $CEPS/%F0%9F%98%80 | 422 cep=cep_invalid
rubbish that is not UTF-8 | $CEPS/%FF%FE | 422 cep=cep_invalid
a parameter | $CEPS/01310200?x=1 | 422 x=unknown_parameter
both faults | $CEPS/1?x=1 | 422 cep=cep_invalid x=unknown_parameter
nothing | $CEPS/ | 404
EOT
	same 'nobody knows it: that is remembered' 1 "$(asked "$CEP")"
	http GET $CEPS/1 -h 'Accept-Language: pt-BR'
	expect_json 'faults in Portuguese' '.title == "Dados inválidos"'
	http POST $CEPS/01310200 -d '{}'
	judge 'POST is no method of it' 405
}

who_may() {
	for role in viewer editor admin; do
		eval "http GET $CEPS/01310200 -a \"\$${role}_token\""
		case $role in
		viewer) judge 'viewers: 403' '403 forbidden' && expect_json 'viewers: what they need' '.needs == "editor"' ;;
		*) judge "$role: 200" 200 ;;
		esac
	done
	http GET $CEPS/01310200 -a ''
	judge 'nobody: 401' 401
	http GET $CEPS/1 -a "$viewer_token"
	judge 'the role comes before the CEP' 403
}

outage() {
	fault all 502
	fresh_cep 04
	http GET "$CEPS/$CEP"
	judge 'all providers are down: 503' '503 cep_service_unavailable'
	retry_after 'all providers are down: Retry-After'
	http GET $CEPS/01310200
	judge 'all providers are down: the cache answers' 200
	fault all none
}

allowed() { # asks for new CEPs until it is refused; sets DONE
	DONE=0 STATUS=200
	while [ "$STATUS" = 200 ] && [ $DONE -lt 130 ]; do
		fresh_cep 04
		http GET "$CEPS/$CEP" -a "$1"
		DONE=$((DONE + 1))
	done
}

limit() {
	allowed "$owner_token"
	check "60 a minute: not fewer [$DONE]" [ $DONE -gt 60 ]
	judge "60 a minute: then 429 [$DONE]" '429 too_many_requests'
	retry_after '60 a minute: Retry-After'
	same '60 a minute: no provider was asked' 0 "$(asked "$CEP")"
	http GET $CEPS/01310200 -a "$owner_token"
	judge '60 a minute: what is cached does not count' 200
	fresh_cep 04
	http GET "$CEPS/$CEP" -a "$admin_token"
	judge '60 a minute: for each user' 200
	fresh_cep 04
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\"")" -a "$owner_token"
	judge '60 a minute: customers can still be registered' 201
}

needs_fake
staff
TOKEN=$editor_token
eventually 75 answers_with $CEPS/01001000 200 || fail 'the test itself: the providers answer'
found
not_found
who_may
limit
TOKEN=$admin_token
outage
fake_reset
finish
