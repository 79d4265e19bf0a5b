/* The parts of an event, in the order of their importance, and how much of a tree each may have. A text that
 * could become too big a tree is built in this order, whatever the order of its members. Source of the names:
 * Sentry's developer documentation (data-model/event-payloads) and Relay's schema (relay-event-schema,
 * protocol/), with its legacy_alias attributes. */
#ifndef BALCAO_ERRORS_LENIENT_PARTS_H
#define BALCAO_ERRORS_LENIENT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

struct kind;

enum { PARTS_MAX = 40 /* the greatest number of parts of a kind */ };

/* A member that has a share of its own. */
struct part {
	const char *name, *old; /* the name, and the one that old SDKs use, or NULL */
	size_t share;           /* units that later members leave for it: see LENIENT_MAX_VALUES */
	size_t most; /* more is left out even if there is room, as SDKs never send it; 0: no bound */
	const struct kind *kind; /* NULL: a value whose members are all alike */
	const char *field;       /* its name in faults; NULL: that of what it is in */
};

/* What a value consists of. */
struct kind {
	const struct part *parts; /* if it is an object: its members by importance, up to one without a name;
				     NULL: none has a share. The other members come last and share alike. */
	size_t share;             /* units that `parts` leave for the other members */
	bool listed;              /* if it is a list: its items share alike, and those in its middle are left
				     out once there are more than `first` + `last` */
	const struct kind *items;
	size_t first, last;
	size_t least; /* units that an item needs to be of use: fewer items are kept if half of what the list
			 may have isn't enough; 0: it doesn't matter */
	size_t each;  /* the most units of an item, or of one of the other members; 0: no bound */
	const char *const *besides; /* items with one of these members set to true are kept too; NULL: none */
};

/* The kind of a whole event. */
extern const struct kind parts_event;

/* Returns the part with this name, or NULL. */
const struct part *parts_find(const struct kind *kind, const char *name);

/* Whether any of the parts, of whatever kind, has this name: an object that has as many members as it may
 * have still takes one of this name. There are fewer than 200 such names. */
bool parts_is_named(const char *name);

/* Returns the name that faults give a member of an event: "extra", "exception" …; "other" for a member
 * without a share, and "event" for NULL, the event itself. A string literal. */
const char *parts_field(const char *member);

#endif
