#include "errors/scrub/value.h"

#include <string.h>
#include <strings.h>

#include "base/scan.h"
#include "base/status.h"
#include "errors/scrub/label.h"
#include "errors/scrub/name.h"

enum {
	BLANKS = 8,
	SCHEME_MAX = 12,
	NEXT_NAME = 40,
	LOOK_BACK = 256,    /* so much of a line is read to find the quotes around a name */
	SOURCE_VALUE = 512, /* so much of a value is read to find what it is */
	WORDS = 64,         /* or the beginning of a comment */
};

size_t value_skip_blanks(const struct passage *passage, size_t at)
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

/* Returns whether the quote at `end` is that which ends a text. The text begins at `at`, behind `escapes`
 * backslashes and such a quote. `*before` becomes the number of backslashes that belong to the end. */
static bool is_closing(const struct passage *passage, size_t at, size_t end, size_t escapes, size_t *before)
{
	*before = backslashes_before(passage, end);
	if (end - at < *before)
		*before = end - at;
	if (escapes > 0)
		return *before <= escapes;
	if (*before % 2 > 0)
		return false;
	*before = 0;
	return true;
}

/* Returns where the text in quotes ends that began before `at` with `escapes` backslashes and a quote: before
 * the backslashes of the closing one. */
static size_t closing_quote(const struct passage *passage, size_t at, char quote, size_t escapes)
{
	size_t before;

	for (size_t end = at; end < passage->length; end++)
		if (passage->text[end] == quote && is_closing(passage, at, end, escapes, &before))
			return end - before;
	return passage->length;
}

