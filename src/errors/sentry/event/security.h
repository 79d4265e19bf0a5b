/* Security reports of browsers, as they send them to /api/<number>/security/ and as SDKs pass them on.
 *
 * Sources: CSP Level 2, 4.4 (application/csp-report: {"csp-report": {"effective-directive": …}}), the
 * Reporting API (application/reports+json: [{"type": "csp-violation", "body": {"effectiveDirective": …}}]),
 * CSP Level 3, 5.3; Relay's schema for Sentry's own form ("effective_directive", relay-event-schema,
 * protocol/security_report.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_SECURITY_H
#define BALCAO_ERRORS_SENTRY_EVENT_SECURITY_H

#include "errors/sentry/event/shape.h"

struct arena;
struct buffer;
struct event;
struct json_object;
struct lenient_report;
struct mapped;
struct mapper_source;
struct reading;

enum { SECURITY_MAX = 50 /* reports of one body that are kept */ };

/* The reports of a body: a list, or one alone. Items that are no objects may be among them. */
struct shape_list security_list(struct json_object *body);

/* A member of a report, whichever way its name is spelt: "effective-directive" finds effectiveDirective and
 * effective_directive too; NULL: none of them. The name is given in lower case with hyphens. */
struct json_object *security_field(struct json_object *report, const char *name);

/* Maps one report of a body as mapper_map maps an event. Of a violation of CSP, `directive` and
 * `blocked_uri` are set and the event has no message, so that it is grouped by them; another report has its
 * message, or its type and address, as a message. Its time is that of receipt less its "age". A report that
 * only tells ("disposition": "report") is a warning, another an error. What is no report is an empty event
 * with a note. */
void security_map(struct arena *arena, struct json_object *report, const struct lenient_report *lenient,
		  const struct mapper_source *source, struct mapped *mapped);

/* Sets `directive` and `blocked_uri` of an event from a CSP report without what is around it; NULL: does
 * nothing. */
void security_read(struct reading *reading, struct json_object *csp, struct event *event);

/* Appends a report, as it comes in a body or in an event's "csp", for people: a line for each scalar. */
void security_put_text(struct json_object *report, struct buffer *out);

/* What a report is about: the value of its only wrapper ("csp-report" …) or of "body", else itself. */
struct json_object *security_body(struct json_object *report);

#endif
