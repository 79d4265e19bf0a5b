/* The reason phrases of status numbers. HTTP/1.1 demands the blank before the phrase (RFC 9112, 4), which
 * nginx leaves out where it is told a number alone. */
#ifndef BALCAO_HTTP_REASON_H
#define BALCAO_HTTP_REASON_H

/* What RFC 9110, 15 (and RFC 6585 for 428, 429 and 431) calls `status`; "Unknown" for a number that the
 * service doesn't use. A constant. */
const char *reason_phrase(int status);

#endif
