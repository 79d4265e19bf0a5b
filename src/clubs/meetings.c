/* Meetings of a club, and the members' answers. */
#include <stddef.h>

#include "call/call.h"
#include "call/query.h"
#include "clubs/clubs.h"
#include "table/formats.h"

static const char *const answers[] = { "yes", "no", "maybe", NULL };

/* There is no such meeting, or it has another version. */
static enum status answer_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_MEETING_GET, &rows);

	return status == OK ? E_PRECONDITION_FAILED : status;
}

static const enum query_id answer_uses[] = { Q_MEETING_GET, Q_NONE };

/* clang-format off */
static const struct field body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "The subject of the meeting.", .example = "\"Capítulos 1 a 3\"" },
	{ .name = "starts_at", .type = F_TIME, .required = true, .doc = "When the meeting begins." },
	{ .name = "duration_minutes", .type = F_INTEGER, .nullable = true, .min = 1, .max = 10080,
	  .doc = "How many minutes the meeting takes." },
	{ .name = "place", .type = F_TEXT, .nullable = true, .min = 1, .max = 300,
	  .doc = "Where the meeting takes place." },
	{ .name = "url", .type = F_TEXT, .nullable = true, .min = 8, .max = 2000, .format = &format_url,
	  .doc = "The address of an online meeting.", .example = "\"https://meet.example.org/clube\"" },
	{ .name = "book_id", .type = F_ID, .nullable = true,
	  .doc = "The id of the book that the meeting is about." },
	{ .name = "capacity", .type = F_INTEGER, .nullable = true, .min = 1, .max = 100000,
	  .doc = "The number of places; null means no limit." },
	{ 0 }
};

static const struct field counts[] = {
	{ .name = "yes", .type = F_INTEGER, .doc = "Members who answered yes and have a place." },
	{ .name = "no", .type = F_INTEGER, .doc = "Members who answered no." },
	{ .name = "maybe", .type = F_INTEGER, .doc = "Members who answered maybe." },
	{ .name = "waiting", .type = F_INTEGER, .doc = "Members who answered yes and wait for a place." },
	{ 0 }
};

static const struct field meeting[] = {
	{ .name = "id", .type = F_ID, .doc = "The meeting's id." },
	{ .name = "title", .type = F_TEXT, .doc = "The subject of the meeting." },
	{ .name = "starts_at", .type = F_TIME, .doc = "When the meeting begins." },
	{ .name = "duration_minutes", .type = F_INTEGER, .nullable = true,
	  .doc = "How many minutes the meeting takes." },
	{ .name = "place", .type = F_TEXT, .nullable = true, .doc = "Where the meeting takes place." },
	{ .name = "url", .type = F_TEXT, .nullable = true, .doc = "The address of an online meeting." },
	{ .name = "book_id", .type = F_ID, .nullable = true,
	  .doc = "The id of the book that the meeting is about." },
	{ .name = "capacity", .type = F_INTEGER, .nullable = true,
	  .doc = "The number of places; null means no limit." },
	{ .name = "counts", .type = F_OBJECT, .fields = counts, .doc = "The numbers of answers." },
	{ .name = "my_answer", .type = F_ENUM, .nullable = true, .values = answers,
	  .doc = "Your own answer; null if you gave none." },
	{ .name = "waitlisted", .type = F_BOOLEAN, .doc = "Whether you are waiting for a place." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the meeting was created." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the meeting last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change and each answer; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "since", .type = F_TIME, .doc = "Only meetings that begin from this moment on." },
	{ .name = "until", .type = F_TIME, .doc = "Only meetings that begin before this moment." },
	{ 0 }
};

static const struct field answer_body[] = {
	{ .name = "answer", .type = F_ENUM, .required = true, .values = answers,
	  .doc = "Whether you will attend." },
	{ 0 }
};

static const struct field answer[] = {
	{ .name = "answer", .type = F_ENUM, .values = answers, .doc = "Whether you will attend." },
	{ .name = "waitlisted", .type = F_BOOLEAN, .doc = "Whether you are waiting for a place." },
	{ 0 }
};

static const struct field rsvp_filters[] = {
	{ .name = "answer", .type = F_ENUM, .values = answers, .doc = "Only who gave this answer." },
	{ 0 }
};

static const struct field rsvp[] = {
	{ .name = "user_id", .type = F_ID, .doc = "The user's id." },
	{ .name = "username", .type = F_TEXT, .doc = "The user's username." },
	{ .name = "display_name", .type = F_TEXT, .nullable = true,
	  .doc = "The name that is shown to other users." },
	{ .name = "answer", .type = F_ENUM, .values = answers, .doc = "Whether the user will attend." },
	{ .name = "waitlisted", .type = F_BOOLEAN, .doc = "Whether the user is waiting for a place." },
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
	  .doc = "Create a meeting.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_MEETING_CREATE, .reply = meeting,
	  .location = "/clubs/{id}/meetings/{new}" },
	{ .method = METHOD_GET, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_USER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read a meeting.",
	  .statement = Q_MEETING_GET, .reply = meeting },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.meeting.change",
	  .doc = "Change a meeting. More places go to members who wait; with fewer, the last to answer wait.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_MEETING_CHANGE, .reply = meeting },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/meetings/{meeting_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.meeting.delete",
	  .doc = "Delete a meeting.",
	  .first = Q_CLUB_LOCK, .statement = Q_MEETING_DELETE },
	{ .method = METHOD_PUT, .path = "/clubs/{id}/meetings/{meeting_id}/rsvp", .need = NEED_MEMBER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Say whether you will attend. If all places are taken, you wait until one becomes free.",
	  .body = answer_body, .missing = answer_missing, .uses = answer_uses,
	  .first = Q_MEETING_LOCK, .statement = Q_MEETING_ANSWER, .reply = answer },
	{ .method = METHOD_GET, .path = "/clubs/{id}/meetings/{meeting_id}/rsvps", .need = NEED_MEMBER,
	  .member = Q_MEETING_ROLE,
	  .doc = "List who answered what: first who has a place, then who waits, in the order of the line; "
		 "then maybe, then no.",
	  .query = rsvp_filters, .sort = "answer", .statement = Q_RSVP_LIST, .reply = rsvp, .list = true },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "meeting_club", .status = E_NOT_FOUND },
	{ .name = "meeting_book", .status = E_NOT_FOUND },
	{ .name = "answer_meeting", .status = E_NOT_FOUND },
	{ .name = "answer_user", .status = E_TOKEN_INVALID },
	{ .name = "meeting_answer_pkey", .never = "inserted with ON CONFLICT" },
	{ .name = "meeting_full", .never = "the triggers of meeting_answer keep to the capacity" },
	{ 0 }
};

const struct module meetings_module = {
	.name = "clubs",
	.routes = routes,
	.constraints = constraints,
};
/* clang-format on */
