#!/bin/sh
# What people wrote about errors: items of envelopes, the dialog of Sentry.showReportDialog, and where it is shown.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2059,SC2086,SC2119,SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"
# shellcheck source=sdk.sh
. "$(dirname "$0")/sdk.sh"
MAIL=maria.$(date +%s)@loja.example.com.br

items() { # ITEM-HEADER PAYLOAD...: an envelope of them, with the id ID
	printf '{"event_id":"%s"}\n' "$ID" >"$WORK/envelope"
	while [ $# -gt 0 ]; do
		printf '%s\n%s\n' "$1" "$2" >>"$WORK/envelope"
		shift 2
	done
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
}

user_report() { # EVENT-ID TEXT [MORE]
	printf '{"event_id":"%s","name":"Maria","email":"%s","comments":"%s"%s}' "$1" "$MAIL" "$2" "${3:-}"
}

uuid_of() { printf %s "$1" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/'; }
of_error() { http GET "$ERRORS/$ERROR/feedback${1:-}"; }
of_project() { http GET "$PROJECTS/$PROJECT/feedback${1:-}"; }
tells() { of_error && holds "$1"; } # JQ-EXPRESSION
project_tells() { of_project && holds "$1"; }
texts='[.items[].text]'

with_an_event() {
	project
	event_id
	items '{"type":"event"}' '{"message":"Carrinho vazio"}' '{"type":"user_report"}' "$(user_report $ID 'Cliquei em \"Pagar\"\r\ne nada.')"
	accepted 'item: with its event' $ID
	expect_no_header 'item: nothing is told to be unsupported' X-Sentry-Rate-Limits
	first=$ID
	settle 1
	error_of 'Carrinho vazio'
	check 'item: it is with the error' eventually 15 tells "$texts == [\"Cliquei em \\\"Pagar\\\"\\ne nada.\"]"
	judge 'item: who wrote it, about which event, and when' "200 .items[0] | (.id|is_id) and .name == \"Maria\" and .email == \"$MAIL\"
		and .event == \"$(uuid_of $ID)\" and .error == \"$ERROR\" and .project == \"$PROJECT\" and .source == \"user_report\" and (.received_at|is_time)"
	whole $ID
	judge 'event: it is shown beside' "200 (.feedback | length) == 1 and (.feedback[0] | .email == \"$MAIL\" and (.received_at|is_time))"
	tag=$(header ETag)
	items '{"type":"user_report"}' "$(user_report $ID 'De novo')"
	judge 'item: later, alone' '200 . == {}'
	items '{"type":"user_report"}' "$(user_report $ID 'De novo')"
	check 'item: sent twice it is there once' eventually 15 tells "$texts == [\"De novo\",\"Cliquei em \\\"Pagar\\\"\\ne nada.\"]"
	http GET "$ERRORS/$ERROR/events/$(uuid_of $ID)" -h "If-None-Match: $tag"
	judge 'event: with new feedback it has another tag' '200 .feedback | length == 2'
	of_error '?limit=1'
	judge 'list: pages' "200 $texts == [\"De novo\"] and .next_cursor != null"
	http GET "$ERRORS/$ERROR/feedback?limit=1&cursor=$(field .next_cursor)"
	judge 'list: the next page' "200 (.items|length) == 1 and .next_cursor == null"
	event_id
	items '{"type":"event"}' '{"message":"Carrinho vazio"}' '{"type":"user_report"}' "$(user_report $ID 'Do outro')"
	settle 2
	check 'list: of several events' eventually 15 tells '.items | length == 3'
	of_error "?event=$(uuid_of $first)"
	judge 'list: of one event, by the id of the SDK' "200 $texts == [\"De novo\",\"Cliquei em \\\"Pagar\\\"\\ne nada.\"]"
	whole $first
	of_error "?event=$(field .id)"
	judge "list: by the service's id" '200 .items | length == 2'
	of_error "?event=$UNKNOWN_ID"
	judge 'list: of an event that is not there' '200 .items == []'
	of_error '?event=x'
	judge 'list: the filter must be an id' '422 event=id_invalid'
}

in_any_order() {
	project
	event_id
	early=$ID
	items '{"type":"user_report"}' "$(user_report $ID 'Antes do evento')"
	judge 'order: before its event' '200 . == {}'
	of_project
	judge 'order: at first it has no error' "200 .items[0] | .error == null and .event == \"$(uuid_of $early)\""
	printf '{"event_id":"%s"}\n{"type":"event"}\n{"message":"Chegou tarde"}' $early >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	settle 1
	error_of 'Chegou tarde'
	check 'order: then it has' eventually 30 tells "$texts == [\"Antes do evento\"]"
	# From the 201st event on every second one is not stored, unless it is the newest.
	for n in $(seq 1 205); do
		printf '{"event_id":"%032x"}\n{"type":"event"}\n{"message":"Chegou tarde"}' $((0x1000 + n)) >"$WORK/envelope.$n"
		queue POST "$ENVELOPE?$AUTH" -a '' -f "$WORK/envelope.$n"
	done
	send
	settle 206
	gone=''
	for n in $(seq 200 204); do
		id=$(printf %032x $((0x1000 + n)))
		whole $id
		[ "$STATUS" = 200 ] || gone=$id
	done
	check "order: an event is counted, but not stored [$gone]" [ -n "$gone" ]
	items '{"type":"user_report"}' "$(user_report "$gone" 'Não foi guardado')"
	check 'order: feedback about it has the error all the same' eventually 15 tells "${texts}[0] == \"Não foi guardado\""
	http POST $ERRORS -a "$KEY" -d '{"title":"Sem SDK"}'
	EVENT=$(field '.event_ids[0]')
	settle 207
	error_of 'Sem SDK'
	items '{"type":"user_report"}' "$(user_report "$EVENT" 'Pelo id do serviço')"
	check "order: by the service's id" eventually 15 tells "$texts == [\"Pelo id do serviço\"]"
}

feedback_item() {
	project
	report '{"message":"Com opinião"}'
	about=$ID
	settle 1
	error_of 'Com opinião'
	event_id
	items '{"type":"feedback"}' "{\"event_id\":\"$ID\",\"type\":\"feedback\",\"contexts\":{\"feedback\":{\"message\":\"Gostei\",\"contact_email\":\"$MAIL\",\"name\":\"João\",\"url\":\"https://loja.example/carrinho\",\"associated_event_id\":\"$about\",\"source\":\"widget\"}},\"breadcrumbs\":[{}]}"
	judge 'feedback: taken' '200 . == {}'
	sed 1,2d "$WORK/envelope" >"$WORK/feedback"
	check 'feedback: with its error' eventually 15 tells '.items | length == 1'
	judge 'feedback: all of it' "200 .items[0] | .text == \"Gostei\" and .email == \"$MAIL\" and .name == \"João\" and .source == \"widget\"
		and .url == \"https://loja.example/carrinho\" and .event == \"$(uuid_of $about)\""
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	event_id
	items '{"type":"feedback"}' "{\"contexts\":{\"feedback\":{\"message\":\"De ninguém\"}},\"user\":{\"username\":\"ana\",\"email\":\"ana@loja.example.com.br\"}}"
	check "feedback: without an event it is the project's" eventually 15 project_tells '.items | length == 2'
	judge 'feedback: without an error, by the user of the event' \
		'200 .items[0] | .text == "De ninguém" and .error == null and .event == null and .name == "ana" and .email == "ana@loja.example.com.br"'
	event_id
	items '{"type":"event"}' '{"message":"Fica"}' '{"type":"feedback"}' '{"contexts":' '{"type":"user_report"}' '[]' '{"type":"user_report"}' '{"comments":" \u200b "}' \
		'{"type":"feedback"}' '{"contexts":{"feedback":{"message":{"a":1}}}}'
	accepted 'feedback: what says nothing is left out, and its event stays' $ID
	kept 'feedback: that event is counted' 2
	of_project
	judge 'feedback: and nothing else is there' '200 .items | length == 2'
	event_id
	set --
	for n in 1 2 3 4 5 6 7 8 9 10 11 12; do set -- "$@" '{"type":"user_report"}' "$(user_report $ID "Número $n")"; done
	items "$@"
	of_project '?limit=100'
	judge 'feedback: at most ten of an envelope' '200 .items | length == 12'
	long=$(repeat 'é' 5000)
	items '{"type":"user_report"}' "{\"event_id\":\"x\",\"name\":\"$(repeat n 300)\",\"email\":\"a\\nb\\u0007\\u0000\",\"comments\":\"\\u001b[31m$long\"}"
	of_project '?limit=1'
	judge 'feedback: long texts are cut, control characters go' "200 .items[0] | (.text | startswith(\"[31mé\") and (length == 4096))
		and (.name | length) == 128 and .email == \"a b\" and .event == \"$(uuid_of $ID)\""
}

dialog() {
	project
	report '{"message":"Com diálogo"}'
	about=$ID
	settle 1
	error_of 'Com diálogo'
	path=/api/embed/error-page/ dsn=https%3A%2F%2F$KEY%40errors.example.org%2F$NUMBER
	where="$path?dsn=$dsn&eventId=$about"
	http GET "$where" -a '' -h 'Origin: https://loja.example'
	expect_status 'dialog: the script' 200
	same 'dialog: its type' 'application/javascript; charset=utf-8' "$TYPE"
	expect_header 'dialog: a page may load it with crossorigin' Access-Control-Allow-Origin '[*]'
	check 'dialog: in English' grep -q '"labelComments":"What happened?"' "$BODY"
	http GET "$where" -a '' -h 'Accept-Language: pt-BR,pt;q=0.9'
	check 'dialog: in Portuguese' grep -q '"labelComments":"O que aconteceu?"' "$BODY"
	http GET "$where&lang=en" -a '' -h 'Accept-Language: pt-BR'
	check 'dialog: the option lang goes first' grep -q '"lang":"en".*"labelSubmit":"Send"' "$BODY"
	http GET "$where&title=%3C%2Fscript%3E%22%29%3Balert%281%29%2F%2F%E2%80%A8&name=Maria&email=$MAIL&labelClose=Sair&unknown=1" -a ''
	check 'dialog: options are its texts, escaped' grep -qF '"title":"\u003c/script>\");alert(1)//\u2028"' "$BODY"
	check 'dialog: who it is' grep -qF "\"name\":\"Maria\",\"email\":\"$MAIL\"" "$BODY"
	check 'dialog: it is JavaScript' node --check --input-type=commonjs - <"$BODY"
	while IFS='|' read -r text query status; do
		trim "$query" && query=$TRIMMED
		trim "$status" && status=$TRIMMED
		http GET "$path?$query" -a ''
		refused "dialog: ${text% }" $status
		http POST "$path?$query" -a '' -t application/x-www-form-urlencoded -d 'comments=x'
		refused "dialog: POST: ${text% }" $status
	done <<END
without a DSN | eventId=$about | 401
with a DSN that nobody has | dsn=https%3A%2F%2F0123456789abcdef0123456789abcdef%40e.example%2F$NUMBER&eventId=$about | 403
of another project | dsn=https%3A%2F%2F$KEY%40e.example%2F999999&eventId=$about | 403
with a key that is none | dsn=https%3A%2F%2Fabc%40e.example%2F1&eventId=$about | 400
without an event | dsn=$dsn | 400
with an event that is no id | dsn=$dsn&eventId=12 | 400
with a query that can't be read | dsn=$dsn&eventId=%zz | 400
END
	form() { http POST "$where" -a '' -t application/x-www-form-urlencoded -d "$1" -h 'Origin: https://loja.example'; }
	form "name=Maria+Silva&email=$MAIL&comments=Linha+1%0D%0A%3Cb%3ELinha+2%3C%2Fb%3E"
	judge 'dialog: the form is taken' '200 . == {}'
	expect_header 'dialog: the page sees that' Access-Control-Allow-Origin '[*]'
	check 'dialog: it is with the error' eventually 15 tells '.items | length == 1'
	form 'name=Maria+529.982.247-25+senha%3Dabc123xyz&comments=senha+%3D+abc123xyz%2C+CPF+529.982.247-25'
	check 'dialog: secrets are hidden' eventually 15 tells '(.items | length) == 2 and (.items[0].text | (contains("abc123xyz") or contains("529.982")) | not) and (.items[0].text | contains("[filtered]"))'
	judge "dialog: in the name, too" '200 .items[0].name == "Maria [filtered] senha=[filtered]"'
	http DELETE "$PROJECTS/$PROJECT/feedback/$(field '.items[0].id')"
	of_error
	judge 'dialog: as it was written' "200 .items[0] | .text == \"Linha 1\\n<b>Linha 2</b>\" and .name == \"Maria Silva\" and .email == \"$MAIL\" and .source == \"dialog\""
	form 'comments=S%C3%B3+isto'
	judge 'dialog: name and e-mail may be left out' 200
	for bad in '' 'comments=' 'comments=%20&name=x' 'comments=x&email=nada' 'comments=%zz' 'comments=%FF'; do
		form "$bad"
		refused "dialog: refused, '$bad'" 400
	done
	form "comments=$(repeat x 1100000)"
	expect_status 'dialog: over 1 MiB' 413
	http OPTIONS $path -a '' -h 'Origin: https://loja.example' -h 'Access-Control-Request-Method: POST'
	expect_status 'dialog: OPTIONS' 204
	expect_header 'dialog: OPTIONS: Allow' Allow 'GET, HEAD, POST, OPTIONS'
	http PUT $path -a '' -d '{}'
	refused 'dialog: another method' 405
	check 'dialog: both are with the error' eventually 15 tells '.items | length == 2'
	if command -v node >/dev/null && command -v chromium >/dev/null; then
		told=$(node "$(dirname "$0")/dialog.mjs" "$BASE$where&lang=pt-BR&labelName=Seu+nome&name=Ana" 2>"$WORK/dialog.log")
		same 'browser: the dialog opens, complains, sends, thanks and closes, under a strict policy' \
			'{"role":"dialog","title":"Algo deu errado.","lang":"pt-BR","label":"Seu nome","name":"Ana","focus":"comments","complaint":"Conte o que aconteceu e confira o e-mail.","invalid":"comments","badMail":"email","thanks":"Seu relato foi enviado. Obrigado!","gone":true,"closed":1,"again":true,"violations":[]}' "$told"
		check 'browser: what was written is there' eventually 15 tells "${texts}[0] == \"Do navegador <i>ç</i>\""
	else
		skip 'browser: the dialog' 'node or chromium is missing'
	fi
}

rights() {
	project
	event_id
	items '{"type":"event"}' '{"message":"De quem"}' '{"type":"user_report"}' "$(user_report $ID 'Com erro')" '{"type":"user_report"}' "$(user_report '' 'Sem erro')"
	settle 1
	error_of 'De quem'
	check 'rights: it is there' eventually 15 tells '.items | length == 2'
	feedback=$(field '.items[0].id')
	http GET "$ERRORS/$ERROR/feedback" -a "$viewer_token"
	judge 'rights: viewers read' 200
	http GET "$ERRORS/$ERROR/feedback" -a "$stranger_token"
	judge 'rights: strangers do not' 404
	http DELETE "$PROJECTS/$PROJECT/feedback/$feedback" -a "$editor_token"
	judge 'rights: editors do not delete' 403
	http DELETE "$PROJECTS/$PROJECT/feedback/$feedback"
	judge 'rights: admins do' 204
	http DELETE "$PROJECTS/$PROJECT/feedback/$feedback"
	judge 'rights: once' 404
	of_error
	judge 'rights: it is gone' '200 .items | length == 1'
	http DELETE "$ERRORS/$ERROR"
	of_error
	judge 'rights: of a deleted error' 404
	of_project
	judge 'rights: not in the list of the project either' '200 .items == []'
	http GET "$PROJECTS/$UNKNOWN_ID/feedback"
	judge 'rights: of no project' 404
}

person stranger
staff
TOKEN=$admin_token
with_an_event
in_any_order
feedback_item
dialog
rights
if [ -n "${STATE:-}" ]; then
	check 'no log has the e-mail' sh -c '! grep -rqF "$1" "$2/log"' sh "$MAIL" "$STATE"
fi
finish
