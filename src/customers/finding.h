/* What people type to find a customer by phone or e-mail: all of it, or a part. */
#ifndef BALCAO_CUSTOMERS_FINDING_H
#define BALCAO_CUSTOMERS_FINDING_H

#include "table/field.h"

/* A whole e-mail address, or its first characters. The canonical form is how the address begins, in lower
 * case; the key is that of the whole address, or NULL (email_beginning). The faults have the codes of
 * format_email. */
extern const struct format finding_email_format;

/* A whole phone number, or its last digits. The canonical form and the key are what the number ends with:
 * one or the other (phone_find). The fault is one of phone_format, or &phone_too_short. */
extern const struct format finding_phone_format;

#endif
