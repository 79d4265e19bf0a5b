/* Which events are of one error: rule g1. It is a pure function of the event, so that another number of
 * frames can be tried on events that were kept, and a key says nothing but what was hashed for it.
 *
 *   key     = SHA-256("g1" RS fields joined by US)      RS, US: the bytes 0x1e, 0x1f; in a field, blanks
 *   fields  = "fp", parts                    of a fingerprint that is more than one "{{ default }}";
 *             "st", family, type, tokens     of an exception with a stack; no type if the SDK made it up;
 *             "ex", family, type, norm(value) of one without;
 *             "tp", template                 the message before its parameters were filled in;
 *             "ms", norm(message)
 *             "csp", directive, host         of a security report;
 *             "zz", platform, logger, transaction
 *
 * The first that applies. A part "{{ default }}" or "{{default}}" is the key of the other six, in
 * hexadecimal. What is NULL is empty here. The exception is the newest that has a token (stack.h), else the
 * newest, unless that tells neither type nor value. A message of white space only is none. Environment,
 * release, URL, user, lines are never in a key.
 *
 * A fingerprint has at most 32 parts, NULLs not counted; a field 1,024 bytes, a template 8,192; more is
 * cut. */
#ifndef BALCAO_ERRORS_GROUPING_GROUPING_H
#define BALCAO_ERRORS_GROUPING_GROUPING_H

#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "errors/grouping/event.h"
#include "errors/grouping/stack.h"

struct arena;

enum {
	GROUPING_FRAMES = 8, /* if the project doesn't tell another number */
	GROUPING_PARTS_MAX = 32,
	GROUPING_EVIDENCE_MAX = GROUPING_PARTS_MAX + STACK_TOKENS_MAX + 2,
};

struct grouping {
	uint8_t key[SHA256_SIZE];
	/* What was hashed, to be read by people: each field after what it is. "platform: python", "type:
	 * KeyError", "frame: app.views|show", the crash first; "value: …", "template: …", "message: …",
	 * "directive: …", "host: …", "logger: …", "transaction: …", "fingerprint: checkout". "fingerprint: {{
	 * default }}" is followed, behind the last part, by the default's. Equal evidence is an equal key,
	 * and the other way round, but for a part that spells out the default's key. */
	const char *evidence[GROUPING_EVIDENCE_MAX];
	size_t evidence_count; /* at least 1 */
};

/* Takes the `frames` nearest to the crash: 1 to STACK_TOKENS_MAX, beyond which the nearest of these is meant.
 * It can't fail; what is returned is the arena's. */
const struct grouping *grouping_of(struct arena *arena, const struct event *event, int frames);

#endif
