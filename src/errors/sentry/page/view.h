/* The JSON that shows an event in full. It is made from the raw event whenever somebody reads the event, so
 * that only the raw event must be stored. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_VIEW_H
#define BALCAO_ERRORS_SENTRY_PAGE_VIEW_H

struct arena;
struct buffer;
struct json_object;
struct notes;

enum {
	VIEW_LINES = 10,      /* lines of source code before the line of a frame, and after it */
	VIEW_LINE_MAX = 512,  /* code points of such a line */
	VIEW_TEXT_MAX = 2048, /* code points of a name, path or address */
};

/* Appends one JSON object to `out`: valid JSON in UTF-8, at most OUTLINE_BYTES plus 512 KiB. `event` is a
 * tree of lenient_parse of any JSON type; parts of the wrong type are left out. `notes`, which may be NULL,
 * are the event's. The object always has all members; a part that the SDK did not send is null or an empty
 * list:
 *
 *   message      {text, template, params}
 *   exceptions   the oldest first: {type, value, module, mechanism, handled, frames, frames_left_out};
 *                frames, the innermost last: {function, module, filename, abs_path, package,
 *                instruction_addr, line, column,
 *                in_app, pre_context, context_line, post_context, vars}
 *   threads      {id, name, crashed, current, frames, frames_left_out}; the event's own stack is shown
 *                as a thread
 *   breadcrumbs  the oldest first: {timestamp, type, category, level, message, data}; timestamp is
 *                RFC 3339 in UTC
 *   tags         {name: value}
 *   user         as it was sent
 *   request      {url, method, query, headers, cookies, data, env}; query, headers, cookies: [[name, value]]
 *   contexts, extra, modules, debug_meta   as they were sent
 *   sdk          {name, version}
 *   report       the body of a security report (see security_body)
 *   errors       the notes: [{field, fault}] */
void view_put(struct arena *arena, struct json_object *event, const struct notes *notes, struct buffer *out);

/* As view_put, for a security report, an item of security_list. */
void view_put_report(struct arena *arena, struct json_object *report, const struct notes *notes,
		     struct buffer *out);

#endif
