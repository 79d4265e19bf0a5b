#!/bin/sh
# Who may make an account: everybody, people with an invitation, nobody; accounts made on the command line, and the link with
# which their password is set. The script needs settings of its own, so it starts an instance in a scratch directory.
# lane: waiting
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2016,SC2086,SC2119,SC2154,SC2317
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=instance.sh
. "$here/instance.sh"
trap instance_remove EXIT
instance_start 3 BALCAO_REGISTRATION=invited || exit 1
. "$here/lib.sh"
trap '[ -n "$_finished" ] || { write_answers; echo "# ended early"; }; instance_remove' EXIT
# shellcheck source=people.sh
. "$here/people.sh"

ORGS=$API/organizations RESET=$API/password/reset

again_with() { # [SETTING]...: the same instance with other settings
	instance_stop
	instance_start 3 "$@" || exit 1
}

new_password() { # TOKEN PASSWORD [options]
	_secret=$1 _word=$2
	shift 2
	http POST $RESET -a '' -d "{\"token\":\"$_secret\",\"new_password\":\"$_word\"}" "$@"
}

secret() { printf '%s\n' "$OUTPUT" | sed -n 's/.*#token=//p'; } # of the link that a command printed

# --- the command line ---

created() { # sets name, SECRET and boss_password
	unique
	name=$UNIQUE boss_password="Um-Segredo-$UNIQUE"
	balcao user create "$(printf %s "$name" | tr '[:lower:]' '[:upper:]')" "$name@example.com"
	same 'create: done' "0 $name has an account" "$CODE $(printf '%s\n' "$OUTPUT" | head -n 1)$ERRORS"
	SECRET=$(secret)
	case $OUTPUT in *"$BASE/app/reset#token=$SECRET"*) pass 'create: prints a link, from BALCAO_PUBLIC_URL' ;; *) fail 'create: prints a link' "$OUTPUT" ;; esac
	check "create: the link has 256 bits [$SECRET]" test ${#SECRET} -eq 43
	for word in '*' '' x; do
		http POST $API/login -a '' -d "{\"username\":\"$name\",\"password\":\"$word\"}"
		judge "create: nobody signs in before a password is set: '$word'" '401 invalid_credentials'
	done
	bodies POST $RESET -a '' <<EOT
reset: nothing | {} | 422 /token=required /new_password=required
reset: a short password | {"token":"$SECRET","new_password":"short"} | 422 /new_password=password_too_short
reset: the username | {"token":"$SECRET","new_password":"$name"} | 422 /new_password=password_is_identity
reset: the e-mail address | {"token":"$SECRET","new_password":"$name@EXAMPLE.com"} | 422 /new_password=password_is_identity
reset: an unknown token | {"token":"x$SECRET","new_password":"$boss_password"} | 422 /token=token_invalid
reset: a token that is not a text | {"token":5,"new_password":"$boss_password"} | 422 /token=wrong_type
reset: an unknown member | {"token":"$SECRET","new_password":"$boss_password","username":"x"} | 422 /username=unknown_field
reset: the right token | {"token":"$SECRET","new_password":"$boss_password"} | 204
reset: works once | {"token":"$SECRET","new_password":"$boss_password.."} | 422 /token=token_invalid
EOT
	http GET $RESET -a ''
	judge 'reset: GET is no method of it' 405
	sign_in "$name" "$boss_password" boss
	http GET "$API/users/me/activity" -a "$boss_token"
	judge 'create: the log' '200 [.items[] | [.action, .address == "command line"]][1:] == [["account.reset", false], ["user.create", true]]'
	expect_json 'create: nobody of here did it' '.items[2].actor == "00000000-0000-0000-0000-000000000000"'
	http GET $ORGS -a "$boss_token"
	judge 'create: with a personal organization' "200 [.items[] | [.name, .role]] == [[\"$name\", \"owner\"]]"
	refused_commands
}

