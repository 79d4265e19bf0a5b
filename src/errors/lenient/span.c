#include "errors/lenient/span.h"

#include <stddef.h>
#include <string.h>

#include "base/scan.h"
#include "errors/lenient/quoted.h"

/* Whether a character outside strings decides where a value ends. */
static const bool decides[256] = {
	['"'] = true, ['['] = true, [']'] = true, ['{'] = true, ['}'] = true,
};

bool span_leave(struct scan *text)
{
	size_t depth = 1;

	while (depth > 0) {
		while (text->at < text->end && !decides[(unsigned char)*text->at])
			text->at++;
		if (text->at == text->end)
			return false;
		if (*text->at == '"') {
			if (!quoted_skip(text))
				return false;
			continue;
		}
		depth += *text->at == '[' || *text->at == '{' ? 1 : (size_t)-1;
		text->at++;
	}
	return true;
}

static bool skip_scalar(struct scan *text)
{
	const char *start = text->at;

	while (text->at < text->end && *text->at && !strchr(" \n\r\t,:]}[{\"", *text->at))
		text->at++;
	return text->at > start;
}

bool span_skip(struct scan *text)
{
	char c = scan_peek(text);

	if (c == '"')
		return quoted_skip(text);
	if (c != '[' && c != '{')
		return skip_scalar(text);
	text->at++;
	return span_leave(text);
}

bool span_next(struct scan *text, char close, bool first, bool *more)
{
	bool comma;

	scan_space(text);
	comma = !first && scan_char(text, ',');
	if (comma)
		scan_space(text);
	*more = !scan_char(text, close);
	return first || comma || !*more;
}
