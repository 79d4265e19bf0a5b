#include "http/problem.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "http/fault.h"

Test(http_problem, every_status_has_a_number)
{
	for (int i = OK + 1; i < E__MAX; i++) {
		cr_expect_eq(problems[i].like, (enum status)i, "%s", problems[i].code);
		cr_expect(problem_number(&problems[i]) >= 400 && problem_number(&problems[i]) <= 599, "%s",
			  problems[i].code);
	}
}

Test(http_problem, codes_differ)
{
	for (int i = OK + 1; i < E__MAX; i++)
		for (int j = i + 1; j < E__MAX; j++) {
			cr_expect_str_neq(problems[i].code, problems[j].code);
		}
}

static const struct {
	enum status status;
	int http;
	const char *code;
} contract[] = {
	{ E_MALFORMED_JSON, 400, "malformed_json" },
	{ E_BAD_REQUEST, 400, "bad_request" },
	{ E_UNAUTHENTICATED, 401, "unauthenticated" },
	{ E_TOKEN_EXPIRED, 401, "token_expired" },
	{ E_TOKEN_INVALID, 401, "token_invalid" },
	{ E_FORBIDDEN, 403, "forbidden" },
	{ E_NOT_FOUND, 404, "not_found" },
	{ E_METHOD_NOT_ALLOWED, 405, "method_not_allowed" },
	{ E_CONFLICT, 409, "conflict" },
	{ E_PRECONDITION_FAILED, 412, "precondition_failed" },
	{ E_CONTENT_TOO_LARGE, 413, "content_too_large" },
	{ E_UNSUPPORTED_MEDIA_TYPE, 415, "unsupported_media_type" },
	{ E_VALIDATION, 422, "validation" },
	{ E_TOO_MANY_REQUESTS, 429, "too_many_requests" },
	{ E_INTERNAL, 500, "internal" },
	{ E_UNAVAILABLE, 503, "unavailable" },
	{ E_BUSY, 503, "busy" },
};

Test(http_problem, contract)
{
	for (size_t i = 0; i < COUNT(contract); i++) {
		const struct problem *problem = &problems[contract[i].status];

		cr_expect_str_eq(problem->code, contract[i].code);
		cr_expect_eq(problem_number(problem), contract[i].http, "%s", contract[i].code);
	}
}

Test(http_problem, faults_beyond_the_most_are_dropped)
{
	static struct faults faults;

	for (long i = 0; i < FAULTS_MAX + 10; i++)
		faults_add(&faults, (struct fault){ .kind = &fault_too_long, .number = i, .text = "" });
	cr_expect_eq(faults.count, FAULTS_MAX);
	cr_expect_eq(faults.fault[0].number, 0);
	cr_expect_eq(faults.fault[FAULTS_MAX - 1].number, FAULTS_MAX - 1);
}

/* The parsed document: what problem_write writes must be JSON that json_parse accepts. */
static struct json_object *document(struct arena *arena, enum status status, const struct faults *faults,
				    enum language language, const char *request_id)
{
	struct buffer out = { 0 };
	struct json_object *object = NULL;
	enum status parsed;

	problem_write(&out, &problems[status], faults, language, request_id);
	parsed = json_parse(arena, out.data, out.length, &object);
	cr_assert_eq(parsed, OK, "%s", out.data);
	cr_expect_eq(strlen(out.data), out.length);
	buffer_release(&out);
	return object;
}

static const char *member(struct json_object *object, const char *name)
{
	return json_object_get_string(json_object_object_get(object, name));
}

Test(http_problem, has_all_members)
{
	static const struct faults none = { 0 };
	struct arena *arena = arena_new();

	for (int i = (OK + 1) * LANGUAGE__MAX; i < E__MAX * LANGUAGE__MAX; i++) {
		enum language language = (enum language)(i % LANGUAGE__MAX);
		enum status status = (enum status)(i / LANGUAGE__MAX);
		const struct problem *problem = &problems[status];
		struct json_object *object = document(arena, status, &none, language, "id-1");

		cr_expect_eq(json_object_object_length(object), 6, "%s", problem->code);
		cr_expect_str_eq(member(object, "code"), problem->code);
		cr_expect_str_eq(member(object, "title"), problem->title[language]);
		cr_expect_str_eq(member(object, "detail"), problem->detail[language]);
		cr_expect_str_eq(member(object, "instance"), "id-1");
		cr_expect(json_object_is_type(json_object_object_get(object, "status"), json_type_int));
		cr_expect_eq(json_object_get_int(json_object_object_get(object, "status")),
			     problem_number(problem));
		cr_expect_eq(strncmp(member(object, "type"), "/docs/problems#", 15), 0);
		cr_expect_str_eq(member(object, "type") + 15, problem->code);
	}
	arena_free(arena);
}

