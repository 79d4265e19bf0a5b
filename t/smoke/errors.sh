#!/bin/sh
# The list of errors: filters, search, sorts, pages; and one error in full.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

# First seen, in hours ago: Reunião 6, Percentual 5, Sublinhado 4, Preço 3, Depuração 2; events: 3, 1, 2, 1, 4.
errors_to_find() {
	at6=$(moment '-6 hours') at5=$(moment '-5 hours') at4=$(moment '-4 hours') at3=$(moment '-3 hours') at2=$(moment '-2 hours')
	reuniao="{\"title\":\"Reunião sem sala\",\"level\":\"error\",\"origin\":\"agenda.example\",\"occurred_at\":\"$at6\"}"
	sublinhado="{\"title\":\"chave a_b\",\"level\":\"warning\",\"environment\":\"staging\",\"origin\":\"10.0.0.7\",\"details\":\"Linha de LÓGICA\",\"occurred_at\":\"$at4\"}"
	depuracao="{\"title\":\"Depuração\",\"level\":\"debug\",\"environment\":\"dev\",\"origin\":\"10.0.0.8\",\"details\":\"nada demais\",\"occurred_at\":\"$at2\"}"
	sent "[$reuniao,$reuniao,$reuniao]" \
		"{\"title\":\"100% da cota\",\"level\":\"fatal\",\"origin\":\"agenda.example\",\"occurred_at\":\"$at5\"}" "[$sublinhado,$sublinhado]" \
		"{\"title\":\"Preço errado\",\"level\":\"info\",\"environment\":\"Homologação\",\"origin\":\"caixa_1\",\"details\":\"desconto de 50%\",\"occurred_at\":\"$at3\"}" \
		"[$depuracao,$depuracao,$depuracao,$depuracao]"
	settle 11
}

# A search finds what is shown as soon as it is shown, and no longer what was shown before.
refreshed() {
	fresh_project
	sent '{"title":"Pedido 41 falhou","origin":"web-1","details":"alfa"}'
	settle 1
	check 'details: found within two seconds' eventually 2 finds 'field=details&q=alfa' 'Pedido 41 falhou'
	sent '{"title":"Pedido 42 falhou","origin":"web-2","details":"beta"}'
	settle 2
	found <<END
a second event: its title | q=42 | 200 Pedido 42 falhou
a second event: its origin | field=origin&q=web-2 | 200 Pedido 42 falhou
a second event: no longer the first one's title | q=41 | 200
END
}

