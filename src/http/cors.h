/* Cross-origin requests (Fetch standard, 3.2): none unless an origin is configured. */
#ifndef BALCAO_HTTP_CORS_H
#define BALCAO_HTTP_CORS_H

struct reply;
struct request;

/* Adds the headers that let the request's origin read the answer, if it is one of the
 * blank-separated `origins`. */
void cors_answer(struct reply *reply, const struct request *request, const char *origins);

/* The same for an OPTIONS request that is a preflight; `allow` lists the methods. */
void cors_preflight(struct reply *reply, const struct request *request, const char *origins,
		    const char *allow);

#endif
