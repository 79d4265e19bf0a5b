/* Lists of common passwords, in lower case, without accents and sorted, made at build time
 * (src/accounts/local.mk). */
#ifndef BALCAO_ACCOUNTS_COMMON_PASSWORDS_H
#define BALCAO_ACCOUNTS_COMMON_PASSWORDS_H

#include <stddef.h>

/* The 3,000 commonest of the world. */
extern const char *const common_passwords[];
extern const size_t common_passwords_count;

/* The commonest of Brazil: src/accounts/brazilian_passwords.txt. */
extern const char *const brazilian_passwords[];
extern const size_t brazilian_passwords_count;

#endif
