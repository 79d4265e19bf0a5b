/* Writes the exceptions and threads of an event with their stacks: view.h tells in which form. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_STACK_H
#define BALCAO_ERRORS_SENTRY_PAGE_STACK_H

struct detail;
struct json_object;

/* Append the items of a list. If there is no room for all, the newest exceptions and the innermost frames
 * stay. */
void stack_put_exceptions(struct detail *detail, struct json_object *event);
void stack_put_threads(struct detail *detail, struct json_object *event);

#endif
