/* The reading list of a club. */
#include <stddef.h>
#include <string.h>

#include "call/call.h"
#include "clubs/clubs.h"

/* clang-format off */
static const struct problem already_listed = { E_CONFLICT, "already_listed",
	{ "Already listed", "Já está na lista" },
	{ "The club has this book on its reading list already.",
	  "O clube já tem este livro na lista de leitura." } };
/* clang-format on */

static const char *const states[] = { "suggested", "planned", "reading", "finished", "dropped", NULL };

/* clang-format off */
#define CHANGEABLE \
	{ .name = "state", .type = F_ENUM, .values = states, .value = "suggested", \
	  .doc = "Where it stands." }, \
	{ .name = "position", .type = F_INTEGER, .nullable = true, .min = 1, .max = 10000, \
	  .doc = "Its place in the list; null is the end." }, \
	{ .name = "starts_on", .type = F_DATE, .nullable = true, .doc = "When the club begins with it." }, \
	{ .name = "ends_on", .type = F_DATE, .nullable = true, .doc = "When the club wants to be through." }

static const struct field body[] = {
	{ .name = "book_id", .type = F_ID, .required = true, .doc = "A book of the catalogue." },
	CHANGEABLE,
	{ 0 }
};

static const struct field change[] = { CHANGEABLE, { 0 } };

static const struct field club_book[] = {
	{ .name = "book_id", .type = F_ID, .doc = "The book's id." },
	{ .name = "title", .type = F_TEXT, .doc = "What it is called." },
	{ .name = "authors", .type = F_TEXTS, .doc = "Who wrote it." },
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .doc = "ISBN, 13 digits." },
	{ .name = "state", .type = F_ENUM, .values = states, .doc = "Where it stands." },
	{ .name = "position", .type = F_INTEGER, .nullable = true,
	  .doc = "Its place in the list; null is the end." },
	{ .name = "starts_on", .type = F_DATE, .nullable = true, .doc = "When the club begins with it." },
	{ .name = "ends_on", .type = F_DATE, .nullable = true, .doc = "When the club wants to be through." },
	{ .name = "suggested_by", .type = F_ID, .nullable = true,
	  .doc = "Who put it on the list; null once they are gone." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was put on the list." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When that last changed." },
	{ .name = "finished_at", .type = F_TIME, .nullable = true, .doc = "When it became finished." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "Counts the changes; its ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "state", .type = F_ENUM, .values = states, .doc = "Only books that stand there." },
	{ 0 }
};
/* clang-format on */

/* Members suggest. */
static enum status add_before(struct call *call)
{
	return call->role < NEED_MODERATOR && strcmp(call_value(call, "state"), "suggested") != 0
		       ? E_FORBIDDEN
		       : OK;
}

static const struct problem *const add_fails[] = { &already_listed, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/books", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List what a club reads.",
	  .query = filters, .sort = "position", .statement = Q_CLUB_BOOK_LIST, .reply = club_book,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/books", .need = NEED_MEMBER, .member = Q_CLUB_ROLE,
	  .action = "club.book.add",
	  .doc = "Put a book on the list. Members suggest; moderators choose its state.",
	  .body = body, .before = add_before, .first = Q_CLUB_LOCK, .statement = Q_CLUB_BOOK_ADD,
	  .reply = club_book,
	  .location = "/clubs/{id}/books/{new}", .fails = add_fails },
	{ .method = METHOD_GET, .path = "/clubs/{id}/books/{book_id}", .need = NEED_USER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read where a book stands.",
	  .statement = Q_CLUB_BOOK_GET, .reply = club_book },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}/books/{book_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.book.change",
	  .doc = "Move a book: absent keeps, null clears.",
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
