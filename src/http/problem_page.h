/* The page GET /docs/problems: every code, explained. */
#ifndef BALCAO_HTTP_PROBLEM_PAGE_H
#define BALCAO_HTTP_PROBLEM_PAGE_H

struct buffer;

/* Writes it, as HTML. */
void problem_page_write(struct buffer *out);

#endif
