/* Statistics of reading; docs/clubs.md defines each number. */
#include <stddef.h>

#include "clubs/clubs.h"

/* clang-format off */
static const struct field club_query[] = {
	{ .name = "months", .type = F_INTEGER, .min = 1, .max = 60, .value = "12",
	  .doc = "How many months, the current one included." },
	{ 0 }
};

#define NUMBERS(members_doc) \
	{ .name = "books_finished", .type = F_INTEGER, .doc = "Books whose state is finished." }, \
	{ .name = "average_rating", .type = F_NUMBER, .nullable = true, \
	  .doc = "What today's members gave them; null where nobody did." }, \
	{ .name = "members", .type = F_INTEGER, .doc = members_doc }, \
	{ .name = "meetings", .type = F_INTEGER, .doc = "Meetings that have begun." }, \
	{ .name = "attendance", .type = F_INTEGER, .doc = "Who had a place at them, summed up." }

static const struct field month[] = {
	{ .name = "month", .type = F_TEXT, .doc = "Year and month in UTC: 2026-11." },
	NUMBERS("Today's members who had joined by its end."),
	{ 0 }
};

static const struct field club_stats[] = {
	NUMBERS("Who belongs to it."),
	{ .name = "months", .type = F_OBJECTS, .fields = month,
	  .doc = "The same by month, the newest first." },
	{ 0 }
};

#define BOOK \
	{ .name = "id", .type = F_ID, .doc = "The book's id." }, \
	{ .name = "title", .type = F_TEXT, .doc = "What it is called." }, \
	{ .name = "authors", .type = F_TEXTS, .doc = "Who wrote it." }, \
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .doc = "ISBN, 13 digits." }

static const struct field most_read[] = {
	BOOK,
	{ .name = "clubs", .type = F_INTEGER, .doc = "How many public clubs have finished it." },
	{ 0 }
};

static const struct field best_rated[] = {
	BOOK,
	{ .name = "rating_average", .type = F_NUMBER, .doc = "Of all its reviews." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "How many it has." },
	{ 0 }
};

static const struct field reading_stats[] = {
	{ .name = "clubs", .type = F_INTEGER, .doc = "Public clubs." },
	{ .name = "books_finished", .type = F_INTEGER,
	  .doc = "Books that they have finished, once for each club." },
	{ .name = "average_books_finished", .type = F_NUMBER, .nullable = true, .doc = "Per public club." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "All reviews." },
	{ .name = "average_rating", .type = F_NUMBER, .nullable = true, .doc = "Of all reviews." },
	{ .name = "most_read", .type = F_OBJECTS, .fields = most_read,
	  .doc = "The ten books that most public clubs have finished." },
	{ .name = "best_rated", .type = F_OBJECTS, .fields = best_rated,
	  .doc = "The ten books with the best average." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/stats", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "The numbers of a club, in all and by month.",
	  .query = club_query, .statement = Q_CLUB_STATS, .reply = club_stats },
	{ .method = METHOD_GET, .path = "/stats/reading", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "The numbers over all clubs.",
	  .statement = Q_READING_STATS, .reply = reading_stats },
	{ 0 }
};

const struct module stats_module = {
	.name = "clubs",
	.routes = routes,
};
/* clang-format on */
