#!/bin/sh
# Attacks on passwords: the delay that grows with failures, that it locks no owner out, the same answer for unknown names,
# hashing that leaves workers free, and hashes that are renewed when the cost changes.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"

TRIES=${BALCAO_LOGIN_TRIES:-5}

attempt() { # NAME PASSWORD [options]: sets DELAY, the seconds of Retry-After or 0
	_name=$1 _word=$2
	shift 2
	http POST $API/login -a '' -d "{\"username\":\"$_name\",\"password\":\"$_word\"}" "$@"
	DELAY=$(header Retry-After)
	DELAY=${DELAY:-0}
}

attempt_wrong() { # NAME TEXT [options]: a wrong one that is looked at
	_whose=$1 _text=$2
	shift 2
	attempt "$_whose" 'wrong one' "$@"
	judge "$_text" '401 invalid_credentials'
	expect_no_header "$_text: no Retry-After" Retry-After
}

somewhere() { # sets FROM: an address of this machine's own that nobody has used, for the option -c
	FROM="interface = \"127.$(od -An -N3 -tu1 /dev/urandom | awk '{ print $1 "." $2 "." $3 % 254 + 1 }')\""
}

wait_out() { # waits for the delay that was last told
	sleep "$DELAY"
	sleep 0.1
}

# --- the delay of an account ---

delayed() {
	person ana
	n=0
	while [ $n -lt "$TRIES" ]; do
		n=$((n + 1))
		attempt_wrong "$ana" "throttling: wrong password $n of $TRIES that are free"
	done
	attempt "$ana" 'wrong one'
	judge 'throttling: the next is refused' '429 too_many_requests'
	retry_after 'throttling: and told when to come back'
	expect_header 'throttling: the answer may not be stored' Cache-Control '*no-store*'
	first=$DELAY
	grows
	attempt "$ana" "$ana_password"
	judge 'throttling: the right password too, until then' '429 too_many_requests'
	attempt_wrong "$ana_email" 'throttling: the e-mail is counted apart: nothing tells that it is the same account'
	attempt "$(printf %s "$ana" | tr '[:lower:]' '[:upper:]')" "$ana_password"
	judge 'throttling: nor does another case of the name help' '429 too_many_requests'
	works 'throttling: a session of the account keeps working' "$ana_token"
	refresh "$ana_refresh"
	judge 'throttling: and is refreshed' 200
	keep ana
	http GET $API/tasks -a "$ana_token"
	judge 'throttling: other routes too' 200
	person bea
	works 'throttling: others sign in meanwhile, from the same address' "$bea_token"
	ends
}

# Accurate to a few seconds: on a busy machine a shorter delay is over before the next request.
grows() {
	wait_out
	attempt_wrong "$ana" 'throttling: after the delay a try is looked at again'
	attempt "$ana" 'wrong one'
	judge 'throttling: and the next refused' 429
	second=$DELAY
	wait_out
	attempt_wrong "$ana" 'throttling: and again'
	attempt "$ana" 'wrong one'
	third=$DELAY
	check "throttling: the delay grows [$first, $second, $third]" [ $(((first <= second) + (second < third))) -eq 2 ]
}

ends() {
	wait_out
	attempt_wrong "$ana" 'throttling: and once more'
	attempt "$ana" 'wrong one'
	reload
	attempt "$ana" "$ana_password"
	judge 'throttling: after SIGHUP it still holds' '429 too_many_requests'
	wait_out
	attempt "$ana" "$ana_password"
	judge 'throttling: after the delay the right password is taken' 200
	for n in 1 2 3; do attempt_wrong "$ana" "throttling: success has reset it: wrong password $n"; done
	attempt "$ana" "$ana_password"
	judge 'throttling: and right between them' 200
}

