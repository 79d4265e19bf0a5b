#include "db/statement.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

#define CONDITION "--? "
#define SORT "-- sort "
#define WITHOUT "without "
#define AND " and "
#define CUSTOM ", planned with its value"
#define ANEW "-- planned anew"

static struct statement statements[Q__MAX];

static bool is_name(char c)
{
	return islower((unsigned char)c) || isdigit((unsigned char)c) || c == '_';
}

/* The next ":name" in a line, outside of casts (::text) and string literals; NULL if there is none. */
static const char *next_param(const char *at, const char *end, size_t *length)
{
	bool quoted = false;

	for (; at < end; at++) {
		if (*at == '\'')
			quoted = !quoted;
		if (quoted || *at != ':')
			continue;
		if (at + 1 < end && at[1] == ':') {
			at++;
			continue;
		}
		*length = 0;
		while (at + 1 + *length < end && is_name(at[1 + *length]))
			++*length;
		if (*length > 0)
			return at;
	}
	return NULL;
}

static int find_param(const struct statement *statement, const char *name, size_t length)
{
	for (size_t i = 0; i < statement->params; i++)
		if (strlen(statement->param[i]) == length && memcmp(statement->param[i], name, length) == 0)
			return (int)i;
	return -1;
}

int statement_param(const struct statement *statement, const char *name)
{
	return find_param(statement, name, strlen(name));
}

static char *copy(const char *text, size_t length)
{
	char *new = memory_new(length + 1);

	memcpy(new, text, length);
	return new;
}

/* Returns the index of the parameter and adds it if it is new; -1 if there is no room. */
static int add_param(struct statement *statement, const char *name, size_t length)
{
	int found = find_param(statement, name, length);

	if (found >= 0)
		return found;
	if (statement->params == STATEMENT_PARAMS)
		return -1;
	statement->param[statement->params] = copy(name, length);
	return (int)statement->params++;
}

static const char *parse_sort(struct statement *statement, const char *line, size_t length)
{
	const char *name = line + strlen(SORT), *colon = memchr(line, ':', length);
	bool down = *name == '-';
	char *expression;

	if (!colon || colon + 2 >= line + length)
		return "malformed sort: write \"-- sort name: expression\"";
	expression = copy(colon + 2, (size_t)(line + length - colon - 2));
	name += down;
	if (down && statement->sorts > 0 &&
	    strlen(statement->sort[statement->sorts - 1].name) == (size_t)(colon - name) &&
	    memcmp(statement->sort[statement->sorts - 1].name, name, (size_t)(colon - name)) == 0) {
		statement->sort[statement->sorts - 1].descending = expression;
		return NULL;
	}
	if (down || statement->sorts == STATEMENT_SORTS)
		return "too many sorts, or a descending one without its ascending one before it";
	statement->sort[statement->sorts++] = (struct statement_sort){
		.name = copy(name, (size_t)(colon - name)),
		.ascending = expression,
		.descending = expression,
	};
	return NULL;
}

/* Whether the text at `*at` begins with `words`; if so, moves `*at` behind them. */
static bool skip(const char **at, const char *end, const char *words)
{
	size_t length = strlen(words);

	if ((size_t)(end - *at) < length || memcmp(*at, words, length) != 0)
		return false;
	*at += length;
	return true;
}

/* Reads the name of a condition at `*at`; returns the index of its parameter, or -1. */
static short read_condition(struct statement *statement, const char **at, const char *end)
{
	size_t length = 0;
	int index;

	while (*at + length < end && is_name((*at)[length]))
		length++;
	index = length > 0 ? add_param(statement, *at, length) : -1;
	if (index >= 0)
		statement->conditions |= UINT64_C(1) << index;
	*at += length;
	return (short)index;
}

/* Removes "--? [without ]name[ and name][, planned with its value]" from the line, and notes the
 * conditions. */
