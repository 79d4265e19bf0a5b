#include "errors/reporting/columns.h"

#include "db/literal.h"
#include "errors/grouping/grouping.h"
#include "errors/grouping/rule.h"

void columns_group(struct arena *arena, const struct event *event, const struct rules *rules,
		   const char **key, const char **why)
{
	struct event ruled = *event;
	const struct grouping *grouping;

	rule_apply(arena, rules, &ruled);
	grouping = grouping_of(arena, &ruled, GROUPING_FRAMES);
	*key = literal_bytes(arena, grouping->key, sizeof(grouping->key));
	*why = literal_array(arena, grouping->evidence, grouping->evidence_count);
}
