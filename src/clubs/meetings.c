/* Meetings of a club, and who comes. */
#include <stddef.h>

#include "call/call.h"
#include "clubs/clubs.h"
#include "table/formats.h"

static const char *const answers[] = { "yes", "no", "maybe", NULL };

/* clang-format off */
static const struct field body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "What it is about.", .example = "\"Capítulos 1 a 3\"" },
	{ .name = "starts_at", .type = F_TIME, .required = true, .doc = "When it begins." },
	{ .name = "duration_minutes", .type = F_INTEGER, .nullable = true, .min = 1, .max = 10080,
	  .doc = "How long it takes." },
	{ .name = "place", .type = F_TEXT, .nullable = true, .min = 1, .max = 300, .doc = "Where one goes." },
	{ .name = "url", .type = F_TEXT, .nullable = true, .min = 8, .max = 2000, .format = &format_url,
	  .doc = "Where one clicks.", .example = "\"https://meet.example.org/clube\"" },
	{ .name = "book_id", .type = F_ID, .nullable = true, .doc = "The book that it is about." },
	{ .name = "capacity", .type = F_INTEGER, .nullable = true, .min = 1, .max = 100000,
	  .doc = "How many places there are; null is no limit." },
	{ 0 }
};

static const struct field meeting[] = {
	{ .name = "id", .type = F_ID, .doc = "The meeting's id." },
	{ .name = "title", .type = F_TEXT, .doc = "What it is about." },
	{ .name = "starts_at", .type = F_TIME, .doc = "When it begins." },
	{ .name = "duration_minutes", .type = F_INTEGER, .nullable = true, .doc = "How long it takes." },
	{ .name = "place", .type = F_TEXT, .nullable = true, .doc = "Where one goes." },
	{ .name = "url", .type = F_TEXT, .nullable = true, .doc = "Where one clicks." },
	{ .name = "book_id", .type = F_ID, .nullable = true, .doc = "The book that it is about." },
	{ .name = "capacity", .type = F_INTEGER, .nullable = true,
	  .doc = "How many places there are; null is no limit." },
	{ .name = "going", .type = F_INTEGER, .doc = "How many said yes and have a place." },
	{ .name = "waiting", .type = F_INTEGER, .doc = "How many said yes and wait for one." },
	{ .name = "my_answer", .type = F_ENUM, .nullable = true, .values = answers,
	  .doc = "One's own answer." },
	{ .name = "waitlisted", .type = F_BOOLEAN, .doc = "Whether one waits for a place oneself." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was made." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "Counts the changes and the answers; its ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "since", .type = F_TIME, .doc = "Only what begins from this moment on." },
	{ .name = "until", .type = F_TIME, .doc = "Only what begins before this moment." },
	{ 0 }
};

static const struct field answer_body[] = {
	{ .name = "answer", .type = F_ENUM, .required = true, .values = answers,
	  .doc = "Whether one comes." },
	{ 0 }
};

static const struct field answer[] = {
	{ .name = "answer", .type = F_ENUM, .values = answers, .doc = "Whether one comes." },
	{ .name = "waitlisted", .type = F_BOOLEAN, .doc = "Whether one waits for a place." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/meetings", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List the meetings of a club.",
	  .query = filters, .sort = "starts_at", .statement = Q_MEETING_LIST, .reply = meeting,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/meetings", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.meeting.create",
	  .doc = "Call a meeting.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_MEETING_CREATE, .reply = meeting,
	  .location = "/clubs/{id}/meetings/{new}" },
	{ .method = METHOD_GET, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_USER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read a meeting.",
	  .statement = Q_MEETING_GET, .reply = meeting },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.meeting.change",
	  .doc = "Change a meeting. With more places who waits moves up; with fewer the last ones wait.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_MEETING_CHANGE, .reply = meeting },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.meeting.delete",
	  .doc = "Delete a meeting.",
	  .first = Q_CLUB_LOCK, .statement = Q_MEETING_DELETE },
	{ .method = METHOD_PUT, .path = "/clubs/{id}/meetings/{meeting_id}/rsvp", .need = NEED_MEMBER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Say whether one comes. Where all places are taken one waits, and moves up when one frees.",
	  .body = answer_body, .first = Q_MEETING_LOCK, .statement = Q_MEETING_ANSWER, .reply = answer },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "meeting_club", .status = E_NOT_FOUND },
	{ .name = "meeting_book", .status = E_NOT_FOUND },
	{ .name = "answer_meeting", .status = E_NOT_FOUND },
	{ .name = "answer_user", .status = E_TOKEN_INVALID },
	{ .name = "meeting_answer_pkey", .never = "inserted with ON CONFLICT" },
	{ .name = "meeting_full", .never = "the triggers of meeting_answer let nobody in beyond it" },
	{ 0 }
};

const struct module meetings_module = {
	.name = "clubs",
	.routes = routes,
	.constraints = constraints,
};
/* clang-format on */
