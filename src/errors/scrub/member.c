#include "errors/scrub/member.h"

#include <string.h>

#include "base/scan.h"

enum { ID_MAX = 64 };

/* clang-format off */
static const struct {
	const char *name;
	enum member member;
} members[] = {
	{ "name", MEMBER_NAME }, { "key", MEMBER_NAME }, { "field", MEMBER_NAME }, { "header", MEMBER_NAME },
	{ "param", MEMBER_NAME }, { "parameter", MEMBER_NAME }, { "variable", MEMBER_NAME },
	{ "value", MEMBER_VALUE }, { "val", MEMBER_VALUE }, { "values", MEMBER_VALUE },
	{ "context_line", MEMBER_CODE }, { "pre_context", MEMBER_CODE }, { "post_context", MEMBER_CODE },
	{ "rawHeaders", MEMBER_FLAT },
	{ "modules", MEMBER_MODULES }, { "fingerprint", MEMBER_FINGERPRINT },
	{ 0 }
};

static const char *const ids[] = {
	"event_id", "trace_id", "span_id", "parent_span_id", "debug_id", "code_id", "profile_id",
	"profiler_id",
	"replay_id", "replayId", "public_key", "image_addr", "image_vmaddr", "image_size", "instruction_addr",
	"symbol_addr", "thread_id", "thread.id", "memory_size", "free_memory", "usable_memory",
	"storage_size",
	"free_storage", "external_storage_size", "external_free_storage", "timestamp", "start_timestamp",
	"lineno", "colno", "release", "dist", NULL
};
/* clang-format on */

enum member member_of(const char *name, size_t length)
{
	/* Most names differ in their first letter. */
	if (length < 3 || length > sizeof("context_line") - 1 || !strchr("nkfhpvcrm", *name))
		return MEMBER_OTHER;
	for (size_t i = 0; members[i].name; i++)
		if (members[i].name[0] == *name && strlen(members[i].name) == length &&
		    memcmp(members[i].name, name, length) == 0)
			return members[i].member;
	return MEMBER_OTHER;
}

static bool looks_like_id(const char *value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (scan_hex(value[i]) < 0 && value[i] != '-' && value[i] != 'x' && value[i] != '.')
			return false;
	return size <= ID_MAX;
}

bool member_is_id(const char *name, size_t length, const char *value, size_t size)
{
	for (const char *const *id = ids; *id; id++)
		if (strlen(*id) == length && memcmp(*id, name, length) == 0)
			return looks_like_id(value, size);
	return false;
}
