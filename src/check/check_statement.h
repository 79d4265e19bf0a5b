/* What a route asks the database: each statement gets its parameters, and limits what it should. */
#ifndef BALCAO_CHECK_CHECK_STATEMENT_H
#define BALCAO_CHECK_CHECK_STATEMENT_H

struct checker;

/* Checks all statements that the route runs, its hooks' too. */
void check_statements(struct checker *checker);

#endif
