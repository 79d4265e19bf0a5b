#include "errors/scrub/assignment.h"

#include <string.h>
#include <strings.h>

#include "base/status.h"
#include "errors/scrub/label.h"
#include "errors/scrub/name.h"

enum { BLANKS = 8, SCHEME_MAX = 12, NEXT_NAME = 40 };

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static size_t skip_blanks(const struct passage *passage, size_t at)
{
	size_t end = at;

	while (end - at < BLANKS && (passage_at(passage, end) == ' ' || passage_at(passage, end) == '\t'))
		end++;
	return end;
}

/* --- values with an end of their own --- */

/* Returns how many backslashes stand before `at`. */
static size_t backslashes_before(const struct passage *passage, size_t at)
{
	size_t count = 0;

	while (at > count && passage->text[at - count - 1] == '\\')
		count++;
	return count;
}

/* Returns where the text in quotes ends that began before `at` with `escapes` backslashes and a quote: before
 * the backslashes of the closing one. */
static size_t closing_quote(const struct passage *passage, size_t at, char quote, size_t escapes)
{
	for (size_t end = at; end < passage->length; end++) {
		size_t before;

		if (passage->text[end] != quote)
			continue;
		before = backslashes_before(passage, end);
		if (end - at < before)
			before = end - at;
		if (escapes > 0 ? before <= escapes : before % 2 == 0)
			return end - (escapes > 0 ? before : 0);
	}
	return passage->length;
}

/* Returns where the list or object that begins at `at` ends, behind its last bracket. */
static size_t closing_bracket(const struct passage *passage, size_t at)
{
	size_t depth = 0, end = at;

	while (end < passage->length) {
		char c = passage->text[end];

		if (is_quote(c)) {
			size_t escapes = backslashes_before(passage, end);

			end = closing_quote(passage, end + 1, c, escapes) + escapes + 1;
			continue;
		}
		end++;
		depth += c == '[' || c == '{' || c == '(';
		if ((c == ']' || c == '}' || c == ')') && --depth == 0)
			return end;
	}
	return passage->length;
}

/* --- values without --- */

/* Returns whether a new name begins behind the comma or semicolon at `at`, or nothing that belongs to a
 * value. */
static bool ends_pair(const struct passage *passage, size_t at)
{
	char next = passage_at(passage, at + 1);
	size_t end = at + 1;

	if (!next || strchr(" \t\r\n\"'\\", next))
		return true;
	while (end - at < NEXT_NAME &&
	       (passage_is_word(passage_at(passage, end)) ||
		(passage_at(passage, end) && strchr("_-.", passage_at(passage, end)))))
		end++;
	return passage_at(passage, end) == '=' || passage_at(passage, end) == ':';
}

static bool is_percent(const struct passage *passage, size_t at, const char *code)
{
	return passage->length - at >= 3 && strncasecmp(passage->text + at, code, 3) == 0;
}

/* Returns whether the byte at `at` ends a value without quotes. */
static bool ends_value(const struct passage *passage, size_t at, bool encoded)
{
	switch (passage->text[at]) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
	case '\0':
	case '"':
	case '\'':
	case '`':
	case '<':
	case '>':
	case '&':
	case '|':
	case '\\':
		return true;
	case ',':
	case ';':
		return ends_pair(passage, at);
	case ')':
	case ']':
	case '}':
		return !passage_is_word(passage_at(passage, at + 1));
	case '%':
		return encoded && is_percent(passage, at, "%26");
	default:
		return false;
	}
}

static size_t word_end(const struct passage *passage, size_t at, bool encoded)
{
	size_t end = at;

	while (end < passage->length && !ends_value(passage, end, encoded))
		end++;
	while (end > at && strchr(".,;:!?", passage->text[end - 1]))
		end--;
	return end;
}

/* Returns where the value of a header ends: with its line, or before a quote that encloses the line. */
static size_t line_end(const struct passage *passage, size_t at)
{
	size_t end = at;

	while (end < passage->length && !strchr("\r\n\"'`", passage->text[end]))
		end++;
	return end;
}

/* Returns whether the text is the name of a scheme, such as Bearer, behind which the secret follows. */
static bool is_scheme(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!passage_is_letter(text[i]) && text[i] != '-')
			return false;
	return length > 0 && length <= SCHEME_MAX;
}

/* Returns whether the value is a word that says nothing, or hidden already. */
static bool says_nothing(const char *text, size_t length)
{
	static const char *const words[] = { "null", "none",  "nil",        "undefined",
					     "true", "false", "[filtered]", "[filtered" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == length && strncasecmp(words[i], text, length) == 0)
			return true;
	return length == 0;
}

