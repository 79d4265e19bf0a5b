/* Each variant of each statement is SQL in which all parameters are numbered and all placeholders are
 * replaced; variants with the same key have the same SQL. */
#include "db/statement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct statement *statement, struct variant variant, struct buffer *sql)
{
	unsigned char order[STATEMENT_PARAMS];
	uint64_t seen = 0;
	bool custom;
	size_t count = statement_write(statement, variant, sql, order, &custom);

	assert(count <= statement->params);
	for (size_t i = 0; i < count; i++)
		assert(order[i] < statement->params);
	for (const char *at = strchr(sql->data, '$'); at; at = strchr(at + 1, '$'))
		seen |= UINT64_C(1) << strtoul(at + 1, NULL, 10);
	assert(seen == (UINT64_C(2) << count) - 2);
	assert(!strpbrk(sql->data, "{};") && !strstr(sql->data, "--"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buffer faults;
	static bool parsed;
	struct buffer sql = { 0 }, again = { 0 };
	const struct statement *statement;
	struct variant variant = { 0 };

	parsed = parsed || statements_init(&faults);
	assert(parsed);
	if (size < 10)
		return 0;
	statement = statement_get((enum query_id)(1 + data[0] % (Q__MAX - 1)));
	memcpy(&variant.present, data + 1, sizeof(variant.present));
	variant.sort = (unsigned char)(data[9] % (statement->sorts + !statement->sorts));
	variant.descending = data[9] & 64;
	check(statement, variant, &sql);
	check(statement, statement_key(statement, variant), &again);
	assert(strcmp(sql.data, again.data) == 0);
	buffer_clear(&again);
	variant.count = true;
	check(statement, variant, &again);
	buffer_release(&sql);
	buffer_release(&again);
	return 0;
}
