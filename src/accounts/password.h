/* Passwords: yescrypt through libcrypt (crypt(5)). */
#ifndef BALCAO_ACCOUNTS_PASSWORD_H
#define BALCAO_ACCOUNTS_PASSWORD_H

#include <stdbool.h>

#include "base/status.h"
#include "table/field.h"

struct arena;

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128 }; /* code points */

/* Accepts a new password of PASSWORD_MIN to PASSWORD_MAX code points that is not weak (weak_password.h). */
extern const struct format password_format;

/* Passwords are UTF-8 in normalization form C. Each blank counts as U+0020, whatever key typed it, as the
 * profile OpaqueString (RFC 8265, 4.2) prescribes. */

/* Returns the hash of `password` with a new random salt, in the arena; NULL
 * if libcrypt or the kernel's random generator failed. `cost` is yescrypt's, 1 to 11. Takes milliseconds of
 * processor time and megabytes of memory. */
const char *password_hash(struct arena *arena, const char *password, long cost);

/* Sets `*right` to whether `hash` was made from `password`; false if `hash` is malformed. E_UNAVAILABLE:
 * libcrypt had no memory. */
MUST_CHECK enum status password_compare(const char *password, const char *hash, bool *right);

/* Whether two passwords are one: a hash of either matches the other. */
bool password_is_same(const char *one, const char *other);

/* Whether a password is one of the names by which the account is known, without regard to case. A name may be
 * NULL. */
bool password_is_a_name(const char *password, const char *username, const char *email, const char *email_key);

/* Returns whether `hash` was made with a method other than yescrypt or with a cost other than `cost`. */
bool password_outdated(const char *hash, long cost);

extern const struct fault_kind password_too_short;
extern const struct fault_kind password_too_long;
extern const struct fault_kind password_too_common;
extern const struct fault_kind password_same; /* as the one that it replaces */
extern const struct fault_kind password_is_identity;

#endif
