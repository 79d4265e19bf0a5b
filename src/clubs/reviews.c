/* Reviews of books. */
#include <stddef.h>

#include "call/call.h"
#include "call/query.h"
#include "clubs/clubs.h"

/* clang-format off */
static const struct problem already_reviewed = { E_CONFLICT, "already_reviewed",
	{ "Already reviewed", "Já avaliado" },
	{ "You have already reviewed this book. Change your review instead.",
	  "Você já avaliou este livro. Se quiser, altere a sua avaliação." } };
static const struct problem not_read = { E_CONFLICT, "not_read",
	{ "Not read", "Não lido" },
	{ "You can review a book once you have read it: set your progress to 100, or finish it in one of "
	  "your clubs.",
	  "Você pode avaliar um livro depois de ler: marque 100 no seu progresso ou termine a leitura em "
	  "um dos seus clubes." } };
/* clang-format on */

/* clang-format off */
static const struct field body[] = {
	{ .name = "rating", .type = F_HALVES, .required = true, .min = 1, .max = 10,
	  .doc = "The rating: 0.5 to 5 in steps of 0.5.", .example = "4.5" },
	{ .name = "text", .type = F_TEXT, .nullable = true, .lines = true, .min = 1, .max = 10000,
	  .doc = "The text of the review." },
	{ .name = "spoiler", .type = F_BOOLEAN, .value = "false",
	  .doc = "Whether the text reveals the plot." },
	{ 0 }
};

static const struct field review[] = {
	{ .name = "id", .type = F_ID, .doc = "The review's id." },
	{ .name = "book_id", .type = F_ID, .doc = "The book's id." },
	{ .name = "user_id", .type = F_ID, .doc = "The id of the user who wrote it." },
	{ .name = "username", .type = F_TEXT, .doc = "The username of the user who wrote it." },
	{ .name = "rating", .type = F_HALVES, .min = 1, .max = 10,
	  .doc = "The rating: 0.5 to 5 in steps of 0.5." },
	{ .name = "text", .type = F_TEXT, .nullable = true, .doc = "The text of the review." },
	{ .name = "spoiler", .type = F_BOOLEAN, .doc = "Whether the text reveals the plot." },
	{ .name = "mine", .type = F_BOOLEAN, .doc = "Whether you wrote it." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the review was written." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the review last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "mine", .type = F_BOOLEAN, .doc = "true: only your own review." },
	{ 0 }
};
/* clang-format on */

/* Either there is no such book, or the caller has not read it. */
static enum status create_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_BOOK_GET, &rows);

	return status == OK ? call_refuse(call, &not_read) : status;
}

static const enum query_id create_uses[] = { Q_BOOK_GET, Q_NONE };
static const struct problem *const create_fails[] = { &not_read, &already_reviewed, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/books/{id}/reviews", .need = NEED_USER, .member = Q_BOOK_ROLE,
	  .doc = "List the reviews of a book.",
	  .query = filters, .sort = "-created_at", .statement = Q_REVIEW_LIST, .reply = review,
	  .list = true },
	{ .method = METHOD_POST, .path = "/books/{id}/reviews", .need = NEED_USER, .common = true,
	  .doc = "Review a book that you have read. You can review each book once.",
	  .body = body, .missing = create_missing, .uses = create_uses, .statement = Q_REVIEW_CREATE,
	  .reply = review,
	  .location = "/reviews/{new}", .fails = create_fails },
	{ .method = METHOD_GET, .path = "/reviews/{id}", .need = NEED_USER, .common = true,
	  .doc = "Read a review.",
	  .statement = Q_REVIEW_GET, .reply = review },
	{ .method = METHOD_PATCH, .path = "/reviews/{id}", .need = NEED_AUTHOR, .member = Q_REVIEW_ROLE,
	  .doc = "Change your own review.",
	  .body = body, .statement = Q_REVIEW_CHANGE, .reply = review },
	{ .method = METHOD_DELETE, .path = "/reviews/{id}", .need = NEED_AUTHOR, .member = Q_REVIEW_ROLE,
	  .doc = "Delete your own review.",
	  .statement = Q_REVIEW_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "review_pkey", .problem = &already_reviewed },
	{ .name = "review_user", .status = E_TOKEN_INVALID },
	{ .name = "review_book", .status = E_NOT_FOUND },
	{ .name = "reading_total_pkey", .never = "written by migrations only" },
	{ 0 }
};

static const struct problem *const refusals[] = { &already_reviewed, &not_read, NULL };

const struct module reviews_module = {
	.name = "books",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
};
/* clang-format on */