static const char *parse_condition(struct statement *statement, struct statement_line *line)
{
	const char *mark = memmem(line->text, line->length, CONDITION, strlen(CONDITION));
	const char *at, *end = line->text + line->length;
	bool fine;

	line->condition = line->also = -1;
	if (!mark)
		return NULL;
	at = mark + strlen(CONDITION);
	line->without = skip(&at, end, WITHOUT);
	line->condition = read_condition(statement, &at, end);
	fine = line->condition >= 0;
	if (skip(&at, end, AND)) {
		line->also = read_condition(statement, &at, end);
		fine &= line->also >= 0;
	}
	line->custom_plan = skip(&at, end, CUSTOM);
	line->length = (size_t)(mark - line->text);
	return fine && at == end ? NULL
				 : "malformed condition: write \"--? name\", or \"--? name, planned with its "
				   "value\"";
}

/* Whether ":name AS ..." or ":name::type AS ..." stands there: a column that is written or returned. */
static bool is_column(const char *after, const char *end)
{
	if (end - after > 2 && memcmp(after, "::", 2) == 0)
		for (after += 2; after < end && is_name(*after); after++)
			continue;
	return end - after > 4 && memcmp(after, " AS ", 4) == 0;
}

/* Notes whether the parameter, on a line that is always there, restricts the rows. */
static void note_scope(struct statement *statement, const char *name, size_t length, const char *end)
{
	bool caller = length == 6 && memcmp(name, "caller", 6) == 0;
	bool org = length == 3 && memcmp(name, "org", 3) == 0;
	bool column = is_column(name + length, end);

	statement->personal |= caller || org;
	statement->of_caller |= caller && !column;
	statement->of_org |= org && !column;
}

/* Adds the parameters of a line. */
static const char *parse_params(struct statement *statement, const struct statement_line *line)
{
	const char *end = line->text + line->length, *param;
	size_t length;

	for (param = line->text; (param = next_param(param, end, &length)); param += length) {
		int index = add_param(statement, param + 1, length);

		if (index < 0)
			return "too many parameters: use fewer, or raise STATEMENT_PARAMS";
		if (line->condition >= 0)
			continue;
		statement->constant |= UINT64_C(1) << index;
		note_scope(statement, param + 1, length, end);
	}
	return NULL;
}

static const char *parse_line(struct statement *statement, const char *text, size_t length)
{
	struct statement_line *line;
	const char *fault;

	if (length > strlen(SORT) && strncmp(text, SORT, strlen(SORT)) == 0)
		return parse_sort(statement, text, length);
	statement->custom_plan |= length == strlen(ANEW) && strncmp(text, ANEW, length) == 0;
	if (length == 0 || strncmp(text, "--", 2) == 0)
		return NULL;
	if (statement->lines == 0)
		statement->reads = strncmp(text, "SELECT", 6) == 0;
	statement->line = memory_resize(statement->line, statement->lines + 1, sizeof(*statement->line));
	line = &statement->line[statement->lines];
	*line = (struct statement_line){ .text = text, .length = length };
	fault = parse_condition(statement, line);
	if (fault)
		return fault;
	while (line->length > 0 && line->text[line->length - 1] == ' ')
		line->length--;
	if (memchr(text, ';', line->length))
		return "contains a semicolon: write a single statement";
	statement->lines++;
	return parse_params(statement, line);
}

/* The part that the line "{name}" stands for, or NULL. */
static const struct query_source *find_part(const char *line, size_t length)
{
	for (int id = 1; length > 2 && *line == '{' && id < Q__MAX; id++) {
		const struct query_source *source = &query_sources[id];

		if (source->kind == QUERY_PART && strlen(source->name) == length - 2 &&
		    strncmp(line + 1, source->name, length - 2) == 0)
			return source;
	}
	return NULL;
}

static const char *parse(struct statement *statement, const char *text)
{
	const char *fault = NULL;

	while (*text && !fault) {
		size_t length = strcspn(text, "\n");
		const struct query_source *part = find_part(text, length);

		statement->noted |= part == &query_sources[Q_ACTIVITY_NOTE] ||
				    part == &query_sources[Q_ACTIVITY_NOTES] ||
				    part == &query_sources[Q_ACTIVITY_NOTE_ABOUT];
		fault = part ? parse(statement, part->text) : parse_line(statement, text, length);
		text += length + (text[length] == '\n');
	}
	return fault;
}

