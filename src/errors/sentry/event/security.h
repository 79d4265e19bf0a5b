/* Reads security reports, which browsers send to /api/<number>/security/ and SDKs forward. security_report.h
 * maps them to events. Objects that are returned belong to the report's tree.
 *
 * Sources: CSP Level 2, 4.4 (application/csp-report: {"csp-report": {"effective-directive": …}}), the
 * Reporting API (application/reports+json: [{"type": "csp-violation", "body": {"effectiveDirective": …}}]),
 * CSP Level 3, 5.3; Relay's schema for Sentry's own form ("effective_directive", relay-event-schema,
 * protocol/security_report.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_SECURITY_H
#define BALCAO_ERRORS_SENTRY_EVENT_SECURITY_H

#include "errors/sentry/event/shape.h"

struct buffer;
struct event;
struct json_object;
struct reading;

enum { SECURITY_MAX = 50 /* how many reports of one body are kept */ };

/* Returns the reports of a body, which is a list of reports or a single report: the last SECURITY_MAX. Items
 * of the list may have any JSON type. */
struct shape_list security_list(struct json_object *body);

/* Whether an item of security_list is a report: a violation of a CSP names a directive; any other report has
 * a kind and a body, which only a report of the Reporting API may leave empty. */
bool security_is_report(struct json_object *report);

/* Returns a member of a report by its name in lower case with hyphens; other spellings match too:
 * "effective-directive" also finds effectiveDirective and effective_directive. Returns NULL if the report
 * has no such member. */
struct json_object *security_field(struct json_object *report, const char *name);

/* Sets `directive` and `blocked_uri` of `event` from `csp`, the body of a CSP report (see security_body); a
 * report that blocks nothing has the URI "self". Leaves `event` as it is if `csp` is NULL or not a CSP
 * report. */
void security_read(struct reading *reading, struct json_object *csp, struct event *event);

/* Whether a report of a CSP violation, `csp` (see security_body), is about what a browser's extension does in
 * the page, or the browser itself: the blocked address or the source has a scheme such as chrome-extension,
 * or is about:… Nobody can mend those. Source: Relay's filter of CSP reports (relay-filter, csp.rs). */
bool security_is_foreign(struct json_object *csp);

/* Appends the body of a report to `out` as text for people, one line "name: value" for each member that is
 * neither a list nor an object. `report` is an item of security_list or an event's "csp". */
void security_put_text(struct json_object *report, struct buffer *out);

/* Returns the body of a report, without its wrapper: the object in the member "csp-report",
 * "expect-ct-report", "expect-staple-report" or "body". Returns `report` itself if it has no wrapper. */
struct json_object *security_body(struct json_object *report);

/* Returns the kind of a report: the name of its wrapper, such as "expect-ct-report", or the "type" of the
 * Reporting API, such as "crash". Returns NULL if it has neither. The text belongs to the report's tree. */
const char *security_kind(struct json_object *report);

/* Returns a message for a report that is not about a CSP violation: the body's "message", else the kind and
 * the address ("crash: https://example.com/"), else the kind. Returns NULL if the report has no kind either.
 * The text lives in the arena or the report's tree. */
const char *security_message(struct reading *reading, struct json_object *report);

#endif
