#include "errors/scrub/name.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/scan.h"
#include "base/status.h"
#include "db/literal.h"

enum { BEYOND = 24 /* longer than any term */ };

/* A name in lower-case letters without accents, and digits. NULs follow. */
struct folded {
	char text[NAME_READ_MAX + BEYOND];
	bool start[NAME_READ_MAX + BEYOND]; /* a word begins here, or the name ends */
	size_t length;
};

/* Where a term must stand in a name. */
enum place {
	ANYWHERE = 0,
	AT_START = 1, /* at the start of a word */
	AT_END = 2,   /* at the end of a word, also in the plural */
	WORD = AT_START | AT_END,
	AT_EDGE = 4, /* at the start or the end of a word */
	LAST = 8,    /* as the last word */
	WHOLE = 16,  /* as the whole name */
};

struct term {
	const char *text; /* at least three letters */
	uint8_t place;
	uint8_t verdict; /* besides NAME_SECRET */
};

/* clang-format off */
static const struct term terms[] = {
	{ "password", ANYWHERE },          { "passwd", ANYWHERE },            { "passphrase", ANYWHERE },
	{ "passcode", ANYWHERE },          { "passkey", ANYWHERE },           { "pswd", WORD },
	{ "pwd", AT_EDGE },                { "pass", WHOLE },                 { "dbpass", AT_END },
	{ "databasepass", AT_END },        { "userpass", AT_END },            { "smtppass", AT_END },
	{ "mailpass", AT_END },            { "emailpass", AT_END },           { "adminpass", AT_END },
	{ "rootpass", AT_END },            { "loginpass", AT_END },           { "authpass", AT_END },
	{ "proxypass", AT_END },           { "redispass", AT_END },           { "mysqlpass", AT_END },
	{ "senha", ANYWHERE },             { "contrasena", ANYWHERE },        { "palavrapasse", ANYWHERE },
	{ "secret", ANYWHERE },            { "segredo", ANYWHERE },           { "token", WORD },
	{ "token", AT_END },               { "tokens", AT_END, NAME_UNLESS_NUMBER },
	{ "authorization", ANYWHERE, NAME_LINE },                             { "auth", WORD | LAST },
	{ "bearer", WORD },                { "jwt", WORD },                   { "credential", ANYWHERE },
	{ "credencial", ANYWHERE },        { "credenciais", ANYWHERE },
	{ "cookie", AT_EDGE, NAME_LINE },  { "sessionid", ANYWHERE },         { "sessionkey", ANYWHERE },
	{ "sessid", AT_END },              { "connectsid", WORD },            { "sid", WHOLE },
	{ "idsessao", WORD },              { "sessaoid", WORD },              { "aspnetcoresession", WORD },
	{ "csrf", AT_EDGE },               { "xsrf", AT_EDGE },
	{ "apikey", ANYWHERE },            { "appkey", WORD },                { "accesskey", ANYWHERE },
	{ "privatekey", ANYWHERE },        { "authkey", WORD },               { "signingkey", WORD },
	{ "encryptionkey", ANYWHERE },     { "masterkey", WORD },             { "sshkey", WORD },
	{ "chaveapi", WORD },              { "chavedeapi", WORD },            { "chavedaapi", WORD },
	{ "chaveprivada", ANYWHERE },      { "chavesecreta", ANYWHERE },
	{ "cpf", AT_EDGE },
	{ "card", WORD },                  { "cardnumber", ANYWHERE },        { "creditcard", ANYWHERE },
	{ "debitcard", ANYWHERE },         { "cardno", WORD },                { "cardcvv", AT_START },
	{ "cardcvc", AT_START },           { "cartao", AT_EDGE },             { "cartoes", AT_EDGE },
	{ "cvv", WORD },                   { "cvc", WORD },                   { "cvvcode", WORD },
	{ "securitycode", ANYWHERE }, { "codigoseguranca", ANYWHERE }, { "codigodeseguranca", ANYWHERE },
	{ "otp", WORD },                   { "totp", WORD },                  { "mfacode", WORD },
	/* What people write before a colon. */
	{ "senhaatual", AT_END },          { "senhanova", AT_END },           { "senhaantiga", AT_END },
	{ "senhaprovisoria", AT_END },     { "senhatemporaria", AT_END },     { "senhadousuario", AT_END },
	{ "numerodocartao", AT_END },      { "cartaodecredito", AT_END },     { "cartaodedebito", AT_END },
	{ 0 }
};

/* Beginnings of words that contain a term and mean something else. */
static const char *const innocents[] = {
	"secretar", "secretion", "secretly", "secretiv", "resenha", "desenha", "passwordless", "cookieless",
	"cpfl", /* an electricity company */
	NULL
};