refused_commands() {
	for words in "$name new-$name@example.com" "new-$name $name@EXAMPLE.com" "1$name a@example.com" "admin $name@example.org" "new-$name a@localhost"; do
		# shellcheck disable=SC2086
		balcao user create $words
		check "create: refused with a reason: $words [$CODE $ERRORS]" test "$CODE" = 1 -a -n "$ERRORS" -a -z "$OUTPUT"
	done
	balcao user create "$name" "$name@example.com"
	case $ERRORS in *"$name: "*"$name@example.com: "*) pass 'create: both are named if both are taken' ;; *) fail 'create: both are named if both are taken' "$ERRORS" ;; esac
	for words in "$name" "$name a@example.com more" ''; do
		balcao user create $words
		same "create: usage: '$words'" 2 "$CODE"
	done
	balcao user reset nobody-here
	same 'reset, the command: nobody is called so' "1 " "$CODE $OUTPUT"
}

# --- a link for an account that has a password ---

links() {
	sign_in "$name" "$boss_password" one
	sign_in "$name" "$boss_password" two
	for n in 1 2 3 4; do
		balcao user reset "$name"
		eval "secret$n=\$(secret)"
	done
	new_password "$secret1" "Outro-$boss_password"
	judge 'links: three live side by side, the oldest has ended' '422 /token=token_invalid'
	works 'links: a link that nobody uses ends no session' "$one_token"
	new_password "$secret3" "$boss_password"
	judge 'links: the old password is no new one' '422 /new_password=password_same'
	new_password "x$secret3" short
	judge 'links: every fault at once' '422 /token=token_invalid /new_password=password_too_short'
	new_password "$secret3" "$name@example.com" -h 'Accept-Language: pt'
	judge 'links: nor is the address' '422 /new_password=password_is_identity'
	boss_password=Outro-$boss_password
	new_password " https://balcao.example/app/reset#token=$secret3\\n" "$boss_password"
	judge 'links: one of three, and the whole link' 204
	ended 'links: every session ends: one' "$one_token"
	ended 'links: every session ends: the other' "$two_token"
	refresh_refused 'links: and its refresh token' "$one_refresh"
	for n in 2 4; do
		eval "new_password \"\$secret$n\" \"Ainda-outro-$UNIQUE\""
		judge 'links: using one ends all' '422 /token=token_invalid'
	done
	sign_in "$name" "$boss_password" boss
	works 'links: the new password works' "$boss_token"
	balcao user reset "$name"
	http POST $API/users/me/password -a "$boss_token" -d "{\"current_password\":\"$boss_password\",\"new_password\":\"Mais-um-$boss_password\"}"
	boss_password=Mais-um-$boss_password
	new_password "$(secret)" "Ainda-outro-$UNIQUE"
	judge 'links: a changed password ends them' '422 /token=token_invalid'
	balcao user reset "$name"
	http PATCH $API/users/me -a "$boss_token" -d "{\"email\":\"new-$name@example.com\"}"
	new_password "$(secret)" "Ainda-outro-$UNIQUE"
	judge 'links: so does a changed e-mail address' '422 /token=token_invalid'
	balcao user reset "$name"
	balcao_output=$(secret)
	balcao user disable "$name"
	new_password "$balcao_output" "Ainda-outro-$UNIQUE"
	judge 'links: not for a disabled account' '422 /token=token_invalid'
	balcao user enable "$name"
	sign_in "$name" "$boss_password" boss
	balcao user reset "$name"
	late=$(secret)
	for n in 1 2 3 4; do queue POST $RESET -a '' -d "{\"token\":\"$late\",\"new_password\":\"Corrida-$n-$UNIQUE\"}"; done
	send --parallel --parallel-immediate
	won=0
	for n in 1 2 3 4; do
		answer $n
		case $STATUS in 204) won=$((won + 1)) boss_password=Corrida-$n-$UNIQUE ;; esac
	done
	same 'links: of four uses at once one is good' 1 $won
	sign_in "$name" "$boss_password" boss
	balcao user reset "$name"
	late=$(secret)
	if has_sql; then
		sql "UPDATE password_link SET expires_at = now()"
		new_password "$late" "Ainda-outro-$UNIQUE"
		judge 'links: a late one' '422 /token=token_invalid'
	fi
}

