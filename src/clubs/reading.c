/* The reading list of a club. */
#include <stddef.h>
#include <string.h>

#include "call/call.h"
#include "clubs/clubs.h"
#include "core/authorise.h"

/* clang-format off */
static const struct problem already_listed = { E_CONFLICT, "already_listed",
	{ "Already listed", "Já está na lista" },
	{ "The club already has this book on its reading list.",
	  "O clube já tem este livro na lista de leitura." } };
/* clang-format on */

static const char *const states[] = { "suggested", "planned", "reading", "finished", "dropped", NULL };

/* clang-format off */
#define CHANGEABLE \
	{ .name = "state", .type = F_ENUM, .values = states, .value = "suggested", \
	  .doc = "The state of the book in the club." }, \
	{ .name = "position", .type = F_INTEGER, .nullable = true, .min = 1, .max = 10000, \
	  .doc = "The book's place in the list; null means the end." }, \
	{ .name = "starts_on", .type = F_DATE, .nullable = true, \
	  .doc = "The day on which the club begins to read it." }, \
	{ .name = "ends_on", .type = F_DATE, .nullable = true, \
	  .doc = "The day on which the club plans to finish it." }

static const struct field body[] = {
	{ .name = "book_id", .type = F_ID, .required = true, .doc = "The id of a book in the catalogue." },
	CHANGEABLE,
	{ 0 }
};

static const struct field change[] = { CHANGEABLE, { 0 } };

static const struct field club_book[] = {
	{ .name = "book_id", .type = F_ID, .doc = "The book's id." },
	{ .name = "title", .type = F_TEXT, .doc = "The title." },
	{ .name = "authors", .type = F_TEXTS, .doc = "The names of the authors." },
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .doc = "ISBN, 13 digits." },
	{ .name = "pages", .type = F_INTEGER, .nullable = true, .doc = "How many pages it has." },
	{ .name = "rating_average", .type = F_NUMBER, .nullable = true,
	  .doc = "The average rating of all reviews, to two decimals; null if there are no reviews." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "The number of reviews." },
	{ .name = "state", .type = F_ENUM, .values = states, .doc = "The state of the book in the club." },
	{ .name = "position", .type = F_INTEGER, .nullable = true,
	  .doc = "The book's place in the list; null means the end." },
	{ .name = "starts_on", .type = F_DATE, .nullable = true,
	  .doc = "The day on which the club begins to read it." },
	{ .name = "ends_on", .type = F_DATE, .nullable = true,
	  .doc = "The day on which the club plans to finish it." },
	{ .name = "suggested_by", .type = F_ID, .nullable = true,
	  .doc = "The id of the user who suggested it; null if the account was deleted." },
	{ .name = "progress_average", .type = F_NUMBER, .nullable = true,
	  .doc = "The average progress of the members in percent, to two decimals; null if fewer than three "
		 "have set theirs." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the book was put on the list." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the entry last changed." },
	{ .name = "finished_at", .type = F_TIME, .nullable = true, .doc = "When the state became finished." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "state", .type = F_ENUM, .values = states, .doc = "Only books in this state." },
	{ 0 }
};
/* clang-format on */

/* Only moderators choose the state; members can only suggest a book. */
static enum status add_before(struct call *call)
{
	return call->role < NEED_MODERATOR && strcmp(call_value(call, "state"), "suggested") != 0
		       ? authorise_refuse(call, NEED_MODERATOR)
		       : OK;
}

static const struct problem *const add_fails[] = { &already_listed, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/books", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List the books on a club's reading list.",
	  .query = filters, .sort = "position", .statement = Q_CLUB_BOOK_LIST, .reply = club_book,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/books", .need = NEED_MEMBER, .member = Q_CLUB_ROLE,
	  .action = "club.book.add",
	  .doc = "Put a book on the list. Members can only suggest it; moderators choose its state.",
	  .body = body, .before = add_before, .first = Q_CLUB_LOCK, .statement = Q_CLUB_BOOK_ADD,
	  .reply = club_book, .taken = Q_CLUB_BOOK_TAKEN,
	  .location = "/clubs/{id}/books/{new}", .fails = add_fails },
	{ .method = METHOD_GET, .path = "/clubs/{id}/books/{book_id}", .need = NEED_USER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read a book's entry in the list.",
	  .statement = Q_CLUB_BOOK_GET, .reply = club_book },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}/books/{book_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.book.change",
	  .doc = "Change a book's entry: omitted fields stay as they are, null clears a field.",
	  .body = change, .first = Q_CLUB_LOCK, .statement = Q_CLUB_BOOK_CHANGE, .reply = club_book },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/books/{book_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.book.remove",
	  .doc = "Take a book off the list.",
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_BOOK_REMOVE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "club_book_pkey", .problem = &already_listed, .field = "book_id" },
	{ .name = "club_book_club", .status = E_NOT_FOUND },
	{ .name = "club_book_book", .status = E_NOT_FOUND },
	{ .name = "club_book_suggested_by", .status = E_TOKEN_INVALID },
	{ .name = "club_book_dates", .status = E_VALIDATION, .field = "ends_on" },
	{ .name = "progress_pkey", .never = "inserted with ON CONFLICT" },
	{ .name = "progress_user", .status = E_TOKEN_INVALID },
	{ .name = "progress_book", .status = E_NOT_FOUND },
	{ 0 }
};

static const struct problem *const refusals[] = { &already_listed, NULL };

const struct module reading_module = {
	.name = "clubs",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
};
/* clang-format on */
