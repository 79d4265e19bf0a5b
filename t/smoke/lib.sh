# shellcheck shell=sh disable=SC2034,SC2119,SC2120
# Library of the black-box smoke tests: sends requests with curl, and checks replies with the shell and jq.
#
# In: BASE    the address of the service, e.g. https://localhost:8443
#     TMP     a scratch directory, shared by the scripts of one run
#     CACERT  the certificate to trust; if unset, curl accepts any certificate
#     STATE   the instance's state directory (log/, *.pid, secret); some scripts need it
# Out: a line "ok N - text" or "not ok N - text" for each check, at the end "# passed=N failed=N".
#     It also appends each reply to $TMP/answers.jsonl, for the check against the OpenAPI document.
#
# A text that ends in "(silent)" marks behaviour that the contract leaves open and a user would expect.
set -u
set -f
: "${BASE:?where is the service?}" "${TMP:?no scratch directory}"
export LC_ALL=C.UTF-8
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY

# gojq starts in 3 ms, jq in 19. gojq always sorts keys, and has no option -S.
! command -v gojq >/dev/null || jq() { case " $*" in *' -'*'S '*) command jq "$@" ;; *) gojq "$@" ;; esac; }
API=/api/v1
US=$(printf '\037')
WORK=$TMP/$(basename "$0" .sh)
PASSED=0 FAILED=0 TOKEN=
_queued=0 _finished='' _serial=0 _stamp=$(date +%s)-$$
mkdir -p "$WORK"
for _file in queue raw ids faults.id faults.cache faults.type faults.line; do : >"$WORK/$_file"; done
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }' EXIT
trap 'trap "" INT TERM; exit 130' INT TERM # and nothing disturbs the tidying up

# --- counting ---

pass() { # TEXT
	PASSED=$((PASSED + 1))
	echo "ok $((PASSED + FAILED)) - $1"
}

