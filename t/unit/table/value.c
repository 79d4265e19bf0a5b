#include "table/value.h"

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "table/formats.h"

#define TEXT(literal) literal, sizeof(literal) - 1
#define TAKEN NULL /* instead of a fault */

static struct arena *arena;
static struct faults faults;

static void start(void)
{
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(table_value, .init = start, .fini = stop);

static const char *const choices[] = { "pending", "done", NULL };
static const char *const one_choice[] = { "only", NULL };

static const struct field text_field = { .name = "x", .type = F_TEXT, .min = 2, .max = 5 };
static const struct field any_text = { .name = "x", .type = F_TEXT, .max = 5 };
static const struct field lines = { .name = "x", .type = F_TEXT, .lines = true, .max = 5 };
static const struct field map = { .name = "x", .type = F_MAP, .max = 5, .items = 3 };
static const struct field email = { .name = "x", .type = F_TEXT, .format = &format_email };
static const struct field secret = { .name = "x", .type = F_SECRET, .max = 5 };
static const struct field integer = { .name = "x", .type = F_INTEGER, .min = -2, .max = 4 };
/* clang-format off */
static const struct field large = { .name = "x", .type = F_INTEGER, .min = 0,
				    .max = INT64_C(9007199254740991) };
static const struct field boolean = { .name = "x", .type = F_BOOLEAN };
static const struct field choice = { .name = "x", .type = F_ENUM, .values = choices };
static const struct field any_case = { .name = "x", .type = F_ENUM, .values = choices, .any_case = true };
static const struct field moment = { .name = "x", .type = F_TIME };
static const struct field id = { .name = "x", .type = F_ID };
static const struct field day = { .name = "x", .type = F_DATE };
static const struct field halves = { .name = "x", .type = F_HALVES, .min = 1, .max = 10 };
static const struct field url = { .name = "x", .type = F_TEXT, .format = &format_url };
static const struct field texts = { .name = "x", .type = F_TEXTS, .min = 1, .max = 3, .items = 3 };
static const struct field inner[] = {
	{ .name = "n", .type = F_INTEGER, .nullable = true, .min = 1, .max = 9 },
	{ .name = "ab", .type = F_TEXT, .max = 5 },
	{ .name = "t", .type = F_TEXTS, .max = 9, .items = 3 },
	{ .name = "at", .type = F_TIME },
	{ 0 }
};
static const struct field object = { .name = "x", .type = F_OBJECT, .fields = inner };
static const struct field one[] = {
	{ .name = "must", .type = F_BOOLEAN, .required = true },
	{ .name = "a", .type = F_INTEGER, .nullable = true, .min = 1, .max = 9 },
	{ .name = "b", .type = F_TEXT, .max = 5 },
	{ 0 }
};
static const struct field objects = { .name = "x", .type = F_OBJECTS, .one = true, .fields = one,
				      .items = 3 };
/* clang-format on */

static const struct {
	const struct field *field;
	const char *json;
	const struct fault_kind *fault; /* or TAKEN */
	const char *text;               /* the text for PostgreSQL, or the text of the fault */
	long number;
} members[] = {
	{ &object, "{}", TAKEN, "{}", 0 },
	{ &object, "{\"n\":null,\"ab\":\" \u00c9\\\"\"}", TAKEN, "{\"n\":null,\"ab\":\"\u00c9\\\"\"}", 0 },
	{ &object, "{\"t\":[\"a\",\"b,\\\"c}\"],\"n\":2.0}", TAKEN, "{\"n\":2,\"t\":[\"a\",\"b,\\\"c}\"]}",
	  0 },
	{ &object, "{\"at\":\"2026-11-28T10:00:00-03:00\",\"t\":[]}", TAKEN,
	  "{\"t\":[],\"at\":\"2026-11-28T13:00:00Z\"}", 0 },
	{ &object, "[]", &fault_wrong_type, "object", 0 },
	{ &object, "1", &fault_wrong_type, "object", 0 },
	{ &objects, "[]", TAKEN, "[]", 0 },
	{ &objects, "[{\"must\":true,\"a\":1},{\"b\":\"c\",\"must\":false,\"a\":null}]", TAKEN,
	  "[{\"must\":true,\"a\":1},{\"must\":false,\"a\":null,\"b\":\"c\"}]", 0 },
	{ &objects, "{}", &fault_wrong_type, "array of objects", 0 },
	{ &objects, "[1,2,3,4]", &fault_too_many_items, "", 3 },
	{ &text_field, "\"ab\"", TAKEN, "ab", 0 },
	{ &day, "\"2026-11-21\"", TAKEN, "2026-11-21", 0 },
	{ &day, "\"2024-02-29\"", TAKEN, "2024-02-29", 0 },
	{ &day, "\"0001-01-01\"", TAKEN, "0001-01-01", 0 },
	{ &day, "\"9999-12-31\"", TAKEN, "9999-12-31", 0 },
	{ &day, "\"2026-02-29\"", &fault_date_invalid, "", 0 },
	{ &day, "\"2026-11-21T00:00:00Z\"", &fault_date_invalid, "", 0 },
	{ &day, "\"2026-1-2\"", &fault_date_invalid, "", 0 },
	{ &day, "\"\"", &fault_date_invalid, "", 0 },
	{ &day, "\"0000-01-01\"", &fault_date_invalid, "", 0 },
	{ &day, "20261121", &fault_wrong_type, "string", 0 },
	{ &halves, "0.5", TAKEN, "1", 0 },
	{ &halves, "1", TAKEN, "2", 0 },
	{ &halves, "4.50", TAKEN, "9", 0 },
	{ &halves, "5.0", TAKEN, "10", 0 },
	{ &halves, "0", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "-0.5", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "5.5", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "4.25", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "1e308", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "-9223372036854775808", &fault_not_allowed, "0.5, 1, …, 5", 0 },
	{ &halves, "\"5\"", &fault_wrong_type, "number", 0 },
	{ &url, "\"https://example.org\"", TAKEN, "https://example.org", 0 },
	{ &url, "\" HTTP://example.org/a?b=c#d \"", TAKEN, "HTTP://example.org/a?b=c#d", 0 },
	{ &url, "\"https://café.example/é\"", TAKEN, "https://café.example/é", 0 },
	{ &url, "\"ftp://example.org\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"javascript:alert(1)\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https:///x\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://a b\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://user:pass@evil.example\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://user@evil.example/\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://meet.example/@maria?a=b@c\"", TAKEN, "https://meet.example/@maria?a=b@c", 0 },
	{ &url, "\"https://exa\u00admple.com\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://evil\u202e.com\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://example.com/a\u00a0b\"", &fault_url_invalid, "", 2000 },
	{ &url, "\"https://a/<script>\"", &fault_url_invalid, "", 2000 },
	{ &text_field, "\"abcde\"", TAKEN, "abcde", 0 },
	{ &text_field, "\"a\"", &fault_too_short, "", 2 },
	{ &text_field, "\"\"", &fault_too_short, "", 2 },
	{ &text_field, "\"abcdef\"", &fault_too_long, "", 5 },
	{ &text_field, "\"  abcde\\n\"", TAKEN, "abcde", 0 },
	{ &text_field, "\"\u3000 a \u00a0\"", &fault_too_short, "", 2 },
	{ &text_field, "\"a b\\tc\"", &fault_line_break, "", 0 },
	{ &text_field, "\"a\\nb\"", &fault_line_break, "", 0 },
	{ &text_field, "\"a\u2028b\"", &fault_line_break, "", 0 },
	{ &text_field, "\"a\u2029b\"", &fault_line_break, "", 0 },
	{ &text_field, "\"\u2028ab\u2029\\n\\t\"", TAKEN, "ab", 0 },
	{ &text_field, "\"a\\u000bb\"", &fault_control_character, "", 0 },
	{ &text_field, "\"a\\fb\"", &fault_control_character, "", 0 },
	{ &text_field, "\"ab\\r\\n\"", TAKEN, "ab", 0 },
	{ &text_field, "\"\\u0085\\u000b\\fab\\r\"", TAKEN, "ab", 0 },
	{ &text_field, "\"a\\r\\nb\"", &fault_control_character, "", 0 },
	{ &lines, "\"a\\r\\nb\"", TAKEN, "a\nb", 0 },
	{ &lines, "\"\\r\\na\\r\\n\\r\\nb\\r\"", TAKEN, "a\n\nb", 0 },
	{ &lines, "\"a b\\tc\"", TAKEN, "a b\tc", 0 },
	{ &lines, "\"\\ta\\nb\\n\"", TAKEN, "a\nb", 0 },
	{ &lines, "\"a\u2028b\"", TAKEN, "a\u2028b", 0 },
	{ &lines, "\"a\\rb\"", &fault_control_character, "", 0 },
	/* normalization form C, in which lengths are counted */
	{ &text_field, "\"e\u0301e\\u0301\"", TAKEN, "éé", 0 },
	{ &text_field, "\"e\u0301e\u0301e\u0301e\u0301e\u0301\"", TAKEN, "ééééé", 0 },
	{ &text_field, "\"e\u0301\"", &fault_too_short, "", 2 },
	{ &text_field, "\"\u1112\u1161\u11ab\u1112\u1161\u11ab\"", TAKEN, "한한", 0 },
	{ &text_field, "\"\u0958\u0958\u0958\"", &fault_too_long, "", 5 }, /* six in form C */
	{ &text_field, "\"\u212b\u2126\"", TAKEN, "ÅΩ", 0 },
	{ &text_field, "\"\ufb01\u00bd\"", TAKEN, "\ufb01\u00bd", 0 },
	/* texts that show nothing */
	{ &text_field, "\"\u200b\u200b\"", &fault_blank, "", 0 },
	{ &text_field, "\"\u00ad \u2060\u00a0\ufeff\"", &fault_blank, "", 0 },
	{ &text_field, "\"\u202e\u202c\u3164\U000e0041\"", &fault_blank, "", 0 },
	{ &text_field, "\"\u0600\u06dd\"", &fault_blank, "", 0 }, /* of the category Cf only */
	{ &text_field, "\"  \"", &fault_too_short, "", 2 },
	{ &text_field, "\"\u200ba\"", TAKEN, "\u200ba", 0 },
	{ &any_text, "\"\u200b\"", &fault_blank, "", 0 },
	{ &any_text, "\"\u2800\"", TAKEN, "\u2800", 0 }, /* an empty pattern of Braille is a character */
	{ &lines, "\"\\n\u200d\\n\"", &fault_blank, "", 0 },
	{ &text_field, "\"ééééé\"", TAKEN, "ééééé", 0 },
	{ &text_field, "\"éééééé\"", &fault_too_long, "", 5 },
	{ &text_field, "\"😀😀😀😀😀\"", TAKEN, "😀😀😀😀😀", 0 },
	{ &text_field, "\"\\ud83d\\ude00é\"", TAKEN, "😀é", 0 },
	{ &text_field, "\"'\\\"\\\\\"", TAKEN, "'\"\\", 0 },
	{ &text_field, "\"a\\rb\"", &fault_control_character, "", 0 },
	{ &text_field, "\"a\\u001bb\"", &fault_control_character, "", 0 },
	{ &text_field, "\"a\\u007fb\"", &fault_control_character, "", 0 },
	{ &text_field, "\"a\\u0085b\"", &fault_control_character, "", 0 },
	{ &text_field, "1", &fault_wrong_type, "string", 0 },
	{ &text_field, "true", &fault_wrong_type, "string", 0 },
	{ &text_field, "[\"ab\"]", &fault_wrong_type, "string", 0 },
	{ &text_field, "{\"ab\":1}", &fault_wrong_type, "string", 0 },
	{ &any_text, "\"\"", TAKEN, "", 0 },
	{ &any_text, "\" \"", &fault_blank, "", 0 },
	{ &email, "\" Maria@Example.COM \"", TAKEN, "Maria@example.com", 0 },
	{ &email, "\"maria@ac\u0327ai\u0301.br\"", TAKEN, "maria@açaí.br", 0 },
	{ &email, "\"m\u212a@example.com\"", &fault_email_smtputf8, "", 0 }, /* its form C is mK */
	{ &url, "\"https://example.org/e\u0301\"", TAKEN, "https://example.org/é", 0 },
	{ &url, "\"https://example.org/\u2028\"", TAKEN, "https://example.org/", 0 },
	{ &url, "\"https://example.org/\u2028a\"", &fault_line_break, "", 0 },
	{ &email, "\"maria\"", &fault_email_invalid, "", 0 },
	{ &email, "\"joão@example.com\"", &fault_email_smtputf8, "", 0 },
	{ &email, "\"\"", &fault_email_invalid, "", 0 },
	{ &email, "7", &fault_wrong_type, "string", 0 },
	{ &secret, "\" a b \"", TAKEN, " a b ", 0 },
	{ &secret, "\"\"", TAKEN, "", 0 },
	{ &secret, "\"e\\u0301\"", TAKEN, "é", 0 },
	{ &secret, "\"12345\"", TAKEN, "12345", 0 },
	{ &secret, "\"123456\"", &fault_too_long, "", 5 },
	{ &secret, "\"a\\u0007b\"", &fault_control_character, "", 0 },
	{ &secret, "12345", &fault_wrong_type, "string", 0 },
	{ &integer, "-2", TAKEN, "-2", 0 },
	{ &integer, "4", TAKEN, "4", 0 },
	{ &integer, "0", TAKEN, "0", 0 },
	{ &integer, "-0", TAKEN, "0", 0 },
	{ &integer, "-3", &fault_too_small, "", -2 },
	{ &integer, "5", &fault_too_large, "", 4 },
	{ &integer, "2.0", TAKEN, "2", 0 },
	{ &integer, "4e0", TAKEN, "4", 0 },
	{ &integer, "-0.0", TAKEN, "0", 0 },
	{ &integer, "2.5", &fault_wrong_type, "integer", 0 },
	{ &integer, "1e-5", &fault_wrong_type, "integer", 0 },
	{ &integer, "4e1", &fault_too_large, "", 4 },
	{ &integer, "1e400", &fault_too_large, "", 4 },
	{ &integer, "-1e400", &fault_too_small, "", -2 },
	{ &integer, "9223372036854775808", &fault_too_large, "", 4 },
	{ &integer, "-9223372036854775809", &fault_too_small, "", -2 },
	{ &integer, "18446744073709551616", &fault_too_large, "", 4 },
	{ &integer, "18446744073709551617", &fault_too_large, "", 4 },
	{ &integer, "4294967296", &fault_too_large, "", 4 },
	{ &integer, "\"2\"", &fault_wrong_type, "integer", 0 },
	{ &integer, "true", &fault_wrong_type, "integer", 0 },
	{ &integer, "[]", &fault_wrong_type, "integer", 0 },
	{ &large, "9007199254740991", TAKEN, "9007199254740991", 0 },
	{ &large, "9007199254740991.0", TAKEN, "9007199254740991", 0 },
	{ &large, "9007199254740992", &fault_too_large, "", INT64_C(9007199254740991) },
	{ &large, "9007199254740992.0", &fault_too_large, "", INT64_C(9007199254740991) },
	{ &boolean, "true", TAKEN, "true", 0 },
	{ &boolean, "false", TAKEN, "false", 0 },
	{ &boolean, "0", &fault_wrong_type, "boolean", 0 },
	{ &boolean, "\"true\"", &fault_wrong_type, "boolean", 0 },
	{ &boolean, "{}", &fault_wrong_type, "boolean", 0 },
	{ &choice, "\"pending\"", TAKEN, "pending", 0 },
	{ &choice, "\"done\"", TAKEN, "done", 0 },
	{ &choice, "\"Done\"", &fault_not_allowed, "pending, done", 0 },
	{ &choice, "\"don\"", &fault_not_allowed, "pending, done", 0 },
	{ &choice, "\"done \"", &fault_not_allowed, "pending, done", 0 },
	{ &choice, "\"donee\"", &fault_not_allowed, "pending, done", 0 },
	{ &choice, "\"\"", &fault_not_allowed, "pending, done", 0 },
	{ &any_case, "\"DONE\"", TAKEN, "done", 0 },
	{ &any_case, "\"don\"", &fault_not_allowed, "pending, done", 0 },
	{ &any_case, "\"DONEE\"", &fault_not_allowed, "pending, done", 0 },
	{ &choice, "1", &fault_wrong_type, "string", 0 },
	{ &moment, "\"2026-11-21T10:34:56Z\"", TAKEN, "2026-11-21T10:34:56Z", 0 },
	{ &moment, "\"2026-11-21t07:34:56.1239-03:00\"", TAKEN, "2026-11-21T10:34:56.123Z", 0 },
	{ &moment, "\"0001-01-01T00:00:00Z\"", TAKEN, "0001-01-01T00:00:00Z", 0 },
	{ &moment, "\"9999-12-31T23:59:59.999Z\"", TAKEN, "9999-12-31T23:59:59.999Z", 0 },
	{ &moment, "\"0000-12-31T23:59:59Z\"", &fault_time_invalid, "", 0 },
	{ &moment, "\"9999-12-31T23:59:59-00:01\"", &fault_time_invalid, "", 0 },
	{ &moment, "\"2026-02-30T00:00:00Z\"", &fault_time_invalid, "", 0 },
	{ &moment, "\"2026-11-21\"", &fault_time_invalid, "", 0 },
	{ &moment, "\" 2026-11-21T10:34:56Z\"", &fault_time_invalid, "", 0 },
	{ &moment, "\"now\"", &fault_time_invalid, "", 0 },
	{ &moment, "\"\"", &fault_time_invalid, "", 0 },
	{ &moment, "1795257296", &fault_wrong_type, "string", 0 },
	{ &id, "\"017F22E2-79B0-7CC3-98C4-DC0C0C07398F\"", TAKEN, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", 0 },
	{ &id, "\"017f22e2-79b0-7cc3-98c4-dc0c0c07398\"", &fault_id_invalid, "", 0 },
	{ &id, "\"\"", &fault_id_invalid, "", 0 },
	{ &id, "7", &fault_wrong_type, "string", 0 },
	{ &texts, "[]", TAKEN, "{}", 0 },
	{ &texts, "[\"a\"]", TAKEN, "{\"a\"}", 0 },
	{ &texts, "[\"a\",\"b\",\"c\"]", TAKEN, "{\"a\",\"b\",\"c\"}", 0 },
	{ &texts, "[\"a\",\"b\",\"c\",\"d\"]", &fault_too_many_items, "", 3 },
	{ &texts, "[\"\\\"\\\\\",\"{,}\",\"'\"]", TAKEN, "{\"\\\"\\\\\",\"{,}\",\"'\"}", 0 },
	{ &texts, "[\" a \",\"a b\"]", TAKEN, "{\"a\",\"a b\"}", 0 },
	{ &texts, "[\"a\",\"A\"]", TAKEN, "{\"a\",\"A\"}", 0 },
	{ &texts, "[\"NUL\"]", TAKEN, "{\"NUL\"}", 0 },
	{ &texts, "[\"e\u0301\"]", TAKEN, "{\"é\"}", 0 },
	{ &map, "{}", TAKEN, "{}", 0 },
	{ &map, "{\" a \":\" b \",\"c\":null,\"d\":1.50}", TAKEN, "{\"a\":\"b\",\"c\":null,\"d\":1.50}", 0 },
	{ &map, "{\"e\u0301e\u0301e\u0301\":\"e\u0301\"}", TAKEN, "{\"ééé\":\"é\"}", 0 },
	{ &map, "{\"ééééé\":\"ééééé\"}", TAKEN, "{\"ééééé\":\"ééééé\"}", 0 },
	{ &map, "{\"a\":true,\"\":\"\"}", TAKEN, "{\"a\":true,\"\":\"\"}", 0 },
	{ &map, "{\"a\":1,\"b\":1,\"c\":1,\"d\":1}", &fault_too_many_items, "", 3 },
	{ &map, "[]", &fault_wrong_type, "object", 0 },
	{ &texts, "{}", &fault_wrong_type, "array of strings", 0 },
	{ &texts, "\"a\"", &fault_wrong_type, "array of strings", 0 },
	{ &texts, "1", &fault_wrong_type, "array of strings", 0 },
};

static bool from_json(const struct field *field, const char *text, struct checked *checked)
{
	struct source source = { .arena = arena, .faults = &faults, .name = "x" };
	struct json_object *json;
	enum status status = json_parse(arena, text, strlen(text), &json);

	cr_assert_eq(status, OK, "%s", text);
	faults.count = 0;
	*checked = (struct checked){ 0 };
	return value_from_json(&source, field, json, checked);
}

static void expect_fault(const struct fault_kind *kind, const char *text, long number, const char *input)
{
	cr_assert_eq(faults.count, 1, "%s", input);
	cr_expect_eq(faults.fault[0].kind, kind, "%s is %s", input, faults.fault[0].kind->code);
	cr_expect_str_eq(faults.fault[0].text, text, "%s", input);
	cr_expect_eq(faults.fault[0].number, number, "%s", input);
}

Test(table_value, members)
{
	for (size_t i = 0; i < COUNT(members); i++) {
		struct checked checked;
		bool taken = from_json(members[i].field, members[i].json, &checked);

		cr_expect_eq(taken, members[i].fault == TAKEN, "%s", members[i].json);
		if (taken && members[i].fault == TAKEN)
			cr_expect_str_eq(checked.text, members[i].text, "%s", members[i].json);
		if (!taken && members[i].fault != TAKEN) {
			expect_fault(members[i].fault, members[i].text, members[i].number, members[i].json);
			cr_expect_str_eq(faults.fault[0].name, "/x", "%s", members[i].json);
			cr_expect_not(faults.fault[0].in_query, "%s", members[i].json);
		}
		cr_expect(!taken || faults.count == 0, "%s", members[i].json);
	}
}

Test(table_value, key_of_a_format)
{
	struct checked checked;

	cr_expect(from_json(&email, "\"Maria@AÇAÍ.com.br\"", &checked));
	cr_expect_str_eq(checked.text, "Maria@açaí.com.br");
	cr_expect_str_eq(checked.key, "maria@xn--aa-4iaz.com.br");
}

static const struct {
	const struct field *field;
	const char *json;
	const char *faults; /* each fault as pointer:code, */
} several[] = {
	{ &texts, "[\"\"]", "/x/0:too_short," },
	{ &texts, "[\"abcd\"]", "/x/0:too_long," },
	{ &texts, "[null]", "/x/0:wrong_type," },
	{ &texts, "[1]", "/x/0:wrong_type," },
	{ &texts, "[[\"a\"]]", "/x/0:wrong_type," },
	{ &texts, "[\"a\",\"a\"]", "/x/1:duplicate_item," },
	{ &texts, "[\"a\",\"b\",\" a \"]", "/x/2:duplicate_item," },
	{ &texts, "[\"a\",\"a\",\"a\"]", "/x/1:duplicate_item,/x/2:duplicate_item," },
	{ &texts, "[\"é\",\"e\u0301\"]", "/x/1:duplicate_item," },
	{ &texts, "[\"\u212b\",\"A\u030a\",\"Å\"]", "/x/1:duplicate_item,/x/2:duplicate_item," },
	{ &texts, "[\"\u200b\",\"a\\nb\"]", "/x/0:blank,/x/1:line_break," },
	{ &texts, "[\"\",\"a\\u0007\",2]", "/x/0:too_short,/x/1:control_character,/x/2:wrong_type," },
	{ &texts, "[\"\",\"\",\"a\"]", "/x/0:too_short,/x/1:too_short," },
	{ &texts, "[1,2,3,4]", "/x:too_many_items," },
	{ &map, "{\"\u200b\":1,\"a\":\"\u200b\"}", "/x/\u200b:blank,/x/a:blank," },
	{ &map, "{\"é\":1,\"e\u0301\":2}", "/x/e\u0301:duplicate_item," },
	{ &map, "{\"a\":1,\" a\":2,\"b\":3}", "/x/ a:duplicate_item," },
	{ &map, "{\"a\\tb\":1,\"b\":\"a\\nb\"}", "/x/a\tb:line_break,/x/b:line_break," },
	{ &map, "{\"a\\u0007\":1,\"b\":\"\\u001b[0m\"}", "/x/a\a:control_character,/x/b:control_character," },
	{ &map, "{\"abcdef\":1,\"b\":\"abcdef\",\"c\":1e300}",
	  "/x/abcdef:too_long,/x/b:too_long,/x/c:too_long," },
	{ &object, "{\"n\":0,\"ab\":\"123456\",\"t\":[\"a\",\"a\"],\"at\":null,\"y~\":1}",
	  "/x/n:too_small,/x/ab:too_long,/x/t/1:duplicate_item,/x/at:wrong_type,/x/y~0:unknown_field," },
	{ &objects, "[1,{\"must\":true},{\"a\":1,\"b\":\"c\"}]",
	  "/x/0:wrong_type,/x/1:exactly_one,/x/2:exactly_one,/x/2/must:required," },
	{ &map, "{\"a\":[],\"b/~\":{}}", "/x/a:wrong_type,/x/b~1~0:wrong_type," },
};

Test(table_value, faults_of_elements)
{
	for (size_t i = 0; i < COUNT(several); i++) {
		struct buffer out = { 0 };
		struct checked checked;

		cr_expect_not(from_json(several[i].field, several[i].json, &checked), "%s", several[i].json);
		for (size_t n = 0; n < faults.count; n++)
			buffer_printf(&out, "%s:%s,", faults.fault[n].name, faults.fault[n].kind->code);
		cr_expect_str_eq(out.data, several[i].faults, "%s", several[i].json);
		buffer_release(&out);
	}
}

static const struct {
	const struct field *field;
	const char *given;
	size_t length;
	const struct fault_kind *fault;
	const char *text;
	long number;
} parameters[] = {
	{ &text_field, TEXT(" abc "), TAKEN, "abc", 0 },
	{ &text_field, TEXT("a"), &fault_too_short, "", 2 },
	{ &text_field, TEXT("abcdef"), &fault_too_long, "", 5 },
	{ &text_field, TEXT("a\rb"), &fault_control_character, "", 0 },
	{ &text_field, TEXT("a\nb"), &fault_line_break, "", 0 },
	{ &text_field, TEXT("ae\u0301"), TAKEN, "aé", 0 },
	{ &any_text, TEXT("\u200b"), &fault_blank, "", 0 },
	{ &any_text, TEXT("\u0303"), TAKEN, "\u0303", 0 },
	{ &any_text, TEXT(""), TAKEN, "", 0 },
	{ &integer, TEXT("-2"), TAKEN, "-2", 0 },
	{ &integer, TEXT("4"), TAKEN, "4", 0 },
	{ &integer, TEXT("004"), TAKEN, "4", 0 },
	{ &integer, TEXT("-0"), TAKEN, "0", 0 },
	{ &integer, TEXT("-3"), &fault_too_small, "", -2 },
	{ &integer, TEXT("5"), &fault_too_large, "", 4 },
	{ &integer, TEXT("99999999999999999999999999"), &fault_too_large, "", 4 },
	{ &integer, TEXT("-99999999999999999999999999"), &fault_too_small, "", -2 },
	{ &integer, TEXT("18446744073709551617"), &fault_too_large, "", 4 },
	{ &integer, TEXT(""), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("-"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("+2"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT(" 2"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("2 "), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("2.0"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("0x2"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("--2"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("2x"), &fault_wrong_type, "integer", 0 },
	{ &integer, TEXT("٢"), &fault_wrong_type, "integer", 0 },
	{ &boolean, TEXT("true"), TAKEN, "true", 0 },
	{ &boolean, TEXT("false"), TAKEN, "false", 0 },
	{ &boolean, TEXT("True"), &fault_wrong_type, "boolean", 0 },
	{ &boolean, TEXT("1"), &fault_wrong_type, "boolean", 0 },
	{ &boolean, TEXT(""), &fault_wrong_type, "boolean", 0 },
	{ &choice, TEXT("done"), TAKEN, "done", 0 },
	{ &choice, TEXT("donor"), &fault_not_allowed, "pending, done", 0 },
	{ &choice, TEXT(""), &fault_not_allowed, "pending, done", 0 },
	{ &moment, TEXT("2026-11-21T07:34:56-03:00"), TAKEN, "2026-11-21T10:34:56Z", 0 },
	{ &moment, TEXT("2026-11-21T07:34:56 03:00"), &fault_time_invalid, "", 0 },
	{ &id, TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), TAKEN, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
	  0 },
	{ &id, TEXT("x"), &fault_id_invalid, "", 0 },
};

Test(table_value, parameters)
{
	for (size_t i = 0; i < COUNT(parameters); i++) {
		struct source source = { .arena = arena, .faults = &faults, .in_query = true, .name = "x" };
		struct checked checked = { 0 };
		bool taken;

		faults.count = 0;
		taken = value_from_text(&source, parameters[i].field, parameters[i].given,
					parameters[i].length, &checked);
		cr_expect_eq(taken, parameters[i].fault == TAKEN, "\"%s\"", parameters[i].given);
		if (taken && parameters[i].fault == TAKEN)
			cr_expect_str_eq(checked.text, parameters[i].text, "\"%s\"", parameters[i].given);
		if (!taken && parameters[i].fault != TAKEN) {
			expect_fault(parameters[i].fault, parameters[i].text, parameters[i].number,
				     parameters[i].given);
			cr_expect(faults.fault[0].in_query, "\"%s\"", parameters[i].given);
		}
	}
}

Test(table_value, names)
{
	cr_expect_str_eq(field_choices(arena, choices), "pending, done");
	cr_expect_str_eq(field_choices(arena, one_choice), "only");
	for (int type = F_NOT_SAID + 1; type < F__MAX; type++)
		cr_expect_not_null(field_type_name((enum field_type)type), "%d", type);
}
