#!/bin/sh
# GET /errors/stats: the number of events of each level, per hour or per day, with empty intervals.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"
# shellcheck source=center.sh
. "$(dirname "$0")/center.sh"

# Three days ago
DAY=$(date -u -d '-3 days' +%Y-%m-%d)
at() { date -u -d "$DAY 00:00:00 UTC $((60 * $1 + $2)) minutes" +%Y-%m-%dT%H:%M:%SZ; } # HOUR MINUTE, after its beginning

some_events() {
	fresh_project
	sent "[{\"title\":\"A\",\"occurred_at\":\"$(at 2 5)\"},{\"title\":\"A\",\"occurred_at\":\"$(at 2 59)\"},{\"title\":\"B\",\"level\":\"fatal\",\"occurred_at\":\"$(at 2 30)\"},
		{\"title\":\"A\",\"level\":\"warning\",\"occurred_at\":\"$(at 3 0)\"},{\"title\":\"C\",\"level\":\"info\",\"environment\":\"staging\",\"occurred_at\":\"$(at 5 10)\"},
		{\"title\":\"C\",\"level\":\"debug\",\"environment\":\"staging\",\"occurred_at\":\"$(at 5 11)\"},{\"title\":\"C\",\"level\":\"debug\",\"environment\":\"dev\",\"occurred_at\":\"$(at 29 0)\"}]"
	settle 7
}

stats() { http GET "$ERRORS/stats?project=$PROJECT&$1" ${2:+-a "$2"}; } # QUERY [TOKEN]

# Counts as "fatal error warning info debug", one line per interval
counts() { field '.items | map("\(.fatal) \(.error) \(.warning) \(.info) \(.debug)") | join(", ")'; }

extremes() {
	for query in 'until=0001-01-01T00:00:00Z' 'interval=day&until=0001-01-20T00:00:00Z' 'since=9999-12-31T23:59:59Z' 'until=9999-12-31T23:59:59Z'; do
		stats "$query"
		judge "extremes: $query" 200
	done
	stats 'since=0001-01-01T00:00:00Z'
	judge 'extremes: two thousand years by the hour' '422 since=range_too_wide'
}

hours() {
	window="since=$(at 1 0)&until=$(at 6 59)"
	stats "interval=hour&$window"
	judge 'hours: one item for each hour, empty ones included' '200 (.items|length) == 6'
	expect_json 'hours: exactly the documented members' 'all(.items[]; keys == ["at","debug","error","fatal","info","warning"])'
	same 'hours: at is when each begins' "$(at 1 0) $(at 2 0) $(at 3 0) $(at 4 0) $(at 5 0) $(at 6 0)" "$(field '.items | map(.at) | join(" ")')"
	same 'hours: the counts' '0 0 0 0 0, 1 2 0 0 0, 0 0 1 0 0, 0 0 0 0 0, 0 0 0 1 1, 0 0 0 0 0' "$(counts)"
	stats "interval=hour&environment=staging&$window"
	same 'hours: of an environment' '0 0 0 0 0, 0 0 0 0 0, 0 0 0 0 0, 0 0 0 0 0, 0 0 0 1 1, 0 0 0 0 0' "$(counts)"
	stats "interval=hour&environment=lua&$window"
	judge 'hours: of an unknown environment' '200 (.items|length) == 6 and all(.items[]; .fatal + .error + .warning + .info + .debug == 0)'
	stats "interval=hour&$window" "$viewer_token"
	judge 'hours: a viewer reads them' '200 (.items|length) == 6'
}

days() {
	window="since=$(date -u -d "$DAY -1 day" +%Y-%m-%dT00:00:00Z)&until=$(date -u -d "$DAY +1 day" +%Y-%m-%dT23:59:59Z)"
	stats "interval=day&$window"
	judge 'days: one item for each day' '200 (.items|length) == 3'
	same 'days: at is when each begins' "$(date -u -d "$DAY -1 day" +%Y-%m-%dT00:00:00Z) ${DAY}T00:00:00Z $(date -u -d "$DAY +1 day" +%Y-%m-%dT00:00:00Z)" "$(field '.items | map(.at) | join(" ")')"
	same 'days: the counts' '0 0 0 0 0, 1 2 1 1 1, 0 0 0 0 1' "$(counts)"
	stats "interval=day&environment=production&$window"
	same 'days: of an environment' '0 0 0 0 0, 1 2 1 0 0, 0 0 0 0 0' "$(counts)"
	http GET "$ERRORS/stats?interval=day&$window"
	same 'days: without a project, all of the organization' '0 0 0 0 0, 1 2 1 1 1, 0 0 0 0 1' "$(counts)"
	http GET "$ERRORS/stats?interval=day&$window" -a "$stranger_token"
	check "days: strangers count nothing [$STATUS $(counts)]" [ "$STATUS $(counts)" = '200 0 0 0 0 0, 0 0 0 0 0, 0 0 0 0 0' ]
	fresh_project
	sent "{\"title\":\"A\",\"occurred_at\":\"$(at 2 5)\"}"
	settle 1
	stats "interval=day&$window"
	same 'days: of a project, not of the others' '0 0 0 0 0, 0 1 0 0 0, 0 0 0 0 0' "$(counts)"
	http GET "$ERRORS/stats?interval=day&$window"
	same 'days: of both' '0 0 0 0 0, 1 3 1 1 1, 0 0 0 0 1' "$(counts)"
}

now_and_more() {
	fresh_project
	sent '[{"title":"Agora"},{"title":"Agora"},{"title":"Agora","level":"info"}]'
	settle 3
	stats "interval=hour&since=$(moment '-2 hours')&until=$(moment '+1 second')"
	judge 'now: what has just come is counted' '200 ([.items[].error]|add) == 2 and ([.items[].info]|add) == 1 and (.items|length) >= 2 and (.items|length) <= 4'
	stats interval=day
	judge 'without since and until there is a window that ends now (silent)' '200 ([.items[].error]|add) == 2'
	jq -nc '[range(300) | {title: "Muitos", level: "debug"}]' >"$WORK/many"
	for _ in 1 2 3; do http POST $ERRORS -a "$KEY" -f "$WORK/many"; done
	settle 903
	stats "interval=hour&since=$(moment '-2 hours')&until=$(moment '+1 second')"
	judge 'the sum of the buckets is the sum of the errors' '200 ([.items[] | .fatal + .error + .warning + .info + .debug] | add) == 903'
}

parameters() {
	paths GET <<END
interval: another | $ERRORS/stats?interval=week | 422 interval=not_allowed
interval: none (silent) | $ERRORS/stats | 200,422
since: no time | $ERRORS/stats?interval=hour&since=x | 422 since=time_invalid
until: no time | $ERRORS/stats?interval=hour&until=x | 422 until=time_invalid
project: no id | $ERRORS/stats?interval=hour&project=7 | 422 project=id_invalid
an unknown parameter | $ERRORS/stats?interval=hour&level=fatal | 422 level=unknown_parameter
until before since (silent) | $ERRORS/stats?interval=hour&since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z | 200,422
hours of a thousand years (silent) | $ERRORS/stats?interval=hour&since=1970-01-01T00:00:00Z&until=2970-01-01T00:00:00Z | 200,422
END
	requests <<END
a method that it has not | POST $ERRORS/stats {} | 405
END
	http GET "$ERRORS/stats?interval=day" -a ''
	judge 'nobody' '401 unauthenticated'
	http GET "$ERRORS/stats?interval=day" -a "$KEY"
	judge 'a key' '401 token_invalid'
}

person stranger
staff
TOKEN=$admin_token
some_events
extremes
hours
days
now_and_more
parameters
finish