fail() { # TEXT [WHAT]: WHAT is told instead of the current answer
	FAILED=$((FAILED + 1))
	echo "not ok $((PASSED + FAILED)) - $1"
	if [ $# -gt 1 ]; then
		printf '%s\n' "$2" | cut -c 1-600 | sed 's/^/#   /' | head -n 8
	else
		echo "#   $METHOD $(printf %s "$REQUEST" | cut -c 1-200)"
		printf '#   %s %s %s\n' "$STATUS" "$TYPE" "$(head -c 500 "$BODY" | tr -d '\000')"
	fi
}

skip() { # TEXT WHY
	PASSED=$((PASSED + 1))
	echo "ok $((PASSED + FAILED)) - $1 # SKIP $2"
}

check() { # TEXT COMMAND...: the command's success decides
	_check=$1
	shift
	if "$@"; then pass "$_check"; else fail "$_check" "failed: $*"; fi
}

same() { # TEXT WANTED GOT
	if [ "$2" = "$3" ]; then pass "$1"; else fail "$1" "wanted $2
got    $3"; fi
}

finish() {
	for _kind in 'id:has exactly one X-Request-Id' 'cache:to a signed-in caller, or with a token in it, is private, no-store' \
		'type:in JSON names its type and charset' 'line:over HTTP/1.1 has the blank before its phrase'; do
		_faults=$WORK/faults.${_kind%%:*}
		if [ -s "$_faults" ]; then fail "every answer ${_kind#*:}" "$(cat "$_faults")"; else pass "every answer ${_kind#*:}"; fi
	done
	same 'no two answers share an X-Request-Id' '' "$(sort "$WORK/ids" | uniq -d | head -n 3)"
	write_answers
	_finished=yes
	echo "# passed=$PASSED failed=$FAILED"
	[ "$FAILED" -eq 0 ]
	exit
}

# Leaves out bodies that are not JSON: pages and scripts, which no schema describes.
write_answers() {
	awk -v RS='\036' -v FS='\037' '
	function quoted(text) {
		gsub(/\\/, "&&", text)
		gsub(/"/, "\\\\&", text)
		gsub(/\n/, "\\n", text)
		gsub(/[\001-\037]/, " ", text)
		return "\"" text "\""
	}
	NF { print "{\"method\":" quoted($1) ",\"path\":" quoted($2) ",\"status\":" $3 + 0 \
		",\"content_type\":" quoted($4) ",\"body\":" quoted($4 ~ /json/ ? $5 : "") "}" }
	' "$WORK/raw" >>"$TMP/answers.jsonl"
	: >"$WORK/raw"
}

# --- requests ---
# `queue` adds a request, `send` sends all queued requests over one connection, `answer N` selects the
# Nth reply: it sets METHOD REQUEST STATUS TYPE REQUEST_ID CACHE, and the files $HEAD and $BODY.

config_line() { # NAME VALUE: one line of curl's configuration
	case $2 in
	*[\"\\]*) printf '%s = "%s"\n' "$1" "$(printf %s "$2" | sed 's/[\\"]/\\&/g')" ;;
	*) printf '%s = "%s"\n' "$1" "$2" ;;
	esac
}

# METHOD PATH [-d BODY | -f FILE] [-t CONTENT-TYPE] [-a TOKEN] [-h 'NAME: VALUE']... [-2] [-c CURL-LINE]...
# A body is application/json unless -t says otherwise (-t '' sends no type); the token is $TOKEN unless -a.
queue() {
	_method=$1 _path=$2 _token=$TOKEN _type='' _typed='' _data='' _http=http1.1
	shift 2
	_queued=$((_queued + 1))
	_q=$WORK/$_queued
	for _file in head body problem; do : >"$_q.$_file"; done
	{
		[ "$_queued" -eq 1 ] || echo next
		echo 'max-time = 60'
		while [ $# -gt 0 ]; do
			case $1 in
			-d) printf %s "$2" >"$_q.data" && _data=$_q.data ;;
			-f) _data=$2 ;;
			-t) _type=$2 _typed=yes ;;
			-a) _token=$2 ;;
			-h) config_line header "$2" ;;
			-c) printf '%s\n' "$2" ;;
			-2) _http=http2 ;;
			esac
			case $1 in -2) shift ;; *) shift 2 ;; esac
		done
		case $_path in https://* | http://*) config_line url "$_path" ;; *) config_line url "$BASE$_path" ;; esac
		case $_method in HEAD) echo head ;; *) config_line request "$_method" ;; esac
		[ -z "$_token" ] || config_line header "Authorization: Bearer $_token"
		[ -z "$_data" ] || config_line data-binary "@$_data"
		[ -z "$_data" ] || [ -n "$_typed" ] || _type=application/json
		[ -z "$_data$_typed" ] || config_line header "Content-Type: $_type"
		case $_method in HEAD) config_line output /dev/null ;; *) config_line output "$_q.body" ;; esac
		config_line dump-header "$_q.head"
		if [ -n "${CACERT:-}" ]; then config_line cacert "$CACERT"; else echo insecure; fi
		printf '%s\n' "$_http" 'header = "Expect:"' silent path-as-is globoff 'noproxy = "*"'
	} >>"$WORK/queue"
	printf '%s\n' "$_method$US$_path$US$_token" >"$_q.line"
}

send() { # [curl options]
	_sent=$_queued _queued=0
	curl -q "$@" --config "$WORK/queue" 2>/dev/null
	: >"$WORK/queue"
	digest "$_sent"
}

http() { # METHOD PATH [options of queue]: one request
	queue "$@"
	send
	answer 1
}

