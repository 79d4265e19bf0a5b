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
	for query in 'until=0001-01-01T00:00:00Z' 'interval=day&until=0001-01-20T00:00:00Z' 'interval=day&tz=Asia/Tokyo&until=0001-01-20T00:00:00Z' 'interval=day&tz=Pacific/Honolulu&until=9999-12-31T23:59:59Z' 'since=9999-12-31T23:59:59Z' 'until=9999-12-31T23:59:59Z'; do
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
	stats "interval=day&tz=UTC&$window"
	judge 'days: one item for each day' '200 (.items|length) == 3'
	same 'days: at is when each begins' "$(date -u -d "$DAY -1 day" +%Y-%m-%dT00:00:00Z) ${DAY}T00:00:00Z $(date -u -d "$DAY +1 day" +%Y-%m-%dT00:00:00Z)" "$(field '.items | map(.at) | join(" ")')"
	same 'days: the counts' '0 0 0 0 0, 1 2 1 1 1, 0 0 0 0 1' "$(counts)"
	stats "interval=day&tz=UTC&environment=production&$window"
	same 'days: of an environment' '0 0 0 0 0, 1 2 1 0 0, 0 0 0 0 0' "$(counts)"
	http GET "$ERRORS/stats?interval=day&tz=UTC&$window"
	same 'days: without a project, all of the organization' '0 0 0 0 0, 1 2 1 1 1, 0 0 0 0 1' "$(counts)"
	http GET "$ERRORS/stats?interval=day&tz=UTC&$window" -a "$stranger_token"
	check "days: strangers count nothing [$STATUS $(counts)]" [ "$STATUS $(counts)" = '200 0 0 0 0 0, 0 0 0 0 0, 0 0 0 0 0' ]
	fresh_project
	sent "{\"title\":\"A\",\"occurred_at\":\"$(at 2 5)\"}"
	settle 1
	stats "interval=day&tz=UTC&$window"
	same 'days: of a project, not of the others' '0 0 0 0 0, 0 1 0 0 0, 0 0 0 0 0' "$(counts)"
	http GET "$ERRORS/stats?interval=day&tz=UTC&$window"
	same 'days: of both' '0 0 0 0 0, 1 3 1 1 1, 0 0 0 0 1' "$(counts)"
}

# Days of other zones, which may have 23 or 25 hours: each begins at its own midnight, and none is doubled or left out.
zones() {
	begins() { field '.items | map(.at[5:16]) | join(" ")'; }
	stats 'interval=day&tz=America/New_York&since=2026-03-07T12:00:00Z&until=2026-03-10T04:00:00Z'
	same 'tz: a day of 23 hours' '03-07T05:00 03-08T05:00 03-09T04:00' "$(begins)"
	stats 'interval=day&tz=America/New_York&since=2026-10-31T12:00:00Z&until=2026-11-03T05:00:00Z'
	same 'tz: a day of 25 hours' '10-31T04:00 11-01T04:00 11-02T05:00' "$(begins)"
	stats 'interval=day&tz=America/Sao_Paulo&since=2018-11-03T12:00:00Z&until=2018-11-05T12:00:00Z'
	same 'tz: a day without a midnight' '11-03T03:00 11-04T03:00 11-05T02:00' "$(begins)"
	stats 'interval=day&tz=Pacific/Apia&since=2011-12-29T12:00:00Z&until=2011-12-31T12:00:00Z'
	same 'tz: a day that was skipped' '12-29T10:00 12-30T10:00 12-31T10:00' "$(begins)"
	stats 'interval=hour&tz=Asia/Kolkata&since=2026-11-01T12:10:00Z&until=2026-11-01T14:00:00Z'
	same 'tz: hours are those of UTC' '11-01T12:00 11-01T13:00' "$(begins)"
	stats 'interval=hour&tz=America/New_York&since=2026-11-01T04:00:00Z&until=2026-11-01T08:00:00Z'
	same 'tz: an hour that comes twice' '11-01T04:00 11-01T05:00 11-01T06:00 11-01T07:00' "$(begins)"
	fresh_project
	sent "[{\"title\":\"A\",\"occurred_at\":\"$(at 2 59)\"},{\"title\":\"A\",\"occurred_at\":\"$(at 3 0)\"},{\"title\":\"A\",\"occurred_at\":\"$(at 4 0)\"},
		{\"title\":\"A\",\"occurred_at\":\"$(at 26 59)\"},{\"title\":\"A\",\"occurred_at\":\"$(at 27 0)\"}]"
	settle 5
	stats "interval=day&tz=Etc/GMT%2B3&since=$(at 0 0)&until=$(at 28 0)"
	same 'tz: events count on the day of the zone' '1 3 1' "$(field '.items | map(.error) | join(" ")')"
	stats "interval=day&tz=UTC&since=$(at 0 0)&until=$(at 28 0)"
	same 'tz: UTC' '3 2' "$(field '.items | map(.error) | join(" ")')"
	stats "interval=day&since=$(at 0 0)&until=$(at 28 0)"
	same 'tz: none is BALCAO_TIME_ZONE' '1 3 1' "$(field '.items | map(.error) | join(" ")')"
	same 'tz: whose days begin at three' 'T03:00:00Z' "$(field '.items | map(.at[10:]) | unique | join(" ")')"
	paths GET <<END
tz: in lower case | $ERRORS/stats?interval=day&tz=america/sao_paulo | 422 tz=time_zone_invalid
tz: a rule of POSIX | $ERRORS/stats?interval=day&tz=%3C-03%3E3 | 422 tz=time_zone_invalid
tz: wrong with hours, too | $ERRORS/stats?tz=BRT | 422 tz=time_zone_invalid
END
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
zones
now_and_more
parameters
finish
