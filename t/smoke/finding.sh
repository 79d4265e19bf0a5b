#!/bin/sh
# Finding errors: by release, tags, users, transaction, logger and event; their last hours and days; their statistics.
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

make_errors() {
	fresh_project
	sent '{"title":"Alfa","release":"loja@1.0","tags":{"loja":"Centro","caixa":7,"aberta":true,"nula":null,"url":"http://x/a:b"}}' \
		'{"title":"Beta","release":"loja@1.0","tags":{"loja":"centro"},"environment":"dev"}' \
		'{"title":"Gama","release":"loja@2.0","tags":{"loja":"Centro","caixa":8},"level":"fatal"}'
	ENVELOPE=/api/$NUMBER/envelope/ AUTH=sentry_key=$KEY\&sentry_version=7
	envelope "$(jq -nc '{message: "Delta", release: "loja@2.0", transaction: "/pedidos/{id}", logger: "loja.caixa",
		user: {id: "42", email: "Ana@example.com", username: "ana", name: "Ana B", ip_address: "10.1.2.3"}, tags: [["loja", "Sul"], ["with blank", "x"]],
		contexts: {runtime: {name: "node", version: "20"}}}')"
	ask "$ENVELOPE?$AUTH" -f "$WORK/envelope"
	DELTA=$ID
	settle 4
}

filters() {
	found <<'END'
finding: a release | sort=first_seen&release=loja@1.0 | 200 Alfa; Beta
finding: a release of an SDK's event, too | sort=first_seen&release=loja@2.0 | 200 Gama; Delta
finding: a part of a release is none | release=loja | 200
finding: case counts | release=Loja@1.0 | 200
finding: a tag | sort=first_seen&tag=loja:Centro | 200 Alfa; Gama
finding: a tag in another case | tag=loja:centro | 200 Beta
finding: the name's case counts | tag=Loja:Centro | 200
finding: a number | tag=caixa:7 | 200 Alfa
finding: a boolean | tag=aberta:true | 200 Alfa
finding: a tag with colons | tag=url:http://x/a:b | 200 Alfa
finding: two tags | tag=loja:Centro&tag=caixa:8 | 200 Gama
finding: two tags that no error has together | tag=loja:centro&tag=caixa:8 | 200
finding: the same tag twice | sort=first_seen&tag=loja:Centro&tag=loja:Centro | 200 Alfa; Gama
finding: a tag whose blank an SDK's event lost | tag=with-blank:x | 200 Delta
finding: what is made a tag | tag=runtime:node%2020 | 200 Delta
finding: a user by id | user=42 | 200 Delta
finding: a user by e-mail | user=Ana@example.com | 200 Delta
finding: a user by e-mail in another case | user=ana@example.com | 200
finding: a user by username | user=ana | 200 Delta
finding: a user by name | user=Ana%20B | 200 Delta
finding: a user by address | user=10.1.2.3 | 200 Delta
finding: a transaction | transaction=/pedidos/{id} | 200 Delta
finding: a logger | logger=loja.caixa | 200 Delta
finding: a logger that nobody has | logger=loja | 200
finding: an empty filter asks for nothing | sort=first_seen&release=&tag= | 200 Alfa; Beta; Gama; Delta
finding: with an environment | tag=loja:centro&environment=dev | 200 Beta
finding: with an environment that it has not | tag=loja:centro&environment=production | 200
finding: with a level | release=loja@2.0&level=fatal | 200 Gama
finding: with a word | release=loja@2.0&q=gam | 200 Gama
finding: with a word of the details | release=loja@2.0&q=nada&field=details | 200
finding: with a status | release=loja@2.0&status=resolved | 200
finding: with a time | release=loja@2.0&until=2020-01-01T00:00:00Z | 200
finding: everything together | release=loja@2.0&user=42&transaction=/pedidos/{id}&logger=loja.caixa&tag=loja:Sul | 200 Delta
END
	http GET "$ERRORS?project=$PROJECT&release=loja@1.0&count=true&limit=1&sort=first_seen"
	judge 'finding: a page and the total' '200 .total == 2 and (.items | map(.title)) == ["Alfa"]'
	http GET "$ERRORS?project=$PROJECT&release=loja@1.0&count=true&limit=1&sort=first_seen&cursor=$(field '.next_cursor | @uri')"
	judge 'finding: the next page' '200 .total == 2 and (.items | map(.title)) == ["Beta"] and .next_cursor == null'
	for sort in last_seen first_seen level events users; do
		http GET "$ERRORS?project=$PROJECT&release=loja@2.0&sort=-$sort&limit=1&count=true"
		one=$(field '.items[0].title')
		http GET "$ERRORS?project=$PROJECT&release=loja@2.0&sort=-$sort&limit=1&count=true&cursor=$(field '.next_cursor | @uri')"
		judge "finding: the total of the second page by -$sort" '200 .total == 2'
		same "finding: two pages by -$sort" 'Delta Gama' "$(printf '%s\n' "$one" "$(field '.items[0].title')" | sort | xargs)"
	done
	paths GET <<END
finding: a tag without a value | $ERRORS?tag=loja | 422 tag=tag_invalid
finding: a tag without a name | $ERRORS?tag=:x | 422 tag=tag_invalid
finding: too many tags | $ERRORS?tag=a:1&tag=a:2&tag=a:3&tag=a:4&tag=a:5&tag=a:6&tag=a:7&tag=a:8&tag=a:9&tag=a:10&tag=a:11 | 422 tag=too_many_items
finding: a release twice | $ERRORS?release=a&release=b | 422 release=repeated_parameter
finding: a long release | $ERRORS?release=$(repeat x 201) | 422 release=too_long
END
	http GET "$ERRORS?tag=loja:Centro" -a "$stranger_token"
	judge 'finding: not in another organization' '200 .items == []'
}

