/* The JSON that shows one event: made of the raw event when somebody looks at it, so that nothing but the
 * raw event need be kept. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_VIEW_H
#define BALCAO_ERRORS_SENTRY_PAGE_VIEW_H

struct arena;
struct buffer;
struct json_object;
struct notes;

enum {
	VIEW_LINES = 10,      /* of source, before and after */
	VIEW_LINE_MAX = 512,  /* code points of each */
	VIEW_TEXT_MAX = 2048, /* of names, paths, addresses */
};

/* Appends one JSON object to `out`, always valid JSON in valid UTF-8, at most OUTLINE_BYTES and 512 KiB.
 * `event` is a tree of lenient_parse of any kind, what is odd in it is left out. `notes` may be NULL. All
 * members are always there; what was not sent is null or an empty list:
 *
 *   message      {text, template, params}
 *   exceptions   the oldest first: {type, value, module, mechanism, handled, frames, frames_left_out};
 *                frames, the innermost last: {function, module, filename, abs_path, package,
 *                instruction_addr, line, column,
 *                in_app, pre_context, context_line, post_context, vars}
 *   threads      {id, name, crashed, current, frames, frames_left_out}; a stack of the event itself is one
 *                of them
 *   breadcrumbs  the oldest first: {timestamp, type, category, level, message, data}; timestamp is
 *                RFC 3339 in UTC
 *   tags         {name: value}
 *   user         as it was sent
 *   request      {url, method, query, headers, cookies, data, env}; query, headers, cookies: [[name, value]]
 *   contexts, extra, modules, debug_meta   as they were sent
 *   sdk          {name, version}
 *   report       of a browser, without what is around it
 *   errors       [{field, fault}] for `notes` */
void view_put(struct arena *arena, struct json_object *event, const struct notes *notes, struct buffer *out);

/* The same of a security report, an item of security_list. */
void view_put_report(struct arena *arena, struct json_object *report, const struct notes *notes,
		     struct buffer *out);

#endif
