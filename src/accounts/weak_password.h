/* Passwords that somebody who guesses tries first. */
#ifndef BALCAO_ACCOUNTS_WEAK_PASSWORD_H
#define BALCAO_ACCOUNTS_WEAK_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Whether a password (valid UTF-8 in normalization form C, `length` bytes) is one character repeated, in any
 * script, or is on a list of common_passwords.h. Case and accents don't matter. For the Brazilian list blanks
 * don't matter either, and each of its words also stands for itself with up to four digits before it, and up
 * to six behind it, with or without an @ between: "São Paulo" and "10Flamengo@2026" are weak, too. A password
 * with a digit is also compared without what is neither a letter nor a digit: "Mudar-123!" is weak,
 * "coração!" is not. */
bool weak_password_matches(struct arena *arena, const char *text, size_t length);

#endif
