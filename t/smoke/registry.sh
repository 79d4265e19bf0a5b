# shellcheck shell=sh disable=SC2034,SC2086,SC2154
# Test data: customers, and the fake of the CEP providers (t/fake/cep.mjs), which answers at FAKE. Read this
# after lib.sh and people.sh.

CUSTOMERS=$API/customers
CUSTOMER_MEMBERS='["address","cpf","created_at","email","id","name","phone","updated_at","version"]'
ADDRESS_MEMBERS='["cep","city","complement","ddd","district","ibge","number","source","state","street"]'

needs_fake() { # else the script ends
	[ -n "${FAKE:-}" ] || { skip 'everything' 'no FAKE, the address of the providers' && finish; }
	fake_reset
}

fake() { curl -q -sS --noproxy '*' --max-time 10 "$@"; }
fake_reset() { fake -X POST -o /dev/null "$FAKE/control/reset"; }
fault() { # PROVIDER|all NAME [DELAY_MS]
	fake -f -d "{\"fault\":\"$2\"${3:+,\"delay_ms\":$3}}" -o /dev/null "$FAKE/control/$1" || fail "the test itself: the fake knows $2"
}
calls() { fake "$FAKE/control/calls" | jq -r "$1"; } # JQ-EXPRESSION, of what was asked since fake_reset

# Sets CEP to one that no test has used, of a family of the fake: 04 all providers know, 06 all but ViaCEP, 07 only
# OpenCEP, 08 none, 09 none and BrasilAPI is not sure. Call it in this shell, not in $( ).
_cep=$(($(date +%s) % 10000 * 100))
fresh_cep() { # FAMILY
	_cep=$(((_cep + 1) % 1000000))
	CEP=$(printf '%s%06d' "$1" $_cep)
}

# Sets CPF to one with right check digits that no test has used, CPF_TYPED to the same with punctuation, and
# CPF_MASKED to its masked form.
new_cpf() {
	_nine=$((100000000 + $(od -An -N4 -tu4 /dev/urandom) % 899999999))
	_rest=$_nine _first=0 _second=0 _weight=10
	while [ -n "$_rest" ]; do
		_digit=${_rest%"${_rest#?}"} _rest=${_rest#?}
		_first=$((_first + _digit * _weight)) _second=$((_second + _digit * (_weight + 1))) _weight=$((_weight - 1))
	done
	_first=$((_first % 11 < 2 ? 0 : 11 - _first % 11))
	_second=$((_second + 2 * _first))
	_second=$((_second % 11 < 2 ? 0 : 11 - _second % 11))
	CPF=$_nine$_first$_second
	_middle=${CPF#???} && _middle=${_middle%??}
	CPF_MASKED="***.${_middle%???}.${_middle#???}-**"
	CPF_TYPED="${_nine%??????}.${_middle%???}.${_middle#???}-$_first$_second"
}

# Prints the body of a new customer, with a CPF and an e-mail of its own, changed by a JQ-EXPRESSION.
customer() {
	new_cpf
	jq -nc "{name: \"Maria da Silva\", email: \"c$CPF@example.com\", phone: \"(11) 99402-9275\", cep: \"01001-000\", cpf: \"$CPF\"}
		| ${1:-.}"
}

add_customer() { # [JQ-EXPRESSION] [options]: sets CUSTOMER
	_body=$(customer "${1:-.}")
	[ $# -eq 0 ] || shift
	http POST $CUSTOMERS -d "$_body" "$@"
	CUSTOMER=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a customer is made'
}

look_up() { # CEP: registers somebody there
	http POST $CUSTOMERS -d "$(customer ".cep = \"$1\"")"
}

# Creates an organization with owner, admin, editor, viewer, and a token of each for it: admin_token, …; TOKEN is the editor's.
staff() {
	for _who in owner admin editor viewer; do person $_who; done
	new_organization "$owner_token"
	for _who in admin editor viewer; do
		eval "add_member \"\$owner_token\" \"\$ORGANIZATION\" \"\$$_who\" $_who"
	done
	for _who in owner admin editor viewer; do
		eval "sign_in \"\$$_who\" \"\$${_who}_password\" $_who ',\"organization\":\"$ORGANIZATION\"'"
	done
	TOKEN=$editor_token
}