/* Words that, after a term, make another thing of it. */
static const char *const harmless[] = {
	"count", "counts", "counter", "total", "limit", "limits", "used", "usage", "length", "len", "size",
	"type",
	"types", "kind", "ttl", "age", "at", "in", "on", "expires", "expiry", "expiration", "expire",
	"expired",
	"valid", "invalid", "validity", "required", "missing", "changed", "updated", "created", "issued",
	"enabled",
	"disabled", "min", "max", "policy", "strength", "error", "errors", "exception", "url", "uri",
	"endpoint",
	"domain", "path", "algorithm", "alg", "rotation", "brand", "bandeira", "last4", "consent", "banner",
	"secure",
	"samesite", "httponly", "quantidade", "tamanho", "tipo", "obrigatoria", "obrigatorio", "valida",
	"valido",
	"invalida", "invalido", "expirado", "expirada", "erro", "erros", "index", "regex", "pattern", "rules",
	NULL
};

/* Base letters of U+00C0 to U+00FF; 0: none. */
static const char latin[64] =
	"aaaaaaaceeeeiiiidnooooo\0ouuuuyts" "aaaaaaaceeeeiiiidnooooo\0ouuuuyty";
/* clang-format on */

enum { PIECES = 4096 };

/* The terms by their first three letters, so that most names need no comparison. */
static struct {
	uint8_t first[PIECES]; /* 1 + the index of a term that begins like this; 0: none does */
	struct {
		uint8_t length, next; /* another term of the same piece, like `first` */
	} term[COUNT(terms)];
} by_piece;

static unsigned piece_of(const char *text)
{
	return (((unsigned char)text[0] * 31u + (unsigned char)text[1]) * 31u + (unsigned char)text[2]) %
	       PIECES;
}

static void fill_pieces(void)
{
	for (size_t i = 0; terms[i].text; i++) {
		uint8_t *first = &by_piece.first[piece_of(terms[i].text)];

		by_piece.term[i].length = (uint8_t)strlen(terms[i].text);
		by_piece.term[i].next = *first;
		*first = (uint8_t)(i + 1);
	}
}

/* --- folding --- */

enum class {
	BREAK, /* parts words */
	MARK,  /* a combining accent: left out */
	LOWER, /* and letters of scripts without case */
	UPPER,
	DIGIT
};

struct letter {
	enum class class;
	char folded;
};

/* clang-format off */
static const uint8_t classes[128] = {
	['a' ... 'z'] = LOWER, ['A' ... 'Z'] = UPPER, ['0' ... '9'] = DIGIT,
};
/* clang-format on */

static struct letter ascii(char c)
{
	enum class class = classes[(unsigned char)c];

	return (struct letter){ class, class == UPPER ? (char)(c - 'A' + 'a') : c };
}

/* Reads a byte, or one that is percent-encoded. */
static char next_byte(struct scan *name)
{
	char c = *name->at++;

	if (c == '%' && name->end - name->at >= 2 && scan_hex(name->at[0]) >= 0 &&
	    scan_hex(name->at[1]) >= 0) {
		c = (char)(scan_hex(name->at[0]) << 4 | scan_hex(name->at[1]));
		name->at += 2;
	}
	return c;
}

/* Reads the next character. A byte of another script than Latin counts as a letter. */
static struct letter next_letter(struct scan *name)
{
	unsigned char c = (unsigned char)next_byte(name), next;
	struct scan ahead = *name;

	if (c < 0x80)
		return ascii((char)c);
	if ((c != 0xC3 && c != 0xCC && c != 0xCD) || ahead.at == ahead.end)
		return (struct letter){ LOWER, (char)c };
	next = (unsigned char)next_byte(&ahead);
	if ((next & 0xC0) != 0x80)
		return (struct letter){ LOWER, (char)c };
	*name = ahead;
	if (c != 0xC3)
		return (struct letter){ MARK, '\0' };
	if (!latin[next & 0x3F])
		return (struct letter){ BREAK, '\0' };
	return (struct letter){ next < 0xA0 ? UPPER : LOWER, latin[next & 0x3F] };
}

/* Returns whether a word begins with `now`, which follows `before`: camelCase, HTTPHeader, key2. */
static bool begins_word(enum class before, enum class now, enum class next)
{
	if (before == BREAK)
		return true;
	if (now == UPPER)
		return before != UPPER || next == LOWER;
	return (now == DIGIT) != (before == DIGIT);
}

static enum class class_ahead(struct scan name) {
	return name.at < name.end ? next_letter(&name).class : BREAK;
}

static bool is_simple(char c)
{
	return (unsigned char)c < 0x80 && c != '%';
}

static void fold(const char *text, size_t length, struct folded *out)
{
	struct scan name = { text, text + length };
	enum class before = BREAK;

	out->length = 0;
	while (name.at < name.end && out->length < NAME_READ_MAX) {
		struct letter letter = is_simple(*name.at) ? ascii(*name.at++) : next_letter(&name);

		if (letter.class == MARK)
			continue;
		if (letter.class != BREAK) {
			out->start[out->length] = begins_word(
				before, letter.class, letter.class == UPPER ? class_ahead(name) : BREAK);
			out->text[out->length++] = letter.folded;
		}
		before = letter.class;
	}
	memset(out->text + out->length, 0, BEYOND);
	memset(out->start + out->length, true, BEYOND);
}

