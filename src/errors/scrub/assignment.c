#include "errors/scrub/assignment.h"

#include <string.h>
#include <strings.h>

#include "base/status.h"
#include "errors/scrub/label.h"
#include "errors/scrub/name.h"
#include "errors/scrub/value.h"

enum { CODE = 3 /* the length of %3D */ };

static size_t behind(const struct passage *passage, size_t at, size_t length, enum label_sign sign,
		     bool encoded, struct span *found)
{
	struct label label = label_before(passage, at, sign);

	if (!label.verdict)
		label.verdict = label_of_pair(passage, &label);
	if (!label.verdict)
		return at + length;
	return value_read(passage, at + length, &label, sign, encoded, found);
}

static size_t find_equals(const struct passage *passage, size_t at, struct span *found)
{
	char before = passage_at(passage, at - 1), next = passage_at(passage, at + 1);

	if (next == '=' || next == '~')
		return at + 2;
	if (at > passage->floor && before && strchr("=!<>~", before))
		return at + 1;
	return behind(passage, at, next == '>' ? 2 : 1, LABEL_EQUALS, false, found);
}

/* Finds the password in the address whose scheme ends before `at`. */
static size_t find_password(const struct passage *passage, size_t at, struct span *found)
{
	size_t from = 0, to = 0, end;

	for (end = at; end < passage->length && !strchr("/?#\"'`<> \t\r\n\\", passage->text[end]); end++) {
		if (passage->text[end] == ':' && !from)
			from = end + 1;
		if (passage->text[end] == '@')
			to = end;
	}
	if (from && to > from && !value_says_nothing(passage->text + from, to - from)) {
		*found = (struct span){ from, to };
		return to;
	}
	return at;
}

/* The pair ("name", "value"). */
static size_t find_comma(const struct passage *passage, size_t at, struct span *found)
{
	size_t value = value_skip_blanks(passage, at + 1), open = at - 1;
	struct label label;
	char quote = passage_at(passage, at - 1);

	if (at <= passage->floor || !passage_is_quote(quote) ||
	    !(passage_is_quote(passage_at(passage, value)) || passage_at(passage, value) == '\\'))
		return at + 1;
	label = label_before(passage, at, LABEL_ARGUMENT);
	if (!label.verdict)
		return at + 1;
	while (open > passage->floor && passage->text[open - 1] != quote)
		open--;
	open -= open > 0;
	while (open > 0 && passage->text[open - 1] == '\\')
		open--;
	if (passage_at(passage, open - 1) != '(' && passage_at(passage, open - 1) != '[')
		return at + 1;
	return value_read(passage, at + 1, &label, LABEL_ARGUMENT, false, found);
}

/* The element <name attribute="x">value</name>, of which `at` is the first >. */
static size_t find_element(const struct passage *passage, size_t at, struct span *found)
{
	enum { TAG_MAX = 100 };
	size_t open = at, end, to;
	struct label label;

	while (open > passage->floor && at - open < TAG_MAX && passage->text[open] != '<')
		open--;
	if (passage->text[open] != '<' || passage_at(passage, at - 1) == '/')
		return at + 1;
	label = label_behind(passage, open + 1, &end);
	if (passage_at(passage, end) == ':')
		label = label_behind(passage, end + 1, &end);
	if (!label.verdict || !(end == at || passage_at(passage, end) == ' '))
		return at + 1;
	for (to = at + 1; to < passage->length && passage->text[to] != '<';)
		to++;
	*found = (struct span){ at + 1, to };
	return to;
}

/* The argument --name value. */
static size_t find_argument(const struct passage *passage, size_t at, struct span *found)
{
	size_t end;
	struct label label;

	if (passage_at(passage, at + 1) != '-' || !passage_is_letter(passage_at(passage, at + 2)))
		return at + 1;
	label = label_behind(passage, at + 2, &end);
	if (!label.verdict || passage_at(passage, end) != ' ' || passage_at(passage, end + 1) == '-')
		return at + 1;
	return value_read(passage, end, &label, LABEL_ARGUMENT, false, found);
}

