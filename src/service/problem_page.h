/* The page GET /docs/problems: every code, explained. */
#ifndef BALCAO_SERVICE_PROBLEM_PAGE_H
#define BALCAO_SERVICE_PROBLEM_PAGE_H

struct buffer;

/* Writes it, as HTML, after tables_init: the codes of the engine, then those of each room. */
void problem_page_write(struct buffer *out);

#endif
