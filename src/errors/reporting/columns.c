#include "errors/reporting/columns.h"

#include "db/literal.h"
#include "errors/grouping/grouping.h"

void columns_group(struct arena *arena, const struct event *event, const char **key, const char **why)
{
	const struct grouping *grouping = grouping_of(arena, event, GROUPING_FRAMES);

	*key = literal_bytes(arena, grouping->key, sizeof(grouping->key));
	*why = literal_array(arena, grouping->evidence, grouping->evidence_count);
}