# --- only with an invitation ---

invited() {
	new_organization "$boss_token"
	unique
	rest="\"password\":\"Um-Segredo-$UNIQUE\""
	guest=$UNIQUE
	invite "$boss_token" "$ORGANIZATION" "$guest" editor
	by_name=$SECRET
	invite "$boss_token" "$ORGANIZATION" "mail-$guest@example.com" admin
	by_mail=$SECRET
	bodies POST $API/register -a '' <<EOT
invited: without an invitation | {"username":"$guest","email":"$guest@example.com",$rest} | 422 /invitation=required
invited: null | {"username":"$guest","email":"$guest@example.com",$rest,"invitation":null} | 422 /invitation=required
invited: a number: one fault | {"username":"$guest","email":"$guest@example.com",$rest,"invitation":5} | 422 /invitation=wrong_type
invited: an unknown one | {"username":"$guest","email":"$guest@example.com",$rest,"invitation":"x"} | 422 /invitation=token_invalid
invited: every fault at once | {"username":"root","email":"x",$rest} | 422 /username=username_reserved /email=email_invalid /invitation=required
invited: another name | {"username":"other-$guest","email":"$guest@example.com",$rest,"invitation":"$by_name"} | 403 forbidden
invited: another address | {"username":"other-$guest","email":"$guest@example.com",$rest,"invitation":"$by_mail"} | 403 forbidden
invited: a taken address: the invitation is not used up | {"username":"$guest","email":"new-$name@example.com",$rest,"invitation":"$by_name"} | 409 email_taken /email=email_taken
invited: taken names, and none: nothing is told | {"username":"$name","email":"new-$name@example.com",$rest} | 422 /invitation=required
invited: taken names, and an unknown one: nothing is told | {"username":"$name","email":"new-$name@example.com",$rest,"invitation":"x"} | 422 /invitation=token_invalid
invited: taken names, for another, and a fault: nothing is told | {"username":"$name","email":"new-$name@example.com","password":"short","invitation":"$by_name"} | 422 /password=password_too_short
invited: a taken address and a fault | {"username":"$guest","email":"new-$name@example.com","password":"short","invitation":"$by_name"} | 422 /password=password_too_short /email=email_taken
invited: every fault of the invitation, too | {"username":"root","email":"x",$rest,"invitation":"x"} | 422 /username=username_reserved /email=email_invalid /invitation=token_invalid
invited: by the username, pasted | {"username":"$guest","email":"$guest@example.com","password":"short","invitation":" $by_name\n"} | 422 /password=password_too_short
invited: by the username | {"username":"$guest","email":"$guest@example.com",$rest,"invitation":"$by_name"} | 201 .username == "$guest"
invited: works once | {"username":"$guest","email":"again-$guest@example.com",$rest,"invitation":"$by_name"} | 422 /invitation=token_invalid
invited: by the address | {"username":"mail-$guest","email":"MAIL-$guest@example.com",$rest,"invitation":"$BASE/app/invitation#token=$by_mail"} | 201
EOT
	login "$guest" "Um-Segredo-$guest"
	judge 'invited: a login starts in the organization of the invitation' "200 .organization.id == \"$ORGANIZATION\" and .organization.role == \"editor\""
	http GET $ORGS
	judge 'invited: there is a personal one, too' "200 [.items[] | [.name, .role]] | sort | .[0][1] == \"editor\" and (.|length) == 2"
	http GET "$ORGS/$ORGANIZATION/activity?action=invitation.accept" -a "$boss_token"
	judge 'invited: the organization reads who came' '200 (.items|length) == 2'
	http POST $API/register/ -a '' -d "{\"username\":\"o$guest\",\"email\":\"o$guest@example.com\",$rest}"
	judge 'invited: no way around by a slash' '422 /invitation=required'
	invite "$boss_token" "$ORGANIZATION" "race-$guest" viewer
	for n in 1 2 3; do
		queue POST $API/register -a '' -d "{\"username\":\"race-$guest\",\"email\":\"race-$n-$guest@example.com\",$rest,\"invitation\":\"$SECRET\"}"
	done
	send --parallel --parallel-immediate
	won=0 odd=''
	for n in 1 2 3; do
		answer $n
		case $STATUS in 201) won=$((won + 1)) ;; 409 | 422 | 503) ;; *) odd="$odd $STATUS" ;; esac
	done
	same 'invited: of three at once one registers' "1" "$won$odd"
	same 'invited: one account came of it' 1 "$(sql "SELECT count(*) FROM account WHERE email_key LIKE 'race-%-$guest@example.com'")"
}

