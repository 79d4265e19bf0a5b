/* Checks the statements of a route: each parameter has a value, and each statement restricts its rows. */
#ifndef BALCAO_CHECK_CHECK_STATEMENT_H
#define BALCAO_CHECK_CHECK_STATEMENT_H

struct checker;

/* Checks all statements that the route or its hooks run. */
void check_statements(struct checker *checker);

#endif
