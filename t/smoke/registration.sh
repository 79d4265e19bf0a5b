#!/bin/sh
# Registering a customer: each field and the code of each fault. The vectors of CPF and phone come from well-known
# libraries; the headers of the rules, below src/customers, name the sources.
# shellcheck source-path=SCRIPTDIR source=lib.sh disable=SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=people.sh
. "$(dirname "$0")/people.sh"
# shellcheck source=registry.sh
. "$(dirname "$0")/registry.sh"

texts() {
	bodies POST $CUSTOMERS <<END
nothing | {} | 422 /name=required /email=required /phone=required /cep=required /cpf=required
all null | {"name":null,"email":null,"phone":null,"cep":null,"cpf":null} | 422 /name=* /email=* /phone=* /cep=* /cpf=*
every fault at once | {"name":"","email":"x","phone":"1","cep":"2","cpf":"3","number":4,"age":5} | 422 /name=* /email=email_invalid /phone=phone_* /cep=cep_invalid /cpf=cpf_invalid /number=wrong_type /age=unknown_field
name: of blanks | $(customer '.name = "  "') | 422 /name=*
name: of 200, two bytes each | $(customer ".name = \"$(repeat é 200)\"") | 201 .name|length == 200
name: of 201 | $(customer ".name = \"$(repeat x 201)\"") | 422 /name=too_long
name: a number | $(customer '.name = 5') | 422 /name=wrong_type
name: a control character | $(customer '.name = "a\u0007"') | 422 /name=control_character
name: markup stays as it is | $(customer '.name = "<b>D'"'"'Ávila</b>"') | 201 .name == "<b>D'Ávila</b>"
number: of 20 | $(customer ".number = \"$(repeat é 20)\"") | 201 .address.number|length == 20
number: of 21 | $(customer ".number = \"$(repeat x 21)\"") | 422 /number=too_long
number: a number | $(customer '.number = 5') | 422 /number=wrong_type
number: s/n | $(customer '.number = "s/n"') | 201 .address.number == "s/n"
number: null | $(customer '.number = null') | 201 .address.number == null
complement: of 100 | $(customer ".complement = \"$(repeat é 100)\"") | 201 .address.complement|length == 100
complement: of 101 | $(customer ".complement = \"$(repeat x 101)\"") | 422 /complement=too_long
complement: trimmed | $(customer '.complement = "  fundos\n"') | 201 .address.complement == "fundos"
complement: a bell | $(customer '.complement = "\u0007"') | 422 /complement=control_character
street: a list | $(customer '.street = ["x"]') | 422 /street=wrong_type
district: a control character | $(customer '.district = "\u001b"') | 422 /district=control_character
the server's own: id, version, created_at | $(customer ".id = \"$UNKNOWN_ID\" | .version = 1 | .created_at = null") | 422 /id=unknown_field /version=unknown_field /created_at=unknown_field
the CEP's own: city, state, ibge, ddd | $(customer '.city = "x" | .state = "SP" | .ibge = "1" | .ddd = "11"') | 422 /city=unknown_field /state=unknown_field /ibge=unknown_field /ddd=unknown_field
the address is sent in its parts | $(customer '.address = {}') | 422 /address=unknown_field
END
}

emails() {
	long=$(repeat a 64)@$(repeat b 63).$(repeat c 63).$(repeat d 58).br # 254 octets
	while read_row; do
		queue POST $CUSTOMERS -d "$(customer ".email = \"$ROW_SUBJECT\"")"
		case $ROW_WANT in ok) ROW_WANT=201 ;; *) ROW_WANT="422 /email=${ROW_WANT:-email_invalid}" ;; esac
		note_row
	done <<END
