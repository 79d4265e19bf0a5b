#include "errors/sentry/intake.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "call/call.h"
#include "errors/agent/agent.h"
#include "errors/feedback/box.h"
#include "errors/feedback/feedback.h"
#include "errors/lenient/lenient.h"
#include "errors/reporting/key.h"
#include "errors/scrub/scrub.h"
#include "errors/sentry/auth.h"
#include "errors/sentry/envelope.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/inbox.h"
#include "errors/sentry/inflate.h"
#include "errors/sentry/raw.h"
#include "errors/sentry/security_report.h"
#include "errors/sentry/sender.h"
#include "errors/sentry/store_body.h"
#include "http/url.h"

enum {
	UNSUPPORTED_S = 3600, /* how long SDKs shall not send what is not stored here */
	FEEDBACK_ITEMS = 10,  /* of an envelope; more are left out */
};

struct intake {
	struct call *call;
	struct inbox *inbox;
	struct box *box;
	struct mapper_source source;
	struct envelope *envelope;
	enum envelope_outcome outcome;     /* the envelope's, so far */
	struct buffer plain;               /* a body that is not an envelope, inflated */
	enum status status;                /* the reason, if a callback stopped the envelope */
	size_t feedback;                   /* items of the envelope that are feedback */
	const char *environment, *release; /* of reports, as the address says; or NULL */
	size_t bytes;                      /* of what is kept, before compression */
};

/* The reply to an outcome. */
struct refusal {
	enum status status;
	const char *cause;
};

/* clang-format off */
static const struct refusal inflate_refusals[INFLATE__MAX] = {
	[INFLATE_UNKNOWN] = { E_BAD_REQUEST,
		"the Content-Encoding is not supported: use gzip, deflate or br" },
	[INFLATE_MALFORMED] = { E_BAD_REQUEST, "the body does not match its Content-Encoding" },
	[INFLATE_TRUNCATED] = { E_BAD_REQUEST, "the compressed body is truncated" },
	[INFLATE_TOO_LARGE] = { E_CONTENT_TOO_LARGE, "the body is too large" },
};

static const struct refusal envelope_refusals[ENVELOPE__MAX] = {
	[ENVELOPE_MALFORMED] = { E_BAD_REQUEST, "the body is not a valid envelope" },
	[ENVELOPE_TOO_LARGE] = { E_CONTENT_TOO_LARGE,
				 "the envelope has a header over 8 KiB, an event over 1 MiB, or too many "
				 "items or empty lines" },
};
/* clang-format on */

static struct intake *start(struct call *call)
{
	struct intake *intake = arena_alloc(call->arena, sizeof(*intake));

	intake->call = call;
	intake->inbox = inbox_new(call);
	intake->box = box_new(call);
	intake->source =
		(struct mapper_source){ .received = call->now_ms,
					.sent = MOMENT_UNKNOWN,
					.client = call->request.address,
					.agent = request_user_agent(call->arena, &call->request, AGENT_MAX) };
	return intake;
}

static enum status refuse(struct call *call, const struct refusal *refusal)
{
	/* The part that can't be read may contain the key. */
	if (!key_current(call))
		return sender_refuse(call, E_UNAUTHENTICATED, "the request has no sentry_key");
	return sender_refuse(call, refusal->status, refusal->cause);
}

/* Reads the body to its end, and passes at most `plain` inflated bytes to the sink. */
static enum status receive(struct intake *intake, size_t plain, inflate_sink *sink)
{
	struct call *call = intake->call;
	const struct inflate_limits limits = { .wire = INFLATE_WIRE_MAX, .plain = plain };
	struct inflate *inflate =
		inflate_new(call->arena, call->request.content_encoding, &limits, sink, intake);
	char *piece = arena_alloc(call->arena, INFLATE_PIECE);
	enum inflate_outcome outcome;
	size_t length;

	do {
		if (request_read_piece(&call->request, piece, INFLATE_PIECE, &length) != OK)
			return sender_refuse(call, E_BAD_REQUEST, "the connection ended before the body did");
		outcome = length > 0 ? inflate_push(inflate, piece, length) : inflate_finish(inflate);
	} while (outcome == INFLATE_OK && length > 0);
	if (outcome == INFLATE_OK || outcome == INFLATE_STOPPED)
		return OK;
	return refuse(call, &inflate_refusals[outcome]);
}

static enum status answer(struct intake *intake)
{
	struct buffer *body = &intake->call->reply.body;
	size_t count = inbox_count(intake->inbox) + box_count(intake->box);
	enum status status = count > 0 ? sender_count(intake->call, count, intake->bytes) : OK;
	const char *id = inbox_id(intake->inbox);

	if (status == OK)
		status = inbox_keep(intake->inbox);
	if (status == OK)
		status = box_keep(intake->box);
	if (status != OK)
		return status;
	buffer_put_char(body, '{');
	if (id)
		json_member_text(body, "id", id);
	buffer_put_char(body, '}');
	return OK;
}

/* --- one event, one report --- */

