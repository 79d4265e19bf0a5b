/* The page GET /docs/problems, which explains every problem code. */
#ifndef BALCAO_SERVICE_PROBLEM_PAGE_H
#define BALCAO_SERVICE_PROBLEM_PAGE_H

struct buffer;

/* Appends the page as HTML: first the problems and faults of the engine, then those of each module. Call it
 * after tables_init. */
void problem_page_write(struct buffer *out);

#endif
