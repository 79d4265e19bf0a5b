#!/bin/sh
# What is secret in an event is nowhere afterwards: a full event, a browser's report and plain reports with a secret in each
# place, then a look into every answer, the database and the logs. And the settings of a project that say otherwise.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"
# shellcheck source=sdk.sh
. "$(dirname "$0")/sdk.sh"

# Every secret of the events below is zq, two digits and qz, or one of these
NUMBERS='4111111111111111 5555-5555-5555-4444 378282246310005 52998224725 111\.444\.777-35 39053344705 6011111111111117 16899535009 6011000990139424 246\.813\.579–28 enExOHF6'
PLAIN='Maria Inocente' # what stands beside them, and must stay
FULL='{"event_id":"ID","platform":"python","level":"error","server_name":"web-1","release":"loja@1.4.2","transaction":"/pagar?token=zq01qz",
"message":"Maria Inocente: login senha=zq02qz falhou","logger":"loja",
"exception":{"values":[{"type":"PagamentoRecusado","value":"cartão 4111111111111111 de {\"cpf\":\"zq03qz\",\"nome\":\"Maria Inocente\"} recusado",
 "stacktrace":{"frames":[{"filename":"app/pagar.py","function":"pagar","lineno":42,"in_app":true,
  "pre_context":["def pagar(cliente):"],"context_line":"    api_key = \"zq04qz\"","post_context":["    senha = form.get(\"senha\")",
   "    get(\"https://h/?token=zq72qz&x=1\")","    user.setPassword(\"zq73qz\")","# senha: zq74qz"],
  "vars":{"senha":"zq05qz","self":"<Cliente nome=Maria senha=zq06qz>","cartao":{"numero":"zq07qz","cvv":123},"dados":{"user":{"accessToken":["zq08qz"]}},
   "headers":[["Authorization","Bearer zq09qz"],["Host","loja.example.com"]],"argv":["loja","--password","zq10qz"],"documento":52998224725,
   "config":"{'"'DB_PASSWORD': 'zq11qz', 'DB_HOST': 'db'"'}"}}]}}]},
"threads":{"values":[{"id":1,"name":"main","crashed":true,"stacktrace":{"frames":[{"function":"f","vars":{"csrf_token":"zq12qz"}}]}}]},
"breadcrumbs":{"values":[{"type":"http","category":"xhr","message":"GET /cep?api_key=zq13qz","data":{"url":"https://user:zq14qz@api.example.com/v1?senha=zq15qz","status_code":200,
   "request_headers":{"Cookie":["sid=zq16qz"],"X-Api-Key":"zq17qz"}}},
  {"category":"console","message":"Authorization: Basic enExOHF6OnpxMThxeg==\nCookie: a=zq19qz; b=zq20qz","data":{"arguments":["senha","zq21qz"]}},
  {"category":"query","message":"UPDATE conta SET senha = '"'zq22qz'"' WHERE cpf = '"'111.444.777-35'"'"}]},
"request":{"url":"https://loja.example.com/pagar?b=1&token=zq23qz","method":"POST","query_string":[["senha","zq24qz"],["b","1"]],
 "data":"{\"senha\":\"zq25qz\",\"card\":{\"number\":\"zq26qz\"},\"nome\":\"Maria Inocente\"}","cookies":{"sessao":"zq27qz"},
 "headers":{"Authorization":"Bearer zq28qz","Cookie":"a=zq29qz; session=zq30qz","Proxy-Authorization":"zq31qz","User-Agent":"curl/7"},
 "env":{"HTTP_COOKIE":"zq32qz","PGPASSWORD":"zq33qz","REMOTE_ADDR":"192.0.2.7"}},
"user":{"id":"39053344705","email":"maria@example.com","token":"zq34qz","username":"Maria Inocente"},
"tags":{"cliente":"Maria Inocente","sessionid":"zq35qz","cartão":"zq36qz"},
"extra":{"cookies":"zq37qz","lista":[{"name":"password","value":"zq38qz"},{"value":"zq39qz","key":"secret"}],"env":"SECRET_KEY=zq40qz\nDEBUG=1","numero":"5555-5555-5555-4444",
 "jwt":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6cTQxcXoifQ.zq41qz","texto":"veja eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.zq42qz","chave":"ghp_zq43qz0123456789abcdefghijklmnop",
 "aws":"AKIAZQ44QZEXAMPLE123","stripe":"sk_live_zq45qz0123456789","pem":"-----BEGIN PRIVATE KEY-----\nzq46qz\n-----END PRIVATE KEY-----","amex":378282246310005,
 "form":"nome=Maria&user%5Bpassword%5D=zq47qz&b=1","ruby":"{:senha=>\"zq48qz\", \"b\"=>1}","xml":"<login><senha>zq49qz</senha></login>","bearer":"enviado Bearer zq50qz","csv":"1,Maria,6011000990139424,2026","traço":"246.813.579–28",
 "digest":"Authorization: Digest username=\"adm\", response=\"zq67qz\", nonce=\"zq68qz\"","campo":"<input name=\"password\" value=\"zq69qz\">",
 "codificado":"%7B%22password%22%3A%22zq70qz%22%7D","par":"{\"name\":\"password\",\"value\":\"zq71qz\"}"},
