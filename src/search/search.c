#include "search/search.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/uuid.h"
#include "call/call.h"
#include "customers/cpf.h"
#include "customers/finding.h"

/* A word needs so many characters to be found by a trigram index. */
enum { WORD_MIN = 3 };

static const char *const types[] = {
	"error", "event", "project", "task", "customer", "club", "book", NULL,
};

/* clang-format off */
static const struct field body[] = {
	{ .name = "q", .type = F_TEXT, .required = true, .min = 2, .max = 200, .example = "\"maria\"",
	  .doc = "All of these words, in any order, case and accents ignored; or the id of an event, or a "
		 "customer's CPF, e-mail address or phone number, or a part of the last two." },
	{ 0 }
};

static const struct field found[] = {
	{ .name = "type", .type = F_ENUM, .values = types, .doc = "What was found." },
	{ .name = "id", .type = F_ID, .doc = "Its id." },
	{ .name = "title", .type = F_TEXT, .doc = "Its title or name." },
	{ .name = "detail", .type = F_TEXT, .nullable = true,
	  .doc = "Of an error where it occurred, of an event the environment, of a project the platform, of "
		 "a customer the masked CPF, of a book the authors, of others the beginning of the "
		 "description." },
	{ .name = "at", .type = F_TIME,
	  .doc = "When it was last changed, or when an error was last seen or an event received." },
	{ .name = "error", .type = F_ID, .nullable = true, .doc = "Of an event, the id of its error." },
	{ 0 }
};
/* clang-format on */

/* Whether a word of the search is long enough for the trigram indexes. */
static bool has_long_word(struct arena *arena, const char *q)
{
	size_t length;

	for (const char *word = text_fold(arena, q, strlen(q)); *word;
	     word += length + strspn(word + length, " ")) {
		length = strcspn(word, " ");
		if (text_length(word, length) >= WORD_MIN)
			return true;
	}
	return false;
}

/* Reads `q` in a format of customers; NULL if it has another. `*key` receives the unique form, or NULL. */
static const char *read_as(struct call *call, const struct format *format, const char *q, const char **key)
{
	const struct fault_kind *fault;
	const char *canonical;
	long number;

	*key = NULL;
	if (format->read(call->arena, q, strlen(q), &canonical, key, &fault, &number))
		return canonical;
	*key = NULL; /* of a part that looked like a phone */
	return NULL;
}

static void recognise(struct call *call, const char *name, const char *value)
{
	if (value)
		call_set(call, name, value);
}

/* Recognises what has a form of its own. */
static enum status search_check(struct call *call)
{
	const char *q = call_value(call, "q"), *key;
	char *id = arena_alloc(call->arena, UUID_TEXT_SIZE);

	if (call->faults.count > 0)
		return OK;
	if (has_long_word(call->arena, q))
		call_set(call, "indexed", "");
	if (uuid_parse_bare(q, strlen(q), id))
		call_set(call, "event_id", id);
	recognise(call, "cpf", read_as(call, &cpf_format, q, &key));
	recognise(call, "email", read_as(call, &finding_email_format, q, &key));
	recognise(call, "phone", read_as(call, &finding_phone_format, q, &key));
	recognise(call, "phone_or", key);
	return OK;
}

static const char *const values[] = { "indexed", "event_id", "cpf", "email", "phone", "phone_or", NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/search", .need = NEED_USER,
	  .doc = "Find errors, events, projects, tasks, customers, clubs and books: at most five of each, "
		 "the best first.",
	  .body = body, .check = search_check, .values = values, .statement = Q_SEARCH_ALL, .reply = found,
	  .whole = true },
	{ 0 }
};
/* clang-format on */

const struct module search_module = {
	.name = "search",
	.doc = "Finding anything by a few words.",
	.routes = routes,
};
