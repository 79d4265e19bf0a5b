/* Whom a route serves, and the roles that people have. */
#ifndef BALCAO_TABLE_NEED_H
#define BALCAO_TABLE_NEED_H

/* Whom a route serves; start-up refuses a route that does not say it. NEED_NOBODY ignores a token,
 * NEED_ANYBODY takes one if it is sent: without it the answer is the same for everyone. Roles include each
 * other upwards within their ladder: member < moderator < owner of a club, author < owner of what somebody
 * wrote, viewer < editor < admin < owner of an organization. */
enum need {
	NEED_NOT_SAID, /* a row that forgot it */
	NEED_NOBODY,
	NEED_ANYBODY,
	NEED_USER,
	NEED_MEMBER,
	NEED_MODERATOR,
	NEED_AUTHOR,
	NEED_VIEWER,
	NEED_EDITOR,
	NEED_ADMIN,
	NEED_OWNER,
	NEED_OPERATOR,
	NEED__MAX
};

/* What a role is called: "viewer"; NULL for a need that is no role. */
extern const char *const need_names[NEED__MAX];

/* The need that a role of this name fulfils; NEED_USER for anything else. */
enum need need_of_role(const char *role);

#endif
