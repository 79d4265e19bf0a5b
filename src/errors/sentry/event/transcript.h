/* The text of an event, as people read it in the list of what happened: message, exceptions, stacks with the
 * line of source where the SDK sent it. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_TRANSCRIPT_H
#define BALCAO_ERRORS_SENTRY_EVENT_TRANSCRIPT_H

struct arena;
struct event;
struct json_object;

/* The text of the event that `object` holds and `event` was mapped from, UTF-8 without NUL, at most
 * MAPPER_DETAILS_MAX bytes, in the arena; "" if there is nothing to tell. The newest exception comes first,
 * the innermost frame first, as Java and JavaScript print them:
 *
 *     message
 *
 *     TypeError: x is undefined
 *         at Cart.total (src/cart.js:12:7)
 *             return this.items.map(x => x.price)
 *     Caused by: RangeError: …
 *
 * What does not fit is cut, with "[…]" at the end. */
const char *transcript_write(struct arena *arena, struct json_object *object, const struct event *event);

/* The same of a security report: a line for each of its members. */
const char *transcript_of_report(struct arena *arena, struct json_object *report);

#endif
