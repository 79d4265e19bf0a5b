#include "errors/rules.h"

#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "call/call.h"
#include "errors/grouping/rule.h"

/* clang-format off */
#define PATTERN(subject, what) \
	{ .name = subject, .type = F_TEXT, .min = 1, .max = RULE_TEXT_MAX, \
	  .doc = "A pattern for " what ": * stands for any text, ? for one character; case counts." }

const struct field rules_fields[] = {
	PATTERN("type", "the type of an exception"),
	PATTERN("value", "the value of an exception, or for the message of an event without exceptions"),
	PATTERN("module", "the module of a frame"),
	PATTERN("function", "the function of a frame"),
	PATTERN("path", "the file name of a frame, with or without its folders as the SDK sent it"),
	PATTERN("logger", "the logger"),
	{ .name = "parts", .type = F_TEXTS, .required = true, .repeats = true, .min = 1, .max = RULE_TEXT_MAX,
	  .items = RULE_PARTS_MAX, .example = "[\"timeout\",\"{{ default }}\"]",
	  .doc = "The fingerprint of events that match: texts and variables such as {{ transaction }}; at "
		 "least one." },
	{ 0 }
};

const struct fault_kind rules_parts_missing = { "too_few_items",
	{ "Must have at least one element.", "Deve ter pelo menos um elemento." } };
/* clang-format on */

enum status rules_check(struct call *call)
{
	const char *json = call_value(call, "fingerprint_rules");
	struct json_object *rules = NULL;

	if (!json || json_parse(call->arena, json, strlen(json), &rules) != OK)
		return OK;
	for (size_t i = 0; i < json_object_array_length(rules); i++) {
		struct json_object *parts = NULL;

		json_object_object_get_ex(json_object_array_get_idx(rules, i), "parts", &parts);
		if (json_object_array_length(parts) == 0)
			call_blame(call, arena_printf(call->arena, "fingerprint_rules/%zu/parts", i),
				   &rules_parts_missing);
	}
	return OK;
}
