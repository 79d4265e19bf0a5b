/* E-mail addresses (RFC 5321, 5322, 6531), in the forms that mail servers on the Internet use: no quoted
 * local part, no comment, no address literal. */
#ifndef BALCAO_BASE_EMAIL_H
#define BALCAO_BASE_EMAIL_H

#include <stddef.h>

struct arena;

enum email_result {
	EMAIL_OK,
	EMAIL_INVALID,
	EMAIL_SMTPUTF8, /* non-ASCII characters before the @, which few servers support: refused */
};

/* Checks an address of `length` bytes of valid UTF-8, at most 1,024 of them. The limits apply to the
 * form in which an internationalized domain is in ASCII (IDNA 2008): a local part of 1–64 octets, labels
 * of 1–63, a domain of at most 253, and at most 254 in total. The domain must have at least two labels,
 * and its top-level domain must not be a special-use one (RFC 6761).
 * EMAIL_OK: `*key`, in the arena, is the text that must be unique: everything in lower case, the domain
 * in ASCII. Dots and +tags stay, because they distinguish people at most providers. */
enum email_result email_read(struct arena *arena, const char *text, size_t length, const char **key);

#endif
