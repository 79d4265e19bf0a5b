#include "customers/entity.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

enum { NAME_MAX = 10, FIRST_PRINTABLE = 0x20, DELETE = 0x7F, LAST_CONTROL = 0x9F };

static const struct {
	const char *name;
	ucs4_t character;
} whole
	[] = { { "amp", '&' },  { "lt", '<' },    { "gt", '>' },
	       { "quot", '"' }, { "apos", '\'' }, { "nbsp", ' ' } },
   accents[] = { { "acute", 0x301 }, { "grave", 0x300 }, { "circ", 0x302 },
		 { "tilde", 0x303 }, { "uml", 0x308 },   { "cedil", 0x327 } };

static void put_character(struct buffer *out, ucs4_t character)
{
	uint8_t bytes[6];
	int length = u8_uctomb(bytes, character, sizeof(bytes));

	buffer_put(out, bytes, (size_t)length);
}

/* Writes the character of a number: "39" or "x27". */
static bool put_number(struct buffer *out, const char *digits)
{
	bool hexadecimal = *digits == 'x' || *digits == 'X';
	uint8_t bytes[6];
	char *end;
	unsigned long number;

	digits += hexadecimal;
	number = strtoul(digits, &end, hexadecimal ? 16 : 10);
	if (!isxdigit((unsigned char)*digits) || *end || number > 0x10FFFF || number < FIRST_PRINTABLE ||
	    (number >= DELETE && number <= LAST_CONTROL) ||
	    u8_uctomb(bytes, (ucs4_t)number, sizeof(bytes)) < 0)
		return false;
	put_character(out, (ucs4_t)number);
	return true;
}

/* Writes what the name of an entity stands for; false if it stands for nothing. */
static bool put_entity(struct buffer *out, const char *name)
{
	if (*name == '#')
		return put_number(out, name + 1);
	for (size_t i = 0; i < COUNT(whole); i++) {
		if (strcmp(name, whole[i].name) == 0) {
			put_character(out, whole[i].character);
			return true;
		}
	}
	for (size_t i = 0; isalpha((unsigned char)*name) && i < COUNT(accents); i++) {
		if (strcmp(name + 1, accents[i].name) == 0) {
			buffer_put_char(out, *name);
			put_character(out, accents[i].character);
			return true;
		}
	}
	return false;
}

char *entity_decode(struct arena *arena, const char *text)
{
	struct buffer out = { .arena = arena };

	for (; *text; text++) {
		const char *end = *text == '&' ? strchr(text, ';') : NULL;
		size_t length = end ? (size_t)(end - text - 1) : 0;

		if (length > 0 && length <= NAME_MAX &&
		    put_entity(&out, arena_strndup(arena, text + 1, length)))
			text = end;
		else
			buffer_put_char(&out, *text);
	}
	buffer_put_char(&out, '\0');
	return out.data;
}
