/* Media types in the header Content-Type. */
#ifndef BALCAO_HTTP_MEDIA_H
#define BALCAO_HTTP_MEDIA_H

#include <stdbool.h>

/* Whether `header`, the value of a Content-Type without blanks around it, is the media type `type`
 * ("application/json", in lower case) in UTF-8. The grammar is that of RFC 9110, 8.3.1 and 5.6.6: case
 * does not matter in names, semicolons may have blanks around them, and the value of a parameter is a
 * token or a quoted string. A charset must be utf-8, in any case, and occur at most once; other
 * parameters are ignored. False if the header is not one media type. */
bool media_is_utf8(const char *header, const char *type);

#endif
