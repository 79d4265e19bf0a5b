/* The cookie of a session, in which a page of this service keeps its refresh token: scripts don't see it,
 * and the browser sends it to this host alone, over TLS, from the host's own pages (RFC 6265bis: __Host-,
 * HttpOnly, SameSite=Strict). A route that has to do with it says .cookie. */
#ifndef BALCAO_CALL_COOKIE_H
#define BALCAO_CALL_COOKIE_H

#include <stdbool.h>

#include "base/status.h"
#include "http/problem.h"

struct call;

/* The answer to a request of another origin. */
extern const struct problem cookie_cross_origin;

/* Returns the value of the cookie, in the arena; NULL if the request carries none. Of several the first
 * counts. */
const char *cookie_carried(const struct call *call);

/* A hook `offered`, so that it judges before anybody reads the body. A request that carries the cookie, or
 * whose body asks for one with "cookie": true, must have the media type application/json and, where the
 * browser tells, come from a page of the setting BALCAO_PUBLIC_URL: Origin is that origin (a port that is
 * the scheme's own may be left out), and Sec-Fetch-Site is same-origin. Programs send neither. E_REFUSED,
 * by cookie_cross_origin: it doesn't. A body of more than 16 KiB is not searched; cookie_check sees what
 * it asks for. */
MUST_CHECK enum status cookie_offered(struct call *call);

/* A hook `check` for a body with the F_BOOLEAN `cookie`: judges as cookie_offered what asks for the
 * cookie. */
MUST_CHECK enum status cookie_check(struct call *call);

/* Whether the member `cookie` of the body is true. */
bool cookie_wanted(const struct call *call);

/* Adds Set-Cookie to the reply: the browser keeps `value` for so many seconds. */
void cookie_give(struct call *call, const char *value, long seconds);

/* Makes the browser forget the cookie. */
void cookie_remove(struct call *call);

#endif