/* The call setPassword("value"). */
static size_t find_call(const struct passage *passage, size_t at, struct span *found)
{
	static const char *const verbs[] = { "set",   "with",   "change", "update",
					     "check", "verify", "hash",   "encode" };
	size_t value = value_skip_blanks(passage, at + 1);
	struct label label;
	struct span name;

	value += passage_is_letter(passage_at(passage, value)); /* b"x" */
	if (!passage_is_quote(passage_at(passage, value)) && passage_at(passage, value) != '\\')
		return at + 1;
	label = label_before(passage, at, LABEL_ARGUMENT);
	name = label.name;
	for (size_t i = name.from; i < name.to; i++)
		if (passage->text[i] == '.')
			name.from = i + 1;
	for (size_t i = 0; label.verdict && !label.quoted && i < COUNT(verbs); i++) {
		size_t length = strlen(verbs[i]);
		char next = passage_at(passage, name.from + length);

		if (name.to - name.from > length && !(next >= 'a' && next <= 'z') &&
		    strncasecmp(passage->text + name.from, verbs[i], length) == 0 &&
		    name_judge(passage->further, passage->text + name.from, name.to - name.from))
			return value_read(passage, at + 1, &label, LABEL_ARGUMENT, false, found);
	}
	return at + 1;
}

/* How a quote and a colon may be percent-encoded in JSON. */
static const struct code {
	const char *quote, *colon, *backslash;
} codes[] = { { "%22", "%3A", "%5C" }, { "%22", ":", "%5C" }, { "%2522", "%253A", "%255C" },
	      { "%27", "%3A", "%5C" }, { "%27", ":", "%5C" }, { 0 } };

static bool is_nested(const struct passage *passage, size_t at)
{
	static const char *const brackets[] = { "%7B", "%5B", "%257B", "%255B", "{%", "[%", "[{" };

	for (size_t i = 0; i < COUNT(brackets); i++)
		if (value_is_percent(passage, at, brackets[i]))
			return true;
	return false;
}

/* Returns where the value ends that begins at `at`: before the quote, if it has one before it, or with the
 * word, if it is a number, an object or a list. */
static size_t encoded_end(const struct passage *passage, size_t at, const struct code *code)
{
	size_t end = at, skipped = strlen(code->backslash) + strlen(code->quote);
	bool nested = is_nested(passage, at);

	while (end < passage->length && !strchr(" \t\r\n\"'&<>", passage->text[end]) &&
	       (nested || !value_is_percent(passage, end, code->quote)))
		end += value_is_percent(passage, end, code->backslash) && passage->length - end > skipped
			       ? skipped
			       : 1;
	return end;
}

/* The percent-encoded member "name": "value". Returns 0 if there is none at `at`, where the colon is. */
static size_t find_encoded(const struct passage *passage, size_t at, struct span *found)
{
	const struct code *code = codes;
	size_t quote, value, end;

	while (code->quote &&
	       !(value_is_percent(passage, at, code->colon) && at >= passage->floor + strlen(code->quote) &&
		 value_is_percent(passage, at - strlen(code->quote), code->quote)))
		code++;
	if (!code->quote)
		return 0;
	quote = strlen(code->quote);
	value = at + strlen(code->colon);
	if (!label_before(passage, at - quote, LABEL_EQUALS).verdict)
		return value;
	while (passage_at(passage, value) == '+' || value_is_percent(passage, value, "%20"))
		value += passage->text[value] == '+' ? 1 : CODE;
	if (value_is_percent(passage, value, code->quote))
		value += quote;
	end = encoded_end(passage, value, code);
	if (!value_says_nothing(passage->text + value, end - value))
		*found = (struct span){ value, end };
	return end;
}

static size_t find_colon(const struct passage *passage, size_t at, struct span *found)
{
	char next = passage_at(passage, at + 1);
	size_t encoded = find_encoded(passage, at, found);

	if (encoded > 0)
		return encoded;
	if (next == ':')
		return at + 2;
	if (next == '/' && passage_at(passage, at + 2) == '/')
		return find_password(passage, at + 3, found);
	return behind(passage, at, next == '=' ? 2 : 1, next == '=' ? LABEL_EQUALS : LABEL_COLON, false,
		      found);
}

static size_t find_percent(const struct passage *passage, size_t at, struct span *found)
{
	size_t next = find_encoded(passage, at, found);

	if (next > 0)
		return next;
	return value_is_percent(passage, at, "%3D") ? behind(passage, at, CODE, LABEL_EQUALS, true, found)
						    : at + 1;
}

size_t assignment_find(const struct passage *passage, size_t at, struct span *found)
{
	switch (passage->text[at]) {
	case '=':
		return find_equals(passage, at, found);
	case ':':
		return find_colon(passage, at, found);
	case '%':
		return find_percent(passage, at, found);
	case '(':
		return find_call(passage, at, found);
	case ',':
		return find_comma(passage, at, found);
	case '>':
		return find_element(passage, at, found);
	default:
		return find_argument(passage, at, found);
	}
}
