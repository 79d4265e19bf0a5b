/* Passwords: yescrypt through libcrypt (crypt(5)). */
#ifndef BALCAO_ACCOUNTS_PASSWORD_H
#define BALCAO_ACCOUNTS_PASSWORD_H

#include <stdbool.h>

#include "base/status.h"
#include "table/field.h"

struct arena;

enum { PASSWORD_MIN = 8, PASSWORD_MAX = 128 }; /* code points */

/* What a new password must be like: its length, and not one of the commonest. */
extern const struct format password_format;

/* The hash of a password (normalization form C) with a fresh salt, in the arena; NULL: libcrypt
 * or the kernel failed. `cost`: yescrypt's, 1–11. Takes milliseconds, and megabytes. */
const char *password_hash(struct arena *arena, const char *password, long cost);

/* Tells whether `password` is the one that was hashed. E_UNAVAILABLE: libcrypt had no memory to find out. */
MUST_CHECK enum status password_compare(const char *password, const char *hash, bool *right);

/* Whether a hash was made with another method or cost than `cost`. */
bool password_outdated(const char *hash, long cost);

extern const struct fault_kind password_too_short;
extern const struct fault_kind password_too_long;
extern const struct fault_kind password_too_common;
extern const struct fault_kind password_is_identity;

#endif
