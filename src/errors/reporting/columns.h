/* The grouping of an event as columns of the inbox. */
#ifndef BALCAO_ERRORS_REPORTING_COLUMNS_H
#define BALCAO_ERRORS_REPORTING_COLUMNS_H

struct arena;
struct event;
struct rules;

/* Groups `event` after the project's `rules`, which may be NULL. Sets `*key` to the key in PostgreSQL's text
 * form of a bytea, and `*why` to the evidence in the text form of text[]; both live in the arena. It can't
 * fail. */
void columns_group(struct arena *arena, const struct event *event, const struct rules *rules,
		   const char **key, const char **why);

#endif
