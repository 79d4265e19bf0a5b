#!/bin/sh
# Accounts: registering, signing in, access tokens, the user's own account, deleting it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "$0")/lib.sh"

# --- registering ---

judge_valid() { # TEXT CODE: registered, or taken by an earlier run: either way its form is right
	case $STATUS in 201) judge "$1" 201 ;; *) judge "$1" "409 $2" ;; esac
}

USER_MEMBERS='["created_at","display_name","email","id","operator","updated_at","username"]'

registering() {
	unique
	name=$UNIQUE
	http POST $API/register -a '' -d "{\"username\":\"$name\",\"email\":\"$name@Example.com\",\"password\":\"Um-Segredo-$name\"}"
	judge 'register: 201 and exactly the documented members' "201 keys == $USER_MEMBERS"
	expect_json 'register: the values' "(.id|is_id) and .username == \"$name\" and (.email|ascii_downcase) == \"$name@example.com\"
		and .display_name == null and .operator == false and (.created_at|is_time) and (.updated_at|is_time)"
	expect_header 'register: Location' Location '*/api/v1/users/?*'
	expect_json 'register: no password in the reply' 'tostring | test("Segredo") | not'
	unique
	http POST $API/register -a '' -d "{\"username\":\" \\t$UNIQUE\\n\",\"email\":\"  $UNIQUE@example.com \",\"password\":\"  Um-Segredo-$UNIQUE  \"}"
	judge 'register: username and e-mail are trimmed' "201 .username == \"$UNIQUE\" and .email == \"$UNIQUE@example.com\""
	http POST $API/login -a '' -d "{\"username\":\"$UNIQUE\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	judge 'register: the password was not trimmed' '401 invalid_credentials'
	http POST $API/login -a '' -d "{\"username\":\"$UNIQUE\",\"password\":\"  Um-Segredo-$UNIQUE  \"}"
	judge 'register: its blanks belong to it' 200
}