filters() {
	found <<END
all, the newest first | | 200 Depuração; Preço errado; chave a_b; 100% da cota; Reunião sem sala
status=unresolved is the default | status=unresolved | 200 Depuração; Preço errado; chave a_b; 100% da cota; Reunião sem sala
status=all | status=all | 200 Depuração; Preço errado; chave a_b; 100% da cota; Reunião sem sala
status=resolved | status=resolved | 200
status=archived | status=archived | 200
environment | environment=staging | 200 chave a_b
environment: production, the default | environment=production | 200 100% da cota; Reunião sem sala
environment: one's own | environment=Homologa%C3%A7%C3%A3o | 200 Preço errado
environment of none | environment=lua | 200
level | level=warning | 200 chave a_b
level: fatal | level=fatal | 200 100% da cota
level and environment | level=info&environment=dev | 200
q: without accents | q=reuniao | 200 Reunião sem sala
q: with accents, in capitals | q=DEPURA%C3%87%C3%83O | 200 Depuração
q: a part of a word | q=epura | 200 Depuração
q: % is literal | q=%25 | 200 100% da cota
q: _ is literal | q=_ | 200 Preço errado; chave a_b
q: looks at the origin, too | q=agenda | 200 100% da cota; Reunião sem sala
q: but not at the details | q=desconto | 200
q: nothing found | q=inexistente | 200
field=title | field=title&q=preco | 200 Preço errado
field=title: not at the origin | field=title&q=agenda | 200
field=title: % is literal | field=title&q=0%25 | 200 100% da cota
field=details | field=details&q=desconto | 200 Preço errado
field=details: accents and case | field=details&q=logica | 200 chave a_b
field=details: % is literal | field=details&q=%25 | 200 Preço errado
field=details: not at the title | field=details&q=reuniao | 200
field=description: the title | field=description&q=reuniao | 200 Reunião sem sala
field=description: the log | field=description&q=desconto | 200 Preço errado
field=description: words of both | field=description&q=desconto%20preco | 200 Preço errado
field=description: words of two errors | field=description&q=desconto%20reuniao | 200
field=description: short words | field=description&q=de%20er | 200 Preço errado
field=description: not at the origin | field=description&q=agenda | 200
field=origin | field=origin&q=10.0.0 | 200 Depuração; chave a_b
field=origin: _ is literal | field=origin&q=_ | 200 Preço errado
field=origin: not at the title | field=origin&q=preco | 200
field=level | field=level&q=fatal | 200 100% da cota
field=level: accents and case | field=level&q=DEBUG | 200 Depuração
since | since=$(moment '-210 minutes') | 200 Depuração; Preço errado
until | until=$(moment '-270 minutes') | 200 100% da cota; Reunião sem sala
since and until | since=$(moment '-270 minutes')&until=$(moment '-150 minutes') | 200 Preço errado; chave a_b
until before since (silent) | since=$(moment '-1 hour')&until=$(moment '-9 hours')&level=fatal | 200
sort=last_seen | sort=last_seen | 200 Reunião sem sala; 100% da cota; chave a_b; Preço errado; Depuração
sort=-last_seen | sort=-last_seen | 200 Depuração; Preço errado; chave a_b; 100% da cota; Reunião sem sala
sort=first_seen | sort=first_seen | 200 Reunião sem sala; 100% da cota; chave a_b; Preço errado; Depuração
sort=-first_seen | sort=-first_seen | 200 Depuração; Preço errado; chave a_b; 100% da cota; Reunião sem sala
sort=level | sort=level | 200 Depuração; Preço errado; chave a_b; Reunião sem sala; 100% da cota
sort=-level: the worst first | sort=-level | 200 100% da cota; Reunião sem sala; chave a_b; Preço errado; Depuração
sort=-events | sort=-events&environment=production | 200 Reunião sem sala; 100% da cota
sort=events | sort=events&since=$(moment '-270 minutes')&until=$(moment '-150 minutes') | 200 Preço errado; chave a_b
sort with a filter | sort=first_seen&level=debug&q=depuracao | 200 Depuração
END
	for sort in users -users events -events; do
		http GET "$ERRORS?project=$PROJECT&sort=$sort"
		judge "sort=$sort: in order" "200 (.items|length) == 5 and ([.items[].${sort#-}] | . == (sort$([ $sort = "${sort#-}" ] || echo '|reverse')))"
	done
	paths GET <<END
another sort | $ERRORS?sort=title | 422 sort=not_allowed
status of none | $ERRORS?status=open | 422 status=not_allowed
level of none | $ERRORS?level=critical | 422 level=not_allowed
field of none | $ERRORS?field=tags&q=x | 422 field=not_allowed
field without q (silent) | $ERRORS?field=title | 200,422
a project that is not an id | $ERRORS?project=7 | 422 project=id_invalid
a since that is not a time | $ERRORS?since=yesterday | 422 since=time_invalid
an unknown parameter | $ERRORS?colour=red | 422 colour=unknown_parameter
several faults | $ERRORS?level=x&until=x&limit=0 | 422 level=* until=* limit=*
END
	http GET "$ERRORS?count=true&status=all"
	judge 'the list: without a project, all of the organization' '200 .total == 5 and (.items|length) == 5'
	expect_json 'the list: a row has the documented members' "all(.items[]; has_all($ERROR_MEMBERS))"
	expect_json 'the list: without details' 'all(.items[]; has("details")|not)'
	expect_json 'the list: what its members are' 'all(.items[]; (.id|is_id) and (.first_seen|is_time) and (.last_seen|is_time) and (.events|type) == "number"
		and (.users|type) == "number" and (.version|type) == "number" and .status == "unresolved" and .release == null)'
	expect_json 'the list: project is the id of the project' "all(.items[]; .project == \"$PROJECT\")"
	expect_json 'the list: counts' '[.items[] | .events] | sort == [1,1,2,3,4]'
}

two_projects() {
	first=$PROJECT
	fresh_project "$admin_token"
	sent '{"title":"Reunião sem sala"}'
	settle 1
	second=$(field '.items[0].id')
	http GET "$ERRORS?q=reuniao"
	judge 'equal events of two projects are two errors' '200 (.items|map(.project)|unique|length) == 2 and (.items|map(.events)|sort) == [1,3]'
	http GET "$ERRORS?q=reuniao&project=$PROJECT"
	judge 'project: one of them' "200 (.items|map(.id)) == [\"$second\"]"
	PROJECT=$first
}

