/* The rows of a route's body, query and reply. */
#ifndef BALCAO_CHECK_CHECK_FIELD_H
#define BALCAO_CHECK_CHECK_FIELD_H

struct checker;

/* Checks each field of the route, and that no two values of its calls have one name. */
void check_fields(struct checker *checker);

#endif