reload() {
	master=$(head -n 1 "${STATE:-}/balcao.pid" 2>/dev/null)
	children=/proc/$master/task/$master/children
	if [ -z "$master" ] || [ ! -r "$children" ]; then skip 'throttling: after SIGHUP' 'no STATE/balcao.pid, or no /proc' && return; fi
	old=$(cat "$children") tries=0 left=yes
	kill -HUP "$master"
	while [ -n "$left" ] && [ $tries -lt 100 ]; do
		tries=$((tries + 1)) left=''
		for pid in $old; do [ ! -e "/proc/$pid" ] || left=yes; done
		[ -z "$left" ] || sleep 0.1
	done
	check 'throttling: the test itself: the workers are new ones' [ -z "$left" ]
}

# --- strangers ---

# Requests from other loopback addresses get a reply only on Linux, and only if the service is on this machine.
has_places() {
	somewhere
	http GET $API/openapi.json -a '' -c "$FROM"
	[ "$STATUS" = 200 ]
}

strangers() {
	has_places || { skip 'throttling: strangers elsewhere' 'no addresses to be at' && return; }
	person ana
	person bea
	http POST $API/logout -a "$bea_token"
	for turn in 1 2; do
		somewhere
		n=$((turn - 1)) # with the one from elsewhere below, twice as many as the free tries
		while [ $n -lt "$TRIES" ]; do
			n=$((n + 1))
			attempt_wrong "$ana" "throttling: a stranger at address $turn, wrong password $n" -c "$FROM"
			attempt_wrong "$bea" "throttling: the same of another account, $n" -c "$FROM"
		done
		attempt "$ana" 'wrong one' -c "$FROM"
		judge "throttling: a stranger at address $turn: then refused" '429 too_many_requests'
		[ $turn -ne 1 ] || attempt_wrong "$ana" 'throttling: elsewhere the account is not held shut by that'
	done
	somewhere
	attempt_wrong "$ana" 'throttling: many addresses at one account: a new one has one try' -c "$FROM"
	attempt "$ana" 'wrong one' -c "$FROM"
	judge 'throttling: many addresses at one account: then it must wait' '429 too_many_requests'
	attempt "$ana" "$ana_password"
	judge 'throttling: no delay at an address where the account has a session' 200
	attempt "$ana" 'wrong one' -c "$FROM"
	works 'throttling: the session goes on all the while' "$ana_token"
	attempt "$bea" "$bea_password" -c "$FROM"
	judge 'throttling: an account without a session can sign in from a new address' 200
}

# --- the password as a confirmation ---

confirm() { # PASSWORD NEW [options]: of ana, with her token
	_current=$1 _new=$2
	shift 2
	http POST $API/users/me/password -a "$ana_token" -d "{\"current_password\":\"$_current\",\"new_password\":\"$_new\"}" "$@"
	DELAY=$(header Retry-After)
	DELAY=${DELAY:-0}
}

confirming() {
	person ana
	_next="$ana_password 2"
	for n in 1 2; do
		k=1
		while [ $k -lt "$TRIES" ]; do
			k=$((k + 1))
			confirm 'wrong one' "$_next"
			judge "confirming: wrong password $k, turn $n: looked at" '403 invalid_credentials'
		done
		confirm "$ana_password" "$_next"
		judge "confirming: the right one, turn $n: it forgives the wrong ones" 204
		ana_password=$_next _next="$ana_password 2"
	done
	has_places || { skip 'confirming: from many addresses' 'no addresses to be at' && return; }
	k=0
	while [ $k -lt $((2 * TRIES)) ]; do
		k=$((k + 1))
		[ $((k % 3)) -ne 1 ] || somewhere
		confirm 'wrong one' "$_next" -c "$FROM"
		judge "confirming: from many addresses, $k: looked at" '403 invalid_credentials'
	done
	somewhere
	confirm 'wrong one' "$_next" -c "$FROM"
	judge 'confirming: from many addresses: then it must wait, at a new one too' '429 too_many_requests'
	works 'confirming: the session goes on all the while' "$ana_token"
}

