/* Hides secrets in what applications report, before anything else reads it: so the stored event, its title,
 * log, tags, user, the texts that it is grouped by and everything else that is made of it are clean. Each
 * secret becomes SCRUB_MARK; all other bytes stay as they were sent.
 *
 * Secret are values under certain names (name.h), in members of objects, in pairs, headers and texts
 * (assignment.h), and what shows by its form that it is secret (form.h, number.h). docs/errors.md tells
 * people.
 *
 * Time and memory are linear: the result is at most SCRUB_GROWTH bytes larger than the text. If that is used
 * up by some thousands of secrets that are shorter than the mark, further secrets become "*", or 0 in place
 * of a whole value. */
#ifndef BALCAO_ERRORS_SCRUB_SCRUB_H
#define BALCAO_ERRORS_SCRUB_SCRUB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;

#define SCRUB_MARK "[filtered]"

enum { SCRUB_GROWTH = 64 * 1024 };

/* What a project has chosen. */
struct scrub {
	bool on;             /* false: the functions return what they are given */
	const char *further; /* further names (name_list), or NULL */
};

/* Hides the secrets of a JSON text of any content, with the tolerances of errors/lenient/lenient.h: what that
 * parser reads means the same afterwards, but for the secrets. Changes `*json` to a text in the arena, with a
 * NUL behind it, and `*length` to its length.
 *
 * In objects the value under a secret name is hidden, unless it is true, false or null; whether text, number,
 * list or object, it becomes one text. So is the second of two texts in a list if the first is a secret name,
 * and "value" in an object whose "name" or "key" is one. Names are not judged in the list of an event's
 * modules and its fingerprint. The ids that the protocol needs (event_id, trace_id …) stay as long as they
 * look like ids.
 *
 * False: the limit of the arena leaves no room for a string with escapes; nothing was changed. */
MUST_CHECK bool scrub_json(struct arena *arena, const struct scrub *scrub, const char **json, size_t *length);

/* Returns `text` with its secrets hidden, in the arena; NULL for NULL. */
const char *scrub_text(struct arena *arena, const struct scrub *scrub, const char *text);

#endif
