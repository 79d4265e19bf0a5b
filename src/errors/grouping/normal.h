/* Normalises the texts of errors: replaces what differs between events of one error. This is norm(s) of rule
 * g2, in full detail. Any change here changes the groups and therefore needs a rule with another name than
 * g2. The implementation uses neither a locale nor regular expressions. It takes a time that is linear in the
 * length of the text for each of the NORMAL_BYTES at which a token may begin.
 *
 * All texts are UTF-8 without NUL; texts that are returned live in the arena. */
#ifndef BALCAO_ERRORS_GROUPING_NORMAL_H
#define BALCAO_ERRORS_GROUPING_NORMAL_H

#include <stddef.h>

struct arena;

enum { NORMAL_BYTES = 512 };

/* Returns the normal form of `text`: its first two lines that are not only white space, trimmed, with a
 * newline between them, and with tokens replaced. Returns an empty text if `text` is NULL.
 *
 * A token can't begin after an ASCII letter, a digit or _; nor after >, unless the token begins with a
 * letter or digit. A number or an identifier can't end before one of these characters. A token of the first
 * kind that matches is replaced by the name of the kind:
 *
 *   <email>     local@label.label…, with a local part of up to 64 bytes; letters of any script
 *   <url>       scheme://… up to white space, a quote, a backtick, < > ) ] } or punctuation that ends a
 *               sentence
 *   <ip>        four numbers up to 255, with a port after : if there is one; or IPv6 (RFC 4291, 2.2) with at least one digit, which a name of C++
 *               such as a::b lacks
 *   <uuid>      8-4-4-4-12 hexadecimal digits
 *   <jwt>       three parts of base64url with dots between them, the first beginning with eyJ (RFC 7519)
 *   <hex>       24, 32 or 40 hexadecimal digits; or 7 and more, with at least one letter and one of 0 to 9
 *   <rfc3339>   a date, T or a blank, a time, and an optional Z or ±hh:mm
 *   <date>      yyyy-mm-dd
 *   <time>      hh:mm:ss, with an optional fraction after . or a comma. hh:mm becomes two <number>, because
 *               it may be a line and a column
 *   <hex>       0x and hexadecimal digits
 *   <token>     16 and more letters, digits, - and _, with an upper-case letter, a lower-case one and a digit
 *   <number>    digits with an optional sign, further digits after each . or comma (thousands and decimals in
 *               both styles, versions), and an optional exponent; with R$, US$, $, € or £ before it, or a
 *               unit behind it: %, bytes, times, currencies, after a blank, too, unless the unit is a single
 *               letter other than s; and times of several units, as Go writes them (1h2m3.5s). Digits of up
 *               to 10 bytes are kept after "HTTP ", "status ", "SQLSTATE[", "errno ", "exit ", "signal " and
 *               "port ", in any case, because they tell what happened; but not if a letter, digit or _
 *               precedes the word
 *   <path>/name a path of at least two names after /, but not after . ~ / or \, or a path after a letter and
 *               :\. Of its last name, each part with a digit becomes <id>; parts are what stands between
 *               characters other than letters and digits. So do parts that begin with php or tmp and have
 *               more than six letters, where the path leads through tmp/ or Temp\
 *
 * '…', "…" and `…` within a line become <str>, unless a letter, digit or _ stands before the first or behind
 * the second quote, which may be an apostrophe. (name)=(value), as PostgreSQL shows a row, becomes
 * (name)=(<str>). The result is cut before the replacement or character that would make it longer than
 * NORMAL_BYTES. The result is cut rather than the text, so that the length of an id does not change where the
 * result ends. */
const char *normal_text(struct arena *arena, const char *text);

/* Returns the next line of `*rest` that is not only white space, trimmed, sets `*length`, and moves `*rest`
 * past the line. Returns NULL if there is none. Lines end in \n or \r; the line is part of the text and not
 * NUL-terminated. */
const char *normal_line(const char **rest, size_t *length);

/* Returns the length of the longest prefix of `text` that has at most `bytes` bytes and only whole
 * characters. */
size_t normal_fit(const char *text, size_t bytes);

/* Returns the host of a URL, without user and port; the scheme of a URL without a host (data:…); or the
 * whole text if it is not a URL (inline, eval, self: CSP Level 3, 5.3). The result is in lower case, and
 * empty if `url` is NULL. */
const char *normal_host(struct arena *arena, const char *url);

/* Returns a copy of `length` bytes, with A to Z in lower case. */
char *normal_lower(struct arena *arena, const char *text, size_t length);

#endif