e-mail: of every sign | !#\$%&'*+-/=?^_\`.{}~@example.com | ok
e-mail: with a tag | user+mailbox/department=shipping@example.com | ok
e-mail: of 254 octets | $long | ok
e-mail: of 255 | a$long | email_invalid,too_long
e-mail: a local part of 65 | a$(repeat a 64)@example.com |
e-mail: without @ | hello.world |
e-mail: a domain of one label | my@localhost |
e-mail: two dots | my@twodots..com |
e-mail: a dot in front | .leadingdot@domain.com |
e-mail: a hyphen in front | me@-leadingdash.com |
e-mail: an address in brackets | me@[127.0.0.1] |
e-mail: in angle brackets | <me@example.com> |
e-mail: a blank within | white space@example.com |
e-mail: a line break within | m\\ny@example.com | email_invalid,control_character
e-mail: a local part beyond ASCII | josé@example.com | email_smtputf8_unsupported
e-mail: empty |  | email_invalid,required,too_short
END
	judge_rows
}

cpfs() {
	while read_row; do
		queue POST $CUSTOMERS -d "$(customer ".cpf = \"$ROW_SUBJECT\"")"
		case $ROW_WANT in '') ROW_WANT='422 /cpf=cpf_invalid' ;; [0-9]*) ROW_WANT="201 .cpf == \"$ROW_WANT\"" ;; *) ROW_WANT="422 /cpf=$ROW_WANT" ;; esac
		note_row
	done <<'END'
cpf: digits | 11144477735 | 11144477735
cpf: both check digits 0 | 11111111200 | 11111111200
cpf: 27 | 52513127765 | 52513127765
cpf: 65 | 52599927765 | 52599927765
cpf: 64 | 82178537464 | 82178537464
cpf: 53 | 55550207753 | 55550207753
cpf: with its mask | 390.533.447-05 | 39053344705
cpf: in order | 12345678909 | 12345678909
cpf: noughts in front | 00000000191 | 00000000191
cpf: nought in front, masked | 012.345.678-90 | 01234567890
cpf: blanks around | \t987.654.321-00\n | 98765432100
cpf: wrong check digits | 231.002.999-00 |
cpf: wrong first check digit | 11111111215 |
cpf: wrong first check digit, another remainder | 11144477705 |
cpf: wrong second check digit | 11111111204 |
cpf: wrong second check digit, another remainder | 11144477732 |
cpf: another mark | 390.533.447=05 |
cpf: a mark in the wrong place | 390.5334.47-05 |
cpf: half a mask | 701234567-54 | 70123456754
cpf: one | 1 |
cpf: ten digits | 1112223334 |
cpf: ten and a hyphen | 1112223334- |
cpf: nine, which with noughts in front would do | 9380826044 |
cpf: twelve | 111444777350 |
cpf: a CNPJ | 04255791000144 |
cpf: letters | AAA.AAA.AAA+AA |
cpf: pasted: a no-break hyphen | 529.982.247\u201125 | 52998224725
cpf: pasted: an en dash, direction marks, blanks | \u202a\u00a0168.995.350\u201309\u202c | 16899535009
cpf: pasted: zero width | \ufeff153\u200b.509.460\u00ad-56 | 15350946056
cpf: pasted: full width | ２８６．２５５．８７８－８７ | 28625587887
cpf: pasted: with its name | CPF nº 935.411.347-80 | 93541134780
cpf: pasted: blanks beside the hyphen | 714.287.938 - 60 | 71428793860
cpf: blanks for the marks | 702 345 678 30 | 70234567830
cpf: another script's digits | 2953799559\u0663 |
cpf: another number's name | RG 295.379.955-93 |
cpf: empty |  | cpf_invalid,required,too_short
END
	judge_rows
	for digit in 0 1 2 3 4 5 6 7 8 9; do
		queue POST $CUSTOMERS -d "$(customer ".cpf = \"$(repeat $digit 11)\"")"
		ROW_TEXT="cpf: $digit eleven times" ROW_WANT='422 /cpf=cpf_invalid'
		note_row
	done
	queue POST $CUSTOMERS -d "$(customer '.cpf = 11144477735')"
	ROW_TEXT='cpf: a number' ROW_WANT='422 /cpf=wrong_type'
	note_row
	judge_rows
}

phones() {
	while read_row; do
		queue POST $CUSTOMERS -d "$(customer ".phone = \"$ROW_SUBJECT\"")"
		case $ROW_WANT in +*) ROW_WANT="201 .phone == \"$ROW_WANT\"" ;; *) ROW_WANT="422 /phone=$ROW_WANT" ;; esac
		note_row
	done <<'END'
