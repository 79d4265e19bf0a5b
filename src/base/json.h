/* JSON, which is read strictly and written quickly.
 *
 * json-c alone accepts what RFC 8259 forbids (NaN, single quotes, raw control characters, overlong
 * UTF-8, duplicate keys …). So the recogniser of this file scans each text before json-c builds its
 * tree. */
#ifndef BALCAO_BASE_JSON_H
#define BALCAO_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct buffer;
struct json_object;

enum {
	JSON_MAX_DEPTH = 32,
	JSON_MAX_VALUES =
		20000, /* the greatest number of values in a text; json-c needs up to 16 MiB for them */
};

/* The contents of a text: the members of its objects, and its values. Values are objects, arrays,
 * strings, numbers and literals, including the outermost one, but not the names of members. */
struct json_counts {
	size_t members, values;
};

/* Whether `text` (`length` arbitrary bytes) is a JSON text that the API accepts: the grammar of RFC
 * 8259, UTF-8 as in RFC 3629, no \u0000, no unpaired surrogate escape, at most JSON_MAX_DEPTH nested
 * arrays and objects, at most JSON_MAX_VALUES values, and only white space behind it. The scan stops at
 * the first value too many. True: `*counts` is set, unless `counts` is NULL. Duplicate keys are not
 * detected. */
bool json_scan(const char *text, size_t length, struct json_counts *counts);

/* Parses `text` into `*object`, which belongs to the arena (do not call json_object_put). The JSON value
 * null is OK with `*object` NULL. E_MALFORMED_JSON: json_scan refuses the text, or an object has a key
 * twice. E_CONTENT_TOO_LARGE: the limit of the arena has no room for the tree. */
MUST_CHECK enum status json_parse(struct arena *arena, const char *text, size_t length,
				  struct json_object **object);

/* Writes `text` (`length` bytes of valid UTF-8) as a JSON string with its quotes. Escapes only ", \ and
 * the characters below U+0020. */
void json_put_string(struct buffer *out, const char *text, size_t length);
/* As json_put_string, for a NUL-terminated text; NULL becomes null. */
void json_put_text(struct buffer *out, const char *text);

/* Functions to write JSON piece by piece. Each first writes a comma if one is due, which the last byte
 * in `out` shows: no comma is due at the beginning, or after {, [, a colon or a comma; no JSON value
 * ends in one of these, since strings end in a quote. The names of members are valid UTF-8. json_member
 * and json_item only write what stands before a value; the caller writes the value. The caller also
 * closes with buffer_put_char the { or [ that a function opened. */
void json_member(struct buffer *out, const char *name);
void json_member_open(struct buffer *out, const char *name, char bracket);
void json_member_text(struct buffer *out, const char *name, const char *text);
void json_member_integer(struct buffer *out, const char *name, int64_t value);
void json_member_plain(struct buffer *out, const char *name, const char *json);
void json_item(struct buffer *out);
void json_item_open(struct buffer *out, char bracket);
void json_item_text(struct buffer *out, const char *text);

/* Writes JSON unchanged, except that each ' becomes ", and without a comma before it. For constants of
 * the program, which are easier to read so. */
void json_put_plain(struct buffer *out, const char *json);

#endif