/* Returns where the list or object that begins at `at` ends, behind its last bracket. */
static size_t closing_bracket(const struct passage *passage, size_t at)
{
	size_t depth = 0, end = at;

	while (end < passage->length) {
		char c = passage->text[end];

		if (passage_is_quote(c)) {
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

bool value_is_percent(const struct passage *passage, size_t at, const char *code)
{
	size_t length = strlen(code);

	return passage->length - at >= length && strncasecmp(passage->text + at, code, length) == 0;
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
		return encoded && value_is_percent(passage, at, "%26");
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

/* --- headers --- */

/* Returns whether a text may begin with the quote behind `at`: it is no apostrophe, and not behind a text.
 * Python writes f"…". */
static bool may_open(const struct passage *passage, size_t at)
{
	char before = passage_at(passage, at - 1);

	if (before && strchr("bBfFrRuU", before))
		before = passage_at(passage, at - 2);
	return !passage_is_word(before);
}

/* Returns the quote of the text that the byte at `at` is within, and the number of backslashes before it;
 * '\0': it is in none that begins on its line. */
static char quote_around(const struct passage *passage, size_t at, size_t *escapes)
{
	size_t from = at, before;
	char open = '\0';

	while (from > 0 && at - from < LOOK_BACK && passage->text[from - 1] != '\n')
		from--;
	for (; from < at; from++) {
		char c = passage->text[from];

		if (!passage_is_quote(c) || (open && c != open))
			continue;
		before = backslashes_before(passage, from);
		if (!open && may_open(passage, from - before)) {
			open = c;
			*escapes = before;
		} else if (open && (*escapes > 0 ? before <= *escapes : before % 2 == 0)) {
			open = '\0';
		}
	}
	return open;
}

/* Returns where the value of a header ends, whose name is at `name`: with its line, or before the quote that
 * ends a text of which the header is part. */
static size_t line_end(const struct passage *passage, size_t at, size_t name)
{
	size_t escapes = 0, before, end;
	char quote = quote_around(passage, name, &escapes);

	for (end = at; end < passage->length && !strchr("\r\n", passage->text[end]); end++)
		if (quote && passage->text[end] == quote && is_closing(passage, at, end, escapes, &before))
			return end - before;
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

static bool is_one_of(const char *const *words, size_t count, const char *text, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == length && strncasecmp(words[i], text, length) == 0)
			return true;
	return false;
}

bool value_says_nothing(const char *text, size_t length)
{
	static const char *const words[] = { "null", "none",  "nil",        "undefined",
					     "true", "false", "[filtered]", "[filtered" };

	return length == 0 || is_one_of(words, COUNT(words), text, length);
}

/* Returns where the value of a header ends that has no colon: {Authorization=Bearer x, Cookie=a=b; c=d}. */
static size_t scheme_end(const struct passage *passage, size_t at, size_t end, size_t name)
{
	size_t next, to;

	while (passage_at(passage, end) == ';') {
		next = value_skip_blanks(passage, end + 1);
		to = word_end(passage, next, false);
		if (!memchr(passage->text + next, '=', to - next))
			return end;
		end = to;
	}
	next = value_skip_blanks(passage, end);
	if (next == end || !is_scheme(passage->text + at, end - at))
		return end;
	end = word_end(passage, next, false);
	/* Digest username="x", … */
	return passage_at(passage, end - 1) == '=' ? line_end(passage, end, name) : end;
}

static struct span plain_value(const struct passage *passage, size_t at, const struct label *label,
			       enum label_sign sign, bool encoded)
{
	bool line = label->verdict & NAME_LINE && !label->quoted;
	size_t end = word_end(passage, at, encoded);

	if (line && sign == LABEL_COLON)
		end = line_end(passage, at, label->name.from);
	if (line && sign == LABEL_EQUALS)
		end = scheme_end(passage, at, end, label->name.from);
	if (value_says_nothing(passage->text + at, end - at))
		end = at;
	return (struct span){ at, end };
}

/* --- source lines --- */

/* A name and its value in a line of source code. */
struct line {
	const struct passage *passage;
	const struct label *label;
	enum label_sign sign;
	struct span value; /* without quotes */
	char before;       /* the byte before the name */
	bool tight;        /* no blank is between the name and the value */
	bool in_text;      /* between quotes */
};

/* Returns whether the program fills in a part of the value: {x}, $x, %s, <x>, a call. */
static bool is_filled_in(const struct line *line)
{
	const char *text = line->passage->text;

	for (size_t i = line->value.from; i < line->value.to; i++) {
		if (strchr("{}$()[]<>#", text[i]))
			return true;
		if (text[i] == '%' && (scan_hex(passage_at(line->passage, i + 1)) < 0 ||
				       scan_hex(passage_at(line->passage, i + 2)) < 0))
			return true;
	}
	return text[line->value.from] == ':';
}

/* A parameter of an address or a form within a text: "/x?token=x", 'senha=x', "host=h password=x". */
static bool is_parameter(const struct line *line)
{
	char two_before = passage_at(line->passage, line->label->name.from - 2);

	if (line->sign != LABEL_EQUALS || !line->tight)
		return false;
	if (line->before == '?' || line->before == '&')
		return two_before && !strchr(" \t([,{&?", two_before);
	return line->in_text && line->before != '(' && !(line->before == ' ' && two_before == ',');
}

/* A header within a text: 'X-Api-Key: x'. The program adds something behind 'Authorization: Bearer '. */
static bool is_header(const struct line *line)
{
	static const char *const schemes[] = { "bearer", "basic", "digest", "token" };
	const char *text = line->passage->text, *value = text + line->value.from;
	size_t length = line->value.to - line->value.from;
	struct span name = line->label->name;

	return line->sign == LABEL_COLON && line->in_text && value[length - 1] != ' ' &&
	       !is_one_of(schemes, COUNT(schemes), value, length) &&
	       (line->label->verdict & NAME_LINE || memchr(text + name.from, '-', name.to - name.from));
}

/* Returns whether nothing but the end of a comment follows on the line. */
static bool is_last(const struct line *line)
{
	size_t end = value_skip_blanks(line->passage, line->value.to);
	char c = passage_at(line->passage, end), next = passage_at(line->passage, end + 1);

	return !c || c == '\r' || c == '\n' || (c == '*' && next == '/') || (c == '-' && next == '-');
}

/* Returns where the word before `at` begins. */
static size_t word_start(const struct passage *passage, size_t at)
{
	size_t from = at;

	while (from > 0 && at - from < WORDS && !strchr(" \t\n", passage->text[from - 1]))
		from--;
	return from;
}

/* Returns whether a variable of the environment may follow the word that ends before `at`. */
static bool leads_to_variable(const struct passage *passage, size_t at)
{
	static const char *const words[] = {
		"", "export", "ENV", "ARG", "env", "set", "-e", "--env", "-", "#"
	};
	size_t from = word_start(passage, at);

	return is_one_of(words, COUNT(words), passage->text + from, at - from) ||
	       memchr(passage->text + from, '=', at - from);
}

/* A variable of the environment: export DB_PASSWORD=x. But X_TOKEN=settings.X_TOKEN is an expression. */
static bool is_variable(const struct line *line)
{
	const char *text = line->passage->text;
	size_t from = line->label->name.from;
	bool dotted = false, digits = false;

	for (size_t i = from; i < line->label->name.to; i++)
		if (!(text[i] >= 'A' && text[i] <= 'Z') && !passage_is_digit(text[i]) && text[i] != '_')
			return false;
	for (size_t i = line->value.from; i < line->value.to; i++) {
		dotted |= text[i] == '.';
		digits |= passage_is_digit(text[i]);
	}
	while (from > 0 && (text[from - 1] == ' ' || text[from - 1] == '\t') &&
	       line->label->name.from - from < WORDS)
		from--;
	return line->sign == LABEL_EQUALS && line->tight && (digits || !dotted) &&
	       (is_last(line) || passage_at(line->passage, line->value.to) == ' ') &&
	       leads_to_variable(line->passage, from);
}

/* Returns whether a comment begins before `at`, with only words between. */
static bool is_behind_comment(const struct passage *passage, size_t at)
{
	size_t from = at;
	char mark, before;

	while (from > 0 && at - from < WORDS &&
	       (passage_is_word(passage->text[from - 1]) || strchr(" \t_", passage->text[from - 1]) ||
		(unsigned char)passage->text[from - 1] >= 0x80))
		from--;
	mark = passage_at(passage, from - 1);
	before = passage_at(passage, from - 2);
	if (from == at && mark && strchr("-*", mark))
		return false;
	if (mark == '/' || mark == '-')
		return before == mark && passage_at(passage, from - 3) != ':';
	return (mark == '#' || mark == '*') && (!before || strchr(" \t\n/*#", before));
}

/* A single word behind a name in a comment, which is not the name of a type. */
static bool is_comment(const struct line *line)
{
	static const char *const types[] = { "str",  "string", "text",   "bytes",    "number",
					     "int",  "any",    "object", "boolean",  "bool",
					     "char", "hash",   "symbol", "required", "optional" };

	return !is_one_of(types, COUNT(types), line->passage->text + line->value.from,
			  line->value.to - line->value.from) &&
	       is_last(line) && is_behind_comment(line->passage, line->label->name.from);
}

/* Returns the value at `at` that has no quotes of its own, if it isn't an expression. `tight`: directly
 * behind the sign. */
static struct span source_value(const struct passage *passage, size_t at, const struct label *label,
				enum label_sign sign, bool tight)
{
	struct passage near = *passage;
	struct line line = { &near, label, sign, { at, at }, passage_at(passage, label->name.from - 1) };
	size_t escapes;

	if (label->quoted || sign == LABEL_ARGUMENT)
		return line.value;
	/* A value that turns out to be none is read again behind the next sign. */
	if (near.length - at > SOURCE_VALUE)
		near.length = at + SOURCE_VALUE;
	line.value = plain_value(&near, at, label, sign, false);
	line.tight = tight && strchr("=%", passage->text[label->name.to]);
	line.in_text = quote_around(passage, label->name.from, &escapes);
	if (line.value.to > at && !is_filled_in(&line) &&
	    (is_parameter(&line) || is_header(&line) || is_variable(&line) || is_comment(&line)))
		return plain_value(passage, at, label, sign, false);
	return (struct span){ at, at };
}

/* Returns whether the quote behind a sign in source code ends the text that has the name, as in
 * "&token=" + x. */
static bool ends_text(const struct passage *passage, const struct label *label, char quote)
{
	char before = passage_at(passage, label->name.from - 1);

	return passage->code && !label->quoted && before && (before == quote || strchr("?&", before));
}

/* --- the value --- */

/* Returns the length of the letters before a quote in Python's b'…' and r"…". */
static size_t literal_prefix(const struct passage *passage, size_t at)
{
	size_t length = 0;

	while (length < 2 && passage_at(passage, at + length) &&
	       strchr("bBuUrR", passage_at(passage, at + length)))
		length++;
	return passage_is_quote(passage_at(passage, at + length)) ? length : 0;
}

static struct span quoted_value(const struct passage *passage, size_t at, size_t escapes)
{
	size_t from = at + escapes + 1;
	size_t to = closing_quote(passage, from, passage->text[at + escapes], escapes);

	/* In code, a quote without end belongs to something else. */
	if ((passage->code && to == passage->length) || value_says_nothing(passage->text + from, to - from))
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

size_t value_read(const struct passage *passage, size_t at, const struct label *label, enum label_sign sign,
		  bool encoded, struct span *found)
{
	size_t escapes = 0, behind = at;
	struct span value;
	char c;

	at = value_skip_blanks(passage, at);
	at += literal_prefix(passage, at);
	while (passage_at(passage, at + escapes) == '\\')
		escapes++;
	c = passage_at(passage, at + escapes);
	if (passage_is_quote(c) && !ends_text(passage, label, c))
		value = quoted_value(passage, at, escapes);
	else if (escapes > 0 || label->weak || at >= passage->length)
		value = (struct span){ at, at };
	else if (passage->code)
		value = source_value(passage, at, label, sign, at == behind);
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
