/* Cross-origin requests (Fetch standard, 3.2): none unless an origin is configured. */
#ifndef BALCAO_HTTP_CORS_H
#define BALCAO_HTTP_CORS_H

/* Of addresses that any page may ask, whatever is configured. */
struct cors {
	const char *headers; /* that a request may have */
	const char *exposed; /* of the answer, that the page may see */
	int age;             /* seconds that a browser may remember this */
};

struct reply;
struct request;

/* Adds the headers that let the request's origin read the answer, if it is one of the
 * blank-separated `origins`. */
void cors_answer(struct reply *reply, const struct request *request, const char *origins);

/* The same for an OPTIONS request that is a preflight; `allow` lists the methods. */
void cors_preflight(struct reply *reply, const struct request *request, const char *origins,
		    const char *allow);

/* The same where any origin may ask. `allow` lists the methods; NULL: it is no answer to OPTIONS. */
void cors_answer_anyone(struct reply *reply, const struct cors *cors, const char *allow);

#endif
