#!/bin/sh
# Event fields that SDKs may send, each row of the protocol's table of fields, and how the service shows them. No field is a
# reason to refuse an event.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"
# shellcheck source=sdk.sh
. "$(dirname "$0")/sdk.sh"

# Lines "text | event | jq expression of the shown event"; all events are sent, then all are checked.
tolerated() {
	project
	n=0
	: >"$WORK/sent"
	: >"$WORK/places"
	while IFS='|' read -r text payload wanted; do
		trim "$payload" && payload=$TRIMMED
		report "$payload"
		accepted "tolerated: ${text% }" $ID
		n=$((n + 1))
		printf '%s\n' "$ID$US${text% }$US$wanted" >>"$WORK/sent"
	done
	settle $n
	for ERROR in $(field '.items[].id'); do
		http GET "$ERRORS/$ERROR/events?limit=100"
		field --arg error $ERROR '.items[] | (.client_id | gsub("-"; "")) + " " + $error' >>"$WORK/places"
	done
	while IFS=$US read -r id text wanted; do
		ERROR=$(sed -n "s/^$id //p" "$WORK/places")
		whole $id
		judge "tolerated: $text, as it is shown" "200 $wanted"
	done <"$WORK/sent"
}

staff
TOKEN=$admin_token
tolerated <<'END'
a member twice | {"message":"um","message":"dois"} | .title == "dois" and .event.errors == [{"field":"event","fault":"repeated"}]
NaN and Infinity | {"message":"Nada","extra":{"a":NaN,"b":-Infinity}} | .event.extra == {"a":null,"b":null} and .event.errors != []
NUL | {"message":"a\u0000b","tags":{"c\u0000":"d\u0000"}} | .title == "ab" and .tags.c == "d"
half a surrogate | {"message":"x\ud800y"} | .title == "x\ufffdy"
fields of the wrong type | {"message":"Tipos","level":7,"tags":5,"user":"eu","exception":"nada","breadcrumbs":{"a":1},"release":[],"timestamp":"ontem","request":"x","contexts":[1],"extra":7} | .level == "error" and .tags == {} and ([.event.errors[].field] | sort == ["contexts","exception","extra","level","release","request","tags","timestamp","user"])
no object | [1,2] | .event != null
an unknown level | {"message":"Nível","level":"critical"} | .level == "fatal"
a level of the log | {"message":"Nível de log","level":"log"} | .level == "info"
a time in the future | {"message":"Amanhã","timestamp":"2099-01-01T00:00:00Z"} | .occurred_at == .received_at and .event.errors == [{"field":"timestamp","fault":"clock"}]
a template | {"logentry":{"message":"Pedido %s de %s","params":[7,"ana"]}} | .title == "Pedido 7 de ana"
one exception, no list | {"exception":{"type":"E","value":{"a":1}}} | .event.exceptions[0].type == "E"
a fingerprint | {"message":"Marca","fingerprint":["{{ default }}","sul"]} | .fingerprint == ["{{ default }}","sul"]
an id with dashes | {"event_id":"89ABCDEF-0123-4567-89ab-cdef01234567","message":"Traços"} | .event.errors == []
an invalid id | {"event_id":7,"message":"Sem id"} | .event.errors == [{"field":"event_id","fault":"invalid"}]
seconds since 1970 | {"message":"Segundos","timestamp":1700000000.5} | .occurred_at == "2023-11-14T22:13:20.500Z" and .event.errors == []
a time without a zone | {"message":"Hora local","timestamp":"2023-11-14 22:13:20"} | .occurred_at == "2023-11-14T22:13:20Z"
a level as Python's logging has it | {"message":"Quarenta","level":50} | .level == "fatal"
an unknown level | {"message":"Alto","level":"loud"} | .level == "error" and .event.errors == [{"field":"level","fault":"invalid"}]
an environment that is too long | {"message":"Longo","environment":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} | (.environment | length) == 64 and .event.errors == [{"field":"environment","fault":"cut"}]
no environment | {"message":"Sem ambiente","environment":""} | .environment == "production"
a release that is a number | {"message":"Versão","release":1.20,"dist":7} | .release == "1.20" and .tags.dist == "7"
an origin | {"message":"Origem","server_name":" web-1 "} | .origin == "web-1"
an invalid message | {"message":false,"transaction":"GET /"} | .title == "GET /" and .event.message.text == null
a message of any kind | {"message":{"código":7}} | .title == "{\"código\":7}"
an entry that is formatted | {"logentry":{"message":"a %(x)s","params":{"x":1},"formatted":"a um"}} | .title == "a um" and .event.message.template == "a %(x)s"
exceptions as a plain list, the newest last | {"exception":[{"type":"Velha"},{"type":"Nova","value":7}]} | .title == "Nova: 7" and [.event.exceptions[].type] == ["Velha","Nova"]
an exception without a type | {"exception":{"values":[{"value":"só valor","mechanism":{"type":"generic","handled":false}}]}} | .title == "só valor" and .event.exceptions[0].handled == false
a frame | {"exception":{"type":"Quadro","stacktrace":{"frames":[{"raw_function":"f","lineno":"3","instruction_addr":4096,"package":"p","in_app":null,"vars":["a"],"pre_context":["  x"],"context_line":"  y","post_context":["z"]}]}}} | .event.exceptions[0].frames[0] == {"function":"f","module":null,"filename":null,"abs_path":null,"package":"p","instruction_addr":"4096","line":3,"column":null,"in_app":null,"pre_context":["  x"],"context_line":"  y","post_context":["z"],"vars":["a"],"other":null}
a frame of wrong types | {"exception":{"type":"Errado","stacktrace":{"frames":[{"function":"g","lineno":"x","vars":7}]}}} | [.event.errors[].field] == ["frame.lineno","frame.vars"] and .event.exceptions[0].frames[0].line == null
a stack of a thread | {"exception":[{"type":"Fio","thread_id":2}],"threads":{"values":[{"id":1},{"id":2,"stacktrace":{"frames":[{"function":"h"}]}}]}} | .event.exceptions[0].frames[0].function == "h" and .event.threads[1].id == "2"
a stack alone | {"stacktrace":{"frames":[{"function":"sozinha"}]}} | .event.threads[0].frames[0].function == "sozinha"
the ids of source maps | {"message":"Mapas","debug_meta":{"images":[{"type":"sourcemap","code_file":"app.js","debug_id":"x"}]}} | .event.debug_meta.images[0].debug_id == "x"
breadcrumbs as a plain list | {"message":"Migalhas","breadcrumbs":[{"timestamp":1700000000,"message":"m","data":{"a":1}},7]} | .event.breadcrumbs == [{"timestamp":"2023-11-14T22:13:20Z","type":null,"category":null,"level":null,"message":"m","data":{"a":1},"other":null}] and .event.errors != []
tags as pairs | {"message":"Pares","tags":[["a b",true],["n",1.5],["z",null],["x",[]]]} | .tags == {"a-b":"true","n":"1.5","z":null} and .event.errors == [{"field":"tags","fault":"invalid"}]
a user at the address of the connection | {"message":"Ip","user":{"id":7,"plano":"ouro","ip_address":"{{auto}}"}} | .event.user == {"id":7,"plano":"ouro","ip_address":.origin}
a user with nothing but an address | {"message":"Infere","sdk":{"settings":{"infer_ip":"auto"}}} | .event.user == {"ip_address":.origin}
a user without an address gets none | {"message":"Anônimo","user":{"id":"8"}} | .event.user == {"id":"8"}
a request as PHP sends it | {"message":"Pedido","request":{"url":"https://loja.example/","method":"GET","query_string":[["a","1"]],"headers":{"Foo":["bar","baz"]},"cookies":"s=1","env":{"REMOTE_ADDR":"192.0.2.9"}}} | .event.request == {"url":"https://loja.example/","method":"GET","query":[["a","1"]],"headers":[["Foo","bar"],["Foo","baz"]],"cookies":[["s","1"]],"data":null,"env":{"REMOTE_ADDR":"192.0.2.9"},"other":null}
contexts | {"message":"Contextos","contexts":{"os":{"name":"Linux","version":"6"},"browser":{"name":"Firefox"},"device":{"model":"X"},"trace":{"trace_id":"abc"}},"_meta":{"x":{}}} | .tags == {"browser":"Firefox","os":"Linux 6","trace_id":"abc","device":"X"} and .event.contexts.device.model == "X" and .event.errors == []
the rest | {"message":"Resto","extra":{"a":[1]},"modules":{"m":"1"},"sdk":{"name":"s","version":"2"}} | .event | .extra == {"a":[1]} and .modules == {"m":"1"} and (.sdk | .name == "s" and .version == "2")
parts by their old names | {"culprit":"mod.fn","sentry.interfaces.Exception":{"values":[{"type":"Antiga"}]},"sentry.interfaces.Http":{"url":"u"},"sentry.interfaces.User":{"id":1},"sentry.interfaces.Breadcrumbs":[{"message":"b"}],"sentry.interfaces.Contexts":{"os":{"name":"L"}}} | .title == "Antiga" and .event.request.url == "u" and .event.user.id == 1 and .event.breadcrumbs[0].message == "b" and .tags.os == "L"
the fields of the event itself | {"message":"Próprios","logger":"app.pedidos","transaction":"GET /pedidos","platform":"php","server_name":"web-3","dist":"7","start":1} | .event | .logger == "app.pedidos" and .transaction == "GET /pedidos" and .platform == "php" and .server_name == "web-3" and .dist == "7" and .other == {"start":1}
a mechanism, and a group of exceptions | {"exception":{"values":[{"type":"Grupo","mechanism":{"type":"chained","handled":true,"exception_id":0,"is_exception_group":true}},{"type":"Membro","mechanism":{"type":"chained","source":"exceptions[0]","exception_id":1,"parent_id":0,"data":{"a":1},"meta":{"errno":{"number":2}}}}]}} | [.event.exceptions[].mechanism | [.exception_id, .parent_id, .is_exception_group, .source, .data, .meta]] == [[0,null,true,null,null,null],[1,0,null,"exceptions[0]",{"a":1},{"errno":{"number":2}}]]
members that nothing knows | {"message":"Outros","novo":[1],"_meta":{"x":1},"exception":{"type":"Outro","novo":2,"stacktrace":{"novo":3,"frames":[{"function":"f","raw_function":"_f","novo":4}]}},"threads":[{"id":1,"novo":5}],"breadcrumbs":[{"novo":6}],"request":{"novo":7},"sdk":{"novo":8,"packages":[{"name":"p"}]},"user":{"id":"1","novo":9},"contexts":{"novo":{"a":1}}} | .event | .other == {"novo":[1],"_meta":{"x":1}} and (.exceptions[0] | .other == {"novo":2} and .stacktrace == {"novo":3} and .frames[0].other == {"raw_function":"_f","novo":4}) and .threads[0].other == {"novo":5} and .breadcrumbs[0].other == {"novo":6} and .request.other == {"novo":7} and .sdk.other == {"novo":8} and .sdk.packages == [{"name":"p"}] and .user.novo == 9 and .contexts.novo == {"a":1} and .errors == []
a breadcrumb whose time is in milliseconds | {"message":"Milissegundos","breadcrumbs":[{"timestamp":1700000000123}]} | .event.breadcrumbs[0].timestamp == "2023-11-14T22:13:20.123Z" and .event.errors == []
colours of a terminal | {"exception":{"type":"\u001b[31mErro","value":"\u001b[1mnão\u001b[0m achou"},"extra":{"log":"\u001b]0;dono\u0007fim"},"breadcrumbs":[{"message":"\u001b[2Kok"}]} | .title == "Erro: não achou" and .event.exceptions[0].value == "não achou" and .event.extra.log == "fim" and .event.breadcrumbs[0].message == "ok" and .details == "Erro: não achou"
an address that nobody knows any more | {"message":"Sem endereço","server_name":"web-4","user":{"id":"7","ip_address":"{{auto}}"}} | .event.user == {"id":"7","ip_address":null}
an event with a body, which is no report of a browser | {"message":"Corpo","body":{"a":1}} | .event.message.text == "Corpo" and .event.report == null
END
http GET "$ERRORS?project=$PROJECT&limit=100&sort=-users"
expect_json 'users are known by id, by the address of the connection, or by that of the request' '[.items[] | select(.users == 1) | .title] | sort == ["Antiga","Anônimo","Infere","Ip","Outro","Pedido","Sem endereço"]'

# The time of sending shows how wrong a clock is; the service moves the event's time by that, and reports no fault.
project
envelope "{\"message\":\"Adiantado\",\"timestamp\":$(($(date +%s) + 3590))}" "{\"sent_at\":\"$(moment '+1 hour')\"}"
ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
accepted 'a clock that is an hour fast' $ID
settle 1
error_of Adiantado
whole $ID
judge 'a clock that is an hour fast: the event is ten seconds old' '200 (.received_at[:19] + "Z" | fromdate) - (.occurred_at[:19] + "Z" | fromdate) | . >= 8 and . <= 12'
expect_json 'a clock that is an hour fast: nothing is wrong with it' '.event.errors == []'
finish
