#include "errors/scrub/form.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/status.h"

enum {
	BEARER_MIN = 6,   /* a shorter word behind "Bearer" is no token */
	BEARER_SURE = 16, /* and one as long is no ordinary word */
	BASIC_MAX = 512,  /* so much of the credentials is decoded to find the colon */
	JWT_MIN = 20,
	LABEL_MAX = 64,
};

/* clang-format off */
/* Keys with a known beginning. The byte `sign` of the beginning makes the scanner look; `min` characters of
 * letters, digits, _ and - must follow. Sources: the makers' pages, and the patterns of GitHub's secret
 * scanning. */
static const struct maker {
	const char *beginning;
	uint8_t sign;
	uint8_t min;
} makers[] = {
	{ "AKIA", 0, 16 }, { "ASIA", 0, 16 },               /* Amazon Web Services */
	{ "AIza", 0, 30 }, { "ya29.", 4, 20 },              /* Google */
	{ "ghp_", 3, 20 }, { "gho_", 3, 20 }, { "ghu_", 3, 20 }, { "ghs_", 3, 20 }, { "ghr_", 3, 20 },
	{ "github_pat_", 6, 20 }, { "glpat-", 5, 16 },      /* GitHub, GitLab */
	{ "xoxb-", 4, 10 }, { "xoxp-", 4, 10 }, { "xoxa-", 4, 10 }, { "xoxr-", 4, 10 }, { "xoxs-", 4, 10 },
	{ "xoxe-", 4, 10 }, { "xapp-", 4, 10 },             /* Slack */
	/* Stripe */
	{ "sk_live_", 2, 10 }, { "sk_test_", 2, 10 }, { "rk_live_", 2, 10 }, { "rk_test_", 2, 10 },
	{ "whsec_", 5, 16 },                                /* Standard Webhooks, Stripe */
	{ "blc_", 3, 20 },                                  /* keys of this service */
	{ "APP_USR-", 3, 20 },                              /* Mercado Pago */
	{ "aact_", 4, 20 },                                 /* Asaas */
	{ "npm_", 3, 30 }, { "pypi-", 4, 50 }, { "hf_", 2, 30 }, { "dop_v1_", 3, 30 },
	{ "shpat_", 5, 20 }, { "shpss_", 5, 20 },           /* Shopify */
	{ "sk-proj-", 2, 20 }, { "sk-ant-", 2, 20 },        /* OpenAI, Anthropic */
	{ "SG.", 2, 20 },                                   /* SendGrid */
	{ 0 }
};
/* clang-format on */

static bool is_key_character(char c)
{
	return passage_is_word(c) || c == '_' || c == '-';
}

static bool matches(const struct passage *passage, size_t at, const char *word)
{
	size_t length = strlen(word);

	return at < passage->length && passage->length - at >= length &&
	       memcmp(passage->text + at, word, length) == 0;
}

static size_t run_of(const struct passage *passage, size_t at, bool (*allowed)(char c))
{
	size_t end = at;

	while (end < passage->length && allowed(passage->text[end]))
		end++;
	return end - at;
}

static bool is_dotted(char c)
{
	return is_key_character(c) || c == '.';
}

/* Sets `*found` if the key of this maker has its sign at `at`. */
static bool find_maker(const struct passage *passage, size_t at, const struct maker *maker,
		       struct span *found)
{
	size_t from = at - maker->sign, length, behind;

	if (at < passage->floor + maker->sign || !matches(passage, from, maker->beginning) ||
	    passage_is_word(passage_at(passage, from - 1)))
		return false;
	behind = from + strlen(maker->beginning);
	length = run_of(passage, behind, is_dotted);
	while (length > 0 && passage->text[behind + length - 1] == '.')
		length--;
	*found = (struct span){ from, behind + length };
	return length >= maker->min;
}

/* The makers by the byte before the sign, or by the sign if it comes first. */
static struct {
	uint8_t first[256]; /* 1 + the index of a maker; 0: none */
	uint8_t next[COUNT(makers)];
} by_byte;

static void fill_bytes(void)
{
	for (size_t i = 0; makers[i].beginning; i++) {
		uint8_t byte = (uint8_t)makers[i].beginning[makers[i].sign - (makers[i].sign > 0)];

		by_byte.next[i] = by_byte.first[byte];
		by_byte.first[byte] = (uint8_t)(i + 1);
	}
}

static size_t find_key(const struct passage *passage, size_t at, struct span *found)
{
	char c = passage->text[at], before = c == 'A' ? c : passage_at(passage, at - 1);

	if (!by_byte.first['A'])
		fill_bytes();
	for (uint8_t each = by_byte.first[(uint8_t)before]; each; each = by_byte.next[each - 1])
		if (makers[each - 1].beginning[makers[each - 1].sign] == c &&
		    find_maker(passage, at, &makers[each - 1], found))
			return found->to;
	*found = (struct span){ 0 };
	return at + 1;
}