# A filter counts the newest hundred events only.
hundred() {
	fresh_project
	sent '{"title":"Cento","release":"velha"}'
	jq -nc '[range(99) | {title: "Cento", release: "nova"}]' >"$WORK/more"
	http POST $ERRORS -a "$KEY" -f "$WORK/more"
	settle 100
	same 'finding: the hundredth event counts' Cento "$(titles release=velha)"
	sent '{"title":"Cento","release":"nova"}'
	settle 101
	same 'finding: the hundred and first does not' '' "$(titles release=velha)"
	same 'finding: newer ones do' Cento "$(titles release=nova)"
}

by_event() {
	fresh_project
	sent '{"title":"Um só"}'
	settle 1
	error_of 'Um só'
	http PATCH "$ERRORS/$ERROR" -d '{"status":"archived"}'
	bare=$(printf %s $EVENT | tr -d -)
	for id in $EVENT $bare "$(printf %s $EVENT | tr a-f A-F)" "$(printf %s $bare | tr a-f A-F)"; do
		http GET "$ERRORS?event=$id"
		judge "event: $id, archived" "200 (.items | map(.id)) == [\"$ERROR\"]"
		http GET "$ERRORS/$ERROR/events/$id"
		judge "event: $id in a path" "200 .id == \"$EVENT\""
	done
	paths GET <<END
event: with its status | $ERRORS?event=$EVENT&status=archived | 200 (.items | length) == 1
event: with another status | $ERRORS?event=$EVENT&status=unresolved | 200 .items == []
event: with a filter that it passes not | $ERRORS?event=$EVENT&release=x | 200 .items == []
event: with its project | $ERRORS?event=$EVENT&project=$PROJECT&count=true | 200 .total == 1
event: unknown | $ERRORS?event=01900000-0000-7000-8000-000000000000 | 200 .items == []
event: no id | $ERRORS?event=123 | 422 event=id_invalid
event: no id in a path | $ERRORS/$ERROR/events/123 | 404
event: other ids have hyphens | $ERRORS/$(printf %s $ERROR | tr -d -) | 404
END
	http GET "$ERRORS?event=$DELTA"
	judge "event: by the SDK's id" '200 (.items | map(.title)) == ["Delta"]'
	http GET "$ERRORS?event=$EVENT" -a "$stranger_token"
	judge "event: not in another organization" '200 .items == []'
}

