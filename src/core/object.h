/* Reads one JSON object of the body by the fields of the route. */
#ifndef BALCAO_CORE_OBJECT_H
#define BALCAO_CORE_OBJECT_H

struct call;
struct json_object;

/* Checks `body`, which may be of any JSON type. Its members become values; mistakes become faults whose
 * pointers begin with call->at. */
void object_read(struct call *call, struct json_object *body);

#endif
