#include "table/need.h"

#include <string.h>

/* clang-format off */
const char *const need_names[NEED__MAX] = {
	[NEED_MEMBER] = "member", [NEED_MODERATOR] = "moderator", [NEED_AUTHOR] = "author",
	[NEED_VIEWER] = "viewer", [NEED_EDITOR] = "editor", [NEED_ADMIN] = "admin", [NEED_OWNER] = "owner",
	[NEED_OPERATOR] = "operator",
};
/* clang-format on */

enum need need_of_role(const char *role)
{
	for (int need = NEED_USER + 1; need < NEED__MAX; need++)
		if (strcmp(role, need_names[need]) == 0)
			return (enum need)need;
	return NEED_USER;
}
