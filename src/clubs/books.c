/* The catalogue of books, which all users share, and each user's progress in a book. */
#include <stddef.h>

#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "clubs/clubs.h"
#include "clubs/isbn.h"
#include "values/pasted.h"

/* clang-format off */
static const struct problem isbn_taken = { E_CONFLICT, "isbn_taken",
	{ "ISBN taken", "ISBN já cadastrado" },
	{ "The catalogue already has a book with this ISBN.",
	  "O catálogo já tem um livro com este ISBN." } };
/* clang-format on */

/* clang-format off */
static const struct field body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 300,
	  .doc = "The title.", .example = "\"Grande Sertão: Veredas\"" },
	{ .name = "authors", .type = F_TEXTS, .min = 1, .max = 200, .items = 20, .value = "{}",
	  .doc = "The names of the authors.", .example = "[\"João Guimarães Rosa\"]" },
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .min = 10, .max = PASTED_MAX,
	  .format = &isbn_format,
	  .doc = "ISBN of 10 or 13 digits; hyphens and blanks are ignored; unique in the catalogue.",
	  .example = "\"978-85-359-0277-8\"" },
	{ .name = "pages", .type = F_INTEGER, .nullable = true, .min = 1, .max = 100000,
	  .doc = "The number of pages." },
	{ .name = "published_year", .type = F_INTEGER, .nullable = true, .min = -3000, .max = 2200,
	  .doc = "The year of the first publication." },
	{ .name = "language", .type = F_TEXT, .nullable = true, .min = 2, .max = 35,
	  .doc = "The language of the text, as a tag of BCP 47.", .example = "\"pt-BR\"" },
	{ 0 }
};

static const struct field book[] = {
	{ .name = "id", .type = F_ID, .doc = "The book's id." },
	{ .name = "title", .type = F_TEXT, .doc = "The title." },
	{ .name = "authors", .type = F_TEXTS, .doc = "The names of the authors." },
	{ .name = "isbn", .type = F_TEXT, .nullable = true, .doc = "ISBN, 13 digits." },
	{ .name = "pages", .type = F_INTEGER, .nullable = true, .doc = "The number of pages." },
	{ .name = "published_year", .type = F_INTEGER, .nullable = true,
	  .doc = "The year of the first publication." },
	{ .name = "language", .type = F_TEXT, .nullable = true,
	  .doc = "The language of the text, as a tag of BCP 47." },
	{ .name = "rating_average", .type = F_NUMBER, .nullable = true,
	  .doc = "The average rating of all reviews, to two decimals; null if there are no reviews." },
	{ .name = "ratings_count", .type = F_INTEGER, .doc = "The number of reviews." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the book was added." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the book last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change and each rating; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "q", .type = F_TEXT, .max = 200, .min_public = 3,
	  .doc = "Only books with all of these words in the title or the authors, in any order; case and "
		 "accents are ignored." },
	{ .name = "isbn", .type = F_TEXT, .min = 10, .max = PASTED_MAX, .format = &isbn_format,
	  .doc = "The book with this ISBN." },
	{ 0 }
};

static const struct field progress_body[] = {
	{ .name = "percent", .type = F_INTEGER, .required = true, .min = 0, .max = 100,
	  .doc = "How much of the book you have read, in percent; 100 means that you have finished it." },
	{ 0 }
};

static const struct field progress[] = {
	{ .name = "book_id", .type = F_ID, .doc = "The book's id." },
	{ .name = "percent", .type = F_INTEGER, .min = 0, .max = 100,
	  .doc = "How much of the book you have read, in percent." },
	{ .name = "updated_at", .type = F_TIME, .nullable = true,
	  .doc = "When you last set it; null if you never did." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows each time you set it; also the ETag." },
	{ 0 }
};
/* clang-format on */

/* Blames the ISBN if another book has it, and gives that book's address. E_NOT_FOUND: no other book has it.
 * */
static enum status blame_isbn(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_BOOK_BY_ISBN, &rows);

	if (status != OK)
		return status;
	faults_add(&call->faults, (struct fault){ .kind = &isbn_taken_by,
						  .name = "/isbn",
						  .text = arena_printf(call->arena, "/api/v1/books/%s",
								       rows_text(&rows, 0, "id")) });
	return OK;
}

/* Where other faults refuse the book, names a taken ISBN beside them. */
static enum status save_check(struct call *call)
{
	enum status status = call->faults.count > 0 && call_value(call, "isbn") ? blame_isbn(call) : OK;

	return status == E_NOT_FOUND ? OK : status;
}

/* Another book has the ISBN, or had it a moment ago. */
static enum status create_missing(struct call *call)
{
	enum status status = blame_isbn(call);

	if (status != OK)
		return status == E_NOT_FOUND ? E_CONFLICT : status;
	return call_refuse(call, &isbn_taken);
}

/* The same, or the book has another version. */
static enum status change_missing(struct call *call)
{
	return call_value(call, "isbn") ? create_missing(call) : E_NOT_FOUND;
}

/* "id" of a new book is never set, so that :id is null in book_by_isbn. */
static const char *const create_values[] = { "id", NULL };
static const enum query_id isbn_uses[] = { Q_BOOK_BY_ISBN, Q_NONE };
static const struct problem *const isbn_fails[] = { &isbn_taken, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/books", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "List the books of the catalogue.",
	  .query = filters, .sort = "-created_at", .statement = Q_BOOK_LIST, .reply = book, .list = true },
	{ .method = METHOD_POST, .path = "/books", .need = NEED_USER,
	  .action = "book.create",
	  .doc = "Add a book to the catalogue.",
	  .body = body, .check = save_check, .missing = create_missing, .uses = isbn_uses,
	  .values = create_values, .statement = Q_BOOK_CREATE, .reply = book,
	  .location = "/books/{new}", .fails = isbn_fails },
	{ .method = METHOD_GET, .path = "/books/{id}", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "Read a book.",
	  .statement = Q_BOOK_GET, .reply = book },
	{ .method = METHOD_PATCH, .path = "/books/{id}", .need = NEED_MODERATOR, .member = Q_BOOK_KEEPER,
	  .action = "book.change",
	  .doc = "Change some fields of a book that you added, or that a club lists of which you are a "
		 "moderator. Operators may change any book.",
	  .body = body, .check = save_check, .missing = change_missing, .uses = isbn_uses,
	  .statement = Q_BOOK_CHANGE, .reply = book, .fails = isbn_fails },
	{ .method = METHOD_GET, .path = "/books/{id}/progress", .need = NEED_USER, .common = true,
	  .doc = "Read your progress in a book.",
	  .statement = Q_PROGRESS_GET, .reply = progress },
	{ .method = METHOD_PUT, .path = "/books/{id}/progress", .need = NEED_USER, .common = true,
	  .doc = "Set your progress in a book.",
	  .body = progress_body, .statement = Q_PROGRESS_PUT, .reply = progress },
	{ 0 }
};
/* clang-format on */

static const struct constraint constraints[] = {
	{ .name = "book_isbn_key", .problem = &isbn_taken, .field = "isbn" },
	{ .name = "book_added_by", .status = E_TOKEN_INVALID },
	{ 0 }
};

static const struct problem *const refusals[] = { &isbn_taken, NULL };

static const struct fault_kind *const faults[] = { &isbn_invalid, &isbn_taken_by, NULL };

const struct module books_module = {
	.name = "books",
	.doc = "Books: the catalogue that all clubs share, your progress, and reviews.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.faults = faults,
};
