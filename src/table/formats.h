/* Formats that several rooms use. */
#ifndef BALCAO_TABLE_FORMATS_H
#define BALCAO_TABLE_FORMATS_H

#include "table/field.h"

/* An e-mail address. email_shown makes the form that is stored, email_read the unique one (base/email.h). */
extern const struct format format_email;

/* A UUID, for the elements of an F_TEXTS. It is stored in lower case. */
extern const struct format format_id;

/* A name of the IANA time zone database, in its own spelling (base/zone.h). */
extern const struct format format_time_zone;

/* The URL of a page, of at most 2000 characters: http or https, a host, and no character that RFC 3986
 * excludes; letters outside ASCII are allowed, because people type them. */
extern const struct format format_url;

#endif
