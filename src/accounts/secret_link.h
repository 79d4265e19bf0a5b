/* Links that let whoever has them do something once: accept an invitation, set a password. */
#ifndef BALCAO_ACCOUNTS_SECRET_LINK_H
#define BALCAO_ACCOUNTS_SECRET_LINK_H

struct arena;

/* The most characters of a token that a client may send. */
enum { SECRET_LINK_TOKEN_MAX = 200 };

/* Makes a token of 256 random bits and returns the link ORIGIN/app/PAGE#token=…, in the arena. The token
 * stands in the fragment, which browsers send to nobody, so that no log and no Referer holds it. `origin`
 * is the setting BALCAO_PUBLIC_URL, never the header Host, which an attacker may choose. `*hash` receives
 * the token's SHA-256 in PostgreSQL's text form, in the arena: all that may be stored. */
const char *secret_link_new(struct arena *arena, const char *origin, const char *page, const char **hash);

#endif
