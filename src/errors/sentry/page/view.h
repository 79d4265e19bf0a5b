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
 * list. `other` holds the members that have no name here, as they were sent; null: there are none.
 *
 *   platform, logger, transaction, server_name, dist   texts
 *   message      {text, template, params, other}
 *   exceptions   the oldest first: {type, value, module, thread_id, handled, frames, frames_left_out,
 *                stacktrace, mechanism, other}; `mechanism` is as it was sent, and its exception_id and
 *                parent_id make a tree of the exceptions; `stacktrace` is what the stack has besides frames;
 *                frames, the innermost last: {function, module, filename, abs_path, package,
 *                instruction_addr, line, column, in_app, pre_context, context_line, post_context, vars,
 *                other}
 *   threads      {id, name, crashed, current, frames, frames_left_out, stacktrace, other}; the event's own
 *                stack is shown as a thread, unless it is that of the newest exception
 *   breadcrumbs  the oldest first: {timestamp, type, category, level, message, data, other}; timestamp is
 *                RFC 3339 in UTC
 *   tags         {name: value}
 *   user         as it was sent
 *   request      {url, method, query, headers, cookies, data, env, other}; query, headers, cookies:
 *                [[name, value]]
 *   contexts, extra, modules, debug_meta   as they were sent
 *   sdk          {name, version, packages, integrations, other}
 *   report       the body of a security report (see security_body)
 *   other        of the event, but for the id, time, level, environment, release and fingerprint, which the
 *                mapper reads
 *   errors       the notes: [{field, fault}], and the fault too_many for each part that is too big to be
 *                shown whole. Its newest items, or its first members, stay. */
void view_put(struct arena *arena, struct json_object *event, const struct notes *notes, struct buffer *out);

/* As view_put, for a security report, an item of security_list. */
void view_put_report(struct arena *arena, struct json_object *report, const struct notes *notes,
		     struct buffer *out);

#endif