/* --- judging --- */

/* Returns whether a word ends before `at`, also if its plural does; then `*at` moves behind the plural. */
static bool ends_word(const struct folded *name, size_t *at)
{
	size_t plural = *at + (name->text[*at] == 'e' && name->text[*at + 1] == 's' ? 2 : 1);

	if (name->start[*at])
		return true;
	if (name->text[plural - 1] != 's' || !name->start[plural])
		return false;
	*at = plural;
	return true;
}

static size_t word_length(const struct folded *name, size_t at)
{
	size_t end = at + 1;

	while (!name->start[end])
		end++;
	return end - at;
}

static bool is_harmless(const char *word, size_t length)
{
	for (const char *const *each = harmless; *each; each++)
		if (strlen(*each) == length && memcmp(*each, word, length) == 0)
			return true;
	return false;
}

/* Returns whether only harmless words follow, and at least one of them. "last4" is two words. */
static bool only_harmless_follow(const struct folded *name, size_t at)
{
	if (at >= name->length || !name->start[at])
		return false;
	while (at < name->length) {
		size_t length = word_length(name, at);

		if (length == 4 && strcmp(name->text + at, "last4") == 0)
			return true;
		if (!is_harmless(name->text + at, length))
			return false;
		at += length;
	}
	return true;
}

static bool is_innocent(const struct folded *name, size_t at)
{
	size_t word = at;

	while (!name->start[word])
		word--;
	for (const char *const *each = innocents; *each; each++)
		if (strncmp(name->text + word, *each, strlen(*each)) == 0 && at < word + strlen(*each))
			return true;
	return false;
}

/* Returns whether the term stands at `at` where it must. Sets `*end` to where it ends. */
static bool stands(const struct folded *name, size_t at, const struct term *term, bool last, size_t *end)
{
	bool starts = name->start[at], ends;

	*end = at + strlen(term->text);
	ends = ends_word(name, end);
	if ((term->place & AT_START && !starts) || (term->place & AT_END && !ends))
		return false;
	if (term->place & AT_EDGE && !starts && !ends)
		return false;
	if (term->place & WHOLE && (at > 0 || *end < name->length))
		return false;
	return *end == name->length || !(last || term->place & LAST);
}

/* Judges by the terms that begin at `at`; `each` is the first of them, as in by_piece. */
static unsigned judge_at(const struct folded *name, size_t at, uint8_t each, bool last)
{
	unsigned verdict = 0;
	size_t end;

	for (; each; each = by_piece.term[each - 1].next) {
		const struct term *term = &terms[each - 1];

		if (memcmp(name->text + at, term->text, by_piece.term[each - 1].length) == 0 &&
		    stands(name, at, term, last, &end) && !is_innocent(name, at) &&
		    !only_harmless_follow(name, end))
			verdict |= NAME_SECRET | term->verdict;
	}
	return verdict;
}

static bool is_listed(const char *further, const struct folded *name, size_t at, bool last)
{
	for (size_t length; (length = strlen(further)) > 0; further += length + 1) {
		size_t end = at + length;

		if (strncmp(name->text + at, further, length) == 0 && ends_word(name, &end) &&
		    (!last || end == name->length))
			return true;
	}
	return false;
}

static unsigned judge(const char *further, const char *text, size_t length, bool last)
{
	struct folded name;
	unsigned verdict = 0;

	if (!by_piece.term[0].length)
		fill_pieces();
	fold(text, length, &name);
	for (size_t at = 0; at < name.length; at++) {
		uint8_t first = by_piece.first[piece_of(name.text + at)];

		if (first)
			verdict |= judge_at(&name, at, first, last);
		if (further && name.start[at] && is_listed(further, &name, at, last))
			return NAME_SECRET | (verdict & NAME_LINE);
	}
	return verdict;
}

unsigned name_judge(const char *further, const char *name, size_t length)
{
	return judge(further, name, length, false);
}

unsigned name_judge_end(const char *further, const char *name, size_t length)
{
	return judge(further, name, length, true);
}

const char *name_list(struct arena *arena, const char *array, size_t *size)
{
	struct buffer list = { .arena = arena }, element = { .arena = arena };
	struct folded name;

	for (const char *at = array + 1; *at && *at != '}';) {
		at = literal_element(at, &element);
		fold(element.data, element.length, &name);
		if (name.length > 0)
			buffer_put(&list, name.text, name.length + 1);
	}
	if (list.length > 0)
		buffer_put_char(&list, '\0');
	*size = list.length;
	return list.data;
}
