/* What was wrong with an event: fields that were dropped or cut. They are shown with it; none is a reason to
 * refuse it (Relay keeps the same list, "errors" of the event). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_NOTES_H
#define BALCAO_ERRORS_SENTRY_EVENT_NOTES_H

#include <stddef.h>

enum { NOTES_MAX = 32 };

enum note_fault {
	NOTE_INVALID,  /* not a value that the field may have: dropped */
	NOTE_CUT,      /* too long: its end was dropped */
	NOTE_TOO_MANY, /* too long a list: the rest was dropped, of frames the middle */
	NOTE_CLOCK,    /* a time that cannot be: the time of receipt was taken */
	NOTE_TOO_DEEP, /* parts below level 64 were dropped */
	NOTE_TEXT,     /* bytes or characters that no text may have were replaced or dropped */
	NOTE_NUMBER,   /* NaN or Infinity became null */
	NOTE_REPEATED, /* members came twice: the last ones stay */
	NOTE__MAX
};

struct note {
	const char *field; /* a literal: "release", "frame" … */
	enum note_fault fault;
};

struct notes {
	struct note list[NOTES_MAX];
	size_t count;
};

/* Adds a note, unless it is there already or the list is full. */
void notes_add(struct notes *notes, const char *field, enum note_fault fault);

/* What a fault is called where notes are shown: "invalid", "cut", "too_many", "clock", "too_deep", "text",
 * "number", "repeated". */
const char *note_name(enum note_fault fault);

#endif
