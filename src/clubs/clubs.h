/* Reading clubs: a catalogue of books and their reviews; clubs with members, reading lists, meetings,
 * discussions and statistics. docs/books.md and docs/clubs.md tell the rules. */
#ifndef BALCAO_CLUBS_CLUBS_H
#define BALCAO_CLUBS_CLUBS_H

#include "table/route.h"

/* What the cached routes answer to nobody in particular: nginx and others may keep it so long. */
#define PUBLIC_CACHE "public, max-age=30"

extern const struct module books_module, reviews_module, clubs_module, members_module, reading_module,
	meetings_module, topics_module, stats_module;

/* What the routes of a club that show it have in common, with the role of who asks. */
extern const struct field club_fields[];

#endif
