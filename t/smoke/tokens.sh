#!/bin/sh
# Access tokens: their contents, and that the service accepts no altered, expired or foreign token.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

to_base64url() {
	openssl base64 -A | tr '+/' '-_' | tr -d '='
}

from_base64url() { # TEXT
	padded=$(printf %s "$1" | tr -- '-_' '+/')
	while [ $((${#padded} % 4)) -ne 0 ]; do padded=$padded=; done
	printf %s "$padded" | openssl base64 -d -A
}

# DIGEST KEY HEADER PAYLOAD: sets FORGED
sign() {
	signed=$(printf %s "$3" | to_base64url).$(printf %s "$4" | to_base64url)
	key=$(printf %s "$2" | od -An -v -tx1 | tr -d ' \n')
	FORGED=$signed.$(printf %s "$signed" | openssl dgst "-$1" -mac HMAC -macopt "hexkey:$key" -binary | to_base64url)
}

refused() { # TEXT TOKEN [CODE]
	http GET $API/users/me -a "$2"
	judge "token: $1: refused" "401 ${3:-token_invalid}"
	expect_header "token: $1: WWW-Authenticate tells" WWW-Authenticate 'Bearer realm="balcao",*error="invalid_token"*'
}

claims() {
	head=$(from_base64url "${TOKEN%%.*}")
	payload=$(printf %s "${TOKEN#*.}" | cut -d . -f 1)
	payload=$(from_base64url "$payload")
	same 'token: HS256' HS256 "$(printf %s "$head" | jq -r .alg)"
	printf %s "$payload" >"$BODY"
	now=$(date +%s)
	expect_json 'token: exactly the documented claims' 'keys == ["aud","exp","iat","iss","jti","org","role","sid","sub"]'
	expect_json 'token: sub, org and role are the ones of the answer' \
		".sub == \"$USER_ID\" and .org == \"$organization\" and .role == \"owner\" and (.iss|length) > 0 and (.aud|length) > 0"
	expect_json 'token: it lives 15 minutes, from now' ".exp - .iat == 900 and (.iat - $now | fabs) < 60"
	expect_json 'token: no e-mail, name or password in it' 'tostring | test("example.com|Segredo") | not'
	first=$(printf %s "$payload" | jq -r '.jti + " " + .sid')
	login "$USER_NAME" "$PASSWORD"
	second=$(printf %s "${TOKEN#*.}" | cut -d . -f 1)
	second=$(from_base64url "$second" | jq -r '.jti + " " + .sid')
	check 'token: each has its own jti' [ "${first% *}" != "${second% *}" ]
	check 'token: each sign-in has its own sid' [ "${first#* }" != "${second#* }" ]
}

# Attempts that anybody could make
without_the_key() {
	signature=${TOKEN##*.} unsigned=${TOKEN%.*}
	case $signature in A*) bent=B${signature#?} ;; *) bent=A${signature#?} ;; esac
	refused 'signature changed' "$unsigned.$bent"
	refused 'signature cut' "${TOKEN%?????}"
	refused 'signature missing' "$unsigned."
	refused 'signature and dot missing' "$unsigned"
	refused 'a fourth part' "$TOKEN.x"
	richer=$(printf %s "$payload" | jq -c '.role = "owner" | .sub = "01890000-0000-7000-8000-000000000001"' | to_base64url)
	refused 'claims changed under the same signature' "${TOKEN%%.*}.$richer.$signature"
	for none in none None NONE; do
		refused "alg $none, no signature" "$(printf '{"alg":"%s","typ":"JWT"}' $none | to_base64url).${unsigned#*.}."
		refused "alg $none, junk signature" "$(printf '{"alg":"%s","typ":"JWT"}' $none | to_base64url).${unsigned#*.}.$signature"
	done
	refused 'no alg' "$(printf '{"typ":"JWT"}' | to_base64url).${unsigned#*.}.$signature"
	for key in secret changeme 'another key that is at least 32 bytes long'; do
		sign sha256 "$key" "$head" "$payload"
		refused "signed with the key '$key'" "$FORGED"
	done
	sign sha256 "$TOKEN" "$head" "$payload"
	refused 'signed with itself' "$FORGED"
	refused 'not base64' "a!b.c!d.e!f"
	refused 'dots alone' '...'
	refused 'a refresh token' "$refresh"
}

# Attempts that need the key: the service also checks everything else
with_the_key() {
	if [ ! -r "${STATE:-}/secret" ]; then
		skip 'tokens signed with the right key' 'no STATE/secret' && return
	fi
	secret=$(head -n 1 "$STATE/secret")
	sign sha256 "$secret" "$head" "$payload"
	http GET $API/users/me -a "$FORGED"
	judge 'the test itself: a token signed here with the right key is taken' "200 .id == \"$USER_ID\""
	for size in 384 512; do
		sign sha$size "$secret" "$(printf %s "$head" | jq -c ".alg = \"HS$size\"")" "$payload"
		refused "HS$size with the right key" "$FORGED"
	done
	sign sha512 "$secret" "$head" "$payload"
	refused 'SHA-512 under the name of HS256' "$FORGED"
	sign sha256 "$secret" "$(printf %s "$head" | jq -c '.alg = "none"')" "$payload"
	refused 'alg none with a right signature' "$FORGED"
	sign sha256 "$secret" "$(printf %s "$head" | jq -c '.alg = "HS512"')" "$payload"
	refused 'HS512 in name, HS256 in fact' "$FORGED"
	while IFS='|' read -r text code change; do
		trim "$code"
		sign sha256 "$secret" "$head" "$(printf %s "$payload" | jq -c "$change")"
		refused "${text% }" "$FORGED" "$TRIMMED"
	done <<'END'
expired long ago | token_expired | .iat = 1000000000 | .exp = 1000000900
expired an hour ago | token_expired | .iat -= 4500 | .exp -= 4500
exp is 1 | token_expired | .exp = 1
exp is 0 | token_expired,token_invalid | .exp = 0
exp missing | token_invalid | del(.exp)
exp a text | token_invalid | .exp = "9999999999"
exp null | token_invalid | .exp = null
exp negative | token_expired,token_invalid | .exp = -1
sub missing | token_invalid | del(.sub)
sub not an id | token_invalid | .sub = "x"
sub a number | token_invalid | .sub = 1
sid missing | token_invalid | del(.sid)
org missing | token_invalid | del(.org)
iss of somebody else | token_invalid | .iss = "elsewhere"
iss missing | token_invalid | del(.iss)
aud of somebody else | token_invalid | .aud = "elsewhere"
aud missing | token_invalid | del(.aud)
aud empty | token_invalid | .aud = []
claims an array | token_invalid | [.]
END
	sign sha256 "$secret" "$head" 'not JSON'
	refused 'claims that are no JSON' "$FORGED"
	sign sha256 "$secret" "$head" ''
	refused 'no claims' "$FORGED"
}

fresh_user
organization=$(field .organization.id) refresh=$(field .refresh_token)
claims
without_the_key
with_the_key
http GET $API/users/me
judge 'the right token still works' "200 .id == \"$USER_ID\""
finish
