#include "errors/scrub/document.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "errors/scrub/copy.h"
#include "errors/scrub/escape.h"
#include "errors/scrub/member.h"
#include "errors/scrub/name.h"
#include "errors/scrub/prose.h"
#include "errors/scrub/scrub.h"

enum {
	PAIR_NAME_MAX = 64, /* a longer text in a list is no name */
	NAME_SCAN_MIN = 11, /* a shorter name contains neither a CPF nor a key */
	KNOWN = 64,         /* names of which the verdicts are remembered */
};

/* An object or a list that is open. */
struct level {
	bool object;
	bool code;             /* of lines of code */
	bool flat;             /* a list of names and values in turn */
	bool secret;           /* an object in which "name" is that of a secret */
	bool valued;           /* an object whose member "value" is being read */
	enum member member;    /* the member that is being read */
	struct span name;      /* its name */
	size_t index;          /* in a list: of the item that is being read */
	size_t pair, argument; /* in a list: the item that is secret if it is the last, or in any case */
	struct span value;     /* in an object: where "value" stands in the copy */
};

/* A name that was judged. Most names of an event occur often. */
struct known {
	const char *text; /* NULL: none */
	size_t length;
	unsigned verdict;
	enum member member;
};

struct document {
	struct arena *arena;
	struct copy copy;
	const char *text;
	size_t length, at;
	const char *further;
	size_t depth;
	enum member section; /* the member of the whole that is being read */
	char *scratch;       /* for strings with escapes */
	size_t room;
	bool failed;
	struct level levels[DOCUMENT_LEVELS];
	struct known known[KNOWN];
};

/* A string: what stands between its quotes. */
struct string {
	struct span raw;
	const char *text; /* what it stands for, until the next string is read */
	size_t length;
	bool escaped;
};

/* The innermost object or list; NULL outside, and too deep. */
static struct level *top(struct document *document)
{
	return document->depth > 0 && document->depth <= DOCUMENT_LEVELS
		       ? &document->levels[document->depth - 1]
		       : NULL;
}

static char byte_at(const struct document *document, size_t at)
{
	return at < document->length ? document->text[at] : '\0';
}

static size_t skip_space(const struct document *document, size_t at)
{
	while (at < document->length && (document->text[at] == ' ' || document->text[at] == '\n' ||
					 document->text[at] == '\r' || document->text[at] == '\t'))
		at++;
	return at;
}

/* --- values --- */

/* Returns where the string ends whose opening quote is at `at`: at the closing one, or at the end of the
 * text. */
static size_t string_end(const struct document *document, size_t at, bool *escaped)
{
	static const bool special[256] = { ['"'] = true, ['\\'] = true, ['\0'] = true };
	const char *text = document->text;
	size_t length = document->length;

	*escaped = false;
	for (at++; at < length; at++) {
		if (!special[(unsigned char)text[at]])
			continue;
		if (text[at] == '"')
			return at;
		*escaped = true;
		at += text[at] == '\\';
	}
	return length;
}

static size_t behind_string(const struct document *document, size_t at)
{
	bool escaped;
	size_t end = string_end(document, at, &escaped);

	return end < document->length ? end + 1 : end;
}

static size_t behind_nested(const struct document *document, size_t at)
{
	size_t depth = 0;

	do {
		char c = document->text[at];

		if (c == '"') {
			at = behind_string(document, at);
			continue;
		}
		depth += c == '[' || c == '{';
		depth -= c == ']' || c == '}';
		at++;
	} while (depth > 0 && at < document->length);
	return at;
}

/* clang-format off */
static const bool of_number[256] = {
	['0' ... '9'] = true, ['+'] = true, ['-'] = true, ['.'] = true, ['e'] = true, ['E'] = true,
};
/* clang-format on */

static size_t behind_number(const struct document *document, size_t at)
{
	while (at < document->length && of_number[(unsigned char)document->text[at]])
		at++;
	return at;
}

/* Returns the value at `at`; empty if it can't be secret: true, false, null, NaN and what is empty. */
static struct span value_at(const struct document *document, size_t at, unsigned verdict)
{
	char c = byte_at(document, at), next = byte_at(document, skip_space(document, at + 1));
	size_t end = at;

	if (c == '"' && next != '"')
		end = behind_string(document, at);
	else if ((c == '[' && next != ']') || (c == '{' && next != '}'))
		end = behind_nested(document, at);
	else if (!passage_is_letter(c) && !(verdict & NAME_UNLESS_NUMBER))
		end = behind_number(document, at);
	if (passage_is_letter(byte_at(document, end)))
		end = at; /* -Infinity */
	return (struct span){ at, end };
}

