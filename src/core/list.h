/* What every list has: pages by key, a sort, a total on request. */
#ifndef BALCAO_CORE_LIST_H
#define BALCAO_CORE_LIST_H

#include <stddef.h>

struct call;
struct url_pair;

/* Reads limit, sort, count and cursor; faults go to call->faults. After the filters have
 * been read: the cursor must belong to them. */
void list_read(struct call *call, const struct url_pair *pairs, size_t count);

/* Writes {"items":[…],"next_cursor":…[,"total":…]} and the header Link. */
void list_write(struct call *call);

/* Writes {"items":[…]} of all rows. */
void list_write_whole(struct call *call);

#endif
