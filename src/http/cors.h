/* Cross-origin requests (Fetch standard, 3.2). They are refused unless their origin is configured. */
#ifndef BALCAO_HTTP_CORS_H
#define BALCAO_HTTP_CORS_H

/* The answer of a route that any origin may use, whatever is configured. */
struct cors {
	const char *headers; /* the request headers that are allowed */
	const char *exposed; /* the response headers that the page may read */
	int age;             /* for how many seconds a browser may cache a preflight */
};

struct reply;
struct request;

/* Adds the headers that let a page of the request's origin read the answer, if the origin is one of the
 * blank-separated `origins`; and Vary: Origin, unless `origins` is empty. */
void cors_answer(struct reply *reply, const struct request *request, const char *origins);

/* Adds the headers of a preflight, if the OPTIONS request is one and its origin is in `origins`. `allow`
 * lists the methods. */
void cors_preflight(struct reply *reply, const struct request *request, const char *origins,
		    const char *allow);

/* Adds the headers that let a page of any origin read the answer. `allow` lists the methods in the
 * answer to an OPTIONS request; NULL: the answer is to another request. */
void cors_answer_anyone(struct reply *reply, const struct cors *cors, const char *allow);

#endif
