/* Access tokens: JWT (RFC 7519) signed with HS256 and nothing else, through libjwt. */
#ifndef BALCAO_CALL_TOKEN_H
#define BALCAO_CALL_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct caller;

/* Sets the key, which must have at least 32 bytes and live as long as the process. */
void token_init(const char *secret);

/* Makes the token of a caller, issued at `now_ms` and valid until caller->expires
 * (seconds since 1970): claims iss sub sid org role iat exp jti. jti holds caller->issued_ms, which is the
 * database's time: by that revocations are judged. In the arena; NULL:
 * libjwt failed. */
const char *token_make(struct arena *arena, const struct caller *caller, int64_t now_ms);

/* Reads and checks a token at `now`: signature, algorithm, every claim that we make, and nbf; header and
 * claims name each member once, the header has no crit (RFC 7515, 4.1.11). E_TOKEN_EXPIRED: all but the time
 * is right; E_TOKEN_INVALID: anything else. */
MUST_CHECK enum status token_read(const char *text, size_t length, int64_t now, struct caller *caller);

#endif