# An administrator helps a user who has tried too often.
helped() {
	if ! has_sql || ! has_program; then skip 'an administrator helps' 'no STATE, psql, or way to the database' && return; fi
	person ana
	for name in "$ana" "$ana_email"; do
		k=0
		while [ $k -le $((TRIES + 2)) ]; do
			k=$((k + 1))
			attempt "$name" 'wrong one'
		done
		judge "an administrator helps: $name was tried too often" '429 too_many_requests'
	done
	printf '%s\n' "$PASSWORD_NEW" >"$WORK/typed"
	balcao user password "$ana" <"$WORK/typed"
	for name in "$ana" "$ana_email"; do
		attempt "$name" "$PASSWORD_NEW"
		judge "an administrator helps: then $name gets in at once" 200
	done
}

# --- unknown names ---

unknown() {
	person ana
	unique
	nobody=nobody-$UNIQUE
	n=0
	while [ $n -lt $((TRIES + 2)) ]; do
		n=$((n + 1))
		attempt "$ana" 'wrong one'
		known="$STATUS $(field -c 'del(.instance)') $(header WWW-Authenticate) $DELAY"
		attempt "$nobody" 'wrong one'
		same "throttling: an unknown name gets the same answers, try $n" "$known" "$STATUS $(field -c 'del(.instance)') $(header WWW-Authenticate) $DELAY"
	done
	n=0
	while [ $n -le "$TRIES" ]; do
		n=$((n + 1))
		attempt "$nobody@example.com" 'wrong one'
	done
	same 'throttling: so does an unknown e-mail' 429 "$STATUS"
	http POST $API/register -a '' -d "{\"username\":\"$nobody\",\"email\":\"$nobody@example.com\",\"password\":\"Um-Segredo-$nobody\"}"
	judge 'throttling: a name that was tried may still be registered' 201
}

# A wrong password and an unknown name take the same time. The script measures them in pairs, one right after the other, and takes
# the median of their ratios, since other load slows down both. With a cost it takes users whose password has that cost.
durations() { # [COST]
	: >"$WORK/times"
	for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
		person p
		unique
		[ -z "${1:-}" ] || costing "$1" "$p" "$p_password"
		if has_places; then place=$FROM; else place='#'; fi
		for word in one another; do
			queue POST $API/login -a '' -d "{\"username\":\"$p\",\"password\":\"$word\"}" -c "$place" -c 'write-out = "known %{time_starttransfer} %{time_pretransfer}\n"'
			queue POST $API/login -a '' -d "{\"username\":\"no$UNIQUE\",\"password\":\"$word\"}" -c "$place" -c 'write-out = "unknown %{time_starttransfer} %{time_pretransfer}\n"'
		done
		send >>"$WORK/times"
	done
	ratio=$(awk '$1 == "known" { known = $2 - $3 } $1 == "unknown" { printf "%d\n", ($2 - $3) / known * 100 }' "$WORK/times" | sort -n |
		awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }')
	check "throttling: an unknown name takes as long as a wrong password${1:+ of cost $1} [$ratio %]" [ "$ratio" -gt 75 -a "$ratio" -lt 134 ]
}

# --- hashing leaves workers free ---

many_at_once() {
	fresh_user
	create_task '{"title":"read meanwhile"}'
	reader=$TOKEN
	person ana
	n=0 turn=0 served=0 refused=0 odd=''
	while [ $turn -lt 40 ]; do
		turn=$((turn + 1))
		queue POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}"
		queue GET "$API/tasks/$TASK" -a "$reader"
	done
	send --parallel --parallel-immediate --parallel-max 80
	while [ $n -lt 80 ]; do
		n=$((n + 1))
		answer $n
		case $METHOD$STATUS$PROBLEM in
		POST200) served=$((served + 1)) ;;
		POST503busy)
			refused=$((refused + 1))
			[ "$(header Retry-After)" = 1 ] || odd="$odd Retry-After: $(header Retry-After)"
			;;
		GET200) ;;
		*) odd="$odd $METHOD$STATUS$PROBLEM" ;;
		esac
	done
	same '40 sign in at once: they get in or are told to come back, and who reads tasks is always served' '' "$odd"
	check "40 sign in at once: some get in [$served]" [ $served -gt 0 ]
	check "40 sign in at once: some are told to come back [$refused]" [ $refused -gt 0 ]
	attempt "$ana" "$ana_password"
	judge 'afterwards signing in works, nothing was counted as a failure' 200
	registering_at_once
}

