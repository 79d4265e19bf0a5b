/* The formats of the room, through the engine's functions that read values from a body. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <regex.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "customers/cep.h"
#include "customers/cpf.h"
#include "customers/phone.h"
#include "table/value.h"

#define TAKEN NULL /* instead of a fault */

static const struct {
	const struct format *format;
	const char *json;
	const struct fault_kind *fault; /* or TAKEN */
	const char *stored;
} members[] = {
	{ &cpf_format, "11144477735", &fault_wrong_type, "" },
	{ &cpf_format, "1", &fault_wrong_type, "" },
	{ &cpf_format, "\"11144477735\"", TAKEN, "11144477735" },
	{ &cpf_format, "\" 111.444.777-35\\n\"", TAKEN, "11144477735" },
	{ &cpf_format, "\"\"", &cpf_invalid, "" },
	{ &cpf_format, "\"111.111.111-11\"", &cpf_invalid, "" },
	{ &cpf_format, "\"11144477732\"", &cpf_invalid, "" },
	{ &phone_format, "11994029275", &fault_wrong_type, "" },
	{ &phone_format, "\"(11) 99402-9275\"", TAKEN, "+5511994029275" },
	{ &phone_format, "\"+5511994029275\"", TAKEN, "+5511994029275" },
	{ &phone_format, "\"(+55) 0 (16) 3501/44.15\"", TAKEN, "+551635014415" },
	{ &phone_format, "\"0055 0 11 99402-9275\"", TAKEN, "+5511994029275" },
	{ &phone_format, "\"9021 11 99402-9275\"", TAKEN, "+5511994029275" },
	{ &phone_format, "\"1635014415 -\"", TAKEN, "+551635014415" },
	{ &phone_format, "\"\"", &phone_invalid, "" },
	{ &phone_format, "\"+16502530000\"", &phone_invalid, "" },
	{ &phone_format, "\"190\"", &phone_not_geographic, "" },
	{ &phone_format, "\"994029275\"", &phone_length, "" },
	{ &phone_format, "\"20999999999\"", &phone_ddd, "" },
	{ &phone_format, "\"1161234567\"", &phone_prefix, "" },
	{ &cep_format, "1001000", &fault_wrong_type, "" },
	{ &cep_format, "\"01001000\"", TAKEN, "01001000" },
	{ &cep_format, "\"01001-000\"", TAKEN, "01001000" },
	{ &cep_format, "\"99999999\"", TAKEN, "99999999" }, /* the look-up finds that it doesn't exist */
	{ &cep_format, "\"\"", &cep_invalid, "" },
	{ &cep_format, "\"002123-25\"", &cep_invalid, "" },
	{ &cep_format, "\"00000000\"", &cep_not_found, "" },
	{ &cep_format, "\"00999-999\"", &cep_not_found, "" },
};

Test(customers_formats, members)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(members); i++) {
		struct field field = { .name = "x", .type = F_TEXT, .format = members[i].format };
		static struct faults faults;
		struct source source = { .arena = arena, .faults = &faults, .name = "x" };
		struct checked checked = { 0 };
		struct json_object *json = json_tokener_parse(members[i].json);
		bool taken;

		faults.count = 0;
		taken = value_from_json(&source, &field, json, &checked);
		json_object_put(json);
		cr_assert_eq(taken, members[i].fault == TAKEN, "%zu: %s", i, members[i].json);
		cr_expect_null(checked.key);
		if (taken)
			cr_expect_str_eq(checked.text, members[i].stored, "%zu: %s", i, members[i].json);
		else
			cr_expect_eq(faults.fault[0].kind, members[i].fault, "%zu: %s", i, members[i].json);
	}
	arena_free(arena);
}

static const struct {
	const struct format *format;
	const char *text;
	bool matches;
} patterns[] = {
	{ &cpf_format, "11144477735", true },
	{ &cpf_format, "111.444.777-35", true },
	{ &cpf_format, "1114447773", false },
	{ &cpf_format, "111444777-35", false },
	{ &cpf_format, "111.444.777-35x", false },
	{ &phone_format, "(11) 99402-9275", true },
	{ &phone_format, "+5511994029275", true },
	{ &phone_format, "(+55) 0 (16) 3501/44.15", true },
	{ &phone_format, "0055 0 11 99402-9275", true },
	{ &phone_format, "1635014415", true },
	{ &phone_format, "1635014415 -", true },
	{ &phone_format, "190", false },
	{ &phone_format, "994029275", false },
	{ &phone_format, "11 99402-9275 x", false },
	{ &phone_format, "55+11994029275", false },
	{ &phone_format, "00550119940292755", false },
	{ &cep_format, "01001000", true },
	{ &cep_format, "01001-000", true },
	{ &cep_format, "0100100", false },
	{ &cep_format, "0100-1000", false },
	{ &cep_format, "010010000", false },
};

/* The patterns are ECMAScript's, but use only syntax that POSIX has, too, so regcomp can test them. */
Test(customers_formats, patterns)
{
	for (size_t i = 0; i < COUNT(patterns); i++) {
		regex_t regex;

		cr_assert_eq(regcomp(&regex, patterns[i].format->pattern, REG_EXTENDED | REG_NOSUB), 0);
		cr_expect_eq(regexec(&regex, patterns[i].text, 0, NULL, 0) == 0, patterns[i].matches, "%s",
			     patterns[i].text);
		regfree(&regex);
	}
}
