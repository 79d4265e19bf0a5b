/* Access tokens that are no longer worth anything although they have not expired. Each worker
 * hears of them through LISTEN on its own connection and keeps each in memory until the last of
 * its tokens has expired, so that a request costs no round trip. */
#ifndef BALCAO_CALL_REVOCATION_H
#define BALCAO_CALL_REVOCATION_H

#include <stdbool.h>

#include "base/status.h"

struct call;
struct db;

/* Makes `db` listen and load what is revoked each time it connects. Once per process, before the
 * first db_connect. `conninfo`: of `db`; it must outlive it. A connection that hears nothing is no
 * connection (core/hearing.h). */
void revocation_init(struct db *db, const char *conninfo);

/* Others' notices on the same channel: `heard` is told what follows `word` and a blank, and NULL when
 * some may have been missed. One for each process; before revocation_init. */
void revocation_listen_for(const char *word, void (*heard)(const char *rest));

/* Takes in what has arrived. E_UNAVAILABLE: the database is away, so nobody knows. */
MUST_CHECK enum status revocation_hear(struct call *call);

/* The stage "revocation": takes in what has arrived since, then judges whether the caller's token
 * still counts. E_TOKEN_INVALID: no; E_UNAVAILABLE: the database is away, so nobody knows. */
MUST_CHECK enum status revocation_judge(struct call *call);

#endif
