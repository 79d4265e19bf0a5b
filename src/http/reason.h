/* The reason phrases of status numbers. HTTP/1.1 demands a blank before the phrase, even an empty one
 * (RFC 9112, 4), but nginx leaves out the blank if it is given only a number. */
#ifndef BALCAO_HTTP_REASON_H
#define BALCAO_HTTP_REASON_H

/* The phrase for `status` in RFC 9110, 15, or in RFC 6585 for 428, 429 and 431; "Unknown" for a number
 * that the service does not use. A constant text. */
const char *reason_phrase(int status);

#endif