phone: as people write it | (11) 99402-9275 | +5511994029275
phone: with the country | +55 11 99402-9275 | +5511994029275
phone: with the country, without + | 5511994029275 | +5511994029275
phone: as dialled abroad | 0055 11 99402-9275 | +5511994029275
phone: 0 after the country | +55 (0)11 99402-9275 | +5511994029275
phone: long distance | 011 99402-9275 | +5511994029275
phone: with a carrier | 0 15 11 99402-9275 | +5511994029275
phone: collect, with a carrier | 9021 11 99402-9275 | +5511994029275
phone: carrier 12 | 012 3121286979 | +553121286979
phone: landline | 1635014415 | +551635014415
phone: landline as people write it | (16) 3501-4415 | +551635014415
phone: landline that begins with 2 | 1928814933 | +551928814933
phone: landline that begins with 5 | 1958814933 | +551958814933
phone: all threes | 3333333333 | +553333333333
phone: all nines | 99999999999 | +5599999999999
phone: area code 55 | 55999999999 | +5555999999999
phone: area code 55, with the country | 5555999999999 | +5555999999999
phone: dots and slashes | 11.9940/29275 | +5511994029275
phone: pasted: from Apple's contacts | \u202a+55 11 99402\u20119275\u202c | +5511994029275
phone: pasted: no-break blanks | +55\u00a011\u202f99402-9275 | +5511994029275
phone: pasted: an en dash, zero width | 11 99402\u20139275\u200b | +5511994029275
phone: pasted: full width | （１１）９９４０２－９２７５ | +5511994029275
phone: pasted: any carrier | 0xx11 99402-9275 | +5511994029275
phone: pasted: any carrier, in brackets | (0XX11) 99402-9275 | +5511994029275
phone: pasted: a link | tel:+5511994029275 | +5511994029275
phone: pasted: a link of WhatsApp | https://wa.me/5511994029275 | +5511994029275
phone: an extension | 11 99402-9275 ramal 12 | phone_invalid
phone: a mobile of ten digits | 1998814933 | phone_prefix,phone_length
phone: a mobile as they were | 1161234567 | phone_prefix,phone_length
phone: eleven digits without a 9 | 11594029275 | phone_prefix
phone: a trunked one | 1178123456 | phone_prefix
phone: area code 52 | 52999999999 | phone_ddd
phone: area code 20 | 20999999999 | phone_ddd
phone: area code 10 | 10999999999 | phone_ddd
phone: area code 23, landline | 2333334444 | phone_ddd
phone: without an area code | 994029275 | phone_length
phone: 0 and no area code | 01994029275 | phone_ddd,phone_length,phone_prefix,phone_invalid
phone: 90 and no area code | 90994029275 | phone_ddd,phone_length,phone_prefix,phone_invalid
phone: a digit too many | 119940292755 | phone_length
phone: a digit too few | (19)388149 | phone_length
phone: 0800 | 08001234567 | phone_not_geographic
phone: 0800 of six | 0800 123456 | phone_not_geographic
phone: 0300 | 03001234567 | phone_not_geographic
phone: 4004 | 40041234 | phone_not_geographic
phone: 3003 | 30031234 | phone_not_geographic
phone: the police | 190 | phone_not_geographic
phone: of another country | +16502530000 | phone_invalid,phone_ddd
phone: of another country, dialled | 0016502530000 | phone_invalid,phone_ddd
phone: letters | (11) ABCDE-FGHI | phone_invalid
phone: another script's digits | 11 99402-927\u0665 | phone_invalid
phone: a plus in the middle | 11+994029275 | phone_invalid
phone: empty |  | phone_length,phone_invalid,required,too_short
END
	judge_rows
	http POST $CUSTOMERS -d "$(customer '.phone = 11994029275')"
	judge 'phone: a number' '422 /phone=wrong_type'
	area_codes
}

