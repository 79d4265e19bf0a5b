/* Access tokens: JWTs (RFC 7519) that are signed with HS256 and no other algorithm, through libjwt. */
#ifndef BALCAO_CALL_TOKEN_H
#define BALCAO_CALL_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct caller;

/* Sets the key for signing; `secret` must have at least 32 bytes and live as long as the process. */
void token_init(const char *secret);

/* Makes an access token for a caller, issued at `now_ms` and valid until caller->expires (seconds since
 * 1970). Its claims are iss, aud, sub, sid, org, role, iat, exp and jti. jti contains caller->issued_ms,
 * a time of the database's clock, which revocations are compared with. The token is in the arena; NULL:
 * libjwt failed. */
const char *token_make(struct arena *arena, const struct caller *caller, int64_t now_ms);

/* Reads a token of `length` bytes and checks it at the time `now` (seconds since 1970): the signature,
 * the algorithm, every claim that token_make writes, and nbf. `aud` must be one text, since this issuer
 * never writes an array (RFC 7519, 4.1.3). Header and claims must name each member
 * once, and the header must not have crit (RFC 7515, 4.1.11). E_TOKEN_EXPIRED: only its time is over;
 * E_TOKEN_INVALID: anything else is wrong. */
MUST_CHECK enum status token_read(const char *text, size_t length, int64_t now, struct caller *caller);

#endif
