/* Maps security reports of browsers to events. mapper.h alone can't do this, because the members of a report
 * don't mean what an event's do. event/security.h reads the parts of a report and names the sources. */
#ifndef BALCAO_ERRORS_SENTRY_SECURITY_REPORT_H
#define BALCAO_ERRORS_SENTRY_SECURITY_REPORT_H

struct arena;
struct json_object;
struct lenient_report;
struct mapped;
struct mapper_source;

/* Maps `report`, an item of security_list of any JSON type, to `mapped`, as mapper_map maps an event;
 * `lenient` and `source` are as for mapper_map. It can't fail:
 * - a report of a CSP violation sets `directive` and `blocked_uri` and has no message, so that it is grouped
 *   by those;
 * - any other report has security_message as its message;
 * - JSON that is not a report becomes an empty event with the note "report".
 * The event occurred at the time of receipt less the report's "age". Its level is "warning" if the browser
 * only reported ("disposition": "report"), else "error". */
void security_report_map(struct arena *arena, struct json_object *report,
			 const struct lenient_report *lenient, const struct mapper_source *source,
			 struct mapped *mapped);

#endif
