/* Envelopes, in which SDKs send what they have: a header, then items, each a header and a payload. They are
 * read as they come, in pieces of any size; what is held is one line of header or one payload that somebody
 * wants.
 *
 * Sources: Sentry's developer documentation (sdk/foundations/transport/envelopes: grammar and examples;
 * envelope-items), and how Relay reads them (relay-server, envelope/). Beyond the grammar these are fine:
 * empty lines between items, a last item that ends with its header, blanks around headers. */
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
	ENVELOPE_PAYLOAD_MAX = 1024 * 1024, /* bytes of a payload that is kept */
	ENVELOPE_ITEMS_MAX = 1000,
	ENVELOPE_BLANKS_MAX = 1000, /* empty lines */
	ENVELOPE_TYPE_SIZE = 64,    /* of the name of a type, with a NUL; a longer one is cut */
	ENVELOPE_ID_SIZE = 33,
};

enum envelope_outcome {
	ENVELOPE_OK,
	ENVELOPE_MALFORMED, /* not an envelope, or it ends too early */
	ENVELOPE_TOO_LARGE, /* a header, a payload that is kept, or the number of items or empty lines */
	ENVELOPE_STOPPED,   /* the reader has had enough */
	ENVELOPE__MAX
};

/* The header of all. Texts live as long as the arena that the envelope was made in. */
struct envelope_header {
	char event_id
		[ENVELOPE_ID_SIZE]; /* 32 hexadecimal digits in lower case; "": none, or none that is one */
	const char *dsn;            /* NULL: none */
	int64_t sent_at;            /* milliseconds since 1970; MOMENT_UNKNOWN: none, or no time */
};

struct envelope_item {
	char type[ENVELOPE_TYPE_SIZE];
	enum category category;
	int64_t length; /* of the payload, in bytes; -1: it goes to the end of its line */
};

/* Who wants to know. `header` and `payload` return false for: enough, ENVELOPE_STOPPED. `item` returns
 * whether its payload is to be kept; `payload` is called for those alone; its bytes have a NUL behind them
 * and are there during the call only. */
struct envelope_reader {
	bool (*header)(void *context, const struct envelope_header *header);
	bool (*item)(void *context, const struct envelope_item *item);
	bool (*payload)(void *context, const struct envelope_item *item, const char *bytes, size_t length);
};

/* What has been read so far. */
struct envelope_counts {
	size_t items;
	size_t skipped[CATEGORY__MAX]; /* of `items`: those that `item` did not want, by what they are */
};

/* A reader's envelope, which belongs to the arena. `item` is asked for each item but a second one that makes
 * an event, "event" or "raw_security": that is passed over (Relay takes one, too; many could hold memory
 * without end). */
struct envelope *envelope_new(struct arena *arena, const struct envelope_reader *reader, void *context);

/* Takes the next bytes. The first outcome but ENVELOPE_OK is the last: it is returned from then on and the
 * reader is not called again. Payloads that were handed out before a failure are the caller's to drop. */
enum envelope_outcome envelope_push(struct envelope *envelope, const char *bytes, size_t length);

/* The envelope has ended. An envelope without items is fine, one without a header is not. */
enum envelope_outcome envelope_finish(struct envelope *envelope);

const struct envelope_counts *envelope_counts(const struct envelope *envelope);

#endif
