/* From rows to JSON. */
#ifndef BALCAO_CORE_ROW_H
#define BALCAO_CORE_ROW_H

#include <stddef.h>

struct call;

/* Writes a row of call->rows as an object, by the route's reply fields, to the reply's body. Sets
 * call->version to the field that is its tag. */
void row_write(struct call *call, size_t row);

#endif