static bool refuse_memory(struct intake *intake)
{
	intake->status = sender_refuse(intake->call, E_CONTENT_TOO_LARGE,
				       "the event needs too much memory: send a smaller event");
	return false;
}

/* Charges the arena for memory that json-c takes elsewhere. */
static bool charge(struct intake *intake, size_t bytes)
{
	return arena_charge(intake->call->arena, bytes) || refuse_memory(intake);
}

/* Hides secrets, before anything else reads the event. */
static bool scrub(struct intake *intake, const char **bytes, size_t *length)
{
	return scrub_json(intake->call->arena, &key_current(intake->call)->scrub, bytes, length) ||
	       refuse_memory(intake);
}

static bool parse(struct intake *intake, const char *bytes, size_t length, struct lenient_report *report,
		  struct json_object **object)
{
	if (!charge(intake, lenient_bytes(bytes, length)))
		return false;
	if (lenient_parse(intake->call->arena, bytes, length, report, object))
		return true;
	intake->status = sender_refuse(intake->call, E_BAD_REQUEST, "the event is not valid JSON");
	return false;
}

static bool take_event(struct intake *intake, const char *bytes, size_t length)
{
	struct arena *arena = intake->call->arena;
	struct mapped *mapped = arena_alloc(arena, sizeof(*mapped));
	struct lenient_report report;
	struct json_object *object;

	if (!scrub(intake, &bytes, &length) || !parse(intake, bytes, length, &report, &object))
		return false;
	mapper_map(arena, object, &report, &intake->source, mapped);
	inbox_add(intake->inbox, mapped, raw_pack(arena, bytes, length));
	intake->bytes += length;
	return true;
}

static bool take_report(struct intake *intake, struct json_object *report,
			const struct lenient_report *lenient)
{
	struct arena *arena = intake->call->arena;
	struct mapped *mapped = arena_alloc(arena, sizeof(*mapped));
	const char *text = json_object_to_json_string_ext(report, JSON_C_TO_STRING_NOSLASHESCAPE);
	struct mapper_source source = intake->source;

	if (!charge(intake, 2 * strlen(text))) /* json-c keeps the printed text in the tree */
		return false;
	source.event_id = NULL; /* the envelope's id is that of its event */
	security_report_map(arena, report, lenient, &source, mapped);
	mapped->environment = intake->environment ? intake->environment : mapped->environment;
	mapped->release = intake->release;
	inbox_add(intake->inbox, mapped, raw_pack(arena, text, strlen(text)));
	intake->bytes += strlen(text);
	return true;
}

static bool take_reports(struct intake *intake, const char *bytes, size_t length)
{
	struct lenient_report lenient;
	struct json_object *object;
	struct shape_list list;

	if (!scrub(intake, &bytes, &length) || !parse(intake, bytes, length, &lenient, &object))
		return false;
	list = security_list(object);
	for (size_t i = 0; i < list.count && i < SECURITY_MAX; i++) {
		struct json_object *report = shape_at(&list, i);

		if (security_is_report(report) && !security_is_foreign(security_body(report)) &&
		    !take_report(intake, report, &lenient))
			return false;
	}
	return true;
}

/* --- feedback --- */

typedef bool read_feedback(struct arena *arena, struct json_object *object, const char *id,
			   struct feedback *feedback);

/* An item that can't be read is left out, because the envelope may have an event, too. */
static bool take_feedback(struct intake *intake, const char *bytes, size_t length, read_feedback *read)
{
	struct arena *arena = intake->call->arena;
	struct feedback feedback;
	struct json_object *object;

	if (arena_charge(arena, lenient_bytes(bytes, length)) &&
	    lenient_parse(arena, bytes, length, NULL, &object) &&
	    read(arena, object, intake->source.event_id, &feedback)) {
		box_add(intake->box, &feedback);
		intake->bytes += length;
	}
	return true;
}

static bool take_user_report(struct intake *intake, const char *bytes, size_t length)
{
	return take_feedback(intake, bytes, length, feedback_of_report);
}

static bool take_feedback_event(struct intake *intake, const char *bytes, size_t length)
{
	return take_feedback(intake, bytes, length, feedback_of_event);
}

/* --- envelopes --- */

static bool read_header(void *context, const struct envelope_header *header)
{
	struct intake *intake = context;
	const struct auth_sources sources = { .dsn = header->dsn };

	intake->source.sent = header->sent_at;
	intake->source.event_id = arena_strdup(intake->call->arena, header->event_id);
	if (!key_current(intake->call))
		intake->status = sender_open(intake->call, &sources);
	return intake->status == OK;
}

static const struct handler {
	const char *type;
	bool (*take)(struct intake *intake, const char *bytes, size_t length);
	bool feedback;
} handlers[] = {
	{ "event", take_event, false },
	{ "raw_security", take_reports, false },
	{ "feedback", take_feedback_event, true },
	{ "user_report", take_user_report, true },
	{ 0 },
};