raw() { # BYTES: a request as printf writes it, for what curl would never send
	queue RAW "$1"
	: >"$WORK/queue"
	_queued=0
	# shellcheck disable=SC2059
	printf "$1" | timeout 15 openssl s_client -quiet -connect "${BASE#https://}" >"$WORK/raw.answer" 2>/dev/null
	awk -v head="$WORK/1.head" -v body="$WORK/1.body" '
		!past { print > head; if ($0 == "\r") past = 1; next } { print > body }' "$WORK/raw.answer"
	digest 1
	answer 1
}

digest() { # COUNT: reads the heads, remembers the answers, watches what holds for all of them
	awk -v dir="$WORK" -v count="$1" '
	BEGIN {
		for (i = 1; i <= count; i++) {
			status = "000"; type = id = cache = ""; ids = 0
			while ((getline line < (dir "/" i ".head")) > 0) {
				sub(/\r$/, "", line)
				if (line ~ /^HTTP\/1\.1 [0-9]+$/) print line >> (dir "/faults.line")
				if (line ~ /^HTTP\//) {
					split(line, word, " "); status = word[2]; type = id = cache = ""; ids = 0
				}
				colon = index(line, ":"); name = tolower(substr(line, 1, colon - 1))
				value = substr(line, colon + 1); gsub(/^ +| +$/, "", value)
				if (name == "content-type") type = value
				if (name == "x-request-id") { id = value; ids++ }
				if (name == "cache-control") cache = cache value
			}
			printf "%s\037%s\037%s\037%s\037%s\n", status, type, ids, id, cache > (dir "/" i ".meta")
		}
	}'
	: >"$WORK/problems"
	_i=0 _count=$1 && set -- # what goes to $WORK/raw, by one process
	while [ "$_i" -lt "$_count" ]; do
		_i=$((_i + 1))
		answer "$_i"
		[ "$STATUS" != 000 ] || continue
		printf '\036%s\037%s\037%s\037%s\037' "$METHOD" "$REQUEST" "$STATUS" "$TYPE" >"$WORK/$_i.raw"
		set -- "$@" "$WORK/$_i.raw" "$BODY"
		watch_answer
		case $METHOD$TYPE in HEAD*) ;; *application/problem+json*)
			printf '\036%s\037%s\037%s\037' "$_i" "$STATUS" "$REQUEST_ID" >"$WORK/$_i.about" && echo "$_i" >>"$WORK/problems" ;;
		esac
	done
	[ $# -eq 0 ] || cat "$@" >>"$WORK/raw"
	[ ! -s "$WORK/problems" ] || digest_problems
}

watch_answer() {
	printf '%s\n' "$REQUEST_ID" >>"$WORK/ids"
	if [ "$_ids" != 1 ] || [ -z "$REQUEST_ID" ]; then echo "$METHOD $REQUEST: $STATUS has $_ids" >>"$WORK/faults.id"; fi
	case $STATUS$METHOD in
	204OPTIONS) ;;
	200* | 201* | 204* | 304* | 403* | 409* | 412* | 415* | 422*)
		_private=''
		case $REQUEST in $API/openapi.json*) ;; $API/* | /tasks*) _private=$_token ;; esac
		case $STATUS$REQUEST in 200*/login | 200*/login/ | 200*/token/refresh*) _private=yes ;; esac
		case $_private:$CACHE in
		:* | *private*no-store* | *no-store*private*) ;;
		*) echo "$METHOD $REQUEST: $STATUS has Cache-Control '$CACHE'" >>"$WORK/faults.cache" ;;
		esac
		;;
	esac
	case $REQUEST$TYPE in *openapi.json*) ;; *application/json*)
		case $TYPE in 'application/json; charset=utf-8') ;; *) echo "$METHOD $REQUEST: $TYPE" >>"$WORK/faults.type" ;; esac
		;;
	esac
}

