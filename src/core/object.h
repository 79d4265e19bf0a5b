/* One object of the body, by the fields of the route. */
#ifndef BALCAO_CORE_OBJECT_H
#define BALCAO_CORE_OBJECT_H

struct call;
struct json_object;

/* Checks `body`, of any type: its members become values, what is wrong with them faults whose pointers begin
 * at call->at. */
void object_read(struct call *call, struct json_object *body);

#endif
