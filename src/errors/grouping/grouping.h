/* The grouping of events into errors, rule g2: events with equal keys are one error. The key is a pure
 * function of the event and the number of frames, so that stored events can be grouped again.
 *
 *   key     = SHA-256("g2" RS kind US field US field …)
 *   fields  = "fp", parts                              if a fingerprint is more than a single {{ default }}
 *             "st", family, type, chain, tokens, value if an exception has a stack
 *             "ex", family, type, chain, value         if there is an exception
 *             "tp", template                           if the message has a template that says something
 *             "ms", message                            if there is a message
 *             "csp", directive, host                   if the event is a security report
 *             "zz", platform, logger, transaction
 *
 * RS and US are the bytes 0x1e and 0x1f; in a field they are replaced by blanks. Each field begins with a
 * letter that says which it is, and =. The first row that applies gives the fields.
 *
 * - "st" takes the newest exception that has a token (stack.h), "ex" the newest exception, unless it has
 *   neither type nor value. Members of a group of exceptions, and their causes, count for neither, nor for
 *   the chain, unless there is nothing else.
 * - type: of that exception; none if it is synthetic. A type is a name that compilers may add to (suffix.h).
 * - chain: the types of the other exceptions that are not synthetic, the newest first, at most five.
 * - tokens: "place|function" and, on a line of its own, the source line.
 * - value: the normal form (normal.h) of that exception's value. In "st" it counts only if the type says
 *   nothing (Error, Exception, RuntimeError, ErrorException, StandardError, *errors.errorString,
 *   *errors.fundamental, *fmt.wrapError, *fmt.wrapErrors, no type, a synthetic exception), if no token has a
 *   function or a line, or if the innermost frame has no token: the frames around it (a framework's, which a
 *   browser can't tell from the application's) are those of many errors.
 * - template: verbatim. One that has neither letter nor digit but in its placeholders ("%s") says nothing.
 * - message: its normal form; white space counts as no message.
 * - parts: with their variables filled in (variable.h), {{ default }} by the key, in hexadecimal, that the
 *   other rows give.
 *
 * A text that is NULL counts as empty. Environment, release, URL, user and line numbers are never in a key.
 *
 * Limits, beyond which is cut: 32 parts of a fingerprint, not counting NULLs; 1,024 bytes of a field; 8,192
 * bytes of a template. */
#ifndef BALCAO_ERRORS_GROUPING_GROUPING_H
#define BALCAO_ERRORS_GROUPING_GROUPING_H

#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "errors/grouping/event.h"
#include "errors/grouping/stack.h"

struct arena;

enum {
	GROUPING_FRAMES = 8, /* the default */
	GROUPING_PARTS_MAX = 32,
	GROUPING_CHAIN_MAX = 5,
	GROUPING_EVIDENCE_MAX = GROUPING_PARTS_MAX + STACK_TOKENS_MAX + GROUPING_CHAIN_MAX + 3,
};

struct grouping {
	uint8_t key[SHA256_SIZE];
	/* The hashed fields in words: "platform: python", "type: KeyError", "with: OSError" (the chain),
	 * "frame: show in app.views, at return orders[key]" (the innermost first), "value: …",
	 * "template: …", "message: …", "directive: …", "host: …", "logger: …", "transaction: …",
	 * "fingerprint: checkout", "fingerprint by rule: checkout" (rule.h). If a part of the fingerprint has
	 * {{ default }}, it is shown so, and the default's evidence follows the last part. Events with equal
	 * keys have equal evidence, except for the words "by rule". */
	const char *evidence[GROUPING_EVIDENCE_MAX];
	size_t evidence_count; /* at least 1 */
};

/* Groups an event by the `frames` innermost frames; the number is limited to 1 to STACK_TOKENS_MAX. Returns
 * a grouping that lives in the arena. It can't fail. */
const struct grouping *grouping_of(struct arena *arena, const struct event *event, int frames);

#endif