/* --- JSON Web Tokens --- */

static size_t find_jwt(const struct passage *passage, size_t at, struct span *found)
{
	size_t from = at - 2, length, dots = 0;

	if (at < passage->floor + 2 || !matches(passage, from, "eyJ") ||
	    is_key_character(passage_at(passage, from - 1)))
		return at + 1;
	length = run_of(passage, from, is_dotted);
	while (length > 0 && passage->text[from + length - 1] == '.')
		length--;
	for (size_t i = 0; i < length; i++)
		dots += passage->text[from + i] == '.';
	if (dots > 0 && length >= JWT_MIN)
		*found = (struct span){ from, from + length };
	return from + length > at ? from + length : at + 1;
}

/* --- Bearer and Basic --- */

/* The characters of token68 (RFC 9110, 11.2) without the padding. */
static bool is_token(char c)
{
	return is_key_character(c) || c == '.' || c == '~' || c == '+' || c == '/';
}

/* Returns whether a word behind "Bearer" is a token, and no word of a sentence such as "Bearer
 * authentication". */
static bool is_bearer(const char *token, size_t length)
{
	if (length < BEARER_MIN)
		return false;
	for (size_t i = 1; i < length; i++)
		if (!(token[i] >= 'a' && token[i] <= 'z'))
			return true;
	return length >= BEARER_SURE;
}

/* Returns whether base64 stands for a text with a colon. */
static bool is_basic(const char *token, size_t length)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	unsigned count = 0;

	for (size_t i = 0; i < length && i < BASIC_MAX; i++) {
		const char *digit = strchr(digits, token[i]);

		if (!digit)
			return false;
		bits = bits << 6 | (uint32_t)(digit - digits);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		if ((bits >> count & 0xFF) == ':')
			return true;
	}
	return false;
}

static const struct scheme {
	const char *name;
	bool (*is_secret)(const char *token, size_t length);
} schemes[] = { { "bearer", is_bearer }, { "basic", is_basic }, { 0 } };

/* Returns the length of the blanks between the scheme and the token, which may be encoded; 0: there are
 * none. */
static size_t gap_of(const struct passage *passage, size_t at)
{
	size_t end = at;

	while (passage_at(passage, end) == ' ' || passage_at(passage, end) == '+' ||
	       passage_at(passage, end) == ':' || matches(passage, end, "%20"))
		end += passage->text[end] == '%' ? 3 : 1;
	return end - at;
}

static size_t find_scheme(const struct passage *passage, size_t at, struct span *found)
{
	char next = passage_at(passage, at + 1) | 0x20; /* in lower case */

	for (const struct scheme *scheme = schemes; scheme->name && (next == 'e' || next == 'a'); scheme++) {
		size_t length = strlen(scheme->name), from, token;

		if (passage->length - at <= length ||
		    strncasecmp(passage->text + at, scheme->name, length) != 0 ||
		    passage_is_word(passage_at(passage, at - 1)))
			continue;
		from = at + length + gap_of(passage, at + length);
		token = run_of(passage, from, is_token);
		while (token > 0 && passage->text[from + token - 1] == '.')
			token--;
		if (from == at + length || !scheme->is_secret(passage->text + from, token))
			return from;
		while (passage_at(passage, from + token) == '=')
			token++;
		*found = (struct span){ from, from + token };
		return found->to;
	}
	return at + 1;
}

/* --- private keys --- */

static const char *find_text(const struct passage *passage, size_t at, size_t within, const char *text)
{
	size_t left = passage->length - at;

	return memmem(passage->text + at, left < within ? left : within, text, strlen(text));
}

static size_t find_pem(const struct passage *passage, size_t at, struct span *found)
{
	static const char begin[] = "-----BEGIN ", end[] = "-----END ", label[] = "PRIVATE KEY",
			  dashes[] = "-----";
	const char *last;
	size_t to = passage->length;

	if (!matches(passage, at, begin) || !find_text(passage, at, sizeof(begin) + LABEL_MAX, label))
		return find_key(passage, at, found);
	last = find_text(passage, at, passage->length, end);
	if (last) {
		to = (size_t)(last - passage->text) + strlen(end);
		last = find_text(passage, to, LABEL_MAX, dashes);
		to = last ? (size_t)(last - passage->text) + strlen(dashes) : passage->length;
	}
	*found = (struct span){ at, to };
	return to;
}

size_t form_find(const struct passage *passage, size_t at, struct span *found)
{
	switch (passage->text[at]) {
	case 'J':
		return find_jwt(passage, at, found);
	case 'B':
	case 'b':
		return find_scheme(passage, at, found);
	case '-':
		return find_pem(passage, at, found);
	default:
		return find_key(passage, at, found);
	}
}