# Each problem document becomes a line: its code and "place=code" of each entry of errors, or its own fault.
digest_problems() {
	while read -r _i; do set -- "$@" "$WORK/$_i.about" "$WORK/$_i.body"; done <"$WORK/problems"
	jq -rRs '
	def text: type == "string" and length > 0;
	def summary($status; $id):
		[ (select(.type != "/docs/problems#\(.code)") | "type \(.type)"),
		  (select(.title | text | not) | "title \(.title)"),
		  (select(.status != $status) | "status \(.status)"),
		  (select(.code | text | not) | "code \(.code)"),
		  (select(.detail | text | not) | "detail \(.detail)"),
		  (select(.instance != $id or $id == "") | "instance \(.instance), X-Request-Id \($id)"),
		  (select(.code == "validation" and (.errors | length) == 0) | "no errors"),
		  (select(has("errors")) | .errors[]
		   | select((.code | text | not) or (.detail | text | not)
			or ([.pointer, .parameter] | map(select(type == "string")) | length) != 1) | "entry \(tojson)")
		] as $wrong
		| if $wrong != [] then "malformed: " + ($wrong | join(", "))
		  else [.code, ((.errors // [])[] | "\(.pointer // .parameter)=\(.code)")] | join(" ") end;
	split("\u001e")[1:][] | split("\u001f") | . as [$i, $status, $id, $body]
	| $i + " " + (try ($body | fromjson | summary($status | tonumber; $id)) catch "malformed: not JSON of that shape")
	' "$@" >"$WORK/problems.lines"
	while read -r _i PROBLEM; do printf '%s\n' "$PROBLEM" >"$WORK/$_i.problem"; done <"$WORK/problems.lines"
}

answer() { # N
	HEAD=$WORK/$1.head BODY=$WORK/$1.body PROBLEM=''
	IFS=$US read -r METHOD REQUEST _token <"$WORK/$1.line"
	IFS=$US read -r STATUS TYPE _ids REQUEST_ID CACHE <"$WORK/$1.meta"
	read -r PROBLEM <"$WORK/$1.problem" || :
}

header() { # NAME: its value in the current answer; several are joined by ", "
	awk -v name="$1" '
		/^HTTP\// { value = "" }
		{ sub(/\r$/, ""); colon = index($0, ":") }
		tolower(substr($0, 1, colon - 1)) == tolower(name) {
			text = substr($0, colon + 1); sub(/^ +/, "", text)
			value = value == "" ? text : value ", " text
		}
		END { print value }' "$HEAD"
}

field() { # [jq options] JQ-EXPRESSION: its raw value in the current answer
	jq -r "$@" "$BODY" 2>/dev/null
}

answers_with() { http GET "$1" -c 'max-time = 20' && [ "$STATUS" = "$2" ]; } # PATH STATUS

eventually() { # SECONDS COMMAND...: it succeeds within that time, tried again and again
	_deadline=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt $_deadline ] || return 1
		sleep 0.1
	done
}

# --- checks of the current reply ---

one_of() { # VALUE LIST: is it one of the comma-separated shell patterns?
	_list=$2,
	while [ -n "$_list" ]; do
		_one=${_list%%,*} _list=${_list#*,}
		# shellcheck disable=SC2254
		case $1 in $_one) return 0 ;; esac
	done
	return 1
}

expect_status() { # TEXT STATUS[,STATUS...]
	if one_of "$STATUS" "$2"; then pass "$1"; else fail "$1 [wanted $2]"; fi
}

expect_header() { # TEXT NAME PATTERN
	_value=$(header "$2")
	# shellcheck disable=SC2254
	case $_value in $3) pass "$1" ;; *) fail "$1" "$METHOD $REQUEST: $STATUS $2: '$_value', wanted $3" ;; esac
}

expect_no_header() { # TEXT NAME [PATTERN]
	_value=$(header "$2")
	# shellcheck disable=SC2254
	case $_value in '') pass "$1" ;; ${3:-*}) fail "$1" "$METHOD $REQUEST: $STATUS $2: '$_value'" ;; *) pass "$1" ;; esac
}