/* Hides the value at `at`, and moves behind it. False: it is not secret, and nothing was done. */
static bool hide_value(struct document *document, size_t at, unsigned verdict)
{
	struct span value = value_at(document, at, verdict);

	if (value.to == value.from)
		return false;
	copy_hide_value(&document->copy, value);
	document->at = value.to;
	return true;
}

/* --- strings --- */

/* Returns room for what a string of so many bytes stands for; NULL: the arena has none, and reading ends. */
static char *scratch(struct document *document, size_t bytes)
{
	if (document->room >= bytes)
		return document->scratch;
	arena_return(document->arena, document->scratch);
	document->room = 2 * bytes < document->length ? 2 * bytes : document->length;
	document->scratch = arena_lend(document->arena, document->room);
	if (!document->scratch) {
		document->failed = true;
		document->at = document->length;
	}
	return document->scratch;
}

/* Reads the string at `at`, and moves behind it. */
static struct string read_string(struct document *document)
{
	struct string string;
	size_t end = string_end(document, document->at, &string.escaped);
	char *decoded;

	string.raw = (struct span){ document->at + 1, end };
	if (string.raw.from > end)
		string.raw.from = end;
	string.text = document->text + string.raw.from;
	string.length = end - string.raw.from;
	document->at = end < document->length ? end + 1 : end;
	decoded = string.escaped ? scratch(document, string.length) : NULL;
	if (decoded) {
		string.length = escape_decode(string.text, string.length, decoded);
		string.text = decoded;
	}
	return string;
}

static bool is_id(const struct document *document, const struct level *level, const char *text, size_t length)
{
	return level && level->object &&
	       member_is_id(document->text + level->name.from, level->name.to - level->name.from, text,
			    length);
}

/* Hides the secrets within a string. */
static void scrub_string(struct document *document, const struct string *string)
{
	const struct level *level = top(document);
	struct passage passage = { .text = string->text,
				   .length = string->length,
				   .further = document->further,
				   .code = level && (level->code || level->member == MEMBER_CODE) };
	struct escape_place place = { 0 };
	struct span found;
	size_t at = 0;

	while (prose_next(&passage, &at, &found)) {
		if (is_id(document, level, string->text, string->length))
			return;
		if (string->escaped)
			found = escape_part(document->text + string->raw.from,
					    string->raw.to - string->raw.from, found, &place);
		copy_hide(&document->copy,
			  (struct span){ string->raw.from + found.from, string->raw.from + found.to });
	}
}

/* --- lists --- */

/* Returns whether the item at `at` of the list is secret because of the one before it; `end` is behind it. */
static bool is_paired(const struct document *document, const struct level *level, size_t end)
{
	if (!level || level->object || level->index == 0)
		return false;
	if (level->index == level->argument)
		return true;
	return level->index == level->pair &&
	       (level->flat || end == 0 || byte_at(document, skip_space(document, end)) == ']');
}

static bool is_pair_name(const struct string *string)
{
	for (size_t i = 0; i < string->length; i++)
		if (!passage_is_word(string->text[i]) && !strchr("_-.$[]:%", string->text[i]) &&
		    (unsigned char)string->text[i] < 0x80)
			return false;
	return string->length > 0 && string->length <= PAIR_NAME_MAX;
}

/* Notes whether the text in a list is the name of what follows: of a pair, or an argument such as --senha. */
static void judge_item(struct document *document, struct level *level, const struct string *string)
{
	bool first = level->flat ? level->index % 2 == 0 : level->index == 0;

	if (level->code || document->section == MEMBER_FINGERPRINT || !is_pair_name(string) ||
	    !(first || *string->text == '-') || !name_judge(document->further, string->text, string->length))
		return;
	if (first)
		level->pair = level->index + 1;
	if (*string->text == '-')
		level->argument = level->index + 1;
}

/* --- objects --- */

static bool names_are_judged(const struct document *document)
{
	return !(document->section == MEMBER_MODULES && document->depth == 2);
}

/* Ends the member "value", which the copy now has up to `at`. Repeated members make one part. */
static void end_value(struct document *document, struct level *level, size_t at)
{
	if (level->valued)
		level->value.to = copy_place(&document->copy, at);
	level->valued = false;
}

static void begin_value(struct document *document, struct level *level)
{
	size_t at = skip_space(document, document->at);

	if (level->secret && hide_value(document, at, 0))
		return;
	if (level->value.to == 0)
		level->value.from = copy_place(&document->copy, at);
	level->valued = !passage_is_letter(byte_at(document, at));
}