area_codes() {
	for ddd in 11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 48 49 51 53 54 55 61 62 63 64 \
		65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 98 99; do
		known="${known:-} $ddd"
		queue POST $CUSTOMERS -d "$(customer ".phone = \"(${ddd}) 98888-7777\"")"
	done
	send
	answered=''
	n=0
	for ddd in $known; do
		n=$((n + 1))
		answer $n
		[ "$STATUS $(field .phone)" = "201 +55${ddd}988887777" ] || answered="$answered $ddd"
	done
	same 'phone: 67 area codes' '67 refused:' "$n refused:$answered"
	n=0
	for ddd in 20 23 25 26 29 30 36 39 40 50 52 56 57 58 59 60 70 72 76 78 80 90; do
		queue POST $CUSTOMERS -d "$(customer ".phone = \"+55${ddd}988887777\"")"
		ROW_TEXT="phone: area code $ddd does not exist" ROW_WANT='422 /phone=phone_ddd'
		note_row
	done
	judge_rows
}

ceps() {
	before=$(calls '[.viacep, .brasilapi, .opencep] | map(.count) | add')
	while read_row; do
		queue POST $CUSTOMERS -d "$(customer ".cep = \"$ROW_SUBJECT\"")"
		ROW_WANT="422 /cep=${ROW_WANT:-cep_invalid}"
		note_row
	done <<'END'
cep: four digits | 0123 |
cep: seven and a hyphen | 1234567- |
cep: nine digits | 950100100 |
cep: letters | 95010A10 |
cep: a blank | 95010 10 |
cep: a blank elsewhere | 9501 0100 |
cep: fifteen digits | 999999999999999 |
cep: six, a hyphen, two | 002123-25 |
cep: a hyphen elsewhere | 0100-1000 |
cep: a dot | 01.001-000 |
cep: two hyphens | 01001--000 |
cep: another script's digits | 0100100\u0660 |
cep: an address | ../control |
cep: empty |  | cep_invalid,required,too_short
END
	judge_rows
	http POST $CUSTOMERS -d "$(customer '.cep = 1001000')"
	judge 'cep: a number' '422 /cep=wrong_type'
	fresh_cep 04
	http POST $CUSTOMERS -d "$(customer ".cep = \"$CEP\" | .cpf = \"1\"")"
	judge 'cep: a good one, and another fault' '422 /cpf=cpf_invalid'
	same 'cep: nobody is asked for what is faulty' "$before" "$(calls '[.viacep, .brasilapi, .opencep] | map(.count) | add')"
	bodies POST $CUSTOMERS <<END
cep: 00000-000 is invalid | $(customer '.cep = "00000-000"') | 422 /cep=cep_not_found
cep: no provider knows it | $(customer '.cep = "99999-999"') | 422 /cep=cep_not_found
cep: no provider knows it, with a boolean "erro" | $(customer '.cep = "99999998"') | 422 /cep=cep_not_found
cep: with a hyphen | $(customer '.cep = "01310-200"') | 201 .address.cep == "01310200"
cep: without | $(customer '.cep = "01310200"') | 201 .address.cep == "01310200"
cep: blanks around (silent) | $(customer '.cep = " 01310-200 "') | 201 .address.cep == "01310200"
cep: pasted: a no-break hyphen | $(customer '.cep = "01310\u2011200"') | 201 .address.cep == "01310200"
cep: pasted: direction marks, zero width, blanks | $(customer '.cep = "\u200e01310\u00a0\u2013 20\u200b0\ufeff"') | 201 .address.cep == "01310200"
cep: pasted: full width, with its name | $(customer '.cep = "CEP：０１３１０－２００"') | 201 .address.cep == "01310200"
END
	http POST $CUSTOMERS -d "$(customer '.cep = "99999999"')" -h 'Accept-Language: pt-BR'
	judge 'cep: the message in Portuguese' '422 /cep=cep_not_found'
	expect_json 'cep: the detail is' '.errors[0].detail | test("CEP") and (test("not|found|exist ") | not)'
}

needs_fake
fresh_user
texts
emails
cpfs
phones
ceps
finish
