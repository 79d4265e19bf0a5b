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
	size_t value = value_skip_blanks(passage, at + 1), open = at - 1;
	struct label label;
	char quote = passage_at(passage, at - 1);

	if (at <= passage->floor || !value_is_quote(quote) ||
	    !(value_is_quote(passage_at(passage, value)) || passage_at(passage, value) == '\\'))
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
	if (!value_is_quote(passage_at(passage, value)) && passage_at(passage, value) != '\\')
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

/* The percent-encoded member "name": "value". */
static size_t find_encoded_colon(const struct passage *passage, size_t at, struct span *found)
{
	static const char *const quotes[] = { "%22", "%27" };
	size_t value = at + CODE, end;

	while (passage_at(passage, value) == '+' || value_is_percent(passage, value, "%20"))
		value += passage->text[value] == '+' ? 1 : CODE;
	for (size_t i = 0; i < COUNT(quotes); i++) {
		if (at < passage->floor + CODE || !value_is_percent(passage, at - CODE, quotes[i]) ||
		    !label_before(passage, at - CODE, LABEL_EQUALS).verdict)
			continue;
		if (value_is_percent(passage, value, quotes[i]))
			value += CODE;
		for (end = value; end < passage->length && !strchr(" \t\r\n\"'&<>", passage->text[end]) &&
				  !value_is_percent(passage, end, quotes[i]);)
			end += value_is_percent(passage, end, "%5C") && passage->length - end > 2 * CODE
				       ? 2 * CODE
				       : 1;
		if (!value_says_nothing(passage->text + value, end - value))
			*found = (struct span){ value, end };
		return end > value ? end : value;
	}
	return value;
}

size_t assignment_find(const struct passage *passage, size_t at, struct span *found)
{
	switch (passage->text[at]) {
	case '=':
		return find_equals(passage, at, found);
	case ':':
		return find_colon(passage, at, found);
	case '%':
		if (value_is_percent(passage, at, "%3A"))
			return find_encoded_colon(passage, at, found);
		return value_is_percent(passage, at, "%3D")
			       ? behind(passage, at, CODE, LABEL_EQUALS, true, found)
			       : at + 1;
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