static struct known judge_name(struct document *document, const struct string *name)
{
	size_t length = name->length;
	char last = length > 0 ? name->text[length - 1] : '\0', first = length > 0 ? *name->text : '\0';
	struct known *known =
		&document->known[(length * 7 + (unsigned char)first * 3 + (unsigned char)last) % KNOWN];
	struct known judged = { name->text, length, 0, MEMBER_OTHER };

	if (known->text && known->length == length && memcmp(known->text, name->text, length) == 0)
		return *known;
	judged.verdict = name_judge(document->further, name->text, length);
	judged.member = member_of(name->text, length);
	if (!name->escaped) /* else the text does not last */
		*known = judged;
	return judged;
}

/* Reads the value of a member, whose name was read. */
static void read_name(struct document *document, const struct string *name)
{
	struct level *level = top(document);
	struct known known = judge_name(document, name);
	enum member member = known.member;
	unsigned verdict = names_are_judged(document) ? known.verdict : 0;

	if (level) {
		level->member = member;
		level->name = name->raw;
	}
	if (document->depth == 1)
		document->section = member;
	if (name->length >= NAME_SCAN_MIN)
		scrub_string(document, name);
	document->at = skip_space(document, document->at) + 1;
	if (verdict && hide_value(document, skip_space(document, document->at), verdict))
		return;
	if (level && member == MEMBER_VALUE)
		begin_value(document, level);
}

/* --- the text --- */

static void on_string(struct document *document)
{
	struct level *level = top(document);
	size_t from = document->at;
	struct string string = read_string(document);

	if (byte_at(document, skip_space(document, document->at)) == ':') {
		read_name(document, &string);
		return;
	}
	if (is_paired(document, level, document->at) && hide_value(document, from, 0))
		return;
	if (level && !level->object)
		judge_item(document, level, &string);
	else if (level && level->member == MEMBER_NAME &&
		 name_judge(document->further, string.text, string.length))
		level->secret = true;
	scrub_string(document, &string);
}

/* A number of the length of a card number or CPF may be one. */
static void on_number(struct document *document)
{
	struct level *level = top(document);
	size_t from = document->at, end = behind_number(document, from), at = 0;
	struct passage passage = { .text = document->text + from, .length = end - from };
	struct span found;

	if (is_paired(document, level, end) && hide_value(document, from, 0))
		return;
	document->at = end;
	if (passage.length >= NAME_SCAN_MIN && !is_id(document, level, passage.text, passage.length) &&
	    prose_next(&passage, &at, &found) && found.from == 0 && found.to == passage.length)
		copy_hide_value(&document->copy, (struct span){ from, end });
}

static void on_open(struct document *document)
{
	struct level *parent = top(document), *level;
	enum member member = parent && parent->object ? parent->member : MEMBER_OTHER;

	if (is_paired(document, parent, 0) && hide_value(document, document->at, 0))
		return;
	document->depth++;
	level = top(document);
	if (level)
		*level = (struct level){ .object = document->text[document->at] == '{',
					 .code = member == MEMBER_CODE,
					 .flat = member == MEMBER_FLAT };
	document->at++;
}

static void on_close(struct document *document)
{
	struct level *level = top(document);

	if (level) {
		end_value(document, level, document->at);
		if (level->secret && level->value.to > level->value.from)
			copy_hide_written(&document->copy, document->at, level->value);
	}
	document->depth -= document->depth > 0;
	document->at++;
}

static void on_comma(struct document *document)
{
	struct level *level = top(document);

	if (level) {
		end_value(document, level, document->at);
		level->index++;
		level->member = MEMBER_OTHER;
	}
	document->at++;
}

static void step(struct document *document)
{
	switch (document->text[document->at]) {
	case '"':
		on_string(document);
		break;
	case '{':
	case '[':
		on_open(document);
		break;
	case '}':
	case ']':
		on_close(document);
		break;
	case ',':
		on_comma(document);
		break;
	case '-':
	case '+':
	case '.':
	case '0' ... '9':
		on_number(document);
		break;
	default:
		document->at++;
	}
}

bool document_scrub(struct arena *arena, const char *further, const char **json, size_t *length)
{
	struct document *document = arena_alloc(arena, sizeof(*document));

	document->arena = arena;
	document->copy = copy_begin(arena, *json, *length);
	document->text = *json;
	document->length = *length;
	document->further = further;
	while (document->at < document->length)
		step(document);
	arena_return(arena, document->scratch);
	if (document->failed)
		return false;
	*json = copy_finish(&document->copy);
	*length = document->copy.written;
	return true;
}
