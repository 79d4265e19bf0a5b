#!/bin/sh
# Events: which are equal, the events of an error, times in the future, and malicious texts.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

# --- which are equal ---

# Lines "text | 1 or 2: how many errors | a title | another": both titles may have printf's escapes
equal() {
	events=0 n=0
	fresh_project
	: >"$WORK/pairs"
	while IFS='|' read -r text wanted one other; do
		n=$((n + 1)) events=$((events + 2))
		trim "$one" && one=$TRIMMED
		trim "$other" && other=$TRIMMED
		# the environment identifies the pair, and never separates errors
		jq -nc --arg one "$one" --arg other "$other" --arg at "pair $n" '[{title: $one, environment: $at}, {title: $other, environment: $at}]' >"$WORK/pair"
		http POST $ERRORS -a "$KEY" -f "$WORK/pair"
		trim "$wanted" && printf '%s|%s\n' "$text" "$TRIMMED" >>"$WORK/pairs"
	done
	settle $events
	n=0
	while IFS='|' read -r text wanted; do
		n=$((n + 1))
		http GET "$ERRORS?project=$PROJECT&environment=pair%20$n"
		same "grouping: ${text% }" "200 $wanted 2" "$STATUS $(field '"\(.items | length) \([.items[].events] | add)"')"
	done <"$WORK/pairs"
}

grouping() {
	equal <<'END'
the same title | 1 | Conexão recusada | Conexão recusada
numbers | 1 | User 42 not found | User 43 not found
numbers of other lengths | 1 | Pedido 7 sem itens | Pedido 100234 sem itens
fractions | 1 | Levou 1.5 de tempo | Levou 22.75 de tempo
UUIDs | 1 | Falta 01890000-0000-7000-8000-000000000001 aqui | Falta 6f2b9c1e-33aa-4bcd-9e1f-aabbccddeeff aqui
hexadecimal | 1 | Endereço 0xDEADBEEF inválido | Endereço 0x7ffc01 inválido
IP addresses | 1 | Sem rota para 10.0.0.1 hoje | Sem rota para 192.168.7.33 hoje
e-mails | 1 | Caixa cheia: ana@example.com pede | Caixa cheia: bruno.silva@example.org pede
addresses of the web | 1 | GET falhou em https://a.example/x?y=1 agora | GET falhou em https://b.example/outro agora
times | 1 | Expirou em 2026-01-01T10:00:00Z de novo | Expirou em 2025-12-31T23:59:59Z de novo
durations | 1 | Demorou 15ms para abrir | Demorou 1.950,5 ms para abrir
amounts | 1 | Faltam R$ 5 na caixa | Faltam R$ 1.234,56 na caixa
ids of MongoDB | 1 | Falta 507f1f77bcf86cd799439011 aqui | Falta 64b7f0a2c3d4e5f601234567 aqui
commits | 1 | Versão 3f2a9c1 parou | Versão 0b1c2d3e4f parou
paths | 1 | Não abriu /srv/a/upload-1a2b.csv hoje | Não abriu /srv/b/c/upload-9.csv hoje
other files | 2 | Não abriu /srv/a/itens.csv hoje | Não abriu /srv/a/pedidos.csv hoje
quoted names | 1 | A chave 'nome' não existe | A chave 'preço' não existe
rows of PostgreSQL | 1 | Key (email)=(ana@x.org) already exists | Key (email)=(bia@y.org, x) already exists
columns of PostgreSQL | 2 | Key (fone)=(ana@x.org) already exists | Key (cpf)=(ana@x.org) already exists
other words | 2 | Disco cheio | Disco ausente
one word more | 2 | Falha ao gravar | Falha ao gravar tudo
what the status says | 2 | Resposta: HTTP 404 | Resposta: HTTP 500
END
	all_errors '&q=not%20found'
	ERROR=$(field '.items[0].id')
	detail
	judge 'grouping: the title is as it was sent' '200 .events == 2 and (.title | test("^User 4[23] not found$"))'
	expect_json 'grouping: why shows what was left of the number' 'any(.why[]; contains("User <number> not found"))'
	fresh_project
	sent '{"title":"Um","fingerprint":["carrinho"]}' '{"title":"Outro","fingerprint":["carrinho"],"level":"debug","environment":"dev"}' \
		'{"title":"Um","fingerprint":["b"]}' '{"title":"Um","fingerprint":["a","b"]}' '{"title":"Um"}' '{"title":"Um","fingerprint":[]}' \
		'{"title":"Um","fingerprint":["{{ default }}"]}' '{"title":"Um","fingerprint":["{{ default }}","x"]}' '{"title":"Dois","fingerprint":["{{ default }}","x"]}'
	settle 9
	same 'fingerprint: says what is equal, and nothing else does' '1 1 1 1 2 3' "$(field '[.items[].events] | sort | map(tostring) | join(" ")')"
	all_errors '&level=debug'
	ERROR=$(field '.items[0].id')
	detail
	judge 'fingerprint: why tells it' '200 .events == 2 and (.why | said("carrinho"))'
	fresh_project
	sent '[{"title":"Igual"},{"title":"Igual","level":"info"},{"title":"Igual","environment":"dev"},{"title":"Igual","release":"2"},{"title":"Igual","origin":"x"},{"title":"Igual","details":"y"},{"title":"Igual","tags":{"z":"1"}}]'
	settle 7
	judge 'level, environment, release, origin, details and tags are no reason for another error' '200 (.items|length) == 1 and .items[0].events == 7'
}

