/* Media types as Content-Type names them. */
#ifndef BALCAO_HTTP_MEDIA_H
#define BALCAO_HTTP_MEDIA_H

#include <stdbool.h>

/* Whether `header`, the value of a Content-Type without blanks around it, is the media type `type`
 * ("application/json", in lower case) in UTF-8, after RFC 9110, 8.3.1 and 5.6.6: names without regard to
 * case, blanks around semicolons, parameters whose values are tokens or quoted strings. A charset must be
 * utf-8, in any case, and be named once; other parameters are fine. False for what is no media type, such as
 * two of them in a list. */
bool media_is_utf8(const char *header, const char *type);

#endif
