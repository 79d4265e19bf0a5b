/* Notes about the faults of an event: fields that were dropped, cut or corrected. The notes are shown with
 * the event; a fault is never a reason to refuse it. Relay keeps the same list in the event's "errors". */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_NOTES_H
#define BALCAO_ERRORS_SENTRY_EVENT_NOTES_H

#include <stddef.h>

enum { NOTES_MAX = 32 };

enum note_fault {
	NOTE_INVALID,  /* the field can't have this value, which was dropped */
	NOTE_CUT,      /* the text was too long: its end was dropped */
	NOTE_TOO_MANY, /* the list was too long: its end was dropped, or the middle of a list of frames */
	NOTE_CLOCK,    /* the time was impossible and was replaced by the time of receipt */
	NOTE_TOO_DEEP, /* parts below level 64 were dropped */
	NOTE_TEXT,     /* invalid UTF-8 was replaced, or NUL characters were dropped */
	NOTE_NUMBER,   /* NaN or Infinity was replaced by null */
	NOTE_REPEATED, /* an object had two members of the same name: the last one stayed */
	NOTE__MAX
};

struct note {
	const char *field; /* "release", "frame" …; a string literal */
	enum note_fault fault;
};

struct notes {
	struct note list[NOTES_MAX];
	size_t count;
};

/* Adds a note, unless `notes` has the same note already or has NOTES_MAX notes. `field` is not copied: it
 * must be a string literal. */
void notes_add(struct notes *notes, const char *field, enum note_fault fault);

/* Returns the name of a fault for the API, a string literal: "invalid", "cut", "too_many", "clock",
 * "too_deep", "text", "number" or "repeated". */
const char *note_name(enum note_fault fault);

#endif