JQ_DEFINITIONS='def is_id: test("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$");
def is_time: test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{3})?Z$") and (endswith(".000Z") | not);
def moment: sub("Z$"; "") | if test("[.]") then . else . + ".000" end;'

holds() { # JQ-EXPRESSION
	[ -s "$BODY" ] && jq -e "$JQ_DEFINITIONS $1" "$BODY" >/dev/null 2>&1
}

expect_json() { # TEXT JQ-EXPRESSION
	if holds "$2"; then pass "$1"; else fail "$1 [wanted $2]"; fi
}

expect_allow() { # TEXT 'METHOD METHOD...': exactly these
	same "$1" "$(printf '%s\n' "$2" | tr ' ' '\n' | sort | tr '\n' ' ')" "$(header Allow | tr -d ' ' | tr ',' '\n' | sort | tr '\n' ' ')"
}

# TEXT STATUS CODE [PLACE=CODE...]: expects a problem document with that code. If places are named, errors must have each
# of them with one of its codes, and no others. All may be lists of patterns.
expect_problem() {
	_text=$1 _want=$2 _code=$3 _wrong=''
	shift 3
	_places=''
	one_of "$STATUS" "$_want" || _wrong="wanted $_want"
	case $TYPE in application/problem+json*) ;; *) _wrong="$_wrong; content type" ;; esac
	one_of "${PROBLEM%% *}" "$_code" || _wrong="$_wrong; wanted code $_code"
	for _entry; do
		_places=$_places${_entry%%=*},
		_found=''
		for _got in ${PROBLEM#* }; do
			if one_of "${_got%%=*}" "${_entry%%=*}" && one_of "${_got#*=}" "${_entry#*=}"; then _found=yes; fi
		done
		[ -n "$_found" ] || _wrong="$_wrong; wanted $_entry"
	done
	if [ $# -gt 0 ]; then
		for _got in ${PROBLEM#* }; do one_of "${_got%%=*}" "${_places%,}" || _wrong="$_wrong; unexpected $_got"; done
	fi
	if [ -z "$_wrong" ]; then pass "$_text"; else fail "$_text [${_wrong#; }]${PROBLEM:+ [got $PROBLEM]}"; fi
}

default_code() { # STATUS: sets _code
	case $1 in
	400) _code=malformed_json ;;
	401) _code=unauthenticated ;;
	403) _code=forbidden ;;
	404) _code=not_found ;;
	405) _code=method_not_allowed ;;
	412) _code=precondition_failed ;;
	413) _code=content_too_large ;;
	415) _code=unsupported_media_type ;;
	422) _code=validation ;;
	503) _code=unavailable ;;
	*) _code='*' ;;
	esac
}

# TEXT EXPECTATION: "STATUS [jq expression]" for 2xx and 3xx; for errors "STATUS [CODE] [PLACE=CODE...]"
judge() {
	_want=${2%% *}
	_rest=${2#"$_want"}
	_rest=${_rest# }
	case $_want in
	[23]*)
		if one_of "$STATUS" "$_want" && { [ -z "$_rest" ] || holds "$_rest"; }; then pass "$1"; else fail "$1 [wanted $2]"; fi
		;;
	*)
		default_code "$_want"
		case ${_rest%% *} in '' | *=*) ;; *) _code=${_rest%% *} _rest=${_rest#"$_code"} ;; esac
		# shellcheck disable=SC2086
		expect_problem "$1" "$_want" "$_code" $_rest
		;;
	esac
}

# --- tables: one request for each line of standard input, all over one connection ---

trim() { # TEXT: sets TRIMMED
	TRIMMED=${1#"${1%%[! ]*}"}
	TRIMMED=${TRIMMED%"${TRIMMED##*[! ]}"}
}

read_row() { # sets ROW_TEXT, ROW_SUBJECT, ROW_WANT from a line "text | subject | expectation"
	while IFS='|' read -r ROW_TEXT ROW_SUBJECT ROW_WANT; do
		trim "$ROW_TEXT" && ROW_TEXT=$TRIMMED
		trim "$ROW_SUBJECT" && ROW_SUBJECT=$TRIMMED
		trim "$ROW_WANT" && ROW_WANT=$TRIMMED
		case $ROW_TEXT in '' | '#'*) ;; *) return 0 ;; esac
	done
	return 1
}

