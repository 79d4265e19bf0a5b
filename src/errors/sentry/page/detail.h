/* Writes members of an event, as lenient_parse read it, into the JSON that shows the event. The names of
 * members are string literals. A value that is missing or has the wrong type becomes null. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_DETAIL_H
#define BALCAO_ERRORS_SENTRY_PAGE_DETAIL_H

#include <stddef.h>

#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/page/outline.h"

struct shape_list;

struct detail {
	struct reading reading;
	struct notes ignored; /* the mapper has made the notes already */
	struct outline to;
};

/* Returns a new one in the arena, which writes to `out`. */
struct detail *detail_new(struct arena *arena, struct buffer *out);

/* A text as reading_any reads it, cut to `max` code points; a number of reading_count; a boolean of
 * reading_boolean. */
void detail_text(struct detail *detail, const char *name, struct json_object *value, size_t max);
void detail_count(struct detail *detail, const char *name, struct json_object *value);
void detail_boolean(struct detail *detail, const char *name, struct json_object *value);

/* A value as it was sent; detail_whole only if it is an object or a list. */
void detail_any(struct detail *detail, const char *name, struct json_object *value);
void detail_whole(struct detail *detail, const char *name, struct json_object *value);

/* The members of `object` whose names are not in `known`, which ends in NULL: an object, or null if there are
 * none or `object` is not an object. */
void detail_other(struct detail *detail, const char *name, struct json_object *object,
		  const char *const known[]);

/* Writes one item of a list; it may write nothing. */
typedef void detail_put(struct detail *detail, void *context, const struct shape_list *list, size_t index);

/* Writes the kept items of the list with commas between them. If there is no room for all of them, the last
 * ones stay. Returns how many are left out. */
size_t detail_items(struct detail *detail, const struct shape_list *list, detail_put *put, void *context);

#endif
