#include "http/etag.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/status.h"

static const struct {
	const char *header;
	enum precondition precondition;
	const char *versions;
} headers[] = {
	{ "", PRECONDITION_NONE, NULL },
	{ " \t", PRECONDITION_NONE, NULL },
	{ "*", PRECONDITION_ANY, NULL },
	{ " *\t ", PRECONDITION_ANY, NULL },
	{ "\"7\"", PRECONDITION_LIST, "{7}" },
	{ "W/\"7\"", PRECONDITION_LIST, "{7}" },
	{ "  \"7\"  ", PRECONDITION_LIST, "{7}" },
	{ "\"7\", \"8\"", PRECONDITION_LIST, "{7,8}" },
	{ "\"7\",\"8\",W/\"9\"", PRECONDITION_LIST, "{7,8,9}" },
	{ ",, \"7\" ,,\t\"8\",", PRECONDITION_LIST, "{7,8}" },
	{ "\"123456789012345678\"", PRECONDITION_LIST, "{123456789012345678}" },
	/* Tags that are not versions. */
	{ "\"\"", PRECONDITION_LIST, "{}" },
	{ "\"0\"", PRECONDITION_LIST, "{}" },
	{ "\"07\"", PRECONDITION_LIST, "{}" },
	{ "\"-7\"", PRECONDITION_LIST, "{}" },
	{ "\"+7\"", PRECONDITION_LIST, "{}" },
	{ "\" 7\"", PRECONDITION_LIST, "{}" },
	{ "\"7 \"", PRECONDITION_LIST, "{}" },
	{ "\"7.0\"", PRECONDITION_LIST, "{}" },
	{ "\"7,8\"", PRECONDITION_LIST, "{}" },
	{ "\"7}\"", PRECONDITION_LIST, "{}" },
	{ "\"NULL\"", PRECONDITION_LIST, "{}" },
	{ "\"1234567890123456789\"", PRECONDITION_LIST, "{}" },
	{ "\"99999999999999999999999999999999\"", PRECONDITION_LIST, "{}" },
	{ "\"\xc3\xa9\"", PRECONDITION_LIST, "{}" },
	{ "\"a\", \"7\", \"b,\", W/\"8\"", PRECONDITION_LIST, "{7,8}" },
	{ "\"*\"", PRECONDITION_LIST, "{}" },
	/* Malformed headers count up to the mistake. */
	{ "7", PRECONDITION_LIST, "{}" },
	{ "garbage", PRECONDITION_LIST, "{}" },
	{ "\"", PRECONDITION_LIST, "{}" },
	{ "\"7", PRECONDITION_LIST, "{}" },
	{ "W/", PRECONDITION_LIST, "{}" },
	{ "W/7", PRECONDITION_LIST, "{}" },
	{ "W/ \"7\"", PRECONDITION_LIST, "{}" },
	{ "w/\"7\"", PRECONDITION_LIST, "{}" },
	{ "W/W/\"7\"", PRECONDITION_LIST, "{}" },
	{ "'7'", PRECONDITION_LIST, "{}" },
	{ "\"7\" garbage", PRECONDITION_LIST, "{7}" },
	{ "\"7\", 8, \"9\"", PRECONDITION_LIST, "{7}" },
	{ "\"7\", \"8", PRECONDITION_LIST, "{7}" },
	{ "*, \"7\"", PRECONDITION_LIST, "{}" },
	{ "\"7\", *", PRECONDITION_LIST, "{7}" },
	{ "**", PRECONDITION_LIST, "{}" },
};

Test(http_etag, parse)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(headers); i++) {
		const char *versions = "untouched";

		cr_expect_eq(etag_parse(arena, headers[i].header, &versions), headers[i].precondition, "%s",
			     headers[i].header);
		if (headers[i].versions)
			cr_expect_str_eq(versions, headers[i].versions, "%s", headers[i].header);
		else
			cr_expect_null(versions, "%s", headers[i].header);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *versions, *version;
	bool in;
} lists[] = {
	{ "{}", "7", false },
	{ "{7}", "7", true },
	{ "{7}", "70", false },
	{ "{70}", "7", false },
	{ "{70}", "0", false },
	{ "{7}", "", false },
	{ "{}", "", false },
	{ "{7,8,90}", "7", true },
	{ "{7,8,90}", "8", true },
	{ "{7,8,90}", "90", true },
	{ "{7,8,90}", "9", false },
	{ "{7,8,90}", "7,8", false },
	{ "{7,8,90}", "78", false },
};
/* clang-format on */

Test(http_etag, in)
{
	for (size_t i = 0; i < COUNT(lists); i++)
		cr_expect_eq(etag_in(lists[i].versions, lists[i].version), lists[i].in, "%s in %s",
			     lists[i].version, lists[i].versions);
}