validation() {
	unique
	rest="\"email\":\"v$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\""
	bodies POST $API/register -a '' <<END
register: nothing | {} | 422 /username=required /email=required /password=required
register: username missing | {$rest} | 422 /username=required
register: username null | {"username":null,$rest} | 422 /username=*
register: username a number | {"username":12345,$rest} | 422 /username=wrong_type
register: username empty | {"username":"",$rest} | 422 /username=*
register: username only blanks | {"username":"    ",$rest} | 422 /username=*
register: username of 2 | {"username":"ab",$rest} | 422 /username=too_short,username_invalid
register: username of 2 after trimming | {"username":"  ab  ",$rest} | 422 /username=too_short,username_invalid
register: username of 33 | {"username":"$(repeat a 33)",$rest} | 422 /username=too_long,username_invalid
register: username starting with a digit | {"username":"1abc",$rest} | 422 /username=username_invalid
register: username starting with a dot | {"username":".abc",$rest} | 422 /username=username_invalid
register: username starting with a hyphen | {"username":"-abc",$rest} | 422 /username=username_invalid
register: username starting with an underscore | {"username":"_abc",$rest} | 422 /username=username_invalid
register: username with a blank | {"username":"ab cd",$rest} | 422 /username=username_invalid
register: username with an accent | {"username":"joão",$rest} | 422 /username=username_invalid
register: username with a look-alike letter | {"username":"\\u0430dmin",$rest} | 422 /username=username_invalid
register: username that folds to ASCII | {"username":"ab\\u212a",$rest} | 422 /username=username_invalid
register: username with @ | {"username":"ab@cd",$rest} | 422 /username=username_invalid
register: username of authority | {"username":"Admin",$rest} | 422 /username=username_reserved
register: username of nobody | {"username":"null",$rest} | 422 /username=username_reserved
register: username of authority, and another fault | {"username":"no-reply","email":"x","password":"y"} | 422 /username=username_reserved /email=email_invalid /password=password_too_short
register: username with a newline | {"username":"ab\\ncd",$rest} | 422 /username=username_invalid,control_character
register: e-mail missing | {"username":"v$UNIQUE","password":"Um-Segredo-$UNIQUE"} | 422 /email=required
register: e-mail null | {"username":"v$UNIQUE","email":null,"password":"Um-Segredo-$UNIQUE"} | 422 /email=*
register: e-mail an array | {"username":"v$UNIQUE","email":["a@example.com"],"password":"Um-Segredo-$UNIQUE"} | 422 /email=wrong_type
register: password missing | {"username":"v$UNIQUE","email":"v$UNIQUE@example.com"} | 422 /password=required
register: password null | {"username":"v$UNIQUE","email":"v$UNIQUE@example.com","password":null} | 422 /password=*
register: password a number | {"username":"v$UNIQUE","email":"v$UNIQUE@example.com","password":1234567890} | 422 /password=wrong_type
register: unknown member | {"username":"v$UNIQUE",$rest,"operator":true} | 422 /operator=unknown_field
register: display_name is not asked for | {"username":"v$UNIQUE",$rest,"display_name":"V"} | 422 /display_name=unknown_field
register: three faults at once | {"username":"1","email":"x","password":"y"} | 422 /username=too_short,username_invalid /email=email_invalid /password=password_too_short
END
	http POST $API/register -a '' -d "{\"username\":\"a$(od -An -N1 -tx1 /dev/urandom | tr -d ' ')\",$rest}"
	judge_valid 'register: username of 3' username_taken
	[ "${#UNIQUE}" -le 30 ] || fail 'the test itself: names of 32 characters'
	long=$UNIQUE$(repeat x $((32 - ${#UNIQUE})))
	http POST $API/register -a '' -d "{\"username\":\"$long\",\"email\":\"l$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	judge 'register: username of 32' "201 .username == \"$long\""
	http POST $API/register -a '' -d "{\"username\":\"a._-9$UNIQUE\",\"email\":\"m$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	judge 'register: username with every kind of character' 201
}

passwords() {
	while read_row; do
		unique
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$UNIQUE@example.com\",\"password\":\"$(printf %s "$ROW_SUBJECT" | sed "s/NAME/$UNIQUE/")\"}"
		note_row
	done <<END
password: 7 characters | kR7#xq2 | 422 /password=password_too_short
password: 8 characters | kR7#xq2v | 201
password: empty |  | 422 /password=password_too_short
password: 7 characters of 14 bytes | çãõéíúâ | 422 /password=password_too_short
password: 8 characters of 16 bytes | çãõéíúâê | 201
password: 7 characters with blanks | a b c d | 422 /password=password_too_short
password: 128 characters | $(repeat 'k7' 64) | 201
password: 129 characters | $(repeat 'k7' 64)k | 422 /password=password_too_long
password: 128 characters of 512 bytes | $(repeat '😀😁' 64) | 201
password: 129 characters of 516 bytes | $(repeat '😀' 129) | 422 /password=password_too_long
password: the username | NAME | 422 /password=password_is_identity
password: the e-mail | NAME@example.com | 422 /password=password_is_identity
password: the username and more | NAME-mais | 201
END
	judge_rows
}

# The e-mails of the vectors may have been registered by an earlier run, but their form is never a fault.
EMAIL_BAD=email_invalid
emails() {
	label=$(repeat a 63) local64=$(repeat l 64)
	bad_emails <<END
hello.world
my@localhost
my@.leadingdot.com
my@twodots..com
my@trailingdot.com.
me@-leadingdash
my@baddash.-.com
.leadingdot@domain.com
twodots..here@domain.com
trailingdot.@domain.email
@example.com
white space@test
m\\ny@example.com
me@[127.0.0.1]
<me@example.com>
me@bad.tld-2
me@yy--0.tld
${local64}l@example.com
me@a$label.example.com
user@inva!id.com
me@
@
me
me@@example.com
me@a@example.com
me@example.com\\nBcc: you@example.com
Me <me@example.com>
\\"me me\\"@example.com
me(comment)@example.com
me@example..com
me@example_x.com
me@trailingdash-.com
me@machine.local
me@machine.localhost
me@machine.invalid
me@machine.onion
me@1.0.0.127.in-addr.arpa
me@10.0.0.1
me@example.c0m1
$local64@$label.$label.$(repeat b 58).com
joão@example.com
END
	good_emails <<END
Abc.123@test-example.com
user+mailbox/department=shipping@example.tld
!#\$%&'*+-/=?^_\`.{|}~@example.tld
f99999999@place.university-campus.ac.in
a@b.co
$local64@example.com
me@$label.example.com
$local64@$label.$label.$(repeat b 57).com
me@xn--bcher-kva.example
me@123.example.com
END
}

good_emails() {
	while read -r address; do
		unique
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$address\",\"password\":\"Um-Segredo-$UNIQUE\"}"
		printf '%s\n' "e-mail: good: $(printf %s "$address" | cut -c 1-70)" >>"$WORK/rows"
	done
	send
	row=0
	while read -r text; do
		row=$((row + 1))
		answer $row
		judge_valid "$text" email_taken
	done <"$WORK/rows"
	: >"$WORK/rows"
}

bad_emails() {
	while read -r address; do
		unique
		ROW_TEXT="e-mail: bad: $(printf %s "$address" | cut -c 1-70)" ROW_WANT="422 /email=$EMAIL_BAD"
		case $address in
		*\\n*) ROW_WANT="$ROW_WANT,control_character" ;;
		*ã*) ROW_WANT="$ROW_WANT,email_smtputf8_unsupported" ;;
		?????????????????????????????????????????????????????????????????*) ROW_WANT="$ROW_WANT,too_long" ;;
		esac
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$address\",\"password\":\"Um-Segredo-$UNIQUE\"}"
		note_row
	done
	judge_rows
}

uniqueness() {
	register
	upper=$(printf %s "$USER_NAME" | tr '[:lower:]' '[:upper:]')
	bodies POST $API/register -a '' <<END
taken: username | {"username":"$USER_NAME","email":"n$EMAIL","password":"$PASSWORD"} | 409 username_taken
taken: username in capitals | {"username":"$upper","email":"n$EMAIL","password":"$PASSWORD"} | 409 username_taken
taken: e-mail | {"username":"n$USER_NAME","email":"$EMAIL","password":"$PASSWORD"} | 409 email_taken
taken: e-mail in capitals | {"username":"n$USER_NAME","email":"$upper@EXAMPLE.COM","password":"$PASSWORD"} | 409 email_taken
taken: both | {"username":"$USER_NAME","email":"$EMAIL","password":"$PASSWORD"} | 409 username_taken /username=username_taken /email=email_taken
taken: only the username: only it is named | {"username":"$USER_NAME","email":"n$EMAIL","password":"$PASSWORD"} | 409 username_taken /username=username_taken
taken: only the e-mail: only it is named | {"username":"n$USER_NAME","email":"$EMAIL","password":"$PASSWORD"} | 409 email_taken /email=email_taken
taken: beside a fault: both are named | {"username":"$USER_NAME","email":"$EMAIL","password":"short"} | 422 /password=password_too_short /username=username_taken /email=email_taken
taken: beside a fault of another member | {"username":"n$USER_NAME","email":"$upper@EXAMPLE.COM","password":"$PASSWORD","x":1} | 422 /x=unknown_field /email=email_taken
taken: a fault of the same member is enough | {"username":"root","email":"$EMAIL","password":"$PASSWORD"} | 422 /username=username_reserved /email=email_taken
taken: nothing is said of a malformed value | {"username":"$USER_NAME","email":"@$EMAIL","password":"$PASSWORD"} | 422 /email=email_invalid /username=username_taken
taken: an invitation that is no good | {"username":"$USER_NAME","email":"n$EMAIL","password":"$PASSWORD","invitation":"x"} | 422 /invitation=token_invalid /username=username_taken
a tag makes another e-mail | {"username":"t$USER_NAME","email":"$USER_NAME+tag@example.com","password":"$PASSWORD"} | 201
END
	unique
	http POST $API/register -a '' -d "{\"username\":\"$(printf %s "$UNIQUE" | tr s S)\",\"email\":\"$UNIQUE@bücher.example\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	judge 'a username in capitals is folded; the domain of an e-mail may have accents' "201 .username == \"$UNIQUE\""
	http POST $API/register -a '' -d "{\"username\":\"n$UNIQUE\",\"email\":\"$UNIQUE@xn--bcher-kva.example\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	judge 'taken: the same domain in its ASCII form' '409 email_taken'
	unique
	for i in 1 2 3 4 5 6; do
		queue POST $API/register -a '' -d "{\"username\":\"$UNIQUE\",\"email\":\"$i$UNIQUE@example.com\",\"password\":\"Um-Segredo-$UNIQUE\"}"
	done
	send --parallel --parallel-immediate
	made=0 refused=0
	for i in 1 2 3 4 5 6; do
		answer $i
		case $STATUS${PROBLEM%% *} in 201) made=$((made + 1)) ;; 409username_taken) refused=$((refused + 1)) ;; 429* | 503*) refused=$((refused + 1)) ;; esac
	done
	same 'six at once want one username: one gets it, the others are told' '1 5' "$made $refused"
}

