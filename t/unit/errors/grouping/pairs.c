/* Groups the events of t/corpus, which real SDKs sent, in the same way as they are grouped when they arrive,
 * and judges the pairs of t/corpus/pairs.tsv. Prints for each kind of pair and each file how many are right
 * of all. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "errors/grouping/grouping.h"
#include "errors/sentry/event/mapper.h"

#define CORPUS TOP_SRCDIR "/t/corpus/"

enum { EVENTS_MAX = 2000, TALLIES_MAX = 40, PAIRS_MIN = 400, PAIRED_MIN = 200 };

static const char *const files[] = { "browser", "bundlers", "go",   "java", "node",
				     "php",     "python",   "ruby", "rust" };

struct recorded {
	const char *name; /* file/variant/case */
	const struct grouping *grouping;
	bool paired;
};

struct tally {
	const char *name;
	unsigned right, all;
};

struct corpus {
	struct arena *arena;
	struct recorded events[EVENTS_MAX];
	size_t count;
	struct tally kinds[TALLIES_MAX], languages[TALLIES_MAX];
	unsigned pairs;
};

/* --- events --- */

static const struct grouping *group(struct arena *arena, struct json_object *event)
{
	const struct mapper_source source = { .received = 1800000000000,
					      .sent = MOMENT_UNKNOWN,
					      .client = "192.0.2.1" };
	struct mapped *mapped = arena_alloc(arena, sizeof(*mapped));

	mapper_map(arena, event, NULL, &source, mapped);
	return grouping_of(arena, &mapped->event, GROUPING_FRAMES);
}

static void read_event(struct corpus *corpus, const char *file, const char *line)
{
	struct json_object *object = json_tokener_parse(line), *name, *event;

	cr_assert(json_object_object_get_ex(object, "case", &name) &&
			  json_object_object_get_ex(object, "event", &event),
		  "%s: %.80s", file, line);
	cr_assert_lt(corpus->count, EVENTS_MAX);
	corpus->events[corpus->count++] = (struct recorded){
		.name = arena_printf(corpus->arena, "%s/%s", file, json_object_get_string(name)),
		.grouping = group(corpus->arena, event),
	};
	json_object_put(object);
}

static void read_file(struct corpus *corpus, const char *name)
{
	FILE *file = fopen(arena_printf(corpus->arena, CORPUS "%s.jsonl", name), "r");
	char *line = NULL;
	size_t size = 0;

	cr_assert(file, "t/corpus/%s.jsonl can't be read", name);
	while (getline(&line, &size, file) > 0)
		read_event(corpus, name, line);
	free(line);
	fclose(file);
}

static struct recorded *find(struct corpus *corpus, const char *name)
{
	for (size_t i = 0; i < corpus->count; i++)
		if (strcmp(corpus->events[i].name, name) == 0) {
			corpus->events[i].paired = true;
			return &corpus->events[i];
		}
	cr_assert_fail("pairs.tsv: there is no event %s", name);
	return NULL;
}

/* --- pairs --- */

static void count(struct corpus *corpus, struct tally *tallies, const char *name, size_t length, bool right)
{
	while (tallies->name && (strlen(tallies->name) != length || memcmp(tallies->name, name, length) != 0))
		tallies++;
	if (!tallies->name)
		tallies->name = arena_printf(corpus->arena, "%.*s", (int)length, name);
	tallies->right += right;
	tallies->all++;
}

static const char *evidence_of(struct corpus *corpus, const struct recorded *event)
{
	const char *text = event->name;

	for (size_t i = 0; i < event->grouping->evidence_count; i++)
		text = arena_printf(corpus->arena, "%s\n      %s", text, event->grouping->evidence[i]);
	return text;
}

/* A verdict that ends in "?" is what people expect, but more than the rule can know: such a pair counts as
 * wrong, and is no failure. If it becomes right, its "?" must go. */
static void judge(struct corpus *corpus, const char *verdict, const char *kind, const char *one,
		  const char *other, const char *why)
{
	struct recorded *a = find(corpus, one), *b = find(corpus, other);
	bool is_one = memcmp(a->grouping->key, b->grouping->key, SHA256_SIZE) == 0;
	bool right = is_one == (strncmp(verdict, "one", 3) == 0), doubtful = verdict[3] == '?';

	cr_expect_eq(right, !doubtful, "%s, %s (%s):\n    %s\n    %s",
		     right ? "right, take away the ?" : verdict, kind, why, evidence_of(corpus, a),
		     evidence_of(corpus, b));
	count(corpus, corpus->kinds, arena_printf(corpus->arena, "%.3s %s", verdict, kind), strlen(kind) + 4,
	      right);
	count(corpus, corpus->languages, one, strcspn(one, "/"), right);
	corpus->pairs++;
}

static void judge_line(struct corpus *corpus, char *line)
{
	char *columns[5] = { 0 }, *rest = line;

	if (*line == '#')
		return;
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < COUNT(columns); i++)
		columns[i] = strsep(&rest, "\t");
	cr_assert(columns[4] && !rest, "pairs.tsv: %s: there must be five columns", line);
	cr_assert(strncmp(line, "one", 3) == 0 || strncmp(line, "two", 3) == 0, "pairs.tsv: %s", line);
	judge(corpus, columns[0], columns[1], columns[2], columns[3], columns[4]);
}

static void judge_all(struct corpus *corpus)
{
	FILE *file = fopen(CORPUS "pairs.tsv", "r");
	char *line = NULL;
	size_t size = 0;

	cr_assert(file, "t/corpus/pairs.tsv can't be read");
	while (getline(&line, &size, file) > 0)
		judge_line(corpus, line);
	free(line);
	fclose(file);
}

static void print(const char *what, const struct tally *tallies)
{
	for (; tallies->name; tallies++)
		fprintf(stderr, "# corpus: %s %s: %u of %u pairs right\n", what, tallies->name,
			tallies->right, tallies->all);
}

Test(grouping_pairs, recorded_events)
{
	struct arena *arena = arena_new();
	struct corpus *corpus = arena_alloc(arena, sizeof(*corpus));
	size_t paired = 0;

	memset(corpus, 0, sizeof(*corpus));
	corpus->arena = arena;
	for (size_t i = 0; i < COUNT(files); i++)
		read_file(corpus, files[i]);
	judge_all(corpus);
	for (size_t i = 0; i < corpus->count; i++)
		paired += corpus->events[i].paired;
	print("kind", corpus->kinds);
	print("file", corpus->languages);
	cr_expect_geq(corpus->pairs, PAIRS_MIN);
	cr_expect_geq(paired, PAIRED_MIN);
	cr_expect_eq(paired, corpus->count, "%zu of %zu events are in no pair", corpus->count - paired,
		     corpus->count);
	arena_free(arena);
}