judge_rows() { # judges the queued requests by the rows noted in $WORK/rows
	send
	_row=0
	while IFS=$US read -r ROW_TEXT ROW_WANT; do
		_row=$((_row + 1))
		answer "$_row"
		judge "$ROW_TEXT" "$ROW_WANT"
	done <"$WORK/rows"
	: >"$WORK/rows"
}

note_row() {
	printf '%s\n' "$ROW_TEXT$US$ROW_WANT" >>"$WORK/rows"
}

bodies() { # METHOD PATH [options]: lines "text | body | expectation"; body "-" is none
	while read_row; do
		if [ "$ROW_SUBJECT" = - ]; then queue "$@"; else queue "$@" -d "$ROW_SUBJECT"; fi
		note_row
	done
	judge_rows
}

paths() { # METHOD [options]: lines "text | path | expectation"
	_verb=$1
	shift
	while read_row; do
		queue "$_verb" "$ROW_SUBJECT" "$@"
		note_row
	done
	judge_rows
}

headers() { # METHOD PATH [options]: lines "text | Name: value | expectation"
	while read_row; do
		queue "$@" -h "$ROW_SUBJECT"
		note_row
	done
	judge_rows
}

requests() { # [options]: lines "text | METHOD path [body] | expectation"
	while read_row; do
		_verb=${ROW_SUBJECT%% *} _where=${ROW_SUBJECT#* }
		case $_where in
		*' '*) queue "$_verb" "${_where%% *}" -d "${_where#* }" "$@" ;;
		*) queue "$_verb" "$_where" "$@" ;;
		esac
		note_row
	done
	judge_rows
}

# --- test data ---

unique() { # sets UNIQUE, a text that no run has used
	_serial=$((_serial + 1))
	UNIQUE=s$_stamp-$_serial
}

repeat() { # TEXT COUNT
	printf "%${2}s" '' | sed "s/ /$1/g"
}

patiently() { # METHOD PATH [options]: as http, but waits where the service asks to slow down
	_tries=0
	http "$@"
	while [ "$STATUS" = 429 ] && [ "$_tries" -lt 6 ]; do
		_tries=$((_tries + 1))
		sleep "$(header Retry-After | grep -E '^[1-9]$' || echo 2)"
		http "$@"
	done
}

login() { # NAME PASSWORD: sets TOKEN
	patiently POST $API/login -a '' -d "{\"username\":\"$1\",\"password\":\"$2\"}"
	TOKEN=$(field .access_token)
	[ "$STATUS" = 200 ] || fail "setting up: $1 signs in"
}

register() { # registers someone new: sets USER_NAME EMAIL PASSWORD USER_ID
	unique
	USER_NAME=$UNIQUE EMAIL=$UNIQUE@example.com PASSWORD="Um-Segredo-$UNIQUE!"
	patiently POST $API/register -a '' -d "{\"username\":\"$USER_NAME\",\"email\":\"$EMAIL\",\"password\":\"$PASSWORD\"}"
	USER_ID=$(field .id)
	[ "$STATUS" = 201 ] || fail "setting up: $USER_NAME registers"
}

fresh_user() { # registers and signs in; sets TOKEN too
	register
	login "$USER_NAME" "$PASSWORD"
}

create_task() { # BODY: sets TASK
	http POST $API/tasks -d "$1"
	TASK=$(field .id)
	[ "$STATUS" = 201 ] || fail "setting up: a task is made"
}

UNKNOWN_ID=01890000-0000-7000-8000-000000000001
