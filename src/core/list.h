/* The features of every list: key-set pages, a sort, and a total on request. */
#ifndef BALCAO_CORE_LIST_H
#define BALCAO_CORE_LIST_H

#include <stddef.h>

struct call;
struct url_pair;

/* Reads the parameters limit, sort, count and cursor; adds faults to call->faults. Call it after the
 * filters have been read, because a cursor belongs to the filters that it was made with. */
void list_read(struct call *call, const struct url_pair *pairs, size_t count);

/* Writes {"items":[…],"next_cursor":…[,"total":…]} and, if there is another page, the header Link. */
void list_write(struct call *call);

/* Writes {"items":[…]} with all rows. */
void list_write_whole(struct call *call);

#endif
