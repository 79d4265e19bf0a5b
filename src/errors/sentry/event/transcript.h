/* An event as text for people: its message, and its exceptions with their stacks, including the lines of
 * source that the SDK sent. Both functions return UTF-8 without NUL, at most TRANSCRIPT_BYTES bytes, in the
 * arena, and can't fail. A longer text is cut between two characters and ends in "[…]". */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_TRANSCRIPT_H
#define BALCAO_ERRORS_SENTRY_EVENT_TRANSCRIPT_H

struct arena;
struct event;
struct json_object;

enum { TRANSCRIPT_BYTES = 256 * 1024 };

/* Returns the text of the event `object`, from which `event` was mapped; "" if it has neither message,
 * exceptions nor frames. The newest exception and the innermost frame come first, as Java and JavaScript
 * print them:
 *
 *     message
 *
 *     TypeError: x is undefined
 *         at Cart.total (src/cart.js:12:7)
 *             return this.items.map(x => x.price)
 *     Caused by: RangeError: …
 *
 * If the event has a member "csp", the text ends with security_put_text of it. */
const char *transcript_write(struct arena *arena, struct json_object *object, const struct event *event);

/* Returns the text of a security report, an item of security_list: what security_put_text appends. */
const char *transcript_of_report(struct arena *arena, struct json_object *report);

#endif
