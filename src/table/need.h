/* The role that a route demands of its caller, and the names of the roles. */
#ifndef BALCAO_TABLE_NEED_H
#define BALCAO_TABLE_NEED_H

/* What a route demands of its caller; start-up refuses a route that does not say it. A later value
 * includes the earlier ones of its own ladder: member < moderator < owner of a club, author < owner of a
 * text, viewer < editor < admin < owner of an organization. */
enum need {
	NEED_NOT_SAID, /* zero, so that start-up notices a row without a need */
	NEED_NOBODY,   /* public: the route ignores access tokens */
	NEED_ANYBODY,  /* public: a token is checked if sent; all callers without one get the same answer */
	NEED_USER,     /* any user with a valid access token */
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

/* The name of each role, such as "viewer"; NULL for the needs that are not roles. */
extern const char *const need_names[NEED__MAX];

/* The need with the name `role`; NEED_USER if no role has that name. */
enum need need_of_role(const char *role);

#endif