sparks() {
	fresh_project
	sent '{"title":"Faísca"}' '{"title":"Faísca","environment":"dev"}' "{\"title\":\"Faísca\",\"occurred_at\":\"$(moment '-3 hours')\"}" \
		"{\"title\":\"Faísca\",\"occurred_at\":\"$(moment '-2 days')\"}" "{\"title\":\"Faísca\",\"occurred_at\":\"$(moment '-20 days')\"}"
	settle 5
	error_of Faísca
	paths GET <<END
spark: none unless it is asked for | $ERRORS?project=$PROJECT | 200 .items[0] | has("spark") | not
spark: the last 24 hours | $ERRORS?project=$PROJECT&spark=24h | 200 .items[0].spark | length == 24 and .[23] >= 1 and (.[22:] | add) == 2 and add == 3
spark: the last 14 days | $ERRORS?project=$PROJECT&spark=14d&tz=UTC | 200 .items[0].spark | length == 14 and .[11] == 1 and add == 4
spark: days of a zone | $ERRORS?project=$PROJECT&spark=14d&tz=Pacific/Kiritimati | 200 .items[0].spark | length == 14 and add == 4
spark: with a filter | $ERRORS?project=$PROJECT&spark=24h&release=x | 200 .items == []
spark: with an event | $ERRORS?event=$EVENT&spark=24h&count=true | 200 .total == 1 and (.items[0].spark | length) == 24
spark: no such | $ERRORS?spark=1h | 422 spark=not_allowed
spark: no such zone | $ERRORS?spark=14d&tz=Marte | 422 tz=time_zone_invalid
spark: not of one error | $ERRORS/$ERROR?spark=24h | 422 spark=unknown_parameter
stats: 24 hours | $ERRORS/$ERROR/stats | 200 (.items | length | . == 24 or . == 25) and ([.items[].events] | add) == 3
stats: 30 days | $ERRORS/$ERROR/stats?interval=day&tz=UTC | 200 (.items | length | . == 30 or . == 31) and ([.items[].events] | add) == 5
stats: until is exclusive | $ERRORS/$ERROR/stats?interval=day&tz=UTC&since=2026-01-01T00:00:00Z&until=2026-01-03T00:00:00Z | 200 (.items | map(.at)) == ["2026-01-01T00:00:00Z","2026-01-02T00:00:00Z"] and (.items | map(.events)) == [0,0]
stats: days of a zone | $ERRORS/$ERROR/stats?interval=day&tz=America/Sao_Paulo&since=2026-01-01T12:00:00Z&until=2026-01-02T12:00:00Z | 200 (.items | map(.at)) == ["2026-01-01T03:00:00Z","2026-01-02T03:00:00Z"]
stats: a thousand hours | $ERRORS/$ERROR/stats?since=2026-01-01T00:00:00Z&until=2026-02-11T16:00:00Z | 200 (.items | length) == 1000
stats: one more | $ERRORS/$ERROR/stats?since=2026-01-01T00:00:00Z&until=2026-02-11T17:00:00Z | 422 since=range_too_wide
stats: or a part of one more | $ERRORS/$ERROR/stats?since=2026-01-01T00:30:00Z&until=2026-02-11T16:30:00Z | 422 since=range_too_wide
stats: a thousand hours of all errors | $ERRORS/stats?since=2026-01-01T00:00:00Z&until=2026-02-11T16:00:00Z | 200 (.items | length) == 1000
stats: of all errors one more | $ERRORS/stats?since=2026-01-01T00:00:00Z&until=2026-02-11T17:00:00Z | 422 since=range_too_wide
stats: a thousand days | $ERRORS/$ERROR/stats?interval=day&tz=UTC&since=2024-01-01T00:00:00Z&until=2026-09-27T00:00:00Z | 200 (.items | length) == 1000
stats: a day more | $ERRORS/$ERROR/stats?interval=day&tz=UTC&since=2024-01-01T00:00:00Z&until=2026-09-28T00:00:00Z | 422 since=range_too_wide
stats: another interval | $ERRORS/$ERROR/stats?interval=week | 422 interval=not_allowed
stats: another parameter | $ERRORS/$ERROR/stats?level=fatal | 422 level=unknown_parameter
stats: unknown | $ERRORS/01900000-0000-7000-8000-000000000000/stats | 404
END
	http GET "$ERRORS/$ERROR/stats" -a "$stranger_token"
	judge 'stats: not in another organization' 404
	http GET "$ERRORS/$ERROR/stats" -a "$viewer_token"
	judge 'stats: viewers read them' 200
}

person stranger
staff
TOKEN=$admin_token
make_errors
filters
by_event
hundred
sparks
finish
