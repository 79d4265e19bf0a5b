/* Builds a value of a text that could become too big a tree: the parts that matter most first, each within
 * its share of the limit, as parts.h says. */
#ifndef BALCAO_ERRORS_LENIENT_RATION_H
#define BALCAO_ERRORS_LENIENT_RATION_H

#include <stdbool.h>

struct json_object;
struct kind;
struct reader;

/* Reads one value of the kind, and spends at most what the reader's limit leaves. `*value` and `*kept` are
 * as those of reader_value. The members of an object stand in the order of `kind`, others behind them.
 *
 * A part may spend what no later part needs: the limit less the shares of the later parts that are present,
 * but always its own share. Other members, and the items of a list, get the limit in the same way, with half
 * of it in equal shares: the items of a list from its last to its first. What does not fit is left out, and
 * the rest stays. lenient_left_out tells where items are missing in a list of a kind that is `listed`. */
bool ration_value(struct reader *reader, const struct kind *kind, struct json_object **value, bool *kept);

#endif
