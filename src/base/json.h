/* JSON, read strictly and written quickly.
 *
 * json-c alone takes what RFC 8259 forbids (NaN, single quotes, raw control
 * characters, overlong UTF-8, duplicate keys …), so every text is first scanned
 * by our own recogniser; json-c then builds the tree. */
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
	JSON_MAX_VALUES = 20000, /* of one text; json-c's tree of them takes up to 16 MiB */
};

/* What a text holds: members of objects; and values, which are all objects, lists, strings, numbers and
 * literals, the outermost included, names not. */
struct json_counts {
	size_t members, values;
};

/* Whether `text` (`length` bytes, any bytes) is one JSON text as the contract
 * wants it: RFC 8259 grammar, UTF-8 after RFC 3629, no \u0000, no unpaired
 * surrogate escape, at most JSON_MAX_DEPTH levels of arrays and objects and
 * JSON_MAX_VALUES values, nothing after it but white space. It stops at the first
 * value too many. `counts`, which may be NULL, is written if it is. Duplicate keys
 * are not looked for here. */
bool json_scan(const char *text, size_t length, struct json_counts *counts);

/* Parses `text` into `*object`, which belongs to the arena (do not put it).
 * E_MALFORMED_JSON: not what json_scan takes, or an object that holds a key
 * twice. E_CONTENT_TOO_LARGE: the arena's limit has no room for its tree. A JSON
 * null is OK with `*object` NULL. */
MUST_CHECK enum status json_parse(struct arena *arena, const char *text, size_t length,
				  struct json_object **object);

/* Writes `text` (`length` bytes of valid UTF-8) as a JSON string with its quotes.
 * Escapes ", \ and the characters below U+0020, nothing else. */
void json_put_string(struct buffer *out, const char *text, size_t length);
/* The same for a NUL-terminated text; NULL is written as null. */
void json_put_text(struct buffer *out, const char *text);

/* Writing piece by piece: each of these first puts the comma that is due. The last byte in `out` tells: none
 * is due at its beginning, nor after {, [, a colon or a comma, in which no JSON value ends (a text ends in
 * its quote). Members of an object come by name, any valid UTF-8; json_member and json_item write what stands
 * before a value that the caller writes; what `open` opens with { or [, the caller closes with
 * buffer_put_char. */
void json_member(struct buffer *out, const char *name);
void json_member_open(struct buffer *out, const char *name, char bracket);
void json_member_text(struct buffer *out, const char *name, const char *text);
void json_member_integer(struct buffer *out, const char *name, int64_t value);
void json_member_plain(struct buffer *out, const char *name, const char *json);
void json_item(struct buffer *out);
void json_item_open(struct buffer *out, char bracket);
void json_item_text(struct buffer *out, const char *text);

/* Writes JSON as it stands, but " for each ', without a comma before it: constants of the program, easy on
 * the eye. */
void json_put_plain(struct buffer *out, const char *json);

#endif