static const struct handler *handler_of(const struct envelope_item *item)
{
	const struct handler *handler = handlers;

	while (handler->type && strcmp(handler->type, item->type) != 0)
		handler++;
	return handler->type ? handler : NULL;
}

static bool is_wanted(void *context, const struct envelope_item *item)
{
	const struct handler *handler = handler_of(item);
	struct intake *intake = context;

	if (!handler || !handler->feedback)
		return handler;
	return ++intake->feedback <= FEEDBACK_ITEMS && item->length <= ENVELOPE_PAYLOAD_MAX;
}

static bool read_payload(void *context, const struct envelope_item *item, const char *bytes, size_t length)
{
	return handler_of(item)->take(context, bytes, length);
}

static bool to_envelope(void *context, const char *bytes, size_t length)
{
	struct intake *intake = context;

	intake->outcome = envelope_push(intake->envelope, bytes, length);
	return intake->outcome == ENVELOPE_OK;
}

/* Asks SDKs to stop sending items that are not stored here. */
static void put_limits(struct intake *intake)
{
	struct buffer limits = { .arena = intake->call->arena };

	category_put_limits(envelope_counts(intake->envelope)->skipped, UNSUPPORTED_S, &limits);
	if (limits.length > 0)
		reply_header(&intake->call->reply, "X-Sentry-Rate-Limits", "%s", limits.data);
}

static enum status finish_envelope(struct intake *intake)
{
	enum status status;

	if (intake->outcome == ENVELOPE_OK)
		intake->outcome = envelope_finish(intake->envelope);
	if (intake->outcome == ENVELOPE_STOPPED)
		return intake->status;
	if (intake->outcome != ENVELOPE_OK)
		return refuse(intake->call, &envelope_refusals[intake->outcome]);
	status = answer(intake);
	if (status == OK)
		put_limits(intake);
	return status;
}

enum status intake_envelope(struct call *call)
{
	static const struct envelope_reader reader = { .header = read_header,
						       .item = is_wanted,
						       .payload = read_payload };
	struct intake *intake = start(call);
	enum status status;

	intake->envelope = envelope_new(call->arena, &reader, intake);
	status = receive(intake, INFLATE_PLAIN_MAX, to_envelope);
	return status == OK ? finish_envelope(intake) : status;
}

/* --- bodies that are not envelopes --- */

static bool to_memory(void *context, const char *bytes, size_t length)
{
	struct intake *intake = context;

	buffer_put(&intake->plain, bytes, length);
	return true;
}

static enum status receive_whole(struct intake *intake)
{
	if (!key_current(intake->call))
		return sender_refuse(intake->call, E_UNAUTHENTICATED, "the request has no sentry_key");
	intake->plain.arena = intake->call->arena;
	buffer_put(&intake->plain, "", 0);
	return receive(intake, ENVELOPE_PAYLOAD_MAX, to_memory);
}

enum status intake_store(struct call *call)
{
	static const char envelope[] = "application/x-sentry-envelope";
	struct intake *intake;
	enum status status;
	const char *json;
	size_t length;

	if (strncasecmp(call->request.content_type, envelope, strlen(envelope)) == 0)
		return intake_envelope(call);
	intake = start(call);
	status = receive_whole(intake);
	if (status != OK)
		return status;
	switch (store_body_read(call->arena, intake->plain.data, intake->plain.length, ENVELOPE_PAYLOAD_MAX,
				&json, &length)) {
	case STORE_BODY_TOO_LARGE:
		return sender_refuse(call, E_CONTENT_TOO_LARGE, "the event is over 1 MiB");
	case STORE_BODY_MALFORMED:
		return sender_refuse(call, E_BAD_REQUEST,
				     "the body is neither a JSON object nor one in base64 and deflate");
	default:
		return take_event(intake, json, length) ? answer(intake) : intake->status;
	}
}

/* A parameter of the address, in the form of an event's field; NULL if it is absent or empty. */
static const char *read_parameter(struct call *call, const char *name, size_t max)
{
	struct notes ignored = { 0 };
	struct reading reading = { .arena = call->arena, .notes = &ignored };
	struct url_pair pairs[URL_PAIRS];
	struct json_object *value;
	const char *text = NULL;
	size_t count;

	if (url_query(call->arena, call->request.query, pairs, &count) != OK)
		return NULL;
	for (size_t i = 0; i < count && !text; i++) {
		if (strcmp(pairs[i].name, name) != 0)
			continue;
		value = json_object_new_string(pairs[i].value);
		text = reading_text(&reading, name, value, max);
		text = text ? arena_strdup(call->arena, text) : NULL;
		json_object_put(value);
	}
	return text;
}

enum status intake_security(struct call *call)
{
	struct intake *intake = start(call);
	enum status status = receive_whole(intake);

	intake->environment = read_parameter(call, "sentry_environment", MAPPER_SHORT_MAX);
	intake->release = read_parameter(call, "sentry_release", MAPPER_NAME_MAX);
	if (status != OK)
		return status;
	return take_reports(intake, intake->plain.data, intake->plain.length) ? answer(intake)
									      : intake->status;
}
