/* The grouping of events into errors, rule g1: events with equal keys are one error. The key is a pure
 * function of the event and the number of frames, so that stored events can be grouped again with another
 * number.
 *
 *   key     = SHA-256("g1" RS fields, separated by US)
 *   fields  = "fp", parts                     if a fingerprint is more than a single "{{ default }}"
 *             "st", family, type, tokens      if an exception has a stack; no type if it is synthetic
 *             "ex", family, type, norm(value) if there is an exception
 *             "tp", template                  if the message has a template
 *             "ms", norm(message)             if there is a message
 *             "csp", directive, host          if the event is a security report
 *             "zz", platform, logger, transaction
 *
 * RS and US are the bytes 0x1e and 0x1f; in a field they are replaced by blanks. The first row that applies
 * gives the fields. A part "{{ default }}" or "{{default}}" of a fingerprint is replaced by the key, in
 * hexadecimal, that the other six rows give. A text that is NULL counts as empty, and a message of white
 * space counts as missing. "st" takes the newest exception that has a token (stack.h), "ex" the newest
 * exception, unless it has neither type nor value. Environment, release, URL, user and line numbers are
 * never in a key.
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
	GROUPING_EVIDENCE_MAX = GROUPING_PARTS_MAX + STACK_TOKENS_MAX + 2,
};

struct grouping {
	uint8_t key[SHA256_SIZE];
	/* The hashed fields for people, each after its label: "platform: python", "type: KeyError", "frame:
	 * app.views|show" (the innermost frame first), "value: …", "template: …", "message: …", "directive:
	 * …", "host: …", "logger: …", "transaction: …", "fingerprint: checkout". If a part of the fingerprint
	 * is the default, the default's evidence follows the last part. Two events have equal evidence if
	 * and only if they have equal keys, unless a part of a fingerprint is the default's key itself. */
	const char *evidence[GROUPING_EVIDENCE_MAX];
	size_t evidence_count; /* at least 1 */
};

/* Groups an event by the `frames` innermost frames; the number is limited to 1 to STACK_TOKENS_MAX. Returns
 * a grouping that lives in the arena. It can't fail. */
const struct grouping *grouping_of(struct arena *arena, const struct event *event, int frames);

#endif
