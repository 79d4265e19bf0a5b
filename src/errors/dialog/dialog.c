#include "errors/dialog/dialog.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "config/config.h"
#include "errors/dialog/script.h"
#include "errors/feedback/box.h"
#include "errors/feedback/feedback.h"
#include "errors/reporting/key.h"
#include "errors/sentry/auth.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/sender.h"
#include "errors/sentry/sentry.h"
#include "http/url.h"
#include "values/email.h"

#define PATH "/api/embed/error-page"

/* The parameters of the address. */
struct query {
	struct url_pair pairs[URL_PAIRS];
	size_t count;
};

static enum status read_query(struct call *call, struct query *query)
{
	if (url_query(call->arena, call->request.query, query->pairs, &query->count) != OK)
		return sender_refuse(call, E_BAD_REQUEST, "the query can't be read");
	return OK;
}

static const char *find(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++)
		if (strcmp(query->pairs[i].name, name) == 0)
			return query->pairs[i].value;
	return NULL;
}

/* Whether the DSN, https://KEY@HOST[/PATH]/NUMBER, names the project of the key. */
static bool names_project(const char *dsn, const struct key *key)
{
	const char *number = strrchr(dsn, '/');

	return number && strcmp(number + 1, key->number) == 0;
}

static enum status identify(struct call *call)
{
	struct query query;
	enum status status = read_query(call, &query);
	struct auth_sources sources = { .query = call->request.query };

	if (status != OK)
		return status;
	sources.dsn = find(&query, "dsn");
	status = sender_open(call, &sources);
	if (status == OK && sources.dsn && !names_project(sources.dsn, key_current(call)))
		return sender_refuse(call, E_FORBIDDEN, "the dsn does not belong to a project");
	return status;
}

/* Reads the parameters, and the id of the event. */
static enum status read_event(struct call *call, struct query *query, char id[MAPPER_ID_SIZE])
{
	enum status status = read_query(call, query);
	const char *given;

	if (status != OK)
		return status;
	given = find(query, "eventId");
	if (!given || !mapper_id(given, id))
		return sender_refuse(call, E_BAD_REQUEST,
				     "eventId must be the id of an event, 32 hexadecimal digits");
	return OK;
}

static enum status show(struct call *call)
{
	struct query query;
	char id[MAPPER_ID_SIZE];
	enum status status = read_event(call, &query, id);
	const char *url = arena_printf(call->arena, "%s" PATH "/?sentry_key=%s&eventId=%s",
				       call->config->public_url, key_current(call)->public_key, id);

	if (status == OK)
		script_put(call->arena, &call->reply.body, query.pairs, query.count,
			   call->request.accept_language, url);
	return status;
}

static enum status keep(struct call *call, const struct feedback *feedback)
{
	struct box *box = box_new(call);
	enum status status = sender_count(call, 1, call->request.body_length);

	box_add(box, feedback);
	if (status == OK)
		status = box_keep(box);
	if (status == OK)
		buffer_put_text(&call->reply.body, "{}");
	return status;
}

static enum status take(struct call *call)
{
	struct query query;
	struct url_pair pairs[URL_PAIRS];
	struct feedback feedback;
	char id[MAPPER_ID_SIZE];
	const char *key;
	size_t count;
	enum status status = read_event(call, &query, id);

	if (status == OK)
		status = request_read_body(call->arena, &call->request);
	if (status != OK)
		return status;
	if (url_query(call->arena, call->request.body, pairs, &count) != OK)
		return sender_refuse(call, E_BAD_REQUEST, "the form can't be read");
	if (!feedback_of_form(call->arena, pairs, count, id, &feedback))
		return sender_refuse(call, E_BAD_REQUEST, "comments must not be empty");
	if (feedback.email &&
	    email_read(call->arena, feedback.email, strlen(feedback.email), &key) != EMAIL_OK)
		return sender_refuse(call, E_BAD_REQUEST, "email must be an e-mail address, or empty");
	return keep(call, &feedback);
}

static const enum query_id uses[] = { Q_KEY_FIND, Q_FEEDBACK_APPEND, Q_NONE };
static const char *const values[] = { "public_key", BOX_VALUE, NULL };

/* clang-format off */
#define EMBEDDED \
	.path = PATH, .place = AT_ROOT, .need = NEED_NOBODY, .identify = identify, .cors = &sentry_cors, \
	.brief = true, .uses = uses, .values = values

static const struct route routes[] = {
	{ .method = METHOD_GET, EMBEDDED, .stream = show,
	  .content_type = "application/javascript; charset=utf-8",
	  .doc = "Read the script that asks a person what happened, as Sentry.showReportDialog does." },
	{ .method = METHOD_POST, EMBEDDED, .stream = take, .takes = "application/x-www-form-urlencoded",
	  .content_type = "application/json; charset=utf-8",
	  .doc = "Send what a person wrote in that script's form: name, email, comments." },
	{ 0 }
};

const struct module dialog_module = {
	.name = "sentry",
	.routes = routes,
};
/* clang-format on */
