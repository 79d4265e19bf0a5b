# shellcheck shell=sh disable=SC2034,SC2154
# Test data: books and reading clubs. Read this after lib.sh and people.sh.

BOOKS=$API/books CLUBS=$API/clubs
BOOK_MEMBERS='["authors","created_at","id","isbn","language","pages","published_year","rating_average","ratings_count","title","updated_at","version"]'
CLUB_MEMBERS='["created_at","description","id","members","name","role","updated_at","version","visibility"]'

# Sets ISBN to one with 13 digits that no test has used.
new_isbn() {
	_twelve=978$((100000000 + $(od -An -N4 -tu4 /dev/urandom) % 899999999))
	_rest=$_twelve _sum=0 _weight=1
	while [ -n "$_rest" ]; do
		_digit=${_rest%"${_rest#?}"} _rest=${_rest#?}
		_sum=$((_sum + _digit * _weight)) _weight=$((4 - _weight))
	done
	ISBN=$_twelve$(((10 - _sum % 10) % 10))
}

add_book() { # [BODY] [options]: sets BOOK
	unique
	_book=${1:-"{\"title\":\"Livro $UNIQUE\"}"}
	[ $# -eq 0 ] || shift
	http POST "$BOOKS" -d "$_book" "$@"
	BOOK=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a book is added'
}

add_club() { # VISIBILITY [options]: sets CLUB
	unique
	_visibility=$1
	shift
	http POST "$CLUBS" -d "{\"name\":\"Clube $UNIQUE\",\"visibility\":\"$_visibility\"}" "$@"
	CLUB=$(field .id)
	[ "$STATUS" = 201 ] || fail 'setting up: a club is made'
}

enter() { # CLUB TOKEN OF-OWNER TOKEN: by an invitation, which works for any club
	http POST "$CLUBS/$1/invitations" -a "$2" -d '{"max_uses":1}'
	http POST "$API/invitations/$(field .token)/accept" -a "$3"
	[ "$STATUS" = 201 ] || fail 'setting up: somebody enters a club'
}

# Creates users named owner, moderator, member and stranger, once, and a club with the first three.
crowd() { # VISIBILITY: sets CLUB
	[ -n "${stranger_token:-}" ] || for _who in owner moderator member stranger; do person $_who; done
	add_club "$1" -a "$owner_token"
	enter "$CLUB" "$owner_token" "$moderator_token"
	enter "$CLUB" "$owner_token" "$member_token"
	http PATCH "$CLUBS/$CLUB/members/$moderator_id" -a "$owner_token" -d '{"role":"moderator"}'
	[ "$STATUS" = 200 ] || fail 'setting up: a moderator'
}

progress() { # BOOK PERCENT TOKEN
	http PUT "$BOOKS/$1/progress" -a "$3" -d "{\"percent\":$2}"
	[ "$STATUS" = 200 ] || fail 'setting up: somebody reads'
}

# Sends each row, "text | METHOD path [body] | expectations", as each of them. The expectations are for stranger, member,
# moderator and owner, in this order, separated by blanks, so they can't be jq expressions.
by_role() {
	while read_row; do
		_verb=${ROW_SUBJECT%% *} _where=${ROW_SUBJECT#* } _wants=$ROW_WANT _all=$ROW_TEXT
		for _who in stranger member moderator owner; do
			_want=${_wants%% *} _wants=${_wants#* }
			eval "_who_token=\$${_who}_token"
			case $_where in
			*' '*) queue "$_verb" "${_where%% *}" -d "${_where#* }" -a "$_who_token" ;;
			*) queue "$_verb" "$_where" -a "$_who_token" ;;
			esac
			ROW_TEXT="$_all: $_who" ROW_WANT=$_want
			note_row
		done
	done
	judge_rows
}
