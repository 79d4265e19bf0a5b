/* What an event is grouped by, as columns of the inbox. */
#ifndef BALCAO_ERRORS_REPORTING_COLUMNS_H
#define BALCAO_ERRORS_REPORTING_COLUMNS_H

struct arena;
struct event;

/* Groups `event`. `*key` receives the key as PostgreSQL reads a bytea, `*why` the evidence as an array of
 * texts; both live in the arena. It can't fail. */
void columns_group(struct arena *arena, const struct event *event, const char **key, const char **why);

#endif
