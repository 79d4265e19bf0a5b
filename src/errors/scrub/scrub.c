#include "errors/scrub/scrub.h"

#include <string.h>

#include "errors/scrub/copy.h"
#include "errors/scrub/document.h"
#include "errors/scrub/prose.h"

bool scrub_json(struct arena *arena, const struct scrub *scrub, const char **json, size_t *length)
{
	return !scrub->on || document_scrub(arena, scrub->further, json, length);
}

const char *scrub_text(struct arena *arena, const struct scrub *scrub, const char *text)
{
	struct passage passage = { .text = text, .further = scrub->further };
	struct span found;
	struct copy copy;
	size_t at = 0;

	if (!text || !scrub->on)
		return text;
	passage.length = strlen(text);
	if (!prose_next(&passage, &at, &found))
		return text;
	copy = copy_begin(arena, text, passage.length);
	do {
		copy_hide(&copy, found);
	} while (prose_next(&passage, &at, &found));
	return copy_finish(&copy);
}
