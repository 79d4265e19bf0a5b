/* Reading clubs: a catalogue of books and their reviews; clubs with members, reading lists, meetings,
 * discussions and statistics. docs/books.md and docs/clubs.md define the rules. */
#ifndef BALCAO_CLUBS_CLUBS_H
#define BALCAO_CLUBS_CLUBS_H

#include "table/route.h"

/* The Cache-Control of cached routes for requests without a token: nginx and other caches may keep the reply
 * for this time. */

extern const struct module books_module, reviews_module, clubs_module, members_module, reading_module,
	meetings_module, topics_module, stats_module;

/* The reply fields of a club, including the caller's role; all routes that return a club share them. */
extern const struct field club_fields[];

#endif
