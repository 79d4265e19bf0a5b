#include "check/check_field.h"

#include "planted.h"
#include "table/formats.h"

TestSuite(check_check_field, .init = planted_start);

/* clang-format off */
#define BODY(...) { (const struct field[]){ { __VA_ARGS__ }, { 0 } }, NULL, NULL, NULL }
#define QUERY(...) { NULL, (const struct field[]){ { __VA_ARGS__ }, { 0 } }, NULL, NULL }
#define REPLY(...) { NULL, NULL, (const struct field[]){ { __VA_ARGS__ }, { 0 } }, NULL }
#define X .name = "x", .doc = "X."
#define NULL_X X, .nullable = true

static const char *const colours[] = { "red", "blue", NULL };
static const char *const no_colours[] = { NULL };
static const char *const same_value[] = { "x", NULL };
static const char *const own_twice[] = { "y", "y", NULL };
static const char *const builtin_value[] = { "limit", NULL };

/* Each row is planted in a POST of /planted/{id}. */
static const struct {
	struct {
		const struct field *body, *query, *reply;
		const char *const *values;
	} of;
	const char *complaint;
} planted[] = {
	/* missing members */
	{ BODY(NULL_X), "the field x has no .type: write one, such as F_TEXT or F_INTEGER" },
	{ QUERY(X), "the field x has no .type" },
	{ REPLY(X), "the field x has no .type" },
	{ BODY(NULL_X, .type = F_ENUM), "the field x: F_ENUM and .values need each other" },
	{ BODY(NULL_X, .type = F_ENUM, .values = no_colours),
	  "the field x: F_ENUM and .values need each other" },
	{ BODY(NULL_X, .type = F_TEXT, .max = 9, .values = colours),
	  "the field x: F_ENUM and .values need each other" },
	/* bounds */
	{ BODY(NULL_X, .type = F_INTEGER), "the number x has no bounds: give it .min and .max" },
	{ QUERY(X, .type = F_INTEGER), "the number x has no bounds" },
	{ BODY(NULL_X, .type = F_HALVES), "the number x has no bounds" },
	{ BODY(NULL_X, .type = F_INTEGER, .min = 1), "the field x has a .min greater than its .max" },
	{ BODY(NULL_X, .type = F_HALVES, .min = 3, .max = 2),
	  "the field x has a .min greater than its .max" },
	{ BODY(NULL_X, .type = F_TEXT, .min = 3, .max = 2),
	  "the field x has a .min greater than its .max" },
	{ BODY(NULL_X, .type = F_TEXT), "the text x has no upper bound: give it .max, in characters" },
	{ BODY(NULL_X, .type = F_TEXTS, .max = 9),
	  "the field x has no upper bound for how many items it holds: give it .items" },
	{ BODY(NULL_X, .type = F_MAP, .max = 9),
	  "the field x has no upper bound for how many items it holds: give it .items" },
	{ BODY(NULL_X, .type = F_MAP, .items = 9),
	  "the object x has no upper bound for its names and texts: give it .max, in "
	  "characters" },
	/* defaults */
	{ BODY(X, .type = F_INTEGER, .min = 1, .max = 9, .value = "abc"),
	  "the field x would refuse its own default abc: write one that a client could send" },
	{ BODY(X, .type = F_INTEGER, .min = 1, .max = 9, .value = "10"),
	  "the field x would refuse its own default 10" },
	{ QUERY(X, .type = F_INTEGER, .min = 1, .max = 9, .value = "0"),
	  "the field x would refuse its own default 0" },
	{ BODY(X, .type = F_INTEGER, .max = 9, .value = "07"),
	  "the field x would refuse its own default 07" },
	{ BODY(X, .type = F_INTEGER, .max = 9, .value = ""), "the field x would refuse its own default " },
	{ BODY(X, .type = F_HALVES, .min = 1, .max = 10, .value = "4.5"),
	  "the field x would refuse its own default 4.5" },
	{ BODY(X, .type = F_HALVES, .min = 1, .max = 10, .value = "11"),
	  "the field x would refuse its own default 11" },
	{ BODY(X, .type = F_HALVES, .min = 0, .max = 10, .value = ""),
	  "the field x would refuse its own default " },
	{ BODY(X, .type = F_ENUM, .values = colours, .value = "green"),
	  "the field x would refuse its own default green" },
	{ BODY(X, .type = F_BOOLEAN, .value = "no"), "the field x would refuse its own default no" },
	{ BODY(X, .type = F_TEXT, .max = 3, .value = "long"),
	  "the field x would refuse its own default long" },
	{ BODY(X, .type = F_TEXT, .min = 2, .max = 3, .value = "a"),
	  "the field x would refuse its own default a" },
	{ BODY(X, .type = F_TEXT, .max = 9, .value = "a\001b"),
	  "the field x would refuse its own default a\001b" },
	{ BODY(X, .type = F_TEXT, .max = 9, .value = " a"), "the field x would refuse its own default  a" },
	{ BODY(X, .type = F_TEXT, .max = 9, .value = "a\nb"),
	  "the field x would refuse its own default a\nb" },
	{ BODY(X, .type = F_TEXT, .max = 9, .value = "e\u0301"),
	  "the field x would refuse its own default e\u0301" },
	{ BODY(X, .type = F_TEXT, .max = 99, .format = &format_email, .value = "nobody"),
	  "the field x would refuse its own default nobody" },
	{ BODY(X, .type = F_TIME, .value = "tomorrow"), "the field x would refuse its own default tomorrow" },
	{ BODY(X, .type = F_DATE, .value = "2026-02-30"),
	  "the field x would refuse its own default 2026-02-30" },
	{ BODY(X, .type = F_ID, .value = "1"), "the field x would refuse its own default 1" },
	{ BODY(X, .type = F_TEXTS, .max = 9, .items = 9, .value = "[]"),
	  "the field x would refuse its own default []" },
	{ BODY(X, .type = F_MAP, .max = 9, .items = 9, .value = "{\"a\":[]}"),
	  "the field x would refuse its own default {\"a\":[]}" },
	{ BODY(X, .type = F_SECRET, .max = 9, .value = "secret"),
	  "the field x would refuse its own default secret" },
	{ BODY(X, .type = F_TEXT, .max = 99, .format = &format_email, .key = "x_key",
	       .value = "a@example.com"),
	  "the field x has a default, but the key x_key would be null then: leave out one of them" },
	/* examples */
	{ BODY(NULL_X, .type = F_TEXT, .max = 9, .example = "text"),
	  "the field x would refuse its own example text: write what a client could send, as JSON" },
	{ BODY(NULL_X, .type = F_TEXT, .max = 3, .example = "\"long\""),
	  "the field x would refuse its own example \"long\"" },
	{ BODY(X, .type = F_TEXT, .required = true, .max = 3, .example = "null"),
	  "the field x would refuse its own example null" },
	{ QUERY(X, .type = F_INTEGER, .max = 9, .example = "10"),
	  "the field x would refuse its own example 10" },
	{ QUERY(X, .type = F_INTEGER, .max = 9, .example = "\"1\""),
	  "the field x would refuse its own example \"1\"" },
	{ BODY(NULL_X, .type = F_TEXT, .max = 99, .format = &format_email, .example = "\"maria\""),
	  "the field x would refuse its own example \"maria\"" },
	{ BODY(NULL_X, .type = F_TEXTS, .max = 3, .items = 1, .example = "[\"a\",\"b\"]"),
	  "the field x would refuse its own example [\"a\",\"b\"]" },
	{ REPLY(X, .type = F_TEXT, .example = "1"), "the field x would refuse its own example 1" },
	{ REPLY(X, .type = F_ENUM, .values = colours, .example = "\"green\""),
	  "the field x would refuse its own example \"green\"" },
	{ REPLY(X, .type = F_NUMBER, .example = "a"),
	  "the example of the field x is not JSON: write it as JSON" },
	/* members of objects */
	{ BODY(NULL_X, .type = F_OBJECT,
	       .fields = (const struct field[]){ { NULL_X, .type = F_BOOLEAN, .value = "true" }, { 0 } }),
	  "the member x has a default or a key: leave it out, and let the statement say it" },
	{ BODY(NULL_X, .type = F_OBJECTS, .items = 9,
	       .fields = (const struct field[]){ { NULL_X, .type = F_SECRET, .max = 9 }, { 0 } }),
	  "the member x is of a type that no member of an object can have: choose another" },
	{ BODY(X, .type = F_OBJECTS, .items = 9, .value = "{}",
	       .fields = (const struct field[]){ { NULL_X, .type = F_INTEGER, .max = 9 }, { 0 } }),
	  "the field x would refuse its own default {}" },
	{ QUERY(X, .type = F_OBJECT,
		.fields = (const struct field[]){ { NULL_X, .type = F_INTEGER, .max = 9 }, { 0 } }),
	  "the parameter x is of a type that no address can hold: choose another" },
	/* names */
	{ BODY(.name = "address", .doc = "X.", .type = F_TEXT, .max = 9, .nullable = true),
	  "the name address is a value that every call has and a field of the body as well: rename one of" },
	{ BODY(.name = "limit", .doc = "X.", .type = F_INTEGER, .max = 9, .nullable = true),
	  "the name limit is a value that every call has and a field of the body as well" },
	{ QUERY(.name = "now", .doc = "X.", .type = F_TIME),
	  "the name now is a value that every call has and a parameter of the query as well" },
	{ BODY(.name = "id", .doc = "X.", .type = F_ID, .nullable = true),
	  "the name id is a variable of the path and a field of the body as well" },
	{ QUERY(.name = "id", .doc = "X.", .type = F_ID),
	  "the name id is a variable of the path and a parameter of the query as well" },
	{ BODY(NULL_X, .type = F_TEXT, .max = 99, .format = &format_email, .key = "x"),
	  "the name x is a field of the body and the key of a field as well" },
	{ BODY(NULL_X, .type = F_TEXT, .max = 99, .format = &format_email, .key = "org"),
	  "the name org is a value that every call has and the key of a field as well" },
	{ { (const struct field[]){ { NULL_X, .type = F_BOOLEAN }, { 0 } }, NULL, NULL, same_value },
	  "the name x is a field of the body and one of .values as well" },
	{ { (const struct field[]){ { NULL_X, .type = F_BOOLEAN }, { 0 } },
	    (const struct field[]){ { X, .type = F_BOOLEAN }, { 0 } }, NULL, NULL },
	  "the name x is a parameter of the query and a field of the body as well" },
	{ { NULL, NULL, NULL, own_twice }, "the name y is one of .values and one of .values as well" },
	{ { NULL, NULL, NULL, builtin_value },
	  "the name limit is a value that every call has and one of .values as well" },
	/* members that need each other */
	{ BODY(NULL_X, .type = F_TEXT, .max = 9, .key = "x_key"),
	  "the field x has a key, but no format that makes one: give it .format" },
	{ QUERY(X, .type = F_TEXT, .max = 9, .format = &format_email, .key = "x_key"),
	  "the parameter x has a key, which only fields of a body can have: leave out .key" },
	{ QUERY(X, .type = F_TEXT, .max = 9, .min_public = 3),
	  "the parameter x has .min_public, but the route is not for NEED_ANYBODY: leave it out" },
	{ REPLY(X, .type = F_TEXT, .sent = "made"),
	  "the field x shows the value made, which no hook sets: name it in .values" },
};
/* clang-format on */