bool statements_init(struct buffer *faults)
{
	bool fine = true;

	for (int id = 1; id < Q__MAX; id++) {
		const struct query_source *source = &query_sources[id];
		const char *fault;

		statements[id] = (struct statement){
			.id = (enum query_id)id,
			.name = source->name,
			.kind = source->kind,
			.line = statements[id].line,
		};
		fault = parse(&statements[id], source->text);
		if (fault) {
			buffer_printf(faults, "statement %s: %s\n", source->name, fault);
			fine = false;
		}
	}
	return fine;
}

const struct statement *statement_get(enum query_id id)
{
	return &statements[id];
}

struct variant statement_key(const struct statement *statement, struct variant variant)
{
	struct variant key = { .present = variant.present & statement->conditions, .count = variant.count };

	if (statement->sorts > 0 && !variant.count) {
		key.sort = variant.sort;
		key.descending = variant.descending;
	}
	return key;
}

/* Whether the line is part of the variant. */
static bool belongs(const struct statement_line *line, struct variant variant)
{
	if (line->condition >= 0 && !(variant.present >> line->condition & 1) != line->without)
		return false;
	return line->also < 0 || (variant.present >> line->also & 1);
}

/* Writes the text for the placeholder that begins at `at`. Returns the length of the placeholder; 0 if
 * there is none. */
static size_t put_placeholder(const struct statement *statement, struct variant variant, struct buffer *sql,
			      const char *at)
{
	const struct statement_sort *sort = &statement->sort[variant.sort];

	if (strncmp(at, "{sort}", 6) == 0) {
		buffer_put_text(sql, variant.descending ? sort->descending : sort->ascending);
		return 6;
	}
	if (strncmp(at, "{direction}", 11) == 0) {
		buffer_put_text(sql, variant.descending ? "DESC" : "ASC");
		return 11;
	}
	if (strncmp(at, "{beyond}", 8) == 0) {
		buffer_put_text(sql, variant.descending ? "<" : ">");
		return 8;
	}
	return 0;
}

/* Writes the text between two parameters. */
static void put_plain(const struct statement *statement, struct variant variant, struct buffer *sql,
		      const char *at, const char *end)
{
	while (at < end) {
		size_t skip = *at == '{' ? put_placeholder(statement, variant, sql, at) : 0;

		if (skip == 0)
			buffer_put_char(sql, *at++);
		at += skip;
	}
}

struct writer {
	const struct statement *statement;
	struct variant variant;
	struct buffer *sql;
	unsigned char *order;
	unsigned char number[STATEMENT_PARAMS]; /* the n of $n; 0: not used yet */
	size_t count;
};

static void put_line(struct writer *writer, const struct statement_line *line)
{
	const char *at = line->text, *end = line->text + line->length, *param;
	size_t length;

	while ((param = next_param(at, end, &length))) {
		size_t index = (size_t)find_param(writer->statement, param + 1, length);

		put_plain(writer->statement, writer->variant, writer->sql, at, param);
		if (writer->number[index] == 0) {
			writer->order[writer->count++] = (unsigned char)index;
			writer->number[index] = (unsigned char)writer->count;
		}
		buffer_printf(writer->sql, "$%d", writer->number[index]);
		at = param + 1 + length;
	}
	put_plain(writer->statement, writer->variant, writer->sql, at, end);
	buffer_put_char(writer->sql, '\n');
}

size_t statement_write(const struct statement *statement, struct variant variant, struct buffer *sql,
		       unsigned char order[STATEMENT_PARAMS], bool *custom_plan)
{
	struct writer writer = { .statement = statement, .variant = variant, .sql = sql, .order = order };

	*custom_plan = statement->custom_plan;
	if (variant.count)
		buffer_put_text(sql, "SELECT count(*) FROM (\n");
	for (size_t i = 0; i < statement->lines; i++) {
		const struct statement_line *line = &statement->line[i];

		if (!belongs(line, variant))
			continue;
		*custom_plan |= line->custom_plan;
		put_line(&writer, line);
	}
	if (variant.count)
		buffer_put_text(sql, ") AS counted");
	return writer.count;
}