# --- pages ---

walk() { # SORT [disturb]: collects the titles of the project's errors, page by page
	walked='' next="$ERRORS?project=$PROJECT&limit=3&sort=$1" pages=0
	while [ -n "$next" ] && [ $pages -lt 20 ]; do
		http GET "$next"
		pages=$((pages + 1))
		walked="$walked $(field '.items | map(.title | ltrimstr("pagina ")) | join(" ")')"
		next=$(header Link) && next=${next#<} && next=${next%%>*}
		[ -z "${2:-}" ] || [ $pages -gt 2 ] || $2
	done
	walked=$(printf '%s\n' "$walked" | tr -s ' ' '\n' | sed '/^$/d')
}

newcomer() { # a new error, and another event of one that is on a later page
	newcomers=$((newcomers + 1))
	sent "[{\"title\":\"novo\",\"fingerprint\":[\"novo $newcomers\"],\"environment\":\"dev\"},{\"title\":\"pagina k\",\"fingerprint\":[\"k\"],\"environment\":\"dev\"}]"
	events=$((events + 2))
	settle $events
}

paging() {
	fresh_project "$admin_token"
	body='' n=0
	for title in a b c d e f g h i j k; do
		n=$((n + 1))
		body="$body${body:+,}{\"title\":\"pagina $title\",\"fingerprint\":[\"$title\"],\"occurred_at\":\"$(moment "-$((n % 4 + 1)) days")\",\"level\":\"$([ $((n % 2)) = 0 ] || echo fatal)$([ $((n % 2)) = 1 ] || echo info)\"}"
	done
	sent "[$body]"
	events=11 newcomers=0
	settle 11
	for sort in last_seen -last_seen first_seen -first_seen level -level events -events users -users; do
		walk $sort
		same "pages: sort=$sort, each once" '11 11 4' "$(echo "$walked" | wc -l) $(echo "$walked" | sort -u | wc -l) $pages"
	done
	http GET "$ERRORS?project=$PROJECT&limit=3&sort=level"
	cursor=$(field '.next_cursor | @uri')
	paths GET <<END
cursor: goes on | $ERRORS?project=$PROJECT&limit=3&sort=level&cursor=$cursor | 200 .items|length == 3
cursor: with another sort | $ERRORS?project=$PROJECT&limit=3&sort=-level&cursor=$cursor | 422 cursor=cursor_invalid
cursor: with another filter | $ERRORS?project=$PROJECT&limit=3&sort=level&level=info&cursor=$cursor | 422 cursor=cursor_invalid
cursor: forged | $ERRORS?cursor=abc | 422 cursor=cursor_invalid
END
	http GET "$ERRORS?project=$PROJECT&limit=3&sort=level&cursor=$cursor" -a "$stranger_token"
	judge "cursor: somebody else's" '422 cursor=cursor_invalid'
	# first_seen does not move when events arrive: no error may be skipped or repeated
	for sort in first_seen -first_seen; do
		walk $sort newcomer
		steady=$(echo "$walked" | grep -v novo)
		same "pages while events arrive: sort=$sort, each once" '11 11' "$(echo "$steady" | wc -l) $(echo "$steady" | sort -u | wc -l)"
	done
	# with last_seen an error that moves may appear again at its new place; the others may not
	for sort in last_seen -last_seen -events; do
		walk $sort newcomer
		steady=$(echo "$walked" | grep -vE 'novo|^k$')
		same "pages while events arrive: sort=$sort, those that stay once" '10 10' "$(echo "$steady" | wc -l) $(echo "$steady" | sort -u | wc -l)"
	done
}

# --- one ---

whole() {
	fresh_project "$admin_token"
	sent "{\"title\":\"Inteiro\",\"details\":\"velho\",\"release\":\"1.0\",\"tags\":{\"a\":\"antes\"},\"environment\":\"staging\",\"occurred_at\":\"$(moment '-3 hours')\"}" \
		"{\"title\":\"Inteiro\",\"details\":\"em a.c:7\",\"release\":\"1.1\",\"tags\":{\"a\":\"agora\"},\"origin\":\"web-2\",\"level\":\"fatal\",\"occurred_at\":\"$(moment '-1 hour')\"}"
	settle 2
	error_of Inteiro
	row=$(field -cS ".items[0] | {id,project,title,level,environment,origin,status,events,users,first_seen,last_seen,release,version}")
	detail
	judge 'one: the documented members' "200 has_all($ERROR_MEMBERS) and has_all($DETAIL_MEMBERS)"
	same 'one: what the list says' "$row" "$(field -cS '{id,project,title,level,environment,origin,status,events,users,first_seen,last_seen,release,version}')"
	expect_json 'one: of the newest event' '.details == "em a.c:7" and .release == "1.1" and .origin == "web-2" and .level == "fatal" and .environment == "production"'
	expect_json 'one: latest_event' "latest == \"$EVENT\""
	expect_json 'one: tags' '.tags | said("agora")'
	expect_json 'one: environments' '(.environments | map(.name)) == ["production","staging"] and ([.environments[].events] | add) == .events'
	expect_json 'one: collected_by has key and user' "(.collected_by|keys) == [\"key\",\"user\"] and (.collected_by.key | said(\"servidor\"))
		and (.collected_by.user | said(\"$admin\") or said(\"$admin_id\"))"
	expect_json 'one: why is the strings that were grouped on' '(.why|type) == "array" and (.why|length) > 0 and all(.why[]; type == "string") and any(.why[]; contains("Inteiro"))'
	expect_json 'one: nothing has come back' '.regressed == false'
	expect_header 'one: ETag is the version' ETag "\"$(field .version)\""
	headers GET "$ERRORS/$ERROR" <<END
If-None-Match: the tag | If-None-Match: $(header ETag) | 304
END
	found <<END
environment: of each of its events | environment=staging | 200 Inteiro
environment: of the newest | environment=production | 200 Inteiro
END
	detail
	tag=$(header ETag)
	sent '{"title":"Inteiro"}'
	settle 3
	detail -h "If-None-Match: $tag"
	judge 'If-None-Match: another event, another answer (silent)' '200 .events == 3'
	requests <<END
an unknown id | GET $ERRORS/$UNKNOWN_ID | 404
a malformed id | GET $ERRORS/7 | 404
a method that it has not | POST $ERRORS/$ERROR {} | 405
PUT is none | PUT $ERRORS/$ERROR {"status":"resolved"} | 405
END
	for who in viewer editor owner; do
		eval "token=\$${who}_token"
		detail -a "$token"
		judge "one: the $who reads it" '200 .details == null or .details == "em a.c:7"'
	done
	detail -a ''
	judge 'one: nobody' '401 unauthenticated'
}

strangers() {
	requests -a "$stranger_token" <<END
a stranger: the list is empty | GET $ERRORS?status=all | 200 .items == []
a stranger: somebody else's project | GET $ERRORS?project=$PROJECT | 200,404,422
a stranger: one | GET $ERRORS/$ERROR | 404
a stranger: its events | GET $ERRORS/$ERROR/events | 404
a stranger: one of them | GET $ERRORS/$ERROR/events/$EVENT | 404
a stranger: PATCH | PATCH $ERRORS/$ERROR {"status":"archived"} | 404
a stranger: DELETE | DELETE $ERRORS/$ERROR | 404
a stranger: bulk | POST $ERRORS/bulk {"ids":["$ERROR"],"action":"delete"} | 404,422 *
END
	http GET "$ERRORS?project=$PROJECT&q=Inteiro" -a "$stranger_token"
	case $STATUS in 200) expect_json "a stranger: sees nothing of somebody else's project" '.items == []' ;; esac
	http GET "$ERRORS/stats?project=$PROJECT&interval=day" -a "$stranger_token"
	check "a stranger: no statistics of somebody else's project [$STATUS]" nothing_counted
	detail
	judge 'a stranger: nothing has changed' '200 .status == "unresolved"'
}

nothing_counted() {
	case $STATUS in 404 | 422) ;; *) holds '[.items[] | .fatal + .error + .warning + .info + .debug] | add // 0 | . == 0' ;; esac
}

person stranger
staff
TOKEN=$admin_token
fresh_project
errors_to_find
TOKEN=$viewer_token
check 'the test itself: all logs are indexed' eventually 5 finds 'field=details&q=logica' 'chave a_b'
filters
two_projects
paging
whole
strangers
TOKEN=$admin_token
refreshed
finish
