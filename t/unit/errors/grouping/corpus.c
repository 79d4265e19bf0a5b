/* Groups the events of corpus.json, which come from many platforms, and compares the groups with those that
 * people would choose. The events also have what must not matter, such as lines, environments and releases,
 * because SDKs send it. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "errors/grouping/grouping.h"

/* Returns NULL if there is no such member. */
static struct json_object *member(struct json_object *object, const char *path)
{
	struct json_object *found = NULL;

	return json_pointer_get(object, path, &found) == 0 ? found : NULL;
}

static const char *text_of(struct json_object *object, const char *path)
{
	struct json_object *found = member(object, path);

	return found ? json_object_get_string(found) : NULL;
}

static struct frame read_frame(struct json_object *from)
{
	struct json_object *in_app = member(from, "/in_app");

	return (struct frame){
		.function = text_of(from, "/function"),
		.module = text_of(from, "/module"),
		.filename = text_of(from, "/filename"),
		.abs_path = text_of(from, "/abs_path"),
		.line = text_of(from, "/context_line"),
		.in_app = !in_app                           ? IN_APP_UNKNOWN
			  : json_object_get_boolean(in_app) ? IN_APP_YES
							    : IN_APP_NO,
	};
}

static size_t length_of(struct json_object *array)
{
	return array ? json_object_array_length(array) : 0;
}

static struct exception read_exception(struct arena *arena, struct json_object *from)
{
	struct json_object *list = member(from, "/stacktrace/frames");
	struct frame *frames = arena_alloc(arena, (length_of(list) + 1) * sizeof(*frames));

	for (size_t i = 0; i < length_of(list); i++)
		frames[i] = read_frame(json_object_array_get_idx(list, i));
	return (struct exception){
		.type = text_of(from, "/type"),
		.value = text_of(from, "/value"),
		.synthetic = json_object_get_boolean(member(from, "/mechanism/synthetic")),
		.frames = frames,
		.frame_count = length_of(list),
	};
}

static struct event read_event(struct arena *arena, struct json_object *from)
{
	struct json_object *list = member(from, "/exception/values"), *parts = member(from, "/fingerprint");
	struct exception *exceptions = arena_alloc(arena, (length_of(list) + 1) * sizeof(*exceptions));
	const char **fingerprint = arena_alloc(arena, (length_of(parts) + 1) * sizeof(*fingerprint));

	for (size_t i = 0; i < length_of(list); i++)
		exceptions[i] = read_exception(arena, json_object_array_get_idx(list, i));
	for (size_t i = 0; i < length_of(parts); i++)
		fingerprint[i] = json_object_get_string(json_object_array_get_idx(parts, i));
	return (struct event){
		.platform = text_of(from, "/platform"),
		.logger = text_of(from, "/logger"),
		.transaction = text_of(from, "/transaction"),
		.message = member(from, "/message") ? text_of(from, "/message")
						    : text_of(from, "/logentry/formatted"),
		.template = text_of(from, "/logentry/message"),
		.directive = text_of(from, "/csp/effective_directive"),
		.blocked_uri = text_of(from, "/csp/blocked_uri"),
		.exceptions = exceptions,
		.exception_count = length_of(list),
		.fingerprint = fingerprint,
		.fingerprint_count = length_of(parts),
	};
}

struct sample {
	const char *group, *note;
	const struct grouping *grouping;
};

static void expect_pair(const struct sample *one, const struct sample *other)
{
	bool expected = strcmp(one->group, other->group) == 0;
	bool found = memcmp(one->grouping->key, other->grouping->key, SHA256_SIZE) == 0;

	cr_expect_eq(found, expected, "%s (%s; %s) and %s (%s; %s)", one->group, one->note,
		     one->grouping->evidence[one->grouping->evidence_count - 1], other->group, other->note,
		     other->grouping->evidence[other->grouping->evidence_count - 1]);
}

Test(grouping_corpus, groups)
{
	struct arena *arena = arena_new();
	struct json_object *corpus = json_object_from_file(TOP_SRCDIR "/t/unit/errors/grouping/corpus.json");
	size_t count = length_of(corpus);
	struct sample *samples = arena_alloc(arena, (count + 1) * sizeof(*samples));

	cr_assert_geq(count, 70, "%s", json_util_get_last_err());
	for (size_t i = 0; i < count; i++) {
		struct json_object *from = json_object_array_get_idx(corpus, i);
		struct event event = read_event(arena, from);

		samples[i] = (struct sample){ text_of(from, "/group"), text_of(from, "/note"),
					      grouping_of(arena, &event, GROUPING_FRAMES) };
		cr_assert(samples[i].group && samples[i].note, "%zu", i);
		for (size_t before = 0; before < i; before++)
			expect_pair(&samples[before], &samples[i]);
	}
	json_object_put(corpus);
	arena_free(arena);
}