/* Only a 403 names the role that would suffice. */
Test(http_problem, needs)
{
	static const struct faults needs = { .needs = "editor" };
	struct arena *arena = arena_new();

	for (int status = OK + 1; status < E__MAX; status++) {
		struct json_object *object = document(arena, (enum status)status, &needs, LANGUAGE_EN, "");
		const char *named = member(object, "needs");

		cr_expect_eq(named != NULL, status == E_FORBIDDEN, "%s", problems[status].code);
		cr_expect(!named || strcmp(named, "editor") == 0, "%s", named);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct fault_kind hostile = { "hostile", { "{s} is wrong.", "{s} não serve." } };

static const struct {
	struct fault fault;
	enum language language;
	const char *detail;
} faults_written[] = {
	{ { &fault_required, false, "/title", 0, "" }, LANGUAGE_EN, "This field is required." },
	{ { &fault_required, false, "/title", 0, "" }, LANGUAGE_PT, "Este campo é obrigatório." },
	{ { &fault_too_long, false, "/labels/3", 50, "" }, LANGUAGE_EN, "Must have at most 50 characters." },
	{ { &fault_too_long, false, "/labels/3", 50, "" }, LANGUAGE_PT,
	  "Deve ter no máximo 50 caracteres." },
	{ { &fault_too_short, false, "/title", 1, "" }, LANGUAGE_EN, "Must have at least 1 character." },
	{ { &fault_too_short, false, "/title", 1, "" }, LANGUAGE_PT, "Deve ter pelo menos 1 caractere." },
	{ { &fault_too_short, false, "/title", 0, "" }, LANGUAGE_EN, "Must have at least 0 characters." },
	{ { &fault_too_many_items, false, "/x", 1, "" }, LANGUAGE_PT, "Deve ter no máximo 1 item." },
	{ { &fault_too_small, true, "n", -9223372036854775807L, "" }, LANGUAGE_EN,
	  "Must be at least -9223372036854775807." },
	{ { &fault_not_allowed, true, "sort", 0, "a, -a" }, LANGUAGE_EN, "Must be one of: a, -a." },
	{ { &fault_wrong_type, false, "", 0, "object" }, LANGUAGE_PT, "Tipo errado; esperado: object." },
	/* Hostile texts are escaped, and placeholders in them are not replaced. */
	{ { &fault_unknown_field, false, "/\"},{\"x\":\"\\\n\x01\x7f~1</script>é😀", 0, "" }, LANGUAGE_EN,
	  "This field does not exist here." },
	{ { &fault_unknown_parameter, true, "%s%n{n}{s}\\", 0, "" }, LANGUAGE_EN,
	  "This parameter does not exist here." },
	{ { &hostile, false, "/", 7, "\"\\{n}{s}%s\n\x1f\xe2\x80\xa8" }, LANGUAGE_EN,
	  "\"\\{n}{s}%s\n\x1f\xe2\x80\xa8 is wrong." },
};
/* clang-format on */

static void expect_fault(struct json_object *object, size_t i)
{
	const struct fault *fault = &faults_written[i].fault;

	cr_expect_eq(json_object_object_length(object), 3, "%zu", i);
	cr_expect_str_eq(member(object, fault->in_query ? "parameter" : "pointer"), fault->name, "%zu", i);
	cr_expect_str_eq(member(object, "code"), fault->kind->code, "%zu", i);
	cr_expect_str_eq(member(object, "detail"), faults_written[i].detail, "%zu", i);
}

Test(http_problem, faults)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(faults_written); i++) {
		struct faults faults = { .count = 1, .fault = { faults_written[i].fault } };
		struct json_object *errors = json_object_object_get(
			document(arena, E_VALIDATION, &faults, faults_written[i].language, "x"), "errors");

		cr_assert_eq(json_object_array_length(errors), 1, "%zu", i);
		expect_fault(json_object_array_get_idx(errors, 0), i);
	}
	arena_free(arena);
}

Test(http_problem, as_many_faults_as_there_may_be)
{
	static struct faults faults;
	struct arena *arena = arena_new();
	struct json_object *errors;

	for (long i = 0; i < FAULTS_MAX; i++)
		faults_add(&faults,
			   (struct fault){ .kind = &fault_too_long, .name = "/x", .number = i, .text = "" });
	errors = json_object_object_get(document(arena, E_VALIDATION, &faults, LANGUAGE_EN, "x"), "errors");
	cr_expect_eq(json_object_array_length(errors), FAULTS_MAX);
	cr_expect_str_eq(member(json_object_array_get_idx(errors, 99), "detail"),
			 "Must have at most 99 characters.");
	arena_free(arena);
}

Test(http_problem, hostile_request_id)
{
	static const struct faults none = { 0 };
	static const char id[] = "\",\"x\":\"\\\n%s";
	struct arena *arena = arena_new();

	cr_expect_str_eq(member(document(arena, E_INTERNAL, &none, LANGUAGE_PT, id), "instance"), id);
	arena_free(arena);
}
