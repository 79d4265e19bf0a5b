/* Writes rows as JSON. */
#ifndef BALCAO_CORE_ROW_H
#define BALCAO_CORE_ROW_H

#include <stddef.h>

struct call;

/* Appends the row number `row` of call->rows to the reply's body, as an object with the route's reply
 * fields. Sets call->version to the field with .etag. */
void row_write(struct call *call, size_t row);

#endif
