#!/bin/sh
# The service itself: health, metrics, documentation, TLS, headers, logs.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

ROUTES='POST /register
POST /login
GET /users/me
PUT /users/me
PATCH /users/me
POST /users/me/delete
GET /tasks
POST /tasks
GET /tasks/{id}
PUT /tasks/{id}
PATCH /tasks/{id}
DELETE /tasks/{id}
GET /customers
POST /customers
GET /customers/{id}
PUT /customers/{id}
PATCH /customers/{id}
DELETE /customers/{id}
POST /customers/search
GET /openapi.json'

health() {
	for where in /livez /readyz; do
		for slash in '' /; do
			http GET $where$slash -a ''
			expect_status "$where$slash answers 200" 200
		done
	done
	http GET / -a ''
	expect_status '/ leads to the console' 302
	expect_header '/ leads to the console: where' Location /app/
}

# --- metrics ---

counted() { # METHOD PATTERN STATUS: how many requests /metrics has counted
	http GET /metrics -a ''
	awk -v method="$1" -v pattern="$2\"" -v status="\"$3\"" '
		/^[a-z_]*requests?(_total)?\{/ && index($0, method) && index($0, pattern) && index($0, status) { sum += $NF }
		END { print sum + 0 }' "$BODY"
}

metrics() {
	http GET /metrics -a ''
	expect_status 'metrics: allowed from here' 200
	expect_header 'metrics: the text format of Prometheus' Content-Type 'text/plain; version=0.0.4*'
	same 'metrics: every line has the right form' '' "$(awk '
		/^$/ || /^# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* ./ || /^# EOF$/ { next }
		!/^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)*\})? ([-+]?[0-9.]+([eE][-+]?[0-9]+)?|[-+]?Inf|NaN)$/' "$BODY" | head -n 3)"
	same 'metrics: every family is declared before its samples' '' "$(awk '
		/^# TYPE/ { type[$3] = $4; next } /^#|^$/ { next }
		{ name = $1; sub(/\{.*/, "", name); family = name; sub(/_(bucket|sum|count)$/, "", family)
		  if (!(name in type) && !(family in type)) print name }' "$BODY" | sort -u | head -n 3)"
	same 'metrics: no sample twice' '' "$(grep -v '^#' "$BODY" | sed 's/ [^ ]*$//' | sort | uniq -d | head -n 3)"
	for word in request duration database worker provider queue; do
		check "metrics: there is something about: $word" grep -q "^[a-z_]*$word" "$BODY"
	done
	before=$(counted GET '/tasks/{id}' 200) before404=$(counted GET '/tasks/{id}' 404)
	for _ in 1 2 3 4; do
		for _ in 1 2 3 4 5 6 7 8 9 10; do queue GET "$API/tasks/$TASK"; done
		send --parallel --parallel-immediate
	done
	http GET "$API/tasks/$UNKNOWN_ID"
	http GET "$API/nothing"
	answers=''
	for _ in 1 2 3 4 5 6; do answers="$answers $(($(counted GET '/tasks/{id}' 200) - before))"; done
	same 'metrics: 40 requests more, over all workers, whichever answers' ' 40 40 40 40 40 40' "$answers"
	same 'metrics: counted by status' 1 "$(($(counted GET '/tasks/{id}' 404) - before404))"
	http GET /metrics -a ''
	same 'metrics: patterns of routes, not ids' '' "$(grep -E '[0-9a-f]{8}-[0-9a-f]{4}-7' "$BODY" | head -n 3)"
	check 'metrics: what found no route is counted too' [ "$(grep -c '"404"' "$BODY")" -gt 1 ]
}

# METRICS_DENIED: an address of this machine to which the instance refuses /metrics
from_elsewhere() {
	if [ -z "${METRICS_DENIED:-}" ]; then
		skip 'metrics: forbidden to other addresses' 'no METRICS_DENIED' && return
	fi
	set -- -a '' -c "interface = \"$METRICS_DENIED\"" -c "connect-to = \"::127.0.0.1:${BASE##*:}\""
	http GET /livez "$@"
	expect_status "from $METRICS_DENIED: /livez answers" 200
	http GET /metrics "$@"
	judge "from $METRICS_DENIED: /metrics is forbidden" '403,404 forbidden,not_found'
	http GET /metrics/ "$@" -h 'X-Forwarded-For: 127.0.0.1' -h 'X-Real-IP: 127.0.0.1' -h 'Forwarded: for=127.0.0.1'
	judge "from $METRICS_DENIED: /metrics is forbidden, whatever the headers say" '403,404 forbidden,not_found'
}

# --- documentation ---

