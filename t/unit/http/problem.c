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
#include "http/problem_page.h"

static bool is_code(const char *text)
{
	return text && islower((unsigned char)*text) &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

/* Both languages are there, differ, and are sentences (or titles: without the full stop). */
static void expect_texts(const char *const text[LANGUAGE__MAX], bool sentence, const char *code)
{
	for (int i = 0; i < LANGUAGE__MAX; i++) {
		cr_assert_not_null(text[i], "%s, language %d", code, i);
		cr_expect(text_is_utf8(text[i], strlen(text[i])), "%s, language %d", code, i);
		cr_expect_eq(text[i][strlen(text[i]) - 1] == '.', sentence, "%s: %s", code, text[i]);
		cr_expect_null(strpbrk(text[i], "\r\n\t\"&"), "%s: %s", code, text[i]);
	}
	cr_expect_str_neq(text[LANGUAGE_EN], text[LANGUAGE_PT], "%s", code);
}

Test(http_problem, every_status_has_a_complete_row)
{
	for (int i = OK + 1; i < E__MAX; i++) {
		const struct problem *problem = problem_get((enum status)i);

		cr_assert(is_code(problem->code), "status %d", i);
		cr_expect(problem->http >= 400 && problem->http <= 599, "%s", problem->code);
		expect_texts(problem->title, false, problem->code);
		expect_texts(problem->detail, true, problem->code);
	}
}

/* api.md: a 429 and a 503 say when to come back. */
Test(http_problem, those_that_pass_tell_when)
{
	for (int i = OK + 1; i < E__MAX; i++) {
		const struct problem *problem = problem_get((enum status)i);
		bool passes = problem->http == 429 || problem->http == 503;

		cr_expect(!passes || problem->retry_after > 0, "%s", problem->code);
		cr_expect(problem->retry_after == 0 || passes || problem->http == 504, "%s", problem->code);
	}
}

Test(http_problem, codes_differ)
{
	for (int i = OK + 1; i < E__MAX; i++)
		for (int j = i + 1; j < E__MAX; j++) {
			const char *one = problem_get((enum status)i)->code;
			bool pair = i == E_INVALID_CREDENTIALS && j == E_WRONG_PASSWORD;

			cr_expect_eq(strcmp(one, problem_get((enum status)j)->code) == 0, pair, "%s", one);
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
	{ E_INVALID_CREDENTIALS, 401, "invalid_credentials" },
	{ E_WRONG_PASSWORD, 403, "invalid_credentials" },
	{ E_FORBIDDEN, 403, "forbidden" },
	{ E_NOT_FOUND, 404, "not_found" },
	{ E_METHOD_NOT_ALLOWED, 405, "method_not_allowed" },
	{ E_CONFLICT, 409, "conflict" },
	{ E_EMAIL_TAKEN, 409, "email_taken" },
	{ E_USERNAME_TAKEN, 409, "username_taken" },
	{ E_LAST_OWNER, 409, "last_owner" },
	{ E_PRECONDITION_FAILED, 412, "precondition_failed" },
	{ E_CONTENT_TOO_LARGE, 413, "content_too_large" },
	{ E_UNSUPPORTED_MEDIA_TYPE, 415, "unsupported_media_type" },
	{ E_VALIDATION, 422, "validation" },
	{ E_TOO_MANY_REQUESTS, 429, "too_many_requests" },
	{ E_INTERNAL, 500, "internal" },
	{ E_UNAVAILABLE, 503, "unavailable" },
};

Test(http_problem, contract)
{
	for (size_t i = 0; i < COUNT(contract); i++) {
		const struct problem *problem = problem_get(contract[i].status);

		cr_expect_str_eq(problem->code, contract[i].code);
		cr_expect_eq(problem->http, contract[i].http, "%s", contract[i].code);
	}
}

/* The placeholders of a detail, in order: "n", "s", "ns" … */
static void placeholders(const char *detail, char found[8])
{
	size_t count = 0;

	for (; *detail && count < 7; detail++)
		if (*detail == '{')
			found[count++] = strncmp(detail, "{n}", 3) == 0   ? 'n'
					 : strncmp(detail, "{s}", 3) == 0 ? 's'
									  : '?';
	found[count] = '\0';
}

Test(http_problem, every_fault_has_a_complete_row)
{
	for (int i = 0; i < FAULT__MAX; i++) {
		const struct fault_text *text = fault_text((enum fault_code)i);
		char english[8], portuguese[8];

		cr_assert(is_code(text->code), "fault %d", i);
		expect_texts(text->detail, true, text->code);
		placeholders(text->detail[LANGUAGE_EN], english);
		placeholders(text->detail[LANGUAGE_PT], portuguese);
		cr_expect_str_eq(english, portuguese, "%s", text->code);
		cr_expect_null(strchr(english, '?'), "%s", text->code);
		for (int j = i + 1; j < FAULT__MAX; j++)
			cr_expect_str_neq(text->code, fault_text((enum fault_code)j)->code);
	}
}

Test(http_problem, faults_beyond_the_most_are_dropped)
{
	static struct faults faults;

	for (long i = 0; i < FAULTS_MAX + 10; i++)
		faults_add(&faults, (struct fault){ .code = FAULT_TOO_LONG, .number = i, .text = "" });
	cr_expect_eq(faults.count, FAULTS_MAX);
	cr_expect_eq(faults.fault[0].number, 0);
	cr_expect_eq(faults.fault[FAULTS_MAX - 1].number, FAULTS_MAX - 1);
}

/* The document, parsed: what is written must be JSON as we ourselves take it. */
static struct json_object *document(struct arena *arena, enum status status, const struct faults *faults,
				    enum language language, const char *request_id)
{
	struct buffer out = { 0 };
	struct json_object *object = NULL;
	enum status parsed;

	problem_write(&out, status, faults, language, request_id);
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
		const struct problem *problem = problem_get(status);
		struct json_object *object = document(arena, status, &none, language, "id-1");

		cr_expect_eq(json_object_object_length(object), 6, "%s", problem->code);
		cr_expect_str_eq(member(object, "code"), problem->code);
		cr_expect_str_eq(member(object, "title"), problem->title[language]);
		cr_expect_str_eq(member(object, "detail"), problem->detail[language]);
		cr_expect_str_eq(member(object, "instance"), "id-1");
		cr_expect(json_object_is_type(json_object_object_get(object, "status"), json_type_int));
		cr_expect_eq(json_object_get_int(json_object_object_get(object, "status")), problem->http);
		cr_expect_eq(strncmp(member(object, "type"), "/docs/problems#", 15), 0);
		cr_expect_str_eq(member(object, "type") + 15, problem->code);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	struct fault fault;
	enum language language;
	const char *detail;
} faults_written[] = {
	{ { FAULT_REQUIRED, false, "/title", 0, "" }, LANGUAGE_EN, "This is needed." },
	{ { FAULT_REQUIRED, false, "/title", 0, "" }, LANGUAGE_PT, "Isto é obrigatório." },
	{ { FAULT_TOO_LONG, false, "/labels/3", 50, "" }, LANGUAGE_EN, "Must have at most 50 characters." },
	{ { FAULT_TOO_LONG, false, "/labels/3", 50, "" }, LANGUAGE_PT,
	  "Deve ter no máximo 50 caracteres." },
	{ { FAULT_TOO_SMALL, true, "n", -9223372036854775807L, "" }, LANGUAGE_EN,
	  "Must be at least -9223372036854775807." },
	{ { FAULT_NOT_ALLOWED, true, "sort", 0, "a, -a" }, LANGUAGE_EN, "Must be one of: a, -a." },
	{ { FAULT_WRONG_TYPE, false, "", 0, "object" }, LANGUAGE_PT, "Tipo errado; esperado: object." },
	/* Hostile texts: escaped, and not looked into for placeholders. */
	{ { FAULT_UNKNOWN_FIELD, false, "/\"},{\"x\":\"\\\n\x01\x7f~1</script>é😀", 0, "" }, LANGUAGE_EN,
	  "There is no such field here." },
	{ { FAULT_UNKNOWN_PARAMETER, true, "%s%n{n}{s}\\", 0, "" }, LANGUAGE_EN,
	  "There is no such parameter here." },
	{ { FAULT_LAST_OWNER, false, "/", 7, "\"\\{n}{s}%s\n\x1f\xe2\x80\xa8" }, LANGUAGE_EN,
	  "\"\\{n}{s}%s\n\x1f\xe2\x80\xa8 has other members, and no other owner." },
};
/* clang-format on */

static void expect_fault(struct json_object *object, size_t i)
{
	const struct fault *fault = &faults_written[i].fault;

	cr_expect_eq(json_object_object_length(object), 3, "%zu", i);
	cr_expect_str_eq(member(object, fault->in_query ? "parameter" : "pointer"), fault->name, "%zu", i);
	cr_expect_str_eq(member(object, "code"), fault_text(fault->code)->code, "%zu", i);
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
			   (struct fault){ .code = FAULT_TOO_LONG, .name = "/x", .number = i, .text = "" });
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

static size_t occurrences(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		count++;
	return count;
}

Test(http_problem, page_explains_every_code_once)
{
	struct buffer out = { 0 };
	char cell[80];

	problem_page_write(&out);
	for (int i = OK + 1; i < E__MAX; i++) {
		snprintf(cell, sizeof(cell), " id=\"%s\"", problem_get((enum status)i)->code);
		cr_expect_eq(occurrences(out.data, cell), 1, "%s", cell);
	}
	for (int i = 0; i < FAULT__MAX; i++) {
		snprintf(cell, sizeof(cell), "<code>%s</code>", fault_text((enum fault_code)i)->code);
		cr_expect_geq(occurrences(out.data, cell), 1, "%s", cell);
	}
	cr_expect_eq(occurrences(out.data, "<token>"), 0, "what looks like an element is escaped");
	cr_expect_eq(occurrences(out.data, "&lt;token&gt;"), 2);
	buffer_release(&out);
}