closed() {
	again_with BALCAO_REGISTRATION=closed
	sign_in "$name" "$boss_password" boss
	invite "$boss_token" "$ORGANIZATION" "late-$guest" viewer
	unique
	for path in $API/register $API/register/ /register /register/; do
		http POST $path -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",$rest}"
		judge "closed: $path" '403 registration_closed'
	done
	http POST $API/register -a '' -d "{\"username\":\"late-$guest\",\"email\":\"late-$guest@example.com\",$rest,\"invitation\":\"$SECRET\"}"
	judge 'closed: even with an invitation' '403 registration_closed'
	bodies POST $API/register -a '' <<EOT
closed: 403 comes before 422 | {} | 403 registration_closed
closed: and before 400 | {"username" | 403 registration_closed
EOT
	http POST $API/register -a '' -d 'x' -t text/plain
	judge 'closed: and before 415' '403 registration_closed'
	http GET $API/register -a ''
	judge 'closed: 405 comes first' 405
	http POST $API/register -a '' -d '{}' -h 'Accept-Language: pt-BR'
	expect_json 'closed: in Portuguese, too' '.detail | test("administradores")'
	balcao user create "late-$guest" "late-$guest@example.com"
	same 'closed: the command line still makes accounts' 0 $CODE
	new_password "$(secret)" "Um-Segredo-$guest"
	judge 'closed: whose password is set' 204
	sign_in "late-$guest" "Um-Segredo-$guest" leo
	accept "$SECRET" "$leo_token"
	judge 'closed: and who may accept invitations' 200
}

opened() {
	again_with BALCAO_REGISTRATION=open BALCAO_INVITATION_SECONDS=1 BALCAO_RESET_SECONDS=1
	sign_in "$name" "$boss_password" boss
	unique
	invite "$boss_token" "$ORGANIZATION" "$UNIQUE" viewer
	# shellcheck disable=SC2317
	gone() { accept "$SECRET" "$boss_token" && [ "$STATUS" = 422 ]; }
	check 'open: an invitation lives as long as the setting says' eventually 60 gone
	http POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",$rest,\"invitation\":\"$SECRET\"}"
	judge 'open: a late invitation is a fault, too' '422 /invitation=token_invalid'
	http POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",$rest}"
	judge 'open: without one' 201
	export BALCAO_RESET_SECONDS=1
	balcao user reset "$UNIQUE"
	late=$(secret)
	# The username is no good password, so the link is not used up meanwhile.
	ended_link() { new_password "$late" "$UNIQUE" && [ "$PROBLEM" = 'validation /token=token_invalid' ]; }
	check 'open: a link lives as long as the setting says' eventually 60 ended_link
	swept() { [ "$(sql 'SELECT (SELECT count(*) FROM password_link) + (SELECT count(*) FROM organization_invitation WHERE expires_at < now())')" = 0 ]; }
	if has_sql; then check 'open: jobs remove what is late' eventually 180 swept; fi
}

created
links
invited
closed
opened
same 'no log has a token of a link' '' "$(grep -rlF -e "$late" -e "$SECRET" "$STATE/log")"
finish
