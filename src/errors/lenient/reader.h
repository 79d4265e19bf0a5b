/* What the files of this folder share while they build the tree of one text. */
#ifndef BALCAO_ERRORS_LENIENT_READER_H
#define BALCAO_ERRORS_LENIENT_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/scan.h"
#include "errors/lenient/lenient.h"
#include "errors/lenient/quoted.h"

struct arena;
struct json_object;

enum {
	READER_OBJECT = 8, /* units of an object; of any other value: 1 */
	READER_NAME = 64,  /* bytes of the names that need no memory of their own */
};

/* The functions below move `text` past what they read. Once one of them has returned false, because the text
 * is not JSON, the position is undefined. */
struct reader {
	struct arena *arena;
	struct scan text;     /* the rest of the text */
	int depth;            /* lists and objects that are open */
	size_t spent, limit;  /* units; values beyond the limit are left out */
	bool full;            /* a value was left out since reader_allow; so are those that follow it */
	const char *field;    /* the name for faults of what is being read; NULL: that of `member` */
	const char *member;   /* the member of the outermost object that is being read, or NULL */
	struct buffer string; /* the string that was read last */
	struct quoted_faults faults;
	struct lenient_report report;
};

/* The name of a member. It lies in `few` if it fits, else on the heap: reader_release_name frees that. */
struct reader_name {
	const char *text;
	char few[READER_NAME];
	struct buffer many;
};

/* Reads the name of a member and the colon behind it, up to the member's value. */
bool reader_name(struct reader *reader, struct reader_name *name);
void reader_release_name(struct reader_name *name);

/* Sets the limit to `limit` units in all, not fewer than are spent. */
void reader_allow(struct reader *reader, size_t limit);

/* Begins a list or an object, whose opening bracket is next: sets `*value` to an empty one and moves behind
 * the bracket. Returns false if it is too deep or the limit has no room for it; `*value` is then NULL, the
 * fault is counted, and the position unchanged. */
bool reader_open(struct reader *reader, struct json_object **value);

/* Reads one value of any kind. `*value` is the value, which the caller owns; NULL if it is null, too deep or
 * left out. `full` tells whether something was left out: of a list or an object, what was built before stays.
 * `*kept` tells whether there is a value at all, which may be null. */
bool reader_value(struct reader *reader, struct json_object **value, bool *kept);

/* Adds a member, which then belongs to `object`, and counts it if `object` had one of this name. */
void reader_add(struct reader *reader, struct json_object *object, const char *name,
		struct json_object *value);

/* Returns whether the object has as many members as it may have. If so, counts the fault. */
bool reader_is_wide(struct reader *reader, struct json_object *object);

/* Count a fault of the field that is being read. */
void reader_note_many(struct reader *reader);
void reader_note_deep(struct reader *reader);

#endif