documentation() {
	http GET /docs -a ''
	case $STATUS in 30[178]) http GET "$(header Location)" -a '' ;; esac
	expect_status 'docs: without the slash' 200
	http GET /docs/ -a ''
	expect_status 'docs: /docs/' 200
	expect_header 'docs: HTML' Content-Type 'text/html*'
	expect_header 'docs: with a content security policy (silent)' Content-Security-Policy '?*'
	check 'docs: made for phones' grep -q '<meta name="viewport"' "$BODY"
	check 'docs: in the dark, too' grep -q '<meta name="color-scheme" content="light dark">' "$BODY"
	same 'docs: nothing from elsewhere' '' "$(grep -oiE '(src|href|action|url)[ ]*[=(][ ]*.?(https?:)?//[^" >]*' "$BODY" | grep -iE '^(src|action|url)|\.css|\.js' | head -n 3)"
	grep -oE '(src|href)="[^"#]+\.(js|css|png|svg|ico)"' "$BODY" | cut -d '"' -f 2 | sort -u >"$WORK/assets"
	while read -r asset; do
		case $asset in http*) continue ;; /*) ;; *) asset=/docs/${asset#./} ;; esac
		http GET "$asset" -a ''
		expect_status "docs: $asset is there" 200
		same "docs: $asset loads nothing from elsewhere" '' "$(grep -oE '(import|fetch|src=)[ (]*["'"'"']https?://[^"'"'"']*' "$BODY" | head -n 2)"
	done <"$WORK/assets"
}

problem_codes() {
	http GET /docs/problems/ -a ''
	expect_status 'problems: with a slash' 200
	http GET /docs/problems -a ''
	expect_status 'problems: without' 200
	expect_header 'problems: HTML' Content-Type 'text/html*'
	for code in malformed_json bad_request unauthenticated token_expired token_invalid invalid_credentials forbidden \
		not_found method_not_allowed email_taken username_taken cpf_taken conflict precondition_failed content_too_large \
		unsupported_media_type validation too_many_requests unavailable busy cep_service_unavailable; do
		check "problems: #$code" grep -qE "(id|name)=[\"']?${code}[\"' >]" "$BODY"
	done
	for code in required unknown_field unknown_parameter repeated_parameter wrong_type too_short too_long too_small too_large not_allowed \
		control_character time_invalid id_invalid duplicate_item too_many_items cursor_invalid email_invalid username_invalid \
		password_too_short password_too_long password_is_identity cpf_invalid cep_invalid cep_not_found phone_ddd phone_length \
		phone_prefix phone_not_geographic phone_invalid; do
		check "problems: the entry $code is explained" grep -qw "$code" "$BODY"
	done
	cp "$BODY" "$WORK/problems.html"
	if [ -s "$TMP/answers.jsonl" ]; then
		jq -r 'select(.content_type | startswith("application/problem+json")) | .body | fromjson? | .code, .errors[]?.code' "$TMP/answers.jsonl" |
			sort -u >"$WORK/codes"
		while read -r code; do
			check "problems: $code, which was answered in this run, is explained" grep -qw -e "$code" "$WORK/problems.html"
		done <"$WORK/codes"
	fi
}

openapi() {
	http GET $API/openapi.json -a ''
	expect_status 'openapi: there' 200
	expect_header 'openapi: JSON' Content-Type 'application/*json*'
	expect_json 'openapi: 3.1' '.openapi | startswith("3.1.")'
	expect_json 'openapi: title and version' '(.info.title|length) > 0 and (.info.version|length) > 0'
	cp "$BODY" "$TMP/openapi.json"
	base=$(field '.servers[0].url // "" | sub("^https?://[^/]*"; "") | sub("/$"; "")')
	while read -r method route; do
		lower=$(printf %s "$method" | tr '[:upper:]' '[:lower:]')
		place=".paths | to_entries[] | select(\"$base\" + (.key | gsub(\"[{][^}]*[}]\"; \"{id}\") | sub(\"(?<x>.)/\$\"; .x)) == \"$API$route\") | .value.$lower"
		expect_json "openapi: $method $route" "[$place | select(. != null and (.responses|length) > 0)] | length == 1"
	done <<END
$ROUTES
END
	expect_json 'openapi: every operation says what it is for' '[.paths[] | to_entries[] | select(.key|test("^(get|put|post|patch|delete)$")) | .value
		| select((.summary // .description // "") == "")] == []'
	check 'openapi: the token of a login is the first way to sign in' grep -q '"securitySchemes":{"bearer":' "$BODY"
	expect_json 'openapi: bearer tokens are described' '[.components.securitySchemes[] | select(.type == "http" and .scheme == "bearer")] | length > 0'
	expect_json 'openapi: problems are described' 'tostring | test("application/problem\\+json")'
}

# --- headers and TLS ---

security_headers() {
	for where in /livez $API/tasks $API/nothing /docs/ '/%zz' /; do
		http GET "$where"
		expect_header "headers: $where ($STATUS): Strict-Transport-Security (silent)" Strict-Transport-Security '*max-age=[1-9]???*'
		expect_header "headers: $where ($STATUS): X-Content-Type-Options (silent)" X-Content-Type-Options nosniff
		case $(header Server) in *[0-9]*) fail "headers: $where ($STATUS): no version of a server (silent)" "$(header Server)" ;;
		*) pass "headers: $where ($STATUS): no version of a server (silent)" ;; esac
		expect_no_header "headers: $where ($STATUS): no X-Powered-By (silent)" X-Powered-By
	done
	http GET $API/tasks -2
	check 'HTTP/2 is spoken' grep -q '^HTTP/2 200' "$HEAD"
}

handshake() { # OPTION: does a connection come about?
	openssl s_client -connect "${BASE#https://}" "$1" -cipher 'DEFAULT@SECLEVEL=0' </dev/null 2>/dev/null |
		grep -qE '^New, TLSv1\.[0-9](\.[0-9])?, Cipher is [A-Z]'
}

tls() {
	for version in tls1 tls1_1; do
		if handshake -$version; then fail "TLS: $version is refused" 'it was accepted'; else pass "TLS: $version is refused"; fi
	done
	check 'TLS: 1.2 is spoken' handshake -tls1_2
	check 'TLS: 1.3 is spoken' handshake -tls1_3
	http GET /livez -a '' -c 'tls-max = "1.2"'
	expect_status 'TLS: a request over 1.2' 200
	http GET /livez -a '' -c 'tlsv1.3'
	expect_status 'TLS: a request over 1.3' 200
}

# --- logs ---

log_line() { # REQUEST-ID: sets LINE and LOG
	LOG=$(grep -rlF "\"$1\"" "$STATE/log" | while read -r file; do
		grep -F "\"$1\"" "$file" | jq -e 'has("request_id") and has("route")' >/dev/null 2>&1 && echo "$file"
	done | head -n 1)
	LINE=
	[ -z "$LOG" ] || LINE=$(grep -F "\"$1\"" "$LOG" | jq -c 'select(has("route"))' | head -n 1)
}

logged() { # TEXT JQ-EXPRESSION: about the line of the current answer
	tries=0
	while log_line "$REQUEST_ID" && [ -z "$LINE" ] && [ $tries -lt 20 ]; do
		tries=$((tries + 1))
		sleep 0.2
	done
	if printf '%s' "$LINE" | jq -e "$JQ_DEFINITIONS $2" >/dev/null 2>&1; then pass "log: $1"; else fail "log: $1" "$LINE
wanted $2"; fi
}

logs() {
	[ -d "${STATE:-}/log" ] || { skip 'logs' 'no STATE' && return; }
	http GET "$API/tasks/$TASK"
	logged 'a request has a line with all members' "has(\"time\") and has(\"request_id\") and .method == \"GET\" and (.route|endswith(\"/tasks/{id}\"))
		and .status == 200 and (.duration_ms|type) == \"number\" and .duration_ms >= 0 and (.database_ms|type) == \"number\"
		and .database_ms <= .duration_ms and .user == \"$USER_ID\" and (.address|test(\"^(127[.]|::1)\"))"
	logged 'the time is in RFC 3339' '.time | test("^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}([.][0-9]+)?Z$")'
	http GET "$API/tasks/$UNKNOWN_ID"
	logged '404 of a task' '.status == 404 and (.route|endswith("/tasks/{id}"))'
	http POST $API/tasks -d '{}'
	logged '422' '.status == 422 and .method == "POST" and (.route|endswith("/tasks"))'
	http GET $API/tasks -a ''
	logged '401 has no user' '.status == 401 and (.user // null) == null'
	http GET "$API/tasks?q=palavra-secreta" -h 'X-Forwarded-For: 203.0.113.9' -h 'X-Real-IP: 203.0.113.9'
	logged 'the address is not what the client says (silent)' '.address | test("^(127[.]|::1)")'
	logged 'no query in the line' 'tostring | test("palavra-secreta") | not'
	http GET $API/tasks -h 'X-Request-Id: "forged"'
	check 'log: a request can not choose an id that breaks lines (silent)' [ "$REQUEST_ID" != '"forged"' ]
	sed -n '/^{/,$p' "$LOG" | jq -c . 2>&1 >/dev/null | head -n 1 >"$WORK/log.fault"
	same 'log: every line of the service is JSON' '' "$(cat "$WORK/log.fault")"
	same 'log: nothing from the body or the token' '' "$(grep -rlF -e "$PASSWORD" -e "${TOKEN##*.}" -e 'um título confidencial' "$STATE/log")"
}

fresh_user
create_task '{"title":"um título confidencial"}'
health
metrics
from_elsewhere
documentation
problem_codes
openapi
security_headers
tls
logs
finish