# --- signing in ---

signing_in() {
	fresh_user
	judge 'login: 200 and exactly the documented members' \
		'200 keys == ["access_token","expires_in","organization","refresh_token","token_type","user"]'
	expect_json 'login: the values' ".token_type == \"Bearer\" and .expires_in == 900 and (.refresh_token|length) >= 43
		and (.user|keys) == $USER_MEMBERS and .user.id == \"$USER_ID\" and (.organization|keys) == [\"id\",\"name\",\"role\"]
		and (.organization.id|is_id) and (.organization.name|length) > 0 and .organization.role == \"owner\""
	expect_header 'login: the answer may not be stored' Cache-Control 'private, no-store'
	organization=$(field .organization.id) first=$(field '.access_token + .refresh_token')
	upper=$(printf %s "$USER_NAME" | tr '[:lower:]' '[:upper:]')
	bodies POST $API/login -a '' <<END
login: by username in capitals | {"username":"$upper","password":"$PASSWORD"} | 200 .user.id == "$USER_ID"
login: by e-mail | {"username":"$EMAIL","password":"$PASSWORD"} | 200 .user.id == "$USER_ID"
login: by e-mail in capitals | {"username":"$upper@EXAMPLE.COM","password":"$PASSWORD"} | 200 .user.id == "$USER_ID"
login: with one's organization | {"username":"$USER_NAME","password":"$PASSWORD","organization":"$organization"} | 200 .organization.id == "$organization"
login: with an unknown organization | {"username":"$USER_NAME","password":"$PASSWORD","organization":"$UNKNOWN_ID"} | 404
login: with a malformed organization | {"username":"$USER_NAME","password":"$PASSWORD","organization":"mine"} | 422 /organization=id_invalid
login: nothing | {} | 422 /username=required /password=required
login: a password that is not a text | {"username":"$USER_NAME","password":5} | 422 /password=wrong_type
login: unknown member | {"username":"$USER_NAME","password":"$PASSWORD","remember":true} | 422 /remember=unknown_field
END
	login "$USER_NAME" "$PASSWORD"
	check 'login: new tokens each time' [ "$first" != "$(field '.access_token + .refresh_token')" ]
	http POST $API/login -a '' -d "{\"username\":\"$USER_NAME\",\"password\":\"$PASSWORD.\"}"
	judge 'login: a wrong password' '401 invalid_credentials'
	wrong="$(field -c 'del(.instance)') $(header WWW-Authenticate) $(header Cache-Control)"
	http POST $API/login -a '' -d "{\"username\":\"nobody-$UNIQUE\",\"password\":\"$PASSWORD\"}"
	same 'login: an unknown user gets the same answer' "$wrong" "$(field -c 'del(.instance)') $(header WWW-Authenticate) $(header Cache-Control)"
	http POST $API/login -a '' -d "{\"username\":\"nobody-$UNIQUE@example.com\",\"password\":\"x\"}"
	same 'login: so does an unknown e-mail with a short password' "$wrong" "$(field -c 'del(.instance)') $(header WWW-Authenticate) $(header Cache-Control)"
	stranger=$organization
	fresh_user
	http POST $API/login -a '' -d "{\"username\":\"$USER_NAME\",\"password\":\"$PASSWORD\",\"organization\":\"$stranger\"}"
	judge "login: with another's organization" 404
}

