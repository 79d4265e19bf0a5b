#include "http/cors.h"

#include <stdbool.h>
#include <string.h>

#include "http/reply.h"
#include "http/request.h"

static bool allowed(const char *origin, const char *origins)
{
	static const char blanks[] = " \t\r\n\v\f"; /* those that SETTING_ORIGINS accepts */
	size_t length = strlen(origin);

	while (*origins) {
		size_t one = strcspn(origins, blanks);

		if (one == length && length > 0 && memcmp(origins, origin, length) == 0)
			return true;
		origins += one + strspn(origins + one, blanks);
	}
	return false;
}

void cors_answer(struct reply *reply, const struct request *request, const char *origins)
{
	if (!*origins)
		return;
	reply_header(reply, "Vary", "Origin");
	if (!allowed(request->origin, origins))
		return;
	reply_header(reply, "Access-Control-Allow-Origin", "%s", request->origin);
	reply_header(reply, "Access-Control-Expose-Headers",
		     "ETag, Link, Location, Retry-After, X-Request-Id");
}

void cors_preflight(struct reply *reply, const struct request *request, const char *origins,
		    const char *allow)
{
	if (!*request->preflight_method || !allowed(request->origin, origins))
		return;
	reply_header(reply, "Access-Control-Allow-Methods", "%s", allow);
	reply_header(reply, "Access-Control-Allow-Headers",
		     "Authorization, Content-Type, If-Match, If-None-Match");
	reply_header(reply, "Access-Control-Max-Age", "600");
}

void cors_answer_anyone(struct reply *reply, const struct cors *cors, const char *allow)
{
	reply_header(reply, "Access-Control-Allow-Origin", "*");
	reply_header(reply, "Access-Control-Expose-Headers", "%s", cors->exposed);
	if (!allow)
		return;
	reply_header(reply, "Access-Control-Allow-Methods", "%s", allow);
	reply_header(reply, "Access-Control-Allow-Headers", "%s", cors->headers);
	reply_header(reply, "Access-Control-Max-Age", "%d", cors->age);
}
