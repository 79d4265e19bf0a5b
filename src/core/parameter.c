#include "core/parameter.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "call/call.h"
#include "db/literal.h"
#include "http/url.h"
#include "table/value.h"

void parameter_blame(struct call *call, const struct fault_kind *code, const char *name)
{
	faults_add(&call->faults, (struct fault){ .kind = code, .in_query = true, .name = name, .text = "" });
}

/* The pair of the parameter `name`; NULL if it is absent or, after a fault was added, repeated. */
static const struct url_pair *find_pair(struct call *call, const char *name, const struct url_pair *pairs,
					size_t count)
{
	const struct url_pair *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(pairs[i].name, name) != 0)
			continue;
		if (found) {
			parameter_blame(call, &fault_repeated_parameter, name);
			return NULL;
		}
		found = &pairs[i];
	}
	return found;
}

/* Whether no word of the text is long enough for a caller without an access token. Few letters are in so many
 * rows that the search index is of no use, and anybody could keep the database busy. */
static bool is_short_for_anybody(const struct call *call, const struct field *field, const char *text)
{
	const char *word;
	size_t length;

	if (*call->caller.user || field->min_public == 0)
		return false;
	for (word = text_fold(call->arena, text, strlen(text)); *word;
	     word += length + strspn(word + length, " ")) {
		length = strcspn(word, " ");
		if ((long)text_length(word, length) >= field->min_public)
			return false;
	}
	return true;
}

/* Reads a parameter that may be repeated, as an array in PostgreSQL's text form. */
static bool read_texts(struct call *call, const struct field *field, const struct url_pair *pairs,
		       size_t count, const char **text)
{
	struct source source = {
		.arena = call->arena, .faults = &call->faults, .in_query = true, .name = field->name
	};
	const char **texts = arena_alloc(call->arena, (count + 1) * sizeof(*texts));
	size_t found = 0, faults = call->faults.count;

	for (size_t i = 0; i < count; i++) {
		struct checked checked = { 0 };

		if (strcmp(pairs[i].name, field->name) == 0 && pairs[i].value_length > 0 &&
		    value_from_text(&source, field, pairs[i].value, pairs[i].value_length, &checked))
			texts[found++] = checked.text;
	}
	if ((long)found > field->items)
		faults_add(&call->faults, (struct fault){ .kind = &fault_too_many_items,
							  .in_query = true,
							  .name = field->name,
							  .number = field->items,
							  .text = "" });
	*text = literal_array(call->arena, texts, found);
	return found > 0 && call->faults.count == faults;
}

bool parameter_read(struct call *call, const struct field *field, const struct url_pair *pairs, size_t count,
		    const char **text)
{
	const struct url_pair *pair;
	struct source source = {
		.arena = call->arena, .faults = &call->faults, .in_query = true, .name = field->name
	};
	struct checked checked = { 0 };

	if (field->type == F_TEXTS)
		return read_texts(call, field, pairs, count, text);
	pair = find_pair(call, field->name, pairs, count);
	if (!pair) {
		*text = field->value;
		return field->value != NULL;
	}
	if (!value_from_text(&source, field, pair->value, pair->value_length, &checked))
		return false;
	if (is_short_for_anybody(call, field, checked.text)) {
		faults_add(&call->faults, (struct fault){ .kind = &fault_too_short,
							  .in_query = true,
							  .name = field->name,
							  .number = field->min_public,
							  .text = "" });
		return false;
	}
	*text = *checked.text ? checked.text : field->value; /* an empty search box asks for nothing */
	return *text != NULL;
}
