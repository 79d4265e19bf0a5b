/* A parser for envelopes, the format in which SDKs send data: a header, then items, each of which is a
 * header and a payload. The parser takes an envelope in pieces of any size. It buffers at most one header or
 * one payload that the reader wants.
 *
 * Sources: Sentry's developer documentation (sdk/foundations/transport/envelopes: grammar and examples;
 * envelope-items), and Relay's parser (relay-server, envelope/). Beyond the grammar, the parser accepts
 * empty lines between items, a last item without a payload, and blanks around headers. */
#ifndef BALCAO_ERRORS_SENTRY_ENVELOPE_H
#define BALCAO_ERRORS_SENTRY_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "errors/sentry/category.h"

struct arena;
struct envelope;

enum {
	ENVELOPE_LINE_MAX = 8 * 1024,       /* bytes of a header, without its newline */
	ENVELOPE_PAYLOAD_MAX = 1024 * 1024, /* bytes of a payload that the reader wants */
	ENVELOPE_ITEMS_MAX = 1000,
	ENVELOPE_BLANKS_MAX = 1000, /* empty lines */
	ENVELOPE_TYPE_SIZE = 64,    /* bytes of an item's type, with a NUL; a longer type is cut */
	ENVELOPE_ID_SIZE = 33,
};

enum envelope_outcome {
	ENVELOPE_OK,
	ENVELOPE_MALFORMED, /* the bytes are not an envelope, or the envelope is truncated */
	ENVELOPE_TOO_LARGE, /* a header or payload is too long, or there are too many items or lines */
	ENVELOPE_STOPPED,   /* a callback of the reader returned false */
	ENVELOPE__MAX
};

/* The envelope's header. Texts live as long as the envelope's arena. */
struct envelope_header {
	char event_id[ENVELOPE_ID_SIZE]; /* 32 hexadecimal digits in lower case, or "" without a valid id */
	const char *dsn;                 /* NULL if the header has none */
	int64_t sent_at;                 /* milliseconds since 1970, or MOMENT_UNKNOWN */
};

struct envelope_item {
	char type[ENVELOPE_TYPE_SIZE];
	enum category category;
	int64_t length; /* bytes of the payload; -1: the payload ends at the next newline */
};

/* The callbacks of the caller. `header` and `payload` return false to stop the parser (ENVELOPE_STOPPED).
 * `item` returns whether the caller wants the payload; `payload` is called for wanted payloads only. `bytes`
 * has a NUL after its `length` bytes and is valid during the call only. */
struct envelope_reader {
	bool (*header)(void *context, const struct envelope_header *header);
	bool (*item)(void *context, const struct envelope_item *item);
	bool (*payload)(void *context, const struct envelope_item *item, const char *bytes, size_t length);
};

/* What the parser has seen so far. */
struct envelope_counts {
	size_t items;
	size_t skipped[CATEGORY__MAX]; /* those of `items` that `item` did not want, by category */
};

/* Returns a parser, which belongs to the arena; `reader` must outlive it, and `context` is passed to the
 * callbacks. Only the first item that makes an event, "event" or "raw_security", is offered to `item`; later
 * ones are skipped, as in Relay, because any number of events could take any amount of memory. */
struct envelope *envelope_new(struct arena *arena, const struct envelope_reader *reader, void *context);

/* Parses the next bytes of the envelope. After any outcome but ENVELOPE_OK the parser is finished: further
 * calls return the same outcome and call no callbacks. If an envelope fails, the caller should drop the
 * payloads that it received before. */
enum envelope_outcome envelope_push(struct envelope *envelope, const char *bytes, size_t length);

/* Ends the envelope, and returns the final outcome. An envelope without items is ENVELOPE_OK, one without a
 * header ENVELOPE_MALFORMED. May be called twice. */
enum envelope_outcome envelope_finish(struct envelope *envelope);

/* Returns the counts, which live in the envelope. */
const struct envelope_counts *envelope_counts(const struct envelope *envelope);

#endif
