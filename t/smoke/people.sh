# shellcheck shell=sh disable=SC2034,SC2086,SC2154
# Test data: people, their sessions and organizations. Read this after lib.sh.

ROOT=$(cd "$(dirname "$0")/../.." && pwd)
PASSWORD_NEW='Outro-Segredo-bem-longo!'

claim() { # JQ-EXPRESSION [TOKEN]: raw, of the claims of an access token
	_claims=$(printf %s "${2:-$TOKEN}" | cut -d . -f 2 | tr -- '-_' '+/')
	while [ $((${#_claims} % 4)) -ne 0 ]; do _claims=$_claims=; done
	printf %s "$_claims" | openssl base64 -d -A 2>/dev/null | jq -r "$1"
}

keep() { # VARIABLE: the tokens of the current answer, as VARIABLE_token, _refresh, _session, _org
	TOKEN=$(field .access_token)
	eval "$1_token=\$TOKEN $1_refresh=\$(field .refresh_token) $1_session=\$(claim .sid) $1_org=\$(field .organization.id)"
}

# VARIABLE: registers and signs in a new user: sets VARIABLE to the username, and VARIABLE_id, _email, _password, _home,
# besides the variables that `keep` sets
person() {
	fresh_user
	eval "$1=\$USER_NAME $1_id=\$USER_ID $1_email=\$EMAIL $1_password=\$PASSWORD $1_home=\$(field .organization.id)"
	echo "$USER_NAME $1" >>"$WORK/people"
	keep "$1"
}

token_of() { # NAME: prints the access token of somebody whom `person` has made
	eval "printf %s \"\$$(sed -n "s/^$1 //p" "$WORK/people")_token\""
}

sign_in() { # NAME PASSWORD VARIABLE [MEMBERS] [options]: a session more; MEMBERS begins with a comma
	_name=$1 _word=$2 _variable=$3 _members=${4:-}
	shift 3
	[ $# -eq 0 ] || shift
	patiently POST $API/login -a '' -d "{\"username\":\"$_name\",\"password\":\"$_word\"$_members}" "$@"
	keep "$_variable"
	[ "$STATUS" = 200 ] || fail "setting up: $_name signs in"
}

refresh() { # REFRESH-TOKEN [options]
	_refresh=$1
	shift
	http POST $API/token/refresh -a '' -d "{\"refresh_token\":\"$_refresh\"}" "$@"
}

new_organization() { # TOKEN: sets ORGANIZATION
	unique
	http POST $API/organizations -a "$1" -d "{\"name\":\"Padaria $UNIQUE\"}"
	ORGANIZATION=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: an organization is made'
}

invite() { # TOKEN ORGANIZATION NAME ROLE: sets INVITATION and SECRET, the token of its link
	http POST "$API/organizations/$2/invitations" -a "$1" -d "{\"user\":\"$3\",\"role\":\"$4\"}"
	INVITATION=$(field .id) SECRET=$(field '.url | sub(".*#token="; "")')
	[ "$STATUS" = 201 ] || fail "setting up: $3 is invited as $4"
}

accept() { # TOKEN-OF-THE-LINK TOKEN
	http POST $API/users/me/invitations/accept -a "$2" -d "{\"token\":\"$1\"}"
}

add_member() { # TOKEN ORGANIZATION NAME ROLE: NAME is one that `person` has made
	invite "$1" "$2" "$3" "$4"
	accept "$SECRET" "$(token_of "$3")"
	[ "$STATUS" = 200 ] || fail "setting up: $3 becomes $4"
}

works() { # TEXT TOKEN: the access token is taken
	http GET $API/users/me -a "$2"
	judge "$1" 200
}

ended() { # TEXT TOKEN: the access token is refused, within a second of what was done before
	_until=$(($(date +%s%N) / 1000000 + 1000))
	http GET $API/users/me -a "$2"
	while [ "$STATUS" != 401 ] && [ "$(($(date +%s%N) / 1000000))" -lt $_until ]; do
		sleep 0.05
		http GET $API/users/me -a "$2"
	done
	judge "$1" '401 token_invalid'
}

refresh_refused() { # TEXT REFRESH-TOKEN
	refresh "$2"
	judge "$1" '401 token_invalid'
}

# --- the program and the database of this instance, if STATE is set ---

balcao() { # ARGUMENT...: a subcommand; sets OUTPUT ERRORS CODE
	OUTPUT=$("$ROOT/run" --state "$STATE" --exec "$@" 2>"$WORK/errors")
	CODE=$?
	ERRORS=$(cat "$WORK/errors")
}

has_program() {
	[ -n "${STATE:-}" ] && [ -x "$STATE/app/bin/balcao" ]
}

promote() { # NAME
	balcao user promote "$1"
	[ $CODE -eq 0 ] || fail "setting up: $1 becomes an operator" "$CODE $OUTPUT $ERRORS"
}

sql() { # STATEMENT: its rows, unaligned; fails where the database can't be reached
	psql -X -q -A -t -h "$STATE/run" -U postgres -d balcao -c "$1" 2>"$WORK/sql.errors"
}

has_sql() {
	[ -n "${STATE:-}" ] && [ "$(sql 'SELECT 1' 2>/dev/null)" = 1 ]
}

retry_after() { # TEXT: Retry-After is a positive number of seconds
	case $(header Retry-After) in [1-9] | [1-9][0-9] | [1-9][0-9][0-9]) pass "$1" ;; *) fail "$1" "Retry-After: '$(header Retry-After)'" ;; esac
}
