/* The 3,000 commonest passwords, in lower case and sorted, made at build time (src/accounts/local.mk). */
#ifndef BALCAO_ACCOUNTS_COMMON_PASSWORDS_H
#define BALCAO_ACCOUNTS_COMMON_PASSWORDS_H

#include <stddef.h>

enum { COMMON_PASSWORD_SIZE = 64 }; /* of the longest, with its NUL; longer ones are left out */

extern const char *const common_passwords[];
extern const size_t common_passwords_count;

#endif