"contexts":{"pedido":{"type":"pedido","clientSecret":"zq51qz","obs":"CPF: zq52qz"},"trace":{"trace_id":"0123456789abcdef0123456789abcdef","span_id":"0123456789abcdef"}},
"fingerprint":["pagar","token=zq53qz"],"modules":{"cookie":"0.5.0"},"debug_meta":{"images":[{"type":"sourcemap","debug_id":"0123456789abcdef0123456789abcdef"}]}}'
CSP='{"csp-report":{"document-uri":"https://loja.example.com/?senha=zq54qz","referrer":"https://u:zq55qz@example.com/","effective-directive":"script-src",
"blocked-uri":"https://evil.example.org/x.js?token=zq56qz","original-policy":"default-src '"'self'"'"}}'
TITLE='Maria Inocente: senha=zq57qz'
DETAILS='linha 1 password: zq58qz\nlinha 2 {\"token\": \"zq59qz\"}\ncartão 6011111111111117, CPF 16899535009\nBearer zq60qz'
REPORT='{"title":"'$TITLE'","details":"'$DETAILS'","origin":"https://u:zq61qz@web/","release":"senha=zq62qz","environment":"token=zq63qz",
"tags":{"senha":"zq64qz","url":"/?secret=zq65qz","nome":"Maria Inocente"},"fingerprint":["Maria Inocente","senha=zq66qz"]}'

secrets() { # FILE...: those that the files contain, each once
	grep -ohiE "zq[0-9][0-9]qz|$(echo $NUMBERS | tr ' ' '|')" "$@" 2>/dev/null | tr "[:upper:]" "[:lower:]" | sort -u | tr '\n' ' '
}

sends() { # sends all of it in every way, and collects the answers in $WORK/answers
	: >"$WORK/answers"
	event_id
	printf %s "$FULL" | sed "s/\"ID\"/\"$ID\"/" | tr '\n' ' ' >"$WORK/event"
	{ printf '{"event_id":"%s"}\n{"type":"event"}\n' "$ID" && cat "$WORK/event"; } >"$WORK/envelope"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	accepted "$1: an envelope" "$ID"
	event_id
	printf %s "$FULL" | sed "s/\"ID\"/\"$ID\"/; s/PagamentoRecusado/PagamentoRepetido/" | tr '\n' ' ' >"$WORK/event"
	ask "$STORE?$AUTH" -f "$WORK/event"
	accepted "$1: the old route" "$ID"
	ask "$SECURITY?$AUTH" -d "$(printf %s "$CSP" | tr '\n' ' ')" -t application/csp-report
	judge "$1: a browser's report" 200
	sent "$(printf %s "$REPORT" | tr '\n' ' ')" "[$(printf %s "$REPORT" | tr '\n' ' ' | sed 's/,"fingerprint".*/}/')]"
	settle 5
}

collect() { # adds the current answer
	cat "$BODY" >>"$WORK/answers"
	echo >>"$WORK/answers"
}

looks() { # asks for everything that shows events
	all_errors
	collect
	for ERROR in $(field '.items[].id'); do
		detail
		collect
		http GET "$ERRORS/$ERROR/events"
		collect
		for _event in $(field '.items[].id'); do
			http GET "$ERRORS/$ERROR/events/$_event"
			collect
			http GET "$ERRORS/$ERROR/events/$_event?raw=true"
			[ "$STATUS" != 200 ] || collect
		done
	done
	http GET "$API/projects/$PROJECT"
	collect
	http GET /metrics -a ''
	collect
}

can_dump() { has_sql && command -v pg_dump >/dev/null && command -v node >/dev/null; }

# The database's text, and the events as they are stored, inflated. Without customers: those of other tests have CPFs, as they
# should.
dump() {
	PGHOST=$STATE/run pg_dump -U postgres --exclude-table='customer*' balcao >"$WORK/dump" 2>"$WORK/dump.errors"
	sql "SELECT encode(raw, 'hex') FROM error_event WHERE project_id = '$PROJECT' AND raw IS NOT NULL
		UNION ALL SELECT encode(raw, 'hex') FROM error_inbox WHERE project_id = '$PROJECT' AND raw IS NOT NULL" |
		node -e 'require("fs").readFileSync(0, "utf8").trim().split("\n").forEach(x => console.log(require("zlib").inflateSync(Buffer.from(x, "hex")).toString()))' >"$WORK/raw.events"
}