static struct span plain_value(const struct passage *passage, size_t at, const struct label *label,
			       enum label_sign sign, bool encoded)
{
	bool line = label->verdict & NAME_LINE && !label->quoted;
	size_t end = word_end(passage, at, encoded), next;

	if (line && sign == LABEL_COLON)
		end = line_end(passage, at);
	next = skip_blanks(passage, end);
	if (line && sign == LABEL_EQUALS && next > end && is_scheme(passage->text + at, end - at))
		end = word_end(passage, next, encoded);
	if (says_nothing(passage->text + at, end - at))
		end = at;
	return (struct span){ at, end };
}

/* --- the value --- */

/* Returns the length of the letters before a quote in Python's b'…' and r"…". */
static size_t literal_prefix(const struct passage *passage, size_t at)
{
	size_t length = 0;

	while (length < 2 && passage_at(passage, at + length) &&
	       strchr("bBuUrR", passage_at(passage, at + length)))
		length++;
	return is_quote(passage_at(passage, at + length)) ? length : 0;
}

static struct span quoted_value(const struct passage *passage, size_t at, size_t escapes)
{
	size_t from = at + escapes + 1;
	size_t to = closing_quote(passage, from, passage->text[at + escapes], escapes);

	/* In code, a quote without end belongs to something else. */
	if ((passage->code && to == passage->length) || says_nothing(passage->text + from, to - from))
		return (struct span){ from, from };
	return (struct span){ from, to };
}

static bool is_number(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!passage_is_digit(text[i]))
			return false;
	return true;
}

/* Sets `*found` to the value that begins at `at`, or behind blanks. Returns where to go on. */
static size_t read_value(const struct passage *passage, size_t at, const struct label *label,
			 enum label_sign sign, bool encoded, struct span *found)
{
	size_t escapes = 0;
	struct span value;
	char c;

	at = skip_blanks(passage, at);
	at += literal_prefix(passage, at);
	while (passage_at(passage, at + escapes) == '\\')
		escapes++;
	c = passage_at(passage, at + escapes);
	if (is_quote(c))
		value = quoted_value(passage, at, escapes);
	else if (passage->code || escapes > 0 || label->weak || at >= passage->length)
		value = (struct span){ at, at };
	else if ((c == '[' || c == '{' || (c == '(' && label->quoted)) &&
		 strncasecmp(passage->text + at, "[filtered]", passage->length - at < 10 ? 1 : 10) != 0)
		value = (struct span){ at, closing_bracket(passage, at) };
	else
		value = plain_value(passage, at, label, sign, encoded);
	if (label->verdict & NAME_UNLESS_NUMBER &&
	    is_number(passage->text + value.from, value.to - value.from))
		value.to = value.from;
	*found = value;
	return value.to > at ? value.to : at;
}

/* --- the signs --- */

static size_t behind(const struct passage *passage, size_t at, size_t length, enum label_sign sign,
		     bool encoded, struct span *found)
{
	struct label label = label_before(passage, at, sign);

	if (!label.verdict)
		return at + length;
	return read_value(passage, at + length, &label, sign, encoded, found);
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
	if (from && to > from && !says_nothing(passage->text + from, to - from)) {
		*found = (struct span){ from, to };
		return to;
	}
	return at;
}

static size_t find_colon(const struct passage *passage, size_t at, struct span *found)
{
	char next = passage_at(passage, at + 1);

	if (next == ':')
		return at + 2;
	if (next == '/' && passage_at(passage, at + 2) == '/')
		return find_password(passage, at + 3, found);
	return behind(passage, at, next == '=' ? 2 : 1, next == '=' ? LABEL_EQUALS : LABEL_COLON, false,
		      found);
}

/* The pair ("name", "value"). */
static size_t find_comma(const struct passage *passage, size_t at, struct span *found)
{
	size_t value = skip_blanks(passage, at + 1), open = at - 1;
	struct label label;
	char quote = passage_at(passage, at - 1);

	if (at <= passage->floor || !is_quote(quote) ||
	    !(is_quote(passage_at(passage, value)) || passage_at(passage, value) == '\\'))
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
	return read_value(passage, at + 1, &label, LABEL_ARGUMENT, false, found);
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
	return read_value(passage, end, &label, LABEL_ARGUMENT, false, found);
}

size_t assignment_find(const struct passage *passage, size_t at, struct span *found)
{
	switch (passage->text[at]) {
	case '=':
		return find_equals(passage, at, found);
	case ':':
		return find_colon(passage, at, found);
	case '%':
		return is_percent(passage, at, "%3D") ? behind(passage, at, 3, LABEL_EQUALS, true, found)
						      : at + 1;
	case ',':
		return find_comma(passage, at, found);
	case '>':
		return find_element(passage, at, found);
	default:
		return find_argument(passage, at, found);
	}
}
