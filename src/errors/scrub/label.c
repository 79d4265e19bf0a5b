#include "errors/scrub/label.h"

#include <string.h>
#include <strings.h>

#include "base/status.h"
#include "errors/scrub/member.h"
#include "errors/scrub/name.h"

enum {
	NAME_BYTES = 64,
	PHRASE_BYTES = 48,
	BLANKS = 3,
	CODE = 3,
	NEAR = 160, /* a pair is within so many bytes on either side */
};

/* clang-format off */
static const bool name_characters[256] = {
	['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, [0x80 ... 0xFF] = true,
	['_'] = true, ['-'] = true, ['.'] = true, ['$'] = true, ['['] = true, [']'] = true, ['%'] = true,
	['+'] = true,
	['@'] = true,
};
/* clang-format on */

static bool is_name(char c)
{
	return name_characters[(unsigned char)c];
}

/* Returns whether a sign that ends a name stands before `at`, percent-encoded: one of & ? = / # " ' { , and
 * the colon. */
static bool is_behind_code(const struct passage *passage, size_t at)
{
	static const char *const codes[] = { "%26", "%3F", "%3D", "%2F", "%23",
					     "%22", "%27", "%7B", "%2C", "%3A" };

	if (at < passage->floor + CODE || passage->text[at - CODE] != '%')
		return false;
	for (size_t i = 0; i < COUNT(codes); i++)
		if (strncasecmp(passage->text + at - CODE, codes[i], CODE) == 0)
			return true;
	return false;
}

/* Returns where the bytes before `end` begin that all are part of a name. */
static size_t name_start(const struct passage *passage, size_t end)
{
	size_t from = end;

	while (from > passage->floor && end - from < NAME_BYTES && is_name(passage->text[from - 1]) &&
	       !is_behind_code(passage, from))
		from--;
	return from;
}

/* Sets `*name` to what stands between the sign `close`, the last byte before `end`, and the sign `open`
 * before it on the same line. */
static bool enclosed(const struct passage *passage, size_t end, char open, struct span *name)
{
	size_t to = end - 1, from;

	while (to > passage->floor && passage->text[to - 1] == '\\')
		to--;
	for (from = to; from > passage->floor && to - from < NAME_BYTES; from--) {
		if (passage->text[from - 1] == '\n')
			return false;
		if (passage->text[from - 1] == open) {
			*name = (struct span){ from, to };
			return true;
		}
	}
	return false;
}

/* A name like that of a type or an exception: TokenExpired. */
static bool is_type(const char *name, size_t length)
{
	bool lower = false;

	if (length == 0 || !(*name >= 'A' && *name <= 'Z'))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (!passage_is_word(name[i]))
			return false;
		lower |= name[i] >= 'a' && name[i] <= 'z';
	}
	return lower;
}

/* Judges the last words of a phrase, of which the word from `from` to `to` is the last. */
static unsigned judge_phrase(const struct passage *passage, size_t from, size_t to)
{
	size_t start = from;

	while (start > passage->floor && to - start < PHRASE_BYTES &&
	       (is_name(passage->text[start - 1]) || passage->text[start - 1] == ' '))
		start--;
	return name_judge_end(passage->further, passage->text + start, to - start);
}

static struct label judge(const struct passage *passage, struct span name, bool quoted, enum label_sign sign)
{
	const char *text = passage->text + name.from;
	size_t length = name.to - name.from;
	struct label label = { .name = name, .quoted = quoted };

	label.verdict = name_judge(passage->further, text, length);
	if (label.verdict && !quoted && sign == LABEL_COLON && is_type(text, length))
		label.weak = name_judge_end(passage->further, text, length) == 0;
	if (!label.verdict && !quoted && length > 0 && passage_at(passage, name.from - 1) == ' ' &&
	    name.from > passage->floor)
		label.verdict = judge_phrase(passage, name.from, name.to);
	return label;
}

struct label label_before(const struct passage *passage, size_t at, enum label_sign sign)
{
	static const struct label none;
	size_t end = at;
	struct span name;
	char last;

	while (end > passage->floor && at - end < BLANKS && passage->text[end - 1] == ' ')
		end--;
	if (end == passage->floor)
		return none;
	last = passage->text[end - 1];
	if (last == ']' && end > passage->floor + 1 && passage_is_quote(passage->text[end - 2]))
		last = passage->text[--end - 1];
	if (passage_is_quote(last))
		return enclosed(passage, end, last, &name) ? judge(passage, name, true, sign) : none;
	if (last == ')')
		return enclosed(passage, end, '(', &name) ? judge(passage, name, true, sign) : none;
	name = (struct span){ name_start(passage, end), end };
	return name.from < name.to ? judge(passage, name, false, sign) : none;
}

struct label label_behind(const struct passage *passage, size_t at, size_t *end)
{
	*end = at;
	while (*end < passage->length && *end - at < NAME_BYTES && is_name(passage->text[*end]))
		++*end;
	return judge(passage, (struct span){ at, *end }, true, LABEL_ARGUMENT);
}

/* --- pairs --- */

static size_t behind_any(const struct passage *passage, size_t at, const char *skipped)
{
	size_t end = at;

	while (end - at < BLANKS && passage_at(passage, end) && strchr(skipped, passage->text[end]))
		end++;
	return end;
}

/* Returns the verdict on what is behind the sign at `at`, if "name" or the like is before it. */
static unsigned judge_named(const struct passage *passage, size_t at)
{
	size_t to = at, from, end;
	struct label label;

	while (to > 0 && at - to < BLANKS && strchr(" \"'\\", passage->text[to - 1]))
		to--;
	for (from = to; from > 0 && to - from < NAME_BYTES && is_name(passage->text[from - 1]);)
		from--;
	if (from == to || member_of(passage->text + from, to - from) != MEMBER_NAME)
		return 0;
	label = label_behind(passage, behind_any(passage, at + 1, "> \"'\\"), &end);
	return label.verdict;
}

/* Returns whether an object or element begins or ends at `at`; => is neither. */
static bool is_edge(const struct passage *passage, size_t at)
{
	return strchr("{}<>", passage->text[at]) &&
	       !(passage->text[at] == '>' && passage_at(passage, at - 1) == '=');
}

/* Sets `*around` to the object or element that `at` is within; false: none is near. */
static bool find_around(const struct passage *passage, size_t at, struct span *around)
{
	size_t from = at, to = at;

	while (from > 0 && at - from < NEAR && !is_edge(passage, from - 1))
		from--;
	if (from == 0 || !strchr("{<", passage->text[from - 1]))
		return false;
	while (to < passage->length && to - at < NEAR && !is_edge(passage, to))
		to++;
	*around = (struct span){ from, to };
	return true;
}

unsigned label_of_pair(const struct passage *passage, const struct label *label)
{
	size_t length = label->name.to - label->name.from;
	unsigned verdict = 0;
	struct span around;

	if (length == 0 || member_of(passage->text + label->name.from, length) != MEMBER_VALUE ||
	    !find_around(passage, label->name.from, &around))
		return 0;
	for (size_t at = around.from; at < around.to && !verdict; at++)
		if (passage->text[at] == ':' || passage->text[at] == '=')
			verdict = judge_named(passage, at);
	return verdict;
}
