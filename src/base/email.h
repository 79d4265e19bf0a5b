/* E-mail addresses (RFC 5321, 5322, 6531), the practical part: what a mail server on the
 * Internet can have. No quoted local part, no comment, no address literal. */
#ifndef BALCAO_BASE_EMAIL_H
#define BALCAO_BASE_EMAIL_H

#include <stddef.h>

struct arena;

enum email_result {
	EMAIL_OK,
	EMAIL_INVALID,
	EMAIL_SMTPUTF8, /* letters outside ASCII before the @: refused, few servers take them */
};

/* Judges `length` bytes of valid UTF-8: local part of 1–64, labels of 1–63, domain of at
 * most 253 and the whole of at most 254 octets, once an internationalized domain is in its
 * ASCII form (IDNA 2008); at least two labels; no special-use top-level domain (RFC 6761); at
 * most 1,024 octets as typed.
 * EMAIL_OK: `*key`, in the arena, is what must be unique: all in lower case, the domain in
 * ASCII. Dots and +tags stay: they distinguish people at most providers. */
enum email_result email_read(struct arena *arena, const char *text, size_t length, const char **key);

#endif
