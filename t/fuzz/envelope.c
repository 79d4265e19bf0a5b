/* The outcome of an envelope and the calls of its reader do not depend on the pieces in which it arrives,
 * and the counts match the items. The first byte of the input is the size of the pieces. */
#include "errors/sentry/envelope.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct log {
	struct buffer text;
	size_t skipped, items;
};

static bool on_header(void *context, const struct envelope_header *header)
{
	struct log *log = context;

	assert(strlen(header->event_id) == 32 || header->event_id[0] == '\0');
	buffer_printf(&log->text, "H%s%s", header->event_id, header->dsn ? header->dsn : "");
	return true;
}

static bool on_item(void *context, const struct envelope_item *item)
{
	struct log *log = context;
	bool wanted = item->category < CATEGORY_TRANSACTION;

	assert(item->type[0] && item->length >= -1 && text_is_utf8(item->type, strlen(item->type)));
	log->items++;
	log->skipped += !wanted;
	return wanted;
}

static bool on_payload(void *context, const struct envelope_item *item, const char *bytes, size_t length)
{
	struct log *log = context;

	assert(bytes[length] == '\0' && item->category < CATEGORY_TRANSACTION);
	assert(item->length < 0 || (size_t)item->length == length || length == 0);
	buffer_put(&log->text, bytes, length);
	return true;
}

static const struct envelope_reader reader = { on_header, on_item, on_payload };

static enum envelope_outcome run(const char *text, size_t length, size_t piece, struct log *log)
{
	struct arena *arena = arena_new();
	struct envelope *envelope = envelope_new(arena, &reader, log);
	const struct envelope_counts *counts = envelope_counts(envelope);
	enum envelope_outcome outcome;
	size_t skipped = 0;

	for (size_t at = 0; at < length; at += piece)
		envelope_push(envelope, text + at, piece < length - at ? piece : length - at);
	outcome = envelope_finish(envelope);
	assert(outcome == envelope_finish(envelope));
	for (int i = 0; i < CATEGORY__MAX; i++)
		skipped += counts->skipped[i];
	assert(skipped == log->skipped && counts->items >= log->items);
	arena_free(arena);
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct log whole = { 0 }, pieces = { 0 };

	if (size < 1)
		return 0;
	assert(run((const char *)data + 1, size - 1, size, &whole) ==
	       run((const char *)data + 1, size - 1, data[0] + 1u, &pieces));
	assert(whole.text.length == pieces.text.length && whole.items == pieces.items);
	assert(whole.text.length == 0 || memcmp(whole.text.data, pieces.text.data, whole.text.length) == 0);
	buffer_release(&whole.text);
	buffer_release(&pieces.text);
	return 0;
}
