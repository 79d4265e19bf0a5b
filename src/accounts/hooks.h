/* What accounts need beyond SQL: hashing, tokens, rules that take several fields. */
#ifndef BALCAO_ACCOUNTS_HOOKS_H
#define BALCAO_ACCOUNTS_HOOKS_H

#include "base/status.h"

struct call;

/* POST /register: the password must not be the username or the e-mail; hashes it. */
enum status register_check(struct call *call);
enum status register_before(struct call *call);

/* POST /login: compares the password and makes the tokens. */
enum status login_before(struct call *call);

/* POST /users/me/delete: the password once more, and no organization left without an owner. */
enum status delete_before(struct call *call);

#endif
