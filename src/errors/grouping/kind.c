#include "errors/grouping/kind.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <string.h>

#include "base/status.h"
#include "errors/grouping/number.h"
#include "errors/grouping/path.h"

enum {
	LOCAL_BYTES = 64, /* RFC 5321, 4.5.3.1 */
	SCHEME_BYTES = 16,
	URL_MARK = 3,   /* :// */
	HEX_DIGITS = 7, /* the shortest of a commit */
	TOKEN_BYTES = 16,
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool kind_is_word(char c)
{
	return is_digit(c) || is_letter(c) || c == '_';
}

static bool is_beyond_ascii(char c)
{
	return (unsigned char)c >= 0x80;
}

/* Matches a token at the beginning of `text`, the rest of a line with a NUL at its end. Returns the token's
 * length in bytes, or 0 if there is no token of the kind. */
typedef size_t matcher(const char *text);

static size_t span(const char *text, bool (*is)(char))
{
	size_t length = 0;

	while (is(text[length]))
		length++;
	return length;
}

/* Returns `length`, or 0 if the token goes on after it. */
static size_t whole(const char *text, size_t length)
{
	return length > 0 && !kind_is_word(text[length]) ? length : 0;
}

/* Matches `shape`, in which 9 stands for a digit, x for a hexadecimal digit, s for a sign, T for the
 * separator of date and time, and any other character for itself. Returns the length of the shape, or 0. */
static size_t match_shape(const char *text, const char *shape)
{
	size_t i = 0;

	for (; shape[i]; i++) {
		char c = text[i];
		bool same = shape[i] == '9'   ? is_digit(c)
			    : shape[i] == 'x' ? is_hex(c)
			    : shape[i] == 's' ? c == '+' || c == '-'
			    : shape[i] == 'T' ? c == 'T' || c == 't' || c == ' '
					      : c == shape[i];
		if (!same)
			return 0;
	}
	return i;
}

static bool is_local(char c)
{
	return kind_is_word(c) || is_beyond_ascii(c) || (c && strchr(".%+-", c));
}

static bool is_label(char c)
{
	return is_digit(c) || is_letter(c) || c == '-' || is_beyond_ascii(c);
}

/* Matches a name with at least one dot, but not at its end. The length is not limited: if a long domain did
 * not match, its numbers would be replaced, and the rest could match the next time, so that the result would
 * not be its own normal form. */
static size_t match_domain(const char *text)
{
	size_t length = 0, labels = 0;

	while (is_label(text[length])) {
		length += span(text + length, is_label);
		labels++;
		if (text[length] != '.' || !is_label(text[length + 1]))
			break;
		length++;
	}
	return labels > 1 ? length : 0;
}

static size_t match_email(const char *text)
{
	size_t local = 0, domain;

	while (local <= LOCAL_BYTES && is_local(text[local]))
		local++;
	if (local == 0 || local > LOCAL_BYTES || text[local] != '@')
		return 0;
	domain = match_domain(text + local + 1);
	return domain ? local + 1 + domain : 0;
}

static bool is_scheme(char c)
{
	return is_digit(c) || is_letter(c) || (c && strchr("+.-", c));
}

static size_t match_url(const char *text)
{
	size_t scheme = 0, length;

	while (scheme <= SCHEME_BYTES && is_scheme(text[scheme]))
		scheme++;
	if (!is_letter(text[0]) || strncmp(text + scheme, "://", URL_MARK) != 0)
		return 0;
	length = scheme + URL_MARK + strcspn(text + scheme + URL_MARK, " \t\v\f\"'`<>)]}");
	while (length > scheme + URL_MARK && strchr(".,;:!?", text[length - 1]))
		length--;
	return length > scheme + URL_MARK ? length : 0;
}

static size_t match_ipv4(const char *text)
{
	size_t length = 0;

	for (int part = 0; part < 4; part++) {
		size_t digits = span(text + length, is_digit);
		int number = 0;

		if (digits == 0 || digits > 3)
			return 0;
		for (size_t i = 0; i < digits; i++)
			number = number * 10 + (text[length + i] - '0');
		length += digits;
		if (number > 255 || (part < 3 && text[length++] != '.'))
			return 0;
	}
	/* A fifth number makes it a version, not an address. */
	if (text[length] == '.' && is_digit(text[length + 1]))
		return 0;
	/* The port: ::1:5432 can't be told from an address, and 127.0.0.1:5432 stands for the same. */
	if (text[length] == ':' && is_digit(text[length + 1]))
		length += 1 + span(text + length + 1, is_digit);
	return whole(text, length);
}

/* Returns the length of the characters of IPv6 addresses in front, without punctuation that ends a
 * sentence. */
static size_t ipv6_length(const char *text)
{
	size_t length = 0, left;

	while (length < INET6_ADDRSTRLEN &&
	       (is_hex(text[length]) || text[length] == ':' || text[length] == '.'))
		length++;
	/* A replacement follows, as in ::f1:<int>:…:x from ::f1:1:…:x: what stands before it is not a whole
	 * address. */
	if (text[length] == '<' && length > 0 && strchr(":.", text[length - 1]))
		return 0;
	left = length;
	while (left > 0 && strchr(":.", text[left - 1]) &&
	       strncmp(text + left - (left > 1 ? 2 : 1), "::", 2) != 0)
		left--;
	return left;
}

static size_t match_ipv6(const char *text)
{
	char address[INET6_ADDRSTRLEN];
	size_t length = ipv6_length(text);
	struct in6_addr parsed;

	if (length >= sizeof(address) || !memchr(text, ':', length))
		return 0;
	memcpy(address, text, length);
	address[length] = '\0';
	if (!strpbrk(address, "0123456789") || inet_pton(AF_INET6, address, &parsed) != 1)
		return 0;
	return whole(text, length);
}

static size_t match_ip(const char *text)
{
	size_t length = match_ipv4(text);

	return length ? length : match_ipv6(text);
}

static size_t match_uuid(const char *text)
{
	return whole(text, match_shape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"));
}

static bool is_letter_of_hex(char c)
{
	return is_hex(c) && !is_digit(c);
}

/* Returns whether one of `length` bytes is of a class. */
static bool has(const char *text, size_t length, bool (*is)(char))
{
	for (size_t i = 0; i < length; i++)
		if (is(text[i]))
			return true;
	return false;
}

/* Digests and ids have certain lengths; what is shorter needs a digit and a letter, as a commit's does. */
static size_t match_digest(const char *text)
{
	size_t length = span(text, is_hex);
	bool whole_id = length == 24 || length == 32 || length == 40;

	if (!whole_id &&
	    (length < HEX_DIGITS || !has(text, length, is_digit) || !has(text, length, is_letter_of_hex)))
		return 0;
	return whole(text, length);
}

static bool is_base64url(char c)
{
	return kind_is_word(c) || c == '-';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t match_token(const char *text)
{
	size_t length = span(text, is_base64url);

	if (length < TOKEN_BYTES || !(is_digit(*text) || is_letter(*text)) || !has(text, length, is_upper) ||
	    !has(text, length, is_lower) || !has(text, length, is_digit))
		return 0;
	return length;
}

/* RFC 7519: a header, which is JSON and so begins with eyJ, a payload and a signature. */
static size_t match_jwt(const char *text)
{
	size_t length = 0;

	if (strncmp(text, "eyJ", strlen("eyJ")) != 0)
		return 0;
	for (int part = 0; part < 3; part++) {
		size_t bytes = span(text + length, is_base64url);

		length += bytes;
		if (part < 2 && (bytes == 0 || text[length++] != '.'))
			return 0;
	}
	return length;
}

static size_t fraction(const char *text, const char *points)
{
	size_t digits = *text && strchr(points, *text) ? span(text + 1, is_digit) : 0;

	return digits ? 1 + digits : 0;
}

static size_t zone(const char *text)
{
	size_t length = match_shape(text, "s99:99");

	if (length == 0)
		length = match_shape(text, "s9999");
	return length ? length : *text == 'Z' || *text == 'z';
}

static size_t match_rfc3339(const char *text)
{
	size_t length = match_shape(text, "9999-99-99T99:99:99");

	if (length == 0)
		return 0;
	length += fraction(text + length, ".,");
	length += zone(text + length);
	return whole(text, length);
}

static size_t match_date(const char *text)
{
	return whole(text, match_shape(text, "9999-99-99"));
}

static size_t match_time(const char *text)
{
	size_t length = match_shape(text, "99:99:99");

	return length ? whole(text, length + fraction(text + length, ".,")) : 0;
}

static size_t match_hex(const char *text)
{
	size_t digits = text[0] == '0' && (text[1] == 'x' || text[1] == 'X') ? span(text + 2, is_hex) : 0;

	return digits ? whole(text, 2 + digits) : 0;
}

/* In the order of the rule: the first match wins. */
static const struct {
	matcher *match;
	const char *kind;
} kinds[] = {
	{ match_email, "<email>" },     { match_url, "<url>" },     { match_ip, "<ip>" },
	{ match_uuid, "<uuid>" },       { match_jwt, "<jwt>" },     { match_digest, "<hex>" },
	{ match_rfc3339, "<rfc3339>" }, { match_date, "<date>" },   { match_time, "<time>" },
	{ match_hex, "<hex>" },         { match_token, "<token>" }, { number_match, "<number>" },
};

/* Matches '…', "…" or `…`. The quote at the end is the first that is not an apostrophe. */
static size_t match_quoted(const char *text)
{
	const char *end = *text && strchr("'\"`", *text) ? text : NULL;

	if (!end)
		return 0;
	do {
		end = strchr(end + 1, *text);
	} while (end && kind_is_word(end[1]));
	return end ? (size_t)(end - text) + 1 : 0;
}

/* PostgreSQL shows a row as (name, …)=(value, …). Matches =(…), with parentheses in pairs. */
static size_t match_values(const char *line, size_t at)
{
	const char *text = line + at;
	size_t depth = 0, length = 1;

	if (at == 0 || line[at - 1] != ')' || text[0] != '=' || text[1] != '(')
		return 0;
	do {
		depth += text[length] == '(';
		depth -= text[length] == ')';
		length++;
	} while (depth > 0 && text[length]);
	return depth == 0 ? length : 0;
}

/* Returns whether a token can begin at `at`: not inside a word. A > may be the end of a replaced word, after
 * which a sign is not the beginning of a number. */
static bool begins(const char *line, size_t at)
{
	if (at > 0 && line[at - 1] == '>')
		return is_digit(line[at]) || is_letter(line[at]);
	return at == 0 || !kind_is_word(line[at - 1]);
}

static size_t read_token(struct arena *arena, const char *text, const char **replacement)
{
	for (size_t i = 0; i < COUNT(kinds); i++) {
		size_t length = kinds[i].match(text);

		if (length > 0) {
			*replacement = kinds[i].kind;
			return length;
		}
	}
	return path_match(arena, text, replacement);
}

/* A / belongs to a relative path if there is a dot or ~ before it. */
static bool is_relative(const char *line, size_t at)
{
	return at > 0 && line[at] == '/' && strchr("./\\~", line[at - 1]);
}

size_t kind_read(struct arena *arena, const char *line, size_t at, const char **replacement)
{
	size_t length = match_values(line, at);

	*replacement = length ? "=(<str>)" : NULL;
	if (length > 0)
		return length;
	if (at == 0 || !kind_is_word(line[at - 1])) {
		length = match_quoted(line + at);
		*replacement = length ? "<str>" : NULL;
	}
	if (length == 0 && begins(line, at) && !is_relative(line, at))
		length = read_token(arena, line + at, replacement);
	return length;
}