Test(check_check_field, planted_mistakes)
{
	for (size_t i = 0; i < COUNT(planted); i++) {
		const struct route routes[] = { { .method = METHOD_POST,
						  .path = "/planted/{id}",
						  .need = NEED_USER,
						  .doc = "Plant a mistake.",
						  .body = planted[i].of.body,
						  .query = planted[i].of.query,
						  .reply = planted[i].of.reply,
						  .values = planted[i].of.values,
						  .statement = Q_TASK_GET },
						{ 0 } };

		planted_expect(routes, planted[i].complaint);
	}
}

/* clang-format off */
static const struct field list_parameter[] = {
	{ .name = "sort", .doc = "X.", .type = F_TEXT, .max = 9 }, { 0 }
};
/* clang-format on */

Test(check_check_field, parameters_of_lists)
{
	planted_expect((const struct route[]){ { .method = METHOD_GET,
						 .path = "/planted",
						 .need = NEED_USER,
						 .doc = "Plant a mistake.",
						 .query = list_parameter,
						 .list = true,
						 .statement = Q_TASK_LIST },
					       { 0 } },
		       "the parameter sort is one that every list has already: rename it");
}

/* clang-format off */
static const struct field open_search[] = {
	{ .name = "q", .doc = "X.", .type = F_TEXT, .max = 9 }, { 0 }
};
/* clang-format on */

Test(check_check_field, searches_of_anybody)
{
	planted_expect((const struct route[]){ { .method = METHOD_GET,
						 .path = "/planted",
						 .need = NEED_ANYBODY,
						 .doc = "Plant a mistake.",
						 .query = open_search,
						 .list = true,
						 .statement = Q_TASK_GET },
					       { 0 } },
		       "anybody may search for a single letter in q: give it .min_public, in characters");
}
