/* Formats that several rooms use. */
#ifndef BALCAO_TABLE_FORMATS_H
#define BALCAO_TABLE_FORMATS_H

#include "table/field.h"

/* An e-mail address, kept as typed; the key is what must be unique (base/email.h). */
extern const struct format format_email;

/* A UUID, for the elements of an array. */
extern const struct format format_id;

/* The address of a page: http or https, a host, and characters that RFC 3986 has; other letters as people
 * type them. */
extern const struct format format_url;

#endif