# --- the user's own account ---

own_account() {
	other=$USER_NAME other_email=$EMAIL
	fresh_user
	me=$API/users/me
	http GET $me
	judge 'me: GET' "200 keys == $USER_MEMBERS and .id == \"$USER_ID\" and .username == \"$USER_NAME\" and .email == \"$EMAIL\""
	created=$(field .created_at)
	requests <<END
me: PATCH display_name, trimmed | PATCH $me {"display_name":"  Ana_Maria\\t"} | 200 .display_name == "Ana_Maria" and .username == "$USER_NAME"
me: PATCH nothing | PATCH $me {} | 200 .display_name == "Ana_Maria"
me: PATCH keeps created_at | PATCH $me {"display_name":"João"} | 200 .display_name == "João" and .created_at == "$created" and (.updated_at|moment) >= (.created_at|moment)
me: PATCH null clears | PATCH $me {"display_name":null} | 200 .display_name == null and has("display_name")
me: PATCH null for what is required | PATCH $me {"username":null,"email":null} | 422 /username=* /email=*
me: PATCH display_name with a control character | PATCH $me {"display_name":"a\\u0007"} | 422 /display_name=control_character
me: PATCH display_name too long (silent) | PATCH $me {"display_name":"$(repeat x 5000)"} | 422 /display_name=too_long
me: PATCH an invalid e-mail | PATCH $me {"email":"me@localhost"} | 422 /email=email_invalid
me: PATCH an invalid username | PATCH $me {"username":"1x"} | 422 /username=username_invalid,too_short
me: PATCH a reserved username | PATCH $me {"username":"POSTMASTER"} | 422 /username=username_reserved
me: PUT a reserved username, and another fault | PUT $me {"username":"webmaster","email":"x"} | 422 /username=username_reserved /email=email_invalid
me: PATCH a taken username | PATCH $me {"username":"$other"} | 409 username_taken
me: PATCH a taken e-mail | PATCH $me {"email":"$other_email"} | 409 email_taken /email=email_taken
me: PATCH both taken | PATCH $me {"username":"$other","email":"$other_email"} | 409 username_taken /username=username_taken /email=email_taken
me: PATCH a taken e-mail, with one's own username | PATCH $me {"username":"$USER_NAME","email":"$other_email"} | 409 email_taken /email=email_taken
me: PUT both taken | PUT $me {"username":"$other","email":"$other_email"} | 409 username_taken /username=username_taken /email=email_taken
me: PATCH a taken e-mail and a fault | PATCH $me {"email":"$other_email","display_name":7} | 422 /display_name=wrong_type /email=email_taken
me: PUT one's own names and a fault | PUT $me {"username":"$USER_NAME","email":"$EMAIL","x":1} | 422 /x=unknown_field
me: PATCH one's own username in capitals | PATCH $me {"username":"$(printf %s "$USER_NAME" | tr s S)"} | 200 .username == "$USER_NAME"
me: one can't make oneself an operator | PATCH $me {"operator":true} | 422 /operator=unknown_field
me: nor change id, times or password here | PATCH $me {"id":"$UNKNOWN_ID","created_at":null,"password":"x"} | 422 /id=unknown_field /created_at=unknown_field /password=unknown_field
me: PUT needs all that is required | PUT $me {"display_name":"x"} | 422 /username=required /email=required
me: nothing was written by these | GET $me | 200 .username == "$USER_NAME" and .email == "$EMAIL" and .display_name == null and .operator == false
me: PUT with all | PUT $me {"username":"$USER_NAME","email":"$EMAIL","display_name":"Ana"} | 200 .display_name == "Ana"
me: PUT resets what is left out | PUT $me {"username":"w$USER_NAME","email":"w$EMAIL"} | 200 .username == "w$USER_NAME" and .email == "w$EMAIL" and .display_name == null
me: the token goes on under the new name | GET $me | 200 .username == "w$USER_NAME" and .id == "$USER_ID"
END
	requests -a '' <<END
me: the old name is no more | POST $API/login {"username":"$USER_NAME","password":"$PASSWORD"} | 401 invalid_credentials
me: nor the old e-mail | POST $API/login {"username":"$EMAIL","password":"$PASSWORD"} | 401 invalid_credentials
me: the new name is | POST $API/login {"username":"w$USER_NAME","password":"$PASSWORD"} | 200
me: and the new e-mail | POST $API/login {"username":"w$EMAIL","password":"$PASSWORD"} | 200
me: GET without a token | GET $me | 401
me: PATCH without a token | PATCH $me {} | 401
me: PUT without a token | PUT $me {} | 401
me: leaving without a token | POST $me/delete {"password":"x"} | 401
me: the freed name is free (silent) | POST $API/register {"username":"$USER_NAME","email":"$EMAIL","password":"$PASSWORD"} | 201
END
}

