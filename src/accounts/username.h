/* Usernames: 3–32 of a-z, 0-9, dot, underscore and hyphen, starting with a letter. Upper case is
 * folded to lower case. */
#ifndef BALCAO_ACCOUNTS_USERNAME_H
#define BALCAO_ACCOUNTS_USERNAME_H

#include <stdbool.h>

#include "table/field.h"

struct arena;

/* Reads a username in any case; the canonical form is in lower case. The fault is username_invalid. */
extern const struct format username_format;

/* Returns a copy of the `length` bytes of `text`, with A–Z in lower case, in the arena. */
const char *username_fold(struct arena *arena, const char *text, size_t length);

/* Whether a username in lower case sounds like one of an authority ("admin", "support") or of nobody
 * ("null"): people would trust what comes from it. New accounts and new usernames can't have it; whoever has
 * it keeps it, so username_format accepts it. */
bool username_is_reserved(const char *username);

extern const struct fault_kind username_invalid, username_reserved;

#endif