# --- the events of an error ---

events() {
	fresh_project
	post "[{\"title\":\"Série\",\"details\":\"um\",\"occurred_at\":\"$(moment '-3 hours')\",\"origin\":\"web-1\"},
		{\"title\":\"Série\",\"details\":\"dois\",\"occurred_at\":\"$(moment '-2 hours')\",\"tags\":{\"n\":\"2\"}},
		{\"title\":\"Série\",\"details\":\"três\",\"occurred_at\":\"$(moment '-1 hour')\",\"level\":\"warning\"},{\"title\":\"Alheio\"}]"
	one=$(field '.event_ids[0]') two=$(field '.event_ids[1]') three=$(field '.event_ids[2]') other=$(field '.event_ids[3]')
	settle 4
	error_of Série
	http GET "$ERRORS/$ERROR/events?count=true"
	judge 'events: all, the newest first' "200 .total == 3 and (.items|map(.id)) == [\"$three\",\"$two\",\"$one\"] and .next_cursor == null"
	http GET "$ERRORS/$ERROR/events?limit=2"
	judge 'events: a page' "200 (.items|map(.id)) == [\"$three\",\"$two\"]"
	next=$(header Link) && next=${next#<}
	http GET "${next%%>*}"
	judge 'events: the next' "200 (.items|map(.id)) == [\"$one\"] and .next_cursor == null"
	paths GET <<END
event: the whole of it | $ERRORS/$ERROR/events/$two | 200 has_all($EVENT_MEMBERS) and .id == "$two" and .details == "dois" and .tags == {"n":"2"}
event: another | $ERRORS/$ERROR/events/$one | 200 .details == "um" and .origin == "web-1" and .level == "error"
event: level | $ERRORS/$ERROR/events/$three | 200 .level == "warning" and .details == "três"
event: of another error | $ERRORS/$ERROR/events/$other | 404
event: an unknown id | $ERRORS/$ERROR/events/$UNKNOWN_ID | 404
event: a malformed id | $ERRORS/$ERROR/events/1 | 404
events: of no error | $ERRORS/$UNKNOWN_ID/events | 404
event: of no error | $ERRORS/$UNKNOWN_ID/events/$one | 404
events: an unknown parameter | $ERRORS/$ERROR/events?colour=red | 422 colour=unknown_parameter
END
	requests <<END
events: can't be made here | POST $ERRORS/$ERROR/events {} | 405
event: can't be changed | PATCH $ERRORS/$ERROR/events/$one {} | 405
event: nor deleted | DELETE $ERRORS/$ERROR/events/$one | 405
END
	http GET "$ERRORS/$ERROR/events/$two" -h 'If-None-Match: "1"'
	judge 'event: it never changes, and so doesn'"'"'t its ETag' 304
	http GET "$ERRORS/$ERROR/events/$two" -a "$viewer_token"
	judge 'event: a viewer reads it' 200
	http GET "$ERRORS/$ERROR/events/$two" -a "$stranger_token"
	judge 'event: a stranger does not' 404
	http GET "$ERRORS/$ERROR/events" -a ''
	judge 'events: nobody' '401 unauthenticated'
}

# --- times ---

clocks() {
	fresh_project
	past=$(moment '-40 hours')
	sent "{\"title\":\"Depois\",\"occurred_at\":\"$(moment '+3 days')\"}" "{\"title\":\"Antes\",\"occurred_at\":\"$past\"}" '{"title":"Antes"}' \
		"{\"title\":\"Fora de ordem\"}" "{\"title\":\"Fora de ordem\",\"occurred_at\":\"$past\"}"
	settle 5
	now=$(moment '+2 seconds')
	for title in Depois Antes 'Fora de ordem'; do all_errors && error_of "$title" && eval "$(echo "$title" | tr -dc '[:alpha:]')=\$ERROR"; done
	paths GET <<END
time: what lies in the future is cut to the receipt | $ERRORS/$Depois | 200 .last_seen == .first_seen and .last_seen < "$now" and .last_seen > "$(moment '-1 hour')"
time: first_seen and last_seen | $ERRORS/$Antes | 200 .first_seen == "$past" and .last_seen > "$(moment '-1 hour')"
time: in whatever order they come | $ERRORS/$Foradeordem | 200 .first_seen == "$past" and .last_seen > "$(moment '-1 hour')"
time: nothing lies in the future | $ERRORS?project=$PROJECT&since=$(moment '+1 minute') | 200 .items == []
END
	bodies POST $ERRORS -a "$KEY" <<END
time: long ago (silent) | {"title":"Velho","occurred_at":"1999-12-31T23:59:59Z"} | 202,422
time: before the epoch (silent) | {"title":"Velho","occurred_at":"1901-01-01T00:00:00Z"} | 202,422
time: in the year 9999 (silent) | {"title":"Velho","occurred_at":"9999-12-31T23:59:59Z"} | 202,422
time: in fractions | {"title":"Fração","occurred_at":"$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%S.123456789Z)"} | 202
END
}

# --- malicious texts ---

ESC=$(printf '\033')
hostile() {
	fresh_project
	while IFS='|' read -r text title; do
		trim "$title"
		jq -nc --argjson title "$TRIMMED" '{title: $title, details: ("x " + $title + " y"), environment: "hostile", origin: $title, release: $title[:60], tags: {k: $title[:60]}, fingerprint: [$title]}' >"$WORK/hostile"
		http POST $ERRORS -a "$KEY" -f "$WORK/hostile"
		judge "hostile: ${text% }: accepted" 202
		id=$(field '.event_ids[0]')
		eventually 15 kept "$id" || :
		if kept "$id" && jq -e --slurpfile sent "$WORK/hostile" '. as $got | $sent[0] | .title == $got.title and .details == $got.details and
			.origin == $got.origin and .tags == $got.tags and .fingerprint == $got.fingerprint and .release == $got.release' "$BODY" >/dev/null; then
			pass "hostile: ${text% }: comes back as it was"
		else
			fail "hostile: ${text% }: comes back as it was"
		fi
	done <<'END'
HTML | "<script>alert(1)</script><img src=x onerror='a()'>"
SQL | "'; DROP TABLE task; -- $1 %s \\ \" {0}"
patterns | "100%_\\%{1}[a-z]*.+?"
right to left | "abc\u202edef\u2066x"
beyond the basic plane | "🧨👩‍👩‍👧 \ud834\udd1e"
a template | "${jndi:ldap://x} {{7*7}} <%= 1 %>"
combining | "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢"
END
	http GET "$ERRORS?project=$PROJECT&environment=hostile"
	judge 'hostile: the list is JSON' '200 (.items|length) == 7'
	expect_header 'hostile: and says so' X-Content-Type-Options nosniff
	bodies POST $ERRORS -a "$KEY" <<'END'
hostile: terminal escapes in details | {"title":"Escapes","details":"\u001b[2J\u001b]0;dono\u0007 \u009b31m fim"} | 202
hostile: terminal escapes in the title (silent) | {"title":"\u001b[31mEscapes"} | 202,422
hostile: NUL in details | {"title":"x","details":"a\u0000b"} | 400 malformed_json
hostile: NUL in a tag | {"title":"x","tags":{"a":"\u0000"}} | 400 malformed_json
hostile: half a character (silent) | {"title":"\ud800"} | 400 malformed_json
END
	answer 1
	id=$(field '.event_ids[0]')
	eventually 15 kept "$id" || :
	expect_json 'hostile: terminal escapes come back' '.details | contains("\u001b[2J") and endswith("fim")'
	same 'hostile: but not as such' 0 "$(grep -c "$ESC" "$BODY")"
	jq -nc '[range(3) | {title: "Comprido", details: ("é" * 130000), tags: {a: ("b" * 200)}}]' >"$WORK/long"
	http POST $ERRORS -a "$KEY" -f "$WORK/long"
	judge 'hostile: three logs of nearly 256 KiB' 202
	id=$(field '.event_ids[2]')
	eventually 15 kept "$id" || :
	expect_json 'hostile: they come back whole' '.details | length == 130000'
	jq -nc '{title: "Fundo", tags: (reduce range(2000) as $i ({}; .["t\($i)"] = "x"))}' >"$WORK/tags"
	http POST $ERRORS -a "$KEY" -f "$WORK/tags"
	judge 'hostile: two thousand tags (silent)' '202,422'
	jq -nc '{title: "Fundo", fingerprint: [range(2000) | "\(.)"]}' >"$WORK/fingerprint"
	http POST $ERRORS -a "$KEY" -f "$WORK/fingerprint"
	judge 'hostile: a fingerprint of two thousand (silent)' '202,422'
	jq -nc '{title: ("T" * 300000)}' >"$WORK/title"
	http POST $ERRORS -a "$KEY" -f "$WORK/title"
	judge 'hostile: a title of 300,000 (silent)' '202,422'
	http GET "$ERRORS?project=$PROJECT&q=$(repeat %25 300)"
	judge 'hostile: a search of 300 % (silent)' '200,422'
}

kept() { # EVENT: sets the answer to it, of whichever error it is
	all_errors
	for _error in $(field '.items[] | if type == "object" then .id else empty end'); do
		http GET "$ERRORS/$_error/events/$1"
		[ "$STATUS" != 200 ] || return 0
	done
	return 1
}

person stranger
staff
TOKEN=$admin_token
grouping
events
clocks
hostile
finish
