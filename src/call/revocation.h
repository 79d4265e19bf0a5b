/* Access tokens that were revoked before they expired. Each worker receives revocations through LISTEN
 * on its own connection and keeps each in memory until the last token that it concerns has expired. So
 * checking a token costs no round trip. */
#ifndef BALCAO_CALL_REVOCATION_H
#define BALCAO_CALL_REVOCATION_H

#include <stdbool.h>

#include "base/status.h"

struct call;
struct db;

/* Makes `db` listen for revocations, and load all current ones, each time it connects. Call it once per
 * process, before the first db_connect. `conninfo` is that of `db` and must outlive it. A connection
 * that receives no notifications is refused (call/hearing.h). */
void revocation_init(struct db *db, const char *conninfo);

/* Registers a listener for other notifications on the same channel. `heard` is called with the text
 * after `word` and a blank, or with NULL when notifications may have been missed. A process has one
 * listener; call this before revocation_init. */
void revocation_listen_for(const char *word, void (*heard)(const char *rest));

/* Handles the notifications that have arrived. E_UNAVAILABLE: there is no connection to the database, so
 * that revocations may be unknown. */
MUST_CHECK enum status revocation_hear(struct call *call);

/* The stage "revocation": handles the notifications that have arrived and checks whether the caller's
 * token was revoked. E_TOKEN_INVALID: it was; E_UNAVAILABLE: there is no connection to the database, so
 * that revocations may be unknown. OK without a caller. */
MUST_CHECK enum status revocation_check(struct call *call);

#endif