registering_at_once() {
	n=0 odd='' made=0
	while [ $n -lt 20 ]; do
		n=$((n + 1))
		unique
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	done
	send --parallel --parallel-immediate --parallel-max 20
	n=0
	while [ $n -lt 20 ]; do
		n=$((n + 1))
		answer $n
		case $STATUS$PROBLEM in
		201) made=$((made + 1)) ;;
		503busy) [ "$(header Retry-After)" = 1 ] || odd="$odd Retry-After: $(header Retry-After)" ;;
		*) odd="$odd $STATUS$PROBLEM" ;;
		esac
	done
	same "20 register at once: made, or told to come back [$made made]" '' "$odd"
	check '20 register at once: some are' [ $made -gt 0 ]
}

# --- the cost ---

hash_of() { # NAME: method and cost of the stored hash, as in $y$j9T
	sql "SELECT substring(password_hash from '^[$][^$]+[$][^$]+') FROM account WHERE username = '$1'"
}

costing() { # COST NAME PASSWORD: as if it had been made with that cost
	printf '%s\n' "$3" >"$WORK/typed"
	BALCAO_PASSWORD_COST=$1 "$ROOT/run" --state "$STATE" --exec user password "$2" <"$WORK/typed" >/dev/null
}

rehash() {
	if ! has_sql || ! has_program; then skip 'a hash of another cost is renewed' 'no STATE, psql, or way to the database' && return; fi
	person ana
	usual=$(hash_of "$ana")
	check "the hash is of yescrypt [$usual]" one_of "$usual" "\$y\$*"
	for cost in 3 6; do
		costing "$cost" "$ana" "$ana_password"
		same "cost $cost: the database reads it in the hash" "$cost" "$(sql "SELECT password_cost(password_hash) FROM account WHERE username = '$ana'")"
		check "cost $cost: the test itself: the hash is another [$(hash_of "$ana")]" [ "$(hash_of "$ana")" != "$usual" ]
		attempt "$ana" 'wrong one'
		judge "cost $cost: a wrong password is wrong" '401 invalid_credentials'
		check "cost $cost: and renews nothing" [ "$(hash_of "$ana")" != "$usual" ]
		attempt "$ana" "$ana_password"
		judge "cost $cost: the right one is right" 200
		same "cost $cost: and the hash is renewed" "$usual" "$(hash_of "$ana")"
		keep ana
		attempt "$ana" "$ana_password"
		judge "cost $cost: the password is still the same" 200
		works "cost $cost: renewing ends no session" "$ana_token"
	done
	rehash_twice
}

# Two logins with the right password wait for the locked account; the second continues after the first has renewed the hash.
rehash_twice() {
	costing 3 "$ana" "$ana_password"
	sql "BEGIN; SELECT FROM account WHERE username = '$ana' FOR UPDATE; SELECT pg_sleep(1.5); COMMIT" >/dev/null &
	_writer=$!
	sleep 0.4
	for n in 1 2; do queue POST $API/login -a '' -d "{\"username\":\"$ana\",\"password\":\"$ana_password\"}"; done
	send --parallel --parallel-immediate
	wait $_writer
	for n in 1 2; do
		answer $n
		judge "two logins renew a hash at once: login $n" 200
	done
	same 'two logins renew a hash at once: it is' "$usual" "$(hash_of "$ana")"
}

# The failures of all tests count for their address, too: a hundred in a quarter of an hour are free. Earlier failures
# must not make this test fail, nor this test later ones.
forgive() {
	! has_sql || sql 'DELETE FROM login_failure'
}

forgive
delayed
strangers
confirming
helped
unknown
durations
! has_sql || ! has_program || durations 7
many_at_once
rehash
forgive
finish
