/* The formats of the room, through the engine's functions that read values from a body. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "customers/cep.h"
#include "customers/cpf.h"
#include "customers/finding.h"
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
	{ &phone_format, "\"\\u202a+55\\u00a011 99402\\u20119275\\u202c\"", TAKEN, "+5511994029275" },
	{ &cpf_format, "\"\\u200b111.444.777\\u201135\"", TAKEN, "11144477735" },
	{ &cep_format, "\"CEP\\u00a001001\\u2013000\"", TAKEN, "01001000" },
	{ &finding_phone_format, "\"8888\"", TAKEN, "8888" },
	{ &finding_phone_format, "\"552199998888\"", TAKEN, "21999998888" },
	{ &finding_phone_format, "\"888\"", &phone_too_short, "" },
	{ &finding_phone_format, "8888", &fault_wrong_type, "" },
	{ &finding_phone_format, "\"20999999999\"", &phone_ddd, "" },
	{ &finding_phone_format, "\"x\"", &phone_invalid, "" },
	{ &finding_email_format, "\"Mar\"", TAKEN, "mar" },
	{ &finding_email_format, "\"Maria@Example.com\"", TAKEN, "maria@example.com" },
	{ &finding_email_format, "\"joão@\"", &fault_email_smtputf8, "" },
	{ &cep_format, "1001000", &fault_wrong_type, "" },
	{ &cep_format, "\"01001000\"", TAKEN, "01001000" },
	{ &cep_format, "\"01001-000\"", TAKEN, "01001000" },
	{ &cep_format, "\"99999999\"", TAKEN, "99999999" }, /* the look-up finds that it doesn't exist */
	{ &cep_format, "\"\"", &cep_invalid, "" },
	{ &cep_format, "\"002123-25\"", &cep_invalid, "" },
	{ &cep_format, "\"00000000\"", &cep_not_found, "" },
	{ &cep_format, "\"00999-999\"", &cep_not_found, "" },
};

/* What a search can't use has the code of an address that isn't one, with a text of its own. */
Test(customers_formats, too_little_of_an_email)
{
	static const char *const texts[] = { "", "ma", "a b c", "@example.com" };
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *canonical, *key;
		const struct fault_kind *fault = NULL;
		long number = 0;

		cr_expect_not(finding_email_format.read(arena, texts[i], strlen(texts[i]), &canonical, &key,
							&fault, &number),
			      "%s", texts[i]);
		cr_expect_str_eq(fault->code, fault_email_invalid.code, "%s", texts[i]);
		cr_expect_neq(fault, &fault_email_invalid, "%s", texts[i]);
	}
	arena_free(arena);
}

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
		if (taken)
			cr_expect_str_eq(checked.text, members[i].stored, "%zu: %s", i, members[i].json);
		else
			cr_expect_eq(faults.fault[0].kind, members[i].fault, "%zu: %s", i, members[i].json);
	}
	arena_free(arena);
}
