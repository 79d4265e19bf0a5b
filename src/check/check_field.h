/* Checks the fields of a route's body, query and reply. */
#ifndef BALCAO_CHECK_CHECK_FIELD_H
#define BALCAO_CHECK_CHECK_FIELD_H

struct checker;

/* Checks each field of the route, and that all values of a call have different names. */
void check_fields(struct checker *checker);

#endif
