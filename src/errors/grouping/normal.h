/* Texts of errors without what differs from one event to the next. Rule g1, norm(s), with what it leaves open
 * settled here: changing any of this makes other groups, so it needs another name than g1. No locale, no
 * regular expressions: one scan from left to right, in a time that is linear in the length of the text.
 *
 * All texts are UTF-8 without NUL; what is returned is, too, and lives in the arena. */
#ifndef BALCAO_ERRORS_GROUPING_NORMAL_H
#define BALCAO_ERRORS_GROUPING_NORMAL_H

#include <stddef.h>

struct arena;

enum { NORMAL_BYTES = 512 };

/* The first two lines of `text` that are more than white space, without white space at their ends, with a
 * newline between them. NULL is taken for an empty text, and empty is what it returns then.
 *
 * A token begins where no ASCII letter, digit or _ stands in front (and, if it begins with no letter or digit
 * itself, no >), and a number or an identifier ends where none follows. The first of these that matches there
 * is replaced:
 *
 *   <email>     local@label.label…, local up to 64 bytes; letters of any script
 *   <url>       scheme://… up to white space, a quote, a backtick, < > ) ] } or what ends a sentence
 *   <ip>        four numbers up to 255, or IPv6 after RFC 4291, 2.2, with a digit in it (a C++ name has none)
 *   <uuid>      8-4-4-4-12 hexadecimal digits
 *   <hex40>, <hex32>  as many hexadecimal digits
 *   <rfc3339>   a date, T or a blank, a time, and Z or ±hh:mm or none
 *   <date>      yyyy-mm-dd
 *   <time>      hh:mm:ss, with a fraction after . or , or none. hh:mm is two <int>, for it may be a line
 *               and a column
 *   <duration>  digits, with a fraction or none, and ms or s
 *   <hex>       0x and hexadecimal digits
 *   <float>     digits . digits, a sign in front, an exponent behind, or none
 *   <int>       digits, a sign in front or none; but up to 10 bytes are left after "HTTP ", "status ",
 *               "SQLSTATE[", "errno ", "exit ", "signal " and "port ", in any case, which no letter,
 *               digit or _ precedes
 *
 * ='…' and ="…" within a line become =<str>. The result ends before the replacement or character that would
 * make it longer than NORMAL_BYTES: it is the result that is cut, for the length of an id must not move the
 * end. A result that was not cut is its own normal form. */
const char *normal_text(struct arena *arena, const char *text);

/* The next line of `*rest` that is more than white space, without white space at its ends, and its length;
 * `*rest` moves behind it. NULL: there is none. Lines end in \n or \r. */
const char *normal_line(const char **rest, size_t *length);

/* The length of the longest beginning of `text` that has at most `bytes` bytes and whole characters only. */
size_t normal_fit(const char *text, size_t bytes);

/* The host of a URL, in lower case, without user and port; of a URL without one (data:…) the scheme; what is
 * no URL (inline, eval, self: CSP Level 3, 5.3) as it is, in lower case. NULL: empty. */
const char *normal_host(struct arena *arena, const char *url);

/* A copy of `length` bytes with A to Z in lower case. */
char *normal_lower(struct arena *arena, const char *text, size_t length);

#endif
