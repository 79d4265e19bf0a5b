#include "errors/sentry/event/notes.h"

#include <string.h>

void notes_add(struct notes *notes, const char *field, enum note_fault fault)
{
	for (size_t i = 0; i < notes->count; i++)
		if (notes->list[i].fault == fault && strcmp(notes->list[i].field, field) == 0)
			return;
	if (notes->count < NOTES_MAX)
		notes->list[notes->count++] = (struct note){ .field = field, .fault = fault };
}

const char *note_name(enum note_fault fault)
{
	static const char *const names[NOTE__MAX] = {
		[NOTE_INVALID] = "invalid", [NOTE_CUT] = "cut",           [NOTE_TOO_MANY] = "too_many",
		[NOTE_CLOCK] = "clock",     [NOTE_TOO_DEEP] = "too_deep", [NOTE_TEXT] = "text",
		[NOTE_NUMBER] = "number",   [NOTE_REPEATED] = "repeated",
	};
	return names[fault];
}