hidden() {
	project
	sends hidden
	looks
	same 'hidden: no answer has a secret' '' "$(secrets "$WORK/answers")"
	check 'hidden: what is no secret is there' grep -q "$PLAIN" "$WORK/answers"
	check 'hidden: the mark is there' grep -qF '[filtered]' "$WORK/answers"
	for _kept in 'PagamentoRecusado' 'web-1' '0123456789abcdef0123456789abcdef' '192.0.2.7' '"cookie":"0.5.0"' 'loja@1.4.2' 'maria@example.com' 'form.get'; do
		check "hidden: $_kept stays" grep -qF "$_kept" "$WORK/answers"
	done
	can_dump || { skip 'hidden: the database' 'no pg_dump, node or way to it' && return; }
	dump
	check 'hidden: the dump has the events' grep -q "$PLAIN" "$WORK/dump"
	check 'hidden: their originals were inflated' grep -q 'PagamentoRepetido.*\[filtered\]' "$WORK/raw.events"
	same 'hidden: the database has no secret' '' "$(secrets "$WORK/dump")"
	same 'hidden: no stored original has one' '' "$(secrets "$WORK/raw.events")"
	[ -d "${STATE:-}/log" ] || return 0
	sleep 1
	# shellcheck disable=SC2046
	same 'hidden: no log has one' '' "$(set +f && secrets "$STATE"/log/*)"
}

shown() {
	http PATCH "$PROJECTS/$PROJECT" -d '{"scrub":"off"}'
	judge 'off: the setting' '200 .scrub == "off" and .scrub_names == []'
	for _ in 1 2 3 4 5 6 7 8; do queue POST $ERRORS -a "$KEY" -d '{"title":"off senha=agora"}'; done
	sleep 1
	send --parallel --parallel-immediate --parallel-max 8
	settle 13
	all_errors
	judge 'off: a second later every worker knows' '200 any(.items[]; .title == "off senha=agora" and .events == 8)'
	project
	http PATCH "$PROJECTS/$PROJECT" -d '{"scrub":"off","scrub_names":["placa"]}'
	judge 'off: with names, which wait' '200 .scrub == "off" and .scrub_names == ["placa"]'
	sends off
	looks
	printf '%s\n' "$FULL" "$CSP" "$REPORT" >"$WORK/all"
	: >"$WORK/raw.events"
	! can_dump || dump
	same 'off: every secret is found, so the test looks in the right places' "$(secrets "$WORK/all")" "$(secrets "$WORK/answers" "$WORK/raw.events")"
	check 'off: no mark' sh -c '! grep -qF "[filtered]" "$1"' - "$WORK/answers"
}

names() {
	project
	http PATCH "$PROJECTS/$PROJECT" -d '{"scrub_names":["placa","Data de Nascimento"]}'
	judge 'names: PATCH' '200 .scrub == "default" and .scrub_names == ["placa","Data de Nascimento"]'
	sent '{"title":"carro placaDoCarro=ABC1D23 senha=x","tags":{"PLACA":"ABC1D23","data_de_nascimento":"2000-01-01","placar":"3 a 1"}}'
	settle 1
	all_errors
	judge 'names: in a title, beside those that always count' '200 .items[0].title == "carro placaDoCarro=[filtered] senha=[filtered]"'
	ERROR=$(field '.items[0].id')
	detail
	judge 'names: in tags, and no other words' '200 .tags == {"PLACA":"[filtered]","data_de_nascimento":"[filtered]","placar":"3 a 1"}'
	http PATCH "$PROJECTS/$PROJECT" -d '{"name":"Loja"}'
	judge 'names: a PATCH without them leaves them' '200 .scrub_names == ["placa","Data de Nascimento"] and .scrub == "default"'
	http PATCH "$PROJECTS/$PROJECT" -d '{"scrub_names":null,"scrub":null}'
	judge 'names: null brings the defaults back' '200 .scrub_names == [] and .scrub == "default"'
	http POST $PROJECTS -d '{"name":"x","scrub":"off","scrub_names":["a"]}'
	judge 'names: POST takes both' '201 .scrub == "off" and .scrub_names == ["a"]'
	_many=$(jq -nc '[range(101) | tostring]')
	requests <<END
names: another value of scrub | PATCH $PROJECTS/$PROJECT {"scrub":"on"} | 422 /scrub=*
names: too many | PATCH $PROJECTS/$PROJECT {"scrub_names":$_many} | 422 /scrub_names=*
names: an empty one | PATCH $PROJECTS/$PROJECT {"scrub_names":[""]} | 422 *
names: one of 101 characters | PATCH $PROJECTS/$PROJECT {"scrub_names":["$(repeat x 101)"]} | 422 *
names: one of 100 | PATCH $PROJECTS/$PROJECT {"scrub_names":["$(repeat x 100)"]} | 200
names: no text | PATCH $PROJECTS/$PROJECT {"scrub_names":[1]} | 422 *
names: no list | PATCH $PROJECTS/$PROJECT {"scrub_names":"placa"} | 422 /scrub_names=wrong_type
END
	http PATCH "$PROJECTS/$PROJECT" -d '{"scrub":"off"}' -a "$viewer_token"
	judge 'names: a viewer may not' 403
}

staff
TOKEN=$admin_token
hidden
shown
names
finish
