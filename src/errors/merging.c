/* Merging and splitting errors: sql/queries/merging.sql does it. */
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "errors/errors.h"
#include "errors/triage/triage.h"
#include "table/formats.h"

enum { MERGE_MAX = 1000, GROUPS_MAX = 1000, KEY_DIGITS = 64 };

/* clang-format off */
static const struct fault_kind same_error = { "same_error",
		{ "An error can't be merged with itself.", "Um erro não pode ser unido a si mesmo." } };
static const struct fault_kind other_project = { "other_project",
		{ "Belongs to another project.", "Pertence a outro projeto." } };
static const struct fault_kind too_many_groups = { "too_many_groups",
		{ "The error would have more than {n} groups.", "O erro teria mais de {n} grupos." } };
static const struct fault_kind unknown_key = { "unknown_key",
		{ "No group of the error has this key.", "Nenhum grupo do erro tem esta chave." } };
static const struct fault_kind all_groups = { "all_groups",
		{ "At least one group must stay.", "Ao menos um grupo deve ficar." } };

static const struct field merge_body[] = {
	{ .name = "into", .type = F_ID, .required = true, .doc = "The id of the error that stays." },
	{ .name = "ids", .type = F_TEXTS, .required = true, .repeats = true, .min = 36, .max = 36,
	  .items = MERGE_MAX, .format = &format_id,
	  .doc = "The ids of the errors that become part of it; one that is there twice counts once." },
	{ 0 }
};

static const struct field split_body[] = {
	{ .name = "keys", .type = F_TEXTS, .required = true, .repeats = true, .min = KEY_DIGITS,
	  .max = KEY_DIGITS, .items = GROUPS_MAX,
	  .example = "[\"7a4b71b27a10270164b600adcffd401259f40d5c16ed65849667dc3083b25bc0\"]",
	  .doc = "The keys of the groups that become an error of their own." },
	{ 0 }
};
/* clang-format on */

/* An empty list is a list of too few. */
static enum status require_items(struct call *call, const char *field)
{
	const char *items = call_value(call, field);

	if (items && strcmp(items, "{}") == 0)
		call_blame(call, field, &fault_required);
	return OK;
}

static enum status merge_check(struct call *call)
{
	return require_items(call, "ids");
}

static enum status split_check(struct call *call)
{
	return require_items(call, "keys");
}

/* The member of the body that a row of errors_unmergeable is about. */
static const char *member(struct call *call, const struct rows *rows, size_t row)
{
	const char *place = rows_text(rows, row, "place");

	return place ? arena_printf(call->arena, "ids/%s", place) : "into";
}

static void blame_unknown(struct call *call, const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		if (!rows_true(rows, i, "known"))
			call_blame(call, member(call, rows, i), &triage_unknown);
}

static void blame_unfit(struct call *call, const struct rows *rows)
{
	for (size_t i = 1; i < rows->count; i++)
		if (rows_true(rows, i, "same"))
			call_blame(call, member(call, rows, i), &same_error);
		else if (rows_true(rows, i, "foreign"))
			call_blame(call, member(call, rows, i), &other_project);
	if (call->faults.count == 0)
		faults_add(&call->faults, (struct fault){ .kind = &too_many_groups,
							  .name = "/ids",
							  .text = "",
							  .number = GROUPS_MAX });
}

static enum status merge_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_ERRORS_UNMERGEABLE, &rows);

	if (status != OK)
		return status;
	blame_unknown(call, &rows);
	if (call->faults.count > 0)
		return E_NOT_FOUND;
	blame_unfit(call, &rows);
	return E_VALIDATION;
}

static enum status split_missing(struct call *call)
{
	enum status status;
	struct rows rows;

	status = query_run(call, Q_ERROR_UNSPLITTABLE, &rows);
	if (status != OK)
		return status;
	for (size_t i = 0; i < rows.count; i++)
		call_blame(call, arena_printf(call->arena, "keys/%s", rows_text(&rows, i, "place")),
			   &unknown_key);
	if (rows.count == 0)
		call_blame(call, "keys", &all_groups);
	return E_VALIDATION;
}

static const enum query_id merge_uses[] = { Q_ERRORS_UNMERGEABLE, Q_NONE };
static const enum query_id split_uses[] = { Q_ERROR_UNSPLITTABLE, Q_NONE };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/errors/merge", .need = NEED_EDITOR, .action = "error.merge",
	  .doc = "Merge errors of a project into one of them. Their later events count for it, too.",
	  .body = merge_body, .check = merge_check, .missing = merge_missing, .uses = merge_uses,
	  .first = Q_ERROR_MERGE_LOCK, .statement = Q_ERROR_MERGE, .then = Q_ERROR_MERGE_REST,
	  .reply = error_in_full },
	{ .method = METHOD_POST, .path = "/errors/{id}/split", .need = NEED_EDITOR, .member = Q_ERROR_ROLE,
	  .action = "error.split",
	  .doc = "Make an error of some of the groups of an error. Their later events count for it.",
	  .body = split_body, .check = split_check, .missing = split_missing, .uses = split_uses,
	  .first = Q_ERROR_SPLIT_LOCK, .statement = Q_ERROR_SPLIT, .then = Q_ERROR_SPLIT_REST,
	  .reply = error_in_full, .location = "/errors/{new}" },
	{ 0 }
};

static const struct fault_kind *const faults[] = { &same_error, &other_project, &too_many_groups,
	&unknown_key, &all_groups, NULL };

const struct module merging_module = {
	.name = "errors",
	.routes = routes,
	.faults = faults,
};
/* clang-format on */
