/* E-mail addresses (RFC 5321, 5322, 6531), in the forms that mail servers on the Internet use: no quoted
 * local part, no comment, no address literal. */
#ifndef BALCAO_VALUES_EMAIL_H
#define BALCAO_VALUES_EMAIL_H

#include <stddef.h>

struct arena;

enum email_result {
	EMAIL_OK,
	EMAIL_INVALID,
	EMAIL_SMTPUTF8, /* non-ASCII characters before the @, which few servers support: refused */
};

enum { EMAIL_LEAST = 3 };

/* Checks an address of `length` bytes of valid UTF-8, at most 1,024 of them without the blanks and characters
 * that show nothing around it, which are ignored here and below (values/pasted.h). The limits apply to the
 * form in which an internationalized domain is in ASCII (IDNA 2008): a local part of 1–64 octets, labels
 * of 1–63, a domain of at most 253, and at most 254 in total. The domain must have at least two labels,
 * and its top-level domain must not be a special-use one (RFC 6761). A label that begins with "xn--" must be
 * the A-label of a U-label (RFC 5890, 2.3.2.1): decoded and encoded again it is the same.
 * EMAIL_OK: `*key`, in the arena, is the text that must be unique: everything in lower case, the domain
 * in ASCII. Dots and +tags stay, because they distinguish people at most providers. */
enum email_result email_read(struct arena *arena, const char *text, size_t length, const char **key);

/* The form of an address that is stored and shown, in the arena: the local part as typed, and the domain
 * in its canonical form: the U-labels that IDNA 2008 makes of it, in lower case and normalization form C;
 * the A-labels if a U-label has a character that shows nothing (the joiners that some scripts need).
 * `text` is an address for which email_read returned EMAIL_OK and `key`. */
const char *email_shown(struct arena *arena, const char *text, size_t length, const char *key);

/* Reads the first characters of an address, of `length` bytes of valid UTF-8, for a search. EMAIL_OK:
 * `*beginning`, in the arena, is how email_shown would begin for such an address, in lower case; `*key` is
 * that of email_read if the text is a whole address, and NULL otherwise. Other results: no address begins
 * so, or the text has fewer than EMAIL_LEAST characters. */
enum email_result email_beginning(struct arena *arena, const char *text, size_t length,
				  const char **beginning, const char **key);

#endif