leaving() {
	fresh_user
	create_task '{"title":"left behind"}'
	requests <<END
leaving: without a password | POST $API/users/me/delete {} | 422 /password=required
leaving: unknown member | POST $API/users/me/delete {"password":"$PASSWORD","sure":true} | 422 /sure=unknown_field
leaving: wrong password | POST $API/users/me/delete {"password":"$PASSWORD."} | 403 invalid_credentials
leaving: the session goes on | GET $API/users/me | 200 .id == "$USER_ID"
leaving: right password | POST $API/users/me/delete {"password":"$PASSWORD"} | 204
END
	answer 5
	same 'leaving: no body' 0 "$(wc -c <"$BODY" | tr -d ' ')"
	requests -a '' <<END
leaving: signing in is refused | POST $API/login {"username":"$USER_NAME","password":"$PASSWORD"} | 401 invalid_credentials
leaving: by e-mail too | POST $API/login {"username":"$EMAIL","password":"$PASSWORD"} | 401 invalid_credentials
leaving: the name is free again (silent) | POST $API/register {"username":"$USER_NAME","email":"$EMAIL","password":"$PASSWORD"} | 201 .id != "$USER_ID"
END
	login "$USER_NAME" "$PASSWORD"
	http GET "$API/tasks?count=true"
	judge 'leaving: a new user with the same name finds nothing' '200 .items == [] and .total == 0'
}

# --- secrets ---

no_secrets() {
	hash="\$y\$"
	same 'no password in any reply' 0 "$(grep -a -c -e 'Um-Segredo' -e 'kR7#xq2' "$WORK/raw")"
	same 'no hash in any reply' 0 "$(grep -a -c -F "$hash" "$WORK/raw")"
	[ -d "${STATE:-}/log" ] || { skip 'no secret in a log' 'no STATE' && return; }
	for secret in 'Um-Segredo' "${TOKEN##*.}" "$hash" "$EMAIL" '@example.com' '"refresh_token'; do
		same "the logs never show '$(printf %s "$secret" | cut -c 1-14)…'" '' "$(grep -rlF -e "$secret" "$STATE/log" | head -n 3)"
	done
	if [ -r "$STATE/secret" ]; then
		same 'the logs never show the key of the tokens' '' "$(grep -rlF -e "$(head -n 1 "$STATE/secret")" "$STATE/log")"
	fi
}

registering
validation
passwords
emails
uniqueness
signing_in
own_account
leaving
no_secrets
finish
