/* Statistics of reading; docs/clubs.md defines each number. */
#include <stddef.h>

#include "clubs/clubs.h"
#include "table/formats.h"

/* clang-format off */
#define ZONE(rest) \
	{ .name = "tz", .type = F_TEXT, .min = 1, .max = 64, .format = &format_time_zone, \
	  .doc = "Whose months: a name of the IANA time zone database; BALCAO_TIME_ZONE by default" rest, \
	  .example = "\"America/Sao_Paulo\"" }

static const struct field club_query[] = {
	ZONE("."),
	{ .name = "months", .type = F_INTEGER, .min = 1, .max = 60, .value = "12",
	  .doc = "The number of months, including the current one." },
	{ 0 }
};

#define NUMBERS(members_doc) \
	{ .name = "books_finished", .type = F_INTEGER, .doc = "Books whose state is finished." }, \
	{ .name = "average_rating", .type = F_NUMBER, .nullable = true, \
	  .doc = "The average of the current members' ratings of these books; null if there are none." }, \
	{ .name = "members", .type = F_INTEGER, .doc = members_doc }, \
	{ .name = "meetings", .type = F_INTEGER, .doc = "Meetings that have begun." }, \
	{ .name = "attendance", .type = F_INTEGER, \
	  .doc = "The number of places taken at these meetings, in total." }

static const struct field month[] = {
	{ .name = "month", .type = F_TEXT, .doc = "Year and month in the time zone: 2026-11." },
	NUMBERS("Current members who had joined by the end of the month."),
	{ 0 }
};

static const struct field club_stats[] = {
	NUMBERS("The number of members."),
	{ .name = "months", .type = F_OBJECTS, .fields = month,
	  .doc = "The same numbers for each month, the newest first." },
	{ 0 }
};

#define BOOK \
	{ .name = "id", .type = F_ID, .doc = "The book's id." }, \
	{ .name = "title", .type = F_TEXT, .doc = "The title." }, \
	{ .name = "authors", .type = F_TEXTS, .doc = "The names of the authors." }, \
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .doc = "ISBN, 13 digits." }

static const struct field most_read[] = {
	BOOK,
	{ .name = "clubs", .type = F_INTEGER, .doc = "The number of public clubs that have finished it." },
	{ 0 }
};

static const struct field best_rated[] = {
	BOOK,
	{ .name = "rating_average", .type = F_NUMBER, .doc = "The average rating of all its reviews." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "The number of its reviews." },
	{ 0 }
};

static const struct field reading_stats[] = {
	{ .name = "clubs", .type = F_INTEGER, .doc = "The number of public clubs." },
	{ .name = "books_finished", .type = F_INTEGER,
	  .doc = "The number of books that public clubs have finished; a book counts once for each club." },
	{ .name = "average_books_finished", .type = F_NUMBER, .nullable = true,
	  .doc = "The average number of finished books per public club." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "The number of all reviews." },
	{ .name = "average_rating", .type = F_NUMBER, .nullable = true,
	  .doc = "The average rating of all reviews." },
	{ .name = "most_read", .type = F_OBJECTS, .fields = most_read,
	  .doc = "The ten books that most public clubs have finished." },
	{ .name = "best_rated", .type = F_OBJECTS, .fields = best_rated,
	  .doc = "The ten books with the best average rating." },
	{ 0 }
};

static const struct field reading_query[] = {
	ZONE(". These numbers go by no month, so it changes nothing."),
	{ 0 }
};
/* clang-format on */

/* The parameter of the other statistics is checked here, too, and that is all. */
static enum status reading_check(struct call *call)
{
	(void)call;
	return OK;
}

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/stats", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "Read a club's statistics, in total and by month.",
	  .query = club_query, .statement = Q_CLUB_STATS, .reply = club_stats },
	{ .method = METHOD_GET, .path = "/stats/reading", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "Read the statistics of all clubs.",
	  .query = reading_query, .check = reading_check,
	  .statement = Q_READING_STATS, .reply = reading_stats },
	{ 0 }
};

const struct module stats_module = {
	.name = "clubs",
	.routes = routes,
};
/* clang-format on */
