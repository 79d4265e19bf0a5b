/* Links that let whoever has them do something once: accept an invitation, set a password. */
#ifndef BALCAO_ACCOUNTS_SECRET_LINK_H
#define BALCAO_ACCOUNTS_SECRET_LINK_H

#include "table/field.h"

struct arena;

/* The most characters of a token that a client may send, and of a text in place of which it is taken. */
enum { SECRET_LINK_TOKEN_MAX = 200, SECRET_LINK_TYPED_MAX = 2000 };

/* Makes a token of 256 random bits and returns the link ORIGIN/app/PAGE#token=…, in the arena. The token
 * stands in the fragment, which browsers send to nobody, so that no log and no Referer holds it. `origin`
 * is the setting BALCAO_PUBLIC_URL, never the header Host, which an attacker may choose. `*hash` receives
 * the token's SHA-256 in PostgreSQL's text form, in the arena: all that may be stored. */
const char *secret_link_new(struct arena *arena, const char *origin, const char *page, const char **hash);

/* Formats of members that take a token, as people and programs paste it. White space at the ends is ignored.
 * The first takes a whole link (in fact whatever contains "#token=") for its token, too: the characters of
 * base64url behind that. Which tokens are good is not judged. The fault is fault_too_long. */
extern const struct format secret_link_format;
extern const struct format secret_link_token_format;

#endif
